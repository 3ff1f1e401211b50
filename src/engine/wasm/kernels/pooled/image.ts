// 2×2 kernels of stride 1 on one channel: the first block of the tutorial's network, on an image itself.
import { madd, TILE_COLUMNS } from '../vector';
import { pool8 } from './window';

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
