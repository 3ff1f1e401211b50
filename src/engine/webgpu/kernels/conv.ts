/**
 * Convolutions as products, forward and backward; a dense layer is a convolution of 1×1 pixels.
 *
 *   forward          out [rows · pixels, outputs]   = patches [rows · pixels, depth] · kernel [depth, outputs]
 *   backward input   dInput [rows · pixels, inputs] = patches of d [rows · pixels, taps · outputs] · kernelᵀ [taps · outputs, inputs]
 *   backward kernel  dKernel [depth, outputs]       = patchesᵀ [depth, rows · pixels] · d [rows · pixels, outputs]
 *
 * Nothing of the patches is ever stored: an operand's loader finds them in the image. Under a max-pool the pixels are
 * numbered window by window, so that a thread has a whole window in its registers; it stores the largest and which it
 * was, and on the way back the loader of d puts each window's derivative at its winner. Pixels that the pool leaves out
 * are never computed.
 */

import { activate, type Ending, finish, through, throughReads } from './elementwise.ts';
import {
  type Context,
  elementKernel,
  type Kernel,
  kernelOf,
  type Load,
  type Memory,
  partsOf,
  read,
  type Tensor,
  write,
} from './kernel.ts';
import {
  accumulator,
  chooseTile,
  lines,
  PRODUCT_THREADS,
  productAcrossRows,
  productAlongDepth,
  type Tile,
  tileColumns,
  tileDeclarations,
  tileRows,
} from './product.ts';

/** How a convolution lies: what its three products have in common. */
export interface ConvShape {
  readonly input: ConvInput;
  /** of the convolution, before its pool */
  readonly height: number;
  readonly width: number;
  /** of a window; [1, 1] without a pool */
  readonly pool: readonly [height: number, width: number];
  readonly kernelSize: readonly [height: number, width: number];
  readonly strides: readonly [height: number, width: number];
  readonly padTop: number;
  readonly padLeft: number;
  readonly outputs: number;
  /** of the kernel laid out for products: taps × channels of the input, and that padded to whole vec4f */
  readonly depth: number;
  /** rows of images at most */
  readonly rows: number;
}

/** Either the data set's images, as bytes, of which `indices` names a row's, or another layer's output. */
export type ConvInput =
  | {
      readonly kind: 'images';
      readonly height: number;
      readonly width: number;
      readonly channels: number;
      readonly bytes: Memory;
      readonly indices: Memory;
    }
  | { readonly kind: 'tensor'; readonly tensor: Tensor };

/** The kernel laid out for products, [depth, vectors] and its transpose by taps, [taps · outputs, vectors of inputs], and the bias [vectors]. */
export interface Panels {
  readonly memory: Memory;
  /** in vec4f */
  readonly forward: number;
  readonly backward: number;
  readonly bias: number;
}

/** What a max-pool remembers: for four channels four bytes, each the winner's place in its window. */
export type Winners = Memory;

const inputOf = ({ input }: ConvShape) => (input.kind === 'images' ? input : input.tensor);
export const windowArea = ({ pool }: ConvShape): number => pool[0] * pool[1];
const pooledHeight = ({ height, pool }: ConvShape) => Math.floor(height / pool[0]);
const pooledWidth = ({ width, pool }: ConvShape) => Math.floor(width / pool[1]);
/** pixels a row that count: those in windows */
export const pixelsOf = (conv: ConvShape): number => pooledHeight(conv) * pooledWidth(conv) * windowArea(conv);
const vectorsOf = (conv: ConvShape): number => Math.ceil(conv.outputs / 4);
/** floats from a pixel of the input to the next */
export const inputStride = ({ input }: Pick<ConvShape, 'input'>): number =>
  input.kind === 'images' ? input.channels : 4 * input.tensor.vectors;
export const depthOf = (stride: number, [height, width]: readonly [number, number]): number =>
  4 * Math.ceil((stride * height * width) / 4);

const inputBindings = ({ input }: ConvShape) =>
  input.kind === 'images'
    ? [read('images', input.bytes, 'u32'), read('indices', input.indices, 'u32')]
    : [read('x', input.tensor.memory)];

