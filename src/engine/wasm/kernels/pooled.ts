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
 *   pooled      out + outOffsets[window] + 4n                     winners [images, windows, stride] bytes
 *   keys        [images] of (a, b), the dropout's streams; threshold 0: none
 *   channels    that dropout counts; a multiple of 8 where there is dropout
 *   scratch     a tile of this worker's
 */
export function pooledProduct(
  images: i32, windows: i32, a: usize, imageBytes: usize, rowOffsets: usize, taps: i32, tapOffsets: usize, depth: i32,
  b: usize, panels: i32, bias: usize, out: usize, outImage: usize, outOffsets: usize, winners: usize, stride: i32,
  channels: i32, keys: usize, threshold: i32, scale: f32, scratch: usize,
): void {
  const panelBytes: usize = <usize>(taps * depth * TILE_COLUMNS) << 2;
  const tileRow: usize = <usize>TILE_COLUMNS << 2;
  for (let image = 0; image < images; image++) {
    const keyA = load<i32>(keys + (<usize>image << 3));
    const keyB = i32x4.splat(load<i32>(keys + (<usize>image << 3), 4));
    for (let panel = 0; panel < panels; panel++) {
      const column = panel * TILE_COLUMNS;
      const panelAt = b + <usize>panel * panelBytes;
      for (let window = 0; window < windows; window++) {
        const rows = rowOffsets + (<usize>window << 4);
        productTile(
          a, rows, rows + 4, rows + 8, rows + 12, taps, tapOffsets, depth, panelAt, bias, <usize>column << 2,
          scratch, scratch + tileRow, scratch + 2 * tileRow, scratch + 3 * tileRow,
        );
        const to = out + <usize>load<i32>(outOffsets + (<usize>window << 2)) + (<usize>column << 2);
        const winner = winners + <usize>(window * stride + column);
        const counter = keyA + ((window * channels + column) >> 1);
        pool8(scratch, tileRow, to, winner, counter, keyB, threshold, scale);
        if (wide) pool8(scratch + 32, tileRow, to + 32, winner + 8, counter + 4, keyB, threshold, scale);
      }
    }
    a += imageBytes;
    out += outImage;
    winners += <usize>(windows * stride);
  }
}

/** Eight columns of a window's tile: the largest of four rows, its place, relu and dropout. */
// @ts-ignore: decorator
@inline
function pool8(
  tile: usize, tileRow: usize, to: usize, winner: usize, counter: i32, keyB: v128, threshold: i32, scale: f32,
): void {
  let low = largest(tile, tileRow);
  let high = largest(tile + 16, tileRow);
  let deadLow = f32x4.le(low, f32x4.splat(0));
  let deadHigh = f32x4.le(high, f32x4.splat(0));
  const placeLow = place(tile, tileRow, low);
  const placeHigh = place(tile + 16, tileRow, high);
  if (threshold) {
    const bits = mix4(i32x4.add(i32x4.splat(counter), i32x4(0, 1, 2, 3)), keyB);
    const dropped = i16x8.lt_u(bits, i16x8.splat(<i16>threshold));
    deadLow = v128.or(deadLow, i32x4.extend_low_i16x8_s(dropped));
    deadHigh = v128.or(deadHigh, i32x4.extend_high_i16x8_s(dropped));
    low = f32x4.mul(low, f32x4.splat(scale));
    high = f32x4.mul(high, f32x4.splat(scale));
  }
  v128.store(to, v128.andnot(low, deadLow), 0);
  v128.store(to, v128.andnot(high, deadHigh), 16);
  const places = i16x8.narrow_i32x4_s(v128.or(placeLow, deadLow), v128.or(placeHigh, deadHigh));
  v128.store64_lane(winner, i8x16.narrow_i16x8_s(places, places), 0); // dead: -1, the byte 255
}

// @ts-ignore: decorator
@inline
function largest(tile: usize, tileRow: usize): v128 {
  const above = f32x4.max(v128.load(tile), v128.load(tile + tileRow));
  return f32x4.max(above, f32x4.max(v128.load(tile + 2 * tileRow), v128.load(tile + 3 * tileRow)));
}

