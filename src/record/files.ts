/**
 * The names of everything in a run folder, and how it is read and written: whole or not at all, and never through a link.
 * Whoever has made a run folder may have put links, pipes and devices into it: what stands there is read where it is a file,
 * and replaced where it isn't.
 */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  type Stats,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError, RunError } from '../errors/index.ts';
import { flushFolder, kindOf, NotAFileError, openFile, writeAll } from '../text/node.ts';

export { flushFolder };

/** Paths inside a run folder. */
export const runFiles = {
  run: 'run.json',
  experiment: 'experiment.yaml',
  resolved: 'resolved.yaml',
  metrics: 'metrics.csv',
  evaluation: 'evaluation.json',
  plotSvg: 'plot.svg',
  plotPng: 'plot.png',
  model: 'model',
  modelJson: 'model/model.json',
  weights: 'model/weights.bin',
  verifier: 'model/verifier.json',
  modelBest: 'model-best',
  modelBestJson: 'model-best/model.json',
  weightsBest: 'model-best/weights.bin',
  verifierBest: 'model-best/verifier.json',
  checkpoint: 'checkpoint',
  checkpointLast: 'checkpoint/last.bin',
  checkpointPrevious: 'checkpoint/previous.bin',
  log: 'log.txt',
  tensorboard: 'tensorboard',
  tags: 'tags.json',
  mlflow: 'mlflow.json',
} as const;

/** Names that begin so are being written, or were when their process died: no reader looks at them. */
export const unfinishedPrefix = '.new-';

/** Begins the name of what a process that goes on with a run holds, so that there is never a second one. */
export const claimPrefix = '.claim-';

/** As `claimPrefix`, of a process that sends a run to a tracking server. */
export const sendingPrefix = '.sending-';

/** Below the runs folder: what processes hold that train experiments of a sweep. */
export const claimsFolder = '.claims';

/** Below the runs folder: runs that were pruned, until they are brought back or deleted. */
export const trashFolder = '.trash';

/**
 * Opens what a run folder has under a name, such as `checkpoint/last.bin`. The run folder may be a link, nothing in it.
 * Throws a NotAFileError, or what the system refuses.
 */
export function openIn(runFolder: string, name: string, flags = constants.O_RDONLY): number {
  for (let folder = dirname(name); folder !== '.'; folder = dirname(folder)) {
    const kind = kindOf(lstatSync(join(runFolder, folder)));
    if (kind !== 'a folder') throw new NotAFileError(`${folder} is ${kind}, not a folder`);
  }
  return openFile(join(runFolder, name), flags, false);
}

/** Far more than any of ours but weights and checkpoints, which are not read whole. */
const mostBytesRead = 2 ** 28;

