/** What comparing gives: plain data, ready to be shown. Sentences are whole; figures are in full. */
import type { RankedKey, Separation } from '../evaluation/index.ts';
import type { JudgedAfter, RunStatus } from '../record/index.ts';
import type { EpochMetrics } from '../training/index.ts';

export interface CompareOptions {
  /** what rows are ranked by; default: valAccuracy */
  readonly metric?: RankedKey;
  /** default: kept */
  readonly moment?: JudgedAfter;
}

/** Experiments side by side: what differs between them, what came of it, and whether that is real. */
export interface Comparison {
  readonly metric: RankedKey;
  /** what rows are ranked by; last, too, where that is the epoch whose model every run keeps */
  readonly moment: JudgedAfter;
  /**
   * key paths whose values differ between rows, as an override writes them (`network.blocks.0.filters`); `engine` where
   * the same seed of an experiment was trained on several
   */
  readonly differing: readonly string[];
  /** all other keys that decide a result, with the value that every row has */
  readonly common: readonly { readonly path: string; readonly value: unknown }[];
  /** runs of different groups can't be compared by the metric; the group with the most runs first */
  readonly groups: readonly Group[];
  /** runs without a whole epoch: nothing was measured */
  readonly unmeasured: readonly UnmeasuredRun[];
  /** what holds for all of it: a sentence each */
  readonly notes: readonly string[];
}

/** Rows that can be ranked together: measured on the same pairs of the same images, by the same rule. */
export interface Group {
  /** what was measured, and on what: `20,000 pairs of 10,000 images, …` */
  readonly title: string;
  /** why these can't be compared with the first group's: a sentence each; none for the first group */
  readonly reasons: readonly string[];
  /** which figures compare within the group: the one that ranks it, and perhaps others */
  readonly comparable: readonly RankedKey[];
  /** best first; then those in which no run counts */
  readonly rows: readonly Row[];
  /** of the first row from each other row that counts, in their order */
  readonly differences: readonly RowDifference[];
  /** a sentence each */
  readonly notes: readonly string[];
}

/** One experiment, where engines are compared on one of them: all its runs, whatever their seed. */
export interface Row {
  /** in the comparison's order over all groups: A, B … Z, AA …; sentences call it so */
  readonly letter: string;
  /** of the experiment file; of several with the same settings the newest one's */
  readonly name: string;
  /** the differing keys' values; a key that this experiment hasn't is left out */
  readonly values: Readonly<Record<string, unknown>>;
  /** every run, by seed, then newest first */
  readonly runs: readonly RowRun[];
  /** of the runs that count, ascending */
  readonly seeds: readonly number[];
  /** over the runs that count; null where none does */
  readonly kept: Results | null;
  readonly last: Results | null;
  readonly best: Results | null;
  readonly cost: Cost;
}

export interface RowRun {
  /** its name below the runs folder */
  readonly folder: string;
  readonly path: string;
  readonly seed: number;
  readonly status: RunStatus;
  readonly tags: readonly string[];
  /** whole epochs done, and wanted */
  readonly epochs: number;
  readonly epochsWanted: number;
  /** why it doesn't count: a sentence; null where it does */
  readonly excluded: string | null;
  readonly kept: RunResult;
  readonly last: RunResult;
  readonly best: RunResult;
}

/** Of each figure that runs are ranked by. Those that not every version has recorded may be null. */
export type OfRanked<Value> = Readonly<Record<'valAccuracy' | 'valLoss', Value>> &
  Readonly<Partial<Record<RankedKey, Value | null>>>;

export interface RunResult extends OfRanked<number> {
  readonly epoch: number;
  /** standard error of the accuracy, clustered by image; null where the run didn't record it */
  readonly imageError: number | null;
  /** null where the run didn't record it */
  readonly separation: Separation | null;
}

/** Results of a row's runs after one of their epochs; a figure is null where not every run that counts recorded it. */
export interface Results extends OfRanked<Estimate> {
  /** least and greatest epoch over the seeds */
  readonly epochs: readonly [least: number, greatest: number];
}

