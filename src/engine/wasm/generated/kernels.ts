/** Written by scripts/generate.ts from what AssemblyScript declares of src/engine/wasm/kernels: do not edit. */

/** Arguments by name, each described beside its kernel's source. Addresses and sizes are bytes unless a name says otherwise. */
export interface Arguments {
  /** kernels/elementwise.ts */ activationBackward: { activation: number; images: number; rows: number; rowLength: number; y: number; yRow: number; yImage: number; d: number; dRow: number; dImage: number };
  /** kernels/optimizer.ts */ adam: { count: number; w: number; g: number; m: number; v: number; rate: number; beta1: number; restBeta1: number; beta2: number; restBeta2: number; epsilon: number; decay: number };
  /** kernels/elementwise.ts */ addTensor: { images: number; rows: number; rowLength: number; x: number; xRow: number; xImage: number; y: number; yRow: number; yImage: number; add: boolean };
  /** kernels/norm.ts */ batchNormBackward: { images: number; rows: number; columns: number; stride: number; x: number; xRow: number; xImage: number; dy: number; dyRow: number; dyImage: number; mean: number; scale: number; meanDy: number; slope: number; dx: number; dxRow: number; dxImage: number };
  /** kernels/norm.ts */ batchNormBackwardSums: { images: number; rows: number; columns: number; stride: number; x: number; xRow: number; xImage: number; dy: number; dyRow: number; dyImage: number; mean: number; inverse: number; sums: number; products: number };
  /** kernels/norm.ts */ batchNormForward: { images: number; rows: number; columns: number; stride: number; x: number; xRow: number; xImage: number; mean: number; scale: number; shift: number; y: number; yRow: number; yImage: number };
  /** kernels/norm.ts */ batchNormSums: { images: number; rows: number; columns: number; stride: number; x: number; xRow: number; xImage: number; sums: number; squares: number };
  /** kernels/product.ts */ columnSums: { rows: number; d: number; dOffsets: number; columns: number; out: number; add: boolean };
  /** kernels/pooled/lists.ts */ copyInterior: { rows: number; rowBytes: number; from: number; fromRow: number; to: number; toRow: number };
  /** kernels/elementwise.ts */ dropout: { images: number; rows: number; columns: number; channels: number; stride: number; keys: number; threshold: number; scale: number; x: number; xRow: number; xImage: number; out: number; outRow: number; outImage: number };
  /** kernels/elementwise.ts */ gatherImages: { bytes: number; indices: number; images: number; rows: number; rowLength: number; out: number; outRow: number; outImage: number };
  /** kernels/pooled/lists.ts */ listWinners: { windows: number; stride: number; winners: number; d: number; dOffsets: number; rowOffsets: number; byPixel: number; ends: number; byChannel: number; counts: number };
  /** kernels/elementwise.ts */ normalizeBackward: { images: number; length: number; y: number; yImage: number; dy: number; dyImage: number; inverse: number; dx: number; dxImage: number };
  /** kernels/elementwise.ts */ normalizeForward: { images: number; length: number; x: number; xImage: number; y: number; yImage: number; inverse: number };
  /** kernels/product.ts */ packBackward: { weights: number; tapList: number; taps: number; inputs: number; outputs: number; b: number };
  /** kernels/product.ts */ packForward: { weights: number; depth: number; columns: number; b: number };
  /** kernels/pooled/lists.ts */ packSegments: { weights: number; outputs: number; stride: number; segments: number; segmentRows: number; to: number };
  /** kernels/pooled/winograd.ts */ packWinograd: { side: number; weights: number; inputs: number; outputs: number; u: number };
  /** kernels/pool.ts */ poolBackward: { isMax: boolean; images: number; rows: number; columns: number; stride: number; height: number; width: number; x: number; xRow: number; xImage: number; y: number; yRow: number; yImage: number; dy: number; dyRow: number; dyImage: number; dx: number; dxRow: number; dxImage: number };
  /** kernels/pool.ts */ poolForward: { isMax: boolean; images: number; rows: number; columns: number; stride: number; height: number; width: number; x: number; xRow: number; xImage: number; y: number; yRow: number; yImage: number };
  /** kernels/pooled/image.ts */ pooledImage: { images: number; windows: number; a: number; imageBytes: number; rowBytes: number; rowOffsets: number; b: number; bias: number; out: number; outImage: number; outOffsets: number; winners: number; stride: number; channels: number; keys: number; threshold: number; scale: number };
  /** kernels/pooled/image.ts */ pooledImageWeights: { a: number; rowBytes: number; windows: number; rowOffsets: number; d: number; dOffsets: number; winners: number; stride: number; out: number; add: boolean };
  /** kernels/pooled/product.ts */ pooledProduct: { images: number; windows: number; a: number; imageBytes: number; rowOffsets: number; taps: number; tapOffsets: number; depth: number; b: number; panels: number; bias: number; out: number; outImage: number; outOffsets: number; winners: number; stride: number; channels: number; keys: number; threshold: number; scale: number; scratch: number; order: number; rowBytes: number; patchRows: number; patchFloats: number };
  /** kernels/pooled/product.ts */ pooledWeightProduct: { depth: number; a: number; kOffsets: number; windows: number; rowOffsets: number; d: number; dOffsets: number; winners: number; stride: number; out: number; add: boolean; order: number; rowBytes: number; patchRows: number; patchFloats: number };
  /** kernels/pooled/winograd.ts */ pooledWinograd: { side: number; images: number; windows: number; a: number; imageBytes: number; rowBytes: number; pixelBytes: number; rowOffsets: number; inputs: number; u: number; panels: number; zeros: number; bias: number; out: number; outImage: number; outOffsets: number; winners: number; stride: number; channels: number; keys: number; threshold: number; scale: number; scratch: number; blank: number; blankOut: number };
  /** kernels/product.ts */ product: { rows: number; a: number; rowOffsets: number; taps: number; tapOffsets: number; depth: number; b: number; panels: number; bias: number; out: number; outOffsets: number; activation: number };
  /** kernels/optimizer.ts */ rmsprop: { count: number; w: number; g: number; s: number; rate: number; rho: number; restRho: number; epsilon: number };
  /** kernels/optimizer.ts */ sgd: { count: number; w: number; g: number; v: number; rate: number; momentum: number; nesterov: boolean };
  /** kernels/optimizer.ts */ sumGroups: { groups: number; partial: number; groupBytes: number; rows: number; columns: number; stride: number; gradient: number };
  /** kernels/pooled/lists.ts */ sumGroupsOfSegment: { groups: number; partial: number; groupBytes: number; segment: number; outputs: number; stride: number; gradient: number };
  /** kernels/product.ts */ weightProduct: { from: number; to: number; a: number; kOffsets: number; rows: number; rowOffsets: number; d: number; dOffsets: number; columns: number; out: number; add: boolean };
  /** kernels/pooled/window.ts */ winnersGradient: { images: number; rows: number; columns: number; stride: number; winners: number; d: number; dRow: number; dImage: number; scale: number; biasGradient: number; add: boolean };
  /** kernels/pooled/lists.ts */ winnersInputGradient: { pixels: number; stride: number; byPixel: number; ends: number; rowOffsets: number; passes: number; segmentOffsets: number; weights: number; dA: number };
  /** kernels/pooled/lists.ts */ winnersWeightGradient: { windows: number; channels: number; stride: number; byChannel: number; counts: number; a: number; passes: number; segmentOffsets: number; weights: number; add: boolean };
}

