/**
 * How convolutions and pools change a size, along one axis, in pixels. As Keras and TensorFlow do it.
 * Whole, positive arguments; a result of 0 says that nothing is left.
 */

/** Output of a convolution along one axis: ⌈size/stride⌉ for `same`, ⌊(size - kernel)/stride⌋ + 1 for `valid`. */
export function convOutput(size: number, kernel: number, stride: number, padding: 'same' | 'valid'): number {
  if (padding === 'same') return Math.ceil(size / stride);
  return kernel > size ? 0 : Math.floor((size - kernel) / stride) + 1;
}

/**
 * Zeros that `same` adds before and after one axis: max((⌈size/stride⌉ - 1)·stride + kernel - size, 0) in all,
 * the smaller half before.
 */
export function samePadding(size: number, kernel: number, stride: number): { before: number; after: number } {
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + kernel - size, 0);
  const before = Math.floor(total / 2);
  return { before, after: total - before };
}

/** Output of a pool along one axis, stride = its size, padding valid: ⌊size/pool⌋; what is left over is dropped. */
export function poolOutput(size: number, pool: number): number {
  return Math.floor(size / pool);
}
