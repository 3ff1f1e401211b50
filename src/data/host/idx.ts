/**
 * IDX, the format of MNIST and its kin (Y. LeCun, "The MNIST database", section "File formats"):
 * ```
 * │ 0 │ 0 │ element type │ dimensions n │ n sizes, 4 bytes each, big-endian │ elements, row-major │
 * 0   1   2              3              4                                   4 + 4n              end
 * ```
 * Read strictly: what isn't exactly that is refused with a sentence, so that no image is ever read from a wrong place.
 */
import { constants, readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { InputError } from '../../errors/index.ts';
import { kindOf } from '../../text/node.ts';
import type { SourcePart } from '../sources/source.ts';
import { decompressed } from './gunzip.ts';
import { whyUnread } from './why-unread.ts';

/** What the header says, checked against the file's length. */
interface IdxHeader {
  readonly file: string;
  /** [count] for labels, [count, height, width] for images */
  readonly dimensions: readonly number[];
  /** first byte of the elements */
  readonly dataStart: number;
}

type IdxKind = 'images' | 'labels';

const dimensionCount = { images: 3, labels: 1 } as const;
const unsignedByte = 0x08;
const elementTypes: Record<number, string> = {
  8: 'unsigned bytes',
  9: 'signed bytes',
  11: '16-bit integers',
  12: '32-bit integers',
  13: '32-bit floats',
  14: '64-bit floats',
};

export interface IdxImages {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** rows [n]: places in the file, in any order → into [n, height, width] */
  read(rows: Int32Array, into: Uint8Array): Promise<void>;
}

/** A file of images, read when they are asked for. Throws an InputError where it isn't exactly that. */
export async function openIdxImages(file: string): Promise<IdxImages> {
  const sizes = await withIdxFile(file, 'images', async (_, { dimensions }) => dimensions);
  const [count, height, width] = sizes as [number, number, number];
  return {
    count,
    height,
    width,
    // opened each time, which takes a fifth of a millisecond: then a store needs no closing
    read: (rows, into) =>
      withIdxFile(file, 'images', async (handle, header) => {
        if (header.dimensions.join() !== sizes.join()) {
          const [then, now] = [sizes, header.dimensions].map((some) => describe('images', some));
          throw new InputError(`${file} held ${then} and now holds ${now}. Let nothing else write to it.`);
        }
        await readRows(handle, header, rows, into);
      }),
  };
}

/** Reads a file of labels → [count]. Throws an InputError where it isn't exactly that. */
export async function readIdxLabels(file: string): Promise<Uint8Array<ArrayBuffer>> {
  return withIdxFile(file, 'labels', async (handle, header) => {
    const labels = new Uint8Array(header.dimensions[0] as number);
    await readFully(handle, header, labels, header.dataStart);
    return labels;
  });
}

/** A file of images and one of their labels, either compressed with gzip or not. Throws an InputError. */
export async function openIdxPart(files: { readonly images: string; readonly labels: string }): Promise<SourcePart> {
  const labels = Int32Array.from(await readIdxLabels(await decompressed(files.labels)));
  const classes = labels.reduce((most, label) => Math.max(most, label), 0) + 1;
  return {
    labels,
    classNames: Array.from({ length: classes }, (_, label) => String(label)),
    nameOf: () => null,
    async openImages() {
      const { count, height, width, read } = await openIdxImages(await decompressed(files.images));
      if (count !== labels.length) {
        throw new InputError(
          `${files.images} holds ${count} images, but ${files.labels} holds ${labels.length} labels; ` +
            'each image needs one label. Take both files from one source.',
        );
      }
      return { where: files.images, shape: { height, width, channels: 1 }, read };
    },
  };
}

/** What is read at once and then picked from: small beside the data, large enough that the calls don't count. */
const windowBytes = 2 ** 20;
/** Between two images wanted, reading on is cheaper than another call. */
const gapBytes = 2 ** 15;

/** A run of rows without gaps is read where it goes, however long; rows close to one another with what lies between. */
async function readRows(handle: FileHandle, header: IdxHeader, rows: Int32Array, into: Uint8Array): Promise<void> {
  const size = (header.dimensions[1] as number) * (header.dimensions[2] as number);
  let window = new Uint8Array(0);
  for (let at = 0; at < rows.length; ) {
    const first = rows[at] as number;
    const end = endOfStretch(rows, at, size);
    const span = ((rows[end - 1] as number) + 1 - first) * size;
    const from = header.dataStart + first * size;
    const target = into.subarray(at * size, end * size);
    if (span === target.length) await readFully(handle, header, target, from);
    else {
      if (window.length < span) window = new Uint8Array(span);
      const read = window.subarray(0, span);
      await readFully(handle, header, read, from);
      for (let i = at; i < end; i++) {
        const place = ((rows[i] as number) - first) * size;
        into.set(read.subarray(place, place + size), i * size);
      }
    }
    at = end;
  }
}

/** Rows [at, end) are read at once. */
function endOfStretch(rows: Int32Array, at: number, size: number): number {
  const gap = (end: number) => (rows[end] as number) - (rows[end - 1] as number);
  let end = at + 1;
  while (end < rows.length && gap(end) === 1) end++;
  if ((end - at) * size >= windowBytes) return end;
  const first = rows[at] as number;
  while (end < rows.length && gap(end) > 0 && gap(end) * size <= gapBytes) {
    if (((rows[end] as number) + 1 - first) * size > windowBytes) break;
    end++;
  }
  return end;
}

/** Opens a file, checks its header against its length, passes it to `use`, and closes it. */
async function withIdxFile<T>(
  file: string,
  kind: IdxKind,
  use: (handle: FileHandle, header: IdxHeader) => Promise<T>,
): Promise<T> {
  let handle: FileHandle;
  try {
    handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK); // a pipe is told, not waited for
  } catch (cause) {
    throw unreadable(file, kind, cause);
  }
  try {
    return await use(handle, await readHeader(handle, file, kind));
  } catch (error) {
    throw error instanceof Error && 'code' in error ? unreadable(file, kind, error) : error;
  } finally {
    await handle.close();
  }
}

