// A convolution with relu under 2×2 max-pooling, with or without dropout: the block of the tutorial's network.
//
//   forward   a register tile is one pooling window: its four rows become the pooled value and the winner's place,
//             and the convolution's full output is never stored
//   backward  only winners that survived relu and dropout have a gradient; nothing else is visited
//
//   winner │ one byte for each pooled value: 0 1 │ which of the window's pixels won, the first in row-major order
//          │                                2 3 │ where several are the largest; DEAD where relu or dropout gave 0
//
// Reference loops: poolForward, activationForward and convForward of the reference engine, one after the other.
import { mix4 } from './random';
import { madd, TILE_COLUMNS, wide } from './vector';
import { productTile } from './product';

const DEAD: i32 = 255;

/**
 * pooled[window, n] = kept · scale · max(0, max over the window's pixels of (A·B + bias)[pixel, n]), and its winner.
 *   rowOffsets  [4 · windows] of one image, window by window      A, B, bias as `product`
 *   pooled      out + outOffsets[window] + 4n                     winners [images, windows, stride] bytes, or 0
 *   keys        [images] of (a, b), the dropout's streams; threshold 0: none
 *   channels    that dropout counts; a multiple of 8 where there is dropout
 *   scratch     a tile of this worker's
 *   order, patch…  as `orderWindows`: where a window sees only zeros, its four pixels are the bias
 */
export function pooledProduct(
  images: i32, windows: i32, a: usize, imageBytes: usize, rowOffsets: usize, taps: i32, tapOffsets: usize, depth: i32,
  b: usize, panels: i32, bias: usize, out: usize, outImage: usize, outOffsets: usize, winners: usize, stride: i32,
  channels: i32, keys: usize, threshold: i32, scale: f32, scratch: usize,
  order: usize, rowBytes: usize, patchRows: i32, patchFloats: i32,
): void {
  const panelBytes: usize = <usize>(taps * depth * TILE_COLUMNS) << 2;
  const tileRow: usize = <usize>TILE_COLUMNS << 2;
  for (let image = 0; image < images; image++) {
    const keyA = load<i32>(keys + (<usize>image << 3));
    const keyB = i32x4.splat(load<i32>(keys + (<usize>image << 3), 4));
    const seeing = orderWindows(a, windows, rowOffsets, rowBytes, patchRows, patchFloats, order);
    for (let panel = 0; panel < panels; panel++) {
      const column = panel * TILE_COLUMNS;
      const panelAt = b + <usize>panel * panelBytes;
      let blankAt: usize = 0; // the output and the winners of the first window that sees nothing
      let blankWinner: usize = 0;
      for (let i = 0; i < windows; i++) {
        const window = load<i32>(order + (<usize>i << 2));
        const to = out + <usize>load<i32>(outOffsets + (<usize>window << 2)) + (<usize>column << 2);
        const winner = winners ? winners + <usize>(window * stride + column) : 0;
        if (i < seeing) {
          const rows = rowOffsets + (<usize>window << 4);
          productTile(
            a, rows, rows + 4, rows + 8, rows + 12, taps, tapOffsets, depth, panelAt, bias, <usize>column << 2,
            scratch, scratch + tileRow, scratch + 2 * tileRow, scratch + 3 * tileRow,
          );
        } else if (i == seeing) {
          for (let row = 0; row < 4; row++) memory.copy(scratch + <usize>row * tileRow, bias + (<usize>column << 2), tileRow);
          blankAt = to;
          blankWinner = winner;
        } else if (!threshold) {
          for (let c: usize = 0; c < tileRow; c += 16) v128.store(to + c, v128.load(blankAt + c));
          if (winner) {
            store<u64>(winner, load<u64>(blankWinner));
            if (wide) store<u64>(winner, load<u64>(blankWinner, 8), 8);
          }
          continue;
        }
        const counter = keyA + ((window * channels + column) >> 1);
        poolTile8(scratch, tileRow, to, winner, counter, keyB, threshold, scale);
        if (wide) poolTile8(scratch + 32, tileRow, to + 32, winner ? winner + 8 : 0, counter + 4, keyB, threshold, scale);
      }
    }
    a += imageBytes;
    out += outImage;
    if (winners) winners += <usize>(windows * stride);
  }
}

/**
 * Lists an image's windows: first those that see anything but 0, then the others, as most of a drawn digit's are. A
 * window sees patchRows rows of patchFloats floats; where patchRows is 0, all are taken to see something.
 * → how many those are; order [windows]
 */
