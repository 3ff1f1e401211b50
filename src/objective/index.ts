/** The objective: distances and losses in double precision, value and gradient, and what each loss needs and means. */
export { type Compared, compareBatch, exampleComparison, exampleSums } from './compare.ts';
export { distancesOf } from './distances.ts';
export type { BatchLoss, ExampleLoss, HeadWeights, Loss } from './loss.ts';
export { losses, lossOf } from './losses.ts';
export { meanLoss, neededHead } from './mean.ts';
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
