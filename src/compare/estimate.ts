/** A figure over the seeds of one experiment, and how sure its mean is. */
import { quantile } from './student.ts';
import type { Estimate, Interval } from './types.ts';

/** What intervals leave out, half on each side. */
export const alpha = 0.05;

/** `imageErrors`: of each seed's figure; null where one wasn't recorded, or it is no accuracy. */
export function estimateOf(values: readonly number[], imageErrors: readonly (number | null)[] = []): Estimate {
  const n = values.length;
  const mean = meanOf(values);
  const standardDeviation = n > 1 ? deviationOf(values) : null;
  const interval =
    standardDeviation === null
      ? null
      : around(mean, quantile(1 - alpha / 2, n - 1) * (standardDeviation / Math.sqrt(n)));
  const known = imageErrors.filter((error) => error !== null);
  // No greater than the mean of the errors, were every seed to fail on the same images; less where on others.
  const imageError = n > 0 && known.length === n ? meanOf(known) : null;
  return { n, mean, standardDeviation, interval, imageError };
}

export const around = (middle: number, margin: number): Interval => ({ low: middle - margin, high: middle + margin });

export const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** Over n - 1. Exactly 0 where all values are the same but for rounding. */
export function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
  const rounding = 1e-12 * Math.max(1, ...values.map(Math.abs));
  return deviation < rounding ? 0 : deviation;
}