function orderWindows(
  a: usize, windows: i32, rowOffsets: usize, rowBytes: usize, patchRows: i32, patchFloats: i32, order: usize,
): i32 {
  let seeing = 0;
  let blank = windows;
  for (let window = 0; window < windows; window++) {
    let row = a + <usize>load<i32>(rowOffsets + (<usize>window << 4));
    let seen = patchRows == 0;
    for (let y = 0; y < patchRows && !seen; y++) {
      let i = 0;
      for (; i + 4 <= patchFloats; i += 4) seen = seen || v128.any_true(v128.load(row + (<usize>i << 2)));
      for (; i < patchFloats; i++) seen = seen || load<f32>(row + (<usize>i << 2)) != 0;
      row += rowBytes;
    }
    const place = seen ? seeing++ : --blank;
    store<i32>(order + (<usize>place << 2), window);
  }
  return seeing;
}

/**
 * As `pooledProduct`, for a 2×2 kernel of stride 1 on one channel: the kernel stays in registers, and a window's nine
 * pixels are read once. Where all are 0, as most of a drawn digit's are, the products are left out: they would not
 * change a bit. Sums in the same order.
 */
export function pooledImage(
  images: i32, windows: i32, a: usize, imageBytes: usize, rowBytes: usize, rowOffsets: usize,
  b: usize, bias: usize, out: usize, outImage: usize, outOffsets: usize, winners: usize, stride: i32,
  channels: i32, keys: usize, threshold: i32, scale: f32,
): void {
  const tileRow: usize = <usize>TILE_COLUMNS << 2;
  for (let image = 0; image < images; image++) {
    const keyA = load<i32>(keys + (<usize>image << 3));
    const keyB = i32x4.splat(load<i32>(keys + (<usize>image << 3), 4));
    for (let column = 0; column < stride; column += 8) {
      const k = b + 4 * tileRow * <usize>(column / TILE_COLUMNS) + (<usize>(column % TILE_COLUMNS) << 2);
      const k00 = v128.load(k, 0), k01 = v128.load(k, 16);
      const k10 = v128.load(k + tileRow, 0), k11 = v128.load(k + tileRow, 16);
      const k20 = v128.load(k + 2 * tileRow, 0), k21 = v128.load(k + 2 * tileRow, 16);
      const k30 = v128.load(k + 3 * tileRow, 0), k31 = v128.load(k + 3 * tileRow, 16);
      const shift0 = v128.load(bias + (<usize>column << 2), 0), shift1 = v128.load(bias + (<usize>column << 2), 16);
      const rest0 = f32x4.max(shift0, f32x4.splat(0)), rest1 = f32x4.max(shift1, f32x4.splat(0));
      for (let window = 0; window < windows; window++) {
        const row0 = a + <usize>load<i32>(rowOffsets + (<usize>window << 4));
        const row1 = row0 + rowBytes;
        const row2 = row1 + rowBytes;
        const to = out + <usize>load<i32>(outOffsets + (<usize>window << 2)) + (<usize>column << 2);
        const counter = keyA + ((window * channels + column) >> 1);
        const winner = winners ? winners + <usize>(window * stride + column) : 0;
        if (isBlank(row0, row1, row2)) {
          if (!winner && !threshold) {
            v128.store(to, rest0, 0);
            v128.store(to, rest1, 16);
            continue;
          }
          pool8(
            shift0, shift1, shift0, shift1, shift0, shift1, shift0, shift1, to, winner, counter, keyB, threshold, scale,
          );
          continue;
        }
        let x = v128.load32_splat(row0, 0);
        let a0 = madd(x, k00, shift0), a1 = madd(x, k01, shift1);
        x = v128.load32_splat(row0, 4);
        a0 = madd(x, k10, a0);
        a1 = madd(x, k11, a1);
        let b0 = madd(x, k00, shift0), b1 = madd(x, k01, shift1);
        x = v128.load32_splat(row0, 8);
        b0 = madd(x, k10, b0);
        b1 = madd(x, k11, b1);
        x = v128.load32_splat(row1, 0);
        a0 = madd(x, k20, a0);
        a1 = madd(x, k21, a1);
        let c0 = madd(x, k00, shift0), c1 = madd(x, k01, shift1);
        x = v128.load32_splat(row1, 4);
        a0 = madd(x, k30, a0);
        a1 = madd(x, k31, a1);
        b0 = madd(x, k20, b0);
        b1 = madd(x, k21, b1);
        c0 = madd(x, k10, c0);
        c1 = madd(x, k11, c1);
        let d0 = madd(x, k00, shift0), d1 = madd(x, k01, shift1);
        x = v128.load32_splat(row1, 8);
        b0 = madd(x, k30, b0);
        b1 = madd(x, k31, b1);
        d0 = madd(x, k10, d0);
        d1 = madd(x, k11, d1);
        x = v128.load32_splat(row2, 0);
        c0 = madd(x, k20, c0);
        c1 = madd(x, k21, c1);
        x = v128.load32_splat(row2, 4);
        c0 = madd(x, k30, c0);
        c1 = madd(x, k31, c1);
        d0 = madd(x, k20, d0);
        d1 = madd(x, k21, d1);
        x = v128.load32_splat(row2, 8);
        d0 = madd(x, k30, d0);
        d1 = madd(x, k31, d1);
        pool8(a0, a1, b0, b1, c0, c1, d0, d1, to, winner, counter, keyB, threshold, scale);
      }
    }
    a += imageBytes;
    out += outImage;
    if (winners) winners += <usize>(windows * stride);
  }
}

