import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shuffleExamples } from '../../src/data/examples.ts';
import {
  batchOf,
  type Classes,
  distinctImages,
  drawPairs,
  exampleCount,
  fingerprintExamples,
  tripletsOf,
} from '../../src/data/index.ts';
import { drawClasses } from '../../src/data/samplers/classes.ts';
import { drawTriplets } from '../../src/data/samplers/triplets.ts';
import { InputError } from '../../src/errors/index.ts';
import { purpose, streamKey } from '../../src/random/index.ts';

const key = (seed: number) => streamKey(seed, purpose.partner);

/** Labels of all images, and some of the images, each class among them with two or more. */
const pairable = fc
  .tuple(fc.array(fc.integer({ min: 2, max: 6 }), { minLength: 2, maxLength: 5 }), fc.nat(1000), fc.nat(1000))
  .map(([sizes, seed, gap]) => {
    const labels = sizes.flatMap((size, label) => Array<number>(size).fill(label * 3));
    const mixed = labels.map((label, i) => ({ label, order: (i * 7919 + seed) % 101 }));
    mixed.sort((a, b) => a.order - b.order);
    const unused = gap % 4; // images before them that are not to be paired
    return {
      labels: Int32Array.of(...Array(unused).fill(0), ...mixed.map(({ label }) => label)),
      indices: Int32Array.from(mixed, (_, i) => i + unused),
    };
  });

describe('pairs', () => {
  test('each image in order: one of its class, never itself, then one of another class', () => {
    fc.assert(
      fc.property(pairable, fc.integer({ min: 1, max: 3 }), fc.nat(), ({ labels, indices }, perImage, seed) => {
        const { left, right, isSame } = drawPairs(labels, indices, perImage, key(seed));
        expect(left.length).toBe(2 * perImage * indices.length);
        const used = new Set(indices);
        left.forEach((l, i) => {
          const r = right[i] as number;
          expect(l).toBe(indices[Math.floor(i / 2 / perImage)]);
          expect(isSame[i]).toBe(1 - (i % 2));
          expect(labels[r] === labels[l]).toBe(isSame[i] === 1);
          expect(r).not.toBe(l);
          expect(used.has(r)).toBe(true);
        });
      }),
    );
  });

  test('partners are uniform: every possible one is met as often as chance would have it', () => {
    const labels = Int32Array.of(1, 0, 1, 1, 0, 2, 2, 2);
    const indices = Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7);
    const draws = 4000;
    const { left, right } = drawPairs(labels, indices, draws, key(7));
    const met = Array.from({ length: 8 }, () => new Array<number>(8).fill(0));
    left.forEach((l, i) => {
      const row = met[l] as number[];
      row[right[i] as number] = (row[right[i] as number] ?? 0) + 1;
    });
    for (const l of indices) {
      for (const r of indices) {
        const choices = indices.filter(
          (i) => i !== l && (labels[i] === labels[l]) === (labels[r] === labels[l]),
        ).length;
        const expected = l === r ? 0 : draws / choices;
        const deviation = Math.sqrt(draws * (1 / choices) * (1 - 1 / choices));
        expect(Math.abs((met[l]?.[r] ?? 0) - expected)).toBeLessThanOrEqual(4.5 * deviation);
      }
    }
  });

  test('classes of one image each, one class alone and no images are refused', () => {
    const draw = (labels: number[], indices: number[]) => () =>
      drawPairs(Int32Array.from(labels), Int32Array.from(indices), 1, key(1));
    expect(draw([0, 3, 5], [0, 1, 2])).toThrow(InputError);
    expect(draw([0, 3, 5], [0, 1, 2])).toThrow(/^Each of the 3 classes has only one of the 3 images to pair/);
    expect(draw([0, 0, 1, 1], [0, 1])).toThrow(/^Class 0 has all 2 images to pair/);
    expect(draw([0, 0], [])).toThrow(/^There are no images to pair/);
  });

  test('classes may be numbered to the thousands: only their order decides who is drawn', () => {
    const labels = Int32Array.from({ length: 40 }, (_, i) => (i * 7) % 4);
    const indices = Int32Array.from(labels, (_, i) => i);
    const far = labels.map((label) => 1000 * label + 255);
    expect(drawPairs(far, indices, 2, key(3))).toEqual(drawPairs(labels, indices, 2, key(3)));
    const { anchor, positive, negative } = drawTriplets(
      Int32Array.from({ length: 2000 }, (_, i) => i >> 1), // 1000 classes of two
      Int32Array.from({ length: 2000 }, (_, i) => i),
      1,
      key(4),
    );
    expect(positive).toEqual(anchor.map((image) => image ^ 1));
    expect(negative.every((image, i) => image >> 1 !== (anchor[i] as number) >> 1)).toBe(true);
  });
});

