/** Written by scripts/generate.ts from what AssemblyScript declares of src/engine/wasm/kernels: do not edit. */

/** Arguments by name, each described beside its kernel's source. Addresses and sizes are bytes unless a name says otherwise. */
export interface Arguments {

}

/** The kernels of one instance. One that takes its arguments by name reads them and keeps nothing of the record. */
export interface Kernels {
  activationBackward(activation: number, images: number, rows: number, rowLength: number, y: number, yRow: number, yImage: number, d: number, dRow: number, dImage: number): void;
  adam(count: number, w: number, g: number, m: number, v: number, rate: number, beta1: number, restBeta1: number, beta2: number, restBeta2: number, epsilon: number, decay: number): void;
  barrier(control: number, workers: number): void;
  batchNormBackward(images: number, rows: number, columns: number, stride: number, x: number, xRow: number, xImage: number, dy: number, dyRow: number, dyImage: number, mean: number, scale: number, meanDy: number, slope: number, dx: number, dxRow: number, dxImage: number): void;
  batchNormBackwardSums(images: number, rows: number, columns: number, stride: number, x: number, xRow: number, xImage: number, dy: number, dyRow: number, dyImage: number, mean: number, inverse: number, sums: number, products: number): void;
  batchNormForward(images: number, rows: number, columns: number, stride: number, x: number, xRow: number, xImage: number, mean: number, scale: number, shift: number, y: number, yRow: number, yImage: number): void;
  batchNormSums(images: number, rows: number, columns: number, stride: number, x: number, xRow: number, xImage: number, sums: number, squares: number): void;
  columnSums(rows: number, d: number, dOffsets: number, columns: number, out: number, add: boolean): void;
  copyInterior(rows: number, rowBytes: number, from: number, fromRow: number, to: number, toRow: number): void;
  dropout(images: number, rows: number, columns: number, channels: number, stride: number, keys: number, threshold: number, scale: number, x: number, xRow: number, xImage: number, out: number, outRow: number, outImage: number): void;
  fusesMadd(a: number, c: number): boolean;
  gatherImages(bytes: number, indices: number, images: number, rows: number, rowLength: number, out: number, outRow: number, outImage: number): void;
  listWinners(windows: number, stride: number, winners: number, d: number, dOffsets: number, rowOffsets: number, byPixel: number, ends: number, byChannel: number, counts: number): void;
  normalizeBackward(images: number, length: number, y: number, yImage: number, dy: number, dyImage: number, inverse: number, dx: number, dxImage: number): void;
  normalizeForward(images: number, length: number, x: number, xImage: number, y: number, yImage: number, inverse: number): void;
  packBackward(weights: number, tapList: number, taps: number, inputs: number, outputs: number, b: number): void;
  packForward(weights: number, depth: number, columns: number, b: number): void;
  packSegments(weights: number, outputs: number, stride: number, segments: number, segmentRows: number, to: number): void;
  packWinograd(side: number, weights: number, inputs: number, outputs: number, u: number): void;
  poolBackward(isMax: boolean, images: number, rows: number, columns: number, stride: number, height: number, width: number, x: number, xRow: number, xImage: number, y: number, yRow: number, yImage: number, dy: number, dyRow: number, dyImage: number, dx: number, dxRow: number, dxImage: number): void;
  poolForward(isMax: boolean, images: number, rows: number, columns: number, stride: number, height: number, width: number, x: number, xRow: number, xImage: number, y: number, yRow: number, yImage: number): void;
  pooledImage(images: number, windows: number, a: number, imageBytes: number, rowBytes: number, rowOffsets: number, b: number, bias: number, out: number, outImage: number, outOffsets: number, winners: number, stride: number, channels: number, keys: number, threshold: number, scale: number): void;
  pooledImageWeights(a: number, rowBytes: number, windows: number, rowOffsets: number, d: number, dOffsets: number, winners: number, stride: number, out: number, add: boolean): void;
  pooledProduct(images: number, windows: number, a: number, imageBytes: number, rowOffsets: number, taps: number, tapOffsets: number, depth: number, b: number, panels: number, bias: number, out: number, outImage: number, outOffsets: number, winners: number, stride: number, channels: number, keys: number, threshold: number, scale: number, scratch: number, order: number, rowBytes: number, patchRows: number, patchFloats: number): void;
  pooledWeightProduct(depth: number, a: number, kOffsets: number, windows: number, rowOffsets: number, d: number, dOffsets: number, winners: number, stride: number, out: number, add: boolean, order: number, rowBytes: number, patchRows: number, patchFloats: number): void;
  pooledWinograd(side: number, images: number, windows: number, a: number, imageBytes: number, rowBytes: number, pixelBytes: number, rowOffsets: number, inputs: number, u: number, panels: number, zeros: number, bias: number, out: number, outImage: number, outOffsets: number, winners: number, stride: number, channels: number, keys: number, threshold: number, scale: number, scratch: number, blank: number, blankOut: number): void;
  product(rows: number, a: number, rowOffsets: number, taps: number, tapOffsets: number, depth: number, b: number, panels: number, bias: number, out: number, outOffsets: number, activation: number): void;
  rmsprop(count: number, w: number, g: number, s: number, rate: number, rho: number, restRho: number, epsilon: number): void;
  scaleBy(count: number, gradient: number, factor: number): void;
  sgd(count: number, w: number, g: number, v: number, rate: number, momentum: number, nesterov: boolean): void;
  squaredNorm(count: number, gradient: number): number;
  sumGroups(groups: number, partial: number, groupBytes: number, rows: number, columns: number, stride: number, gradient: number): void;
  sumGroupsOfSegment(groups: number, partial: number, groupBytes: number, segment: number, outputs: number, stride: number, gradient: number): void;
  takeJob(control: number): number;
  waitWhile(address: number, value: number): number;
  weightProduct(from: number, to: number, a: number, kOffsets: number, rows: number, rowOffsets: number, d: number, dOffsets: number, columns: number, out: number, add: boolean): void;
  winnersGradient(images: number, rows: number, columns: number, stride: number, winners: number, d: number, dRow: number, dImage: number, scale: number, biasGradient: number, add: boolean): void;
  winnersInputGradient(pixels: number, stride: number, byPixel: number, ends: number, rowOffsets: number, passes: number, segmentOffsets: number, weights: number, dA: number): void;
  winnersWeightGradient(windows: number, channels: number, stride: number, byChannel: number, counts: number, a: number, passes: number, segmentOffsets: number, weights: number, add: boolean): void;
}

