/**
 * SHA-256 where there is no Node: a page's own, `crypto.subtle`, takes no pieces and answers with a promise. For
 * fingerprints, not for secrets.
 */
import { sha256 as begin } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Bytes, Digest } from './digest.ts';

export function sha256(): Digest {
  const hash = begin.create();
  const digest: Digest = {
    update(data) {
      hash.update(typeof data === 'string' ? utf8ToBytes(data) : bytesOf(data));
      return digest;
    },
    hex: () => bytesToHex(hash.digest()),
  };
  return digest;
}

function bytesOf({ buffer, byteOffset, byteLength }: Bytes): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
