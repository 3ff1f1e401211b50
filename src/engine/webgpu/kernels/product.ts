/**
 * Matrix products in tiles: 128 threads, 16 × 8, make a tile of BM × BN numbers, each thread BM/16 rows of BN/8 columns
 * in registers. Slices of both operands, DEPTH deep, pass through the workgroup's memory; while one is multiplied, the
 * next is on its way into registers. Each number is one sum over the depth in order, whatever the tile: so the tile's
 * size never changes a bit.
 *
 *              BN = 64 or 32 columns, as vec4f: thread column c has vec4f c and 8 + c
 *            ┌──────────────┐
 *   BM = 128 │ ty = t / 8   │      tileA [DEPTH][BM/4] vec4f of four rows
 *   or 64    │ tx = t % 8   │      tileB [DEPTH][BN/4] vec4f of four columns
 *   rows     └──────────────┘
 */
export const PRODUCT_THREADS = 128;

export interface Tile {
  /** rows of a thread: BM / 16 */
  readonly rows: 4 | 8;
  /** vec4f of a thread: BN / 32 */
  readonly vectors: 1 | 2;
  readonly depth: 4 | 8 | 12 | 16;
}

export const tileRows = (tile: Tile): number => 16 * tile.rows;
export const tileColumns = (tile: Tile): number => 32 * tile.vectors;

/** A tile for a product of so many rows and columns, a thread's rows a multiple of `together`. */
export function chooseTile(rows: number, depth: number, columns: number, together = 1): Tile {
  const over = (width: number) => Math.ceil(columns / width) * width;
  const vectors = over(64) - over(32) >= 32 ? 1 : 2;
  const parts = Math.ceil(columns / (32 * vectors));
  // a large tile reads less; a small one where large ones would leave most of a GPU idle
  const isLarge = together === 8 || Math.ceil(rows / 128) * parts >= 192;
  const quarters = Math.min(4, Math.ceil(depth / 4));
  return { rows: isLarge ? 8 : 4, vectors, depth: (4 * quarters) as Tile['depth'] };
}

/** One or several lines for each of `count`. */
export const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

/** Of a thread's accumulators: `acc` row `i`, vec4f `j`. */
export const accumulator = (i: number, j: number): string => `acc${i}_${j}`;

