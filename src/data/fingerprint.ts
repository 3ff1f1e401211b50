/** Fingerprints: SHA-256 of content, hexadecimal. Two runs with the same ones saw the same images and pairs. */
import { createHash } from 'node:crypto';
import type { Examples, LabelledImages } from './types.ts';

/** Of images, labels and how many of them are for training. */
export function fingerprintImages(images: LabelledImages, trainCount: number): string {
  const hash = createHash('sha256').update(`images ${images.shape.join(' ')} train ${trainCount}\n`);
  return hash.update(images.bytes).update(images.labels).digest('hex');
}

/** Of pairs or triplets, in their order. */
export function fingerprintExamples(examples: Examples): string {
  const columns =
    examples.kind === 'triplets'
      ? [examples.anchor, examples.positive, examples.negative]
      : [examples.left, examples.right, examples.isSame];
  const hash = createHash('sha256').update(`${examples.kind} ${(columns[0] as Int32Array).length}\n`);
  for (const column of columns) hash.update(column); // little-endian, as nearly every machine that Node runs on
  return hash.digest('hex');
}
