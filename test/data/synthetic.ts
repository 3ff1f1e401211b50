/** Small data for tests: IDX bytes, and folders laid out as MNIST's. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An IDX file, whatever the sizes claim. */
export function idxBytes(sizes: number[], elements: Iterable<number>, type = 8): Uint8Array {
  const header = sizes.flatMap((size) => [size >>> 24, size >>> 16, size >>> 8, size]);
  return Buffer.concat([Uint8Array.of(0, 0, type, sizes.length, ...header), Uint8Array.from(elements)]);
}

/** An image's pixels say which file and place it comes from. */
export function pixelsOf(part: 'train' | 't10k', index: number, size = 4): number[] {
  return Array.from({ length: size }, (_, pixel) => (index * 7 + pixel * 3 + (part === 'train' ? 0 : 101)) % 256);
}

/** A folder with the four files of MNIST: images of 2 × 2 with these labels. */
export function mnistFolder(train: number[], test: number[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'siamese-data-'));
  for (const [part, labels] of [
    ['train', train],
    ['t10k', test],
  ] as const) {
    const pixels = labels.flatMap((_, i) => pixelsOf(part, i));
    writeFileSync(join(folder, `${part}-images-idx3-ubyte`), idxBytes([labels.length, 2, 2], pixels));
    writeFileSync(join(folder, `${part}-labels-idx1-ubyte`), idxBytes([labels.length], labels));
  }
  return folder;
}
