/** Images as small PNG files, for people to look at. */
import sharp from 'sharp';
import { type Augmentation, augmented } from '../augment/augment.ts';
import { type ImageStore, imageBytes } from '../store.ts';
import type { ImageShape } from '../types.ts';
import { Unreadable, upright } from './decode.ts';
import type { SeenImage } from './inspect.ts';

/** PNG, at most `size` high and wide; null where the image can't be read. */
export async function pictureOf({ part, row }: SeenImage, size: number): Promise<Uint8Array | null> {
  if (part.encodedAt === undefined) {
    const { shape, read } = await part.openImages(Int32Array.of(row));
    const pixels = new Uint8Array(imageBytes(shape));
    await read(Int32Array.of(row), pixels);
    return pictureOfPixels(pixels, shape, size);
  }
  try {
    const bytes = await part.encodedAt(row).read();
    return await upright(bytes)
      .resize({ width: size, height: size, fit: 'inside' })
      .toColourspace('srgb')
      .png()
      .toBuffer();
  } catch (error) {
    if (error instanceof Unreadable || error instanceof Error) return null;
    throw error;
  }
}

/** Pixels of one or three channels as PNG; small images are enlarged so that their pixels are seen. */
export function pictureOfPixels(
  pixels: Uint8Array,
  { height, width, channels }: ImageShape,
  size: number,
): Promise<Uint8Array> {
  const raw = { width, height, channels: channels as 1 | 3 };
  return sharp(pixels, { raw })
    .resize({ width: size, height: size, fit: 'inside', kernel: 'nearest' })
    .png()
    .toBuffer();
}

/** An image as it is, then as training steps see it: [1 + steps] pictures. */
export async function picturesOfSteps(
  store: ImageStore,
  settings: Augmentation,
  {
    seed,
    row,
    steps,
    size,
  }: { readonly seed: number; readonly row: number; readonly steps: number; readonly size: number },
): Promise<Uint8Array[]> {
  const changing = augmented(store, settings, seed);
  const pictures: Uint8Array[] = [];
  for (const step of [undefined, ...Array(steps).keys()]) {
    const pixels = new Uint8Array(imageBytes(store.shape));
    await changing.read(Int32Array.of(row), pixels, step);
    pictures.push(await pictureOfPixels(pixels, store.shape, size));
  }
  return pictures;
}
