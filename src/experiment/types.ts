/** The types of experiments, generated from the schema: `Experiment` and its parts as resolved, `ExperimentFile` as written. */
export type * from './generated/experiment.ts';
export type { ExperimentFile } from './generated/experiment-file.ts';