/** What a file of a run folder holds. Throws as `openIn`. */
export function readIn(runFolder: string, name: string): Buffer {
  const descriptor = openIn(runFolder, name);
  try {
    const { size } = fstatSync(descriptor);
    if (size > mostBytesRead) throw new NotAFileError(`it has ${size} bytes, far more than any that is written here`);
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Adds to the end of a file of a run folder, which is made where it isn't there. Throws as `openIn`. */
export function appendIn(runFolder: string, name: string, content: string | Uint8Array, isFlushed = false): void {
  const descriptor = openToAppend(runFolder, name);
  const { size } = fstatSync(descriptor);
  try {
    writeAll(descriptor, content);
    if (isFlushed) fsyncSync(descriptor);
  } catch (error) {
    cutBack(descriptor, size);
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

/** No half of what was to be added stays, as far as the system allows. */
function cutBack(descriptor: number, size: number): void {
  try {
    ftruncateSync(descriptor, size);
  } catch {} // readers leave a line without its end out
}

function openToAppend(runFolder: string, name: string): number {
  const file = join(runFolder, name);
  const flags = constants.O_WRONLY | constants.O_APPEND;
  if (!isThere(file)) return openSync(file, flags | constants.O_CREAT | constants.O_EXCL);
  const descriptor = openIn(runFolder, name, flags);
  if (fstatSync(descriptor).nlink <= 1) return descriptor;
  closeSync(descriptor); // it has another name too, perhaps in a backup that is not to change
  writeAtomically(file, readIn(runFolder, name));
  return openIn(runFolder, name, flags);
}

/** Whether a run folder has a file under a name that may be read. */
export function hasFile(runFolder: string, name: string): boolean {
  try {
    closeSync(openIn(runFolder, name));
    return true;
  } catch {
    return false;
  }
}

/** Whether something stands there, whatever it is. */
export const isThere = (path: string): boolean => lstatOf(path) !== undefined;

/** Of a link itself. undefined also where what leads there is a file, or may not be looked into. */
export function lstatOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Throws an InputError where a folder is a link, so that what is written below it would land elsewhere. */
export function refuseLink(folder: string): void {
  if (!lstatOf(folder)?.isSymbolicLink()) return;
  const target = readlinkSync(folder);
  throw new InputError(
    `${folder} is a link to ${target}, and nothing is written or deleted through it. Put a folder in its place, or name ` +
      'the one that it leads to.',
  );
}

/** Makes a folder of our own, where there isn't one. Throws an InputError where a link stands there. */
export function makeOwnFolder(folder: string): void {
  refuseLink(folder);
  try {
    mkdirSync(folder);
  } catch (error) {
    if (!lstatOf(folder)?.isDirectory()) throw explainWriteFailure(error, folder);
    return;
  }
  flushFolder(dirname(folder)); // what comes to lie in it isn't to be lost with its name
}

/** Whose a file is, and who may do what with it. */
interface Permissions {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Writes a file under a temporary name, flushes it, and renames it: a reader sees the old one or the new one. `like`: of
 * the file that it replaces, where these are to stay.
 */
export function writeAtomically(file: string, content: string | Uint8Array, like?: Permissions): void {
  replaceFile(file, (descriptor) => {
    if (like !== undefined) setPermissions(descriptor, like); // before anyone could read it
    writeAll(descriptor, content);
  });
}

function setPermissions(descriptor: number, { mode, uid, gid }: Permissions): void {
  try {
    fchownSync(descriptor, uid, gid); // for root alone; it takes bits of the mode away
  } catch {}
  try {
    fchmodSync(descriptor, mode & 0o777);
  } catch {} // not every disk has any
}

/** As `writeAtomically`; what `check` throws, when all of it is on the disk, keeps the old file. */
export function writeChecked(file: string, content: string | Uint8Array, check: () => void): void {
  replaceFile(file, (descriptor) => writeAll(descriptor, content), check);
}

/** As `writeAtomically`, for what is written in parts. `makeRoom` is called when all of it is on the disk. */
export function replaceFile(file: string, write: (descriptor: number) => void, makeRoom = () => {}): void {
  const temporary = temporaryNameIn(dirname(file));
  try {
    writeFlushed(temporary, write);
    makeRoom();
    renameSync(temporary, file);
  } catch (error) {
    removeRemains(temporary);
    throw explainWriteFailure(error, file);
  }
}

interface Content {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/**
 * Replaces files of a folder that belong together. `last` says that the others are there: it goes first and comes last, so
 * that whoever finds it finds those that belong to it, also where this process dies in between. What needs room is done
 * before anything goes.
 */
export function replaceTogether(folder: string, others: readonly Content[], last: Content): void {
  const written: { readonly temporary: string; readonly file: string }[] = [];
  try {
    for (const { name, content } of [...others, last]) {
      const temporary = temporaryNameIn(folder);
      written.push({ temporary, file: join(folder, name) });
      writeFlushed(temporary, (descriptor) => writeAll(descriptor, content));
    }
    rmSync(join(folder, last.name), { force: true });
    for (const [i, { temporary, file }] of written.entries()) {
      if (i === 0 || i === written.length - 1) flushFolder(folder); // what came before is on the disk first
      renameSync(temporary, file);
    }
    flushFolder(folder);
  } catch (error) {
    for (const { temporary } of written) removeRemains(temporary);
    throw explainWriteFailure(error, folder);
  }
}

/** Nobody can have put anything there before. */
const temporaryNameIn = (folder: string): string =>
  join(folder, `${unfinishedPrefix}${process.pid}-${randomBytes(4).toString('hex')}`);

function writeFlushed(file: string, write: (descriptor: number) => void): void {
  refuseLink(dirname(file));
  const descriptor = openSync(file, 'wx'); // through no link
  try {
    write(descriptor);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** What could not be finished, as far as the system allows: why it couldn't is what counts. */
export function removeRemains(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {}
}

/** What the operating system refused, as a sentence that says what to do. Other errors pass through. */
export function explainWriteFailure(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('syscall' in error)) return error;
  const elsewhere = 'or keep runs elsewhere with --runs DIR';
  const options = { cause: error };
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOSPC':
      return new RunError(
        `The disk is full: ${path} could not be written. Free some space, or inodes (df -i), ${elsewhere}.`,
        options,
      );
    case 'EDQUOT':
      return new RunError(
        `Your quota on the disk is used up: ${path} could not be written. Free some space, ${elsewhere}.`,
        options,
      );
    case 'EACCES':
    case 'EPERM':
      return new InputError(`No permission to write ${path}. Change the folder's permissions, ${elsewhere}.`, options);
    case 'EROFS':
      return new InputError(`${path} is on a read-only file system; keep runs elsewhere with --runs DIR.`, options);
    case 'ENOTDIR':
    case 'EEXIST':
      return new InputError(`A file stands where a folder is needed: ${path}. Move it away, ${elsewhere}.`, options);
    case 'ENOENT':
      return new RunError(
        `${path} could not be written: its folder is gone. Was it deleted or moved meanwhile?`,
        options,
      );
    case 'ENAMETOOLONG':
      return new InputError(
        `${path} is too long a path for this file system; keep runs elsewhere with --runs DIR.`,
        options,
      );
    default:
      return new RunError(`${path} could not be written: ${error.message}.`, options);
  }
}
