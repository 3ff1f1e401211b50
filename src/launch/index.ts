/** The launch room: experiments → runs. Knows nothing of the terminal. */
export { type How, notStarted, type TrialResult } from './attempt.ts';
export { Datasets } from './datasets.ts';
export { type ChosenEngine, chooseEngineOf, chooseEngines, chooseEngineToResume } from './engines.ts';
export { estimateTimes } from './estimate.ts';
export { type ForecastRow, forecast } from './forecast.ts';
export { type Standing, standingOf, survivorsOf } from './halving.ts';
export { type Measurement, measure, type TimeEstimate } from './measure.ts';
export { measureApart, type Unmeasured } from './measure-apart.ts';
export { describeEngine } from './narrate.ts';
export { type Candidate, type Decision, decide, type Entrant, type Planned, planTrials, type Wishes } from './plan.ts';
export type { Audience, Halving, SweepPlan, SweepRequest } from './request.ts';
export { type Job, type JobResult, runExperiment, type ShownEvent, type Watcher } from './run-experiment.ts';
export { planSweep, runSweep } from './sweep.ts';
export { titleOf } from './title.ts';
