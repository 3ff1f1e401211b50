/**
 * `evaluation.json`: what the last epoch's validation and the best one's tell beyond a row of metrics, so that two runs
 * can be compared pair by pair. No times in it: the same training writes the same bytes.
 */
import {
  evaluatedFigure,
  type MetricKey,
  metricOf,
  type Protocol,
  type Separation,
  type Spread,
} from '../evaluation/index.ts';
import { isRecord } from '../text/index.ts';
import type { EpochEvent, MeasuredOn } from '../training/index.ts';
import type { Written } from './json.ts';
import type { Moment, Result } from './run.ts';

/** Raised when a reader of the old format would misread the new one. */
export const evaluationFormat = 1;

export interface Evaluation extends Evaluated {
  readonly format: number;
  readonly protocol: Protocol;
  readonly measuredOn: MeasuredOn;
}

export interface Evaluated {
  readonly last: EpochEvaluation;
  /** null where a run from before this file was resumed, and has had no better epoch since */
  readonly best: EpochEvaluation | null;
}

export interface EpochEvaluation {
  readonly epoch: number;
  readonly accuracy: number;
  /** of the accuracy, clustered by image */
  readonly standardError: number;
  /** the distance below which a pair is called same, where it was chosen on these very pairs; else null */
  readonly threshold: number | null;
  readonly separation: Separation;
  /** a bit for each pair, 1 = called rightly, the first in the first byte's lowest; in base64 */
  readonly correct: string;
}

export function evaluationOf({ metrics, threshold, evaluation }: EpochEvent): EpochEvaluation {
  const { standardError, correct, separation } = evaluation;
  return {
    epoch: metrics.epoch,
    accuracy: metrics.valAccuracy,
    standardError,
    threshold,
    separation,
    correct: packBits(correct),
  };
}

/** What it tells of a result. What it has of another epoch, as in a run that was killed, isn't of it. */
export function evaluatedAt(evaluation: Evaluation | null, result: Result, moment: Moment): EpochEvaluation | null {
  const evaluated = evaluation?.[moment] ?? null;
  return evaluated?.epoch === result[moment].epoch ? evaluated : null;
}

/** A figure of a run's result; null where it has none. `evaluation` is asked for only where the figure lies there. */
export function figureAt(
  key: MetricKey,
  result: Result,
  moment: Moment,
  evaluation: () => Evaluation | null,
): number | null {
  if (metricOf(key).kept === 'epoch') return (result[moment] as Partial<Record<MetricKey, number>>)[key] ?? null;
  const evaluated = evaluatedAt(evaluation(), result, moment);
  return evaluated === null ? null : evaluatedFigure(key, evaluated.separation);
}

/** Adds 1 to the count [pairs] of each pair that was called rightly. */
export function countCorrect({ correct }: EpochEvaluation, counts: Uint16Array): void {
  const bytes = Buffer.from(correct, 'base64');
  for (let i = 0; i < counts.length; i++) (counts[i] as number) += ((bytes[i >> 3] as number) >> (i & 7)) & 1;
}

function packBits(bits: Uint8Array): string {
  const bytes = Buffer.alloc(Math.ceil(bits.length / 8));
  for (let i = 0; i < bits.length; i++) if (bits[i] === 1) (bytes[i >> 3] as number) |= 1 << (i & 7);
  return bytes.toString('base64');
}

/** Whether all is there that an evaluation.json has. */
export function isEvaluation(value: Written<Evaluation>): value is Evaluation {
  const { protocol, measuredOn, last, best } = value;
  return (
    isRecord(protocol) &&
    isRecord<MeasuredOn>(measuredOn) &&
    isRecord(measuredOn.fingerprints) &&
    typeof measuredOn.pairs === 'number' &&
    isEpochEvaluation(last, measuredOn.pairs) &&
    (best === null || isEpochEvaluation(best, measuredOn.pairs))
  );
}

function isEpochEvaluation(value: unknown, pairs: number): boolean {
  if (!isRecord<EpochEvaluation>(value)) return false;
  const { epoch, accuracy, standardError, threshold, separation, correct } = value;
  return (
    [epoch, accuracy, standardError].every(isNumber) &&
    (threshold === null || isNumber(threshold)) &&
    isSeparation(separation) &&
    typeof correct === 'string' &&
    Buffer.byteLength(correct, 'base64') === Math.ceil(pairs / 8)
  );
}

function isSeparation(value: unknown): boolean {
  if (!isRecord<Separation>(value)) return false;
  const { same, different, histogram, dPrime, auc, overlap } = value;
  return (
    [same, different].every(isSpread) &&
    isHistogram(histogram) &&
    [auc, overlap].every(isNumber) &&
    (dPrime === null || isNumber(dPrime))
  );
}

function isSpread(value: unknown): boolean {
  if (!isRecord<Spread>(value)) return false;
  const { pairs, mean, standardDeviation, quantiles } = value;
  return [pairs, mean, standardDeviation].every(isNumber) && isNumbers(quantiles) && quantiles.length === 5;
}

function isHistogram(value: unknown): boolean {
  if (!isRecord<Separation['histogram']>(value)) return false;
  const { least, greatest, same, different } = value;
  const isEven = isNumbers(same) && isNumbers(different) && same.length === different.length;
  return [least, greatest].every(isNumber) && isEven;
}

const isNumber = (value: unknown): boolean => typeof value === 'number';
const isNumbers = (value: unknown): value is number[] => Array.isArray(value) && value.every(isNumber);
