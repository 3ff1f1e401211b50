/** The network room: an experiment's network → its plan, first weights and model files. */
export {
  batchNormEpsilon,
  batchNormMomentum,
  euclideanFloor,
  leakyReluSlope,
  unitLengthFloor,
} from './conventions.ts';
export { createPlan } from './create-plan.ts';
export { type ModelFiles, modelFiles, paddingOf, readModel } from './model-files.ts';
export { convOutput, poolOutput, samePadding } from './output-sizes.ts';
export type * from './plan.ts';
export { mostWeights, networkRules } from './rules.ts';
export { elementsOf } from './shape.ts';
export { type Totals, totalsOf } from './totals.ts';
export { initialWeights } from './weights.ts';