/** The kernels of one instance. One that takes its arguments by name reads them and keeps nothing of the record. */
export interface Kernels {
  activationBackward(given: Arguments['activationBackward']): void;
  adam(given: Arguments['adam']): void;
  addTensor(given: Arguments['addTensor']): void;
  barrier(control: number, workers: number): void;
  batchNormBackward(given: Arguments['batchNormBackward']): void;
  batchNormBackwardSums(given: Arguments['batchNormBackwardSums']): void;
  batchNormForward(given: Arguments['batchNormForward']): void;
  batchNormSums(given: Arguments['batchNormSums']): void;
  columnSums(given: Arguments['columnSums']): void;
  copyInterior(given: Arguments['copyInterior']): void;
  dropout(given: Arguments['dropout']): void;
  fusesMadd(a: number, c: number): boolean;
  gatherImages(given: Arguments['gatherImages']): void;
  listWinners(given: Arguments['listWinners']): void;
  normalizeBackward(given: Arguments['normalizeBackward']): void;
  normalizeForward(given: Arguments['normalizeForward']): void;
  packBackward(given: Arguments['packBackward']): void;
  packForward(given: Arguments['packForward']): void;
  packSegments(given: Arguments['packSegments']): void;
  packWinograd(given: Arguments['packWinograd']): void;
  poolBackward(given: Arguments['poolBackward']): void;
  poolForward(given: Arguments['poolForward']): void;
  pooledImage(given: Arguments['pooledImage']): void;
  pooledImageWeights(given: Arguments['pooledImageWeights']): void;
  pooledProduct(given: Arguments['pooledProduct']): void;
  pooledWeightProduct(given: Arguments['pooledWeightProduct']): void;
  pooledWinograd(given: Arguments['pooledWinograd']): void;
  product(given: Arguments['product']): void;
  rmsprop(given: Arguments['rmsprop']): void;
  scaleBy(count: number, gradient: number, factor: number): void;
  sgd(given: Arguments['sgd']): void;
  squaredNorm(count: number, gradient: number): number;
  sumGroups(given: Arguments['sumGroups']): void;
  sumGroupsOfSegment(given: Arguments['sumGroupsOfSegment']): void;
  takeJob(control: number): number;
  waitWhile(address: number, value: number): number;
  weightProduct(given: Arguments['weightProduct']): void;
  winnersGradient(given: Arguments['winnersGradient']): void;
  winnersInputGradient(given: Arguments['winnersInputGradient']): void;
  winnersWeightGradient(given: Arguments['winnersWeightGradient']): void;
}

