/** Fingerprints: SHA-256 of content, hexadecimal. Two runs with the same ones saw the same images and pairs. */
import { sha256 } from '../text/index.ts';
import type { Examples, LabelledImages } from './types.ts';

/** Of images, labels and how many of them are for training. */
export function fingerprintImages(images: LabelledImages, trainCount: number): string {
  const hash = sha256().update(`images ${images.shape.join(' ')} train ${trainCount}\n`);
  return hash.update(images.bytes).update(bytesOfLabels(images.labels)).hex();
}

/** Of some of the images and their labels, in the order of `indices`, wherever they lie. */
export function fingerprintSubset({ shape, bytes, labels }: LabelledImages, indices: Int32Array): string {
  const [, ...imageShape] = shape;
  const size = imageShape.reduce((product, dimension) => product * dimension, 1);
  const hash = sha256().update(`images ${indices.length} ${imageShape.join(' ')}\n`);
  for (const i of indices) hash.update(bytes.subarray(i * size, (i + 1) * size));
  return hash.update(bytesOfLabels(Int32Array.from(indices, (i) => labels[i] as number))).hex();
}

/**
 * A byte for each label where all are below 256, else four, little-endian. What is hashed before says how many labels
 * there are, so that one is never taken for the other.
 */
function bytesOfLabels(labels: Int32Array): Uint8Array {
  if (labels.every((label) => label < 256)) return Uint8Array.from(labels);
  return new Uint8Array(labels.buffer, labels.byteOffset, labels.byteLength);
}

/** Of pairs or triplets, in their order. */
export function fingerprintExamples(examples: Examples): string {
  const columns =
    examples.kind === 'triplets'
      ? [examples.anchor, examples.positive, examples.negative]
      : [examples.left, examples.right, examples.isSame];
  const hash = sha256().update(`${examples.kind} ${(columns[0] as Int32Array).length}\n`);
  for (const column of columns) hash.update(column); // little-endian, as nearly every machine that Node runs on
  return hash.hex();
}
