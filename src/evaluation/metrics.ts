/**
 * Every figure of an epoch, once: what it is called, which way is better, how it is written, what it is worked out of,
 * and when two runs' may be compared. Training, metrics.csv, run.json, comparisons, lists of runs, trackers and plots
 * iterate over this table: to add a figure is an entry here.
 */
import { formatDuration, formatFigure, formatPercent } from '../text/index.ts';
import type { Protocol } from './figures.ts';
import type { Separation } from './separation.ts';

export type Metric = MetricFacts &
  (
    | {
        /** of every epoch: a column of metrics.csv */
        readonly kept: 'epoch';
        /** null where an epoch has none */
        readonly of: (epoch: MeasuredEpoch) => number | null;
      }
    | {
        /** of the last and the best epoch, in evaluation.json */
        readonly kept: 'evaluation';
        readonly of: (epoch: Pick<MeasuredEpoch, 'separation'>) => number | null;
      }
  );

interface MetricFacts {
  /** `validation accuracy` */
  readonly title: string;
  /** where room is short: `val. accuracy` */
  readonly shortTitle: string;
  /** null: it tells something, but ranks nothing */
  readonly better: 'up' | 'down' | null;
  /** share: 0 to 1, written in per cent, differences in points */
  readonly unit: 'share' | 'figure' | 'rate' | 'seconds';
  /** of a figure, behind the point; default: 4 */
  readonly digits?: number;
  /** training: taken while the epoch's steps train; validation: of all validation pairs, after the epoch */
  readonly set: 'training' | 'validation';
  /** what it has in common with its counterpart of the other set, if there is one: their curves share a panel */
  readonly quantity: string;
  /** early stopping can monitor it: it is in the schema's list */
  readonly isMonitored?: true;
  /** of validation figures: what runs must have in common, beside the pairs, to be ranked by it; null: nothing */
  readonly comparesBy?: Exclude<keyof Protocol, 'version'> | null;
  /** what it is the mean of over the validation pairs, where that is kept pair by pair */
  readonly perPair?: 'correct';
}

/** What an epoch's figures are worked out of. */
export interface MeasuredEpoch {
  /** sums over the epoch's examples, in training mode */
  readonly training: { readonly loss: number; readonly correct: number; readonly examples: number };
  readonly validation: MeasuredPairs;
  readonly separation: Separation;
  /** of the epoch's last step */
  readonly learningRate: number;
  /** of the whole epoch, validation included */
  readonly seconds: number;
}

/** All validation pairs, in inference mode. */
export interface MeasuredPairs {
  /** means over the pairs */
  readonly loss: number;
  readonly accuracy: number;
  /** [pairs] */
  readonly distances: Float32Array;
  /** [pairs] 1 = same class */
  readonly isSame: Uint8Array;
}

/** In the order of metrics.csv's columns; a new one comes last of its kind, so that old columns keep their places. */
export const metrics = {
  loss: {
    title: 'training loss',
    shortTitle: 'loss',
    better: 'down',
    unit: 'figure',
    set: 'training',
    quantity: 'loss',
    kept: 'epoch',
    isMonitored: true,
    of: ({ training }) => training.loss / training.examples,
  },
  accuracy: {
    title: 'training accuracy',
    shortTitle: 'accuracy',
    better: 'up',
    unit: 'share',
    set: 'training',
    quantity: 'accuracy',
    kept: 'epoch',
    isMonitored: true,
    of: ({ training }) => training.correct / training.examples,
  },
  valLoss: {
    title: 'validation loss',
    shortTitle: 'val. loss',
    better: 'down',
    unit: 'figure',
    set: 'validation',
    quantity: 'loss',
    kept: 'epoch',
    isMonitored: true,
    comparesBy: 'loss',
    of: ({ validation }) => validation.loss,
  },
  valAccuracy: {
    title: 'validation accuracy',
    shortTitle: 'val. accuracy',
    better: 'up',
    unit: 'share',
    set: 'validation',
    quantity: 'accuracy',
    kept: 'epoch',
    isMonitored: true,
    comparesBy: 'threshold',
    perPair: 'correct',
    of: ({ validation }) => validation.accuracy,
  },
  learningRate: {
    title: 'learning rate',
    shortTitle: 'learning rate',
    better: null,
    unit: 'rate',
    set: 'training',
    quantity: 'learningRate',
    kept: 'epoch',
    of: ({ learningRate }) => learningRate,
  },
  seconds: {
    title: 'time of an epoch',
    shortTitle: 'time',
    better: null,
    unit: 'seconds',
    set: 'training',
    quantity: 'seconds',
    kept: 'epoch',
    of: ({ seconds }) => seconds,
  },
  dPrime: {
    title: "distances' separation d′",
    shortTitle: 'd′',
    better: 'up',
    unit: 'figure',
    digits: 2,
    set: 'validation',
    quantity: 'dPrime',
    kept: 'evaluation',
    comparesBy: null,
    of: ({ separation }) => separation.dPrime,
  },
  auc: {
    title: 'AUC',
    shortTitle: 'AUC',
    better: 'up',
    unit: 'figure',
    set: 'validation',
    quantity: 'auc',
    kept: 'evaluation',
    comparesBy: null,
    of: ({ separation }) => separation.auc,
  },
  /** Counted in the bins of a histogram, which is too coarse to rank by. */
  overlap: {
    title: "distances' overlap",
    shortTitle: 'overlap',
    better: null,
    unit: 'share',
    set: 'validation',
    quantity: 'overlap',
    kept: 'evaluation',
    comparesBy: null,
    of: ({ separation }) => separation.overlap,
  },
} as const satisfies Readonly<Record<string, Metric>>;

