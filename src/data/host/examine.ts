/** What can be told of an image file itself: kind, size, and what it shows. */
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { sha256 } from '../../text/index.ts';
import { hashedSize, type PerceptualHash, perceptualHash } from '../inspect/perceptual-hash.ts';
import type { EncodedImage, OpenOptions } from '../sources/source.ts';
import { folderInCache, unwritable } from './cache-folder.ts';
import { kindOfImage, reasonOf, Unreadable, upright } from './decode.ts';

/** Of one image: its pixels as they are before any resizing. */
export interface ImageFacts {
  readonly kind: string;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** SHA-256 of size and pixels, in hexadecimal */
  readonly digest: string;
  readonly hash: PerceptualHash | null;
}

/** Raised when the same file would have other facts. */
const factsVersion = 1;

/** Facts in order; for what can't be read a sentence. Those of files that haven't changed since are remembered. */
export async function examineImages(
  images: readonly EncodedImage[],
  { onProgress, signal }: OpenOptions,
): Promise<(ImageFacts | Unreadable)[]> {
  const memory = new Memory();
  const found = images.map(({ identity }) => (identity === null ? undefined : memory.find(identity)));
  const missing = [...images.keys()].filter((i) => found[i] === undefined);
  const results: (ImageFacts | Unreadable | undefined)[] = found;
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    while (next < missing.length) {
      signal?.throwIfAborted();
      const i = missing[next++] as number;
      const image = images[i] as EncodedImage;
      try {
        const facts = await factsOf(await image.read());
        results[i] = facts;
        if (image.identity !== null) memory.add(image.identity, facts);
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        results[i] = error;
      }
      onProgress?.({ done: ++done, total: missing.length });
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(missing.length, 2 * availableParallelism()) }, work));
  } finally {
    memory.save();
  }
  return results as (ImageFacts | Unreadable)[];
}

async function factsOf(bytes: Uint8Array): Promise<ImageFacts> {
  const kind = kindOfImage(bytes);
  try {
    const { data, info } = await upright(bytes)
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    const grey = await sharp(data, { raw: { width, height, channels } })
      .flatten({ background: '#fff' })
      .resize({ width: hashedSize, height: hashedSize, fit: 'fill' })
      .toColourspace('b-w')
      .raw()
      .toBuffer();
    const digest = sha256().update(`${width} ${height} ${channels}\n`).update(data).hex();
    return { kind, width, height, channels, digest, hash: perceptualHash(grey) };
  } catch (cause) {
    throw new Unreadable(reasonOf(cause as Error), { cause });
  }
}

/** A line for each file, in files that each process writes alone. */
class Memory {
  readonly #folder = folderInCache('facts', String(factsVersion));
  readonly #known = new Map<string, ImageFacts>();
  #added: string[] = [];

  constructor() {
    for (const name of readdirSync(this.#folder).sort()) {
      for (const line of readFileSync(join(this.#folder, name), 'utf8').split('\n')) this.#take(line);
    }
  }

  find(identity: string): ImageFacts | undefined {
    return this.#known.get(identity);
  }

  add(identity: string, facts: ImageFacts): void {
    this.#added.push(`${JSON.stringify([identity, facts])}\n`);
    if (this.#added.length >= 1000) this.save();
  }

  save(): void {
    if (this.#added.length === 0) return;
    const file = join(this.#folder, `${process.pid}.jsonl`);
    try {
      appendFileSync(file, this.#added.join(''));
    } catch (cause) {
      throw unwritable(file, cause);
    }
    this.#added = [];
  }

  /** A line that a crash cut short is passed over. */
  #take(line: string): void {
    try {
      const [identity, facts] = JSON.parse(line);
      this.#known.set(identity, facts);
    } catch {}
  }
}
