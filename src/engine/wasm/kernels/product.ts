// Every convolution and dense layer, forward and backward, is one of the two products below.
//
//   A is gathered, never copied: an activation with its border of zeros, [images, rows, columns, channels],
//   is read through tables of byte offsets.
//
//     product         C[row, n]  = f(Σ_k A[row, k]·B[k, n] + bias[n])     forward; and the input's gradient
//     weightProduct   C[k, n]   += Σ_row A[row, k]·D[row, n]              the weights' gradient
//
//   B │ panel 0: [depth × taps, TILE_COLUMNS] │ panel 1 │ …    columns past the last are zeros
//
// Rows past the last repeat it and store the same values again; so no tile is ever partial. Sums run over k (over
// rows) from first to last in every build, so that the width of a tile never changes a bit.
import { activate, LINEAR, madd, TILE_COLUMNS, TILE_ROWS, wide } from './vector';

// @ts-ignore: decorator
@inline
function storeRow(to: usize, c0: v128, c1: v128, c2: v128, c3: v128): void {
  v128.store(to, c0, 0);
  v128.store(to, c1, 16);
  if (wide) {
    v128.store(to, c2, 32);
    v128.store(to, c3, 48);
  }
}

/** In memory, not in the tile's registers: a branch between the stores would keep the runtime from pairing them. */
// @ts-ignore: decorator
@inline
function activateRow(row: usize, activation: i32): void {
  for (let j: usize = 0; j < <usize>TILE_COLUMNS << 2; j += 16) v128.store(row + j, activate(activation, v128.load(row + j)));
}

/** One register tile of a product: the four rows whose offsets stand at row0 … row3, stored at out0 … out3. */
// @ts-ignore: decorator
@inline
export function productTile(
  a: usize, row0: usize, row1: usize, row2: usize, row3: usize, taps: i32, tapOffsets: usize, depth: i32,
  b: usize, bias: usize, column: usize, out0: usize, out1: usize, out2: usize, out3: usize,
): void {
  const depthBytes: usize = <usize>depth << 2;
  // loaded anew for each row: shared registers would keep the runtime from pairing them
  const from = bias + column;
  const a0 = a + <usize>load<i32>(row0);
  const a1 = a + <usize>load<i32>(row1);
  const a2 = a + <usize>load<i32>(row2);
  const a3 = a + <usize>load<i32>(row3);
  let c00 = v128.load(from, 0), c01 = v128.load(from, 16), c02 = c00, c03 = c01;
  if (wide) {
    c02 = v128.load(from, 32);
    c03 = v128.load(from, 48);
  }
  let c10 = v128.load(from, 0), c11 = v128.load(from, 16), c12 = c10, c13 = c11;
  if (wide) {
    c12 = v128.load(from, 32);
    c13 = v128.load(from, 48);
  }
  let c20 = v128.load(from, 0), c21 = v128.load(from, 16), c22 = c20, c23 = c21;
  if (wide) {
    c22 = v128.load(from, 32);
    c23 = v128.load(from, 48);
  }
  let c30 = v128.load(from, 0), c31 = v128.load(from, 16), c32 = c30, c33 = c31;
  if (wide) {
    c32 = v128.load(from, 32);
    c33 = v128.load(from, 48);
  }
  let q = b;
  for (let tap = 0; tap < taps; tap++) {
    let offset = <usize>load<i32>(tapOffsets + (<usize>tap << 2));
    const end = offset + depthBytes;
    while (offset != end) {
      const b0 = v128.load(q, 0), b1 = v128.load(q, 16);
      let b2 = b0, b3 = b1;
      if (wide) {
        b2 = v128.load(q, 32);
        b3 = v128.load(q, 48);
      }
      let x = v128.load32_splat(a0 + offset);
      c00 = madd(x, b0, c00);
      c01 = madd(x, b1, c01);
      if (wide) {
        c02 = madd(x, b2, c02);
        c03 = madd(x, b3, c03);
      }
      x = v128.load32_splat(a1 + offset);
      c10 = madd(x, b0, c10);
      c11 = madd(x, b1, c11);
      if (wide) {
        c12 = madd(x, b2, c12);
        c13 = madd(x, b3, c13);
      }
      x = v128.load32_splat(a2 + offset);
      c20 = madd(x, b0, c20);
      c21 = madd(x, b1, c21);
      if (wide) {
        c22 = madd(x, b2, c22);
        c23 = madd(x, b3, c23);
      }
      x = v128.load32_splat(a3 + offset);
      c30 = madd(x, b0, c30);
      c31 = madd(x, b1, c31);
      if (wide) {
        c32 = madd(x, b2, c32);
        c33 = madd(x, b3, c33);
      }
      offset += 4;
      q += TILE_COLUMNS << 2;
    }
  }
  storeRow(out0, c00, c01, c02, c03);
  storeRow(out1, c10, c11, c12, c13);
  storeRow(out2, c20, c21, c22, c23);
  storeRow(out3, c30, c31, c32, c33);
}

