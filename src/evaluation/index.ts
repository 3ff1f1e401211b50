/** Evaluation: embeddings and pairs → figures. Pure functions. */
export { type Clusters, clusteredError, clusterPairs } from './clusters.ts';
export { type Collapse, collapseOf, embeddingSpread } from './collapse.ts';
export {
  type Protocol,
  protocolOf,
  type ValidationFigures,
  type ValidationInput,
  validationFigures,
} from './figures.ts';
export { type Guess, guessOf, type JudgedAccuracy } from './guessing.ts';
export {
  type Curve,
  compareByMetric,
  curves,
  type EpochFigures,
  type EpochKey,
  epochFiguresOf,
  epochKeys,
  evaluatedFigure,
  evaluationKeys,
  figureIn,
  firstKeys,
  formatMetric,
  isBetter,
  isKept,
  isMetricKey,
  type MeasuredEpoch,
  type Metric,
  type MetricKey,
  metricKeys,
  metricOf,
  type RankedKey,
  rankedKeys,
  usualRanking,
  type ValidationKey,
  validationFiguresIn,
  validationKeys,
  whyImpossible,
} from './metrics.ts';
export { isBlind, type Separation, type Spread, separationOf } from './separation.ts';
export { bestThreshold } from './threshold.ts';