// ── 2×2 and 3×3 kernels: one pooling window is one Winograd tile ─────────────────────────────────────────────────────
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

/** `pool8` of eight columns of a tile in memory. */
// @ts-ignore: decorator
@inline
function poolTile8(
  tile: usize, tileRow: usize, to: usize, winner: usize, counter: i32, keyB: v128, threshold: i32, scale: f32,
): void {
  const row1 = tile + tileRow, row2 = row1 + tileRow, row3 = row2 + tileRow;
  pool8(
    v128.load(tile, 0), v128.load(tile, 16), v128.load(row1, 0), v128.load(row1, 16),
    v128.load(row2, 0), v128.load(row2, 16), v128.load(row3, 0), v128.load(row3, 16),
    to, winner, counter, keyB, threshold, scale,
  );
}

/** Eight columns of a window's four pixels a b c d: the largest, the first that holds it, relu and dropout. */
// @ts-ignore: decorator
@inline
function pool8(
  a0: v128, a1: v128, b0: v128, b1: v128, c0: v128, c1: v128, d0: v128, d1: v128,
  to: usize, winner: usize, counter: i32, keyB: v128, threshold: i32, scale: f32,
): void {
  let largest0 = f32x4.max(f32x4.max(a0, b0), f32x4.max(c0, d0));
  let largest1 = f32x4.max(f32x4.max(a1, b1), f32x4.max(c1, d1));
  let dead0 = f32x4.le(largest0, f32x4.splat(0));
  let dead1 = f32x4.le(largest1, f32x4.splat(0));
  const value0 = largest0, value1 = largest1;
  if (threshold) {
    const bits = mix4(i32x4.add(i32x4.splat(counter), i32x4(0, 1, 2, 3)), keyB);
    const dropped = i16x8.lt_u(bits, i16x8.splat(<i16>threshold));
    dead0 = v128.or(dead0, i32x4.extend_low_i16x8_s(dropped));
    dead1 = v128.or(dead1, i32x4.extend_high_i16x8_s(dropped));
    largest0 = f32x4.mul(largest0, f32x4.splat(scale));
    largest1 = f32x4.mul(largest1, f32x4.splat(scale));
  }
  v128.store(to, v128.andnot(largest0, dead0), 0);
  v128.store(to, v128.andnot(largest1, dead1), 16);
  if (!winner) return; // nobody goes back
  const place0 = place(a0, b0, c0, value0);
  const place1 = place(a1, b1, c1, value1);
  const places = i16x8.narrow_i32x4_s(v128.or(place0, dead0), v128.or(place1, dead1));
  v128.store64_lane(winner, i8x16.narrow_i16x8_s(places, places), 0); // dead: -1, the byte 255
}

/** 0, 1 or 2 where a, b or c is the first that equals the largest, else 3. */
// @ts-ignore: decorator
@inline
function place(a: v128, b: v128, c: v128, largest: v128): v128 {
  const notA = f32x4.ne(a, largest);
  const notB = v128.and(notA, f32x4.ne(b, largest));
  const notC = v128.and(notB, f32x4.ne(c, largest));
  return i32x4.neg(i32x4.add(notA, i32x4.add(notB, notC))); // masks are -1
}

/**
 * d := winner dead ? 0 : d·scale, in place: through dropout and relu. Adds its sum over windows to biasGradient [stride]
 * (or sets it, where add is false).
 */
