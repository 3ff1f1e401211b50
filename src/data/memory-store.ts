/** A store of images that are in memory already. */
import { InputError } from '../errors/index.ts';
import { fingerprintImages } from './fingerprint.ts';
import { type ImageStore, imageBytes } from './store.ts';
import type { Images } from './types.ts';

/** labels [count]; default: one class for all */
export function memoryStore({ shape, bytes }: Images, labels = new Int32Array(shape[0])): ImageStore {
  const [count, height, width, channels] = shape;
  const imageShape = { height, width, channels };
  const size = imageBytes(imageShape);
  if (bytes.length !== count * size) {
    const images = `${count} images of ${height}×${width}×${channels}`;
    throw new InputError(`${images} are ${count * size} bytes, but there are ${bytes.length}.`);
  }
  if (labels.length !== count) {
    throw new InputError(`There are ${count} images, but ${labels.length} labels; each image needs one.`);
  }
  let fingerprint: string | undefined;
  return {
    shape: imageShape,
    labels,
    get fingerprint() {
      fingerprint ??= fingerprintImages({ shape, bytes }, labels);
      return fingerprint;
    },
    async read(rows, into) {
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i] as number;
        into.set(bytes.subarray(row * size, (row + 1) * size), i * size);
      }
    },
  };
}
