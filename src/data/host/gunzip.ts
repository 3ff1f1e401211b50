/** Files compressed with gzip, decompressed once into the cache: then any part of them can be read alone. */
import { closeSync, constants, createReadStream, createWriteStream, existsSync, readSync, statSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { InputError } from '../../errors/index.ts';
import { sha256 } from '../../text/index.ts';
import { openFile } from '../../text/node.ts';
import { folderInCache, unwritable } from './cache-folder.ts';

/** Largest file that is decompressed: EMNIST's largest is 550 MB. */
const mostBytes = 2 ** 33;

/** The file itself where it isn't compressed; else its decompressed copy. Throws an InputError for a damaged one. */
export async function decompressed(file: string): Promise<string> {
  if (!isGzip(file)) return file;
  const { size, mtimeNs, ino } = statSync(file, { bigint: true });
  const key = sha256()
    .update([resolve(file), size, mtimeNs, ino].join('\n'))
    .hex();
  const copy = join(folderInCache('decompressed'), key);
  if (existsSync(copy)) return copy;
  const partial = `${copy}.${process.pid}.partial`;
  try {
    await pipeline(createReadStream(file), createGunzip(), atMost(mostBytes, file), createWriteStream(partial));
    await rename(partial, copy);
  } catch (cause) {
    await rm(partial, { force: true });
    throw cause instanceof InputError ? cause : failure(file, copy, cause);
  }
  return copy;
}

function isGzip(file: string): boolean {
  let descriptor: number;
  try {
    descriptor = openFile(file, constants.O_RDONLY, true);
  } catch {
    return false; // said where it is opened to be read
  }
  try {
    const head = new Uint8Array(2);
    return readSync(descriptor, head, 0, 2, 0) === 2 && head[0] === 0x1f && head[1] === 0x8b;
  } finally {
    closeSync(descriptor);
  }
}

/** Passes on what it is given, up to a limit. */
function atMost(most: number, file: string) {
  return async function* (source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let bytes = 0;
    for await (const chunk of source) {
      bytes += chunk.length;
      if (bytes > most) {
        throw new InputError(`${file} has more than ${most / 2 ** 30} GiB decompressed, which no set of images needs.`);
      }
      yield chunk;
    }
  };
}

function failure(file: string, copy: string, cause: unknown): InputError {
  const { code = '' } = cause as NodeJS.ErrnoException;
  if (/^Z_/.test(code)) {
    const why = code === 'Z_BUF_ERROR' ? 'is cut short' : 'is damaged';
    return new InputError(`${file} is compressed with gzip and ${why}. Replace it with the original.`, { cause });
  }
  return unwritable(copy, cause);
}