export function winnersGradient(
  images: i32, rows: i32, columns: i32, stride: i32, winners: usize, d: usize, dRow: usize, dImage: usize, scale: f32,
  biasGradient: usize, add: bool,
): void {
  const pixel = <usize>stride << 2;
  if (!add) memory.fill(biasGradient, 0, pixel);
  const scales = f32x4.splat(scale);
  for (let image = 0; image < images; image++) {
    for (let row = 0; row < rows; row++) {
      let at = d + <usize>row * dRow;
      for (let column = 0; column < columns; column++) {
        for (let c: usize = 0; c < pixel; c += 32) {
          const alive = i16x8.extend_low_i8x16_s(i8x16.ne(v128.load64_zero(winners), i8x16.splat(<i8>DEAD)));
          const low = v128.and(f32x4.mul(v128.load(at + c, 0), scales), i32x4.extend_low_i16x8_s(alive));
          const high = v128.and(f32x4.mul(v128.load(at + c, 16), scales), i32x4.extend_high_i16x8_s(alive));
          v128.store(at + c, low, 0);
          v128.store(at + c, high, 16);
          v128.store(biasGradient + c, f32x4.add(v128.load(biasGradient + c, 0), low), 0);
          v128.store(biasGradient + c, f32x4.add(v128.load(biasGradient + c, 16), high), 16);
          winners += 8;
        }
        at += pixel;
      }
    }
    d += dImage;
  }
}

/**
 * The weights' gradient of a shallow convolution, one with few inputs: C[k, n] += Σ_window A[winning pixel, k]·D[window, n].
 * Dense over the window's four pixels, with D taken where it won; D is 0 where its winner is dead.
 *   A[row, k]  a + rowOffsets[row] + kOffsets[k], rows four to a window      D  d + dOffsets[window] + 4n
 *   C[k, n]    out + 4·(k·stride + n)      order, patch…  as `orderWindows`: a window that sees only zeros adds nothing
 */
export function pooledWeightProduct(
  depth: i32, a: usize, kOffsets: usize, windows: i32, rowOffsets: usize, d: usize, dOffsets: usize, winners: usize,
  stride: i32, out: usize, add: bool, order: usize, rowBytes: usize, patchRows: i32, patchFloats: i32,
): void {
  const seeing = orderWindows(a, windows, rowOffsets, rowBytes, patchRows, patchFloats, order);
  for (let n = 0; n < stride; n += 8) {
    for (let k = 0; k < depth; k += 4) {
      const k1 = min(k + 1, depth - 1), k2 = min(k + 2, depth - 1), k3 = min(k + 3, depth - 1);
      const a0 = a + <usize>load<i32>(kOffsets + (<usize>k << 2));
      const a1 = a + <usize>load<i32>(kOffsets + (<usize>k1 << 2));
      const a2 = a + <usize>load<i32>(kOffsets + (<usize>k2 << 2));
      const a3 = a + <usize>load<i32>(kOffsets + (<usize>k3 << 2));
      const o0 = out + (<usize>(k * stride + n) << 2);
      const o1 = out + (<usize>(k1 * stride + n) << 2);
      const o2 = out + (<usize>(k2 * stride + n) << 2);
      const o3 = out + (<usize>(k3 * stride + n) << 2);
      const zero = f32x4.splat(0);
      let c00 = zero, c01 = zero, c10 = zero, c11 = zero, c20 = zero, c21 = zero, c30 = zero, c31 = zero;
      if (add) {
        c00 = v128.load(o0, 0);
        c01 = v128.load(o0, 16);
        c10 = v128.load(o1, 0);
        c11 = v128.load(o1, 16);
        c20 = v128.load(o2, 0);
        c21 = v128.load(o2, 16);
        c30 = v128.load(o3, 0);
        c31 = v128.load(o3, 16);
      }
      for (let i = 0; i < seeing; i++) {
        const window = load<i32>(order + (<usize>i << 2));
        const place = i16x8.extend_low_i8x16_s(v128.load64_zero(winners + <usize>(window * stride + n)));
        const places = i32x4.extend_low_i16x8_s(place);
        const placesHigh = i32x4.extend_high_i16x8_s(place);
        const from = d + <usize>load<i32>(dOffsets + (<usize>window << 2)) + (<usize>n << 2);
        const low = v128.load(from, 0), high = v128.load(from, 16);
        for (let pixel = 0; pixel < 4; pixel++) {
          const offset = <usize>load<i32>(rowOffsets + (<usize>(4 * window + pixel) << 2));
          const d0 = v128.and(low, i32x4.eq(places, i32x4.splat(pixel)));
          const d1 = v128.and(high, i32x4.eq(placesHigh, i32x4.splat(pixel)));
          let x = v128.load32_splat(a0 + offset);
          c00 = madd(x, d0, c00);
          c01 = madd(x, d1, c01);
          x = v128.load32_splat(a1 + offset);
          c10 = madd(x, d0, c10);
          c11 = madd(x, d1, c11);
          x = v128.load32_splat(a2 + offset);
          c20 = madd(x, d0, c20);
          c21 = madd(x, d1, c21);
          x = v128.load32_splat(a3 + offset);
          c30 = madd(x, d0, c30);
          c31 = madd(x, d1, c31);
        }
      }
      v128.store(o0, c00, 0);
      v128.store(o0, c01, 16);
      v128.store(o1, c10, 0);
      v128.store(o1, c11, 16);
      v128.store(o2, c20, 0);
      v128.store(o2, c21, 16);
      v128.store(o3, c30, 0);
      v128.store(o3, c31, 16);
    }
  }
}

