/**
 * Pairs and triplets, drawn as the tutorial draws them: each image in turn with a uniform partner of its class and
 * with a uniform image of another class; but never an image with itself.
 */
import { InputError } from '../errors/index.ts';
import { integerAt, permutation, type StreamKey } from '../random/index.ts';
import type { Examples, Pairs, Triplets } from './types.ts';

/**
 * For each image in order, `perImage` times: a pair with its class, then a pair with another: [2·perImage·images].
 *   labels: of all images    indices [images]: those that are paired
 * Throws an InputError where a class has one image or there is but one class.
 */
export function drawPairs(labels: Uint8Array, indices: Int32Array, perImage: number, key: StreamKey): Pairs {
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

/** Each image in order as anchor, `perImage` times: [perImage·images]. Partners and errors are those of `drawPairs`. */
export function drawTriplets(labels: Uint8Array, indices: Int32Array, perImage: number, key: StreamKey): Triplets {
  checkPartners(labels, indices, 'images to pair', 'Give each class two images or more.');
  const images = indices.length;
  const { grouped, starts, rank } = groupByClass(labels, indices);
  const anchor = new Int32Array(images * perImage);
  const positive = new Int32Array(images * perImage);
  const negative = new Int32Array(images * perImage);
  for (let i = 0, row = 0; i < images; i++) {
    const image = indices[i] as number;
    const label = labels[image] as number;
    const start = starts[label] as number;
    const classSize = (starts[label + 1] as number) - start;
    const self = rank[i] as number;
    for (let n = 0; n < perImage; n++, row++) {
      const p = integerAt(key, 2 * row, classSize - 1); // among the class without itself …
      const q = integerAt(key, 2 * row + 1, images - classSize); // … and among all others
      anchor[row] = image;
      positive[row] = grouped[start + (p < self ? p : p + 1)] as number;
      negative[row] = grouped[q < start ? q : q + classSize] as number;
    }
  }
  return { kind: 'triplets', anchor, positive, negative };
}

/** Throws an InputError where a class has one image (no partner) or there is but one class (no opposite). */
export function checkPartners(labels: Uint8Array, indices: Int32Array, what: string, remedy: string): void {
  const counts = new Int32Array(256);
  for (const i of indices) (counts[labels[i] as number] as number)++;
  const classes = counts.reduce((classes, count) => classes + (count > 0 ? 1 : 0), 0);
  const alone = counts.indexOf(1);
  if (alone >= 0) {
    throw new InputError(
      `Class ${alone} has only one of the ${indices.length} ${what}, so nothing can be its pair of the same class. ` +
        remedy,
    );
  }
  if (classes < 2) {
    const found = classes === 0 ? 'There are no' : `Class ${labels[indices[0] as number]} has all ${indices.length}`;
    throw new InputError(`${found} ${what}; pairs of different classes need two classes or more. ${remedy}`);
  }
}

/** The triplets inside pairs as `drawPairs` lays them: [pairs / 2]. */
export function tripletsOf(pairs: Pairs): Triplets {
  const anchor = pairs.left.filter((_, i) => i % 2 === 0);
  const positive = pairs.right.filter((_, i) => i % 2 === 0);
  const negative = pairs.right.filter((_, i) => i % 2 === 1);
  return { kind: 'triplets', anchor, positive, negative };
}

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

/**
 * Images class by class.
 *   grouped [images]: `indices`, class after class, each in its old order
 *   starts [257]: where a class begins in grouped    rank [images]: an image's place within its class
 */
function groupByClass(
  labels: Uint8Array,
  indices: Int32Array,
): { grouped: Int32Array; starts: Int32Array; rank: Int32Array } {
  const starts = new Int32Array(257);
  for (const i of indices) (starts[(labels[i] as number) + 1] as number)++;
  for (let label = 0; label < 256; label++) (starts[label + 1] as number) += starts[label] as number;
  const filled = new Int32Array(256);
  const grouped = new Int32Array(indices.length);
  const rank = new Int32Array(indices.length);
  for (let i = 0; i < indices.length; i++) {
    const label = labels[indices[i] as number] as number;
    const place = filled[label] as number;
    filled[label] = place + 1;
    rank[i] = place;
    grouped[(starts[label] as number) + place] = indices[i] as number;
  }
  return { grouped, starts, rank };
}

function pick(values: Int32Array, order: Int32Array): Int32Array {
  const picked = new Int32Array(order.length);
  for (let i = 0; i < order.length; i++) picked[i] = values[order[i] as number] as number;
  return picked;
}
