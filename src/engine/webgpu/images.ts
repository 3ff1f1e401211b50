/** The images that a session reads: all of them on the GPU, or those of one step at a time. */
import { allRows, type ImageStore, imageBytes, rowRange, storeBytes } from '../../data/index.ts';
import type { SessionOptions } from '../contract/contract.ts';
import { isResident } from '../contract/residency.ts';
import { type Buffers, mostBytes } from './buffers.ts';
import type { Layout } from './layout.ts';

/** Images are read from their store and written to the GPU about so many bytes at a time. */
const UPLOAD_BYTES = 2 ** 22;

export interface ImageUpload {
  /** Makes room, and uploads all images where they are resident. */
  load(store: ImageStore): Promise<void>;
  /** whether each step's images have to be brought */
  isStreaming(): boolean;
  /** Uploads images that aren't resident. → where they lie on the GPU: [rows] */
  bring(rows: Int32Array, ofStep?: number): Promise<Int32Array>;
}

export function imageUpload(device: GPUDevice, buffers: Buffers, layout: Layout, options: SessionOptions): ImageUpload {
  /** of images that aren't resident: the GPU then has room for those of one step */
  let source: ImageStore | null = null;
  /** Reads images and writes them to the GPU, one after another, behind all work submitted before. */
  const upload = async (store: ImageStore, rows: Int32Array, ofStep?: number) => {
    const size = imageBytes(store.shape);
    const most = 4 * Math.ceil(UPLOAD_BYTES / 4 / size); // a multiple of four, so that each chunk begins at a word
    const chunk = new Uint8Array(wholeWords(Math.min(most, rows.length) * size));
    for (let at = 0; at < rows.length; at += most) {
      const some = rows.subarray(at, at + most);
      await store.read(some, chunk.subarray(0, some.length * size), ofStep);
      device.queue.writeBuffer(buffers.of(layout.images), at * size, chunk, 0, wholeWords(some.length * size));
    }
  };
  return {
    async load(store) {
      const keepsAll = isResident(store, options, mostBytes(device));
      await buffers.replace(
        layout.images,
        wholeWords(keepsAll ? storeBytes(store) : layout.rows * imageBytes(store.shape)),
      );
      if (keepsAll) await upload(store, allRows(store));
      source = keepsAll ? null : store;
    },
    isStreaming: () => source !== null,
    async bring(rows, ofStep) {
      if (source === null) return rows;
      await upload(source, rows, ofStep);
      return rowRange(0, rows.length);
    },
  };
}

/** WebGPU copies whole words. */
function wholeWords(bytes: number): number {
  return 4 * Math.ceil(bytes / 4);
}
