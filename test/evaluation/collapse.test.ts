import { expect, test } from 'vitest';
import { collapseOf, embeddingSpread, guessOf, separationOf } from '../../src/evaluation/index.ts';
import { purpose, streamKey, uniformAt } from '../../src/random/index.ts';

/** By the formula, on lists. */
function naiveSpread(rows: readonly (readonly number[])[]): number {
  const dim = rows[0]?.length ?? 0;
  const mean = Array.from(
    { length: dim },
    (_, i) => rows.reduce((sum, row) => sum + (row[i] as number), 0) / rows.length,
  );
  const square = (row: readonly number[]) => row.reduce((sum, value) => sum + value * value, 0);
  const deviations = rows.map((row) => square(row.map((value, i) => value - (mean[i] as number))));
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  return Math.sqrt(sum(deviations) / sum(rows.map(square)));
}

const rows = Array.from({ length: 50 }, (_, image) =>
  Array.from({ length: 5 }, (_, i) => Math.fround(2 + Math.sin(7 * image + i * i))),
);

test('spread is the root of the mean square deviation over the mean square', () => {
  expect(embeddingSpread(Float32Array.from(rows.flat()), 5, 'euclidean')).toBeCloseTo(naiveSpread(rows), 12);
});

test('spread of cosine distance is that of directions', () => {
  const directions = rows.map((row) => row.map((value) => value / Math.hypot(...row)));
  const longer = rows.map((row, image) => row.map((value) => Math.fround(value * (1 + image))));
  expect(embeddingSpread(Float32Array.from(longer.flat()), 5, 'cosine')).toBeCloseTo(naiveSpread(directions), 6);
});

test('spread doesn’t depend on scale, and of embeddings that are all 0 it is 0', () => {
  const scaled = (scale: number) =>
    embeddingSpread(
      Float32Array.from(rows.flat(), (value) => value * scale),
      5,
      'euclidean',
    );
  for (const scale of [1e-15, 1e15]) expect(scaled(scale)).toBeCloseTo(naiveSpread(rows), 6);
  expect(scaled(0)).toBe(0);
});

const isSame = Uint8Array.from({ length: 200 }, (_, i) => i % 2);
const separated = (distance: (i: number) => number) =>
  separationOf(
    Float32Array.from(isSame, (_, i) => distance(i)),
    isSame,
  );
const varied = separated((i) => 1 + Math.sin(i));

test('embeddings are collapsed below a spread of a thousandth', () => {
  expect(collapseOf(1.01e-3, varied)).toBeNull();
  expect(collapseOf(0.99e-3, varied)).toEqual({ spread: 0.99e-3, distance: null });
});

test('distances are alike where those of nearly all pairs are, but for a thousandth', () => {
  expect(
    collapseOf(
      0.7,
      separated((i) => 2 + 1e-3 * (i % 2)),
    )?.distance,
  ).toBeCloseTo(2, 3);
  expect(
    collapseOf(
      0.7,
      separated((i) => (i < 6 ? i : 2)),
    )?.distance,
  ).toBe(2);
  expect(
    collapseOf(
      0.7,
      separated((i) => 2 + 1e-2 * (i % 2)),
    ),
  ).toBeNull();
  expect(
    collapseOf(
      0.7,
      separated((i) => (i < 30 ? i : 2)),
    ),
  ).toBeNull();
  expect(
    collapseOf(
      0.7,
      separated(() => 0),
    )?.distance,
  ).toBe(0);
});

const guess = (accuracy: number, pairs: number, isOptimistic = false) => {
  const isSame = Uint8Array.from({ length: pairs }, (_, i) => i % 2);
  return guessOf({ accuracy, standardError: 0.5 / Math.sqrt(pairs), isSame, isOptimistic }).verdict;
};

test('an accuracy is better than guessing where its interval is above half, by something worth it', () => {
  expect(guess(0.465, 20_000)).toBe('guessing');
  expect(guess(0.506, 20_000)).toBe('guessing');
  expect(guess(0.508, 20_000)).toBe('guessing'); // surely above, and worth nothing
  expect(guess(0.52, 20_000)).toBe('better');
  expect(guess(0.54, 400)).toBe('guessing');
  expect(guess(0.56, 400)).toBe('better');
});

test('the best of all thresholds has to be further above', () => {
  expect(guess(0.555, 400, true)).toBe('guessing');
  expect(guess(0.57, 400, true)).toBe('better');
});

test('pairs that nothing tells apart are called no better than guessing at their best threshold 95 times of 100', () => {
  let better = 0;
  for (let trial = 0; trial < 400; trial++) {
    // distances in an order that has nothing to do with what they are of
    const pairs = 200;
    const key = streamKey(trial, purpose.limit);
    const order = Array.from({ length: pairs }, (_, i) => [uniformAt(key, i), i % 2] as const).toSorted(
      ([a], [b]) => a - b,
    );
    let [same, best] = [0, 0.5];
    for (const [at, [, isSame]] of order.entries()) {
      same += isSame;
      best = Math.max(best, (same + pairs / 2 - (at + 1 - same)) / pairs);
    }
    if (guess(best, pairs, true) === 'better') better++;
  }
  expect(better / 400).toBeLessThan(0.07);
  expect(better / 400).toBeGreaterThan(0.01);
});

test('so few pairs that nothing can be told, that they do', () => {
  expect(guess(0.5, 20)).toBe('unknown');
  expect(guess(0.65, 30)).toBe('unknown');
  expect(guess(0.95, 20)).toBe('better');
  expect(
    guessOf({ accuracy: 1, standardError: Number.NaN, isSame: Uint8Array.of(1), isOptimistic: false }).verdict,
  ).toBe('unknown');
});

test('what most pairs are is what guessing comes to', () => {
  const isSame = Uint8Array.from({ length: 1000 }, (_, i) => (i % 5 === 0 ? 1 : 0));
  const of = (accuracy: number) => guessOf({ accuracy, standardError: 0.013, isSame, isOptimistic: false });
  expect(of(0.8)).toMatchObject({ verdict: 'guessing', guessed: 0.8 });
  expect(of(0.85).verdict).toBe('better');
});
