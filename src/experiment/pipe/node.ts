/** Bytes of a file, or of a pipe: `siamese exp <(…)`, `… | siamese exp /dev/stdin`. Never more than asked for, nor for ever. */
import { closeSync, constants, existsSync, openSync, readSync, realpathSync, statSync } from 'node:fs';

export function isPipeOrSocket(file: string): boolean {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat !== undefined && (stat.isFIFO() || stat.isSocket());
}

/** A file's bytes; one byte more than `most` where it has more. */
export function readFile(file: string, most: number): Buffer {
  // what a system makes up as it is read may have nothing yet: then this is an error, not a wait without end
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const bytes = Buffer.alloc(most + 1);
    let length = 0;
    for (let count = 1; count > 0 && length < bytes.length; length += count) {
      count = readSync(descriptor, bytes, length, bytes.length - length, null);
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}

/** Longest waits: for someone to write to a pipe that has a path, and for more from one who does. */
const patience = { openingSeconds: 10, writingSeconds: 60 };
const pauseMilliseconds = 10;

/** What is written to a pipe until its end, as `readFile`; or a sentence that says why nothing was read. */
export function readPipe(file: string, most: number, { openingSeconds, writingSeconds } = patience): Buffer | string {
  const isSocket = statSync(file).isSocket(); // can't be opened by its path
  const descriptor = isSocket ? ownDescriptor(file) : openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  if (descriptor === undefined) return 'This is a socket, not a file.';
  const isNamed = !isSocket && hasPath(file);
  try {
    const bytes = Buffer.alloc(most + 1);
    let length = 0;
    let waited = 0;
    while (length < bytes.length) {
      const count = readNow(descriptor, bytes, length);
      if (count !== null && count > 0) {
        length += count;
        waited = 0;
        continue;
      }
      const isEnd = count === 0 && (length > 0 || !isNamed);
      if (isEnd) break;
      if (count === 0 && waited >= openingSeconds * 1000) {
        return `This is a pipe that nobody has written to for ${openingSeconds} s. Start the program that writes to it, or name a file.`;
      }
      if (waited >= writingSeconds * 1000) {
        return `This is a pipe from which nothing has come for ${writingSeconds} s, nor its end. Write to a file first, and name that.`;
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMilliseconds);
      waited += pauseMilliseconds;
    }
    return bytes.subarray(0, length);
  } finally {
    if (!isSocket) closeSync(descriptor);
  }
}

/** Bytes read; 0 at the end, and where nobody has the pipe open; null where there are none yet. */
function readNow(descriptor: number, bytes: Buffer, from: number): number | null {
  try {
    return readSync(descriptor, bytes, from, bytes.length - from, null);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return null;
    throw error;
  }
}

/** 0 for /dev/stdin, 63 for /dev/fd/63. */
function ownDescriptor(file: string): number | undefined {
  if (file === '/dev/stdin') return 0;
  const [, number] = /^\/(?:dev|proc\/self)\/fd\/(\d+)$/.exec(file) ?? [];
  return number === undefined ? undefined : Number(number);
}

/** Whether others can find a pipe: one that a shell or a program made for two processes has no path. */
function hasPath(file: string): boolean {
  try {
    return existsSync(realpathSync(file));
  } catch {
    return false;
  }
}