/** Bytes of the input that `rows` rows read. */
const inputBytes = (conv: ConvShape, rows: number): number => {
  const { height, width } = inputOf(conv);
  return rows * height * width * (conv.input.kind === 'images' ? conv.input.channels : 16 * conv.input.tensor.vectors);
};

/**
 * `origin(m)`: of pixel m the start of its row's image (in vec4f, or bytes), and the input's row and column under the
 * kernel's first tap. `patchAt(origin, k)`: the vec4f of its patch from depth k on; what lies outside is 0.
 */
function patches(conv: ConvShape): string {
  const { pool, kernelSize, strides, padTop, padLeft, depth } = conv;
  const { height, width } = inputOf(conv);
  const stride = inputStride(conv);
  const area = windowArea(conv);
  const windows = pooledHeight(conv) * pooledWidth(conv);
  const imageStart =
    conv.input.kind === 'images'
      ? `indices[row] * ${height * width * stride}u`
      : `row * ${(height * width * stride) / 4}u`;
  const origin = `struct Origin { start: u32, y: i32, x: i32 }
fn origin(m: u32) -> Origin {
  if (m >= step.rows * ${windows * area}u) { return Origin(0, -1000000, 0); }
  let window = m / ${area}u;
  let place = m % ${area}u;
  let row = window / ${windows}u;
  let pixel = window % ${windows}u;
  let y = (pixel / ${pooledWidth(conv)}u) * ${pool[0]}u + place / ${pool[1]}u;
  let x = (pixel % ${pooledWidth(conv)}u) * ${pool[1]}u + place % ${pool[1]}u;
  return Origin(${imageStart}, i32(y * ${strides[0]}u) - ${padTop}, i32(x * ${strides[1]}u) - ${padLeft});
}`;
  // no branches: a compiler may write the loader out many times
  const isInside = `(u32(y) < ${height}u) & (u32(x) < ${width}u)`;
  const tap = `  let tap = k / ${stride}u;
  let c = k % ${stride}u;
  let y = at.y + i32(tap / ${kernelSize[1]}u);
  let x = at.x + i32(tap % ${kernelSize[1]}u);`;
  if (conv.input.kind === 'tensor') {
    return `${origin}
fn patchAt(at: Origin, k: u32) -> vec4f {
${tap}
  let isInside = (k < ${depth}u) & ${isInside};
  let index = at.start + (u32(y) * ${width}u + u32(x)) * ${stride / 4}u + c / 4u;
  return select(vec4f(0), x_at(select(0u, index, isInside)), isInside);
}
fn x_at(index: u32) -> vec4f { return x[index]; }`;
  }
  return `${origin}
fn number(at: Origin, k: u32) -> f32 {
${tap}
  let isInside = (k < ${stride * kernelSize[0] * kernelSize[1]}u) & ${isInside};
  let byte = select(0u, at.start + (u32(y) * ${width}u + u32(x)) * ${stride}u + c, isInside);
  return select(0.0, f32((images[byte >> 2] >> ((byte & 3) * 8)) & 255) / 255.0, isInside);
}
fn patchAt(at: Origin, k: u32) -> vec4f {
  return vec4f(number(at, k), number(at, k + 1), number(at, k + 2), number(at, k + 3));
}`;
}

// ── forward ──────────────────────────────────────────────────────────────────────────────────────────────────

/** A long sum keeps few workgroups busy for long: it is cut into parts of this depth, which `convSum` adds in order. */
const PART_DEPTH = 512;

/** In how many parts a convolution's sum is taken: several for a dense layer on many inputs. */
export function forwardParts(conv: ConvShape): number {
  const isDense = conv.height * conv.width === 1;
  return isDense && conv.outputs <= 256 ? partsOf(conv.depth, PART_DEPTH) : 1;
}

interface Forward {
  readonly name: string;
  readonly conv: ConvShape;
  readonly panels: Panels;
  readonly ending: Ending;
  readonly winners: Winners | null;
}

