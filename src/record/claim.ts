/**
 * Who may go on with a run, train an experiment or send something: the process that holds the claim with the highest
 * number, a file.
 *
 *   found free ─▶ make the next number, exclusively ─▶ is no other one held? ─▶ holds, removes those of dead processes
 *                                                           └─ else withdraws
 *
 * Nobody's file is ever taken over. Of several that find the same one free a single one makes the next number; one that
 * was slow, and makes a number that others are done with, finds theirs when it looks again, as each makes its own before
 * it looks. A process that was frozen while another took its claim over finds its file gone when it wakes.
 * Nothing here needs locks or equal clocks.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { InputError, RunError } from '../errors/index.ts';
import { isRecord, parseJson } from '../text/index.ts';
import { makeFolders, NotAFileError, writeAll } from '../text/node.ts';
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
import { describeLife, heartbeatSeconds, judge, secondsSince } from './liveness.ts';
import { isProcessMark, markProcess } from './machine.ts';
import type { ProcessMark } from './run.ts';

/** Another process has it: wait until that has ended. */
export class HeldError extends InputError {
  override readonly name: string = 'HeldError';
}

/** This process had it, and another has taken it over meanwhile: nothing more may be written. */
export class LostError extends RunError {
  override readonly name: string = 'LostError';
}

/** What a process holds until it gives it back, or another one takes it over. */
export interface Claim {
  /** Before anything is written on the strength of it. Throws a LostError where another process has taken it over. */
  check(): void;
  release(): void;
}

/** The claim on a run. Throws a HeldError where another process has it. */
export function claimRun(folder: string): Claim {
  refuseLink(folder);
  return take(folder, claimPrefix, {
    held: (by) => `${basename(folder)} is being resumed by ${by} already; wait until that has ended.`,
    lost: (by) => describeLoss(folder, by),
  });
}

/** The claim of the process that makes a run: it has no file, and is lost to the first that goes on with the run. */
export function holdNewRun(folder: string): Claim {
  return {
    check() {
      const highest = highestIn(folder, claimPrefix);
      if (highest > 0) throw new LostError(describeLoss(folder, ownerOf(folder, `${claimPrefix}${highest}`)));
    },
    release() {},
  };
}

/** A sentence for a run whose run.json is another process's by now. */
export const lossTo = (folder: string, mark: unknown): LostError =>
  new LostError(describeLoss(folder, isProcessMark(mark) ? describeLife(mark, null) : 'another process'));

const describeLoss = (folder: string, by: string): string =>
  `${basename(folder)} was taken over by ${by}, as this process gave no sign of life for so long; it writes nothing more of it.`;

/** Whether another process holds a claim on a run. */
export function isClaimed(folder: string): boolean {
  const highest = highestIn(folder, claimPrefix);
  return highest > 0 && holderOf(folder, `${claimPrefix}${highest}`) !== null;
}

/** The claim on training an experiment. Throws a HeldError where another process has it. */
export function claimExperiment(runsFolder: string, hash: string): Claim {
  return take(makeClaimsFolder(runsFolder), `${hash}-`, {
    held: (by) => `${hash.slice(0, 8)} is being trained by ${by}.`,
    lost: (by) => `${hash.slice(0, 8)} was taken over by ${by}, as this process gave no sign of life for so long.`,
  });
}

/** The claim on sending a run to a tracking server. Throws a HeldError where another process has it. */
export function claimSending(folder: string): Claim {
  refuseLink(folder);
  return take(folder, sendingPrefix, {
    held: (by) => `${basename(folder)} is being sent by ${by} already.`,
    lost: (by) => `${basename(folder)} is being sent by ${by} by now.`,
  });
}

/**
 * The claim on what the runs of a sweep share on a tracking server. `what` is part of a file's name. Throws a HeldError
 * where another process has it.
 */
