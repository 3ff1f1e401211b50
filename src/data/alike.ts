/** Whether images differ at all. */
import { type ImageStore, imageBytes } from './store.ts';

/** As many are looked at: where these are alike, so are mostly the others. */
const sample = 64;

/** Whether all images of `rows` have the same pixels, as far as a sample shows, read one by one. True of fewer than two. */
export async function imagesAreAlike(store: ImageStore, rows: Int32Array): Promise<boolean> {
  const bytes = imageBytes(store.shape);
  const [first, other] = [new Uint8Array(bytes), new Uint8Array(bytes)];
  const count = Math.min(sample, rows.length);
  for (let i = 0; i < count; i++) {
    const row = Math.floor((i * rows.length) / count);
    await store.read(rows.slice(row, row + 1), i === 0 ? first : other);
    if (i > 0 && other.some((pixel, k) => pixel !== first[k])) return false;
  }
  return true;
}
