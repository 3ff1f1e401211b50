/** The launch room: experiments → runs. Knows nothing of the terminal. */
export { type How, notStarted, type TrialResult } from './attempt.ts';
export { Datasets } from './datasets.ts';
export { type ChosenEngine, chooseEngineOf, chooseEngines, chooseEngineToResume } from './engines.ts';
export { type Standing, standingOf, survivorsOf } from './halving.ts';
export { describeEngine } from './narrate.ts';
export { type Candidate, type Decision, decide, type Entrant, type Planned, planTrials, type Wishes } from './plan.ts';
export type { Halving, SweepPlan, SweepRequest } from './request.ts';
export { type Job, type JobResult, runExperiment } from './run-experiment.ts';
export { planSweep, runSweep } from './sweep.ts';
export { estimateTimes } from './timing/estimate.ts';
export { type ForecastRow, forecast } from './timing/forecast.ts';
export { type Measurement, measure, type TimeEstimate } from './timing/measure.ts';
export { measureApart, type Unmeasured } from './timing/measure-apart.ts';
export { titleOf } from './title.ts';
export { type ShownEvent, shownTo, type TrialEvent } from './trial-events.ts';