/** The first row that holds the largest. */
// @ts-ignore: decorator
@inline
function place(tile: usize, tileRow: usize, value: v128): v128 {
  const not0 = f32x4.ne(v128.load(tile), value);
  const not1 = v128.and(not0, f32x4.ne(v128.load(tile + tileRow), value));
  const not2 = v128.and(not1, f32x4.ne(v128.load(tile + 2 * tileRow), value));
  return i32x4.neg(i32x4.add(not0, i32x4.add(not1, not2))); // masks are -1
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
 *   C[k, n]    out + 4·(k·stride + n)
 */
export function pooledWeightProduct(
  depth: i32, a: usize, kOffsets: usize, windows: i32, rowOffsets: usize, d: usize, dOffsets: usize, winners: usize,
  stride: i32, out: usize, add: bool,
): void {
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
      for (let window = 0; window < windows; window++) {
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

// ── deep convolutions: lists of winners ──────────────────────────────────────────────────────────────────────────
//
// For one image, the living winners twice over, each an (address or channel, gradient) of 8 bytes:
//   byPixel    one stream in the order of the convolution's pixels; ends[pixel] is where the pixel's part ends
//   byChannel  [stride][windows], counts[channel] of them living
//
// A segment is 16 neighbouring floats of a patch: 16 input channels under one tap. Segments come in fours, all taps of
// the first 16 channels first, so that a pass over an image stays with few of its channels and in the nearest cache.
//   segmentOffsets  [4 · passes], the last one repeated to fill the fours
//   weights         [passes][stride][4 segments][16], and its gradient likewise; 0 under the repetitions

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
      for (let n = 0; n < stride; n += 16) {
        let won = i8x16.bitmask(i8x16.eq(v128.load(winners + <usize>n), i8x16.splat(<i8>pixel)));
        while (won) {
          const channel = n + ctz(won);
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
      accumulate(first, end, s0, s1, to, to + 64, add);
      accumulate(first, end, s2, s3, to + 128, to + 192, add);
    }
  }
}

/** to0, to1 [16] += Σ over entries (offset, gradient) of gradient · (from0, from1)[offset]. */
// @ts-ignore: decorator
@inline
function accumulate(first: usize, end: usize, from0: usize, from1: usize, to0: usize, to1: usize, add: bool): void {
  let c0 = f32x4.splat(0), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0;
  if (add) {
    c0 = v128.load(to0, 0);
    c1 = v128.load(to0, 16);
    c2 = v128.load(to0, 32);
    c3 = v128.load(to0, 48);
    c4 = v128.load(to1, 0);
    c5 = v128.load(to1, 16);
    c6 = v128.load(to1, 32);
    c7 = v128.load(to1, 48);
  }
  for (let entry = first; entry != end; entry += 8) {
    const offset = <usize>load<i32>(entry);
    const g = v128.load32_splat(entry, 4);
    const p0 = from0 + offset;
    const p1 = from1 + offset;
    c0 = madd(g, v128.load(p0, 0), c0);
    c1 = madd(g, v128.load(p0, 16), c1);
    c2 = madd(g, v128.load(p0, 32), c2);
    c3 = madd(g, v128.load(p0, 48), c3);
    c4 = madd(g, v128.load(p1, 0), c4);
    c5 = madd(g, v128.load(p1, 16), c5);
    c6 = madd(g, v128.load(p1, 32), c6);
    c7 = madd(g, v128.load(p1, 48), c7);
  }
  v128.store(to0, c0, 0);
  v128.store(to0, c1, 16);
  v128.store(to0, c2, 32);
  v128.store(to0, c3, 48);
  v128.store(to1, c4, 0);
  v128.store(to1, c5, 16);
  v128.store(to1, c6, 32);
  v128.store(to1, c7, 48);
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
      scatter(entry, end, w, s0 + base, s1 + base);
      scatter(entry, end, w + 128, s2 + base, s3 + base);
      entry = end;
    }
  }
}

/** to0, to1 [16] += Σ over entries (channel, gradient) of gradient · weights[channel][2][16]. */
// @ts-ignore: decorator
@inline
function scatter(first: usize, end: usize, weights: usize, to0: usize, to1: usize): void {
  let c0 = v128.load(to0, 0), c1 = v128.load(to0, 16), c2 = v128.load(to0, 32), c3 = v128.load(to0, 48);
  let c4 = v128.load(to1, 0), c5 = v128.load(to1, 16), c6 = v128.load(to1, 32), c7 = v128.load(to1, 48);
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
  }
  v128.store(to0, c0, 0);
  v128.store(to0, c1, 16);
  v128.store(to0, c2, 32);
  v128.store(to0, c3, 48);
  v128.store(to1, c4, 0);
  v128.store(to1, c5, 16);
  v128.store(to1, c6, 32);
  v128.store(to1, c7, 48);
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
