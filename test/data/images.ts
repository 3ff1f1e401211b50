/** Image files for tests, drawn by libvips. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sharp, { type Sharp } from 'sharp';

export type Color = readonly [red: number, green: number, blue: number];

/** An image of one colour, to be encoded. */
export function plainImage([r, g, b]: Color, width = 8, height = 8): Sharp {
  return sharp({ create: { width, height, channels: 3, background: { r, g, b } } });
}

/** Writes a file and the folders around it. */
export function put(folder: string, path: string, bytes: Uint8Array | string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  return file;
}

/** A folder with PNG images, `count` of each class, each of a colour of its own. */
export async function photoFolder(folder: string, classes: readonly string[], count: number): Promise<string> {
  for (const [label, name] of classes.entries()) {
    for (let i = 0; i < count; i++) {
      const color: Color = [(40 * label) % 256, (20 * i) % 256, (label + i) % 256];
      put(folder, `${name}/${i}.png`, await plainImage(color).png().toBuffer());
    }
  }
  return folder;
}
