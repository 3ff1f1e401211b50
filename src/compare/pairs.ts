/** Validation pairs, drawn again to tell which share an image: run folders keep only which were called rightly. */
import { fingerprintExamples, redrawValidationPairs } from '../data/index.ts';
import { InputError } from '../errors/index.ts';
import { type Clusters, clusterPairs } from '../evaluation/index.ts';
import { countCorrect, type JudgedAfter } from '../record/index.ts';
import { evaluatedAfter, type MeasuredRun } from './measured.ts';

export interface DrawnPairs {
  readonly clusters: Clusters;
}

/** The pairs that runs of one group were measured on; or a sentence that says why they can't be told. */
export async function drawAgain(runs: readonly MeasuredRun[]): Promise<DrawnPairs | string> {
  const run = runs.find(({ evaluation }) => evaluation !== null);
  if (run === undefined) return 'none of the runs recorded which pairs it called rightly';
  try {
    const pairs = await redrawValidationPairs(run.compared.experiment.data);
    if (fingerprintExamples(pairs) !== run.validationSet.pairs) return 'the data are no longer those of the runs';
    return { clusters: clusterPairs(pairs) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.message;
  }
}

/** [pairs] the share of the runs that called each pair rightly; null where one of them didn't record it. */
export function shareCorrect(runs: readonly MeasuredRun[], after: JudgedAfter, pairs: number): Float64Array | null {
  const counts = new Uint16Array(pairs);
  for (const run of runs) {
    const evaluated = evaluatedAfter(run, after);
    if (evaluated === null) return null;
    countCorrect(evaluated, counts);
  }
  const share = new Float64Array(pairs);
  for (let i = 0; i < pairs; i++) share[i] = (counts[i] as number) / runs.length;
  return share;
}
