/** A run with what was measured of it, and on what: whether its figures can stand beside another's. */
import { InputError } from '../errors/index.ts';
import { type Protocol, protocolOf } from '../evaluation/index.ts';
import { unquoted } from '../experiment/index.ts';
import type { DetailedRun, EpochEvaluation, Evaluation, Result } from '../record/index.ts';
import { compareKeys } from './keys.ts';
import type { Metric, Moment, RunResult } from './types.ts';

/** A run with a whole epoch. */
export interface MeasuredRun {
  readonly compared: DetailedRun;
  readonly result: Result;
  /** null where it isn't there or can't be read */
  readonly evaluation: Evaluation | null;
  readonly protocol: Protocol;
  /** fingerprints: runs with the same were measured on the same images, and the same pairs of them */
  readonly place: Place;
}

export interface Place {
  readonly images: string;
  readonly pairs: string;
}

/** `problems`: a sentence for each evaluation.json that can't be read. */
export function measure(runs: readonly DetailedRun[]): { measured: MeasuredRun[]; problems: string[] } {
  const problems: string[] = [];
  const read = runs.flatMap((compared) => {
    const { result } = compared.run;
    if (result === null) return [];
    let evaluation: Evaluation | null = null;
    try {
      evaluation = compared.evaluation();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(`${compared.folder}: ${error.message}`);
    }
    return [{ compared, result, evaluation }];
  });

  // A run from before evaluation.json was measured where another with the same data and pairs was.
  const placeOf = new Map<string, Place>();
  for (const { compared, evaluation } of read)
    if (evaluation !== null) placeOf.set(wholeOf(compared), evaluation.measuredOn.fingerprints);
  const measured = read.map((run) => {
    const { compared, evaluation } = run;
    const whole = wholeOf(compared);
    const place = evaluation?.measuredOn.fingerprints ?? placeOf.get(whole) ?? { images: whole, pairs: whole };
    return { ...run, place, protocol: evaluation?.protocol ?? protocolOf(compared.experiment.objective) };
  });
  return { measured, problems };
}

/** Of all data and the pairs: of runs that have the same, the validation images and pairs are the same too. */
function wholeOf({ path, run: { fingerprints } }: DetailedRun): string {
  return fingerprints === null ? path : `${fingerprints.data} ${fingerprints.validationPairs}`;
}

/** The result at a moment. What evaluation.json tells of another epoch, as in a run that was killed, isn't of it. */
export function resultAt({ result, evaluation }: MeasuredRun, moment: Moment): RunResult {
  const { epoch, valAccuracy, valLoss } = result[moment];
  const evaluated = evaluatedAt(evaluation, moment, epoch);
  return {
    epoch,
    valAccuracy,
    valLoss,
    imageError: evaluated?.standardError ?? null,
    separation: evaluated?.separation ?? null,
  };
}

export function evaluatedAt(evaluation: Evaluation | null, moment: Moment, epoch: number): EpochEvaluation | null {
  const evaluated = evaluation?.[moment] ?? null;
  return evaluated?.epoch === epoch ? evaluated : null;
}

/** Runs of which this is the same can be ranked together by the metric. */
export function standardOf({ place, protocol }: MeasuredRun, metric: Metric): string {
  const { version, threshold, loss } = protocol;
  return JSON.stringify([place.images, place.pairs, version, metric === 'valAccuracy' ? threshold : loss]);
}

/** Runs that can be ranked together, best first after their last epoch; those without a whole epoch are in no group. */
export function rankedGroups(runs: readonly DetailedRun[], metric: Metric): DetailedRun[][] {
  const groups = Map.groupBy(measure(runs).measured, (run) => standardOf(run, metric));
  const sign = metric === 'valAccuracy' ? -1 : 1;
  return [...groups.values()].map((group) =>
    group.toSorted((a, b) => sign * (a.result.last[metric] - b.result.last[metric])).map(({ compared }) => compared),
  );
}

/** What sentences call two runs. */
type Names = readonly [one: string, other: string];

/** Whether AUC and d′ mean the same: they know of no threshold. */
export function separationsCompare(one: MeasuredRun, other: MeasuredRun): boolean {
  const [here, there] = [one.place, other.place];
  const areSamePairs = here.images === there.images && here.pairs === there.pairs;
  return areSamePairs && one.protocol.version === other.protocol.version;
}

/** Why the one can't be ranked with the other: a sentence each, none where it can. */
export function whyApart(
  one: MeasuredRun,
  other: MeasuredRun,
  metric: Metric,
  names: Names = ['here', 'there'],
): string[] {
  const reasons: string[] = [];
  const [here, there] = names;
  const [ours, theirs] = [one.protocol, other.protocol];
  if (one.place.images !== other.place.images) {
    const isSure = one.evaluation !== null && other.evaluation !== null;
    reasons.push(
      isSure
        ? `Other validation images: ${whichKeys(one, other, names, 'the files have changed')}.`
        : `Perhaps other validation images: ${whichKeys(one, other, names, 'the files have changed')}. ` +
            'A run from before evaluation.json tells only that something in all its data is another.',
    );
  } else if (one.place.pairs !== other.place.pairs) {
    reasons.push(
      `Other pairs of the same validation images: ${whichKeys(one, other, names, 'another version drew them')}.`,
    );
  }
  if (ours.version !== theirs.version)
    reasons.push(`Measured by version ${ours.version} of the protocol ${here}, by ${theirs.version} ${there}.`);
  if (metric === 'valAccuracy' && ours.threshold !== theirs.threshold)
    reasons.push(
      `Accuracy ${here} is ${thresholdMeans[ours.threshold]}; ${there} it is ${thresholdMeans[theirs.threshold]}.`,
    );
  if (metric === 'valLoss' && ours.loss !== theirs.loss)
    reasons.push(`The loss is ${ours.loss} ${here} and ${theirs.loss} ${there}: in other units.`);
  return reasons;
}

export const thresholdMeans: Readonly<Record<Protocol['threshold'], string>> = {
  beforehand: 'at a threshold fixed beforehand',
  best: 'at the threshold best for these very pairs, which is optimistic',
};

/** The keys that choose validation images and pairs, as far as they differ; `otherwise` where none does. */
function whichKeys(one: MeasuredRun, other: MeasuredRun, [here, there]: Names, otherwise: string): string {
  const [ours, theirs] = [one.compared.experiment, other.compared.experiment];
  const onlyTest = ours.data.validation.from === 'test' && theirs.data.validation.from === 'test';
  const keys = compareKeys([ours, theirs]).differing.filter(
    ({ path }) => path.startsWith('data.') && !(onlyTest && path === 'data.limit.train'),
  );
  if (keys.length === 0) return `no key of data differs, so ${otherwise}`;
  return keys
    .map(({ path, values: [a, b] }) => `${path} is ${unquoted(a)} ${here}, ${unquoted(b)} ${there}`)
    .join('; ');
}
