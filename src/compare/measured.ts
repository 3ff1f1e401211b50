/** A run with what was measured of it, and on what: whether its figures can stand beside another's. */
import {
  compareByMetric,
  metricOf,
  type Protocol,
  protocolOf,
  type RankedKey,
  rankedKeys,
} from '../evaluation/index.ts';
import { unquoted } from '../experiment/index.ts';
import {
  type DetailedRun,
  type EpochEvaluation,
  type Evaluation,
  evaluatedAt,
  figureAt,
  type JudgedAfter,
  keptMoment,
  type Moment,
  type Result,
} from '../record/index.ts';
import { compareKeys } from './keys.ts';
import type { OfRanked, RunResult } from './types.ts';

/** A run with a whole epoch. */
export interface MeasuredRun {
  readonly compared: DetailedRun;
  readonly result: Result;
  /** after which of its epochs its model was kept */
  readonly kept: Moment;
  /** null where it isn't there */
  readonly evaluation: Evaluation | null;
  readonly protocol: Protocol;
  /** fingerprints: runs with the same were measured on the same images, and the same pairs of them */
  readonly validationSet: ValidationSet;
}

export interface ValidationSet {
  readonly images: string;
  readonly pairs: string;
}

/** Those of the runs that have a whole epoch. */
export function measuredOf(runs: readonly DetailedRun[]): MeasuredRun[] {
  const read = runs.flatMap((compared) => {
    const { run, experiment, evaluation } = compared;
    return run.result === null ? [] : [{ compared, result: run.result, evaluation, kept: keptMoment(run, experiment) }];
  });

  // A run from before evaluation.json was measured where another with the same data and pairs was.
  const setOf = new Map<string, ValidationSet>();
  for (const { compared, evaluation } of read)
    if (evaluation !== null) setOf.set(wholeOf(compared), evaluation.measuredOn.fingerprints);
  return read.map((run) => {
    const { compared, evaluation } = run;
    const whole = wholeOf(compared);
    const validationSet = evaluation?.measuredOn.fingerprints ?? setOf.get(whole) ?? { images: whole, pairs: whole };
    return { ...run, validationSet, protocol: evaluation?.protocol ?? protocolOf(compared.experiment.objective) };
  });
}

/** Of all data and the pairs: of runs that have the same, the validation images and pairs are the same too. */
function wholeOf({ path, run: { fingerprints } }: DetailedRun): string {
  return fingerprints === null ? path : `${fingerprints.data} ${fingerprints.validationPairs}`;
}

const momentOf = ({ kept }: MeasuredRun, after: JudgedAfter): Moment => (after === 'kept' ? kept : after);

/** A figure of its result after an epoch; null where it didn't record it. */
export const figureOf = (run: MeasuredRun, key: RankedKey, after: JudgedAfter): number | null =>
  figureAt(key, run.result, momentOf(run, after), () => run.evaluation);

/** What evaluation.json tells of it. */
export const evaluatedAfter = (run: MeasuredRun, after: JudgedAfter): EpochEvaluation | null =>
  evaluatedAt(run.evaluation, run.result, momentOf(run, after));

/** Whether some run keeps the model of another epoch than its last. */
export const keepsAnotherThanLast = (runs: readonly MeasuredRun[]): boolean =>
  runs.some(({ result, kept }) => result[kept].epoch !== result.last.epoch);

/** The result after an epoch. */
export function resultAt(run: MeasuredRun, after: JudgedAfter): RunResult {
  const evaluated = evaluatedAfter(run, after);
  return {
    epoch: run.result[momentOf(run, after)].epoch,
    ...ofRanked((key) => figureOf(run, key, after)),
    imageError: evaluated?.standardError ?? null,
    separation: evaluated?.separation ?? null,
  };
}

/** Every run has an accuracy and a loss. */
export const ofRanked = <Value>(of: (key: RankedKey) => Value | null): OfRanked<Value> =>
  Object.fromEntries(rankedKeys.map((key) => [key, of(key)])) as unknown as OfRanked<Value>;