/** Each of a thread's numbers with its `row` and `vector` of the product. */
export function forEachNumber(tile: Tile, use: (value: string) => string): string {
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

const strideA = (tile: Tile): number => tileRows(tile) / 4 + 1; // an odd number of vec4f: fewer threads meet in a bank
const strideB = (tile: Tile): number => tileColumns(tile) / 4;

export function tileDeclarations(tile: Tile): string {
  return `var<workgroup> tileA: array<vec4f, ${tile.depth * strideA(tile)}>;
var<workgroup> tileB: array<vec4f, ${tile.depth * strideB(tile)}>;`;
}

/** vec4f of B that a thread fetches for a slice. */
const fetchesB = (tile: Tile): number => Math.ceil((tile.depth * strideB(tile)) / PRODUCT_THREADS);

interface Operands {
  readonly tile: Tile;
  /** WGSL: depth from which and to which to sum */
  readonly from: string;
  readonly to: string;
  /** WGSL: the vec4f of B at depth `k` and vec4f `n` of the tile's columns; 0 beyond its end */
  readonly b: (k: string, n: string) => string;
}

/**
 * The main loop where four neighbours of A lie along the depth: a thread fetches 4 rows × 4 deep and turns them round.
 * `a(i, k)`: WGSL of the vec4f from depth `k` on of the thread's row `i` of four; row 4·(t / quarters) + i of the tile.
 */
export function productAlongDepth({
  tile,
  from,
  to,
  a,
  b,
}: Operands & { a: (i: number, k: string) => string }): string {
  const quarters = tile.depth / 4;
  const isLoading = `t < ${(tileRows(tile) / 4) * quarters}u`;
  const at = `(4u * (t % ${quarters}u) + ${'LANE'}u) * ${strideA(tile)}u + t / ${quarters}u`;
  const lanes = ['x', 'y', 'z', 'w'];
  return mainLoop({
    tile,
    from,
    to,
    variables: lines(4, (i) => `  var a${i} = vec4f(0);`),
    fetch: (k) => `    if (${isLoading}) {
      let deep = ${k} + 4u * (t % ${quarters}u);
${lines(4, (i) => `      a${i} = ${a(i, 'deep')};`)}
    }`,
    store: `    if (${isLoading}) {
${lines(4, (j) => `      tileA[${at.replace('LANE', String(j))}] = vec4f(a0.${lanes[j]}, a1.${lanes[j]}, a2.${lanes[j]}, a3.${lanes[j]});`)}
    }`,
    b,
  });
}

/**
 * The main loop where four neighbours of A are four rows of the tile. `a(k, m)`: WGSL of the vec4f of rows at depth `k`,
 * number `m` of the tile.
 */
export function productAcrossRows({
  tile,
  from,
  to,
  a,
  b,
}: Operands & { a: (k: string, m: string) => string }): string {
  const across = tileRows(tile) / 4;
  const fetches = (tile.depth * across) / PRODUCT_THREADS;
  const place = (i: number) => `(t / ${across}u + ${(i * PRODUCT_THREADS) / across}u)`;
  return mainLoop({
    tile,
    from,
    to,
    variables: lines(fetches, (i) => `  var a${i} = vec4f(0);`),
    fetch: (k) => lines(fetches, (i) => `    a${i} = ${a(`(${k} + ${place(i)})`, `(t % ${across}u)`)};`),
    store: lines(fetches, (i) => `    tileA[${place(i)} * ${strideA(tile)}u + t % ${across}u] = a${i};`),
    b,
  });
}

interface Loop extends Operands {
  readonly variables: string;
  readonly fetch: (k: string) => string;
  readonly store: string;
}

function mainLoop({ tile, from, to, variables, fetch, store, b }: Loop): string {
  const { rows, vectors, depth } = tile;
  const across = strideB(tile);
  const placeB = (i: number) => `((t + ${i * PRODUCT_THREADS}u) / ${across}u)`;
  const guard = (i: number, text: string) =>
    (i + 1) * PRODUCT_THREADS <= depth * across ? text : `    if (${placeB(i)} < ${depth}u) {\n  ${text}\n    }`;
  const fetchB = (k: string) =>
    lines(fetchesB(tile), (i) => guard(i, `    b${i} = ${b(`(${k} + ${placeB(i)})`, `(t % ${across}u)`)};`));
  const storeB = lines(fetchesB(tile), (i) =>
    guard(i, `    tileB[${placeB(i)} * ${across}u + t % ${across}u] = b${i};`),
  );
  const each = (line: (i: number, j: number) => string) => lines(rows, (i) => lines(vectors, (j) => line(i, j)));
  const lanes = ['x', 'y', 'z', 'w'];
  return `
${each((i, j) => `  var ${accumulator(i, j)} = vec4f(0);`)}
${variables}
${lines(fetchesB(tile), (i) => `  var b${i} = vec4f(0);`)}
  let ty = t / 8u;
  let tx = t % 8u;
  var k0 = ${from};
  let end = ${to};
  if (k0 < end) {
${fetch('k0')}
${fetchB('k0')}
  }
  while (k0 < end) {
${store}
${storeB}
    workgroupBarrier();
    k0 += ${depth}u;
    if (k0 < end) {
${fetch('k0')}
${fetchB('k0')}
    }
    for (var k = 0u; k < ${depth}u; k++) {
${lines(rows / 4, (i) => `      let p${i} = tileA[k * ${strideA(tile)}u + ty * ${rows / 4}u + ${i}u];`)}
${lines(vectors, (j) => `      let q${j} = tileB[k * ${across}u + tx + ${8 * j}u];`)}
${each((i, j) => `      ${accumulator(i, j)} = fma(vec4f(p${i >> 2}.${lanes[i & 3]}), q${j}, ${accumulator(i, j)});`)}
    }
    workgroupBarrier();
  }`;
}
