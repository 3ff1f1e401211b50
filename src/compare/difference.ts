/** The difference of two experiments' results: how great, how sure, and in words. */
import { clusteredError, isBetter, metricOf, type RankedKey } from '../evaluation/index.ts';
import { alpha, around, deviationOf, meanOf } from './estimate.ts';
import type { DrawnPairs } from './pairs.ts';
import { sentenceOf } from './sentence.ts';
import { quantile, twoSidedP } from './student.ts';
import type { Difference, OverImages, OverSeeds, Verdict } from './types.ts';

/** One side: the runs that count of one experiment. */
export interface SeedResults {
  /** what sentences call it */
  readonly letter: string;
  /** seed → the metric */
  readonly values: ReadonlyMap<number, number>;
  /** [pairs] the share of seeds by which each pair was called rightly; null where a run didn't record it */
  readonly correct: Float64Array | null;
}

export interface DifferenceRequest {
  readonly metric: RankedKey;
  readonly first: SeedResults;
  readonly other: SeedResults;
  /** null where they can't be drawn again, or the metric is none of their correctness */
  readonly pairs: DrawnPairs | null;
  /** how many differences this one was picked from */
  readonly comparisons: number;
}

/** first - other. */
export function differenceOf(request: DifferenceRequest): Difference {
  const { metric, first, other, comparisons } = request;
  const mean = withoutRounding(meanOf([...first.values.values()]) - meanOf([...other.values.values()]));
  const overSeeds = differenceOverSeeds(first.values, other.values, comparisons);
  const overImages = differenceOverImages(request);
  const verdict = judge(metric, mean, overSeeds, overImages);
  const found = { metric, mean, verdict, overSeeds, overImages };
  return { ...found, sentence: sentenceOf(found, first.letter, other.letter, comparisons) };
}

const withoutRounding = (difference: number): number => (Math.abs(difference) < 1e-12 ? 0 : difference);

/** Paired where both have the same seeds, else by Welch; null where one has a single seed. */
function differenceOverSeeds(
  first: SeedResults['values'],
  other: SeedResults['values'],
  comparisons: number,
): OverSeeds | null {
  if (first.size < 2 || other.size < 2) return null;
  const isPaired = first.size === other.size && [...first.keys()].every((seed) => other.has(seed));
  return isPaired ? paired(first, other, comparisons) : welch(first, other, comparisons);
}

function paired(first: SeedResults['values'], other: SeedResults['values'], comparisons: number): OverSeeds {
  const differences = [...first].map(([seed, value]) => value - (other.get(seed) as number));
  const n = differences.length;
  return {
    method: 'paired',
    n: [n, n],
    ...tested(meanOf(differences), deviationOf(differences) / Math.sqrt(n), n - 1, comparisons),
  };
}

/** Welch 1947, with Welch and Satterthwaite's degrees of freedom. */
function welch(first: SeedResults['values'], other: SeedResults['values'], comparisons: number): OverSeeds {
  const [a, b] = [[...first.values()], [...other.values()]];
  const variances = [a, b].map((values) => deviationOf(values) ** 2 / values.length) as [number, number];
  const variance = variances[0] + variances[1];
  const parts = variances[0] ** 2 / (a.length - 1) + variances[1] ** 2 / (b.length - 1);
  const degreesOfFreedom = parts === 0 ? a.length + b.length - 2 : variance ** 2 / parts;
  return {
    method: 'welch',
    n: [a.length, b.length],
    ...tested(meanOf(a) - meanOf(b), Math.sqrt(variance), degreesOfFreedom, comparisons),
  };
}

/** Pair by pair: what other images of the same kind would change, with these very weights. */
function differenceOverImages({ metric, first, other, pairs, comparisons }: DifferenceRequest): OverImages | null {
  if (metricOf(metric).perPair === undefined || pairs === null || first.correct === null || other.correct === null)
    return null;
  const { clusters } = pairs;
  const [ours, theirs] = [first.correct, other.correct];
  const differences = new Float64Array(clusters.pairs);
  let sum = 0;
  for (let i = 0; i < differences.length; i++) {
    const difference = (ours[i] as number) - (theirs[i] as number);
    differences[i] = difference;
    sum += difference;
  }
  const { standardError, interval, p, adjustedP } = tested(
    sum / differences.length,
    clusteredError(differences, clusters),
    clusters.images - 1,
    comparisons,
  );
  return { pairs: clusters.pairs, images: clusters.images, standardError, interval, p, adjustedP };
}

/**
 * A t-test and its interval. The first of many was picked by its very figures, and any other might have been: so p is
 * taken times the number of all pairs among them (Bonferroni). Holm's milder steps change next to nothing there, for
 * only the differences from the first are told, few of many.
 */
function tested(
  mean: number,
  standardError: number,
  degreesOfFreedom: number,
  comparisons: number,
): Omit<OverSeeds, 'method' | 'n'> {
  const critical = quantile(1 - alpha / 2, degreesOfFreedom);
  const t = standardError === 0 && mean === 0 ? 0 : mean / standardError;
  const p = twoSidedP(t, degreesOfFreedom);
  return {
    standardError,
    degreesOfFreedom,
    critical,
    interval: around(mean, critical * standardError),
    p,
    adjustedP: Math.min(1, comparisons * p),
  };
}

function judge(metric: RankedKey, mean: number, overSeeds: OverSeeds | null, overImages: OverImages | null): Verdict {
  if (overSeeds === null) return overImages?.standardError === 0 && mean === 0 ? 'identical' : 'oneSeed';
  if (overSeeds.standardError === 0) return mean === 0 ? 'identical' : 'tooCoarse';
  if (overSeeds.adjustedP >= alpha) return 'withinNoise';
  return isBetter(metric, mean, 0) ? 'better' : 'worse';
}