/** Convolution, bias, activation, max-pool and dropout, as far as they follow one another. */
export function convForward(context: Context, { name, conv, panels, ending, winners }: Forward): Kernel {
  const area = windowArea(conv);
  const vectors = vectorsOf(conv);
  const pixels = pixelsOf(conv);
  const product = forwardProduct(conv, panels, 1);
  return kernelOf(context, {
    name,
    bindings: [
      ...product.bindings,
      write('out', ending.out.memory),
      winners === null ? null : write('winners', winners, 'u32'),
    ],
    threads: PRODUCT_THREADS,
    declarations: `${product.declarations}
${activate(ending.activation)}
${finish(ending)}`,
    body: `${product.body}
${lines(product.tile.vectors, (j) => `  let bias${j} = panelAt(${panels.bias}u, 0, firstColumn + tx + ${8 * j}u);`)}
${poolAndStore(conv, product.tile, winners)}`,
    workgroups: product.workgroups,
    work: ({ rows }) => ({
      flop: product.flop(rows),
      bytes: product.bytes(rows) + (rows * pixels * vectors * (winners === null ? 16 : 20)) / area,
    }),
  });
}

/** The sum's parts alone: [parts, rows, vectors]. */
export function convParts(
  context: Context,
  { name, conv, panels }: Omit<Forward, 'ending' | 'winners'>,
  sums: Memory,
): Kernel {
  const vectors = vectorsOf(conv);
  const parts = forwardParts(conv);
  const product = forwardProduct(conv, panels, parts);
  const { tile } = product;
  return kernelOf(context, {
    name,
    bindings: [...product.bindings, write('sums', sums)],
    threads: PRODUCT_THREADS,
    declarations: product.declarations,
    body: `${product.body}
${forEachNumber(
  tile,
  (value) => `    if (row < step.rows && vector < ${vectors}u) {
      sums[(part * step.rows + row) * ${vectors}u + vector] = ${value};
    }`,
)}`,
    workgroups: product.workgroups,
    work: ({ rows }) => ({ flop: product.flop(rows), bytes: product.bytes(rows) + 16 * parts * rows * vectors }),
  });
}

/** Σ of the parts, and the bias. */
export function convSum(
  context: Context,
  { name, conv, panels, ending }: Omit<Forward, 'winners'>,
  sums: Memory,
): Kernel {
  const vectors = vectorsOf(conv);
  const parts = forwardParts(conv);
  return elementKernel(context, {
    name,
    bindings: [read('sums', sums), read('panels', panels.memory), write('out', ending.out.memory)],
    vectors,
    declarations: `${activate(ending.activation)}\n${finish(ending)}`,
    body: `  var sum = sums[i];
  for (var part = 1u; part < ${parts}u; part++) { sum += sums[part * step.rows * ${vectors}u + i]; }
  out[i] = finish(activate(sum + panels[${panels.bias}u + i % ${vectors}u]), i);`,
    work: ({ rows }) => ({ flop: 4 * rows * vectors * parts, bytes: 16 * rows * vectors * (parts + 1) }),
  });
}

function forwardProduct(conv: ConvShape, panels: Panels, parts: number) {
  const vectors = vectorsOf(conv);
  const pixels = pixelsOf(conv);
  const tile = chooseTile(conv.rows * pixels, conv.depth, conv.outputs, windowArea(conv));
  const columnTiles = partsOf(conv.outputs, tileColumns(tile));
  const quarters = tile.depth / 4;
  return {
    tile,
    bindings: [...inputBindings(conv), read('panels', panels.memory)],
    declarations: `${patches(conv)}
${tileDeclarations(tile)}
${panelAt(conv.depth, vectors)}`,
    body: `  let firstColumn = group % ${columnTiles}u * ${tileColumns(tile) / 4}u;
  let part = group / ${columnTiles}u % ${parts}u;
  let firstRow = group / ${columnTiles * parts}u * ${tileRows(tile)}u;
  if (firstRow >= step.rows * ${pixels}u) { return; }
${lines(4, (i) => `  let origin${i} = origin(firstRow + 4 * (t / ${quarters}u) + ${i}u);`)}
${productAlongDepth({
  tile,
  from: `part * ${PART_DEPTH}u`,
  to: parts === 1 ? `${conv.depth}u` : `min((part + 1) * ${PART_DEPTH}u, ${conv.depth}u)`,
  a: (i, k) => `patchAt(origin${i}, ${k})`,
  b: (k, n) => `panelAt(${panels.forward}u, ${k}, firstColumn + ${n})`,
})}`,
    workgroups: ({ rows }: Load) => partsOf(rows * pixels, tileRows(tile)) * columnTiles * parts,
    flop: (rows: number) => 2 * rows * pixels * conv.depth * conv.outputs,
    bytes: (rows: number) => inputBytes(conv, rows) + 16 * conv.depth * vectors,
  };
}

