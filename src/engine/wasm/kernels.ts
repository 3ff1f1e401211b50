/** The WebAssembly side as TypeScript sees it: `kernels/*.ts`, compiled by `npm run prepare`. */

/** Addresses and sizes are bytes unless a name says otherwise; each function is described beside its source. */
export interface Kernels {
  gatherImages(
    bytes: number,
    indices: number,
    images: number,
    rows: number,
    rowLength: number,
    out: number,
    outRow: number,
    outImage: number,
  ): void;
  product(
    rows: number,
    a: number,
    rowOffsets: number,
    taps: number,
    tapOffsets: number,
    depth: number,
    b: number,
    panels: number,
    bias: number,
    out: number,
    outOffsets: number,
    activation: number,
  ): void;
  weightProduct(
    from: number,
    to: number,
    a: number,
    kOffsets: number,
    rows: number,
    rowOffsets: number,
    d: number,
    dOffsets: number,
    columns: number,
    out: number,
    add: boolean,
  ): void;
  columnSums(rows: number, d: number, dOffsets: number, columns: number, out: number, add: boolean): void;
  packForward(weights: number, depth: number, columns: number, b: number): void;
  packBackward(weights: number, tapList: number, taps: number, inputs: number, outputs: number, b: number): void;
  activationBackward(
    activation: number,
    images: number,
    rows: number,
    rowLength: number,
    y: number,
    yRow: number,
    yImage: number,
    d: number,
    dRow: number,
    dImage: number,
  ): void;
  dropout(
    images: number,
    rows: number,
    columns: number,
    channels: number,
    stride: number,
    keys: number,
    threshold: number,
    scale: number,
    x: number,
    xRow: number,
    xImage: number,
    out: number,
    outRow: number,
    outImage: number,
  ): void;
  poolForward(
    isMax: boolean,
    images: number,
    rows: number,
    columns: number,
    stride: number,
    height: number,
    width: number,
    x: number,
    xRow: number,
    xImage: number,
    y: number,
    yRow: number,
    yImage: number,
  ): void;
  poolBackward(
    isMax: boolean,
    images: number,
    rows: number,
    columns: number,
    stride: number,
    height: number,
    width: number,
    x: number,
    xRow: number,
    xImage: number,
    y: number,
    yRow: number,
    yImage: number,
    dy: number,
    dyRow: number,
    dyImage: number,
    dx: number,
    dxRow: number,
    dxImage: number,
  ): void;
  batchNormSums(
    images: number,
    rows: number,
    columns: number,
    stride: number,
    x: number,
    xRow: number,
    xImage: number,
    sums: number,
    squares: number,
  ): void;
  batchNormForward(
    images: number,
    rows: number,
    columns: number,
    stride: number,
    x: number,
    xRow: number,
    xImage: number,
    mean: number,
    scale: number,
    shift: number,
    y: number,
    yRow: number,
    yImage: number,
  ): void;
  batchNormBackwardSums(
    images: number,
    rows: number,
    columns: number,
    stride: number,
    x: number,
    xRow: number,
    xImage: number,
    dy: number,
    dyRow: number,
    dyImage: number,
    mean: number,
    inverse: number,
    sums: number,
    products: number,
  ): void;
  batchNormBackward(
    images: number,
    rows: number,
    columns: number,
    stride: number,
    x: number,
    xRow: number,
    xImage: number,
    dy: number,
    dyRow: number,
    dyImage: number,
    mean: number,
    scale: number,
    meanDy: number,
    slope: number,
    dx: number,
    dxRow: number,
    dxImage: number,
  ): void;
  pooledProduct(
    images: number,
    windows: number,
    a: number,
    imageBytes: number,
    rowOffsets: number,
    taps: number,
    tapOffsets: number,
    depth: number,
    b: number,
    panels: number,
    bias: number,
    out: number,
    outImage: number,
    outOffsets: number,
    winners: number,
    stride: number,
    channels: number,
    keys: number,
    threshold: number,
    scale: number,
    scratch: number,
    order: number,
    rowBytes: number,
    patchRows: number,
    patchFloats: number,
  ): void;
  pooledImage(
    images: number,
    windows: number,
    a: number,
    imageBytes: number,
    rowBytes: number,
    rowOffsets: number,
    b: number,
    bias: number,
    out: number,
    outImage: number,
    outOffsets: number,
    winners: number,
    stride: number,
    channels: number,
    keys: number,
    threshold: number,
    scale: number,
  ): void;
  pooledWinograd(
    side: number,
    images: number,
    windows: number,
    a: number,
    imageBytes: number,
    rowBytes: number,
    pixelBytes: number,
    rowOffsets: number,
    inputs: number,
    u: number,
    panels: number,
    zeros: number,
    bias: number,
    out: number,
    outImage: number,
    outOffsets: number,
    winners: number,
    stride: number,
    channels: number,
    keys: number,
    threshold: number,
    scale: number,
    scratch: number,
    blank: number,
    blankOut: number,
  ): void;
  packWinograd(side: number, weights: number, inputs: number, outputs: number, u: number): void;
  winnersGradient(
    images: number,
    rows: number,
    columns: number,
    stride: number,
    winners: number,
    d: number,
    dRow: number,
    dImage: number,
    scale: number,
    biasGradient: number,
    add: boolean,
  ): void;
  pooledWeightProduct(
    depth: number,
    a: number,
    kOffsets: number,
    windows: number,
    rowOffsets: number,
    d: number,
    dOffsets: number,
    winners: number,
    stride: number,
    out: number,
    add: boolean,
    order: number,
    rowBytes: number,
    patchRows: number,
    patchFloats: number,
  ): void;
  pooledImageWeights(
    a: number,
    rowBytes: number,
    windows: number,
    rowOffsets: number,
    d: number,
    dOffsets: number,
    winners: number,
    stride: number,
    out: number,
    add: boolean,
  ): void;
  listWinners(
    windows: number,
    stride: number,
    winners: number,
    d: number,
    dOffsets: number,
    rowOffsets: number,
    byPixel: number,
    ends: number,
    byChannel: number,
    counts: number,
  ): void;
  winnersWeightGradient(
    windows: number,
    channels: number,
    stride: number,
    byChannel: number,
    counts: number,
    a: number,
    passes: number,
    segmentOffsets: number,
    weights: number,
    add: boolean,
  ): void;
  winnersInputGradient(
    pixels: number,
    stride: number,
    byPixel: number,
    ends: number,
    rowOffsets: number,
    passes: number,
    segmentOffsets: number,
    weights: number,
    dA: number,
  ): void;
  copyInterior(rows: number, rowBytes: number, from: number, fromRow: number, to: number, toRow: number): void;
  packSegments(
    weights: number,
    outputs: number,
    stride: number,
    segments: number,
    segmentRows: number,
    to: number,
  ): void;
  sumGroupsOfSegment(
    groups: number,
    partial: number,
    groupBytes: number,
    segment: number,
    outputs: number,
    stride: number,
    gradient: number,
  ): void;
  normalizeForward(
    images: number,
    length: number,
    x: number,
    xImage: number,
    y: number,
    yImage: number,
    inverse: number,
  ): void;
  normalizeBackward(
    images: number,
    length: number,
    y: number,
    yImage: number,
    dy: number,
    dyImage: number,
    inverse: number,
    dx: number,
    dxImage: number,
  ): void;
  sumGroups(
    groups: number,
    partial: number,
    groupBytes: number,
    rows: number,
    columns: number,
    stride: number,
    gradient: number,
  ): void;
  squaredNorm(count: number, gradient: number): number;
  scaleBy(count: number, gradient: number, factor: number): void;
  sgd(count: number, w: number, g: number, v: number, rate: number, momentum: number, nesterov: boolean): void;
  rmsprop(
    count: number,
    w: number,
    g: number,
    s: number,
    rate: number,
    rho: number,
    restRho: number,
    epsilon: number,
  ): void;
  adam(
    count: number,
    w: number,
    g: number,
    m: number,
    v: number,
    rate: number,
    beta1: number,
    restBeta1: number,
    beta2: number,
    restBeta2: number,
    epsilon: number,
    decay: number,
  ): void;
  fusesMadd(a: number, c: number): number;
  takeJob(control: number): number;
  barrier(control: number, workers: number): void;
  waitWhile(address: number, value: number): number;
}

/** One compilation of the kernels. Builds differ in the width of a tile and never in a bit of any result. */
export interface Build {
  readonly name: 'narrow' | 'wide';
  /** of a register tile */
  readonly tileColumns: 8 | 16;
}

export const builds = {
  /** fast in every runtime */
  narrow: { name: 'narrow', tileColumns: 8 },
  /** faster where the runtime pairs 128-bit vectors into 256-bit ones, slower elsewhere */
  wide: { name: 'wide', tileColumns: 16 },
} as const satisfies Record<string, Build>;

export const activationCodes = { linear: 0, relu: 1, leakyRelu: 2, elu: 3, tanh: 4, sigmoid: 5 } as const;
