/**
 * Who may go on with a run: the process that holds the claim with the highest number, a file that only one can make.
 * One whose process is gone counts no more, and the next number is free. Nobody's file is ever taken over, so that
 * two who find the same dead one can't both win.
 */
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { InputError } from '../errors/index.ts';
import { claimPrefix, explainWriteFailure } from './files.ts';
import { here, markProcess } from './machine.ts';
import { isAlive, type ProcessMark } from './run.ts';

/** Made a moment ago, and not yet written. */
const unwrittenMilliseconds = 10_000;

/** → gives the claim back. Throws an InputError where another process has it. */
export function claimRun(folder: string): () => void {
  const highest = claimsIn(folder).at(-1) ?? 0;
  if (highest > 0) refuseIfHeld(folder, highest);
  const own = highest + 1;
  try {
    writeFileSync(fileOf(folder, own), JSON.stringify(markProcess()), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') refuse(folder, null);
    throw explainWriteFailure(error, folder);
  }
  const release = () => rmSync(fileOf(folder, own), { force: true });
  const now = claimsIn(folder);
  if (now.at(-1) !== own) {
    release(); // the one that was dead when we looked has been swept away by a newer one
    refuse(folder, null);
  }
  for (const old of now.slice(0, -1)) rmSync(fileOf(folder, old), { force: true });
  return release;
}

function refuseIfHeld(folder: string, number: number): void {
  const file = fileOf(folder, number);
  try {
    const mark = JSON.parse(readFileSync(file, 'utf8')) as ProcessMark;
    if (isAlive(mark, here())) refuse(folder, mark);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (age < unwrittenMilliseconds) refuse(folder, null);
  }
}

function refuse(folder: string, mark: ProcessMark | null): never {
  const who = mark === null ? 'another process' : `process ${mark.id} on ${mark.host}`;
  throw new InputError(`${basename(folder)} is being resumed by ${who} already; wait until that has ended.`);
}

const fileOf = (folder: string, number: number): string => join(folder, `${claimPrefix}${number}`);

/** Ascending. */
function claimsIn(folder: string): number[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.startsWith(claimPrefix))
      .map((name) => Number(name.slice(claimPrefix.length)))
      .filter((number) => Number.isSafeInteger(number) && number > 0)
      .sort((a, b) => a - b);
  } catch (error) {
    throw explainWriteFailure(error, folder);
  }
}
