import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as node from '../../src/text/digest/node.ts';
import * as page from '../../src/text/digest/page.ts';
import { sha256 } from '../../src/text/index.ts';

for (const [where, implementation] of Object.entries({ Node: node, 'a page': page })) {
  describe(`SHA-256 in ${where}`, () => {
    test("gives FIPS 180-4's digests", () => {
      const of = (text: string) => implementation.sha256().update(text).hex();
      expect(of('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
      expect(of('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
      expect(of('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe(
        '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
      );
      expect(of('a'.repeat(1e6))).toBe('cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0');
    });

    test('takes a text as UTF-8, and of an array the part that it shows', () => {
      expect(implementation.sha256().update('Größe 28×28 😀').hex()).toBe(nodeHash(Buffer.from('Größe 28×28 😀')));
      const whole = Int32Array.from({ length: 50 }, (_, i) => i * 1e8);
      expect(implementation.sha256().update(whole.subarray(3, 41)).hex()).toBe(
        nodeHash(new Uint8Array(whole.buffer).subarray(12, 164)),
      );
    });

    test("gives node:crypto's digest of any pieces", () => {
      fc.assert(
        fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 8 }), (pieces) => {
          const digest = implementation.sha256();
          for (const piece of pieces) digest.update(piece);
          expect(digest.hex()).toBe(nodeHash(...pieces));
        }),
      );
    });
  });
}

test('in Node the house takes that of Node', () => {
  expect(sha256).toBe(node.sha256);
});

function nodeHash(...pieces: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}
