/** Facts about where a run happens. None of them may fail or delay it. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, hostname, release, totalmem, type } from 'node:os';
import type { Git, Machine, ProcessMark } from './run.ts';

export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    os: `${type()} ${release()} ${process.arch}`,
  };
}

export function markProcess(): ProcessMark {
  const birth = birthOf(process.pid);
  return {
    id: process.pid,
    host: hostname(),
    birth: birth === 'gone' ? null : birth,
    heartbeat: new Date().toISOString(),
  };
}

export const here = () => ({ host: hostname(), now: Date.now(), birthOf });

/** Boot and start time of a process on this machine, null where the system doesn't tell, `gone` where there is none. */
function birthOf(id: number): string | null | 'gone' {
  try {
    process.kill(id, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'gone'; // EPERM: someone else's, but there
  }
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const fields = readFileSync(`/proc/${id}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' '); // the name may hold blanks
    if (fields[0] === 'Z') return 'gone'; // ended, but its parent hasn't asked yet
    return `${boot}:${fields[19]}`; // proc(5): field 22, starttime
  } catch {
    return null;
  }
}

/** The commit that a folder's repository is at; null where there is no git, no repository or no quick answer. */
export async function readGit(directory: string): Promise<Git | null> {
  const filters = (await askGit(directory, ['config', '--name-only', '--get-regexp', '^filter\\.'])) ?? '';
  const answer = await askGit(directory, [
    ...withoutFilters(filters),
    ...['status', '--porcelain=v2', '--branch', '--untracked-files=no', '--no-renames', '--ignore-submodules=dirty'],
  ]);
  const commit = /^# branch\.oid ([0-9a-f]+)$/m.exec(answer ?? '')?.[1];
  return commit === undefined ? null : { commit, dirty: /^[12u] /m.test(answer ?? '') };
}

/** A repository may name programs in its own settings, and whoever made the folder chose them: none is run. */
const runNoPrograms = ['core.fsmonitor=', 'core.hooksPath=/dev/null', 'core.sshCommand=', 'core.pager='];
const environmentOfGit = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none', // of a partial clone, nothing is fetched
};

/** Standard output; null where there is none. */
function askGit(directory: string, question: readonly string[]): Promise<string | null> {
  const args = [...runNoPrograms.flatMap((setting) => ['-c', setting]), ...question];
  const options = { cwd: directory, timeout: 3000, env: { ...process.env, ...environmentOfGit } };
  return new Promise((resolve) => {
    execFile('git', args, options, (error, answer) => resolve(error === null ? answer : null)).on('error', () =>
      resolve(null),
    );
  });
}

/** `filter.lfs.clean` … → the settings under which no file is led through a program. */
function withoutFilters(names: string): string[] {
  const filters = new Set(Array.from(names.matchAll(/^(filter\..+)\.[^.]+$/gm), ([, filter]) => filter));
  return [...filters].flatMap((filter) =>
    ['clean=', 'smudge=', 'process=', 'required=false'].flatMap((setting) => ['-c', `${filter}.${setting}`]),
  );
}
