import { describe, expect, test } from 'vitest';
import { quantile, twoSidedP } from '../../src/compare/student.ts';

/** Made by SciPy 1.17.1: stats.t.ppf(share, ν). Those of 0.975 are in every printed table. */
const quantiles: [share: number, degreesOfFreedom: number, t: number][] = [
  [0.975, 1, 12.706204736174694],
  [0.975, 2, 4.302652729749462],
  [0.975, 3, 3.1824463052837078],
  [0.975, 4, 2.7764451051977934],
  [0.975, 9, 2.262157162798205],
  [0.975, 29, 2.045229642132703],
  [0.975, 9999, 1.960201263621357],
  [0.975, 1e6, 1.959966356814107],
  [0.975, 2.7, 3.3921483831737507],
  [0.975, 0.5, 164.55767348048818],
  [0.9, 1, 3.0776835371752544],
  [0.9, 4, 1.533206274058944],
  [0.9, 117.3, 1.2888104787374077],
  [1 - 0.025 / 6, 2, 10.885866619163108],
  [1 - 0.025 / 6, 29, 2.8315526875186805],
  [0.9999, 1, 3183.098757118502],
  [0.9999, 2.7, 28.464698817816398],
  [0.9999, 9999, 3.7203960071156055],
];

/** Made by SciPy 1.17.1: 2 * stats.t.sf(t, ν). */
const chances: [t: number, degreesOfFreedom: number, p: number][] = [
  [0.01, 1, 0.993634014470186],
  [1, 1, 0.5],
  [4.3, 2, 0.05005715411709159],
  [4.3, 3.5, 0.016826657724292853],
  [30, 2, 0.001109262681959659],
  [30, 10, 3.961792342031325e-11],
  [1, 9999, 0.3173347067502572],
  [30, 9999, 2.048028052186593e-189],
];

describe("Student's t", () => {
  test.each(quantiles)('below %d of it, with %d degrees of freedom, lies %d', (share, degreesOfFreedom, t) => {
    expect(Math.abs(quantile(share, degreesOfFreedom) / t - 1)).toBeLessThan(1e-9);
    expect(quantile(1 - share, degreesOfFreedom)).toBeCloseTo(-t, 6);
  });

  test.each(chances)('|t| is %d or more, with %d degrees of freedom, by a chance of %d', (t, degreesOfFreedom, p) => {
    expect(Math.abs(twoSidedP(t, degreesOfFreedom) / p - 1)).toBeLessThan(1e-9);
    expect(twoSidedP(-t, degreesOfFreedom)).toBe(twoSidedP(t, degreesOfFreedom));
  });

  test('no difference is always by chance, an endless one never, and what is no number is none', () => {
    expect(twoSidedP(0, 3)).toBe(1);
    expect(twoSidedP(Number.POSITIVE_INFINITY, 3)).toBe(0);
    expect(twoSidedP(Number.NaN, 3)).toBeNaN();
    expect(quantile(0.5, 3)).toBe(0);
  });
});
