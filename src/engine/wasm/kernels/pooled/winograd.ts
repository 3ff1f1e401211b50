// 2×2 and 3×3 kernels of stride 1 on many channels: one pooling window is one Winograd tile.
//
// F(2×2, 2×2) and F(2×2, 3×3) of Winograd 1980 (Lavin & Gray 2016, section 4): the window's four pixels from 9 products
// rather than 16, from 16 rather than 36. Along one axis, with inputs d, kernel g and outputs y0 y1:
//
//   2   m0 = (d0 - d1)·g0    m1 = d1·(g0 + g1)                m2 = (d1 - d2)·g1
//       y0 = m0 + m1         y1 = m1 - m2
//   3   m0 = (d0 - d2)·g0    m1 = (d1 + d2)·(g0 + g1 + g2)/2  m2 = (d2 - d1)·(g0 - g1 + g2)/2    m3 = (d1 - d3)·g2
//       y0 = m0 + m1 + m2    y1 = m1 - m2 - m3
//
//   side      kernel + 1: of the patch that a window sees, and of its products
//   scratch │ V [4 windows][side²][inputs] │ M [side²][4 windows][TILE_COLUMNS] │ tile [4 pixels][TILE_COLUMNS] │ offsets, places
//   U         [panels][side²][inputs][TILE_COLUMNS]
import { productTile } from '../product';
import { TILE_COLUMNS, wide } from '../vector';
import { poolTile8 } from './window';

/**
 * As `pooledProduct`, for a kernel of stride 1, side - 1 high and wide; rowBytes and pixelBytes are the input's, u its
 * kernel transformed. Where blank isn't 0, it is the input of an image whose output, blankOut, is known: a window that
 * sees the same patch as there takes what came out of it, the same bits.
 */
export function pooledWinograd(
  side: i32, images: i32, windows: i32, a: usize, imageBytes: usize, rowBytes: usize, pixelBytes: usize, rowOffsets: usize,
  inputs: i32, u: usize, panels: i32, zeros: usize, bias: usize, out: usize, outImage: usize, outOffsets: usize,
  winners: usize, stride: i32, channels: i32, keys: usize, threshold: i32, scale: f32, scratch: usize,
  blank: usize, blankOut: usize,
): void {
  const positions = side * side;
  const inputBytes = <usize>inputs << 2;
  const tileRow: usize = <usize>TILE_COLUMNS << 2;
  const vBytes = <usize>positions * inputBytes;
  const m = scratch + 4 * vBytes;
  const tile = m + <usize>(4 * positions) * tileRow;
  const offsets = tile + 4 * tileRow; // of V's windows, as productTile wants them; then one tap at 0
  const places = offsets + 32; // [4] of (image, window): what the tile holds
  for (let window = 0; window < 4; window++) store<i32>(offsets + (<usize>window << 2), window * <i32>vBytes);
  store<i32>(offsets, 0, 16);
  const total = images * windows;
  let next = 0;
  while (next < total) {
    let count = 0;
    while (count < 4 && next < total) {
      const image = next / windows;
      const window = next % windows;
      next++;
      const offset = <usize>load<i32>(rowOffsets + (<usize>window << 4));
      const patch = a + <usize>image * imageBytes + offset;
      if (blank && isSamePatch(side, patch, blank + offset, rowBytes, pixelBytes)) {
        const to = <usize>load<i32>(outOffsets + (<usize>window << 2));
        memory.copy(out + <usize>image * outImage + to, blankOut + to, <usize>stride << 2);
        continue;
      }
      const v = scratch + <usize>count * vBytes;
      if (side == 3) transformPatch3(patch, rowBytes, pixelBytes, inputBytes, v);
      else transformPatch4(patch, rowBytes, pixelBytes, inputBytes, v);
      store<i32>(places + (<usize>count << 3), image);
      store<i32>(places + (<usize>count << 3), window, 4);
      count++;
    }
    if (count == 0) return;
    for (let panel = 0; panel < panels; panel++) {
      const column = panel * TILE_COLUMNS;
      const from = u + <usize>panel * vBytes * TILE_COLUMNS;
      for (let position = 0; position < positions; position++) {
        const to = m + <usize>(4 * position) * tileRow;
        productTile(
          scratch + <usize>position * inputBytes, offsets, offsets + 4, offsets + 8, offsets + 12, 1, offsets + 16, inputs,
          from + <usize>position * inputBytes * TILE_COLUMNS, zeros, 0, to, to + tileRow, to + 2 * tileRow, to + 3 * tileRow,
        );
      }
      for (let i = 0; i < count; i++) {
        const image = load<i32>(places + (<usize>i << 3));
        const window = load<i32>(places + (<usize>i << 3), 4);
        if (side == 3) transformProducts3(m + <usize>i * tileRow, tileRow, bias + (<usize>column << 2), tile);
        else transformProducts4(m + <usize>i * tileRow, tileRow, bias + (<usize>column << 2), tile);
        const keyA = load<i32>(keys + (<usize>image << 3));
        const keyB = i32x4.splat(load<i32>(keys + (<usize>image << 3), 4));
        const to = out + <usize>image * outImage + <usize>load<i32>(outOffsets + (<usize>window << 2)) + (<usize>column << 2);
        const winner = winners ? winners + <usize>((image * windows + window) * stride + column) : 0;
        const counter = keyA + ((window * channels + column) >> 1);
        poolTile8(tile, tileRow, to, winner, counter, keyB, threshold, scale);
        if (wide) poolTile8(tile + 32, tileRow, to + 32, winner ? winner + 8 : 0, counter + 4, keyB, threshold, scale);
      }
    }
  }
}

