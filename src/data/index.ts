/** Data: stores of images, their classes and split, and the pairs and triplets drawn from them. */
export { imagesAreAlike } from './alike.ts';
export { batchOf, comparedRows } from './batch.ts';
export {
  countWork,
  type Dataset,
  type Drawing,
  drawnExamples,
  type LoadedDataset,
  loadDataset,
  redrawValidationPairs,
  trainingExamples,
  trainingStore,
  validationPairs,
} from './dataset.ts';
export { columnsOf, distinctImages, exampleCount, exampleKinds, labelsOf } from './examples.ts';
export { fingerprintExamples, fingerprintSubset } from './fingerprint.ts';
export { dataRules } from './fit.ts';
export { memoryStore } from './memory-store.ts';
export { drawPairs, tripletsOf } from './samplers/pairs.ts';
export type { OpenOptions, SourceOptions } from './sources/source.ts';
export { allRows, type ImageStore, imageBytes, rowRange, storeBytes } from './store.ts';
export type { Batch, Classes, Examples, ImageShape, Images, Pairs, Triplets } from './types.ts';
