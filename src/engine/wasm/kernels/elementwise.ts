// Kernels that visit an activation once, in place of its border: images, activations, dropout.
//
//   activation │ border │ row 0: columns × stride floats │ border │ row 1 …      next image
//              ^        ^ origin                          <- rowBytes ->         imageBytes
//
// stride is the channels rounded up to 16; lanes past the last channel hold anything and are never read as data.
import { unitLengthFloor } from '../../../network/conventions';
import { mix, mix4 } from './random';
import { derivative } from './vector';

/** bytes [images named by indices, rows, rowBytes] → floats byte / 255 at `out`. */
export function gatherImages(
  bytes: usize, indices: usize, images: i32, rows: i32, rowLength: i32,
  out: usize, outRow: usize, outImage: usize,
): void {
  const imageLength = rows * rowLength;
  for (let image = 0; image < images; image++) {
    let from = bytes + <usize>load<i32>(indices + (<usize>image << 2)) * <usize>imageLength;
    for (let row = 0; row < rows; row++) {
      const to = out + <usize>row * outRow;
      let j = 0;
      for (; j + 8 <= rowLength; j += 8) {
        const wideBytes = v128.load8x8_u(from + <usize>j);
        const low = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(wideBytes));
        const high = f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(wideBytes));
        v128.store(to + (<usize>j << 2), f32x4.div(low, f32x4.splat(255)), 0);
        v128.store(to + (<usize>j << 2), f32x4.div(high, f32x4.splat(255)), 16);
      }
      for (; j < rowLength; j++) store<f32>(to + (<usize>j << 2), <f32>load<u8>(from + <usize>j) / 255);
      from += <usize>rowLength;
    }
    out += outImage;
  }
}

/** y := x, or y + x where add is true. rowLength = columns × stride floats. */
export function addTensor(
  images: i32, rows: i32, rowLength: i32, x: usize, xRow: usize, xImage: usize, y: usize, yRow: usize, yImage: usize,
  add: bool,
): void {
  for (let image = 0; image < images; image++) {
    for (let row = 0; row < rows; row++) {
      const from = x + <usize>row * xRow;
      const to = y + <usize>row * yRow;
      for (let j: usize = 0; j < <usize>rowLength << 2; j += 16) {
        const value = v128.load(from + j);
        v128.store(to + j, add ? f32x4.add(v128.load(to + j), value) : value);
      }
    }
    x += xImage;
    y += yImage;
  }
}

/** d := d · activation'(y), in place. rowLength = columns × stride floats. */
export function activationBackward(
  activation: i32, images: i32, rows: i32, rowLength: i32,
  y: usize, yRow: usize, yImage: usize, d: usize, dRow: usize, dImage: usize,
): void {
  for (let image = 0; image < images; image++) {
    for (let row = 0; row < rows; row++) {
      const from = y + <usize>row * yRow;
      const to = d + <usize>row * dRow;
      for (let j: usize = 0; j < <usize>rowLength << 2; j += 16) {
        v128.store(to + j, f32x4.mul(v128.load(to + j), derivative(activation, v128.load(from + j))));
      }
    }
    y += yImage;
    d += dImage;
  }
}

/**
 * out := kept ? x·scale : 0; forward on activations, backward on gradients. The same masks, bit for bit, as
 * `dropoutKeeps` in src/random.
 *   keys  [images] of (a, b), each image's stream    threshold: kept where 16 bits ≥ it    scale = 1 / (1 - rate)
 */
export function dropout(
  images: i32, rows: i32, columns: i32, channels: i32, stride: i32, keys: usize, threshold: i32, scale: f32,
  x: usize, xRow: usize, xImage: usize, out: usize, outRow: usize, outImage: usize,
): void {
  const scales = f32x4.splat(scale);
  const thresholds = i16x8.splat(<i16>threshold);
  const rowLength = columns * channels;
  for (let image = 0; image < images; image++) {
    const a = load<u32>(keys + (<usize>image << 3));
    const b = load<u32>(keys + (<usize>image << 3), 4);
    const bs = i32x4.splat(<i32>b);
    for (let row = 0; row < rows; row++) {
      const from = x + <usize>row * xRow;
      const to = out + <usize>row * outRow;
      const first = row * rowLength;
      if (channels == stride) {
        for (let j = 0; j < rowLength; j += 8) {
          const counter = i32x4.add(i32x4.splat(<i32>a + ((first + j) >> 1)), i32x4(0, 1, 2, 3));
          const kept = i16x8.ge_u(mix4(counter, bs), thresholds);
          const at = <usize>j << 2;
          v128.store(to + at, v128.and(i32x4.extend_low_i16x8_s(kept), f32x4.mul(v128.load(from + at, 0), scales)), 0);
          v128.store(to + at, v128.and(i32x4.extend_high_i16x8_s(kept), f32x4.mul(v128.load(from + at, 16), scales)), 16);
        }
      } else {
        for (let column = 0; column < columns; column++) {
          for (let channel = 0; channel < channels; channel++) {
            const element = first + column * channels + channel;
            const bits = mix(a + <u32>(element >> 1), b);
            const kept = (element & 1 ? bits >> 16 : bits & 0xffff) >= <u32>threshold;
            const at = <usize>(column * stride + channel) << 2;
            store<f32>(to + at, kept ? load<f32>(from + at) * scale : 0);
          }
        }
      }
    }
    x += xImage;
    out += outImage;
  }
}

/** Unit length, one vector an image: y = x / √max(Σx², 1e-12); also keeps 1 / √… in `inverse` [images]. */
export function normalizeForward(images: i32, length: i32, x: usize, xImage: usize, y: usize, yImage: usize, inverse: usize): void {
  for (let image = 0; image < images; image++) {
    let sum: f64 = 0;
    for (let j: usize = 0; j < <usize>length << 2; j += 4) {
      const value = <f64>load<f32>(x + j);
      sum += value * value;
    }
    const scale = <f32>(1 / Math.sqrt(max(sum, unitLengthFloor)));
    for (let j: usize = 0; j < <usize>length << 2; j += 4) store<f32>(y + j, load<f32>(x + j) * scale);
    store<f32>(inverse + (<usize>image << 2), scale);
    x += xImage;
    y += yImage;
  }
}

/** dx = (dy - y·Σ(y·dy)) / ‖x‖; without the second term where Σx² was clamped. */
export function normalizeBackward(
  images: i32, length: i32, y: usize, yImage: usize, dy: usize, dyImage: usize, inverse: usize, dx: usize, dxImage: usize,
): void {
  for (let image = 0; image < images; image++) {
    const scale = load<f32>(inverse + (<usize>image << 2));
    let dot: f64 = 0;
    if (scale < 1e6) {
      for (let j: usize = 0; j < <usize>length << 2; j += 4) dot += <f64>load<f32>(y + j) * <f64>load<f32>(dy + j);
    }
    for (let j: usize = 0; j < <usize>length << 2; j += 4) {
      store<f32>(dx + j, (load<f32>(dy + j) - load<f32>(y + j) * <f32>dot) * scale);
    }
    y += yImage;
    dy += dyImage;
    dx += dxImage;
  }
}