/**
 * As `pooledWeightProduct`, for a 2×2 kernel of stride 1 on one channel: nine pixels a window, and none where all are 0.
 *   out  [4, stride]
 */
export function pooledImageWeights(
  a: usize, rowBytes: usize, windows: i32, rowOffsets: usize, d: usize, dOffsets: usize, winners: usize,
  stride: i32, out: usize, add: bool,
): void {
  const outRow = <usize>stride << 2;
  for (let n = 0; n < stride; n += 8) {
    const o0 = out + (<usize>n << 2), o1 = o0 + outRow, o2 = o1 + outRow, o3 = o2 + outRow;
    const zero = f32x4.splat(0);
    let c00 = zero, c01 = zero, c10 = zero, c11 = zero, c20 = zero, c21 = zero, c30 = zero, c31 = zero;
    if (add) {
      c00 = v128.load(o0, 0);
      c01 = v128.load(o0, 16);
      c10 = v128.load(o1, 0);
      c11 = v128.load(o1, 16);
      c20 = v128.load(o2, 0);
      c21 = v128.load(o2, 16);
      c30 = v128.load(o3, 0);
      c31 = v128.load(o3, 16);
    }
    for (let window = 0; window < windows; window++) {
      const row0 = a + <usize>load<i32>(rowOffsets + (<usize>window << 4));
      const row1 = row0 + rowBytes;
      const row2 = row1 + rowBytes;
      if (isBlank(row0, row1, row2)) continue;
      const places = i16x8.extend_low_i8x16_s(v128.load64_zero(winners + <usize>(window * stride + n)));
      const p0 = i32x4.extend_low_i16x8_s(places), p1 = i32x4.extend_high_i16x8_s(places);
      const from = d + <usize>load<i32>(dOffsets + (<usize>window << 2)) + (<usize>n << 2);
      const low = v128.load(from, 0), high = v128.load(from, 16);
      for (let pixel = 0; pixel < 4; pixel++) {
        const here = i32x4.splat(pixel);
        const g0 = v128.and(low, i32x4.eq(p0, here)), g1 = v128.and(high, i32x4.eq(p1, here));
        const at = (pixel & 2 ? row1 : row0) + (<usize>(pixel & 1) << 2);
        let x = v128.load32_splat(at, 0);
        c00 = madd(x, g0, c00);
        c01 = madd(x, g1, c01);
        x = v128.load32_splat(at, 4);
        c10 = madd(x, g0, c10);
        c11 = madd(x, g1, c11);
        x = v128.load32_splat(at + rowBytes, 0);
        c20 = madd(x, g0, c20);
        c21 = madd(x, g1, c21);
        x = v128.load32_splat(at + rowBytes, 4);
        c30 = madd(x, g0, c30);
        c31 = madd(x, g1, c31);
      }
    }
    v128.store(o0, c00, 0);
    v128.store(o0, c01, 16);
    v128.store(o1, c10, 0);
    v128.store(o1, c11, 16);
    v128.store(o2, c20, 0);
    v128.store(o2, c21, 16);
    v128.store(o3, c30, 0);
    v128.store(o3, c31, 16);
  }
}

/** Whether a window's nine pixels are 0; a tenth to twelfth that are not say no in vain. */
// @ts-ignore: decorator
@inline
function isBlank(row0: usize, row1: usize, row2: usize): bool {
  return !v128.any_true(v128.or(v128.or(v128.load(row0), v128.load(row1)), v128.load(row2)));
}

// ── deep convolutions: lists of winners ──────────────────────────────────────────────────────────────────────────
//
// For one image, the living winners twice over, each an (address or channel, gradient) of 8 bytes:
//   byPixel    one stream in the order of the convolution's pixels; ends[pixel] is where the pixel's part ends
//   byChannel  [stride][windows], counts[channel] of them living
//
// A segment is 16 neighbouring floats of a patch: 16 input channels under one tap. Segments come in fours, all taps of
// the first 16 channels first, so that a pass over an image stays with few of its channels and in the nearest cache.
//   segmentOffsets  [4 · passes]; those that fill the fours lead to any floats in the input, to none of it in its gradient
//   weights         [passes][stride][4 segments][16], and its gradient likewise

