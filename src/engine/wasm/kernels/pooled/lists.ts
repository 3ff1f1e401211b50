// The backward pass of deep convolutions: lists of winners.
//
// For one image, the living winners twice over, each an (address or channel, gradient) of 8 bytes:
//   byPixel    one stream in the order of the convolution's pixels; ends[pixel] is where the pixel's part ends
//   byChannel  [stride][windows], counts[channel] of them living
//
// A segment is 16 neighbouring floats of a patch: 16 input channels under one tap. Segments come in fours, all taps of
// the first 16 channels first, so that a pass over an image stays with few of its channels and in the nearest cache.
//   segmentOffsets  [4 · passes]; those that fill the fours lead to any floats in the input, to none of it in its gradient
//   weights         [passes][stride][4 segments][16], and its gradient likewise
import { madd, wide } from '../vector';

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