/** Whether two patches, `side` pixels high and wide, hold the same bits. Inputs are a multiple of 4. */
// @ts-ignore: decorator
@inline
function isSamePatch(side: i32, a: usize, b: usize, rowBytes: usize, pixelBytes: usize): bool {
  const length = <usize>side * pixelBytes;
  for (let row = 0; row < side; row++) {
    for (let at: usize = 0; at < length; at += 16) {
      if (v128.any_true(v128.xor(v128.load(a + at), v128.load(b + at)))) return false;
    }
    a += rowBytes;
    b += rowBytes;
  }
  return true;
}

/** A 3×3 patch of every input channel into its nine places of V. */
// @ts-ignore: decorator
@inline
function transformPatch3(patch: usize, rowBytes: usize, pixelBytes: usize, inputBytes: usize, v: usize): void {
  for (let c: usize = 0; c < inputBytes; c += 16) {
    const row0 = patch + c;
    const row1 = row0 + rowBytes;
    const row2 = row1 + rowBytes;
    const to = v + c;
    const a1 = v128.load(row0 + pixelBytes);
    const b1 = v128.load(row1 + pixelBytes);
    const c1 = v128.load(row2 + pixelBytes);
    const a0 = f32x4.sub(v128.load(row0), a1);
    const b0 = f32x4.sub(v128.load(row1), b1);
    const c0 = f32x4.sub(v128.load(row2), c1);
    const a2 = f32x4.sub(a1, v128.load(row0 + 2 * pixelBytes));
    const b2 = f32x4.sub(b1, v128.load(row1 + 2 * pixelBytes));
    const c2 = f32x4.sub(c1, v128.load(row2 + 2 * pixelBytes));
    v128.store(to, f32x4.sub(a0, b0));
    v128.store(to + inputBytes, f32x4.sub(a1, b1));
    v128.store(to + 2 * inputBytes, f32x4.sub(a2, b2));
    v128.store(to + 3 * inputBytes, b0);
    v128.store(to + 4 * inputBytes, b1);
    v128.store(to + 5 * inputBytes, b2);
    v128.store(to + 6 * inputBytes, f32x4.sub(b0, c0));
    v128.store(to + 7 * inputBytes, f32x4.sub(b1, c1));
    v128.store(to + 8 * inputBytes, f32x4.sub(b2, c2));
  }
}

