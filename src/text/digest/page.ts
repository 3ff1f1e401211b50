/**
 * SHA-256 where there is no Node (FIPS 180-4): a page's own, `crypto.subtle`, takes no pieces and answers with a promise.
 * For fingerprints, not for secrets.
 */
import type { Bytes, Digest } from './digest.ts';

/** Bytes of a block. */
const blockSize = 64;

export function sha256(): Digest {
  const state = Int32Array.from(initialState);
  const block = new Uint8Array(blockSize);
  const words = new DataView(block.buffer);
  /** bytes in `block` */
  let filled = 0;
  let length = 0;

  const add = (bytes: Uint8Array): void => {
    length += bytes.length;
    for (let at = 0; at < bytes.length; ) {
      const count = Math.min(blockSize - filled, bytes.length - at);
      block.set(bytes.subarray(at, at + count), filled);
      at += count;
      filled += count;
      if (filled < blockSize) return;
      compress(state, words);
      filled = 0;
    }
  };
  const digest: Digest = {
    update(data) {
      add(typeof data === 'string' ? new TextEncoder().encode(data) : bytesOf(data));
      return digest;
    },
    /** The message ends with a bit of 1, zeros, and its length in bits as 64 bits. */
    hex() {
      const bits = 8 * length;
      add(Uint8Array.of(0x80));
      add(new Uint8Array((2 * blockSize - 8 - filled) % blockSize));
      words.setUint32(blockSize - 8, Math.floor(bits / 2 ** 32));
      words.setUint32(blockSize - 4, bits >>> 0);
      compress(state, words);
      return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
    },
  };
  return digest;
}

function bytesOf({ buffer, byteOffset, byteLength }: Bytes): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Roots of the first primes: the first 32 bits behind the point. */
const primes = Array.from({ length: 312 }, (_, n) => n).filter(
  (n) => n > 1 && Array.from({ length: n - 2 }, (_, i) => i + 2).every((divisor) => n % divisor !== 0),
);
const fractionBits = (root: number): number => ((root - Math.floor(root)) * 2 ** 32) | 0;
const initialState = Int32Array.from(primes.slice(0, 8), (prime) => fractionBits(Math.sqrt(prime)));
const roundConstants = Int32Array.from(primes, (prime) => fractionBits(Math.cbrt(prime)));

/** [64] the block's 16 words, and those worked out of them; used by one call at a time */
const schedule = new Int32Array(64);

/** Takes a block of 16 big-endian words into the state [8]. */
function compress(state: Int32Array, block: DataView): void {
  const w = schedule;
  const k = roundConstants;
  for (let i = 0; i < 16; i++) w[i] = block.getInt32(4 * i);
  for (let i = 16; i < 64; i++) {
    const early = w[i - 15] as number;
    const late = w[i - 2] as number;
    const s0 = rotated(early, 7) ^ rotated(early, 18) ^ (early >>> 3);
    const s1 = rotated(late, 17) ^ rotated(late, 19) ^ (late >>> 10);
    w[i] = (w[i - 16] as number) + s0 + (w[i - 7] as number) + s1;
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
  for (let i = 0; i < 64; i++) {
    const s1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    const choice = (e & f) ^ (~e & g);
    const first = (h + s1 + choice + (k[i] as number) + (w[i] as number)) | 0;
    const s0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + s0 + majority) | 0;
  }
  for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) state[i] = (state[i] as number) + word;
}

/** A word turned to the right by so many bits. */
function rotated(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}
