/** Evaluation: embeddings and pairs → figures. Pure functions. */
export { type Clusters, clusteredError, clusterPairs } from './clusters.ts';
export { distancesOf } from './distances.ts';
export {
  accuracyMeaning,
  type Protocol,
  protocolOf,
  type ValidationFigures,
  type ValidationInput,
  validationFigures,
} from './figures.ts';
export { isBlind, type Separation, type Spread, separationOf } from './separation.ts';
export { accuracyAt, bestThreshold } from './threshold.ts';
