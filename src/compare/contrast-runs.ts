/** Two runs: why one is better. */
import { describeDevice } from '../engine/index.ts';
import { InputError } from '../errors/index.ts';
import { metricOf, type RankedKey, usualRanking } from '../evaluation/index.ts';
import { accuracyMeaning } from '../objective/index.ts';
import type { DetailedRun, JudgedAfter } from '../record/index.ts';
import { plural } from '../text/index.ts';
import { costOf } from './cost.ts';
import { differenceOf, type SeedResults } from './difference.ts';
import { compareKeys } from './keys.ts';
import {
  comparableAmong,
  figureOf,
  keepsAnotherThanLast,
  type MeasuredRun,
  measuredOf,
  resultAt,
  whyApart,
} from './measured.ts';
import { bestIsOptimistic, enginesDifferInRounding, findingsOf, imagesUnknown, keptMeans } from './notes.ts';
import { overfittingOf } from './overfitting.ts';
import { drawAgain, shareCorrect } from './pairs.ts';
import { partingOf } from './parting.ts';
import type { Contrast, Difference, Side } from './types.ts';

/** `metric`: what the verdict is on. Throws an InputError where one of them has no whole epoch. */
export async function contrastRuns(
  a: DetailedRun,
  b: DetailedRun,
  metric: RankedKey = usualRanking,
): Promise<Contrast> {
  for (const { folder, run } of [a, b])
    if (run.result === null) throw new InputError(`${folder} has no whole epoch, so there is nothing to compare.`);
  const measured = measuredOf([a, b]);
  const [ours, theirs] = measured as [MeasuredRun, MeasuredRun];
  const { differing, common } = compareKeys([a.experiment, b.experiment]);
  const comparable = comparableAmong(measured);
  const incomparable = whyApart(theirs, ours, 'valAccuracy', ['in B', 'in A']);
  const pairs = incomparable.length > 0 ? null : await drawAgain(measured);
  const drawn = typeof pairs === 'string' ? null : pairs;
  const seedResults = (letter: string, run: MeasuredRun, after: JudgedAfter): SeedResults => ({
    letter,
    values: new Map([[run.compared.run.seed, figureOf(run, metric, after) as number]]),
    correct: drawn === null ? null : shareCorrect([run], after, drawn.clusters.pairs),
  });
  const differenceAfter = (after: JudgedAfter): Difference | null =>
    !comparable.includes(metric) || measured.some((run) => figureOf(run, metric, after) === null)
      ? null
      : differenceOf({
          metric,
          first: seedResults('B', theirs, after),
          other: seedResults('A', ours, after),
          pairs: drawn,
          comparisons: 1,
        });
  const last = differenceAfter('last');
  const sides = [describeSide(ours), describeSide(theirs)] as const;
  return {
    a: sides[0],
    b: sides[1],
    changed: [...changedEngine(a, b), ...differing.map(({ path, values }) => ({ path, a: values[0], b: values[1] }))],
    common,
    incomparable,
    incomparableLosses: whyApart(theirs, ours, 'valLoss', ['in B', 'in A']),
    comparable,
    separationsCompare: comparable.includes('auc'),
    kept: keepsAnotherThanLast(measured) ? differenceAfter('kept') : last,
    last,
    best: differenceAfter('best'),
    parting:
      incomparable.length > 0
        ? { epoch: null, jitter: null, sentence: "Their accuracies can't be compared, epoch by epoch neither." }
        : partingOf(sides[0].epochs, sides[1].epochs),
    notes: [
      ...(['A', 'B'] as const).flatMap((letter, i) =>
        figureOf(measured[i] as MeasuredRun, metric, 'last') === null
          ? [`${letter} has recorded no ${metricOf(metric).title} to be compared by.`]
          : [],
      ),
      ...notesOf(ours, theirs, differing.length === 0),
      ...(typeof pairs === 'string' ? [imagesUnknown(pairs)] : []),
    ],
  };
}

/** It decides a result by its rounding alone, but what else should tell two runs apart? */
function changedEngine({ run: a }: DetailedRun, { run: b }: DetailedRun): Contrast['changed'] {
  const [ofA, ofB] = [a.engine?.name, b.engine?.name];
  return ofA === ofB ? [] : [{ path: 'engine', a: ofA, b: ofB }];
}

function describeSide(measured: MeasuredRun): Side {
  const { compared, result } = measured;
  const { folder, path, status, tags, run, experiment } = compared;
  const rows = compared.metrics().filter(({ epoch }) => epoch <= result.last.epoch); // a run may go on meanwhile
  const epochs = rows.length > 0 ? rows : [result.last];
  return {
    ...{ folder, path, name: run.name, seed: run.seed, status, tags, epochsWanted: run.epochs },
    epochs,
    kept: resultAt(measured, 'kept'),
    last: resultAt(measured, 'last'),
    best: resultAt(measured, 'best'),
    cost: costOf(compared, medianOf(epochs.map(({ seconds }) => seconds))),
    engine: run.engine,
    accuracyMeans: accuracyMeaning(experiment.objective),
    overfitting: overfittingOf(experiment, epochs),
  };
}

function notesOf(ours: MeasuredRun, theirs: MeasuredRun, sameSettings: boolean): string[] {
  const [a, b] = [ours.compared, theirs.compared];
  const notes: string[] = [];
  const [seedA, seedB] = [a.run.seed, b.run.seed];
  const engines = [a, b].map(({ run }) => run.engine?.name);
  if (sameSettings && seedA === seedB) notes.push('A and B are the same experiment, with the same seed.');
  else if (sameSettings)
    notes.push(`A and B are the same experiment with seeds ${seedA} and ${seedB}: what differs is noise of seeds.`);
  else if (seedA !== seedB) notes.push(`The seeds differ too: ${seedA} and ${seedB}.`);
  if (sameSettings && engines[0] !== engines[1]) notes.push(enginesDifferInRounding);
  for (const [letter, { status, run }] of [
    ['A', a],
    ['B', b],
  ] as const) {
    if (status === 'completed') continue;
    const done = run.result?.last.epoch ?? 0;
    notes.push(
      `${letter} is ${status}, after ${done} of ${plural(run.epochs, 'epoch')}: its last one is no final result.`,
    );
  }
  notes.push(...findingsOf('A', a.run), ...findingsOf('B', b.run));
  if (keepsAnotherThanLast([ours, theirs])) notes.push(keptMeans);
  if ([ours, theirs].some(({ result }) => result.best.epoch !== result.last.epoch)) notes.push(bestIsOptimistic);
  const machines = [a, b].map(describePace);
  if (machines[0] !== machines[1]) notes.push(`Times don't compare: A ran by ${machines[0]}, B by ${machines[1]}.`);
  return notes;
}

/** What a run's times depend on. */
function describePace({ run: { engine, machine } }: DetailedRun): string {
  const device = engine?.device ?? { name: machine.cpu, kind: 'cpu' };
  const threads = device.kind === 'cpu' ? ` with ${plural(engine?.threads ?? 0, 'thread')}` : '';
  return `${engine?.name}${threads} on ${describeDevice(device)}`;
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [upper, lower] = [sorted[middle] as number, sorted[(sorted.length - 1) >> 1] as number];
  return (upper + lower) / 2;
}