/** A figure over the seeds of one experiment. */
export interface Estimate {
  /** seeds */
  readonly n: number;
  readonly mean: number;
  /** between seeds (over n - 1); null for one seed */
  readonly standardDeviation: number | null;
  /** 95 %, of the mean over seeds, by Student's t; null for one seed. Other validation images aren't in it. */
  readonly interval: Interval | null;
  /** standard error that the choice of validation images leaves, clustered by image; null where not recorded, and but for accuracy */
  readonly imageError: number | null;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** What it costs; of several runs the mean. null where it wasn't recorded. */
export interface Cost {
  /** of the tower, head apart */
  readonly parameters: number;
  /** of one image's way through the tower */
  readonly multiplyAdds: number;
  /** of one epoch, validation included: the last one's; in a contrast the median */
  readonly secondsPerEpoch: number | null;
  /** of the whole run */
  readonly seconds: number | null;
  /** training images through the tower, a second of an epoch */
  readonly imagesPerSecond: number | null;
}

export interface RowDifference {
  /** letters: `first` leads its group by the metric */
  readonly first: string;
  readonly other: string;
  readonly kept: Difference;
  readonly last: Difference;
  readonly best: Difference;
}

export type Verdict =
  /** the difference is real, as far as was asked: the first is better, or worse */
  | 'better'
  | 'worse'
  | 'withinNoise'
  /** a seed each: how much seeds differ is unknown */
  | 'oneSeed'
  /** the same figure in every seed */
  | 'identical'
  /** every seed differs by the very same amount: too few pairs to tell noise */
  | 'tooCoarse';

/** One side's metric less the other's, in the metric's unit: 0.008 is 0.8 points of accuracy. */
export interface Difference {
  readonly metric: RankedKey;
  readonly mean: number;
  readonly verdict: Verdict;
  /** the verdict in words: `B is better than A by 0.8 ± 0.3 points.` */
  readonly sentence: string;
  /** null where a side has one seed */
  readonly overSeeds: OverSeeds | null;
  /** null but for accuracy, where correctness by pair wasn't recorded, or where the pairs can't be drawn again */
  readonly overImages: OverImages | null;
}

/** The difference over seeds, by Student's t: other seeds, these validation images. */
export interface OverSeeds {
  /** paired: the same seeds on both sides, seed by seed; welch: variances of each side */
  readonly method: 'paired' | 'welch';
  readonly n: readonly [first: number, other: number];
  readonly standardError: number;
  readonly degreesOfFreedom: number;
  /** standard errors in half of the 95 % interval: 4.30 for three seeds */
  readonly critical: number;
  /** 95 % */
  readonly interval: Interval;
  /** two-sided */
  readonly p: number;
  /** for all pairs of rows that the first was picked from (Bonferroni) */
  readonly adjustedP: number;
}

/** The difference pair by pair, clustered by image: other images, these weights. */
export interface OverImages {
  readonly pairs: number;
  readonly images: number;
  readonly standardError: number;
  /** 95 % */
  readonly interval: Interval;
  readonly p: number;
  readonly adjustedP: number;
}

export interface UnmeasuredRun {
  readonly folder: string;
  readonly path: string;
  readonly name: string;
  readonly seed: number;
  readonly status: RunStatus;
  readonly tags: readonly string[];
  /** why there is nothing to compare: a sentence */
  readonly problem: string;
}

/** Two runs: why one is better. Differences are b's less a's. */
export interface Contrast {
  readonly a: Side;
  readonly b: Side;
  /** key paths that differ; a key that one hasn't is undefined there */
  readonly changed: readonly { readonly path: string; readonly a: unknown; readonly b: unknown }[];
  readonly common: readonly { readonly path: string; readonly value: unknown }[];
  /** why accuracies can't be compared: a sentence each; none where they can */
  readonly incomparable: readonly string[];
  /** why losses can't be compared; none where they can */
  readonly incomparableLosses: readonly string[];
  /** whose figures compare between the two */
  readonly comparable: readonly RankedKey[];
  /** measured on the same pairs of the same images, whatever the threshold: AUC and d′ may be set side by side */
  readonly separationsCompare: boolean;
  /** b - a of the metric asked for; null where it can't be compared, or one of them hasn't recorded it */
  readonly kept: Difference | null;
  readonly last: Difference | null;
  readonly best: Difference | null;
  readonly parting: Parting;
  readonly notes: readonly string[];
}

export interface Side {
  readonly folder: string;
  readonly path: string;
  readonly name: string;
  readonly seed: number;
  readonly status: RunStatus;
  readonly tags: readonly string[];
  readonly epochsWanted: number;
  /** a row for each whole epoch */
  readonly epochs: readonly EpochMetrics[];
  /** of the epoch whose model it keeps: the last or the best */
  readonly kept: RunResult;
  readonly last: RunResult;
  readonly best: RunResult;
  readonly cost: Cost;
  /** `wasm (wide)`, 2 threads */
  readonly engine: { readonly name: string; readonly build: string; readonly threads: number } | null;
  /** what its accuracies count */
  readonly accuracyMeans: { readonly training: string; readonly validation: string };
  readonly overfitting: Overfitting;
}

/** Training against validation after the last epoch. */
export interface Overfitting {
  /** training accuracy - validation accuracy; null where they count different things (triplet loss) */
  readonly accuracyGap: number | null;
  /** validation loss - training loss */
  readonly lossGap: number;
  /** the epoch of the least validation loss, and by how much it has risen since */
  readonly leastValLossEpoch: number;
  readonly valLossRise: number;
  /** dropout rates in use while training figures are taken, by block; empty: none */
  readonly dropout: readonly number[];
  /** all of it in words */
  readonly sentence: string;
}

/** Where two curves of validation accuracy part for good. */
export interface Parting {
  /** from this epoch to the last that both have, b stays ahead (or behind) by more than jitter; null: they don't part */
  readonly epoch: number | null;
  /** twice the standard deviation of the difference from one epoch to the next; null for too few epochs */
  readonly jitter: number | null;
  readonly sentence: string;
}
