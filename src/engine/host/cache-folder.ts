/** Where this program keeps, for the user and across clones, what takes long to make again; all of it may be deleted. */
import { homedir } from 'node:os';
import { join } from 'node:path';

export function cacheFolder(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'siamese-lab');
}
