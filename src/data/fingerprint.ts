/** Fingerprints: SHA-256 of content, hexadecimal. Two runs with the same ones saw the same images and pairs. */
import { sha256 } from '../text/index.ts';
import { columnsOf, exampleCount, labelsOf } from './examples.ts';
import { allRows, type ImageStore, imageBytes } from './store.ts';
import type { Examples, Images } from './types.ts';

/** What a fingerprint of images needs of a store. */
type Readable = Omit<ImageStore, 'fingerprint'>;

/** Of all images of a store and their labels, the first `trainCount` for training. */
export async function fingerprintSplit(store: Readable, trainCount: number): Promise<string> {
  const { labels } = store;
  const { digestOf } = store;
  if (digestOf !== undefined) return fingerprintDigests(store, trainCount, digestOf);
  const hash = sha256().update(splitHead([labels.length, ...sizesOf(store)], trainCount));
  await readInChunks(store, allRows(store), (bytes) => hash.update(bytes));
  return hash.update(bytesOfLabels(labels)).hex();
}

/** The same of images whose own digests are known, so that none is read for it. */
function fingerprintDigests(store: Readable, trainCount: number, digestOf: (row: number) => string): string {
  const { labels } = store;
  const hash = sha256().update(`digests of ${splitHead([labels.length, ...sizesOf(store)], trainCount)}`);
  for (let row = 0; row < labels.length; row++) hash.update(digestOf(row));
  return hash.update(bytesOfLabels(labels)).hex();
}

/** The same of images in memory, all of them for training. */
export function fingerprintImages({ shape, bytes }: Images, labels: Int32Array): string {
  return sha256().update(splitHead(shape, shape[0])).update(bytes).update(bytesOfLabels(labels)).hex();
}

/** Of some of the images and their labels, in the order of `rows`, wherever they lie. */
export async function fingerprintSubset(store: Readable, rows: Int32Array): Promise<string> {
  const hash = sha256().update(`images ${rows.length} ${sizesOf(store).join(' ')}\n`);
  await readInChunks(store, rows, (bytes) => hash.update(bytes));
  return hash.update(bytesOfLabels(rows.map((row) => store.labels[row] as number))).hex();
}

/** Of examples, in their order. */
export function fingerprintExamples(examples: Examples): string {
  const hash = sha256().update(`${examples.kind} ${exampleCount(examples)}\n`);
  // little-endian, as nearly every machine that Node runs on
  for (const column of [...columnsOf(examples), labelsOf(examples)]) hash.update(column);
  return hash.hex();
}

function splitHead(shape: readonly number[], trainCount: number): string {
  return `images ${shape.join(' ')} train ${trainCount}\n`;
}

function sizesOf({ shape }: Readable): number[] {
  return [shape.height, shape.width, shape.channels];
}

/** Small beside the data, large enough that the calls don't count. */
const chunkBytes = 2 ** 20;

/** Reads images a few at a time, so that a data set is never in memory for its fingerprint's sake. */
async function readInChunks(store: Readable, rows: Int32Array, take: (bytes: Uint8Array) => void): Promise<void> {
  const size = imageBytes(store.shape);
  const most = Math.max(1, Math.floor(chunkBytes / size));
  const chunk = new Uint8Array(Math.min(most, rows.length) * size);
  for (let at = 0; at < rows.length; at += most) {
    const some = rows.subarray(at, at + most);
    const bytes = chunk.subarray(0, some.length * size);
    await store.read(some, bytes);
    take(bytes);
  }
}

/**
 * A byte for each label where all are below 256, else four, little-endian. What is hashed before says how many labels
 * there are, so that one is never taken for the other.
 */
function bytesOfLabels(labels: Int32Array): Uint8Array {
  if (labels.every((label) => label < 256)) return Uint8Array.from(labels);
  return new Uint8Array(labels.buffer, labels.byteOffset, labels.byteLength);
}
