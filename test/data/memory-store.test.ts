import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { allRows, imageBytes, memoryStore } from '../../src/data/index.ts';
import { InputError } from '../../src/errors/index.ts';

const shape = [3, 1, 2, 2] as const;
const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);

test('images in memory are read in any order, also more than once', async () => {
  const store = memoryStore({ shape, bytes });
  expect(store.shape).toEqual({ height: 1, width: 2, channels: 2 });
  expect(imageBytes(store.shape)).toBe(4);
  expect(allRows(store)).toEqual(Int32Array.of(0, 1, 2));
  const into = new Uint8Array(12);
  await store.read(Int32Array.of(2, 0, 2), into);
  expect(Array.from(into)).toEqual([9, 10, 11, 12, 1, 2, 3, 4, 9, 10, 11, 12]);
});

test('their fingerprint hashes a label as a byte where all fit into one, else as four', () => {
  const hashOf = (...parts: (string | Uint8Array)[]) => {
    const hash = createHash('sha256');
    for (const part of parts) hash.update(part);
    return hash.digest('hex');
  };
  const head = 'images 3 1 2 2 train 3\n';
  const small = memoryStore({ shape, bytes }, Int32Array.of(0, 255, 1));
  expect(small.fingerprint).toBe(hashOf(head, bytes, Uint8Array.of(0, 255, 1)));
  const large = memoryStore({ shape, bytes }, Int32Array.of(0, 256, 1));
  expect(large.fingerprint).toBe(hashOf(head, bytes, Uint8Array.of(0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0)));
});

test('images of another size than they say, or without a label each, are refused', () => {
  expect(() => memoryStore({ shape, bytes: bytes.subarray(1) })).toThrow(InputError);
  expect(() => memoryStore({ shape, bytes: bytes.subarray(1) })).toThrow(
    /^3 images of 1×2×2 are 12 bytes, but there are 11\.$/,
  );
  expect(() => memoryStore({ shape, bytes }, Int32Array.of(0, 1))).toThrow(/^There are 3 images, but 2 labels/);
});