/** Lists one image's living winners: gradient ≠ DEAD. → nothing; fills byPixel, ends, byChannel, counts. */
export function listWinners(
  windows: i32, stride: i32, winners: usize, d: usize, dOffsets: usize, rowOffsets: usize,
  byPixel: usize, ends: usize, byChannel: usize, counts: usize,
): void {
  memory.fill(counts, 0, <usize>stride << 2);
  let next = byPixel;
  for (let window = 0; window < windows; window++) {
    const from = d + <usize>load<i32>(dOffsets + (<usize>window << 2));
    for (let pixel = 0; pixel < 4; pixel++) {
      const offset = load<i32>(rowOffsets + (<usize>(4 * window + pixel) << 2));
      for (let n = 0; n < stride; n += 64) {
        let won: u64 = 0;
        for (let part = 0; part < 64 && n + part < stride; part += 16) {
          const wins = i8x16.eq(v128.load(winners + <usize>(n + part)), i8x16.splat(<i8>pixel));
          won |= <u64>(<u32>i8x16.bitmask(wins)) << part;
        }
        // a long word, so that the loop's end is guessed wrongly once and not four times
        while (won) {
          const channel = n + <i32>ctz(won);
          won &= won - 1;
          const gradient = load<f32>(from + (<usize>channel << 2));
          store<i32>(next, channel);
          store<f32>(next, gradient, 4);
          next += 8;
          const count = load<i32>(counts + (<usize>channel << 2));
          const entry = byChannel + (<usize>(channel * windows + count) << 3);
          store<i32>(entry, offset);
          store<f32>(entry, gradient, 4);
          store<i32>(counts + (<usize>channel << 2), count + 1);
        }
      }
      store<i32>(ends + (<usize>(4 * window + pixel) << 2), <i32>next);
    }
    winners += <usize>stride;
  }
}

/** dWeights[pass, n, segment] += Σ over n's winners of gradient · A[winner's patch, segment] (or sets it). */
export function winnersWeightGradient(
  windows: i32, channels: i32, stride: i32, byChannel: usize, counts: usize, a: usize,
  passes: i32, segmentOffsets: usize, weights: usize, add: bool,
): void {
  for (let pass = 0; pass < passes; pass++) {
    const offsets = segmentOffsets + (<usize>pass << 4);
    const s0 = a + <usize>load<i32>(offsets, 0);
    const s1 = a + <usize>load<i32>(offsets, 4);
    const s2 = a + <usize>load<i32>(offsets, 8);
    const s3 = a + <usize>load<i32>(offsets, 12);
    for (let n = 0; n < channels; n++) {
      const first = byChannel + (<usize>(n * windows) << 3);
      const end = first + (<usize>load<i32>(counts + (<usize>n << 2)) << 3);
      const to = weights + (<usize>(pass * stride + n) << 8);
      if (wide) {
        accumulate(first, end, s0, s1, s2, s3, to, to + 64, to + 128, to + 192, add);
      } else {
        accumulate(first, end, s0, s1, s0, s1, to, to + 64, to, to + 64, add);
        accumulate(first, end, s2, s3, s2, s3, to + 128, to + 192, to + 128, to + 192, add);
      }
    }
  }
}

/**
 * to0 … to3 [16] += Σ over entries (offset, gradient) of gradient · (from0 … from3)[offset]. The narrow build does the
 * first two alone: more would not fit its registers; in the wide one fewer would leave multiply-adds waiting.
 */
