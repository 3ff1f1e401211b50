/**
 * Every random number is a hash of (seed, purpose, counters…, index): nothing depends on the order of
 * execution, the number of threads or the position in a batch, and any engine can compute it alone.
 * 32-bit integer arithmetic only, so that WebAssembly and WGSL give the same bits.
 */

/** What a stream of random numbers is for. The numbers are part of every result: never change one. */
export const purpose = {
  split: 1,
  limit: 2,
  partner: 3,
  shuffle: 4,
  initialWeights: 5,
  dropout: 6,
  mining: 7,
  augmentation: 8,
} as const;
export type Purpose = (typeof purpose)[keyof typeof purpose];

/** The key of one stream: 64 bits, so that two streams practically never overlap. */
export interface StreamKey {
  readonly a: number;
  readonly b: number;
}

/**
 * Hashes 32 bits to 32 bits without bias: Chris Wellons' `lowbias32` (hash-prospector, 2018), with a
 * second key word `b` added between its two rounds; b = 0 is the original.
 */
export function mix(x: number, b = 0): number {
  x ^= x >>> 16;
  x = Math.imul(x, 0x7feb352d) ^ b;
  x ^= x >>> 15;
  x = Math.imul(x, 0x846ca68b);
  x ^= x >>> 16;
  return x >>> 0;
}

/** The stream for a purpose and its counters, e.g. `streamKey(seed, purpose.dropout, step, layer, row)`. */
export function streamKey(seed: number, forPurpose: Purpose, ...counters: number[]): StreamKey {
  let a = mix(seed ^ 0x9e3779b9);
  let b = mix(seed ^ 0x85ebca6b);
  for (const word of [forPurpose, ...counters]) {
    a = mix((a + word) | 0, b);
    b = mix((b ^ word) | 0, a);
  }
  return { a, b };
}

/** The stream's number at `index`: an unsigned 32-bit integer. */
export function bitsAt(key: StreamKey, index: number): number {
  return mix((key.a + index) | 0, key.b);
}

/** The stream's number at `index`, uniform in [0, 1): 24 bits, exact in float32. */
export function uniformAt(key: StreamKey, index: number): number {
  return (bitsAt(key, index) >>> 8) / 0x1000000;
}

/** The stream's number at `index`, a uniform integer in [0, count): multiply-shift, bias below count / 2³². */
export function integerAt(key: StreamKey, index: number, count: number): number {
  return Math.floor((bitsAt(key, index) / 0x100000000) * count);
}

/** A permutation of 0 … count-1, uniform, from the stream: Fisher and Yates, in place, from the end. */
export function permutation(key: StreamKey, count: number): Int32Array {
  const order = new Int32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  for (let i = count - 1; i > 0; i--) {
    const j = integerAt(key, i, i + 1);
    const swap = order[i] as number;
    order[i] = order[j] as number;
    order[j] = swap;
  }
  return order;
}

/**
 * Dropout's threshold for 16-bit random numbers: an element is kept where its number ≥ threshold.
 * The rate is met to 1/131072, but one element in 65536 is kept whatever the rate: kernels compare 16 bits.
 */
export function dropoutThreshold(rate: number): number {
  return Math.min(0xffff, Math.round(rate * 0x10000));
}

/**
 * Whether dropout keeps an element. `key` is `streamKey(seed, purpose.dropout, step, layer, row)`, where layer
 * counts the plan's dropout layers from 0, row is the image's place in the concatenated batch, and element its
 * place in the image's activation, row-major over [height, width, channels]. Two neighbouring elements share
 * one 32-bit hash: the even one takes the low half, the odd one the high half.
 */
export function dropoutKeeps(key: StreamKey, element: number, threshold: number): boolean {
  const bits = bitsAt(key, element >>> 1);
  return ((element & 1) === 0 ? bits & 0xffff : bits >>> 16) >= threshold;
}