/** `panelAt(start, k, n)`: of a panel [depth, vectors], 0 beyond its end. */
const panelAt = (depth: number, vectors: number) => `fn panelAt(start: u32, k: u32, n: u32) -> vec4f {
  if (k < ${depth}u && n < ${vectors}u) { return panels[start + k * ${vectors}u + n]; }
  return vec4f(0);
}`;

/** Each of a thread's numbers with its `row` and `vector` of the product. */
function forEachNumber(tile: Tile, use: (value: string) => string): string {
  return lines(tile.rows, (i) =>
    lines(
      tile.vectors,
      (j) => `  {
    let row = firstRow + ty * ${tile.rows}u + ${i}u;
    let vector = firstColumn + tx + ${8 * j}u;
${use(accumulator(i, j))}
  }`,
    ),
  );
}

/**
 * The largest of each window, activated and masked, and its place, the first of equals. Activations never fall, so the
 * largest may be found before them.
 */
function poolAndStore(conv: ConvShape, tile: Tile, winners: Winners | null): string {
  const area = windowArea(conv);
  const vectors = vectorsOf(conv);
  const windows = tile.rows / area;
  return lines(windows, (w) =>
    lines(tile.vectors, (j) => {
      const value = (place: number) => accumulator(w * area + place, j);
      const others = Array.from({ length: area - 1 }, (_, i) => i + 1);
      const largest = others.map(
        (place) => `      let more${place} = ${value(place)} > best;
      best = select(best, ${value(place)}, more${place});
      place = select(place, vec4u(${place}), more${place});`,
      );
      return `  {
    let window = firstRow / ${area}u + ty * ${windows}u + ${w}u;
    let vector = firstColumn + tx + ${8 * j}u;
    if (window < step.rows * ${pixelsOf(conv) / area}u && vector < ${vectors}u) {
      let index = window * ${vectors}u + vector;
      var best = ${value(0)};
      var place = vec4u(0);
${largest.join('\n')}
${winners === null ? '' : '      winners[index] = place.x | (place.y << 8) | (place.z << 16) | (place.w << 24);'}
      out[index] = finish(activate(best + bias${j}), index);
    }
  }`;
    }),
  );
}

// ── backward: the input's gradient ───────────────────────────────────────────────────────────────────────────

/** The loss's derivative by a convolution's sums: at its pixels, or where there is a pool, at each window's winner. */
export interface Derivative {
  readonly memory: Memory;
  readonly winners: Winners | null;
}

const derivativeBindings = ({ memory, winners }: Derivative) => [
  read('d', memory),
  winners === null ? null : read('winners', winners, 'u32'),
];
const derivativeBytes = (conv: ConvShape, { winners }: Derivative, rows: number): number =>
  (rows * pixelsOf(conv) * vectorsOf(conv) * (winners === null ? 16 : 20)) / windowArea(conv);

/** `won(index, place)`: what of the window's derivative at `index` belongs to the pixel in this place. */
const won = (derivative: Derivative) =>
  derivative.winners === null
    ? ''
    : `fn won(index: u32, place: u32) -> vec4f {
  let winner = (vec4u(winners[index]) >> vec4u(0, 8, 16, 24)) & vec4u(255);
  return select(vec4f(0), d[index], winner == vec4u(place));
}`;

/**
 * Each pixel of the input gathers what its value went into: output (y + padTop - ky) / stride for each tap ky that
 * divides. Pixels of one residue of the stride have the same taps and make a product of their own, a phase.
 * What it gathers goes on through dropout and activation of the layer before.
 */
