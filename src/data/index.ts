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
export { distinctImages, exampleCount, sliceExamples } from './examples.ts';
export { fingerprintExamples, fingerprintImages, fingerprintSubset } from './fingerprint.ts';
export { dataRules } from './fit.ts';
export { drawPairs, tripletsOf } from './samplers/pairs.ts';
export { drawTriplets } from './samplers/triplets.ts';
export { readIdxImages, readIdxLabels } from './sources/idx/node.ts';
export type { Classes, Examples, ImageShape, Images, LabelledImages, Pairs, Triplets } from './types.ts';
