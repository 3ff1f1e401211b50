/** Reads run folders back, as they are: damaged and foreign ones too. */
import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { InputError } from '../errors/index.ts';
import { isRecord } from '../text/index.ts';
import { problemOfRun } from './checks.ts';
import { isAsWritten } from './digests.ts';
import { runFiles } from './files.ts';
import { readWritten, type Written } from './json.ts';
import { judge } from './liveness.ts';
import { isProcessMark } from './machine.ts';
import { contradictionOfResult } from './measured.ts';
import { describeLeftover } from './move.ts';
import { type Result, type Run, runFormat } from './run.ts';
import { readTags, type Tags } from './tags.ts';

export type RunStatus = Run['status'] | 'interrupted';
export const runStatuses: readonly RunStatus[] = ['running', 'completed', 'stopped', 'failed', 'interrupted'];

/** A run, with the status that is true now. */
export interface ReadRun extends Tags {
  readonly kind: 'run';
  /** its name below the runs folder */
  readonly folder: string;
  readonly path: string;
  readonly status: RunStatus;
  /** of one that is running where its process can't be looked at: seconds since its last sign of life */
  readonly silence?: number;
  readonly run: Run;
}

/** A folder that can't be read as a run, and why: a sentence. */
export interface UnreadableRun {
  readonly kind: 'unreadable';
  readonly folder: string;
  readonly path: string;
  readonly problem: string;
}

/** All runs below a folder, newest first, then what can't be read. Throws an InputError where it is no folder. */
export function listRuns(runsFolder: string): (ReadRun | UnreadableRun)[] {
  const found = folderNames(runsFolder).map((folder) => readRun(join(runsFolder, folder), folder));
  return found.sort((a, b) => compareText(startOf(b), startOf(a)) || compareText(b.folder, a.folder));
}

/** The run in a folder. Throws an InputError where it can't be read. */
export function openRun(path: string): ReadRun {
  return readable(readRun(path, basename(path)));
}

/** Throws an InputError where it can't be read. */
export function readable(entry: ReadRun | UnreadableRun): ReadRun {
  if (entry.kind === 'run') return entry;
  throw new InputError(`${entry.folder} can't be read: ${entry.problem}`);
}

export function readRun(path: string, folder: string): ReadRun | UnreadableRun {
  const unreadable = (problem: string): UnreadableRun => ({ kind: 'unreadable', folder, path, problem });
  const read = readWritten<Run>(path, runFiles.run, runFormat);
  if ('what' in read) return unreadable(read.what === 'absent' ? whyNoRun(path) : read.problem);
  const { digest, ...run } = read.value as Written<Run & { digest: unknown }>;
  const { format } = run;
  if ((format >= 4 || digest !== undefined) && !isAsWritten({ ...run, digest }))
    return unreadable(`${runFiles.run} is damaged: what it holds isn't what was written, as its digest shows.`);
  if (!isWhole(run)) return unreadable(`${runFiles.run} is damaged: something in it is missing.`);
  const problem = problemOfRun(run);
  if (problem !== null) return unreadable(`${runFiles.run} is damaged: ${problem}.`);
  const contradiction = format < 4 && run.result !== null ? contradictionOfResult(path, run) : null;
  if (contradiction !== null)
    return unreadable(`${runFiles.metrics} and ${runFiles.run} contradict each other: ${contradiction}.`);
  const whole = {
    ...run,
    ...(format < 2 ? absentBefore2 : {}),
    ...(format < 3 ? absentBefore3 : {}),
    ...(format < 4 ? absentBefore4 : {}),
  };
  return { kind: 'run', folder, path, ...trueStatus(whole, path), run: whole, ...readTags(path) };
}

function whyNoRun(path: string): string {
  const leftover = describeLeftover(path);
  if (leftover === null) return `Not a run: there is no ${runFiles.run} in it.`;
  return `Not a run but ${leftover}; siamese runs --undo clears it away, and brings back what is in the trash.`;
}

/** What runs of format 1 had not. */
const absentBefore2: Pick<Run, 'weightsHash' | 'resumes' | 'reproduces'> = {
  weightsHash: null,
  resumes: [],
  reproduces: null,
};

/** What runs of formats 1 and 2 had not. */
const absentBefore3: Pick<Run, 'sweep' | 'continues'> = { sweep: null, continues: null };

/** What runs of formats 1 to 3 had not. */
const absentBefore4: Pick<Run, 'digests'> = { digests: {} };

function trueStatus({ status, process }: Run, path: string): Pick<ReadRun, 'status' | 'silence'> {
  if (status !== 'running') return { status };
  if (process === null) return { status: 'interrupted' };
  const heartbeatAt = () => statSync(join(path, runFiles.run), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const { isAlive, silence } = judge(isProcessMark(process) ? process : null, heartbeatAt, dirname(path));
  if (!isAlive) return { status: 'interrupted' };
  return { status, ...(silence === null ? {} : { silence }) };
}

const statuses: readonly unknown[] = ['running', 'completed', 'stopped', 'failed'] satisfies Run['status'][];

/** Whether all is there that a Run of its format has. */
function isWhole(value: Written<Run>): value is Run {
  const { format, name, status, startedAt, epochs, accuracyMeans, result, process } = value;
  const { resumes, sweep, continues, digests } = value;
  return (
    typeof name === 'string' &&
    statuses.includes(status) &&
    typeof startedAt === 'string' &&
    !Number.isNaN(Date.parse(startedAt)) &&
    typeof epochs === 'number' &&
    isRecord(accuracyMeans) &&
    (result === null || (isRecord<Result>(result) && isRecord(result.last) && isRecord(result.best))) &&
    (process === null || isRecord(process)) &&
    (Array.isArray(resumes) || format < 2) &&
    (format < 3 || [sweep, continues].every((part) => part === null || isRecord(part))) &&
    (format < 4 || isRecord(digests))
  );
}

/** Folders and links alone, without hidden ones: a file beside the runs is the user's own. */
function folderNames(runsFolder: string): string[] {
  try {
    const entries = readdirSync(runsFolder, { withFileTypes: true });
    return entries
      .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('.'))
      .map((entry) => entry.name);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    if (code === 'ENOTDIR')
      throw new InputError(`${runsFolder} is a file, but the runs need a folder.`, { cause: error });
    throw new InputError(`The runs in ${runsFolder} can't be read: ${message}.`, { cause: error });
  }
}

const startOf = (entry: ReadRun | UnreadableRun): string => (entry.kind === 'run' ? entry.run.startedAt : '');
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