export function convBackwardInput(
  context: Context,
  given: { name: string; conv: ConvShape; panels: Panels; derivative: Derivative; before: Ending; to: Memory },
): Kernel {
  const { name, conv, panels, derivative, before, to } = given;
  const { kernelSize, strides, pool } = conv;
  if (conv.input.kind === 'images') throw new Error('images have no gradient');
  const { height, width, channels, vectors: inputVectors } = conv.input.tensor;
  const vectors = vectorsOf(conv);
  const outputs = 4 * vectors;
  const vertical = phasesOf(height, kernelSize[0], strides[0], conv.padTop);
  const horizontal = phasesOf(width, kernelSize[1], strides[1], conv.padLeft);
  const phases = vertical.length * horizontal.length;
  const most = (all: readonly Phase[], of: (phase: Phase) => number) => Math.max(...all.map(of));
  const pixels = most(vertical, (phase) => phase.pixels) * most(horizontal, (phase) => phase.pixels);
  const depth = outputs * most(vertical, (phase) => phase.taps) * most(horizontal, (phase) => phase.taps);
  const tile = chooseTile(conv.rows * pixels * phases, depth, channels);
  const columnTiles = partsOf(channels, tileColumns(tile));
  const quarters = tile.depth / 4;
  const [windowsHigh, windowsWide] = [pooledHeight(conv), pooledWidth(conv)];
  const choose = (all: readonly Phase[], index: string) =>
    all
      .slice(1)
      .reduce(
        (chosen, phase, i) => `select(${chosen}, ${phaseText(phase)}, ${index} == ${i + 1}u)`,
        phaseText(all[0] as Phase),
      );
  const look =
    derivative.winners === null
      ? `  return d[at.start + (u32(y) * ${conv.width}u + u32(x)) * ${vectors}u + c / 4];`
      : `  let inWindow = vec2u(u32(y), u32(x));
  let window = inWindow / vec2u(${pool[0]}, ${pool[1]});
  let place = inWindow % vec2u(${pool[0]}, ${pool[1]});
  if (window.x >= ${windowsHigh}u || window.y >= ${windowsWide}u) { return vec4f(0); }
  return won(at.start + (window.x * ${windowsWide}u + window.y) * ${vectors}u + c / 4, place.x * ${pool[1]}u + place.y);`;
  return kernelOf(context, {
    name,
    bindings: [
      ...derivativeBindings(derivative),
      read('panels', panels.memory),
      throughReads(before) ? read('y', before.out.memory) : null,
      write('dInput', to),
    ],
    threads: PRODUCT_THREADS,
    declarations: `${won(derivative)}
${through(before)}
${tileDeclarations(tile)}
// of the phase in the vertical and in the horizontal: its pixels, its taps, its first pixel, the output under that one's first tap
struct Phase { vertical: vec4i, horizontal: vec4i, pixels: u32, depth: u32 }
fn phaseOf(number: u32) -> Phase {
  let vertical = ${choose(vertical, `number / ${horizontal.length}u`)};
  let horizontal = ${choose(horizontal, `number % ${horizontal.length}u`)};
  return Phase(vertical, horizontal, u32(vertical.x * horizontal.x), u32(vertical.y * horizontal.y) * ${outputs}u);
}
struct Origin { start: u32, y: i32, x: i32 }
fn origin(phase: Phase, m: u32) -> Origin {
  if (m >= step.rows * phase.pixels) { return Origin(0, -1000000, 0); }
  let row = m / phase.pixels;
  let pixel = m % phase.pixels;
  let wide = u32(phase.horizontal.x);
  return Origin(
    row * ${(pixelsOf(conv) / windowArea(conv)) * vectors}u,
    phase.vertical.w + i32(pixel / wide),
    phase.horizontal.w + i32(pixel % wide),
  );
}
fn patchAt(phase: Phase, at: Origin, k: u32) -> vec4f {
  let tap = k / ${outputs}u;
  let c = k % ${outputs}u;
  let y = at.y - i32(tap / u32(phase.horizontal.y));
  let x = at.x - i32(tap % u32(phase.horizontal.y));
  if (k >= phase.depth || y < 0 || y >= ${conv.height} || x < 0 || x >= ${conv.width}) { return vec4f(0); }
${look}
}
fn panelAt(phase: Phase, first: vec2u, k: u32, n: u32) -> vec4f {
  if (k >= phase.depth || n >= ${inputVectors}u) { return vec4f(0); }
  let tap = k / ${outputs}u;
  let ky = first.x + ${strides[0]}u * (tap / u32(phase.horizontal.y));
  let kx = first.y + ${strides[1]}u * (tap % u32(phase.horizontal.y));
  return panels[${panels.backward}u + ((ky * ${kernelSize[1]}u + kx) * ${outputs}u + k % ${outputs}u) * ${inputVectors}u + n];
}`,
    body: `  let firstColumn = group % ${columnTiles}u * ${tileColumns(tile) / 4}u;
  let number = group / ${columnTiles}u % ${phases}u;
  let phase = phaseOf(number);
  let firstTap = vec2u(number / ${horizontal.length}u, number % ${horizontal.length}u);
  let firstRow = group / ${columnTiles * phases}u * ${tileRows(tile)}u;
  if (firstRow >= step.rows * phase.pixels) { return; }
${lines(4, (i) => `  let origin${i} = origin(phase, firstRow + 4 * (t / ${quarters}u) + ${i}u);`)}
${productAlongDepth({
  tile,
  from: '0u',
  to: 'phase.depth',
  a: (i, k) => `patchAt(phase, origin${i}, ${k})`,
  b: (k, n) => `panelAt(phase, firstTap, ${k}, firstColumn + ${n})`,
})}
${forEachNumber(
  tile,
  (value) => `    if (row < step.rows * phase.pixels && vector < ${inputVectors}u) {
      let pixel = row % phase.pixels;
      let y = u32(phase.vertical.z) + ${strides[0]}u * (pixel / u32(phase.horizontal.x));
      let x = u32(phase.horizontal.z) + ${strides[1]}u * (pixel % u32(phase.horizontal.x));
      let index = (((row / phase.pixels) * ${height}u + y) * ${width}u + x) * ${inputVectors}u + vector;
      dInput[index] = through(${value}, index);
    }`,
)}`,
    workgroups: ({ rows }) => partsOf(rows * pixels, tileRows(tile)) * columnTiles * phases,
    work: ({ rows }) => ({
      flop: 2 * rows * pixelsOf(conv) * kernelSize[0] * kernelSize[1] * channels * conv.outputs,
      bytes:
        derivativeBytes(conv, derivative, rows) +
        16 * outputs * kernelSize[0] * kernelSize[1] * inputVectors +
        16 * rows * height * width * inputVectors * (throughReads(before) ? 2 : 1),
    }),
  });
}

