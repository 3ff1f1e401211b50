/** The names of everything in a run folder, and how it is written: whole or not at all. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { InputError, RunError } from '../errors/index.ts';
import { writeAll } from '../text/node.ts';

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

/** Writes a file under a temporary name, flushes it, and renames it: a reader sees the old one or the new one. */
export function writeAtomically(file: string, content: string | Uint8Array): void {
  replaceFile(file, (descriptor) => writeAll(descriptor, content));
}

/** As `writeAtomically`, for what is written in parts. `makeRoom` is called when all of it is on the disk. */
export function replaceFile(file: string, write: (descriptor: number) => void, makeRoom = () => {}): void {
  const temporary = join(dirname(file), `${unfinishedPrefix}${process.pid}-${basename(file)}`);
  try {
    const descriptor = openSync(temporary, 'w');
    try {
      write(descriptor);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    makeRoom();
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw explainWriteFailure(error, file);
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

/** What the operating system refused, as a sentence that says what to do. Other errors pass through. */
export function explainWriteFailure(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('syscall' in error)) return error;
  const elsewhere = 'or keep runs elsewhere with --runs DIR';
  const options = { cause: error };
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new RunError(`The disk is full: ${path} could not be written. Free some space, ${elsewhere}.`, options);
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
