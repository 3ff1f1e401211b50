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
  /** SHA-256 of an image's pixels, in hexadecimal, where it is known unread */
  readonly digestOf?: (row: number) => string;
  /** whether pixels depend on the step they are read for, as an augmentation's do: then no engine keeps them */
  readonly variesByStep?: boolean;
  /**
   * Reads images, one after another.
   *   rows [n]: in any order, also more than once; ascending is fast
   *   into [n, height, width, channels]: may lie in shared memory
   *   step: of the training step they are for, the steps done before it; none for images as they are
   */
  read(rows: Int32Array, into: Uint8Array, step?: number): Promise<void>;
}

/** What images are brought to where nobody says: the shape of MNIST's. */
export const smallGrey: ImageShape = { height: 28, width: 28, channels: 1 };

/** Of one image. */
export function imageBytes({ height, width, channels }: ImageShape): number {
  return height * width * channels;
}

/** Of all images of a store. */
export function storeBytes({ labels, shape }: ImageStore): number {
  return labels.length * imageBytes(shape);
}

/** Every row of a store, in order: [count]. */
export function allRows({ labels }: Pick<ImageStore, 'labels'>): Int32Array {
  return rowRange(0, labels.length);
}

/** Rows start, start + 1 …: [count] */
export function rowRange(start: number, count: number): Int32Array {
  const rows = new Int32Array(count);
  for (let i = 0; i < count; i++) rows[i] = start + i;
  return rows;
}
