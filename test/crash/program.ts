/**
 * Runs commands in this process, one after another, as `cli` does: its exit code and what it wrote. To be imported before
 * anything of `src`, which looks at the standard streams once.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Writable } from 'node:stream';
import type { Ended } from '../commands/siamese.ts';

const real = { stdout: process.stdout, stderr: process.stderr };
let [stdout, stderr] = ['', ''];
const unforeseen: string[] = [];

/** Into the terminal, whatever commands write. */
export function tell(line: string): void {
  real.stdout.write(`${line}\n`);
}

function capture(name: 'stdout' | 'stderr', take: (text: string) => void): void {
  const stream = new Writable({
    write(chunk, _encoding, done) {
      take(String(chunk));
      done();
    },
  });
  Object.defineProperty(process, name, { value: Object.assign(stream, { fd: -1, isTTY: false }), configurable: true });
}
capture('stdout', (text) => {
  stdout += text;
});
capture('stderr', (text) => {
  stderr += text;
});
for (const event of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(event, (error: unknown) => unforeseen.push(`${event}: ${error instanceof Error ? error.stack : error}`));

/** After `restart` this process counts as another one, so that runs which an earlier command left `running` are interrupted. */
let restarts = 0;
const { readFileSync } = fs;
fs.readFileSync = ((path: unknown, ...rest: unknown[]) => {
  const content = (readFileSync as (...all: unknown[]) => unknown)(path, ...rest);
  const isOurs = restarts > 0 && (path === '/proc/self/stat' || path === `/proc/${process.pid}/stat`);
  return isOurs ? String(content).replace(startTime, `$1${restarts}`) : content;
}) as typeof readFileSync;
syncBuiltinESMExports();

/** proc(5): the 22nd field, the 20th behind the program's name. */
const startTime = /^(.*\) (?:\S+ ){19}\d+)/s;

/** Whatever ran is gone. */
export function restart(): void {
  restarts++;
}

/** This process is itself again: what really runs counts as running. */
export function endRestarts(): void {
  restarts = 0;
}

/** `directory`: where the user stands. */
export async function runHere(args: readonly string[], directory: string): Promise<Ended> {
  const { runCommand } = await import('../../src/commands/index.ts');
  const { SiameseError, sentenceOf } = await import('../../src/errors/index.ts');
  [stdout, stderr] = ['', ''];
  unforeseen.length = 0;
  const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };
  const catchInterrupts = () => new AbortController().signal;
  let code: number;
  try {
    code = await runCommand(args, { directory, project: directory, env, catchInterrupts });
  } catch (error) {
    stderr += `${sentenceOf(error)}\n`;
    code = error instanceof SiameseError ? error.exitCode : 1;
  }
  await new Promise((done) => setImmediate(done)); // what was refused meanwhile comes to light
  if (unforeseen.length > 0) stderr += unforeseen.join('\n');
  return { code, signal: null, stdout, stderr };
}
