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
