/** A difference in words. */
import { isBetter, metricOf, type RankedKey } from '../evaluation/index.ts';
import { formatFigure, formatPoints, plural } from '../text/index.ts';
import { alpha } from './estimate.ts';
import { quantile } from './student.ts';
import type { Difference, OverImages, OverSeeds } from './types.ts';

/** `first`, `other`: letters. `comparisons`: how many such differences there are. */
export function sentenceOf(
  difference: Omit<Difference, 'sentence'>,
  first: string,
  other: string,
  comparisons: number,
): string {
  const { metric, mean, verdict, overSeeds, overImages } = difference;
  const [ahead, behind] = isBetter(metric, mean, 0) ? [first, other] : [other, first];
  const by = (margin: number | null) => inUnits(metric, Math.abs(mean), margin);
  const standing = (margin: number | null) =>
    mean === 0 ? `${first} and ${other} are level` : `${ahead} is ahead of ${behind} by ${by(margin)}`;

  switch (verdict) {
    case 'identical':
      return `${first} and ${other} have the same result${overSeeds === null ? ' for every pair' : ' with every seed'}.`;
    case 'tooCoarse':
      return `${standing(null)} with every seed alike: too few validation pairs to tell what is noise.`;
    case 'oneSeed': {
      const unknown = 'How much another seed would change that is unknown: train several seeds of each.';
      if (overImages === null) return `${standing(null)}. ${unknown}`;
      const enough = overImages.adjustedP < alpha ? 'more than' : 'no more than';
      return `${standing(marginOf(overImages))}, ${enough} the choice of validation images explains. ${unknown}`;
    }
    case 'better':
    case 'worse': {
      const { margin, how } = describe(overSeeds as OverSeeds);
      const real = `${ahead} is better than ${behind} by ${by(margin)} (${how}).`;
      if (overImages === null || overImages.adjustedP < alpha) return real;
      const alone = inUnits(metric, marginOf(overImages));
      return `${real} On other validation images it may be otherwise: their choice alone makes ± ${alone}.`;
    }
    case 'withinNoise': {
      const seeds = overSeeds as OverSeeds;
      const { margin, how } = describe(seeds);
      if (seeds.p >= alpha)
        return `Within noise: ${standing(margin)} (${how}); ${moreSeeds(metric, seeds, mean, comparisons)}.`;
      const [one, all] = [seeds.p, seeds.adjustedP].map((p) => p.toPrecision(2));
      return (
        `Within noise: ${standing(margin)} (${how}), but of ${comparisons} comparisons one may well be so by chance ` +
        `(p is ${one} alone, ${all} among them); ${moreSeeds(metric, seeds, mean, comparisons)}.`
      );
    }
    default:
      return verdict satisfies never;
  }
}

function describe(seeds: OverSeeds): { margin: number; how: string } {
  const [first, other] = seeds.n;
  const how = seeds.method === 'paired' ? `${first} seeds, paired` : `${first} and ${other} seeds`;
  return { margin: marginOf(seeds), how: `95 %, ${how}` };
}

const marginOf = ({ interval }: OverImages | OverSeeds): number => (interval.high - interval.low) / 2;

/** What more seeds would do. */
function moreSeeds(metric: RankedKey, seeds: OverSeeds, mean: number, comparisons: number): string {
  const now = Math.min(...seeds.n);
  const deviation = seeds.standardError * Math.sqrt(now); // of one seed's difference
  const least = (more: number) => leastToTell(deviation, now + more, seeds.method, comparisons);
  for (let more = 1; more <= mostSeedsAdvised; more++) {
    if (least(more) <= Math.abs(mean))
      return `about ${plural(more, 'more seed')} of each would tell ${inUnits(metric, Math.abs(mean))}`;
  }
  return `even ${mostSeedsAdvised} more seeds of each would tell no less than ${inUnits(metric, least(mostSeedsAdvised))}`;
}

/** Hardly anybody trains more to be sure. */
const mostSeedsAdvised = 20;
/** The chance with which so many seeds are to tell a difference that is there. */
const power = 0.8;

/** The least difference that n seeds of each tell from noise, by that chance. `deviation`: of one seed's difference. */
function leastToTell(deviation: number, n: number, method: OverSeeds['method'], comparisons: number): number {
  const degreesOfFreedom = method === 'paired' ? n - 1 : 2 * (n - 1);
  const deviations = quantile(1 - alpha / 2 / comparisons, degreesOfFreedom) + quantile(power, degreesOfFreedom);
  return (deviations * deviation) / Math.sqrt(n);
}

function inUnits(metric: RankedKey, difference: number, margin: number | null = null): string {
  const { unit, digits } = metricOf(metric);
  if (unit === 'share') return `${formatPoints(difference, margin)} points`;
  const figure = formatFigure(difference, digits);
  return margin === null ? figure : `${figure} ± ${formatFigure(margin, digits)}`;
}
