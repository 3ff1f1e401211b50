/**
 * Whether the process that holds something is still there: the one judgement that claims, status, pruning, resuming and
 * sending share.
 *
 *   where its id means the process that it means there: the process itself
 *   elsewhere, and where the system doesn't tell: the age of its last heartbeat, by the clock of the file system
 *
 * Clocks of two machines are never compared: the heartbeat's file is as old as one that is touched beside it is younger.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { formatDuration } from '../text/index.ts';
import { unfinishedPrefix } from './files.ts';
import { isProcessMark, stateOfProcess } from './machine.ts';
import type { ProcessMark } from './run.ts';

export const heartbeatSeconds = 10;
/** Where only the heartbeat tells, a process counts as gone after this long without one: long steps, lagging disks. */
export const lostAfterSeconds = 300;

export interface Life {
  readonly isAlive: boolean;
  /** seconds since its last sign of life; null where the process itself was looked at */
  readonly silence: number | null;
}

/**
 * `mark` null: it can't be read. `heartbeatAt`: when the file with the mark was last written, in milliseconds as the
 * file system gives them; `folder`: one of the same file system.
 */
export function judge(mark: ProcessMark | null, heartbeatAt: () => number, folder: string): Life {
  const state = mark === null ? 'unknown' : stateOfProcess(mark);
  if (state !== 'unknown') return { isAlive: state === 'alive', silence: null };
  const silence = secondsSince(heartbeatAt(), folder, lostAfterSeconds);
  return { isAlive: silence < lostAfterSeconds, silence };
}

/** E.g. `process 7 on a, last sign of life 42 s ago; without another it counts as gone in 4 min 18 s`. */
export function describeLife(mark: ProcessMark | null, silence: number | null): string {
  const who = mark === null ? 'another process' : `process ${mark.id} on ${mark.host}`;
  return silence === null ? who : `${who} (${describeSilence(silence)})`;
}

/** Who is at a run, as far as can be told. */
export const describeRunning = (process: unknown, silence: number | undefined): string =>
  describeLife(isProcessMark(process) ? process : null, silence ?? null);

const describeSilence = (seconds: number): string =>
  `last sign of life ${formatDuration(seconds)} ago; without another it counts as gone in ` +
  formatDuration(Math.max(0, lostAfterSeconds - seconds));

/**
 * By the clock of the folder's file system. A time in the future is as far from now as one in the past: a clock was
 * wrong, and whoever lives writes again soon. Exact where it is more than `limit`; else up to half a minute off.
 */
export function secondsSince(time: number, folder: string, limit: number): number {
  const recent = Math.abs(nowIn(folder, trustedMilliseconds) - time) / 1000;
  return recent < limit ? recent : Math.abs(nowIn(folder, 0) - time) / 1000;
}

/** So long what the file system's clock said is reckoned on, as each look costs a file. */
const trustedMilliseconds = 30_000;
/** What the clock of a folder's file system is ahead of the one that nobody sets, and when that was seen. */
const offsets = new Map<string, { readonly offset: number; readonly seenAt: number }>();

/** Milliseconds since 1970 by the clock of the folder's file system; by our own where nothing can be written. */
function nowIn(folder: string, trusted: number): number {
  const now = performance.now();
  const known = offsets.get(folder);
  if (known !== undefined && now - known.seenAt < trusted) return known.offset + now;
  const touched = touch(folder);
  if (touched === null) return Date.now();
  offsets.set(folder, { offset: touched - now, seenAt: now });
  return touched;
}

/** → when a file was written that was made in the folder just now; null where none can be made. */
function touch(folder: string): number | null {
  const file = join(folder, `${unfinishedPrefix}${randomBytes(8).toString('hex')}`);
  try {
    const descriptor = openSync(file, 'wx');
    try {
      writeSync(descriptor, '.');
      return fstatSync(descriptor).mtimeMs;
    } finally {
      closeSync(descriptor);
      rmSync(file, { force: true });
    }
  } catch {
    return null;
  }
}
