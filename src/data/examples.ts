/** What is done with pairs and triplets once they are drawn. */
import { permutation, type StreamKey } from '../random/index.ts';
import type { Examples, Pairs } from './types.ts';

/** The examples in an order drawn from the stream. */
export function shuffleExamples(examples: Examples, key: StreamKey): Examples {
  const order = permutation(key, exampleCount(examples));
  if (examples.kind === 'triplets') {
    const { anchor, positive, negative } = examples;
    return {
      kind: 'triplets',
      anchor: pick(anchor, order),
      positive: pick(positive, order),
      negative: pick(negative, order),
    };
  }
  const isSame = new Uint8Array(order.length);
  for (let i = 0; i < order.length; i++) isSame[i] = examples.isSame[order[i] as number] as number;
  return { kind: 'pairs', left: pick(examples.left, order), right: pick(examples.right, order), isSame };
}

/** Examples [from, to), as views: nothing is copied. */
export function sliceExamples(examples: Examples, from: number, to: number): Examples {
  return examples.kind === 'triplets'
    ? {
        kind: 'triplets',
        anchor: examples.anchor.subarray(from, to),
        positive: examples.positive.subarray(from, to),
        negative: examples.negative.subarray(from, to),
      }
    : {
        kind: 'pairs',
        left: examples.left.subarray(from, to),
        right: examples.right.subarray(from, to),
        isSame: examples.isSame.subarray(from, to),
      };
}

export function exampleCount(examples: Examples): number {
  return examples.kind === 'triplets' ? examples.anchor.length : examples.left.length;
}

/**
 * The distinct images of some pairs, ascending, and the same pairs as places in that list: what to embed once,
 * and how to measure it.
 */
export function distinctImages(pairs: Pairs): { indices: Int32Array; pairs: Pairs } {
  const { left, right } = pairs;
  let greatest = -1;
  for (let i = 0; i < left.length; i++) greatest = Math.max(greatest, left[i] as number, right[i] as number);
  const placeOf = new Int32Array(greatest + 1).fill(-1);
  for (let i = 0; i < left.length; i++) placeOf[left[i] as number] = placeOf[right[i] as number] = 0;
  let count = 0;
  for (let image = 0; image <= greatest; image++) if (placeOf[image] === 0) placeOf[image] = count++;
  const indices = new Int32Array(count);
  for (let image = 0; image <= greatest; image++) {
    if ((placeOf[image] as number) >= 0) indices[placeOf[image] as number] = image;
  }
  return { indices, pairs: { ...pairs, left: pick(placeOf, left), right: pick(placeOf, right) } };
}

function pick(values: Int32Array, order: Int32Array): Int32Array {
  const picked = new Int32Array(order.length);
  for (let i = 0; i < order.length; i++) picked[i] = values[order[i] as number] as number;
  return picked;
}
