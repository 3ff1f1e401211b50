/**
 * Moves run folders. By one rename, where the system renames folders; where it doesn't, as in a layer of a container's image
 * or from one disk to another, by a copy. Whoever has run.json without being marked as a copy is whole at every moment:
 *
 *   from   run.json …                                                     │ .moved … ─▶ gone
 *   to                .copied ─▶ .copied … ─▶ flushed, compared ─▶ run.json │ ─▶ .copied goes
 *
 * What a process leaves behind that dies in between, `settle` clears away: to the right of the line by finishing it, to the
 * left by taking the copy back.
 */
import {
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  readSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { InputError, RunError, sentenceOf } from '../errors/index.ts';
import { kindOf, openFile } from '../text/node.ts';
import {
  claimPrefix,
  explainWriteFailure,
  flushFolder,
  isThere,
  lstatOf,
  runFiles,
  sendingPrefix,
  unfinishedPrefix,
} from './files.ts';

/** In a folder that is the copy of another, which is still whole. */
const copiedMark = '.copied';
/** What run.json is called in a folder whose copy is whole: the rest of it is being deleted. */
const movedMark = '.moved';

/** A run could not be moved, and others may be. */
export class MoveError extends RunError {
  override readonly name: string = 'MoveError';
}

/** Moves a run folder to where nothing stands. Throws a MoveError; then it is where it was. */
export function moveFolder(from: string, to: string): void {
  try {
    if (!renamed(from, to)) {
      copyFolder(from, to);
      discardFolder(from); // what goes wrong from here on, the next `settle` goes on with
      rmSync(join(to, copiedMark));
    }
  } catch (error) {
    throw new MoveError(`${from} could not be moved to ${to}. ${sentenceOf(explainWriteFailure(error, to))}`, {
      cause: error,
    });
  }
}

/** Whether the system renames this folder at all. */
function renamed(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (isNoRename(error)) return false;
    throw error;
  }
}

/** Deletes a run folder, so that nobody takes what is left of it for a run. */
export function discardFolder(folder: string): void {
  const run = join(folder, runFiles.run);
  if (isThere(run)) renameSync(run, join(folder, movedMark));
  flushFolder(folder);
  const names = readdirSync(folder).filter((name) => name !== movedMark && name !== copiedMark);
  for (const name of names) rmSync(join(folder, name), { recursive: true, force: true });
  for (const mark of [movedMark, copiedMark]) rmSync(join(folder, mark), { force: true });
  rmdirSync(folder);
}

/** As `moveFolder`, for a folder that nobody has looked into yet: run.json comes last. */
export function placeFolder(from: string, to: string): void {
  if (!renamed(from, to)) placeFiles(from, to);
}

/** The system renames files, but not this folder, or none. */
const isNoRename = (error: unknown): boolean =>
  ['EXDEV', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'].includes((error as NodeJS.ErrnoException).code ?? '');

function placeFiles(from: string, to: string): void {
  mkdirSync(to);
  for (const name of runLast(readdirSync(from))) {
    const [source, target] = [join(from, name), join(to, name)];
    if (lstatSync(source).isDirectory()) placeFiles(source, target);
    else renameSync(source, target);
  }
  rmdirSync(from);
}

const runLast = (names: readonly string[]): string[] =>
  names.toSorted((a, b) => Number(a === runFiles.run) - Number(b === runFiles.run));

function copyFolder(from: string, to: string): void {
  mkdirSync(to);
  try {
    writeFileSync(join(to, copiedMark), '');
    const isOwn = (name: string) => !notCopied.some((start) => name.startsWith(start));
    for (const name of runLast(readdirSync(from).filter(isOwn))) {
      if (name === runFiles.run) flushFolder(to); // what came before is on the disk first
      copy(join(from, name), join(to, name));
    }
    flushFolder(to);
  } catch (error) {
    rmSync(to, { recursive: true, force: true });
    throw explainWriteFailure(error, to);
  }
}

/** What processes hold or have left half-written, and marks. */
const notCopied = [claimPrefix, sendingPrefix, unfinishedPrefix, copiedMark, movedMark];

/** Links are copied as links, wherever they lead. */
function copy(from: string, to: string): void {
  const stat = lstatSync(from);
  if (stat.isDirectory()) {
    mkdirSync(to);
    for (const name of readdirSync(from)) copy(join(from, name), join(to, name));
    flushFolder(to);
  } else if (stat.isSymbolicLink()) symlinkSync(readlinkSync(from), to);
  else if (stat.isFile()) copyFile(from, to, stat);
  else throw new InputError(`${from} is ${kindOf(stat)}, which can't be copied; delete it, or move the run by hand.`);
}

function copyFile(from: string, to: string, { atime, mtime }: { atime: Date; mtime: Date }): void {
  copyFileSync(from, to, constants.COPYFILE_EXCL);
  const [source, target] = [openFile(from, constants.O_RDONLY, false), openFile(to, constants.O_RDONLY, false)];
  try {
    fsyncSync(target);
    const [read, written] = [Buffer.alloc(2 ** 20), Buffer.alloc(2 ** 20)];
    for (let count = 1; count > 0; ) {
      count = readSync(source, read);
      const isSame = readSync(target, written) === count && read.compare(written, 0, count, 0, count) === 0;
      if (!isSame)
        throw new RunError(`${to} isn't what was copied from ${from}; is the disk damaged? All is where it was.`);
    }
  } finally {
    closeSync(source);
    closeSync(target);
  }
  utimesSync(to, atime, mtime);
}

/** How a folder stands that may be one of two halves of a move. */
type State = 'absent' | 'empty' | 'whole' | 'copy' | 'half copy' | 'left behind' | 'other';

function stateOf(folder: string): State {
  const stat = lstatOf(folder);
  if (stat === undefined) return 'absent';
  if (!stat.isDirectory()) return 'other';
  const names = readdirSync(folder).filter((name) => !name.startsWith(claimPrefix));
  if (names.length === 0) return 'empty';
  if (names.includes(runFiles.run)) return names.includes(copiedMark) ? 'copy' : 'whole';
  if (names.includes(movedMark)) return 'left behind';
  return names.includes(copiedMark) ? 'half copy' : 'other';
}

/** What a folder without run.json is, if it comes from a move that was broken off: half a sentence; null where it isn't. */
export function describeLeftover(folder: string): string | null {
  switch (stateOf(folder)) {
    case 'half copy':
      return 'half a copy: a move was broken off';
    case 'left behind':
      return 'what is left of a run that was being moved or deleted';
    default:
      return null;
  }
}

/** Whether a move between two folders may have been broken off. */
export const isUnsettled = (run: string, trashed: string): boolean =>
  [run, trashed].some((folder) => ['empty', 'copy', 'half copy', 'left behind'].includes(stateOf(folder)));

/**
 * Clears away what a move between two folders has left that was broken off. Where both are whole, and one of them a copy,
 * the one among the runs stays: somebody may have gone on with it.
 */
export function settle(run: string, trashed: string): void {
  const [here, there] = [stateOf(run), stateOf(trashed)];
  const isWhole = (state: State) => state === 'whole' || state === 'copy';
  const isRest = (state: State) => state === 'left behind' || state === 'half copy' || state === 'empty';
  if (isRest(here) && isWhole(there)) discardFolder(run);
  else if (isWhole(here) && (isRest(there) || (isWhole(there) && [here, there].includes('copy'))))
    discardFolder(trashed);
  for (const folder of [run, trashed]) if (stateOf(folder) === 'copy') rmSync(join(folder, copiedMark));
}
