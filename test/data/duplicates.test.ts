import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { bitsBetween, exactDuplicates, joinedBy, nearBits, nearDuplicates } from '../../src/data/inspect/duplicates.ts';
import { hashedSize, type PerceptualHash, perceptualHash } from '../../src/data/inspect/perceptual-hash.ts';
import { bitsAt, purpose, streamKey } from '../../src/random/index.ts';

const key = streamKey(1, purpose.split);
const randomHash = (i: number): PerceptualHash => [bitsAt(key, 2 * i), bitsAt(key, 2 * i + 1)];
/** The hash with some bits flipped, counted from the highest. */
function flipped([high, low]: PerceptualHash, bits: readonly number[]): PerceptualHash {
  const halves = [high, low];
  for (const bit of bits) halves[bit >> 5] = ((halves[bit >> 5] as number) ^ (1 << (31 - (bit & 31)))) >>> 0;
  return halves as unknown as PerceptualHash;
}

describe('near duplicates', () => {
  test('are all pairs that differ in four bits at most, as comparing all with all finds them', () => {
    const hashes: (PerceptualHash | null)[] = Array.from({ length: 300 }, (_, i) =>
      i % 50 === 49 ? null : randomHash(i),
    );
    for (let i = 0; i < 60; i++) {
      const bits = Array.from({ length: i % 7 }, (_, k) => bitsAt(key, 5000 + 10 * i + k) % 64);
      hashes.push(flipped(randomHash(i % 40), bits));
    }
    const expected: [number, number][] = [];
    for (let a = 0; a < hashes.length; a++) {
      for (let b = a + 1; b < hashes.length; b++) {
        const [one, other] = [hashes[a] ?? null, hashes[b] ?? null];
        if (one !== null && other !== null && bitsBetween(one, other) <= nearBits) expected.push([a, b]);
      }
    }
    expect(expected.length).toBeGreaterThan(30);
    expect(nearDuplicates(hashes, () => false, 10_000)).toEqual({ pairs: expected, isCut: false });
  });

  test('are found wherever the bits are that differ', () => {
    const [hash] = [randomHash(7)];
    for (let shift = 0; shift < 16; shift++) {
      const spread = [0, 16, 32, 48].map((bit) => bit + shift);
      expect(nearDuplicates([hash, flipped(hash, spread)], () => false, 10).pairs).toEqual([[0, 1]]);
    }
  });

  test('are cut off where there are too many to list', () => {
    const same = Array.from({ length: 40 }, () => randomHash(1));
    const { pairs, isCut } = nearDuplicates(same, () => false, 100);
    expect([pairs.length, isCut]).toEqual([100, true]);
  });

  test('join to groups', () => {
    expect(
      joinedBy([
        [0, 3],
        [5, 6],
        [3, 4],
        [6, 7],
        [1, 2],
      ]),
    ).toEqual([
      [0, 3, 4],
      [1, 2],
      [5, 6, 7],
    ]);
  });
});

test('exact duplicates are groups of one digest', () => {
  expect(exactDuplicates(['a', 'b', 'a', null, null, 'c', 'b', 'a'])).toEqual([
    [0, 2, 7],
    [1, 6],
  ]);
});

describe('a perceptual hash', () => {
  /** A photograph of sorts: soft blots. */
  const photo = (seed: number) =>
    sharp(
      Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="160"><rect width="200" height="160" fill="#89a"/>${Array.from(
          { length: 7 },
          (_, i) => {
            const at = (k: number) => bitsAt(key, 1000 * seed + 10 * i + k);
            return `<circle cx="${at(0) % 200}" cy="${at(1) % 160}" r="${10 + (at(2) % 50)}" fill="#${(at(3) >>> 8).toString(16).padStart(6, '0')}"/>`;
          },
        ).join('')}</svg>`,
      ),
    );
  const hashOf = async (image: Sharp): Promise<PerceptualHash> => {
    const grey = await sharp(await image.png().toBuffer())
      .resize({ width: hashedSize, height: hashedSize, fit: 'fill' })
      .toColourspace('b-w')
      .raw()
      .toBuffer();
    return perceptualHash(grey) as PerceptualHash;
  };

  test('hardly changes with size, compression and brightness, and differs between images', async () => {
    const hashes: PerceptualHash[] = [];
    for (let seed = 1; seed <= 12; seed++) {
      const hash = await hashOf(photo(seed));
      const small = sharp(await photo(seed).resize(70).png().toBuffer());
      const compressed = sharp(await photo(seed).jpeg({ quality: 50 }).toBuffer());
      const brighter = sharp(await photo(seed).linear(1, 12).png().toBuffer());
      for (const other of [small, compressed, brighter]) {
        expect(bitsBetween(hash, await hashOf(other))).toBeLessThanOrEqual(nearBits);
      }
      for (const other of hashes) expect(bitsBetween(hash, other)).toBeGreaterThan(nearBits + 4);
      hashes.push(hash);
    }
  });

  test('is none where an image is all but even', () => {
    expect(perceptualHash(new Uint8Array(hashedSize ** 2).fill(200))).toBeNull();
  });
});