/** Its products, 4·tileRow bytes apart, into a window's four pixels. */
// @ts-ignore: decorator
@inline
function transformProducts3(m: usize, tileRow: usize, bias: usize, tile: usize): void {
  const step = 4 * tileRow;
  for (let c: usize = 0; c < tileRow; c += 16) {
    const at = m + c;
    const a1 = v128.load(at + step);
    const b1 = v128.load(at + 4 * step);
    const c1 = v128.load(at + 7 * step);
    const left0 = f32x4.add(v128.load(at), a1);
    const left1 = f32x4.add(v128.load(at + 3 * step), b1);
    const left2 = f32x4.add(v128.load(at + 6 * step), c1);
    const right0 = f32x4.sub(a1, v128.load(at + 2 * step));
    const right1 = f32x4.sub(b1, v128.load(at + 5 * step));
    const right2 = f32x4.sub(c1, v128.load(at + 8 * step));
    const shift = v128.load(bias + c);
    v128.store(tile + c, f32x4.add(f32x4.add(left0, left1), shift));
    v128.store(tile + c + tileRow, f32x4.add(f32x4.add(right0, right1), shift));
    v128.store(tile + c + 2 * tileRow, f32x4.add(f32x4.sub(left1, left2), shift));
    v128.store(tile + c + 3 * tileRow, f32x4.add(f32x4.sub(right1, right2), shift));
  }
}

/** A 4×4 patch of every input channel into its sixteen places of V. */
// @ts-ignore: decorator
@inline
function transformPatch4(patch: usize, rowBytes: usize, pixelBytes: usize, inputBytes: usize, v: usize): void {
  const row1 = patch + rowBytes, row2 = row1 + rowBytes, row3 = row2 + rowBytes;
  const vRow = 4 * inputBytes;
  for (let c: usize = 0; c < inputBytes; c += 16) {
    patchRow4(false, patch + c, row2 + c, pixelBytes, inputBytes, v + c);
    patchRow4(true, row1 + c, row2 + c, pixelBytes, inputBytes, v + c + vRow);
    patchRow4(false, row2 + c, row1 + c, pixelBytes, inputBytes, v + c + 2 * vRow);
    patchRow4(false, row1 + c, row3 + c, pixelBytes, inputBytes, v + c + 3 * vRow);
  }
}

/** Two rows of the patch, added or the second taken from the first, into a row of V. */
// @ts-ignore: decorator
@inline
function patchRow4(adds: bool, a: usize, b: usize, pixelBytes: usize, inputBytes: usize, v: usize): void {
  const b0 = v128.load(b), b1 = v128.load(b + pixelBytes);
  const b2 = v128.load(b + 2 * pixelBytes), b3 = v128.load(b + 3 * pixelBytes);
  const a0 = v128.load(a), a1 = v128.load(a + pixelBytes);
  const a2 = v128.load(a + 2 * pixelBytes), a3 = v128.load(a + 3 * pixelBytes);
  const d0 = adds ? f32x4.add(a0, b0) : f32x4.sub(a0, b0);
  const d1 = adds ? f32x4.add(a1, b1) : f32x4.sub(a1, b1);
  const d2 = adds ? f32x4.add(a2, b2) : f32x4.sub(a2, b2);
  const d3 = adds ? f32x4.add(a3, b3) : f32x4.sub(a3, b3);
  v128.store(v, f32x4.sub(d0, d2));
  v128.store(v + inputBytes, f32x4.add(d1, d2));
  v128.store(v + 2 * inputBytes, f32x4.sub(d2, d1));
  v128.store(v + 3 * inputBytes, f32x4.sub(d1, d3));
}