/**
 * C[row, n] = activation(Σ_tap Σ_c A[row, tap, c]·B[tap·depth + c, n] + bias[n]).
 *   A[row, tap, c]  a + rowOffsets[row] + tapOffsets[tap] + 4c
 *   C[row, n]       out + outOffsets[row] + 4n, for n < panels·TILE_COLUMNS
 *   bias            panels·TILE_COLUMNS floats
 */
export function product(
  rows: i32, a: usize, rowOffsets: usize, taps: i32, tapOffsets: usize, depth: i32,
  b: usize, panels: i32, bias: usize, out: usize, outOffsets: usize, activation: i32,
): void {
  const panelBytes: usize = <usize>(taps * depth * TILE_COLUMNS) << 2;
  const last = rows - 1;
  for (let panel = 0; panel < panels; panel++) {
    const column: usize = <usize>(panel * TILE_COLUMNS) << 2;
    for (let row = 0; row < rows; row += TILE_ROWS) {
      const r0 = <usize>row << 2;
      const r1 = <usize>min(row + 1, last) << 2;
      const r2 = <usize>min(row + 2, last) << 2;
      const r3 = <usize>min(row + 3, last) << 2;
      const to = out + column;
      productTile(
        a, rowOffsets + r0, rowOffsets + r1, rowOffsets + r2, rowOffsets + r3, taps, tapOffsets, depth, b, bias, column,
        to + <usize>load<i32>(outOffsets + r0), to + <usize>load<i32>(outOffsets + r1),
        to + <usize>load<i32>(outOffsets + r2), to + <usize>load<i32>(outOffsets + r3),
      );
      if (activation == LINEAR) continue;
      for (let r = r0, end = r0 + (<usize>min(TILE_ROWS, rows - row) << 2); r < end; r += 4) {
        activateRow(to + <usize>load<i32>(outOffsets + r), activation);
      }
    }
    b += panelBytes;
  }
}

/**
 * C[k, n] = (add ? C[k, n] : 0) + Σ_row A[row, k]·D[row, n] for k in [from, to).
 *   A[row, k]  a + rowOffsets[row] + kOffsets[k]
 *   D[row, n]  d + dOffsets[row] + 4n
 *   C[k, n]    out + 4·(k·columns + n), columns a multiple of TILE_COLUMNS
 */
