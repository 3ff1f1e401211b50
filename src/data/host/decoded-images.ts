/** Image files, wherever they lie, as images of one shape: decoded once, then read from the cache. */
import { availableParallelism } from 'node:os';
import { setImmediate as turn } from 'node:timers/promises';
import { InputError } from '../../errors/index.ts';
import { plural, printable, sha256 } from '../../text/index.ts';
import type { EncodedImage, OpenOptions, PartImages } from '../sources/source.ts';
import { imageBytes } from '../store.ts';
import { type DecodingRule, decodeImage, Unreadable } from './decode.ts';
import { ImageCache, type Place, readPlaces } from './image-cache.ts';

export interface Decoding extends OpenOptions {
  readonly rule: DecodingRule;
  /** of the whole, as a sentence names it */
  readonly where: string;
  readonly unreadable: 'refuse' | 'skip';
}

/** Most unreadable files that one error names. */
const mostNamed = 10;

/**
 * The images in these rows, by row. Decodes those that the cache doesn't have, some side by side. Throws an InputError
 * that names what can't be read, unless it is to be skipped.
 */
export async function openDecoded(
  imageAt: (row: number) => EncodedImage,
  rows: Int32Array,
  { rule, where, unreadable, onProgress, signal }: Decoding,
): Promise<PartImages> {
  const cache = new ImageCache(rule);
  const places = new Map<number, Place>();
  const failures: { row: number; sentence: string }[] = [];
  const missing: number[] = [];
  for (const [i, row] of rows.entries()) {
    const { identity } = imageAt(row);
    const place = identity === null ? undefined : cache.find(identity);
    if (place === undefined) missing.push(row);
    else places.set(row, place);
    if (i % 10_000 === 9_999) await turn();
  }
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    while (next < missing.length) {
      signal?.throwIfAborted();
      const row = missing[next++] as number;
      const image = imageAt(row);
      try {
        places.set(row, await take(image, rule, cache));
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        failures.push({ row, sentence: `${printable(image.name)} ${error.message}.` });
      }
      onProgress?.({ done: ++done, total: missing.length });
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(missing.length, 2 * availableParallelism()) }, work));
  } finally {
    cache.close();
  }
  failures.sort((a, b) => a.row - b.row);
  if (failures.length > 0 && unreadable === 'refuse')
    throw new InputError(refusal(failures.map((each) => each.sentence)));
  const size = imageBytes(rule.shape);
  return {
    where,
    shape: rule.shape,
    unreadable: failures,
    digestOf: (row) => (places.get(row) as Place).digest,
    async read(wanted, into) {
      readPlaces(
        Array.from(wanted, (row) => places.get(row) as Place),
        size,
        into,
      );
    },
  };
}

async function take(image: EncodedImage, rule: DecodingRule, cache: ImageCache): Promise<Place> {
  const bytes = await image.read();
  const content = sha256().update(bytes).hex();
  const isKnown = cache.findContent(content) !== undefined;
  return cache.add(image.identity, content, isKnown ? null : await decodeImage(bytes, rule));
}

function refusal(sentences: readonly string[]): string {
  const named = sentences.slice(0, mostNamed);
  const rest = sentences.length - named.length;
  const more = rest > 0 ? [`… and ${plural(rest, 'more file')}.`] : [];
  const advice = 'Mend or remove them, or pass them over with data.unreadable: skip.';
  return [
    `${plural(sentences.length, 'image')} can't be read:`,
    ...[...named, ...more].map((line) => `  ${line}`),
    advice,
  ].join('\n');
}
