/**
 * `checkpoint/`: where a run can go on. One file, written whole, and the one before it as a fallback.
 *
 *   bytes  0       8        12            16       16 + headerBytes
 *          │ magic │ format │ headerBytes │ header │ weights │ slots … │ best weights │ SHA-256 of all before │
 *          8 bytes   uint32   uint32        JSON     float32 each                       32 bytes
 *
 * Little-endian. The header is filled up with blanks to a multiple of 4 and gives each array's length; its numbers
 * come back with every bit.
 */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, readSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { InputError } from '../errors/index.ts';
import { isRecord, parseJson } from '../text/index.ts';
import { mostBytesAtOnce, writeAll } from '../text/node.ts';
import type { Best, EpochMetrics, Position, ResumePoint, RunningSums, StartEvent } from '../training/index.ts';
import type { Evaluated } from './evaluation.ts';
import { flushFolder, isThere, makeOwnFolder, openIn, replaceFile, runFiles } from './files.ts';
import { isWholeRow } from './metrics.ts';

const magic = 'siamckpt';
/** Raised when a reader of the old format would misread the new one. */
const checkpointFormat = 1;
const preludeBytes = 16;
const digestBytes = 32;

export interface Checkpoint {
  /** of the experiment */
  readonly hash: string;
  readonly engine: { readonly name: string; readonly arithmetic: string };
  readonly fingerprints: StartEvent['fingerprints'];
  /** that the run has taken so far */
  readonly seconds: number;
  /** the whole epochs so far */
  readonly epochs: readonly EpochRecord[];
  /** null before the first epoch, and in a checkpoint from before there was such a thing */
  readonly evaluation: Evaluated | null;
  readonly point: ResumePoint;
}

/** What is kept of an epoch. */
export interface EpochRecord {
  readonly metrics: EpochMetrics;
  /** the best on the validation pairs, in units of distance; null for losses that have one of their own */
  readonly threshold: number | null;
}

interface Header extends Omit<Checkpoint, 'point'> {
  readonly position: Position;
  readonly step: number;
  readonly best: Omit<Best, 'weights'> | null;
  /** elements of each array */
  readonly lengths: { readonly weights: number; readonly slots: readonly number[]; readonly best: number };
}

/**
 * Writes a run's checkpoint. At every moment, through a loss of power too, a whole one is on the disk: the new one
 * is flushed before the last takes the place of the one before it. What `check` throws before that keeps the last.
 */
export function writeCheckpoint(runFolder: string, checkpoint: Checkpoint, check = () => {}): void {
  const { point, ...rest } = checkpoint;
  const { state, position, best } = point;
  const arrays = [state.weights, ...state.slots, ...(best === null ? [] : [best.weights])];
  const header: Header = {
    ...rest,
    position,
    step: state.step,
    best: best === null ? null : withoutWeights(best),
    lengths: {
      weights: state.weights.length,
      slots: state.slots.map((slot) => slot.length),
      best: best?.weights.length ?? 0,
    },
  };
  const [last, previous] = [join(runFolder, runFiles.checkpointLast), join(runFolder, runFiles.checkpointPrevious)];
  const folder = join(runFolder, runFiles.checkpoint);
  makeOwnFolder(folder);
  const write = (descriptor: number) => {
    const digest = createHash('sha256');
    for (const part of [...preludeAndHeader(header), ...arrays.map(bytesOf)]) {
      digest.update(part);
      writeAll(descriptor, part);
    }
    writeAll(descriptor, digest.digest());
  };
  replaceFile(last, write, () => {
    check();
    if (isThere(last)) renameSync(last, previous);
  });
  flushFolder(folder);
}

export interface FoundCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly isFallback: boolean;
  /** what was wrong with the last one, a sentence; null where nothing was */
  readonly warning: string | null;
}

/** The last whole checkpoint; null where none was ever written. Throws an InputError where none can be read. */
export function findCheckpoint(runFolder: string): FoundCheckpoint | null {
  const problems: string[] = [];
  for (const name of [runFiles.checkpointLast, runFiles.checkpointPrevious]) {
    const file = join(runFolder, name);
    if (!isThere(file)) continue;
    try {
      const checkpoint = readCheckpoint(file);
      const isFallback = name === runFiles.checkpointPrevious;
      const sentence = `${problems[0]} The one before it is whole: going on after step ${checkpoint.point.state.step}.`;
      return { checkpoint, isFallback, warning: problems.length === 0 ? null : sentence };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(error.message);
    }
  }
  if (problems.length === 0) return null;
  throw new InputError(
    `${basename(runFolder)} can't go on: ${problems.join(' ')} There is no other; train it anew with ` +
      `npm run exp ${join(runFolder, runFiles.resolved)}.`,
  );
}

/** Throws an InputError that says what is wrong with the file. */
export function readCheckpoint(file: string): Checkpoint {
  const refuse = (problem: string): never => {
    throw new InputError(`${join(runFiles.checkpoint, basename(file))} is damaged: ${problem}.`);
  };
  let descriptor: number;
  try {
    const folder = dirname(file);
    descriptor = openIn(dirname(folder), join(basename(folder), basename(file)));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return refuse(`it can't be read (${code ?? message})`);
  }
  try {
    return readFrom(descriptor, refuse);
  } catch (error) {
    if (error instanceof InputError) throw error;
    return refuse(`it can't be read (${(error as Error).message})`);
  } finally {
    closeSync(descriptor);
  }
}

