/** Folders within the cache, for decoded images. */
import { join } from 'node:path';
import { InputError } from '../../errors/index.ts';
import { cacheFolder, makeFolders } from '../../text/node.ts';

/** A folder within the cache, made where it isn't there. Throws an InputError where it can't be. */
export function folderInCache(...names: readonly string[]): string {
  const folder = join(cacheFolder(), ...names);
  try {
    makeFolders(folder);
  } catch (cause) {
    if (cause instanceof InputError)
      throw new InputError(`${cause.message} Name another folder by SIAMESE_CACHE.`, { cause });
    throw unwritable(folder, cause);
  }
  return folder;
}

/** For what can't be written into the cache. */
export function unwritable(path: string, cause: unknown): InputError {
  const { code } = cause as NodeJS.ErrnoException;
  const why =
    code === 'ENOSPC' || code === 'EDQUOT'
      ? 'its disk is full'
      : `it can't be written there (${code ?? String(cause)})`;
  return new InputError(
    `Decoded images are kept in ${path}, but ${why}. Make room, or name another folder by SIAMESE_CACHE.`,
    { cause },
  );
}
