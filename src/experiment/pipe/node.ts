/** Bytes of a file, or of a pipe: `siamese exp <(…)`, `… | siamese exp /dev/stdin`. Never more than asked for, nor for ever. */
import { closeSync, constants, existsSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

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

/**
 * What is written to a pipe until its end, as `readFile`; or a sentence that says why nothing was read. Signals are heard
 * meanwhile.
 */
export async function readPipe(file: string, most: number, waits = patience): Promise<Buffer | string> {
  if (statSync(file).isSocket()) {
    const descriptor = ownDescriptor(file); // can't be opened by its path
    return descriptor === undefined ? 'This is a socket, not a file.' : readSocket(descriptor, most, waits);
  }
  const { openingSeconds, writingSeconds } = waits;
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  const isNamed = hasPath(file);
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
      if (waited >= writingSeconds * 1000) return idleSentence('pipe', writingSeconds);
      await sleep(pauseMilliseconds);
      waited += pauseMilliseconds;
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}

const idleSentence = (what: 'pipe' | 'socket', seconds: number): string =>
  `This is a ${what} from which nothing has come for ${seconds} s, nor its end. Write to a file first, and name that.`;

/** A socket that another program has opened for this one may block whoever reads it at once. */
async function readSocket(
  descriptor: number,
  most: number,
  { writingSeconds }: typeof patience,
): Promise<Buffer | string> {
  const socket = new Socket({ fd: descriptor, readable: true, writable: false });
  const chunks: Buffer[] = [];
  let length = 0;
  socket.setTimeout(writingSeconds * 1000, () => socket.destroy(new SilentError()));
  try {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > most) break;
    }
  } catch (error) {
    if (error instanceof SilentError) return idleSentence('socket', writingSeconds);
    throw error;
  } finally {
    socket.destroy();
  }
  return Buffer.concat(chunks).subarray(0, most + 1);
}

class SilentError extends Error {}

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