describe('triplets', () => {
  test('have the partners of the pairs, and are found again inside them', () => {
    fc.assert(
      fc.property(pairable, fc.integer({ min: 1, max: 3 }), fc.nat(), ({ labels, indices }, perImage, seed) => {
        const triplets = drawTriplets(labels, indices, perImage, key(seed));
        expect(tripletsOf(drawPairs(labels, indices, perImage, key(seed)))).toEqual(triplets);
      }),
    );
  });
});

test('images with their classes come in their order, as often as asked for', () => {
  const drawn = drawClasses(Int32Array.of(5, 300, 5, 0), Int32Array.of(3, 1), 2);
  expect(drawn).toEqual({ kind: 'classes', image: Int32Array.of(3, 3, 1, 1), label: Int32Array.of(0, 0, 300, 300) });
});

describe('examples', () => {
  const labels = Int32Array.from({ length: 30 }, (_, i) => i % 3);
  const indices = Int32Array.from(labels, (_, i) => i);
  const pairs = drawPairs(labels, indices, 1, key(1));
  const triplets = drawTriplets(labels, indices, 1, key(1));
  const shuffle = streamKey(1, purpose.shuffle, 1);

  test('shuffling moves whole examples', () => {
    const rows = (examples: typeof pairs) =>
      Array.from(examples.left, (l, i) => `${l} ${examples.right[i]} ${examples.isSame[i]}`);
    const shuffled = shuffleExamples(pairs, shuffle);
    if (shuffled.kind !== 'pairs') throw new Error('expected pairs');
    expect(rows(shuffled)).not.toEqual(rows(pairs));
    expect(rows(shuffled).sort()).toEqual(rows(pairs).sort());
    const moved = shuffleExamples(triplets, shuffle);
    if (moved.kind !== 'triplets') throw new Error('expected triplets');
    const of = (t: typeof triplets) => Array.from(t.anchor, (a, i) => `${a} ${t.positive[i]} ${t.negative[i]}`).sort();
    expect(of(moved)).toEqual(of(triplets));
  });

  test('batches cover them, the last one short', () => {
    const sizes = [0, 25, 50].map((from) => exampleCount(batchOf(pairs, from, from + 25).compared));
    expect(sizes).toEqual([25, 25, 10]);
  });

  test("a batch's rows lie part after part, and are compared by their places", () => {
    const { left, right, isSame } = pairs;
    expect(batchOf(pairs, 3, 5)).toEqual({
      rows: Int32Array.from([...left.slice(3, 5), ...right.slice(3, 5)]),
      compared: { kind: 'pairs', left: Int32Array.of(0, 1), right: Int32Array.of(2, 3), isSame: isSame.slice(3, 5) },
    });
    const { anchor, positive, negative } = triplets;
    expect(batchOf(triplets, 3, 5)).toEqual({
      rows: Int32Array.from([...anchor.slice(3, 5), ...positive.slice(3, 5), ...negative.slice(3, 5)]),
      compared: {
        kind: 'triplets',
        anchor: Int32Array.of(0, 1),
        positive: Int32Array.of(2, 3),
        negative: Int32Array.of(4, 5),
      },
    });
    const classes: Classes = { kind: 'classes', image: Int32Array.of(7, 8, 9), label: Int32Array.of(1, 300, 1) };
    expect(batchOf(classes, 1, 3)).toEqual({
      rows: Int32Array.of(8, 9),
      compared: { kind: 'classes', image: Int32Array.of(0, 1), label: Int32Array.of(300, 1) },
    });
  });

  test('an image that occurs twice keeps both rows', () => {
    const twice = { ...pairs, left: Int32Array.of(4, 4), right: Int32Array.of(5, 4), isSame: Uint8Array.of(1, 0) };
    expect(batchOf(twice).rows).toEqual(Int32Array.of(4, 4, 5, 4));
  });

  test('one other partner, label or order gives another fingerprint', () => {
    const changed = [
      { ...pairs, right: pairs.right.with(3, 0) },
      { ...pairs, isSame: pairs.isSame.with(3, 1) },
      shuffleExamples(pairs, shuffle),
      triplets,
    ];
    const prints = new Set([pairs, ...changed].map(fingerprintExamples));
    expect(prints.size).toBe(5);
    expect(fingerprintExamples(drawPairs(labels, indices, 1, key(1)))).toBe(fingerprintExamples(pairs));
  });

  test('the distinct images of pairs, and the pairs by place among them', () => {
    const some = {
      kind: 'pairs',
      left: Int32Array.of(9, 4, 9),
      right: Int32Array.of(4, 7, 12),
      isSame: Uint8Array.of(1, 0, 0),
    } as const;
    expect(distinctImages(some)).toEqual({
      indices: Int32Array.of(4, 7, 9, 12),
      pairs: {
        kind: 'pairs',
        left: Int32Array.of(2, 0, 2),
        right: Int32Array.of(0, 1, 3),
        isSame: Uint8Array.of(1, 0, 0),
      },
    });
  });
});
