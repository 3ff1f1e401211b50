/** The launch room: experiments → runs. Knows nothing of the terminal. */
export { type How, notStarted, type TrialResult } from './attempt.ts';
export { Datasets } from './datasets.ts';
export { type ChosenEngine, chooseEngineOf, chooseEngines, chooseEngineToResume } from './engines.ts';
export { promotedOf, type Standing, standingOf } from './halving/standing.ts';
export { refuseWithoutRoom } from './memory/check.ts';
export { describeEngine, titleOf } from './narrate.ts';
export type { Halving, SweepRequest, SweepWork } from './request.ts';
export { type Job, type JobResult, runExperiment } from './run-experiment.ts';
export { runSweep, workOfSweep } from './sweep.ts';
export { estimateTimes } from './timing/estimate.ts';
export { type ForecastRow, forecast } from './timing/forecast.ts';
export { type MeasuredSpeed, measureSpeed, type TimeEstimate } from './timing/measure.ts';
export { measureSpeedApart, type Unmeasured } from './timing/measure-apart.ts';
export { type ShownEvent, shownTo, type TrialEvent } from './trial-events.ts';
export {
  type Candidate,
  type Decision,
  decide,
  type SweepCandidate,
  type Turn,
  turnsOf,
  type Wishes,
} from './turns.ts';
