/**
 * Who may go on with a run, or train an experiment: the process that holds the claim with the highest number, a file
 * that only one can make. One whose process is gone counts no more, and the next number is free. Nobody's file is ever
 * taken over, so that two that find the same abandoned one can't both win.
 */
import { closeSync, constants, lstatSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { InputError } from '../errors/index.ts';
import { makeFolders, writeAll } from '../text/node.ts';
import {
  claimPrefix,
  claimsFolder,
  explainWriteFailure,
  makeOwnFolder,
  openIn,
  readIn,
  refuseLink,
  removeRemains,
  sendingPrefix,
} from './files.ts';
import { here, markProcess } from './machine.ts';
import { heartbeatSeconds, isAlive, type ProcessMark } from './run.ts';

/** Another process has it: wait until that has ended. */
export class HeldError extends InputError {
  override readonly name: string = 'HeldError';
}

/** → gives the claim on a run back. Throws a HeldError where another process has it. */
export function claimRun(folder: string): () => void {
  refuseLink(folder);
  const claim = ask(folder, claimPrefix);
  if ('release' in claim) return claim.release;
  throw new HeldError(`${basename(folder)} is being resumed by ${describe(claim)} already; wait until that has ended.`);
}

/** Whether another process holds a claim on a run. */
export function isClaimed(folder: string): boolean {
  const highest = claimsIn(folder, claimPrefix).at(-1);
  return highest !== undefined && holderOf(join(folder, `${claimPrefix}${highest}`)) !== null;
}

/** → gives the claim on training an experiment back. Throws a HeldError where another process has it. */
export function claimExperiment(runsFolder: string, hash: string): () => void {
  const claim = ask(makeClaimsFolder(runsFolder), `${hash}-`);
  if ('release' in claim) return claim.release;
  throw new HeldError(`${hash.slice(0, 8)} is being trained by ${describe(claim)}.`);
}

/** → gives the claim on sending a run to a tracking server back. Throws a HeldError where another process has it. */
export function claimSending(folder: string): () => void {
  refuseLink(folder);
  const claim = ask(folder, sendingPrefix);
  if ('release' in claim) return claim.release;
  throw new HeldError(`${basename(folder)} is being sent by ${describe(claim)} already.`);
}

/**
 * → gives the claim on what the runs of a sweep share on a tracking server back. `what` is part of a file's name.
 * Throws a HeldError where another process has it.
 */
export function claimShared(runsFolder: string, what: string): () => void {
  const claim = ask(makeClaimsFolder(runsFolder), `${what}-`);
  if ('release' in claim) return claim.release;
  throw new HeldError(`${what} is held by ${describe(claim)}.`);
}

/** Where claims lie that are on no run. */
function makeClaimsFolder(runsFolder: string): string {
  const folder = join(runsFolder, claimsFolder);
  try {
    makeFolders(runsFolder);
  } catch (error) {
    throw explainWriteFailure(error, runsFolder);
  }
  makeOwnFolder(folder);
  return folder;
}

interface Held {
  /** null where it can't be told */
  readonly by: ProcessMark | null;
}

/** Made a moment ago, and not yet written. */
const unwrittenMilliseconds = 10_000;

function ask(folder: string, prefix: string): { release: () => void } | Held {
  const fileOf = (number: number) => join(folder, `${prefix}${number}`);
  const highest = claimsIn(folder, prefix).at(-1) ?? 0;
  const holder = highest === 0 ? null : holderOf(fileOf(highest));
  if (holder !== null) return holder;
  const own = highest + 1;
  const file = fileOf(own);
  try {
    writeFileSync(file, JSON.stringify(markProcess()), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return { by: null };
    removeRemains(file); // made, but there was no room to write it
    throw explainWriteFailure(error, folder);
  }
  const now = claimsIn(folder, prefix);
  if (now.at(-1) !== own) {
    rmSync(file, { force: true }); // the one that we found abandoned has been removed by a newer one
    return { by: null };
  }
  for (const old of now.slice(0, -1)) rmSync(fileOf(old), { force: true });
  const renewal = setInterval(() => renew(file), 1000 * heartbeatSeconds).unref();
  let isHeld = true;
  return {
    release: () => {
      if (!isHeld) return; // by now it may be another's
      isHeld = false;
      clearInterval(renewal);
      removeRemains(file); // one that stays counts no more once this process is gone
    },
  };
}

/** Who holds a claim; null where nobody does any more. */
function holderOf(file: string): Held | null {
  try {
    const mark = JSON.parse(readIn(dirname(file), basename(file)).toString()) as ProcessMark;
    return isAlive(mark, here()) ? { by: mark } : null;
  } catch {
    const age = Date.now() - (lstatSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    return Math.abs(age) < unwrittenMilliseconds ? { by: null } : null; // a clock was wrong where it is from tomorrow
  }
}

/** Renews the mark where it stands, as long as it is: a claim that is gone isn't made anew. */
function renew(file: string): void {
  try {
    const descriptor = openIn(dirname(file), basename(file), constants.O_RDWR);
    try {
      writeAll(descriptor, JSON.stringify(markProcess()));
    } finally {
      closeSync(descriptor);
    }
  } catch {}
}

const describe = ({ by }: Held): string => (by === null ? 'another process' : `process ${by.id} on ${by.host}`);

/** Ascending. */
function claimsIn(folder: string, prefix: string): number[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.startsWith(prefix))
      .map((name) => Number(name.slice(prefix.length)))
      .filter((number) => Number.isSafeInteger(number) && number > 0)
      .sort((a, b) => a - b);
  } catch (error) {
    throw explainWriteFailure(error, folder);
  }
}
