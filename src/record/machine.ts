/** Facts about where a run happens. None of them may fail or delay it. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { availableParallelism, cpus, hostname, networkInterfaces, release, totalmem, type } from 'node:os';
import { isRecord } from '../text/index.ts';
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
  const birth = readBirth('self');
  return {
    id: process.pid,
    host: hostname(),
    place: ownPlace(),
    birth: birth === 'gone' ? null : birth,
    heartbeat: new Date().toISOString(),
  };
}

/** Whether a mark is that of this process, whatever the host is called by now. */
export function isOwnMark(value: unknown): boolean {
  const { id, place, birth } = markProcess();
  return isProcessMark(value) && value.id === id && value.place === place && value.birth === birth;
}

/** Whether what was read is a mark: files may be damaged, or another version's. */
export const isProcessMark = (value: unknown): value is ProcessMark =>
  isRecord<ProcessMark>(value) && typeof value.id === 'number' && typeof value.host === 'string';

/**
 * What its number tells of a process: `unknown` where numbers mean others than here, as in another container or on
 * another machine of the same name, and where the one that has it now may be another.
 */
export function stateOfProcess({ id, host, place, birth }: ProcessMark): 'alive' | 'gone' | 'unknown' {
  if (!Number.isSafeInteger(id) || id <= 0) return 'unknown';
  const now = birthOf(id);
  if (place === undefined) return host === hostname() && now !== null && now === birth ? 'alive' : 'unknown'; // an old mark
  if (place === null || place !== ownPlace()) return 'unknown';
  if (now === 'gone') return 'gone';
  if (now === null || birth === null) return 'unknown';
  return now === birth ? 'alive' : 'gone';
}

/** Boot and start time of a process of this namespace, null where the system doesn't tell, `gone` where there is none. */
function birthOf(id: number): string | null | 'gone' {
  try {
    process.kill(id, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'gone'; // EPERM: someone else's, but there
  }
  return readOwnNumber() === process.pid ? readBirth(id) : null;
}

/** As /proc numbers us: it may be that of another namespace, where our numbers mean others. */
function readOwnNumber(): number | null {
  try {
    return Number(readlinkSync('/proc/self'));
  } catch {
    return null;
  }
}

function readBirth(process: number | 'self'): string | null | 'gone' {
  try {
    const fields = readFileSync(`/proc/${process}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' '); // the name may hold blanks
    if (fields[0] === 'Z') return 'gone'; // ended, but its parent hasn't asked yet
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${fields[19]}`; // proc(5): field 22, starttime
  } catch {
    return null;
  }
}

let knownPlace: string | null | undefined;

/** A word for where our process numbers and births are those of the same processes; null where nothing names it. */
function ownPlace(): string | null {
  knownPlace ??= hashPlace();
  return knownPlace;
}

/** Hashed, as a machine's id is nobody else's business. */
function hashPlace(): string | null {
  const facts = process.platform === 'linux' ? linuxFacts() : hardwareAddresses();
  if (facts === null || facts.length === 0) return null;
  return createHash('sha256')
    .update(JSON.stringify([hostname(), ...facts]))
    .digest('hex')
    .slice(0, 16);
}

/** Boot, namespaces of process numbers and of start times, and the machine, where it has an id. */
function linuxFacts(): string[] | null {
  try {
    return [
      readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
      readlinkSync('/proc/self/ns/pid'),
      readIfThere(() => readlinkSync('/proc/self/ns/time')),
      readIfThere(() => readFileSync('/etc/machine-id', 'utf8').trim()),
    ];
  } catch {
    return null;
  }
}

function readIfThere(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}

/** Systems without namespaces of processes have no id that a file holds. */
function hardwareAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return [...new Set(all.filter(({ internal }) => !internal).map(({ mac }) => mac))].sort();
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
