/** What lies in run folders beside run.json, for those who look at many runs at once. */
import { InputError } from '../errors/index.ts';
import { ConfigurationError, type Experiment, type Problem, readResolved } from '../experiment/index.ts';
import type { EpochMetrics } from '../training/index.ts';
import type { Evaluation } from './evaluation.ts';
import { readIn, runFiles } from './files.ts';
import { readEvaluation, readRows } from './measured.ts';
import type { ReadRun, UnreadableRun } from './read.ts';
import { contradictionOf, loadResolved } from './resume.ts';
import type { Selection } from './select.ts';

export interface DetailedRun extends ReadRun {
  /** that of resolved.yaml, which is the one that the run trained: its hash says so */
  readonly experiment: Experiment;
  /** a row for each whole epoch */
  metrics(): readonly EpochMetrics[];
  /** what validation told pair by pair; null where the run has none */
  readonly evaluation: Evaluation | null;
}

/** Runs with their experiments and what was measured; those of which these are damaged join what can't be read. */
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
    const { rows, parse } = readRows(found);
    let metrics: EpochMetrics[] | undefined;
    return {
      ...found,
      experiment: readExperiment(found),
      metrics: () => (metrics ??= rows.map(parse)), // a comparison of many asks few for theirs
      evaluation: readEvaluation(found),
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { kind: 'unreadable', folder: found.folder, path: found.path, problem: error.message };
  }
}

/** What a run has trained. Throws an InputError of one line where nobody can tell. */
export function readExperiment(found: ReadRun): Experiment {
  try {
    const text = readIn(found.path, runFiles.resolved).toString();
    const quick = readResolved(text, found.run);
    if (quick !== null && contradictionOf(quick, found.run) === null) return quick;
  } catch {} // told better below
  try {
    return loadResolved(found).experiment;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const { line, sentence } = error.problems[0] as Problem;
    const where = line === undefined ? '' : `, line ${line}`;
    throw new InputError(`${runFiles.resolved} of ${found.folder} is damaged${where}: ${sentence}`, { cause: error });
  }
}
