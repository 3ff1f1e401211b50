/** Triplets: each image in turn, a uniform partner of its class, and a uniform image of another class. */
import { InputError } from '../../errors/index.ts';
import { integerAt, type StreamKey } from '../../random/index.ts';
import type { Triplets } from '../types.ts';

/** Each image in order as anchor, `perImage` times: [perImage·images]. Partners and errors are those of `drawPairs`. */
export function drawTriplets(labels: Int32Array, indices: Int32Array, perImage: number, key: StreamKey): Triplets {
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
export function checkPartners(labels: Int32Array, indices: Int32Array, what: string, remedy: string): void {
  const counts = new Int32Array(classesUpTo(labels, indices));
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

/**
 * Images class by class.
 *   grouped [images]: `indices`, class after class, each in its old order
 *   starts [classes + 1]: where a class begins in grouped    rank [images]: an image's place within its class
 */
function groupByClass(
  labels: Int32Array,
  indices: Int32Array,
): { grouped: Int32Array; starts: Int32Array; rank: Int32Array } {
  const classes = classesUpTo(labels, indices);
  const starts = new Int32Array(classes + 1);
  for (const i of indices) (starts[(labels[i] as number) + 1] as number)++;
  for (let label = 0; label < classes; label++) (starts[label + 1] as number) += starts[label] as number;
  const filled = new Int32Array(classes);
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

/** One more than the greatest label; 0 where there are no images. */
function classesUpTo(labels: Int32Array, indices: Int32Array): number {
  let greatest = -1;
  for (const i of indices) greatest = Math.max(greatest, labels[i] as number);
  return greatest + 1;
}