// @ts-ignore: decorator
@inline
function accumulate(
  first: usize, end: usize, from0: usize, from1: usize, from2: usize, from3: usize,
  to0: usize, to1: usize, to2: usize, to3: usize, add: bool,
): void {
  const zero = f32x4.splat(0);
  let c0 = zero, c1 = zero, c2 = zero, c3 = zero, c4 = zero, c5 = zero, c6 = zero, c7 = zero;
  let c8 = zero, c9 = zero, c10 = zero, c11 = zero, c12 = zero, c13 = zero, c14 = zero, c15 = zero;
  if (add) {
    c0 = v128.load(to0, 0);
    c1 = v128.load(to0, 16);
    c2 = v128.load(to0, 32);
    c3 = v128.load(to0, 48);
    c4 = v128.load(to1, 0);
    c5 = v128.load(to1, 16);
    c6 = v128.load(to1, 32);
    c7 = v128.load(to1, 48);
    if (wide) {
      c8 = v128.load(to2, 0);
      c9 = v128.load(to2, 16);
      c10 = v128.load(to2, 32);
      c11 = v128.load(to2, 48);
      c12 = v128.load(to3, 0);
      c13 = v128.load(to3, 16);
      c14 = v128.load(to3, 32);
      c15 = v128.load(to3, 48);
    }
  }
  for (let entry = first; entry != end; entry += 8) {
    const offset = <usize>load<i32>(entry);
    const g = v128.load32_splat(entry, 4);
    const p0 = from0 + offset, p1 = from1 + offset;
    c0 = madd(g, v128.load(p0, 0), c0);
    c1 = madd(g, v128.load(p0, 16), c1);
    c2 = madd(g, v128.load(p0, 32), c2);
    c3 = madd(g, v128.load(p0, 48), c3);
    c4 = madd(g, v128.load(p1, 0), c4);
    c5 = madd(g, v128.load(p1, 16), c5);
    c6 = madd(g, v128.load(p1, 32), c6);
    c7 = madd(g, v128.load(p1, 48), c7);
    if (wide) {
      const p2 = from2 + offset, p3 = from3 + offset;
      c8 = madd(g, v128.load(p2, 0), c8);
      c9 = madd(g, v128.load(p2, 16), c9);
      c10 = madd(g, v128.load(p2, 32), c10);
      c11 = madd(g, v128.load(p2, 48), c11);
      c12 = madd(g, v128.load(p3, 0), c12);
      c13 = madd(g, v128.load(p3, 16), c13);
      c14 = madd(g, v128.load(p3, 32), c14);
      c15 = madd(g, v128.load(p3, 48), c15);
    }
  }
  v128.store(to0, c0, 0);
  v128.store(to0, c1, 16);
  v128.store(to0, c2, 32);
  v128.store(to0, c3, 48);
  v128.store(to1, c4, 0);
  v128.store(to1, c5, 16);
  v128.store(to1, c6, 32);
  v128.store(to1, c7, 48);
  if (wide) {
    v128.store(to2, c8, 0);
    v128.store(to2, c9, 16);
    v128.store(to2, c10, 32);
    v128.store(to2, c11, 48);
    v128.store(to3, c12, 0);
    v128.store(to3, c13, 16);
    v128.store(to3, c14, 32);
    v128.store(to3, c15, 48);
  }
}

/** dA[pixel's patch, segment] += Σ over the pixel's winners of gradient · weights[pass, n, segment]. dA begins at 0. */
export function winnersInputGradient(
  pixels: i32, stride: i32, byPixel: usize, ends: usize, rowOffsets: usize,
  passes: i32, segmentOffsets: usize, weights: usize, dA: usize,
): void {
  for (let pass = 0; pass < passes; pass++) {
    const offsets = segmentOffsets + (<usize>pass << 4);
    const s0 = dA + <usize>load<i32>(offsets, 0);
    const s1 = dA + <usize>load<i32>(offsets, 4);
    const s2 = dA + <usize>load<i32>(offsets, 8);
    const s3 = dA + <usize>load<i32>(offsets, 12);
    const w = weights + (<usize>(pass * stride) << 8);
    let entry = byPixel;
    for (let pixel = 0; pixel < pixels; pixel++) {
      const end = <usize>load<i32>(ends + (<usize>pixel << 2));
      if (entry == end) continue;
      const base = <usize>load<i32>(rowOffsets + (<usize>pixel << 2));
      if (wide) {
        scatter(entry, end, w, s0 + base, s1 + base, s2 + base, s3 + base);
      } else {
        scatter(entry, end, w, s0 + base, s1 + base, s0, s1);
        scatter(entry, end, w + 128, s2 + base, s3 + base, s2, s3);
      }
      entry = end;
    }
  }
}

