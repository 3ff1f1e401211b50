import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isBlind, separationOf } from '../../src/evaluation/index.ts';

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** Values of quarters, so that ties are common and float32 holds them exactly. */
const kind = fc.array(
  fc.nat({ max: 20 }).map((n) => n / 4),
  { minLength: 1, maxLength: 30 },
);
const measured = (same: readonly number[], different: readonly number[]) =>
  separationOf(Float32Array.of(...same, ...different), Uint8Array.of(...same.map(() => 1), ...different.map(() => 0)));

describe('how distances part the same from the different', () => {
  test('of distances listed by hand', () => {
    const { same, different, dPrime, auc, histogram, overlap } = measured([1, 2, 3, 4], [3, 5, 7, 9]);
    // numpy 2.4: mean, std(ddof=1), quantile(…, [.05, .25, .5, .75, .95])
    expect(same).toMatchObject({ pairs: 4, mean: 2.5, standardDeviation: Math.sqrt(5 / 3) });
    expect(different).toMatchObject({ pairs: 4, mean: 6, standardDeviation: Math.sqrt(20 / 3) });
    for (const [i, expected] of [1.15, 1.75, 2.5, 3.25, 3.85].entries())
      expect(same.quantiles[i]).toBeCloseTo(expected, 12);
    expect(dPrime).toBeCloseTo(3.5 / Math.sqrt((5 / 3 + 20 / 3) / 2), 14);
    expect(auc).toBe(14.5 / 16); // only 4 is farther than 3, and 3 ties with 3
    expect(histogram).toMatchObject({ least: 1, greatest: 9 });
    expect(overlap).toBe(0.25); // bins of ⅓: only the threes share one
  });

  test('the area under the curve is the share of pairs of pairs in the right order', () => {
    fc.assert(
      fc.property(kind, kind, (same, different) => {
        const right = same.flatMap((s) => different.map((d) => (s < d ? 1 : s === d ? 0.5 : 0)));
        expect(measured(same, different).auc).toBeCloseTo(sum(right) / right.length, 12);
      }),
    );
  });

  test('every pair is in one bin, equal distances in the same', () => {
    fc.assert(
      fc.property(kind, kind, (same, different) => {
        const { histogram, overlap } = measured(same, different);
        expect(sum(histogram.same)).toBe(same.length);
        expect(sum(histogram.different)).toBe(different.length);
        expect(histogram.same).toHaveLength(histogram.different.length);
        expect(overlap).toBeGreaterThanOrEqual(0);
        expect(overlap).toBeLessThanOrEqual(1 + 1e-12);
        expect(measured(same, same).overlap).toBeCloseTo(1, 12);
      }),
    );
  });

  test('distances that are all the same tell nothing', () => {
    expect(measured([2, 2], [2])).toMatchObject({ dPrime: null, auc: 0.5, overlap: 1 });
    expect(isBlind(measured([2, 2], [2]))).toBe(true);
    expect(isBlind(measured([0, 0], [0]))).toBe(true);
    expect(isBlind(measured([-1e-7], [-1e-7]))).toBe(true);
    expect(isBlind(measured([2], [2.0000002]))).toBe(true); // the next float32
    expect(isBlind(measured([2], [2.0001]))).toBe(false);
    expect(isBlind(measured([0], [1]))).toBe(false);
  });

  test.each([
    // float32 has a number every 2^-23 from 1 on, and every 2^-14 from 1000 on
    [1, 1 + 8 * 2 ** -23, true],
    [1, 1 + 9 * 2 ** -23, false],
    [1000, 1000 + 16 * 2 ** -14, true],
    [1000, 1000 + 17 * 2 ** -14, false],
    [-1 - 8 * 2 ** -23, -1, true],
    [-1 - 9 * 2 ** -23, -1, false],
  ])('distances within a millionth of one another are the same: %d and %d, %s', (least, greatest, expected) => {
    expect(isBlind(measured([least], [greatest]))).toBe(expected);
    expect(isBlind(measured([greatest], [least]))).toBe(expected);
  });

  test('the order of the pairs is of no matter', () => {
    fc.assert(
      fc.property(kind, kind, (same, different) => {
        const turned = separationOf(
          Float32Array.of(...different.toReversed(), ...same.toReversed()),
          Uint8Array.of(...different.map(() => 0), ...same.map(() => 1)),
        );
        expect(turned).toEqual(measured(same, different));
      }),
    );
  });
});
