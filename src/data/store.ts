/** Where pixels come from, row by row: the one thing that engines know of data. */
import type { ImageShape } from './types.ts';

/** Images by row, wherever they are kept: in memory, in files, or made from those of another store. */
export interface ImageStore {
  /** of each image */
  readonly shape: ImageShape;
  /** [count], 0 … classes - 1 */
  readonly labels: Int32Array;
  /** SHA-256 of images, labels and split, hexadecimal */
  readonly fingerprint: string;
  /**
   * Reads images, one after another.
   *   rows [n]: in any order, also more than once; ascending is fast
   *   into [n, height, width, channels]: may lie in shared memory
   */
  read(rows: Int32Array, into: Uint8Array): Promise<void>;
}

/** Of one image. */
export function imageBytes({ height, width, channels }: ImageShape): number {
  return height * width * channels;
}

/** Every row of a store, in order: [count]. */
export function allRows({ labels }: Pick<ImageStore, 'labels'>): Int32Array {
  return rowRange(0, labels.length);
}

/** start, start + 1 …: [count] */
export function rowRange(start: number, count: number): Int32Array {
  const rows = new Int32Array(count);
  for (let i = 0; i < count; i++) rows[i] = start + i;
  return rows;
}