/** to0 … to3 [16] += Σ over entries (channel, gradient) of gradient · weights[channel][4][16]; narrow: the first two. */
// @ts-ignore: decorator
@inline
function scatter(first: usize, end: usize, weights: usize, to0: usize, to1: usize, to2: usize, to3: usize): void {
  let c0 = v128.load(to0, 0);
  let c1 = v128.load(to0, 16);
  let c2 = v128.load(to0, 32);
  let c3 = v128.load(to0, 48);
  let c4 = v128.load(to1, 0);
  let c5 = v128.load(to1, 16);
  let c6 = v128.load(to1, 32);
  let c7 = v128.load(to1, 48);
  let c8 = c0, c9 = c1, c10 = c2, c11 = c3, c12 = c4, c13 = c5, c14 = c6, c15 = c7;
  if (wide) {
    c8 = v128.load(to2, 0);
    c9 = v128.load(to2, 16);
    c10 = v128.load(to2, 32);
    c11 = v128.load(to2, 48);
    c12 = v128.load(to3, 0);
    c13 = v128.load(to3, 16);
    c14 = v128.load(to3, 32);
    c15 = v128.load(to3, 48);
  }
  for (let entry = first; entry != end; entry += 8) {
    const w = weights + (<usize>load<i32>(entry) << 8);
    const g = v128.load32_splat(entry, 4);
    c0 = madd(g, v128.load(w, 0), c0);
    c1 = madd(g, v128.load(w, 16), c1);
    c2 = madd(g, v128.load(w, 32), c2);
    c3 = madd(g, v128.load(w, 48), c3);
    c4 = madd(g, v128.load(w, 64), c4);
    c5 = madd(g, v128.load(w, 80), c5);
    c6 = madd(g, v128.load(w, 96), c6);
    c7 = madd(g, v128.load(w, 112), c7);
    if (wide) {
      c8 = madd(g, v128.load(w, 128), c8);
      c9 = madd(g, v128.load(w, 144), c9);
      c10 = madd(g, v128.load(w, 160), c10);
      c11 = madd(g, v128.load(w, 176), c11);
      c12 = madd(g, v128.load(w, 192), c12);
      c13 = madd(g, v128.load(w, 208), c13);
      c14 = madd(g, v128.load(w, 224), c14);
      c15 = madd(g, v128.load(w, 240), c15);
    }
  }
  v128.store(to0, c0, 0);
  v128.store(to0, c1, 16);
  v128.store(to0, c2, 32);
  v128.store(to0, c3, 48);
  v128.store(to1, c4, 0);
  v128.store(to1, c5, 16);
  v128.store(to1, c6, 32);
  v128.store(to1, c7, 48);
  if (wide) {
    v128.store(to2, c8, 0);
    v128.store(to2, c9, 16);
    v128.store(to2, c10, 32);
    v128.store(to2, c11, 48);
    v128.store(to3, c12, 0);
    v128.store(to3, c13, 16);
    v128.store(to3, c14, 32);
    v128.store(to3, c15, 48);
  }
}

/** Copies [rows, columns, stride] out of an image with a border. */
export function copyInterior(
  rows: i32, rowBytes: usize, from: usize, fromRow: usize, to: usize, toRow: usize,
): void {
  for (let row = 0; row < rows; row++) memory.copy(to + <usize>row * toRow, from + <usize>row * fromRow, rowBytes);
}

/** Lays a kernel [depth, outputs] into segments: 16 of its rows each, from the row that `segmentRows` names. */
export function packSegments(weights: usize, outputs: i32, stride: i32, segments: i32, segmentRows: usize, to: usize): void {
  for (let segment = 0; segment < segments; segment++) {
    const row = load<i32>(segmentRows + (<usize>segment << 2));
    const pass = to + (<usize>((segment >> 2) * stride) << 8) + (<usize>(segment & 3) << 6);
    for (let i = 0; i < 16; i++) {
      const from = weights + (<usize>((row + i) * outputs) << 2);
      const at = pass + (<usize>i << 2);
      for (let n = 0; n < outputs; n++) store<f32>(at + (<usize>n << 8), load<f32>(from + (<usize>n << 2)));
    }
  }
}

/** gradient[i, n] = Σ_group partial[group][pass, n, place, i], groups in order: the 16 rows of segment 4·pass + place. */
export function sumGroupsOfSegment(
  groups: i32, partial: usize, groupBytes: usize, segment: i32, outputs: i32, stride: i32, gradient: usize,
): void {
  const first = partial + (<usize>((segment >> 2) * stride) << 8) + (<usize>(segment & 3) << 6);
  for (let n = 0; n < outputs; n++) {
    for (let i = 0; i < 16; i += 4) {
      let at = first + (<usize>n << 8) + (<usize>i << 2);
      let sum = v128.load(at);
      for (let group = 1; group < groups; group++) {
        at += groupBytes;
        sum = f32x4.add(sum, v128.load(at));
      }
      const to = gradient + (<usize>(i * outputs + n) << 2);
      const row = <usize>outputs << 2;
      v128.store_lane<f32>(to, sum, 0);
      v128.store_lane<f32>(to + row, sum, 1);
      v128.store_lane<f32>(to + 2 * row, sum, 2);
      v128.store_lane<f32>(to + 3 * row, sum, 3);
    }
  }
}