/** Along one side: pixels at first, first + stride …, and taps residue, residue + stride …; `output` is under the first of both. */
interface Phase {
  readonly pixels: number;
  readonly taps: number;
  readonly first: number;
  readonly output: number;
}
const phaseText = ({ pixels, taps, first, output }: Phase) => `vec4i(${pixels}, ${taps}, ${first}, ${output})`;

function phasesOf(size: number, kernel: number, stride: number, pad: number): Phase[] {
  return Array.from({ length: stride }, (_, residue) => {
    const first = (((residue - pad) % stride) + stride) % stride;
    return {
      pixels: Math.max(0, partsOf(size - first, stride)),
      taps: Math.max(0, partsOf(kernel - residue, stride)),
      first,
      output: (first + pad - residue) / stride,
    };
  });
}

// ── backward: the kernel's gradient ──────────────────────────────────────────────────────────────────────────

/** Sums over the batch are cut into at most so many slices, each added up in order; the optimizer adds the slices. */
const MAX_SLICES = 128;
/** Workgroups that keep a large GPU busy. */
const WORKGROUPS_WANTED = 512;

/** Where the slices of a kernel's gradient lie in the memory of partial sums, in vec4f: [slices, depth, vectors], and of the bias [slices, vectors]. */
export interface Slices {
  readonly memory: Memory;
  readonly kernel: number;
  readonly bias: number;
}

/** Depths that a thread can hold in registers: a small kernel on the images. */
const SMALL_DEPTH = 16;

