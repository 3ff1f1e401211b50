/** What `siamese validate` says of a sweep: its trials, and how long each and all of them take. */

import {
  type Budget,
  type Experiment,
  type LoadedExperiment,
  type Rung,
  rungsOf,
  type Trial,
} from '../experiment/index.ts';
import { type ChosenEngine, estimateTimes, type TimeEstimate, turnsOf } from '../launch/index.ts';
import { type Totals, totalsOf } from '../network/index.ts';
import { planOf } from '../objective/index.ts';
import { escapeControls, formatCount, formatDuration, formatMilliseconds, plural } from '../text/index.ts';
import type { Surroundings } from './command.ts';
import { shortPath } from './experiments.ts';
import { printLine, printStyled, style } from './print.ts';
import { printTable } from './print-sheet.ts';
import { axisColumns, columnsOf } from './sweep.ts';

/** For scripts, but for `trials[].loaded`. */
export interface SweepPreflight {
  readonly file: string;
  readonly name: string;
  readonly trials: readonly TrialPreflight[];
  readonly budget: (Budget & { readonly rungs: readonly Rung[] }) | null;
  readonly secondsInAll: number;
}

interface TrialPreflight {
  readonly label: string;
  readonly values: Trial['values'];
  readonly hash: string;
  readonly totals: Totals;
  readonly epochs: number;
  /** trained by a shorter trial, which this one goes on with */
  readonly epochsFromAnother: number;
  /** `secondsInAll`: for the epochs that are left */
  readonly estimate: TimeEstimate;
}

/** The trials of one file. */
export async function inspectSweep(
  trials: readonly LoadedExperiment[],
  engines: ReadonlyMap<Experiment['engine'], ChosenEngine>,
  threads: number | undefined,
): Promise<SweepPreflight> {
  const [first] = trials as [LoadedExperiment];
  const estimates = await estimateTimes(trials, { engines, threads });
  const candidates = trials.map((loaded, index) => ({ index, loaded, engine: loaded.experiment.engine }));
  const turns = turnsOf(candidates, [], { again: false, retry: false, fresh: false, since: 0 });
  const epochsBefore = new Map(turns.map(({ index, from }) => [index, from?.epochs ?? 0]));
  const told = trials.map(({ trial, hash, experiment: { network, objective, training } }, i): TrialPreflight => {
    const epochsFromAnother = epochsBefore.get(i) ?? 0;
    const estimate = estimates[i] as TimeEstimate;
    const secondsInAll = (training.epochs - epochsFromAnother) * estimate.secondsPerEpoch;
    return {
      label: trial?.label ?? '',
      values: trial?.values ?? {},
      hash,
      totals: totalsOf(planOf(network, objective)),
      epochs: training.epochs,
      epochsFromAnother,
      estimate: { ...estimate, secondsInAll },
    };
  });
  const budget = first.trial?.budget ?? null;
  const rungs = budget === null ? null : rungsOf(budget, trials.length);
  return {
    file: first.file,
    name: first.trial?.sweep ?? '',
    trials: told,
    budget: budget === null || rungs === null ? null : { ...budget, rungs },
    secondsInAll: rungs === null ? sum(told.map(({ estimate }) => estimate.secondsInAll)) : secondsOf(rungs, told),
  };
}

/** Nobody knows yet which trials go on: each epoch takes what it takes on average. */
function secondsOf(rungs: readonly Rung[], trials: readonly TrialPreflight[]): number {
  const secondsPerEpoch = sum(trials.map(({ estimate }) => estimate.secondsPerEpoch)) / trials.length;
  const epochs = rungs.map((rung, i) => rung.trials * (rung.epochs - (rungs[i - 1]?.epochs ?? 0)));
  return sum(epochs) * secondsPerEpoch;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export function showSweep(
  { file, name, trials, budget, secondsInAll }: SweepPreflight,
  loaded: readonly LoadedExperiment[],
  surroundings: Surroundings,
): void {
  printStyled(
    `${style('bold', name)}  ${escapeControls(shortPath(file, surroundings))}  ${plural(trials.length, 'trial')}, all valid`,
  );
  printLine();
  const rows = trials.map((trial, i) => ({ trial, loaded: loaded[i] as LoadedExperiment }));
  type Row = (typeof rows)[number];
  printTable(
    rows,
    [
      ...columnsOf(axisColumns(loaded), (row: Row) => row.loaded),
      { title: 'parameters', align: 'right', cell: ({ trial }) => formatCount(trial.totals.parameters) },
      { title: 'epochs', align: 'right', cell: ({ trial }) => epochsOf(trial) },
      {
        title: 'ms a step',
        align: 'right',
        cell: ({ trial }) => formatMilliseconds(trial.estimate.millisecondsPerStep),
      },
      { title: 'an epoch', align: 'right', cell: ({ trial }) => formatDuration(trial.estimate.secondsPerEpoch) },
      { title: 'in all', align: 'right', cell: ({ trial }) => formatDuration(trial.estimate.secondsInAll) },
      { title: 'hash', cell: ({ trial }) => trial.hash.slice(0, 6) },
    ],
    surroundings,
  );
  printLine();
  if (budget !== null) printLine(describeBudget(budget));
  printLine(
    `${plural(trials.length, 'trial')}: about ${formatDuration(secondsInAll)} in all (an estimate, from a few steps measured just now)`,
  );
  printLine();
}

/** `50`, and `25 + 25` where a shorter trial has trained the first half. */
function epochsOf({ epochs, epochsFromAnother }: TrialPreflight): string {
  return epochsFromAnother === 0 ? String(epochs) : `${epochsFromAnother} + ${epochs - epochsFromAnother}`;
}

function describeBudget({ rungs, monitor }: NonNullable<SweepPreflight['budget']>): string {
  const steps = rungs.map(({ epochs, trials }, i) => {
    const which = i === 0 ? plural(trials, 'trial') : `the best ${trials === 1 ? 'one' : trials}`;
    return `${which} for ${i === 0 ? plural(epochs, 'epoch') : epochs}`;
  });
  return `budget: ${steps.join(', ')}; the best by ${monitor}`;
}
