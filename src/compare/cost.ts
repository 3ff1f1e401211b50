/** What a run costs. */
import { totalsOf } from '../network/index.ts';
import { planOf, rowsPerExample } from '../objective/index.ts';
import type { DetailedRun } from '../record/index.ts';
import type { Cost } from './types.ts';

/** `secondsPerEpoch`: null where there was no whole one. */
export function costOf({ experiment, run }: DetailedRun, secondsPerEpoch: number | null): Cost {
  const { parameters, multiplyAdds } = totalsOf(planOf(experiment.network, experiment.objective));
  const imagesPerEpoch = (run.steps?.trainExamples ?? 0) * rowsPerExample(experiment.objective);
  const imagesPerSecond =
    secondsPerEpoch === null || run.steps === null || secondsPerEpoch === 0 ? null : imagesPerEpoch / secondsPerEpoch;
  return { parameters, multiplyAdds, secondsPerEpoch, seconds: run.seconds, imagesPerSecond };
}