function readFrom(descriptor: number, refuse: (problem: string) => never): Checkpoint {
  const digest = createHash('sha256');
  const size = fstatSync(descriptor).size;
  const take = (bytes: Uint8Array) => {
    let done = 0;
    while (done < bytes.length) {
      const count = readSync(descriptor, bytes, done, Math.min(bytes.length - done, mostBytesAtOnce), null);
      if (count === 0) refuse('it became shorter while it was read');
      done += count;
    }
    digest.update(bytes);
    return bytes;
  };

  if (size < preludeBytes + digestBytes) refuse(`it has ${size} bytes, too few for any checkpoint`);
  const prelude = Buffer.from(take(new Uint8Array(preludeBytes)).buffer);
  if (prelude.toString('latin1', 0, 8) !== magic) refuse("it doesn't begin as a checkpoint does");
  const format = prelude.readUInt32LE(8);
  if (format !== checkpointFormat) refuse(`its format is ${format}, and this version reads ${checkpointFormat}`);
  const headerBytes = prelude.readUInt32LE(12);
  if (headerBytes > size - preludeBytes - digestBytes) refuse(`it ends after ${size} bytes, within its header`);
  const text = Buffer.from(take(new Uint8Array(headerBytes)).buffer).toString('utf8');

  // Lengths come before the checksum is known: nothing in the header is believed beyond them until it is.
  const header = parseJson(text);
  const lengths = header === null ? null : arrayLengths(header);
  if (header === null || lengths === null) return refuse("its header isn't readable");
  const whole = preludeBytes + headerBytes + 4 * lengths.reduce((sum, length) => sum + length, 0) + digestBytes;
  if (size !== whole) refuse(`it has ${size} bytes instead of ${whole}`);
  const arrays = lengths.map((length) => new Float32Array(length));
  for (const array of arrays) take(bytesOf(array));
  const expected = digest.digest();
  const found = Buffer.alloc(digestBytes);
  if (readSync(descriptor, found) !== digestBytes || !found.equals(expected)) refuse('its checksum is wrong');
  if (!isHeader(header)) return refuse('something in its header is missing');

  const { position, step, best, lengths: _, ...rest } = header;
  const [weights, ...others] = arrays as [Float32Array, ...Float32Array[]];
  const bestWeights = best === null ? null : (others.pop() as Float32Array);
  return {
    ...rest,
    evaluation: rest.evaluation ?? null,
    point: {
      position,
      state: { step, weights, slots: others },
      best: best === null || bestWeights === null ? null : { ...best, weights: bestWeights },
    },
  };
}

function preludeAndHeader(header: Header): [Buffer, Buffer] {
  const text = Buffer.from(JSON.stringify(header));
  const headerBytes = 4 * Math.ceil(text.length / 4);
  const prelude = Buffer.alloc(preludeBytes);
  prelude.write(magic, 'latin1');
  prelude.writeUInt32LE(checkpointFormat, 8);
  prelude.writeUInt32LE(headerBytes, 12);
  return [prelude, Buffer.concat([text, Buffer.alloc(headerBytes - text.length, ' ')])];
}

function withoutWeights({ weights: _, ...rest }: Best): Omit<Best, 'weights'> {
  return rest;
}

const bytesOf = (array: Float32Array): Uint8Array => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** In the file's order; null where the header doesn't tell. */
function arrayLengths(header: unknown): number[] | null {
  if (!isRecord<Header>(header) || !isRecord<Header['lengths']>(header.lengths)) return null;
  const { weights, slots, best } = header.lengths;
  if (!Array.isArray(slots)) return null;
  const all = [weights, ...slots, ...(header.best === null ? [] : [best])];
  return all.every((length) => isCount(length) && length < 2 ** 32) ? (all as number[]) : null;
}

function isHeader(header: unknown): header is Header {
  if (!isRecord<Header>(header)) return false;
  const { hash, engine, fingerprints, seconds, epochs, position, step, best } = header;
  return (
    isText(hash) &&
    isRecord<Header['engine']>(engine) &&
    isText(engine.name) &&
    isText(engine.arithmetic) &&
    isRecord<Header['fingerprints']>(fingerprints) &&
    [fingerprints.data, fingerprints.trainPairs, fingerprints.validationPairs].every(isText) &&
    isFigure(seconds) &&
    isCount(step) &&
    isPosition(position) &&
    Array.isArray(epochs) &&
    epochs.length === position.epoch - 1 &&
    epochs.every(isEpochRecord) &&
    (best === null || (isRecord<Best>(best) && isCount(best.epoch) && isFigure(best.value)))
  );
}

function isPosition(position: unknown): position is Position {
  if (!isRecord<Position>(position) || !isRecord<RunningSums>(position.sums)) return false;
  const { loss, correct, examples, seconds } = position.sums;
  return isCount(position.epoch) && isCount(position.stepInEpoch) && [loss, correct, examples, seconds].every(isFigure);
}

function isEpochRecord(record: unknown, index: number): boolean {
  if (!isRecord<EpochRecord>(record) || !isRecord<EpochMetrics>(record.metrics)) return false;
  const { metrics, threshold } = record;
  return isWholeRow(metrics) && metrics.epoch === index + 1 && (threshold === null || isFigure(threshold));
}

const isText = (value: unknown): boolean => typeof value === 'string';
const isFigure = (value: unknown): boolean => typeof value === 'number';
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
