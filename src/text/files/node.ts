/** Files that are opened only where they are files, and folders that are made where they aren't. */
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  type Stats,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { InputError } from '../../errors/index.ts';

/** What stands where a file is expected isn't one. The message is half a sentence: `it is a pipe, not a file`. */
export class NotAFileError extends Error {
  override readonly name: string = 'NotAFileError';
}

/**
 * Opens a file, and nothing but a file: a pipe may never have an end, a device may do anything once it is opened, and a
 * link, where `followsLinks` is false, leads to a file that nobody has named. Throws a NotAFileError, or what the system
 * refuses.
 */
export function openFile(file: string, flags: number, followsLinks: boolean): number {
  refuseOddity((followsLinks ? statSync : lstatSync)(file));
  const noFollow = followsLinks ? 0 : constants.O_NOFOLLOW; // another may stand there by now
  const descriptor = openSync(file, flags | constants.O_NONBLOCK | noFollow);
  try {
    refuseOddity(fstatSync(descriptor));
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/** The text of a file that a person has named, or that lies where they have said; a link to one, too. Throws as `openFile`. */
export function readText(file: string): string {
  const descriptor = openFile(file, constants.O_RDONLY, true);
  try {
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

function refuseOddity(stat: Stats): void {
  const kind = kindOf(stat);
  if (kind !== 'a file') throw new NotAFileError(`it is ${kind}, not a file`);
}

/** In a word: `a file`, `a folder`, `a link` … */
export function kindOf(stat: Stats): string {
  if (stat.isFile()) return 'a file';
  if (stat.isDirectory()) return 'a folder';
  if (stat.isSymbolicLink()) return 'a link';
  if (stat.isFIFO()) return 'a pipe';
  return stat.isSocket() ? 'a socket' : 'a device';
}

/**
 * Makes a folder and those above it, as far as they aren't there, so that they outlive a loss of power. Node's own `recursive` never ends where a system folder
 * such as /proc says that the one above a new name isn't there. Throws an InputError there, or what the system refuses.
 */
export function makeFolders(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolders(parent);
  try {
    mkdirSync(folder);
    flushFolder(parent);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' && statSync(parent, { throwIfNoEntry: false })?.isDirectory()) {
      throw new InputError(`${folder} can't be made: the system takes no new folder in ${parent}.`, { cause });
    }
    if (code === 'EEXIST' && statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return; // another process was faster
    if (code === 'EEXIST' && lstatSync(folder).isSymbolicLink())
      throw new InputError(`${folder} is a link to ${readlinkSync(folder)}, which isn't there.`, { cause });
    throw cause;
  }
}

/** Makes new names in a folder outlive a loss of power. Not every system lets folders be flushed. */
export function flushFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {}
}
