/** The objective: distances and losses in double precision, value and gradient, and what each loss needs and means. */
export {
  type Compared,
  compareBatch,
  type ExampleRows,
  emptyTerms,
  exampleComparison,
  exampleSums,
} from './compare.ts';
export type { DistanceFunction, EmbeddingPair, Floats } from './distance.ts';
export { distances, distancesOf } from './distances.ts';
export type {
  BatchLoss,
  BatchTerms,
  EmbeddedBatch,
  ExampleLoss,
  ExampleTerms,
  HeadWeights,
  Loss,
  Threshold,
} from './loss.ts';
export { losses, lossOf } from './losses.ts';
export { type Measured, meanLoss, neededHead } from './mean.ts';
export {
  accuracyMeaning,
  describeThreshold,
  distancesPerExample,
  drawingOf,
  exampleNoun,
  isOptimistic,
  planOf,
  rowsPerExample,
} from './meaning.ts';
export { objectiveRules } from './rules.ts';
