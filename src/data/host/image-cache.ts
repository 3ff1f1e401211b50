/**
 * Decoded images on disk, for one rule of decoding: whoever needs an image again reads its bytes by place.
 * ```
 * images/<rule>/<writer>.pixels │ pixels │ pixels │ …        a slot each, of one size
 *               <writer>.index  │ record │ record │ …
 * record: │ identity 16 │ content 32 │ pixels 32 │ slot 4 │ CRC-32 4 │
 * ```
 * Every writer has files of its own and only appends, pixels before the records that tell of them: so no two processes
 * get in each other's way, and what a crash leaves is either whole or not told of. An identity is what a file is known
 * by unread: its path, size and times. A file whose content is known under another identity gets a record without a
 * slot.
 */
import { closeSync, fdatasyncSync, fstatSync, openSync, readdirSync, readFileSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { InputError } from '../../errors/index.ts';
import { canonicalJson, sha256 } from '../../text/index.ts';
import { imageBytes } from '../store.ts';
import { folderInCache, unwritable } from './cache-folder.ts';
import { type DecodingRule, decodingVersion } from './decode.ts';

const identityBytes = 16;
const hashBytes = 32;
const recordBytes = identityBytes + 2 * hashBytes + 4 + 4;
/** The slot of a record whose pixels another record has. */
const elsewhere = 0xffff_ffff;

/** Where an image's pixels lie. */
export interface Place {
  readonly file: string;
  readonly slot: number;
  /** SHA-256 of the pixels, in hexadecimal */
  readonly digest: string;
}

export class ImageCache {
  readonly #folder: string;
  readonly #size: number;
  readonly #byContent = new Map<string, Place>();
  readonly #contentOf = new Map<string, string>();
  #writer: Writer | null = null;

  /** Reads what the cache knows. Throws an InputError where it can't be read or made. */
  constructor(rule: DecodingRule) {
    const key = sha256().update(canonicalJson({ rule, decodingVersion })).hex();
    this.#folder = folderInCache('images', key.slice(0, 16));
    this.#size = imageBytes(rule.shape);
    for (const name of readdirSync(this.#folder).sort()) {
      if (name.endsWith('.index')) this.#load(join(this.#folder, name.slice(0, -'.index'.length)));
    }
  }

  /** Where a file's pixels lie, by what it is known by unread. */
  find(identity: string): Place | undefined {
    const content = this.#contentOf.get(identity);
    return content === undefined ? undefined : this.#byContent.get(content);
  }

  /** The same by its content: SHA-256 in hexadecimal. */
  findContent(content: string): Place | undefined {
    return this.#byContent.get(content);
  }

  /** Keeps an image; pixels of null: those of its content, which are there already. */
  add(identity: string | null, content: string, pixels: Uint8Array | null): Place {
    const known = this.#byContent.get(content);
    if (identity !== null) this.#contentOf.set(identity, content);
    if (known !== undefined) {
      if (identity !== null) this.#openWriter().add(identity, content, known.digest, null);
      return known;
    }
    if (pixels === null) throw new TypeError('The cache has no pixels of this content.');
    const digest = sha256().update(pixels).hex();
    const writer = this.#openWriter();
    const slot = writer.add(identity ?? '', content, digest, pixels);
    const place = { file: writer.pixelsFile, slot, digest };
    this.#byContent.set(content, place);
    return place;
  }

  /** Has everything on disk that was added. */
  close(): void {
    this.#writer?.close();
    this.#writer = null;
  }

  #openWriter(): Writer {
    this.#writer ??= new Writer(this.#folder, this.#size);
    return this.#writer;
  }

  #load(path: string): void {
    const records = readFileSync(`${path}.index`);
    const file = `${path}.pixels`;
    const slots = Math.floor(sizeOf(file) / this.#size);
    for (let at = 0; at + recordBytes <= records.length; at += recordBytes) {
      const record = records.subarray(at, at + recordBytes);
      if (crc32(record.subarray(0, recordBytes - 4)) !== record.readUInt32LE(recordBytes - 4)) break;
      const identity = record.toString('hex', 0, identityBytes);
      const content = record.toString('hex', identityBytes, identityBytes + hashBytes);
      const slot = record.readUInt32LE(recordBytes - 8);
      if (slot < slots) {
        const digest = record.toString('hex', identityBytes + hashBytes, identityBytes + 2 * hashBytes);
        this.#byContent.set(content, { file, slot, digest });
      }
      if (!isNameless(identity)) this.#contentOf.set(identity, content);
    }
  }
}

/** What an unread file is known by, as the cache keeps it. */
export function identityOf(...facts: readonly (string | number | bigint)[]): string {
  return sha256()
    .update(facts.join('\0'))
    .hex()
    .slice(0, 2 * identityBytes);
}

const isNameless = (identity: string): boolean => /^0+$/.test(identity);

/** So many images are written before they are told of. */
const mostPending = 256;

class Writer {
  readonly pixelsFile: string;
  readonly #pixels: number;
  readonly #index: number;
  readonly #size: number;
  #slots = 0;
  #pending: Buffer[] = [];

  constructor(folder: string, size: number) {
    const name = `${Date.now().toString(36)}-${process.pid}-${Math.random().toString(36).slice(2, 10)}`;
    const path = join(folder, name);
    this.pixelsFile = `${path}.pixels`;
    this.#size = size;
    try {
      this.#pixels = openSync(this.pixelsFile, 'wx');
      this.#index = openSync(`${path}.index`, 'wx');
    } catch (cause) {
      throw unwritable(folder, cause);
    }
  }

  /** → the slot; `elsewhere` where there are no pixels to keep. */
  add(identity: string, content: string, digest: string, pixels: Uint8Array | null): number {
    const slot = pixels === null ? elsewhere : this.#slots;
    const record = Buffer.alloc(recordBytes);
    record.write(identity, 0, identityBytes, 'hex');
    record.write(content, identityBytes, hashBytes, 'hex');
    record.write(digest, identityBytes + hashBytes, hashBytes, 'hex');
    record.writeUInt32LE(slot, recordBytes - 8);
    record.writeUInt32LE(crc32(record.subarray(0, recordBytes - 4)), recordBytes - 4);
    if (pixels !== null) {
      this.#write(this.#pixels, pixels, this.#slots * this.#size);
      this.#slots++;
    }
    this.#pending.push(record);
    if (this.#pending.length >= mostPending) this.#tell();
    return slot;
  }

  close(): void {
    this.#tell();
    closeSync(this.#pixels);
    closeSync(this.#index);
  }

  #tell(): void {
    try {
      fdatasyncSync(this.#pixels);
      this.#write(this.#index, Buffer.concat(this.#pending), null);
    } catch (cause) {
      throw cause instanceof InputError ? cause : unwritable(this.pixelsFile, cause);
    }
    this.#pending = [];
  }

  #write(descriptor: number, bytes: Uint8Array, position: number | null): void {
    try {
      for (let done = 0; done < bytes.length; ) {
        const at = position === null ? null : position + done;
        done += writeSync(descriptor, bytes, done, bytes.length - done, at);
      }
    } catch (cause) {
      throw unwritable(this.pixelsFile, cause);
    }
  }
}

/**
 * Reads pixels from their places.
 *   places [n]    into [n, size]
 */
export function readPlaces(places: readonly Place[], size: number, into: Uint8Array): void {
  const open = new Map<string, number>();
  try {
    for (let at = 0; at < places.length; ) {
      const { file, slot } = places[at] as Place;
      let end = at + 1;
      while (end < places.length && places[end]?.file === file && places[end]?.slot === slot + end - at) end++;
      const descriptor = open.get(file) ?? openSync(file, 'r');
      open.set(file, descriptor);
      readWhole(descriptor, into.subarray(at * size, end * size), slot * size, file);
      at = end;
    }
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw new InputError(
      `Decoded images can't be read from the cache any more (${code}). Start again: it is filled anew.`,
      {
        cause,
      },
    );
  } finally {
    for (const descriptor of open.values()) closeSync(descriptor);
  }
}

function readWhole(descriptor: number, into: Uint8Array, from: number, file: string): void {
  for (let done = 0; done < into.length; ) {
    const bytes = readSync(descriptor, into, done, into.length - done, from + done);
    if (bytes === 0) throw new InputError(`${file} became shorter while it was read. Let nothing else write to it.`);
    done += bytes;
  }
}

function sizeOf(file: string): number {
  try {
    const descriptor = openSync(file, 'r');
    const { size } = fstatSync(descriptor);
    closeSync(descriptor);
    return size;
  } catch {
    return 0;
  }
}
