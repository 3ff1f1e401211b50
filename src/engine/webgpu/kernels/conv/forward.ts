/** Convolution, bias, activation, max-pool and dropout, as far as they follow one another: `convForward`, or in parts. */
import { activate, type Ending, finish } from '../elementwise.ts';
import {
  type Context,
  elementKernel,
  type Kernel,
  kernelOf,
  type Load,
  type Memory,
  partsOf,
  read,
  write,
} from '../kernel.ts';
import {
  accumulator,
  chooseTile,
  forEachNumber,
  lines,
  PRODUCT_THREADS,
  productAlongDepth,
  type Tile,
  tileColumns,
  tileDeclarations,
  tileRows,
} from '../product.ts';
import {
  type ConvShape,
  inputBindings,
  inputBytes,
  type Panels,
  patches,
  pixelsOf,
  vectorsOf,
  type Winners,
  windowArea,
} from './shape.ts';

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
