/** What lies in a session's shared memory, and the arena that gives each array its place. */
import type { Shape } from '../../network/index.ts';

/** Channels are padded to whole tiles of the wide build. */
export const CHANNEL_MULTIPLE = 16;

/** Bytes for each worker or chunk. */
export interface Slots {
  readonly origin: number;
  readonly slotBytes: number;
  /** a slot for each chunk of the batch, rather than for each worker */
  readonly perChunk: boolean;
}

/** Rows and columns of zeros around an image. */
export interface Border {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export const noBorder: Border = { top: 0, left: 0, bottom: 0, right: 0 };

/** An array [slots, images, rows, columns, stride] of float32 with a border of zeros around each image. */
export interface Tensor extends Slots {
  readonly shape: Shape;
  /** floats a pixel */
  readonly stride: number;
  /** address of slot 0, image 0, pixel (0, 0) */
  readonly origin: number;
  readonly border: Border;
  /** from the start of an image's border to its pixel (0, 0) */
  readonly borderBytes: number;
  readonly rowBytes: number;
  readonly imageBytes: number;
}

/** How a batch is divided: into chunks of a few examples, whose sums go to jobs. Depends on the batch alone. */
export interface Division {
  readonly imagesPerExample: number;
  readonly examplesPerChunk: number;
  /** the most of a batch */
  readonly jobs: number;
}

/** Memory as it is laid out: addresses are given in ascending order, from `start` on. */
export interface Arena {
  /** images of a chunk; the most chunks and jobs of a batch; workers */
  readonly images: number;
  readonly chunks: number;
  readonly jobs: number;
  readonly threads: number;
  /** → the address of so many bytes */
  allocate(bytes: number): number;
  /** → the address of int32s that `open` writes once */
  table(values: readonly number[] | Int32Array): number;
  slotted(bytes: number, perChunk: boolean): Slots;
  /** for a chunk's images, or as many as are given */
  tensor(shape: Shape, form: TensorForm): Tensor;
  /** the first address that is free */
  end(): number;
  readonly tables: readonly Table[];
}

export interface TensorForm {
  readonly stride: number;
  readonly border: Border;
  readonly perChunk: boolean;
  readonly images?: number;
}

export interface Table {
  readonly address: number;
  readonly values: Int32Array;
}

export function arenaFrom(start: number, sizes: Pick<Arena, 'images' | 'chunks' | 'jobs' | 'threads'>): Arena {
  const { chunks, threads } = sizes;
  const tables: Table[] = [];
  let end = start;
  const allocate = (bytes: number): number => {
    const address = roundUp(end, 64);
    end = address + bytes;
    return address;
  };
  const slotted = (bytes: number, perChunk: boolean): Slots => {
    const slotBytes = roundUp(bytes, 64);
    return { origin: allocate(slotBytes * (perChunk ? Math.max(chunks, threads) : threads)), slotBytes, perChunk };
  };
  return {
    ...sizes,
    allocate,
    table(values) {
      const array = Int32Array.from(values);
      const address = allocate(array.byteLength);
      tables.push({ address, values: array });
      return address;
    },
    slotted,
    tensor(shape, { stride, border, perChunk, images = sizes.images }) {
      const rowBytes = 4 * stride * (border.left + shape.width + border.right);
      const imageBytes = rowBytes * (border.top + shape.height + border.bottom);
      const slots = slotted(imageBytes * images, perChunk);
      const borderBytes = border.top * rowBytes + border.left * 4 * stride;
      const origin = slots.origin + borderBytes;
      return { ...slots, shape, stride, origin, border, borderBytes, rowBytes, imageBytes };
    },
    end: () => end,
    tables,
  };
}

export function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}

/** [n] from, from + step … */
export function count(n: number, step = 1, from = 0): number[] {
  return Array.from({ length: n }, (_, i) => from + i * step);
}

/** Byte offsets of (image, row, column) for so many images, row by row. */
export function pixelOffsets(
  of: Tensor,
  rows: readonly number[],
  columns: readonly number[],
  images: number,
): number[] {
  const offsets: number[] = [];
  for (let image = 0; image < images; image++) {
    for (const row of rows) {
      for (const column of columns) offsets.push(image * of.imageBytes + row * of.rowBytes + column * of.stride * 4);
    }
  }
  return offsets;
}

/** Byte offsets of a patch's pixels from its first, row by row. */
export function tapOffsets(of: Tensor, height: number, width: number): number[] {
  return pixelOffsets(of, count(height), count(width), 1);
}