/** Runs of which this is the same can be ranked together by the metric. */
export function groupKeyOf({ validationSet, protocol }: MeasuredRun, metric: RankedKey): string {
  const { comparesBy } = metricOf(metric);
  return JSON.stringify([
    validationSet.images,
    validationSet.pairs,
    protocol.version,
    comparesBy && protocol[comparesBy],
  ]);
}

/** Runs that can be ranked together, that with the best model first; those without such a figure are in no group. */
export function rankedGroups(runs: readonly DetailedRun[], metric: RankedKey): DetailedRun[][] {
  const scored = measuredOf(runs).flatMap((run) => {
    const score = figureOf(run, metric, 'kept');
    return score === null ? [] : [{ run, score }];
  });
  const groups = Map.groupBy(scored, ({ run }) => groupKeyOf(run, metric));
  return [...groups.values()].map((group) =>
    group.toSorted((a, b) => compareByMetric(metric, a.score, b.score)).map(({ run }) => run.compared),
  );
}

/** What sentences call two runs. */
type Names = readonly [one: string, other: string];

/** The figures by which runs can be ranked together. */
export const comparableAmong = (runs: readonly MeasuredRun[]): RankedKey[] =>
  rankedKeys.filter((key) => new Set(runs.map((run) => groupKeyOf(run, key))).size < 2);

/** Why the one can't be ranked with the other: a sentence each, none where it can. */
export function whyApart(
  one: MeasuredRun,
  other: MeasuredRun,
  metric: RankedKey,
  names: Names = ['here', 'there'],
): string[] {
  const reasons: string[] = [];
  const [here, there] = names;
  const [ours, theirs] = [one.protocol, other.protocol];
  if (one.validationSet.images !== other.validationSet.images) {
    const isSure = one.evaluation !== null && other.evaluation !== null;
    reasons.push(
      isSure
        ? `Other validation images: ${whichKeys(one, other, names, 'the files have changed')}.`
        : `Perhaps other validation images: ${whichKeys(one, other, names, 'the files have changed')}. ` +
            'A run from before evaluation.json tells only that something in all its data is another.',
    );
  } else if (one.validationSet.pairs !== other.validationSet.pairs) {
    reasons.push(
      `Other pairs of the same validation images: ${whichKeys(one, other, names, 'another version drew them')}.`,
    );
  }
  if (ours.version !== theirs.version)
    reasons.push(`Measured by version ${ours.version} of the protocol ${here}, by ${theirs.version} ${there}.`);
  const { comparesBy, quantity } = metricOf(metric);
  if (comparesBy === 'threshold' && ours.threshold !== theirs.threshold) {
    const [mine, other] = [ours, theirs].map(({ threshold }) => thresholdMeans[threshold]);
    reasons.push(`${capitalized(quantity)} ${here} is ${mine}; ${there} it is ${other}.`);
  }
  if (comparesBy === 'loss' && ours.loss !== theirs.loss)
    reasons.push(`The ${quantity} is ${ours.loss} ${here} and ${theirs.loss} ${there}: in other units.`);
  return reasons;
}

export const thresholdMeans: Readonly<Record<Protocol['threshold'], string>> = {
  beforehand: 'at a threshold fixed beforehand',
  best: 'at the threshold best for these very pairs, which is optimistic',
};

const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** The keys that choose validation images and pairs, as far as they differ; `otherwise` where none does. */
function whichKeys(one: MeasuredRun, other: MeasuredRun, [here, there]: Names, otherwise: string): string {
  const [ours, theirs] = [one.compared.experiment, other.compared.experiment];
  const onlyTest = ours.data.validation.from === 'test' && theirs.data.validation.from === 'test';
  const keys = compareKeys([ours, theirs]).differing.filter(
    ({ path }) => path.startsWith('data.') && !(onlyTest && path === 'data.limit.train'),
  );
  if (keys.length === 0) return `no key of data differs, so ${otherwise}`;
  return keys
    .map(({ path, values: [a, b] }) => `${path} is ${described(a)} ${here}, ${described(b)} ${there}`)
    .join('; ');
}

/** A key that one side lacks has no value. */
const described = (value: unknown): string => (value === undefined ? 'absent' : unquoted(value));
