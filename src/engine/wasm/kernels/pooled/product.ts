// Pooled convolutions in general: any kernel, any stride, any number of channels.
import { productTile } from '../product';
import { madd, TILE_COLUMNS, wide } from '../vector';
import { poolTile8 } from './window';

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
