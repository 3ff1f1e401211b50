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
//
// The other files of this folder compute a window's four pixels, each in its way; here they are pooled.
import { mix4 } from '../random';

const DEAD: i32 = 255;

/** `pool8` of eight columns of a tile in memory. */
// @ts-ignore: decorator
@inline
export function poolTile8(
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
export function pool8(
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
  if (!winner) return; // no backward pass
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
