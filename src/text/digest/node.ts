/** SHA-256 in Node, with the processor's own instructions for it: a data set is hashed in a moment. */
import { createHash } from 'node:crypto';
import type { Digest } from './digest.ts';

export function sha256(): Digest {
  const hash = createHash('sha256');
  const digest: Digest = {
    update(data) {
      hash.update(data);
      return digest;
    },
    hex: () => hash.digest('hex'),
  };
  return digest;
}