export function weightProduct(
  from: i32, to: i32, a: usize, kOffsets: usize, rows: i32, rowOffsets: usize,
  d: usize, dOffsets: usize, columns: i32, out: usize, add: bool,
): void {
  const last = to - 1;
  const rowTableEnd = rowOffsets + (<usize>rows << 2);
  const dStep = dOffsets - rowOffsets; // both tables have one entry a row
  for (let n = 0; n < columns; n += TILE_COLUMNS) {
    const dn = d + (<usize>n << 2);
    for (let k = from; k < to; k += TILE_ROWS) {
      const k1 = min(k + 1, last), k2 = min(k + 2, last), k3 = min(k + 3, last);
      const a0 = a + <usize>load<i32>(kOffsets + (<usize>k << 2));
      const a1 = a + <usize>load<i32>(kOffsets + (<usize>k1 << 2));
      const a2 = a + <usize>load<i32>(kOffsets + (<usize>k2 << 2));
      const a3 = a + <usize>load<i32>(kOffsets + (<usize>k3 << 2));
      const o0 = out + (<usize>(k * columns + n) << 2);
      const o1 = out + (<usize>(k1 * columns + n) << 2);
      const o2 = out + (<usize>(k2 * columns + n) << 2);
      const o3 = out + (<usize>(k3 * columns + n) << 2);
      let c00 = f32x4.splat(0), c01 = c00, c02 = c00, c03 = c00;
      let c10 = c00, c11 = c00, c12 = c00, c13 = c00;
      let c20 = c00, c21 = c00, c22 = c00, c23 = c00;
      let c30 = c00, c31 = c00, c32 = c00, c33 = c00;
      if (add) {
        c00 = v128.load(o0, 0);
        c01 = v128.load(o0, 16);
        c10 = v128.load(o1, 0);
        c11 = v128.load(o1, 16);
        c20 = v128.load(o2, 0);
        c21 = v128.load(o2, 16);
        c30 = v128.load(o3, 0);
        c31 = v128.load(o3, 16);
        if (wide) {
          c02 = v128.load(o0, 32);
          c03 = v128.load(o0, 48);
          c12 = v128.load(o1, 32);
          c13 = v128.load(o1, 48);
          c22 = v128.load(o2, 32);
          c23 = v128.load(o2, 48);
          c32 = v128.load(o3, 32);
          c33 = v128.load(o3, 48);
        }
      }
      for (let table = rowOffsets; table != rowTableEnd; table += 4) {
        const offset = <usize>load<i32>(table);
        const q = dn + <usize>load<i32>(table + dStep);
        const b0 = v128.load(q, 0), b1 = v128.load(q, 16);
        let b2 = b0, b3 = b1;
        if (wide) {
          b2 = v128.load(q, 32);
          b3 = v128.load(q, 48);
        }
        let x = v128.load32_splat(a0 + offset);
        c00 = madd(x, b0, c00);
        c01 = madd(x, b1, c01);
        if (wide) {
          c02 = madd(x, b2, c02);
          c03 = madd(x, b3, c03);
        }
        x = v128.load32_splat(a1 + offset);
        c10 = madd(x, b0, c10);
        c11 = madd(x, b1, c11);
        if (wide) {
          c12 = madd(x, b2, c12);
          c13 = madd(x, b3, c13);
        }
        x = v128.load32_splat(a2 + offset);
        c20 = madd(x, b0, c20);
        c21 = madd(x, b1, c21);
        if (wide) {
          c22 = madd(x, b2, c22);
          c23 = madd(x, b3, c23);
        }
        x = v128.load32_splat(a3 + offset);
        c30 = madd(x, b0, c30);
        c31 = madd(x, b1, c31);
        if (wide) {
          c32 = madd(x, b2, c32);
          c33 = madd(x, b3, c33);
        }
      }
      storeRow(o0, c00, c01, c02, c03);
      storeRow(o1, c10, c11, c12, c13);
      storeRow(o2, c20, c21, c22, c23);
      storeRow(o3, c30, c31, c32, c33);
    }
  }
}

/** C[n] = (add ? C[n] : 0) + Σ_row D[row, n]: the bias's gradient. columns a multiple of 4. */
export function columnSums(rows: i32, d: usize, dOffsets: usize, columns: i32, out: usize, add: bool): void {
  const end = dOffsets + (<usize>rows << 2);
  for (let n = 0; n < columns; n += 4) {
    const dn = d + (<usize>n << 2);
    const to = out + (<usize>n << 2);
    let sum = add ? v128.load(to) : f32x4.splat(0);
    for (let table = dOffsets; table != end; table += 4) sum = f32x4.add(sum, v128.load(dn + <usize>load<i32>(table)));
    v128.store(to, sum);
  }
}

/** Lays weights [k, n] into B's panels for `product`. */
export function packForward(weights: usize, depth: i32, columns: i32, b: usize): void {
  for (let first = 0; first < columns; first += TILE_COLUMNS) {
    const width = min(TILE_COLUMNS, columns - first);
    for (let k = 0; k < depth; k++) {
      memory.copy(b, weights + (<usize>(k * columns + first) << 2), <usize>width << 2);
      b += TILE_COLUMNS << 2;
    }
  }
}

/**
 * Lays weights [taps, inputs, outputs] into B's panels for the input's gradient: B[t·outputs + o, i] = W[tap(t), i, o],
 * for the taps that `tapList` names, in that order.
 */
export function packBackward(weights: usize, tapList: usize, taps: i32, inputs: i32, outputs: i32, b: usize): void {
  for (let first = 0; first < inputs; first += TILE_COLUMNS) {
    const width = min(TILE_COLUMNS, inputs - first);
    for (let t = 0; t < taps; t++) {
      const tap = load<i32>(tapList + (<usize>t << 2));
      for (let o = 0; o < outputs; o++) {
        for (let i = 0; i < width; i++) {
          store<f32>(b + (<usize>i << 2), load<f32>(weights + (<usize>((tap * inputs + first + i) * outputs + o) << 2)));
        }
        b += TILE_COLUMNS << 2;
      }
    }
  }
}
