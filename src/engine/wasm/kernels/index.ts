// All kernels of the wasm engine. No static data: every address is given, and memory is laid out by ../layout.ts.
export { activationBackward, dropout, gatherImages, normalizeBackward, normalizeForward } from './elementwise';
export { batchNormBackward, batchNormBackwardSums, batchNormForward, batchNormSums } from './norm';
export { adam, rmsprop, scaleBy, sgd, squaredNorm, sumGroups } from './optimizer';
export { poolBackward, poolForward } from './pool';
export {
  copyInterior, listWinners, packSegments, packWinograd, pooledImage, pooledImageWeights, pooledProduct, pooledWeightProduct, pooledWinograd, sumGroupsOfSegment, winnersGradient,
  winnersInputGradient, winnersWeightGradient,
} from './pooled';
export { columnSums, packBackward, packForward, product, weightProduct } from './product';
export { fusesMadd } from './vector';
export { barrier, takeJob, waitWhile } from './threads';
