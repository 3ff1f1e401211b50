/** The launch room: experiments → runs. Knows nothing of the terminal. */
export { Datasets } from './datasets.ts';
export { type ChosenEngine, chooseEngineOf, chooseEngines } from './engines.ts';
export { estimateTimes, openSession, type TimeEstimate, timeSession } from './estimate.ts';
export { type Job, type JobResult, runExperiment, type Watcher } from './run-experiment.ts';
