/** Processes of our own, for what may die without taking this one along. */
import { type ChildProcess, fork } from 'node:child_process';
import { getCompileCacheDir } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Those that a process which leaves at once must not leave behind. */
const children = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/** Speaks by messages; what it writes on its standard error can be read. */
export function startChild(script: URL): ChildProcess {
  const cache = getCompileCacheDir();
  const child = fork(fileURLToPath(script), {
    serialization: 'advanced', // not every figure survives JSON
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
    env: cache === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: cache },
  });
  children.add(child);
  child.once('close', () => children.delete(child));
  return child;
}

/** Why a process ended early: how, and the first error among what it wrote. */
export function describeDeath(how: string, lastWords: string): string {
  const [complaint] = /^.*error.*$/im.exec(lastWords) ?? [];
  return complaint === undefined ? how : `${how}; ${complaint.trim()}`;
}
