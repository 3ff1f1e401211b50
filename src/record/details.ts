/** What lies in run folders beside run.json, for those who look at many runs at once. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../errors/index.ts';
import { ConfigurationError, type Experiment, type Problem } from '../spec/index.ts';
import type { EpochMetrics } from '../training/index.ts';
import { runFiles } from './files.ts';
import { parseMetrics } from './metrics.ts';
import type { ReadRun, UnreadableRun } from './read.ts';
import { loadResolved } from './resume.ts';
import type { Selection } from './select.ts';

export interface DetailedRun extends ReadRun {
  /** that of resolved.yaml, which is the one that the run trained: its hash says so */
  readonly experiment: Experiment;
  readonly tags: readonly string[];
  /** Reads a row for each whole epoch. Throws an InputError where it can't. */
  metrics(): readonly EpochMetrics[];
}

/** Runs with their experiments; those whose experiment can't be told join what can't be read. */
export function readDetails({ runs, unreadable }: Selection): {
  readonly runs: readonly DetailedRun[];
  readonly unreadable: readonly UnreadableRun[];
} {
  const read = runs.map(detailsOf);
  return {
    runs: read.filter((entry) => entry.kind === 'run'),
    unreadable: [...unreadable, ...read.filter((entry) => entry.kind === 'unreadable')],
  };
}

function detailsOf(found: ReadRun): DetailedRun | UnreadableRun {
  try {
    const { experiment } = loadResolved(found);
    return { ...found, experiment, tags: [], metrics: () => readMetrics(found) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { folder, path } = found;
    return { kind: 'unreadable', folder, path, problem: inOneLine(error) };
  }
}

/** The first of many mistakes, without its lines of the file. */
function inOneLine(error: InputError): string {
  if (!(error instanceof ConfigurationError)) return error.message;
  const { line, sentence } = error.problems[0] as Problem;
  return `${runFiles.resolved} is damaged${line === undefined ? '' : `, line ${line}`}: ${sentence}`;
}

/** The whole epochs of a run. Throws an InputError where they can't be read. */
export function readMetrics({ folder, path }: ReadRun): EpochMetrics[] {
  try {
    return parseMetrics(readFileSync(join(path, runFiles.metrics), 'utf8'));
  } catch (cause) {
    throw new InputError(`${runFiles.metrics} of ${folder} can't be read: ${(cause as Error).message}.`, { cause });
  }
}
