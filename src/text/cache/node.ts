/** Where this program keeps, for the user and across clones, what takes long to make again; all of it may be deleted. */
import { homedir } from 'node:os';
import { join } from 'node:path';

/** SIAMESE_CACHE, else `siamese-lab` where the user's caches are. */
export function cacheFolder(): string {
  const { SIAMESE_CACHE: own, XDG_CACHE_HOME: shared } = process.env;
  return own || join(shared || join(homedir(), '.cache'), 'siamese-lab');
}
