/** Triplets: each image in turn, a uniform partner of its class, and a uniform image of another class. */
import { InputError } from '../../errors/index.ts';
import { integerAt, type StreamKey } from '../../random/index.ts';
import { plural, printable } from '../../text/index.ts';
import type { Triplets } from '../types.ts';

/**
 * Each image in order as anchor, `perImage` times: [perImage·images], but for the only image of a class, which is a
 * negative alone. Partners and errors are those of `drawPairs`.
 */
export function drawTriplets(labels: Int32Array, indices: Int32Array, perImage: number, key: StreamKey): Triplets {
  checkPartners({ labels, indices }, 'images to pair', 'Give each class two images or more.');
  const images = indices.length;
  const anchors = countAnchors(indices.map((i) => labels[i] as number));
  const { grouped, starts, rank } = groupByClass(labels, indices);
  const anchor = new Int32Array(anchors * perImage);
  const positive = new Int32Array(anchors * perImage);
  const negative = new Int32Array(anchors * perImage);
  for (let i = 0, row = 0; i < images; i++) {
    const image = indices[i] as number;
    const label = labels[image] as number;
    const start = starts[label] as number;
    const classSize = (starts[label + 1] as number) - start;
    if (classSize === 1) continue; // nothing can be its positive
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

/** Images to pair. */
interface Paired {
  /** of all images */
  readonly labels: Int32Array;
  /** [images] those to pair */
  readonly indices: Int32Array;
  /** [classes] default: their numbers */
  readonly classNames?: readonly string[];
}

/** Most classes that a warning names. */
const mostNamed = 5;

/**
 * Throws an InputError where there is but one class (no opposite), or no class with two images (no partner). → a
 * sentence for what can be paired in part only: the classes with one image.
 */
export function checkPartners({ labels, indices, classNames }: Paired, what: string, remedy: string): string[] {
  const counts = new Int32Array(classesUpTo(labels, indices));
  for (const i of indices) (counts[labels[i] as number] as number)++;
  const named = (label: number): string => printable(classNames?.[label] ?? String(label));
  const present = [...counts.keys()].filter((label) => (counts[label] as number) > 0);
  if (present.length < 2) {
    const found =
      present.length === 0 ? 'There are no' : `Class ${named(present[0] as number)} has all ${indices.length}`;
    throw new InputError(`${found} ${what}; pairs of different classes need two classes or more. ${remedy}`);
  }
  const alone = present.filter((label) => counts[label] === 1);
  if (alone.length === present.length) {
    throw new InputError(
      `Each of the ${present.length} classes has only one of the ${indices.length} ${what}, so nothing can be a pair of the same class. ${remedy}`,
    );
  }
  if (alone.length === 0) return [];
  const names = alone.slice(0, mostNamed).map(named).join(', ');
  const more = alone.length > mostNamed ? ` and ${plural(alone.length - mostNamed, 'more')}` : '';
  return [
    `${plural(alone.length, 'class')} with only one of the ${what}: ${names}${more}. Such an image is paired with other classes alone.`,
  ];
}

/** Of images with these labels, those that another one of their class is paired with. */
export function countAnchors(labels: Int32Array): number {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return labels.length - [...counts.values()].filter((count) => count === 1).length;
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
