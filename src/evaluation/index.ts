/** Evaluation: embeddings and pairs → figures. Pure functions. */
export { distancesOf } from './distances.ts';
export { accuracyMeaning, type ValidationFigures, type ValidationInput, validationFigures } from './figures.ts';
export type { Separation, Spread } from './separation.ts';
export { accuracyAt, bestThreshold } from './threshold.ts';
