/** Text and bytes into what Node has open. */
import { writeSync } from 'node:fs';

/** Writes every byte: a single write may take fewer, e.g. on a disk that is filling up. */
export function writeAll(descriptor: number, content: string | Uint8Array): void {
  let rest = typeof content === 'string' ? Buffer.from(content) : content;
  while (rest.length > 0) rest = rest.subarray(writeSync(descriptor, rest, 0, Math.min(rest.length, mostBytesAtOnce)));
}

/** Node reads and writes less than 2 GiB a call. */
export const mostBytesAtOnce = 1 << 26;