/** Sixteen products, as `transformProducts3`. */
// @ts-ignore: decorator
@inline
function transformProducts4(m: usize, tileRow: usize, bias: usize, tile: usize): void {
  const step = 4 * tileRow;
  for (let c: usize = 0; c < tileRow; c += 16) {
    const at0 = m + c, at1 = at0 + 4 * step, at2 = at1 + 4 * step, at3 = at2 + 4 * step;
    const shift = v128.load(bias + c);
    const left1 = left4(at1, step), left2 = left4(at2, step);
    v128.store(tile + c, f32x4.add(f32x4.add(f32x4.add(left4(at0, step), left1), left2), shift));
    v128.store(tile + c + 2 * tileRow, f32x4.add(f32x4.sub(f32x4.sub(left1, left2), left4(at3, step)), shift));
    const right1 = right4(at1, step), right2 = right4(at2, step);
    v128.store(tile + c + tileRow, f32x4.add(f32x4.add(f32x4.add(right4(at0, step), right1), right2), shift));
    v128.store(tile + c + 3 * tileRow, f32x4.add(f32x4.sub(f32x4.sub(right1, right2), right4(at3, step)), shift));
  }
}

// @ts-ignore: decorator
@inline
function left4(at: usize, step: usize): v128 {
  return f32x4.add(f32x4.add(v128.load(at), v128.load(at + step)), v128.load(at + 2 * step));
}

// @ts-ignore: decorator
@inline
function right4(at: usize, step: usize): v128 {
  return f32x4.sub(f32x4.sub(v128.load(at + step), v128.load(at + 2 * step)), v128.load(at + 3 * step));
}

/** U from a kernel [side - 1, side - 1, inputs, outputs]; columns past the last stay 0. */
export function packWinograd(side: i32, weights: usize, inputs: i32, outputs: i32, u: usize): void {
  const tap = <usize>(inputs * outputs) << 2;
  const row = <usize>(side - 1) * tap;
  const place = <usize>(inputs * TILE_COLUMNS) << 2;
  for (let first = 0; first < outputs; first += TILE_COLUMNS) {
    for (let i = 0; i < inputs; i++) {
      for (let n = 0; n < TILE_COLUMNS && first + n < outputs; n += 4) {
        const at = weights + (<usize>(i * outputs + first + n) << 2);
        const lanes = outputs - first - n;
        let to = u + (<usize>(i * TILE_COLUMNS + n) << 2);
        for (let y = 0; y < side; y++) {
          const column0 = alongY(side, y, at, row, lanes);
          const column1 = alongY(side, y, at + tap, row, lanes);
          const column2 = side == 3 ? column1 : alongY(side, y, at + 2 * tap, row, lanes);
          for (let x = 0; x < side; x++) {
            v128.store(to, combine(side, x, column0, column1, column2));
            to += place;
          }
        }
      }
    }
    u += <usize>(side * side) * place;
  }
}

// @ts-ignore: decorator
@inline
function alongY(side: i32, y: i32, at: usize, row: usize, lanes: i32): v128 {
  const g0 = load4(at, lanes);
  const g1 = load4(at + row, lanes);
  return combine(side, y, g0, g1, side == 3 ? g1 : load4(at + 2 * row, lanes));
}

/** Kernels g0 g1 (g2) as the position's factor takes them. */
// @ts-ignore: decorator
@inline
function combine(side: i32, position: i32, g0: v128, g1: v128, g2: v128): v128 {
  if (position == 0) return g0;
  if (position == side - 1) return g2;
  if (side == 3) return f32x4.add(g0, g1);
  const ends = f32x4.add(g0, g2);
  return f32x4.mul(position == 1 ? f32x4.add(ends, g1) : f32x4.sub(ends, g1), f32x4.splat(0.5));
}

/** Four floats, or as many as there are and zeros. */
// @ts-ignore: decorator
@inline
function load4(at: usize, lanes: i32): v128 {
  if (lanes >= 4) return v128.load(at);
  let four = v128.load32_zero(at);
  if (lanes > 1) four = v128.load32_lane(at, four, 1, 4);
  if (lanes > 2) four = v128.load32_lane(at, four, 2, 8);
  return four;
}
