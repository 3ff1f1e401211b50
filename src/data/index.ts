/** Data: images as bytes, their classes and split, and the pairs and triplets drawn from them. */
export {
  countWork,
  type Dataset,
  type DatasetOptions,
  drawnExamples,
  loadDataset,
  redrawValidationPairs,
  releaseImages,
  trainingExamples,
  validationPairs,
} from './dataset.ts';
export { fingerprintExamples, fingerprintImages, fingerprintSubset } from './fingerprint.ts';
export { readIdxImages, readIdxLabels } from './idx.ts';
export { distinctImages, drawPairs, drawTriplets, exampleCount, sliceExamples, tripletsOf } from './pairs.ts';
export type { Examples, Images, LabelledImages, Pairs, Triplets } from './types.ts';
