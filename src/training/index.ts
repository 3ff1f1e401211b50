/** Training: an experiment, its data and an engine → a stream of events. Touches no file. */

export { monitorOf } from './best.ts';
export type * from './events.ts';
export { rules } from './rules.ts';
export { initialState, stepsPerGroup, type TrainOptions, train } from './train.ts';