/** Pixels (windows, for a small kernel) that one slice sums. */
export function slicePixels(conv: ConvShape): number {
  const isSmall = conv.depth <= SMALL_DEPTH;
  const count = (conv.rows * pixelsOf(conv)) / (isSmall ? windowArea(conv) : 1);
  const tile = kernelTile(conv);
  const tiles = isSmall ? 1 : partsOf(conv.depth, tileRows(tile)) * partsOf(conv.outputs, tileColumns(tile));
  const slices = Math.min(MAX_SLICES, partsOf(WORKGROUPS_WANTED, tiles), partsOf(count, 64));
  return 16 * partsOf(partsOf(count, slices), 16);
}

/** Slices of so many rows, and WGSL of their number in a step. */
export function slicesOf(conv: ConvShape, rows: number): number {
  return partsOf(rows * slicedPerRow(conv), slicePixels(conv));
}
export function slicesText(conv: ConvShape): string {
  const each = slicePixels(conv);
  return `(step.rows * ${slicedPerRow(conv)}u + ${each - 1}u) / ${each}u`;
}
const slicedPerRow = (conv: ConvShape) => pixelsOf(conv) / (conv.depth <= SMALL_DEPTH ? windowArea(conv) : 1);

const kernelTile = (conv: ConvShape): Tile => ({
  ...chooseTile(conv.depth > 64 ? 128 * 192 : 1, 16, conv.outputs),
  depth: 16,
});

interface BackwardKernel {
  readonly name: string;
  readonly conv: ConvShape;
  readonly derivative: Derivative;
  readonly slices: Slices;
}

/** Gradients of kernel and bias, in slices. */
export function convBackwardKernel(context: Context, given: BackwardKernel): Kernel {
  return given.conv.depth <= SMALL_DEPTH ? backwardSmallKernel(context, given) : backwardLargeKernel(context, given);
}

function backwardLargeKernel(context: Context, { name, conv, derivative, slices }: BackwardKernel): Kernel {
  const vectors = vectorsOf(conv);
  const pixels = pixelsOf(conv);
  const area = windowArea(conv);
  const each = slicePixels(conv);
  const tile = kernelTile(conv);
  const rowTiles = partsOf(conv.depth, tileRows(tile));
  const columnTiles = partsOf(conv.outputs, tileColumns(tile));
  const across = tileColumns(tile) / 4;
  return kernelOf(context, {
    name,
    bindings: [...inputBindings(conv), ...derivativeBindings(derivative), write('slices', slices.memory)],
    threads: PRODUCT_THREADS,
    declarations: `${patches(conv)}
${won(derivative)}
${tileDeclarations(tile)}
var<private> biasSum: vec4f;
fn derivativeAt(m: u32, n: u32) -> vec4f {
  if (m >= step.rows * ${pixels}u || n >= ${vectors}u) { return vec4f(0); }
  ${derivative.winners === null ? `return d[m * ${vectors}u + n];` : `return won(m / ${area}u * ${vectors}u + n, m % ${area}u);`}
}
fn summed(value: vec4f) -> vec4f {
  biasSum += value;
  return value;
}`,
    body: `  let firstColumn = group % ${columnTiles}u * ${across}u;
  let firstRow = group / ${columnTiles}u % ${rowTiles}u * ${tileRows(tile)}u;
  let slice = group / ${columnTiles * rowTiles}u;
  let last = min((slice + 1) * ${each}u, step.rows * ${pixels}u);
  if (slice * ${each}u >= last) { return; }
${productAcrossRows({
  tile,
  from: `slice * ${each}u`,
  to: 'last',
  a: (m, k) => `patchAt(origin(${m}), firstRow + 4 * ${k})`,
  b: (m, n) => `summed(derivativeAt(${m}, firstColumn + ${n}))`,
})}
${forEachNumber(
  tile,
  (value) => `    if (row < ${conv.depth}u && vector < ${vectors}u) {
      slices[${slices.kernel}u + (slice * ${conv.depth}u + row) * ${vectors}u + vector] = ${value};
    }`,
)}
  // the bias: each thread has summed its own pixels of one vec4f of columns
  tileB[t] = biasSum;
  workgroupBarrier();
  if (firstRow == 0 && t < ${across}u && firstColumn + t < ${vectors}u) {
    var sum = tileB[t];
    for (var other = t + ${across}u; other < ${PRODUCT_THREADS}u; other += ${across}u) { sum += tileB[other]; }
    slices[${slices.bias}u + slice * ${vectors}u + firstColumn + t] = sum;
  }`,
    workgroups: ({ rows }) => slicesOf(conv, rows) * rowTiles * columnTiles,
    work: ({ rows }) => ({
      flop: 2 * rows * pixels * conv.depth * conv.outputs,
      bytes: inputBytes(conv, rows) + derivativeBytes(conv, derivative, rows) + sliceBytes(conv, rows),
    }),
  });
}