async function readHeader(handle: FileHandle, file: string, kind: IdxKind): Promise<IdxHeader> {
  const dimensions = dimensionCount[kind];
  const dataStart = 4 + 4 * dimensions;
  const stat = await handle.stat();
  if (!stat.isFile()) throw new InputError(`${file} is ${kindOf(stat)}; expected an IDX file of ${kind}.`);
  const { size } = stat;
  const head = new Uint8Array(Math.min(dataStart, size));
  const { bytesRead } = await handle.read(head, 0, head.length, 0);
  const [zero0, zero1, type, found] = head;
  const wanted = `00 00 08 0${dimensions}`;

  if (zero0 === 0x1f && zero1 === 0x8b) {
    throw new InputError(`${file} is compressed with gzip; expected an IDX file of ${kind} as it is. Decompress it.`);
  }
  if (bytesRead < 4 || zero0 !== 0 || zero1 !== 0) {
    const begins = bytesRead === 0 ? 'is empty' : `begins with the bytes ${hex(head.subarray(0, 4))}`;
    throw new InputError(
      `${file} ${begins}; an IDX file of ${kind} begins with ${wanted}. Replace it with the original.`,
    );
  }
  if (type !== unsignedByte) {
    const name = elementTypes[type as number] ?? 'no type of element that IDX knows';
    throw new InputError(
      `${file} holds ${name} (element type ${hex([type as number])}); ` +
        `expected unsigned bytes (08). Convert its elements to bytes.`,
    );
  }
  if (found !== dimensions) {
    const swapped = found === dimensionCount[kind === 'images' ? 'labels' : 'images'];
    throw new InputError(
      `${file} has ${found} dimension${found === 1 ? '' : 's'}; a file of ${kind} has ${dimensions}. ` +
        (swapped ? 'Were the files of images and labels swapped?' : 'Replace it with the original.'),
    );
  }
  if (bytesRead < dataStart) {
    throw new InputError(
      `${file} is cut short: its header takes ${dataStart} bytes, but it has ${size}. Replace it with the original.`,
    );
  }
  const view = new DataView(head.buffer);
  const sizes = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const says = `its header says ${describe(kind, sizes)}`;
  if (sizes.includes(0)) {
    throw new InputError(`${file} holds nothing: ${says}; expected at least one. Replace it with the original.`);
  }
  const expected = sizes.reduce((product, n) => product * n, 1) + dataStart;
  if (size !== expected) {
    throw new InputError(
      `${file} is ${size < expected ? 'cut short' : 'too long'}: ${says}, which takes ${expected} bytes, ` +
        `but it has ${size}. Replace it with the original.`,
    );
  }
  return { file, dimensions: sizes, dataStart };
}

/** Below this a read is over before a promise would be: 2 µs against 10 to 25, for a batch's hundred images. */
const shortBytes = 2 ** 16;

async function readFully(handle: FileHandle, header: IdxHeader, into: Uint8Array, from: number): Promise<void> {
  let done = 0;
  while (done < into.length) {
    const length = Math.min(into.length - done, 2 ** 30); // Linux reads at most 2 GiB - 4 KiB at once
    const bytesRead =
      length < shortBytes
        ? readSync(handle.fd, into, done, length, from + done)
        : (await handle.read(into, done, length, from + done)).bytesRead;
    if (bytesRead === 0) {
      throw new InputError(`${header.file} became shorter while it was read. Let nothing else write to it.`);
    }
    done += bytesRead;
  }
}

function unreadable(file: string, kind: IdxKind, cause: unknown): InputError {
  return new InputError(`${file} ${whyUnread(cause)}; expected an IDX file of ${kind}.`, { cause });
}

function describe(kind: IdxKind, sizes: readonly number[]): string {
  return kind === 'labels' ? `${sizes[0]} labels` : `${sizes[0]} images of ${sizes[1]} × ${sizes[2]}`;
}

function hex(bytes: Iterable<number>): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
