/**
 * IDX, the format of MNIST and its kin (Y. LeCun, "The MNIST database", section "File formats"):
 * ```
 * │ 0 │ 0 │ element type │ dimensions n │ n sizes, 4 bytes each, big-endian │ elements, row-major │
 * 0   1   2              3              4                                   4 + 4n              end
 * ```
 * Read strictly: what isn't exactly that is refused with a sentence, so that no image is ever read askew.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { InputError } from '../../../errors/index.ts';

/** What the header says, checked against the file's length. */
export interface IdxHeader {
  readonly file: string;
  /** [count] for labels, [count, height, width] for images */
  readonly dimensions: readonly number[];
  /** first byte of the elements */
  readonly dataStart: number;
}

export type IdxKind = 'images' | 'labels';

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

/** Reads a file of images → bytes [count, height, width]. Throws an InputError where it isn't exactly that. */
export async function readIdxImages(
  file: string,
): Promise<{ count: number; height: number; width: number; bytes: Uint8Array<ArrayBuffer> }> {
  return withIdxFile(file, 'images', async (handle, header) => {
    const [count, height, width] = header.dimensions as [number, number, number];
    const bytes = new Uint8Array(count * height * width);
    await readFully(handle, header, bytes, header.dataStart);
    return { count, height, width, bytes };
  });
}

/** Reads a file of labels → [count]. Throws an InputError where it isn't exactly that. */
export async function readIdxLabels(file: string): Promise<Uint8Array<ArrayBuffer>> {
  return withIdxFile(file, 'labels', async (handle, header) => {
    const labels = new Uint8Array(header.dimensions[0] as number);
    await readFully(handle, header, labels, header.dataStart);
    return labels;
  });
}

/**
 * Reads some images of a file into places of a larger array, without holding the file in memory.
 *   placeOf [count]: the place of image i in target, -1 = not wanted
 *   target [places, height, width]
 */
export async function readIdxImagesInto(
  handle: FileHandle,
  header: IdxHeader,
  placeOf: Int32Array,
  target: Uint8Array,
): Promise<void> {
  const imageBytes = (header.dimensions[1] as number) * (header.dimensions[2] as number);
  const count = placeOf.length;
  const first = placeOf[0] as number;
  if (placeOf.every((place, i) => place === first + i && place >= 0)) {
    const whole = target.subarray(first * imageBytes, (first + count) * imageBytes);
    return readFully(handle, header, whole, header.dataStart);
  }
  const windowImages = Math.max(1, Math.floor(windowBytes / imageBytes));
  const window = new Uint8Array(Math.min(windowImages, count) * imageBytes);
  for (let start = 0; start < count; start += windowImages) {
    const images = Math.min(windowImages, count - start);
    const some = window.subarray(0, images * imageBytes);
    await readFully(handle, header, some, header.dataStart + start * imageBytes);
    for (let i = 0; i < images; i++) {
      const place = placeOf[start + i] as number;
      if (place >= 0) target.set(some.subarray(i * imageBytes, (i + 1) * imageBytes), place * imageBytes);
    }
  }
}

/** Small beside the data, large enough that the calls don't count. */
const windowBytes = 4 * 1024 * 1024;

/** Opens a file, checks its header against its length, lends it to `use`, and closes it. */
export async function withIdxFile<T>(
  file: string,
  kind: IdxKind,
  use: (handle: FileHandle, header: IdxHeader) => Promise<T>,
): Promise<T> {
  let handle: FileHandle;
  try {
    handle = await open(file, 'r');
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
  const { size } = await handle.stat();
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

async function readFully(handle: FileHandle, header: IdxHeader, into: Uint8Array, from: number): Promise<void> {
  let done = 0;
  while (done < into.length) {
    // Linux reads at most 2 GiB - 4 KiB at once.
    const { bytesRead } = await handle.read(into, done, Math.min(into.length - done, 2 ** 30), from + done);
    if (bytesRead === 0) {
      throw new InputError(`${header.file} became shorter while it was read. Let nothing else write to it.`);
    }
    done += bytesRead;
  }
}

function unreadable(file: string, kind: IdxKind, cause: unknown): InputError {
  const code = (cause as NodeJS.ErrnoException).code;
  const why =
    code === 'ENOENT'
      ? "isn't there; expected"
      : code === 'EISDIR'
        ? 'is a folder; expected'
        : code === 'EACCES'
          ? 'may not be read by this user; expected'
          : `can't be read (${code}); expected`;
  return new InputError(`${file} ${why} an IDX file of ${kind}.`, { cause });
}

function describe(kind: IdxKind, sizes: readonly number[]): string {
  return kind === 'labels' ? `${sizes[0]} labels` : `${sizes[0]} images of ${sizes[1]} × ${sizes[2]}`;
}

function hex(bytes: Iterable<number>): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