const sliceBytes = (conv: ConvShape, rows: number) => 16 * slicesOf(conv, rows) * (conv.depth + 1) * vectorsOf(conv);

/** Threads of `backwardSmallKernel`, and vec4f of columns that they take at once. */
const SMALL_THREADS = 256;
const SMALL_COLUMNS = 16;

/**
 * For few weights an output: each thread keeps the gradients of four columns' weights in registers and runs over some
 * windows; the threads' sums are then added in order.
 */
function backwardSmallKernel(context: Context, { name, conv, derivative, slices }: BackwardKernel): Kernel {
  const vectors = vectorsOf(conv);
  const area = windowArea(conv);
  const windows = pixelsOf(conv) / area;
  const each = slicePixels(conv);
  const columns = Math.min(SMALL_COLUMNS, 2 ** Math.ceil(Math.log2(vectors)));
  const columnTiles = partsOf(vectors, columns);
  const runs = SMALL_THREADS / columns;
  const { depth } = conv;
  const places = lines(area, (place) => {
    const patchLines = lines(depth / 4, (q) => {
      const each4 = ['x', 'y', 'z', 'w'].map(
        (lane, i) => `      sum${4 * q + i} = fma(vec4f(p${q}.${lane}), value, sum${4 * q + i});`,
      );
      return `      let p${q} = patchAt(first, ${4 * q}u);\n${each4.join('\n')}`;
    });
    return `    {
      let first = origin(window * ${area}u + ${place}u);
      let value = ${derivative.winners === null ? 'd[index]' : `won(index, ${place}u)`};
${patchLines}
      sum${depth} += value;
    }`;
  });
  return kernelOf(context, {
    name,
    bindings: [...inputBindings(conv), ...derivativeBindings(derivative), write('slices', slices.memory)],
    threads: SMALL_THREADS,
    declarations: `${patches(conv)}
${won(derivative)}
var<workgroup> sums: array<vec4f, ${SMALL_THREADS}>;`,
    body: `  let vector = group % ${columnTiles}u * ${columns}u + t % ${columns}u;
  let slice = group / ${columnTiles}u;
  let last = min((slice + 1) * ${each}u, step.rows * ${windows}u);
  if (slice * ${each}u >= last) { return; }
${lines(depth + 1, (k) => `  var sum${k} = vec4f(0);`)}
  for (var window = slice * ${each}u + t / ${columns}u; window < last && vector < ${vectors}u; window += ${runs}u) {
    let index = window * ${vectors}u + vector;
${places}
  }
${lines(
  depth + 1,
  (k) => `  sums[t] = sum${k};
  workgroupBarrier();
  if (t < ${columns}u && vector < ${vectors}u) {
    var sum = sums[t];
    for (var run = 1u; run < ${runs}u; run++) { sum += sums[run * ${columns}u + t]; }
    slices[${k < depth ? `${slices.kernel}u + (slice * ${depth}u + ${k}u) * ${vectors}u` : `${slices.bias}u + slice * ${vectors}u`} + vector] = sum;
  }
  workgroupBarrier();`,
)}`,
    workgroups: ({ rows }) => slicesOf(conv, rows) * columnTiles,
    work: ({ rows }) => ({
      flop: 2 * rows * pixelsOf(conv) * (depth + 1) * conv.outputs,
      bytes: inputBytes(conv, rows) + derivativeBytes(conv, derivative, rows) + sliceBytes(conv, rows),
    }),
  });
}