export function claimShared(runsFolder: string, what: string): Claim {
  return take(makeClaimsFolder(runsFolder), `${what}-`, {
    held: (by) => `${what} is held by ${by}.`,
    lost: (by) => `${what} is held by ${by} by now.`,
  });
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

/** Sentences about who has it; `by` as in `process 7 on a`. */
interface Sentences {
  held(by: string): string;
  lost(by: string): string;
}

/** Several may find the same claim free, and one that has won may have given it back already. */
const mostTries = 5;

function take(folder: string, prefix: string, sentences: Sentences): Claim {
  for (let tries = 0; tries < mostTries; tries++) {
    const highest = highestIn(folder, prefix);
    const holder = highest === 0 ? null : holderOf(folder, `${prefix}${highest}`);
    if (holder !== null) throw new HeldError(sentences.held(holder));
    const claim = new FileClaim(folder, prefix, highest + 1, sentences);
    if (!claim.make()) continue;
    if (claim.isAlone()) {
      claim.begin();
      return claim;
    }
    claim.release();
  }
  throw new HeldError(sentences.held('another process'));
}

/** What a claim's file holds. */
interface ClaimFile extends ProcessMark {
  /** tells it from that of a process with the same number elsewhere */
  readonly token: string;
}

class FileClaim implements Claim {
  readonly #folder: string;
  readonly #prefix: string;
  readonly #number: number;
  readonly #sentences: Sentences;
  readonly #mark = markProcess();
  readonly #token = randomBytes(8).toString('hex');
  #renewal: NodeJS.Timeout | null = null;

  constructor(folder: string, prefix: string, number: number, sentences: Sentences) {
    this.#folder = folder;
    this.#prefix = prefix;
    this.#number = number;
    this.#sentences = sentences;
  }

  /** Whether nobody else has made it. */
  make(): boolean {
    try {
      writeFileSync(this.#file, this.#content(), { flag: 'wx' });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      removeRemains(this.#file); // made, but there was no room to write it
      throw explainWriteFailure(error, this.#folder);
    }
  }

  /** Whether it counts, as it is there still and no other one is held. */
  isAlone(): boolean {
    const others = numbersIn(this.#folder, this.#prefix).filter((number) => number !== this.#number);
    const isFree = (number: number) =>
      number < this.#number && holderOf(this.#folder, `${this.#prefix}${number}`) === null;
    if (!others.every(isFree) || !this.#isOwn()) return false;
    const files = others.map((number) => join(this.#folder, `${this.#prefix}${number}`));
    for (const file of files) removeRemains(file);
    return !files.some((file) => lstatSync(file, { throwIfNoEntry: false })?.isFile());
  }

  begin(): void {
    this.#renewal = setInterval(() => this.#renew(), 1000 * heartbeatSeconds).unref();
  }

  /** Whoever takes it over removes its file first. A higher number alone may be that of one that will withdraw. */
  check(): void {
    if (this.#tokenNow() === this.#token) return;
    this.release();
    const highest = highestIn(this.#folder, this.#prefix);
    const by = highest > this.#number ? ownerOf(this.#folder, `${this.#prefix}${highest}`) : 'another process';
    throw new LostError(this.#sentences.lost(by));
  }

  /** By now its file may be another's, or the run has been moved: then it stays. */
  release(): void {
    clearInterval(this.#renewal ?? undefined);
    if (this.#isOwn()) removeRemains(this.#file); // one that stays counts no more once this process is gone
  }

  get #name(): string {
    return `${this.#prefix}${this.#number}`;
  }

  get #file(): string {
    return join(this.#folder, this.#name);
  }

  /** As long each time: what the host is called by now isn't asked again. */
  #content(): string {
    const heartbeat = new Date().toISOString();
    return JSON.stringify({ ...this.#mark, heartbeat, token: this.#token } satisfies ClaimFile);
  }

  #isOwn(): boolean {
    return readClaim(this.#folder, this.#name)?.token === this.#token;
  }

  /** Whose it is; null where it is gone. Throws where it can't be told. */
  #tokenNow(): unknown {
    try {
      return (parseJson(readIn(this.#folder, this.#name).toString()) as Partial<ClaimFile> | undefined)?.token;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw explainWriteFailure(error, this.#folder);
    }
  }

  /** In place, always of one length: a file that another has removed meanwhile isn't made anew, and none is ever cut. */
  #renew(): void {
    try {
      if (!this.#isOwn()) return;
      const descriptor = openIn(this.#folder, this.#name, constants.O_RDWR);
      try {
        writeAll(descriptor, this.#content());
      } finally {
        closeSync(descriptor);
      }
    } catch {} // next time
  }
}

/** Made a moment ago, and not yet written. */
const unwrittenSeconds = 10;

/** Who holds a claim, as a person would be told; null where nobody does any more. */
function holderOf(folder: string, name: string): string | null {
  let read: { readonly text: string; readonly time: number };
  try {
    read = readWithTime(folder, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    const time = lstatSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
    read = { text: error instanceof NotAFileError ? '' : '?', time }; // what isn't ours, or can't be read
  }
  const { text, time } = read;
  if (text === '') {
    return secondsSince(time, folder, unwrittenSeconds) < unwrittenSeconds ? 'another process' : null;
  }
  const value = parseJson(text);
  const mark = isProcessMark(value) ? value : null;
  const { isAlive, silence } = judge(mark, () => time, folder);
  return isAlive ? describeLife(mark, silence) : null;
}

/** The two of one moment, though the file may be replaced meanwhile. */
function readWithTime(folder: string, name: string): { readonly text: string; readonly time: number } {
  const descriptor = openIn(folder, name);
  try {
    return { text: readFileSync(descriptor, 'utf8'), time: fstatSync(descriptor).mtimeMs };
  } finally {
    closeSync(descriptor);
  }
}

/** null where there is none, or none that can be read. */
function readClaim(folder: string, name: string): Partial<ClaimFile> | null {
  try {
    const value = parseJson(readIn(folder, name).toString());
    return isRecord<ClaimFile>(value) ? (value as Partial<ClaimFile>) : null;
  } catch {
    return null;
  }
}

/** Whoever made a claim, alive or not. */
function ownerOf(folder: string, name: string): string {
  const claim = readClaim(folder, name);
  return isProcessMark(claim) ? describeLife(claim, null) : 'another process';
}

const highestIn = (folder: string, prefix: string): number => numbersIn(folder, prefix).at(-1) ?? 0;

/** Of the claims there are, ascending. */
function numbersIn(folder: string, prefix: string): number[] {
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
