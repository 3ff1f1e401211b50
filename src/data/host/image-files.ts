/** Folders of image files. */
import { type Dirent, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../errors/index.ts';
import type { EncodedImage } from '../sources/source.ts';
import { Unreadable } from './decode.ts';
import { identityOf } from './image-cache.ts';
import { whyUnread } from './why-unread.ts';

/** What systems leave in folders of images, and files whose names begin with a point: passed over. */
const notImages = /^(\.|Thumbs\.db$|ehthumbs\.db$|desktop\.ini$|__MACOSX$|@eaDir$|Icon\r$)/i;

/** Largest file that is read: 1 GiB. */
const mostBytes = 2 ** 30;

/** The names in a folder in one order on every machine, without what no one put there. */
export function entriesOf(folder: string): { readonly entries: readonly Dirent[]; readonly passedOver: number } {
  const all = readdirSync(folder, { withFileTypes: true });
  const entries = all.filter(({ name }) => !notImages.test(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
  return { entries, passedOver: all.length - entries.length };
}

/** Whether an entry is a folder, links followed. A link that leads nowhere is a file, and said to be unreadable later. */
export function isFolder(folder: string, entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return statSync(join(folder, entry.name), { throwIfNoEntry: false })?.isDirectory() ?? false;
}

export interface FoundFiles {
  /** paths below the folder, divided by `/` */
  readonly paths: string[];
  passedOver: number;
}

/** Every file below a folder, at any depth. Links in a circle end where they begin. */
export function filesBelow(
  folder: string,
  found: FoundFiles = { paths: [], passedOver: 0 },
  below = '',
  around: readonly string[] = [],
): FoundFiles {
  const real = realpathSync(folder);
  if (around.includes(real)) return found;
  const { entries, passedOver } = entriesOf(folder);
  found.passedOver += passedOver;
  for (const entry of entries) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (isFolder(folder, entry)) filesBelow(join(folder, entry.name), found, path, [...around, real]);
    else found.paths.push(path);
  }
  return found;
}

/** A file that changed so lately may change again without its times telling. */
const settledAfterMs = 2000;

/** An image file. `name` is what sentences call it. */
export function imageFile(path: string, name: string): EncodedImage {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  const isSettled = stats !== undefined && Date.now() - Number(stats.mtimeMs) > settledAfterMs;
  const identity = isSettled ? identityOf(path, stats.size, stats.mtimeNs, stats.ctimeNs, stats.ino) : null;
  return { name, identity, read: () => readImageFile(path) };
}

async function readImageFile(path: string): Promise<Uint8Array> {
  try {
    const stats = await stat(path);
    if (!stats.isFile()) throw new Unreadable('is no regular file');
    if (stats.size > mostBytes) throw new Unreadable('has more than 1 GiB');
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof Unreadable) throw cause;
    const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink();
    const isLost = (cause as NodeJS.ErrnoException).code === 'ENOENT' && isLink;
    throw new Unreadable(isLost ? 'is a link that leads nowhere' : whyUnread(cause), { cause });
  }
}

/** Throws an InputError where a path is no folder that can be listed. */
export function checkFolder(path: string, key: string): void {
  try {
    if (statSync(path).isDirectory()) {
      readdirSync(path);
      return;
    }
  } catch (cause) {
    throw new InputError(`${key} names ${path}, which ${whyUnread(cause)}; expected a folder of images.`, { cause });
  }
  throw new InputError(
    `${key} names ${path}, which is a file; expected a folder with a folder of images for each class.`,
  );
}
