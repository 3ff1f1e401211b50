/**
 * Runs that somebody pruned, until the trash is emptied: `.trash/2026-11-23T16-20-05Z/FOLDER`, a folder for each time.
 * At every moment a run is whole, here or there. Nothing is moved or deleted through a link.
 */
import { lstatSync, mkdirSync, readdirSync, realpathSync, rmdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Claim, claimExperiment, claimRun, HeldError, isClaimed } from './claim.ts';
import {
  claimPrefix,
  explainWriteFailure,
  flushFolder,
  isThere,
  lstatOf,
  makeOwnFolder,
  refuseLink,
  removeRemains,
  runFiles,
  trashFolder,
} from './files.ts';
import { discardFolder, isUnsettled, MoveError, moveFolder, settle } from './move.ts';
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
  if (lstatSync(path).isSymbolicLink()) return 'a link to a folder elsewhere';
  if (status === 'running') return 'running';
  if (isClaimed(path)) return 'being resumed';
  return realpathSync(dirname(path)) === realpathSync(runsFolder) ? null : `not in ${runsFolder}`;
}

/** Runs of this folder. What is running, or held by another process, stays. Throws where the trash can't be made. */
export function moveToTrash(runs: readonly ReadRun[], runsFolder: string): Moved {
  settleMoves(runsFolder);
  const moved: string[] = [];
  const problems: string[] = [];
  let batch: string | null = null;
  for (const { folder, path } of runs) {
    const claimIt = () => {
      refuseRunning(reopen(path)); // before a claim, which would take it from the process that runs it
      return claimRun(path);
    };
    const problem = withClaims([claimIt, () => claimHash(reopen(path), runsFolder)], () => {
      refuseRunning(reopen(path)); // now nobody resumes it
      batch ??= makeBatch(runsFolder);
      moveFolder(path, join(batch, folder));
      moved.push(folder);
      dropClaims(join(batch, folder));
    });
    if (problem !== null) problems.push(problem);
  }
  removeEmptyFolders(runsFolder);
  return { moved, problems };
}

/** The newest first. Throws an InputError where the trash is a link. */
export function listTrash(runsFolder: string): TrashBatch[] {
  const trash = join(runsFolder, trashFolder);
  refuseLink(trash);
  return namesIn(trash)
    .sort()
    .reverse()
    .map((name) => ({ path: join(trash, name), folders: namesIn(join(trash, name)) }));
}

/** Brings back what was moved last. A run whose name is taken by now stays in the trash. null where it is empty. */
export function undoTrash(runsFolder: string): Moved | null {
  settleMoves(runsFolder);
  removeEmptyFolders(runsFolder);
  const batches = listTrash(runsFolder);
  const isFree = (folder: string) => !isThere(join(runsFolder, folder));
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
    const problem = withClaims([() => claimRun(from)], () => {
      moveFolder(from, to);
      dropClaims(to);
      moved.push(folder);
    });
    if (problem !== null) problems.push(problem);
  }
  removeEmptyFolders(runsFolder);
  return { moved, problems };
}

/** For good. → why something stays, a sentence each. What is half deleted is never brought back. */
export function emptyTrash(runsFolder: string): string[] {
  const trash = join(runsFolder, trashFolder);
  settleMoves(runsFolder);
  const problems: string[] = [];
  try {
    for (const { path, folders } of listTrash(runsFolder)) {
      for (const folder of folders) {
        const run = join(path, folder);
        const problem = withClaims([() => claimRun(run)], () => discardFolder(run));
        if (problem !== null) problems.push(problem);
      }
    }
    if (problems.length === 0 && isThere(trash))
      for (const name of readdirSync(trash)) rmSync(join(trash, name), { recursive: true, force: true });
    removeEmptyFolders(runsFolder);
  } catch (error) {
    throw explainWriteFailure(error, trash);
  }
  return problems;
}

/** Finishes, or takes back, moves whose process has died; not those of one that is alive. */
function settleMoves(runsFolder: string): void {
  for (const { path, folders } of listTrash(runsFolder)) {
    for (const folder of folders) {
      const [run, trashed] = [join(runsFolder, folder), join(path, folder)];
      if (!isUnsettled(run, trashed)) continue;
      const claims = [run, trashed].filter((place) => lstatOf(place)?.isDirectory());
      withClaims(
        claims.map((place) => () => claimRun(place)),
        () => settle(run, trashed),
      );
    }
  }
}

/** → why another process, or something in a run, keeps it from being done; null where it was done. */
function withClaims(claims: readonly (() => Claim)[], action: () => void): string | null {
  const held: Claim[] = [];
  try {
    for (const claim of claims) held.push(claim());
    action();
    return null;
  } catch (error) {
    if (error instanceof HeldError || error instanceof MoveError) return error.message;
    throw error;
  } finally {
    for (const claim of held) claim.release();
  }
}

/** Of all that lies below and may be seen, in bytes. */
export function sizeOf(path: string): number {
  const stat = lstatOf(path);
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.size;
  return namesOf(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

/** None where the user may not look into it. */
function namesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** A run as it is now. Throws a HeldError where somebody else has moved or deleted it. */
function reopen(path: string): ReadRun {
  if (!isThere(join(path, runFiles.run))) throw new HeldError(`${basename(path)} is gone meanwhile.`);
  return openRun(path);
}

/** Our own, which have moved along. One that stays counts no more once this process is gone. */
function dropClaims(folder: string): void {
  const names = isThere(folder) ? readdirSync(folder) : [];
  for (const name of names) if (name.startsWith(claimPrefix)) removeRemains(join(folder, name));
}

function refuseRunning({ folder, status }: ReadRun): void {
  if (status === 'running') throw new HeldError(`${folder} is running.`);
}

function claimHash({ folder, run }: ReadRun, runsFolder: string): Claim {
  try {
    return claimExperiment(runsFolder, run.hash);
  } catch (error) {
    throw error instanceof HeldError ? new HeldError(`${folder}: ${error.message}`, { cause: error }) : error;
  }
}

/** Named by the time; another one in the same second gets a number. */
function makeBatch(runsFolder: string): string {
  const time = new Date()
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');
  const trash = join(runsFolder, trashFolder);
  try {
    makeOwnFolder(trash);
    for (let attempt = 1; ; attempt++) {
      const batch = join(trash, attempt === 1 ? time : `${time}-${attempt}`);
      try {
        mkdirSync(batch);
        flushFolder(trash);
        return batch;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
  } catch (error) {
    throw explainWriteFailure(error, trash);
  }
}

/** Of the folders that aren't hidden, nor links; none where there is no such folder. */
function namesIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map((entry) => entry.name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw explainWriteFailure(error, folder);
  }
}

/** Of the trash, and itself where nothing is left in it. */
function removeEmptyFolders(runsFolder: string): void {
  for (const folder of [...listTrash(runsFolder).map(({ path }) => path), join(runsFolder, trashFolder)]) {
    try {
      rmdirSync(folder);
    } catch {} // something is in it
  }
}
