/**
 * Reads what was measured of a run, `metrics.csv` and `evaluation.json`, and lets neither pass that isn't what was written:
 * by its digest in `run.json`, or, without one, where it contradicts itself or `run.json`.
 */
import { InputError } from '../errors/index.ts';
import type { EpochMetrics } from '../training/index.ts';
import { contradictionOfRows, problemOfRow } from './checks.ts';
import { digestOf, type FileDigest } from './digests.ts';
import { type Evaluation, evaluationFormat, isEvaluation } from './evaluation.ts';
import { contradictionOfEvaluation, problemOfEvaluation } from './evaluation-checks.ts';
import { readIn, runFiles } from './files.ts';
import { readWritten } from './json.ts';
import { type MetricsFile, openMetrics } from './metrics.ts';
import type { Run } from './run.ts';

/** A run as it is known, and where it lies. */
export interface RunOnDisk {
  readonly folder: string;
  readonly path: string;
  readonly status: Run['status'] | 'interrupted';
  readonly run: Run;
}

/** What a file that isn't what was written is said to be. */
export const otherThanWritten = "it isn't what was written, as its digest in run.json shows";

/** The whole epochs of a run. Throws an InputError where they can't be read, or aren't what was written. */
export function readMetrics(run: RunOnDisk): EpochMetrics[] {
  const { rows, parse } = readRows(run);
  return rows.map(parse);
}

/** As `readMetrics`, for who may need none of them. `isThorough`: rows that their digest vouches for are looked at, too. */
export function readRows({ folder, path, status, run }: RunOnDisk, isThorough = false): MetricsFile {
  const refuse = (problem: string, cause?: unknown): never => {
    throw new InputError(`${runFiles.metrics} of ${folder} ${problem}.`, { cause });
  };
  let bytes: Buffer;
  try {
    bytes = readIn(path, runFiles.metrics);
  } catch (cause) {
    return refuse(`can't be read: ${(cause as Error).message}`, cause);
  }
  const digest = run.digests[runFiles.metrics];
  const hasEnded = status === 'completed' || status === 'stopped';
  const isVouchedFor = bytes.length === digest?.bytes;
  const file = openMetrics(bytes.toString());
  const problem =
    file.problem ??
    (digest === undefined ? null : problemOfDigest(bytes, digest, hasEnded)) ??
    (isVouchedFor && !isThorough ? null : problemOfRows(file, run)) ??
    (hasEnded && bytes.at(-1) !== 10 ? 'is damaged: it ends within a line' : null);
  return problem === null ? file : refuse(problem);
}

/**
 * What a result is contradicted in by metrics.csv, for runs of before there were digests; null where it isn't, or where there
 * are no rows to tell.
 */
export function contradictionOfResult(path: string, run: Run): string | null {
  let file: MetricsFile;
  try {
    file = openMetrics(readIn(path, runFiles.metrics).toString());
  } catch {
    return null;
  }
  const { rows, problem, parse } = file;
  return problem === null ? contradictionOfRows(run, rows.length, (epoch) => parse(rows[epoch - 1] as string)) : null;
}

function problemOfRows({ rows, parse }: MetricsFile, run: Run): string | null {
  const parsed = rows.map(parse);
  for (const row of parsed) {
    const problem = problemOfRow(row);
    if (problem !== null) return `is damaged: in epoch ${row.epoch} ${problem}`;
  }
  const contradiction = contradictionOfRows(run, parsed.length, (epoch) => parsed[epoch - 1] as EpochMetrics);
  return contradiction === null ? null : `and ${runFiles.run} contradict each other: ${contradiction}`;
}

/** `isAll`: nothing may have come since. */
function problemOfDigest(bytes: Buffer, { bytes: length, sha256 }: FileDigest, isAll: boolean): string | null {
  const isLong = isAll ? bytes.length === length : bytes.length >= length;
  const isSame = isLong && digestOf(bytes.subarray(0, length)).sha256 === sha256;
  return isSame ? null : `is damaged: ${otherThanWritten}`;
}

/**
 * null where a run has none: it is from before this file, or has no whole epoch. Throws an InputError where it is damaged.
 * `isThorough`: as of `readRows`.
 */
export function readEvaluation({ folder, path, status, run }: RunOnDisk, isThorough = false): Evaluation | null {
  const refuse = (problem: string, cause?: unknown): never => {
    throw new InputError(`${runFiles.evaluation} of ${folder} ${problem}`, { cause });
  };
  const digest = run.digests[runFiles.evaluation];
  const read = readWritten<Evaluation>(path, runFiles.evaluation, evaluationFormat);
  if ('what' in read) {
    if (read.what === 'absent') return digest === undefined ? null : refuse('is gone.');
    throw new InputError(`${folder}: ${read.problem}`, { cause: read.cause });
  }
  if (!isEvaluation(read.value)) return refuse('is damaged: something in it is missing.');
  const isVouchedFor = digest !== undefined && digestOf(read.text).sha256 === digest.sha256;
  const mayBeNewer =
    (status === 'running' || status === 'interrupted') && read.value.last.epoch > (run.result?.last.epoch ?? 0);
  if (digest !== undefined && !isVouchedFor && !mayBeNewer) refuse(`is damaged: ${otherThanWritten}.`);
  if (isVouchedFor && !isThorough) return read.value;
  const problem = problemOfEvaluation(read.value);
  if (problem !== null) refuse(`is damaged: ${problem}.`);
  const contradiction = contradictionOfEvaluation(run, read.value);
  return contradiction === null ? read.value : refuse(`and ${runFiles.run} contradict each other: ${contradiction}.`);
}

/** null where it is damaged, too: that keeps nothing else from being told. `tell` gets a sentence of why. */
export function readEvaluationIfWhole(run: RunOnDisk, tell: (problem: string) => void = () => {}): Evaluation | null {
  try {
    return readEvaluation(run);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    tell(error.message);
    return null;
  }
}
