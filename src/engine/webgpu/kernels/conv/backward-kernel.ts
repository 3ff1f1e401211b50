/** The gradients of a convolution's kernel and bias. */
import { type Context, type Kernel, kernelOf, type Memory, partsOf, write } from '../kernel.ts';
import {
  chooseTile,
  forEachNumber,
  lines,
  PRODUCT_THREADS,
  productAcrossRows,
  type Tile,
  tileColumns,
  tileDeclarations,
  tileRows,
} from '../product.ts';
import {
  type ConvShape,
  type Derivative,
  derivativeBindings,
  derivativeBytes,
  inputBindings,
  inputBytes,
  patches,
  pixelsOf,
  vectorsOf,
  windowArea,
  won,
} from './shape.ts';

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
function slicePixels(conv: ConvShape): number {
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
