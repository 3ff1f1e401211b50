/** As `checks.ts`, of evaluation.json, whose figures can be worked out of one another. */
import type { Separation } from '../evaluation/index.ts';
import type { EpochEvaluation, Evaluation } from './evaluation.ts';
import type { Run } from './run.ts';

/** Between an evaluation.json in which all is there and run.json. */
export function contradictionOfEvaluation(
  { status, result }: Pick<Run, 'status' | 'result'>,
  evaluation: Evaluation,
): string | null {
  const isAll = status === 'completed' || status === 'stopped';
  for (const moment of ['last', 'best'] as const) {
    const evaluated = evaluation[moment];
    const epoch = result?.[moment].epoch;
    if (evaluated === null) continue;
    if (isAll && evaluated.epoch !== epoch)
      return `its ${moment} epoch is ${evaluated.epoch}, and that of run.json ${epoch ?? 'none'}`;
    const accuracy = result?.[moment].valAccuracy;
    if (evaluated.epoch === epoch && evaluated.accuracy !== accuracy)
      return `the accuracy of epoch ${epoch} is ${evaluated.accuracy} in evaluation.json, and ${accuracy} in run.json`;
  }
  return null;
}

/** Of an evaluation.json in which all is there, in itself. */
export function problemOfEvaluation({ protocol, measuredOn, last, best }: Evaluation): string | null {
  if (!['beforehand', 'best'].includes(protocol.threshold)) return 'its protocol is none that is known';
  if (![measuredOn.pairs, measuredOn.images].every((number) => Number.isSafeInteger(number) && number > 0))
    return 'it was measured on no pairs';
  for (const evaluated of best === null ? [last] : [last, best]) {
    const problem = problemOfEpoch(evaluated, measuredOn.pairs) ?? problemOfSeparation(evaluated.separation);
    if (problem !== null) return `after epoch ${evaluated.epoch} ${problem}`;
  }
  return best !== null && best.epoch > last.epoch ? 'its best epoch comes after its last' : null;
}

function problemOfEpoch(
  { epoch, accuracy, standardError, threshold, correct, separation }: EpochEvaluation,
  pairs: number,
) {
  if (!Number.isSafeInteger(epoch) || epoch < 1) return 'is none';
  if (!isWithin(standardError, 0, 1)) return `the standard error is ${standardError}`;
  if (threshold !== null && !Number.isFinite(threshold)) return `the threshold is ${threshold}`;
  const right = Buffer.from(correct, 'base64').reduce((sum, byte) => sum + bitsIn(byte), 0);
  if (!isNear(right / pairs, accuracy))
    return `${right} of ${pairs} pairs were called rightly, and the accuracy is ${accuracy}`;
  const { same, different } = separation;
  return same.pairs + different.pairs === pairs
    ? null
    : `there are ${same.pairs + different.pairs} distances of ${pairs} pairs`;
}

function problemOfSeparation({ same, different, dPrime, auc, overlap, histogram }: Separation): string | null {
  const { least, greatest } = histogram;
  for (const [kind, spread, bins] of [
    ['the same class', same, histogram.same],
    ['different classes', different, histogram.different],
  ] as const) {
    const isCounted = bins.every((bin) => Number.isSafeInteger(bin) && bin >= 0) && sumOf(bins) === spread.pairs;
    if (!isCounted) return `the histogram of pairs of ${kind} doesn't add up`;
    const inOrder = [least, ...spread.quantiles, greatest].every(
      (each, i, all) => i === 0 || each >= (all[i - 1] as number),
    );
    if (
      !inOrder ||
      !isWithin(spread.mean, least - margin(least), greatest + margin(greatest)) ||
      !(spread.standardDeviation >= 0)
    )
      return `the distances of pairs of ${kind} contradict one another`;
  }
  const deviation = Math.sqrt((same.standardDeviation ** 2 + different.standardDeviation ** 2) / 2);
  const expected = deviation === 0 ? null : (different.mean - same.mean) / deviation;
  if (dPrime === null || expected === null ? dPrime !== expected : !isNear(dPrime, expected))
    return `d′ is ${dPrime}, and by its means and deviations ${expected}`;
  const shares = histogram.same.map((bin, i) =>
    Math.min(bin / same.pairs, (histogram.different[i] as number) / different.pairs),
  );
  if (!isNear(overlap, sumOf(shares))) return `the overlap is ${overlap}, and by its histogram ${sumOf(shares)}`;
  const [low, high] = boundsOfArea(histogram.same, histogram.different);
  return isWithin(auc, low - margin(1), high + margin(1))
    ? null
    : `AUC is ${auc}, and by its histogram ${low} to ${high}`;
}

/** What AUC can be: pairs of pairs in different bins are told apart, those in the same bin may be or not. */
function boundsOfArea(same: readonly number[], different: readonly number[]): [low: number, high: number] {
  const all = sumOf(same) * sumOf(different);
  let [farther, low, high] = [sumOf(different), 0, 0];
  for (const [i, count] of same.entries()) {
    high += count * farther;
    farther -= different[i] as number;
    low += count * farther;
  }
  return [low / all, high / all];
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);
/** For what was rounded. */
const margin = (figure: number): number => 1e-9 * Math.max(1, Math.abs(figure));
const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= margin(b);
const isWithin = (figure: number, least: number, greatest: number): boolean => figure >= least && figure <= greatest;

function bitsIn(byte: number): number {
  let bits = 0;
  for (let rest = byte; rest > 0; rest >>= 1) bits += rest & 1;
  return bits;
}
