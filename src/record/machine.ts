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
export function readGit(directory: string): Promise<Git | null> {
  const question = ['status', '--porcelain=v2', '--branch', '--untracked-files=no'];
  const options = { cwd: directory, timeout: 3000, env: { ...process.env, GIT_OPTIONAL_LOCKS: '0' } };
  return new Promise((resolve) => {
    execFile('git', question, options, (error, answer) => {
      const commit = error === null ? /^# branch\.oid ([0-9a-f]+)$/m.exec(answer)?.[1] : undefined;
      resolve(commit === undefined ? null : { commit, dirty: /^[12u] /m.test(answer) });
    }).on('error', () => resolve(null));
  });
}
