/** Where what can be made again is kept between runs. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../errors/index.ts';
import { makeFolders } from '../../text/node.ts';

/** SIAMESE_CACHE, else a folder where the system keeps a user's caches. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  const { SIAMESE_CACHE: own, XDG_CACHE_HOME: shared, LOCALAPPDATA: local } = env;
  if (own !== undefined && own !== '') return own;
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'siamese-lab');
  if (platform === 'win32' && local) return join(local, 'siamese-lab');
  return join(shared || join(homedir(), '.cache'), 'siamese-lab');
}

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
