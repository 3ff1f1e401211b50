// All kernels of the wasm engine. No static data: every address is given, and memory is laid out by ../layout.ts.
export { activationBackward, addTensor, dropout, gatherImages, normalizeBackward, normalizeForward } from './elementwise';
export { batchNormBackward, batchNormBackwardSums, batchNormForward, batchNormSums } from './norm';
export { adam, rmsprop, scaleBy, sgd, squaredNorm, sumGroups } from './optimizer';
export { poolBackward, poolForward } from './pool';
export { pooledImage, pooledImageWeights } from './pooled/image';
export {
  copyInterior, listWinners, packSegments, sumGroupsOfSegment, winnersInputGradient, winnersWeightGradient,
} from './pooled/lists';
export { pooledProduct, pooledWeightProduct } from './pooled/product';
export { winnersGradient } from './pooled/window';
export { packWinograd, pooledWinograd } from './pooled/winograd';
export { columnSums, packBackward, packForward, product, weightProduct } from './product';
export { fusesMadd } from './vector';
export { barrier, takeJob, waitWhile } from './threads';
