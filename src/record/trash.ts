/**
 * Runs that somebody pruned, until the trash is emptied: `.trash/2026-11-23T16-20-05Z/FOLDER`, a folder for each time.
 * A run is moved by one rename on the same disk, so that at every moment it is whole, here or there.
 */
import { existsSync, lstatSync, mkdirSync, readdirSync, realpathSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { claimExperiment, claimRun, HeldError, isClaimed } from './claim.ts';
import { claimPrefix, explainWriteFailure, trashFolder } from './files.ts';
import { openRun, type ReadRun } from './read.ts';

export interface TrashBatch {
  readonly path: string;
  /** names of the run folders in it */
  readonly folders: readonly string[];
}

export interface Moved {
  /** names of the run folders that were moved */
  readonly moved: readonly string[];
  /** why others weren't: a sentence each */
  readonly problems: readonly string[];
}

/** Why a run can't be moved to the trash, e.g. `running`; null where nothing is known against it. */
export function obstacleTo({ path, status }: ReadRun, runsFolder: string): string | null {
  if (status === 'running') return 'running';
  if (isClaimed(path)) return 'being resumed';
  return realpathSync(dirname(path)) === realpathSync(runsFolder) ? null : `not in ${runsFolder}`;
}

/** Runs of this folder. What is running, or held by another process, stays. Throws where the trash can't be made. */
export function moveToTrash(runs: readonly ReadRun[], runsFolder: string): Moved {
  const moved: string[] = [];
  const problems: string[] = [];
  let batch: string | null = null;
  for (const { folder, path } of runs) {
    const releases: (() => void)[] = [];
    try {
      releases.push(claimRun(path));
      const run = openRun(path); // now nobody resumes it
      releases.push(claimHash(run, runsFolder));
      if (run.status === 'running') throw new HeldError(`${folder} is running.`);
      batch ??= makeBatch(runsFolder);
      const target = join(batch, folder);
      renameSync(path, target);
      moved.push(folder);
      for (const name of readdirSync(target)) if (name.startsWith(claimPrefix)) rmSync(join(target, name));
    } catch (error) {
      if (error instanceof HeldError) problems.push(error.message);
      else throw explainWriteFailure(error, path);
    } finally {
      for (const release of releases) release();
    }
  }
  return { moved, problems };
}

/** The newest first. */
export function listTrash(runsFolder: string): TrashBatch[] {
  const trash = join(runsFolder, trashFolder);
  return namesIn(trash)
    .sort()
    .reverse()
    .map((name) => ({ path: join(trash, name), folders: namesIn(join(trash, name)) }));
}

/** Brings back what was moved last. A run whose name is taken by now stays in the trash. null where it is empty. */
export function undoTrash(runsFolder: string): Moved | null {
  const batches = listTrash(runsFolder);
  const isFree = (folder: string) => !existsSync(join(runsFolder, folder));
  const batch = batches.find(({ folders }) => folders.some(isFree)) ?? batches[0];
  if (batch === undefined) return null;
  const moved: string[] = [];
  const problems: string[] = [];
  for (const folder of batch.folders) {
    const [from, to] = [join(batch.path, folder), join(runsFolder, folder)];
    if (!isFree(folder)) {
      problems.push(`There is a ${folder} again, so that the one in ${batch.path} stays there; rename one of them.`);
      continue;
    }
    try {
      renameSync(from, to);
    } catch (error) {
      throw explainWriteFailure(error, to);
    }
    moved.push(folder);
  }
  removeIfEmpty(batch.path);
  removeIfEmpty(dirname(batch.path));
  return { moved, problems };
}

/** For good. What is being deleted has a hidden name first, so that nothing half-deleted is ever brought back. */
export function emptyTrash(runsFolder: string): void {
  const trash = join(runsFolder, trashFolder);
  try {
    for (const { path } of listTrash(runsFolder)) {
      renameSync(path, join(dirname(path), `${deletingPrefix}${process.pid}-${path.slice(dirname(path).length + 1)}`));
    }
    rmSync(trash, { recursive: true, force: true });
  } catch (error) {
    throw explainWriteFailure(error, trash);
  }
}

/** Of all that lies below, in bytes. */
export function sizeOf(path: string): number {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

function claimHash({ folder, run }: ReadRun, runsFolder: string): () => void {
  try {
    return claimExperiment(runsFolder, run.hash);
  } catch (error) {
    throw error instanceof HeldError ? new HeldError(`${folder}: ${error.message}`, { cause: error }) : error;
  }
}

const deletingPrefix = '.deleting-';

/** Named by the time; another one in the same second gets a number. */
function makeBatch(runsFolder: string): string {
  const time = new Date()
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');
  const trash = join(runsFolder, trashFolder);
  try {
    mkdirSync(trash, { recursive: true });
    for (let attempt = 1; ; attempt++) {
      const batch = join(trash, attempt === 1 ? time : `${time}-${attempt}`);
      try {
        mkdirSync(batch);
        return batch;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
  } catch (error) {
    throw explainWriteFailure(error, trash);
  }
}

/** Of the folders that aren't hidden; none where there is no such folder. */
function namesIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => !entry.isFile() && !entry.name.startsWith('.')).map((entry) => entry.name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw explainWriteFailure(error, folder);
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {} // something else is in it
}
