/**
 * Pairs, drawn as the tutorial draws them: each image in turn with a uniform partner of its class and with a uniform
 * image of another class; but never an image with itself.
 */
import type { StreamKey } from '../../random/index.ts';
import type { Pairs, Triplets } from '../types.ts';
import { drawTriplets } from './triplets.ts';

/**
 * For each image in order, `perImage` times: a pair with its class, then a pair with another: [2·perImage·images].
 *   labels: of all images    indices [images]: those that are paired
 * Throws an InputError where a class has one image or there is but one class.
 */
export function drawPairs(labels: Int32Array, indices: Int32Array, perImage: number, key: StreamKey): Pairs {
  const { anchor, positive, negative } = drawTriplets(labels, indices, perImage, key);
  const count = 2 * anchor.length;
  const left = new Int32Array(count);
  const right = new Int32Array(count);
  const isSame = new Uint8Array(count);
  for (let i = 0; i < anchor.length; i++) {
    left[2 * i] = left[2 * i + 1] = anchor[i] as number;
    right[2 * i] = positive[i] as number;
    right[2 * i + 1] = negative[i] as number;
    isSame[2 * i] = 1;
  }
  return { kind: 'pairs', left, right, isSame };
}

/** The triplets inside pairs as `drawPairs` lays them: [pairs / 2]. */
export function tripletsOf(pairs: Pairs): Triplets {
  const anchor = pairs.left.filter((_, i) => i % 2 === 0);
  const positive = pairs.right.filter((_, i) => i % 2 === 0);
  const negative = pairs.right.filter((_, i) => i % 2 === 1);
  return { kind: 'triplets', anchor, positive, negative };
}
