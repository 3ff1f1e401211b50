/** Pairs, triplets and images of classes seen alike: as columns of images, and what is known of each example. */
import { permutation, type StreamKey } from '../random/index.ts';
import type { Examples, Pairs } from './types.ts';

/** What an example of each kind is made of, and what people call it. */
export const exampleKinds = {
  pairs: { rowsPerExample: 2, noun: 'pair', isLabelled: true, LabelArray: Uint8Array },
  triplets: { rowsPerExample: 3, noun: 'triplet', isLabelled: false, LabelArray: Uint8Array },
  classes: { rowsPerExample: 1, noun: 'image', isLabelled: true, LabelArray: Int32Array },
} as const satisfies Record<Examples['kind'], ExampleKind>;

interface ExampleKind {
  readonly rowsPerExample: number;
  readonly noun: string;
  /** whether something is known of each example beside its images, and what `labelsOf` gives it in */
  readonly isLabelled: boolean;
  readonly LabelArray: typeof Uint8Array | typeof Int32Array;
}

/** [rowsPerExample] columns of [count] images */
export function columnsOf(examples: Examples): readonly Int32Array[] {
  switch (examples.kind) {
    case 'pairs':
      return [examples.left, examples.right];
    case 'triplets':
      return [examples.anchor, examples.positive, examples.negative];
    case 'classes':
      return [examples.image];
  }
}

/** What is known of each example beside its images: whether a pair is one of the same class, an image's class. [count] or [0] */
export function labelsOf(examples: Examples): Uint8Array | Int32Array {
  switch (examples.kind) {
    case 'pairs':
      return examples.isSame;
    case 'triplets':
      return noLabels;
    case 'classes':
      return examples.label;
  }
}

const noLabels = new Uint8Array(0);

/** Examples of a kind from their columns and labels: what `columnsOf` and `labelsOf` take apart. */
export function examplesFrom(
  kind: Examples['kind'],
  columns: readonly Int32Array[],
  labels: Uint8Array | Int32Array,
): Examples {
  const [first, second, third] = columns as [Int32Array, Int32Array, Int32Array];
  switch (kind) {
    case 'pairs':
      return { kind, left: first, right: second, isSame: labels as Uint8Array };
    case 'triplets':
      return { kind, anchor: first, positive: second, negative: third };
    case 'classes':
      return { kind, image: first, label: labels as Int32Array };
  }
}

export function exampleCount(examples: Examples): number {
  return (columnsOf(examples)[0] as Int32Array).length;
}

/** The examples in an order drawn from the stream. */
export function shuffleExamples(examples: Examples, key: StreamKey): Examples {
  const order = permutation(key, exampleCount(examples));
  const columns = columnsOf(examples).map((column) => pick(column, order));
  const labels = labelsOf(examples);
  const shuffled = new exampleKinds[examples.kind].LabelArray(labels.length);
  for (let i = 0; i < labels.length; i++) shuffled[i] = labels[order[i] as number] as number;
  return examplesFrom(examples.kind, columns, shuffled);
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