type Table = typeof metrics;
export type MetricKey = keyof Table;
type KeyWith<Fields> = { [K in MetricKey]: Table[K] extends Fields ? K : never }[MetricKey];
export type EpochKey = KeyWith<{ readonly kept: 'epoch' }>;
export type ValidationKey = KeyWith<{ readonly kept: 'epoch'; readonly set: 'validation' }>;
/** Of validation, with a better and a worse: runs are ranked by these. */
export type RankedKey = KeyWith<{ readonly set: 'validation'; readonly better: 'up' | 'down' }>;

/** Every version has kept these. Those that came later are absent in older runs. */
export const firstKeys = [
  'loss',
  'accuracy',
  'valLoss',
  'valAccuracy',
  'learningRate',
  'seconds',
] as const satisfies readonly EpochKey[];
type FirstKey = (typeof firstKeys)[number];
/** An epoch's figures that are kept of every epoch. */
export type EpochFigures = Readonly<Record<FirstKey, number>> &
  Readonly<Partial<Record<Exclude<EpochKey, FirstKey>, number>>>;

export const metricKeys = Object.keys(metrics) as readonly MetricKey[];
export const metricOf = (key: MetricKey): Metric => metrics[key];
export const epochKeys = metricKeys.filter((key) => metricOf(key).kept === 'epoch') as readonly EpochKey[];
export const validationKeys = metricKeys.filter((key) => metricOf(key).set === 'validation');
export const evaluationKeys = metricKeys.filter((key) => metricOf(key).kept === 'evaluation');
/** What people rank by, unless they say otherwise. */
export const usualRanking = 'valAccuracy' satisfies RankedKey;
/** The usual one first. */
export const rankedKeys = metricKeys
  .filter((key) => metricOf(key).set === 'validation' && metricOf(key).better !== null)
  .sort((a, b) => Number(b === usualRanking) - Number(a === usualRanking)) as readonly RankedKey[];

/** What has a curve over the epochs: a figure of validation that is ranked by, and training's of the same quantity. */
export interface Curve {
  readonly quantity: string;
  readonly validation: EpochKey & RankedKey;
  readonly training: EpochKey | null;
}

export const curves: readonly Curve[] = epochKeys.flatMap((key) => {
  const { set, better, quantity } = metricOf(key);
  if (set !== 'validation' || better === null) return [];
  const training = epochKeys.find((other) => other !== key && metricOf(other).quantity === quantity) ?? null;
  return [{ quantity, validation: key as EpochKey & RankedKey, training }];
});

export const isMetricKey = (name: string): name is MetricKey => Object.hasOwn(metrics, name);

/** The figures of an epoch that are kept of every epoch, in the table's order; one that is no number is left out. */
export function epochFiguresOf(epoch: MeasuredEpoch): EpochFigures {
  const figures = epochKeys.flatMap((key) => {
    const value = metricOf(key).of(epoch);
    return value !== null && Number.isFinite(value) ? [[key, value] as const] : [];
  });
  return Object.fromEntries(figures) as unknown as EpochFigures;
}

/** What a row has of validation. */
export function validationFiguresIn(row: EpochFigures): Pick<EpochFigures, ValidationKey> {
  const figures = epochKeys.filter((key) => metricOf(key).set === 'validation').map((key) => [key, row[key]]);
  return Object.fromEntries(figures.filter(([, value]) => value !== undefined)) as Pick<EpochFigures, ValidationKey>;
}

/** null where the row has no such figure: it is of a version that didn't keep it. */
export const figureIn = (row: Partial<EpochFigures>, key: EpochKey): number | null => row[key] ?? null;

/** A figure that evaluation.json tells; null where it has none. */
export function evaluatedFigure(key: MetricKey, separation: Separation): number | null {
  const metric = metricOf(key);
  return metric.kept === 'evaluation' ? metric.of({ separation }) : null;
}

/** What a figure must be, `from 0 to 1`; null where this one is it. */
export function whyImpossible(key: MetricKey, value: unknown): string | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'a number';
  if (metricOf(key).unit !== 'share') return null;
  return value >= 0 && value <= 1 + 1e-9 ? null : 'from 0 to 1'; // a sum of shares may be rounded up
}

/** Whether any of these epochs has the figure; an epoch of an older version may lack it. True of no epochs. */
export const isKept = (key: EpochKey, rows: readonly EpochFigures[]): boolean =>
  rows.length === 0 || rows.some((row) => figureIn(row, key) !== null);

/** Whether a value is better than another by more than `margin`; false where either is no number. */
export function isBetter(key: MetricKey, value: number, than: number, margin = 0): boolean {
  return metricOf(key).better === 'down' ? value + margin < than : value - margin > than;
}

/** For sorting: the best first. */
export const compareByMetric = (key: MetricKey, a: number, b: number): number =>
  metricOf(key).better === 'down' ? a - b : b - a;

/** As a person reads it. */
export function formatMetric(key: MetricKey, value: number): string {
  const { unit, digits } = metricOf(key);
  switch (unit) {
    case 'share':
      return formatPercent(value);
    case 'figure':
      return formatFigure(value, digits);
    case 'seconds':
      return formatDuration(value);
    case 'rate':
      return String(Number(value.toPrecision(6)));
    default:
      return unit satisfies never;
  }
}