/** The kernels that an instance of a build exports. */
export function kernelsOf(exports: Record<string, unknown>): Kernels {
  const {
    activationBackward,
    adam,
    barrier,
    batchNormBackward,
    batchNormBackwardSums,
    batchNormForward,
    batchNormSums,
    columnSums,
    copyInterior,
    dropout,
    fusesMadd,
    gatherImages,
    listWinners,
    normalizeBackward,
    normalizeForward,
    packBackward,
    packForward,
    packSegments,
    packWinograd,
    poolBackward,
    poolForward,
    pooledImage,
    pooledImageWeights,
    pooledProduct,
    pooledWeightProduct,
    pooledWinograd,
    product,
    rmsprop,
    scaleBy,
    sgd,
    squaredNorm,
    sumGroups,
    sumGroupsOfSegment,
    takeJob,
    waitWhile,
    weightProduct,
    winnersGradient,
    winnersInputGradient,
    winnersWeightGradient,
  } = exports as Record<keyof Kernels, (...given: (number | boolean)[]) => number>;
  return {
    activationBackward,
    adam,
    barrier,
    batchNormBackward,
    batchNormBackwardSums,
    batchNormForward,
    batchNormSums,
    columnSums,
    copyInterior,
    dropout,
    fusesMadd: (a, c) => fusesMadd(a, c) !== 0,
    gatherImages,
    listWinners,
    normalizeBackward,
    normalizeForward,
    packBackward,
    packForward,
    packSegments,
    packWinograd,
    poolBackward,
    poolForward,
    pooledImage,
    pooledImageWeights,
    pooledProduct,
    pooledWeightProduct,
    pooledWinograd,
    product,
    rmsprop,
    scaleBy,
    sgd,
    squaredNorm,
    sumGroups,
    sumGroupsOfSegment,
    takeJob,
    waitWhile,
    weightProduct,
    winnersGradient,
    winnersInputGradient,
    winnersWeightGradient,
  };
}