/** The kernels that an instance of a build exports. */
export function kernelsOf(exports: Record<string, unknown>): Kernels {
  const {
    activationBackward,
    adam,
    addTensor,
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
    activationBackward: (g) => void activationBackward(g.activation, g.images, g.rows, g.rowLength, g.y, g.yRow, g.yImage, g.d, g.dRow, g.dImage),
    adam: (g) => void adam(g.count, g.w, g.g, g.m, g.v, g.rate, g.beta1, g.restBeta1, g.beta2, g.restBeta2, g.epsilon, g.decay),
    addTensor: (g) => void addTensor(g.images, g.rows, g.rowLength, g.x, g.xRow, g.xImage, g.y, g.yRow, g.yImage, g.add),
    barrier,
    batchNormBackward: (g) => void batchNormBackward(g.images, g.rows, g.columns, g.stride, g.x, g.xRow, g.xImage, g.dy, g.dyRow, g.dyImage, g.mean, g.scale, g.meanDy, g.slope, g.dx, g.dxRow, g.dxImage),
    batchNormBackwardSums: (g) => void batchNormBackwardSums(g.images, g.rows, g.columns, g.stride, g.x, g.xRow, g.xImage, g.dy, g.dyRow, g.dyImage, g.mean, g.inverse, g.sums, g.products),
    batchNormForward: (g) => void batchNormForward(g.images, g.rows, g.columns, g.stride, g.x, g.xRow, g.xImage, g.mean, g.scale, g.shift, g.y, g.yRow, g.yImage),
    batchNormSums: (g) => void batchNormSums(g.images, g.rows, g.columns, g.stride, g.x, g.xRow, g.xImage, g.sums, g.squares),
    columnSums: (g) => void columnSums(g.rows, g.d, g.dOffsets, g.columns, g.out, g.add),
    copyInterior: (g) => void copyInterior(g.rows, g.rowBytes, g.from, g.fromRow, g.to, g.toRow),
    dropout: (g) => void dropout(g.images, g.rows, g.columns, g.channels, g.stride, g.keys, g.threshold, g.scale, g.x, g.xRow, g.xImage, g.out, g.outRow, g.outImage),
    fusesMadd: (a, c) => fusesMadd(a, c) !== 0,
    gatherImages: (g) => void gatherImages(g.bytes, g.indices, g.images, g.rows, g.rowLength, g.out, g.outRow, g.outImage),
    listWinners: (g) => void listWinners(g.windows, g.stride, g.winners, g.d, g.dOffsets, g.rowOffsets, g.byPixel, g.ends, g.byChannel, g.counts),
    normalizeBackward: (g) => void normalizeBackward(g.images, g.length, g.y, g.yImage, g.dy, g.dyImage, g.inverse, g.dx, g.dxImage),
    normalizeForward: (g) => void normalizeForward(g.images, g.length, g.x, g.xImage, g.y, g.yImage, g.inverse),
    packBackward: (g) => void packBackward(g.weights, g.tapList, g.taps, g.inputs, g.outputs, g.b),
    packForward: (g) => void packForward(g.weights, g.depth, g.columns, g.b),
    packSegments: (g) => void packSegments(g.weights, g.outputs, g.stride, g.segments, g.segmentRows, g.to),
    packWinograd: (g) => void packWinograd(g.side, g.weights, g.inputs, g.outputs, g.u),
    poolBackward: (g) => void poolBackward(g.isMax, g.images, g.rows, g.columns, g.stride, g.height, g.width, g.x, g.xRow, g.xImage, g.y, g.yRow, g.yImage, g.dy, g.dyRow, g.dyImage, g.dx, g.dxRow, g.dxImage),
    poolForward: (g) => void poolForward(g.isMax, g.images, g.rows, g.columns, g.stride, g.height, g.width, g.x, g.xRow, g.xImage, g.y, g.yRow, g.yImage),
    pooledImage: (g) => void pooledImage(g.images, g.windows, g.a, g.imageBytes, g.rowBytes, g.rowOffsets, g.b, g.bias, g.out, g.outImage, g.outOffsets, g.winners, g.stride, g.channels, g.keys, g.threshold, g.scale),
    pooledImageWeights: (g) => void pooledImageWeights(g.a, g.rowBytes, g.windows, g.rowOffsets, g.d, g.dOffsets, g.winners, g.stride, g.out, g.add),
    pooledProduct: (g) => void pooledProduct(g.images, g.windows, g.a, g.imageBytes, g.rowOffsets, g.taps, g.tapOffsets, g.depth, g.b, g.panels, g.bias, g.out, g.outImage, g.outOffsets, g.winners, g.stride, g.channels, g.keys, g.threshold, g.scale, g.scratch, g.order, g.rowBytes, g.patchRows, g.patchFloats),
    pooledWeightProduct: (g) => void pooledWeightProduct(g.depth, g.a, g.kOffsets, g.windows, g.rowOffsets, g.d, g.dOffsets, g.winners, g.stride, g.out, g.add, g.order, g.rowBytes, g.patchRows, g.patchFloats),
    pooledWinograd: (g) => void pooledWinograd(g.side, g.images, g.windows, g.a, g.imageBytes, g.rowBytes, g.pixelBytes, g.rowOffsets, g.inputs, g.u, g.panels, g.zeros, g.bias, g.out, g.outImage, g.outOffsets, g.winners, g.stride, g.channels, g.keys, g.threshold, g.scale, g.scratch, g.blank, g.blankOut),
    product: (g) => void product(g.rows, g.a, g.rowOffsets, g.taps, g.tapOffsets, g.depth, g.b, g.panels, g.bias, g.out, g.outOffsets, g.activation),
    rmsprop: (g) => void rmsprop(g.count, g.w, g.g, g.s, g.rate, g.rho, g.restRho, g.epsilon),
    scaleBy,
    sgd: (g) => void sgd(g.count, g.w, g.g, g.v, g.rate, g.momentum, g.nesterov),
    squaredNorm,
    sumGroups: (g) => void sumGroups(g.groups, g.partial, g.groupBytes, g.rows, g.columns, g.stride, g.gradient),
    sumGroupsOfSegment: (g) => void sumGroupsOfSegment(g.groups, g.partial, g.groupBytes, g.segment, g.outputs, g.stride, g.gradient),
    takeJob,
    waitWhile,
    weightProduct: (g) => void weightProduct(g.from, g.to, g.a, g.kOffsets, g.rows, g.rowOffsets, g.d, g.dOffsets, g.columns, g.out, g.add),
    winnersGradient: (g) => void winnersGradient(g.images, g.rows, g.columns, g.stride, g.winners, g.d, g.dRow, g.dImage, g.scale, g.biasGradient, g.add),
    winnersInputGradient: (g) => void winnersInputGradient(g.pixels, g.stride, g.byPixel, g.ends, g.rowOffsets, g.passes, g.segmentOffsets, g.weights, g.dA),
    winnersWeightGradient: (g) => void winnersWeightGradient(g.windows, g.channels, g.stride, g.byChannel, g.counts, g.a, g.passes, g.segmentOffsets, g.weights, g.add),
  };
}
