/** How well distances part pairs of the same class from others. */

/** Of one kind of pairs' distances. */
export interface Spread {
  readonly pairs: number;
  readonly mean: number;
  readonly standardDeviation: number;
  /** the distances below which 5, 25, 50, 75 and 95 % of the pairs lie */
  readonly quantiles: readonly [p5: number, p25: number, p50: number, p75: number, p95: number];
}

export interface Separation {
  readonly same: Spread;
  readonly different: Spread;
  /** (mean of different - mean of same) / √(mean of both variances), from signal detection; null where neither varies */
  readonly dPrime: number | null;
  /** the chance that a pair of the same class is nearer than one of different classes; ties count half. 0.5: blind */
  readonly auc: number;
  /** both kinds in the same bins of equal width, from the least distance to the greatest */
  readonly histogram: {
    readonly least: number;
    readonly greatest: number;
    /** pairs in each bin */
    readonly same: readonly number[];
    readonly different: readonly number[];
  };
  /** the share that both histograms have in common: 0 parted, 1 alike */
  readonly overlap: number;
}

/** Enough to see two humps, few enough for a line in a terminal. */
const bins = 24;

/** `distances`, `isSame` [pairs]: finite, with a pair of each kind at least. O(pairs · log pairs). */
export function separationOf(distances: Float32Array, isSame: Uint8Array): Separation {
  const same = distances.filter((_, i) => isSame[i] === 1).sort();
  const different = distances.filter((_, i) => isSame[i] === 0).sort();
  const [ofSame, ofDifferent] = [spreadOf(same), spreadOf(different)];
  const deviation = Math.sqrt((ofSame.standardDeviation ** 2 + ofDifferent.standardDeviation ** 2) / 2);
  const least = Math.min(same[0] as number, different[0] as number);
  const greatest = Math.max(same.at(-1) as number, different.at(-1) as number);
  const histogram = {
    least,
    greatest,
    same: countIn(same, least, greatest),
    different: countIn(different, least, greatest),
  };
  return {
    same: ofSame,
    different: ofDifferent,
    dPrime: deviation === 0 ? null : (ofDifferent.mean - ofSame.mean) / deviation,
    auc: areaUnder(same, different),
    histogram,
    overlap: histogram.same.reduce(
      (sum, count, i) => sum + Math.min(count / same.length, (histogram.different[i] as number) / different.length),
      0,
    ),
  };
}

/** Whether all distances are equal, but for rounding: as of a tower that gives every image the same embedding. */
export function isBlind({ histogram: { least, greatest } }: Separation): boolean {
  return greatest - least <= 1e-6 * Math.abs(greatest); // cosine's 0 may be a little below
}

function spreadOf(sorted: Float32Array): Spread {
  const pairs = sorted.length;
  let sum = 0;
  for (let i = 0; i < pairs; i++) sum += sorted[i] as number;
  const mean = sum / pairs;
  let squares = 0;
  for (let i = 0; i < pairs; i++) squares += ((sorted[i] as number) - mean) ** 2;
  return {
    pairs,
    mean,
    standardDeviation: Math.sqrt(squares / Math.max(1, pairs - 1)),
    quantiles: [
      quantile(sorted, 0.05),
      quantile(sorted, 0.25),
      quantile(sorted, 0.5),
      quantile(sorted, 0.75),
      quantile(sorted, 0.95),
    ],
  };
}

/** In a straight line between the two nearest: Hyndman & Fan's seventh, as NumPy's and R's. */
function quantile(sorted: Float32Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] as number;
  const above = sorted[Math.ceil(place)] as number;
  return below + (above - below) * (place - Math.floor(place));
}

function countIn(distances: Float32Array, least: number, greatest: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  const perDistance = greatest > least ? bins / (greatest - least) : 0;
  for (let i = 0; i < distances.length; i++) {
    const bin = Math.min(bins - 1, Math.floor(((distances[i] as number) - least) * perDistance));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
}

/** Mann and Whitney's U over all pairs of pairs: for each of the one kind, how many of the other are farther. */
function areaUnder(same: Float32Array, different: Float32Array): number {
  let nearer = 0;
  let [low, high] = [0, 0]; // of `different`, those nearer than the one at hand, and those no farther
  for (const distance of same) {
    while (low < different.length && (different[low] as number) < distance) low++;
    while (high < different.length && (different[high] as number) <= distance) high++;
    nearer += different.length - high + (high - low) / 2;
  }
  return nearer / (same.length * different.length);
}
