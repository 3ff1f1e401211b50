import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawPairs } from '../../src/data/index.ts';
import { type Clusters, clusteredError, clusterPairs } from '../../src/evaluation/index.ts';
import { purpose, streamKey, uniformAt } from '../../src/random/index.ts';

const clustersOf = (pairs: readonly (readonly [number, number])[]): Clusters =>
  clusterPairs({ left: Int32Array.from(pairs, ([a]) => a), right: Int32Array.from(pairs, ([, b]) => b) });

/** As the definition has it: every pair with every other that has an image in common with it, and with itself. */
function naiveError(values: readonly number[], pairs: readonly (readonly [number, number])[]): number {
  const n = pairs.length;
  const images = new Set(pairs.flat()).size;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const u = values.map((value) => value - mean);
  let [shared, squares] = [0, 0];
  for (let p = 0; p < n; p++) {
    for (let q = 0; q < n; q++) {
      const [a, b] = pairs[p] as readonly [number, number];
      if (pairs[q]?.includes(a) || pairs[q]?.includes(b)) shared += (u[p] as number) * (u[q] as number);
    }
    squares += (u[p] as number) ** 2;
  }
  return Math.sqrt(Math.max(((shared / n ** 2) * images) / (images - 1), squares / n / (n - 1)));
}

describe('the standard error of a mean over pairs', () => {
  test('of pairs without a common image is the usual one', () => {
    const pairs = [
      [0, 1],
      [2, 3],
      [4, 5],
      [6, 7],
    ] as const;
    // Mean ½, variance (over n - 1) ⅓: the standard error is √(⅓/4).
    expect(clusteredError([1, 1, 0, 0], clustersOf(pairs))).toBeCloseTo(Math.sqrt(1 / 12), 14);
  });

  test('of pairs around two images is that of two, not of six', () => {
    // All of image 0's pairs are called rightly, all of image 4's wrongly: u is ±½, the images' sums ±3/2 and six of ±½.
    const pairs = [
      [0, 1],
      [0, 2],
      [0, 3],
      [4, 5],
      [4, 6],
      [4, 7],
    ] as const;
    const shared = 2 * 1.5 ** 2 + 6 * 0.25 - 6 * 0.25;
    expect(clusteredError([1, 1, 1, 0, 0, 0], clustersOf(pairs))).toBeCloseTo(Math.sqrt((shared / 36) * (8 / 7)), 14);
  });

  test('counts each pair of pairs once, also where two images meet twice, either way round, or one meets itself', () => {
    const image = fc.nat({ max: 6 });
    const rows = fc.array(fc.record({ left: image, right: image, value: fc.constantFrom(0, 0.25, 1) }), {
      minLength: 2,
      maxLength: 25,
    });
    fc.assert(
      fc.property(rows, (rows) => {
        const pairs = rows.map(({ left, right }) => [left, right] as const);
        fc.pre(new Set(pairs.flat()).size > 1);
        const values = rows.map(({ value }) => value);
        expect(clusteredError(values, clustersOf(pairs))).toBeCloseTo(naiveError(values, pairs), 12);
      }),
    );
  });

  test('is never less than that of independent pairs, where the sum would even be negative', () => {
    // In a ring, a right pair beside a wrong one: neighbours cancel, and the sum over images is 0.
    const ring = [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 0],
    ] as const;
    expect(clusteredError([1, 0, 1, 0], clustersOf(ring))).toBeCloseTo(Math.sqrt(1 / 12), 14);
  });

  test('is 0 where all values are alike, and not a number for a single pair', () => {
    const two = clustersOf([
      [0, 1],
      [1, 2],
    ]);
    expect(clusteredError([1, 1], two)).toBe(0);
    expect(clusteredError([1], clustersOf([[0, 1]]))).toBeNaN();
  });

  test("tells how far accuracies lie apart on other images, where the binomial's is far too small", () => {
    // 200 data sets of 150 images in five classes; hard images make all of their pairs hard.
    const images = 150;
    const labels = Int32Array.from({ length: images }, (_, i) => i % 5);
    const indices = Int32Array.from(labels, (_, i) => i);
    const accuracies: number[] = [];
    const variances = { clustered: 0, binomial: 0 };
    const repeats = 200;
    for (let repeat = 0; repeat < repeats; repeat++) {
      const pairs = drawPairs(labels, indices, 1, streamKey(repeat, purpose.partner));
      const hardness = indices.map((i) => (uniformAt(streamKey(repeat, purpose.split), i) < 0.2 ? 1 : 0));
      const chance = streamKey(repeat, purpose.shuffle);
      const correct = pairs.left.map((left, i) => {
        const isHard = hardness[left] === 1 || hardness[pairs.right[i] as number] === 1;
        return uniformAt(chance, i) < (isHard ? 0.5 : 0.98) ? 1 : 0;
      });
      const accuracy = correct.reduce((a, b) => a + b, 0) / correct.length;
      accuracies.push(accuracy);
      variances.clustered += clusteredError(correct, clusterPairs(pairs)) ** 2 / repeats;
      variances.binomial += (accuracy * (1 - accuracy)) / correct.length / repeats;
    }
    const mean = accuracies.reduce((a, b) => a + b, 0) / repeats;
    const truth = Math.sqrt(accuracies.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (repeats - 1));
    // The standard deviation of 200 is itself sure to 5 %.
    expect(Math.sqrt(variances.clustered) / truth).toBeGreaterThan(0.9);
    expect(Math.sqrt(variances.clustered) / truth).toBeLessThan(1.1);
    expect(Math.sqrt(variances.binomial) / truth).toBeLessThan(0.85);
  });
});
