/** A sweep's budget: what it asks of its trials, and what it gives them. */
import { touches } from './assess.ts';
import { inline } from './check.ts';
import { dependsOnEpochCount } from './epochs.ts';
import type { Findings } from './problems.ts';
import { resolve } from './resolve.ts';
import { experimentFileSchema } from './schema.ts';
import type { Budget, SoundTrial, WrittenBudget } from './sweep-parts.ts';
import type { Span } from './text-source.ts';
import type { Experiment } from './types.ts';

/** One step of successive halving: so many trials are trained until they have had so many epochs. */
export interface Rung {
  readonly epochs: number;
  readonly trials: number;
}

/** `min` epochs for all trials, then `eta` times as many for the best one of each `eta`, and so forth; at least one gets `max`. */
export function rungsOf(budget: Budget, trials: number): Rung[] {
  let left = trials;
  return rungEpochs(budget).map((epochs, i) => {
    if (i > 0) left = Math.max(1, Math.floor(left / budget.eta));
    return { epochs, trials: left };
  });
}

/** The epochs of each step. One that would end shortly before `max`, above max/√eta, is left out. */
export function rungEpochs({ eta, min, max }: Budget): number[] {
  const rungs: number[] = [];
  for (let epochs = min; epochs * Math.sqrt(eta) <= max; epochs *= eta) rungs.push(epochs);
  return [...rungs, max];
}

/**
 * The budget, its last epochs those of the trials. Refuses one that would compare what can't be compared, or end
 * trials short that would have been trained otherwise had they been meant to be short.
 */
export function checkBudget(written: WrittenBudget, trials: readonly SoundTrial[], findings: Findings): Budget | null {
  const [first] = trials;
  if (first === undefined) return null;
  const { eta, min, monitor, at } = written;
  const { epochs: max } = first.experiment.training;
  const refuse = (where: Span | null | undefined, sentence: string): void =>
    findings.add({ at: where ?? at.whole, kind: 'budget', path: 'sweep.budget', sentence });

  const longer = trials.find(({ experiment }) => experiment.training.epochs !== max);
  if (longer !== undefined) {
    refuse(
      settingOf(longer, first, '/training/epochs'),
      'training.epochs differs between the trials, but sweep.budget decides how long each is trained; remove the one or the other.',
    );
  } else if (written.max === null && min > max) {
    refuse(
      at.min,
      `sweep.budget.min is ${min}, but training.epochs is ${max}; use ${max} or less, or give sweep.budget a max.`,
    );
  }

  const scheduled = trials.find(({ experiment }) => dependsOnEpochCount(experiment));
  if (scheduled !== undefined) {
    const { name } = scheduled.experiment.training.schedule;
    refuse(
      resolve(scheduled.tree, experimentFileSchema).traces.get('/training/schedule')?.place,
      `training.schedule is ${name}, under which an epoch depends on how many follow; sweep.budget, which goes on with some trials and not with others, needs another schedule.`,
    );
  }

  const warming = trials.find(({ experiment }) => experiment.training.schedule.warmupEpochs >= min);
  if (warming !== undefined && min <= max) {
    const { warmupEpochs } = warming.experiment.training.schedule;
    refuse(
      resolve(warming.tree, experimentFileSchema).traces.get('/training/schedule/warmupEpochs')?.place,
      `training.schedule.warmupEpochs is ${warmupEpochs}, so that after the ${min} of sweep.budget.min nothing has been trained at the full learning rate; warm up for less, or use a larger min.`,
    );
  }

  const losses = new Set(trials.map(({ experiment }) => inline(experiment.objective)));
  if (monitor === 'valLoss' && losses.size > 1) {
    refuse(
      at.monitor,
      'sweep.budget.monitor is valLoss, but the trials have different objectives, whose losses say nothing about each other; use valAccuracy.',
    );
  }

  const elsewhere = trials.find(({ experiment }) => validationOf(experiment) !== validationOf(first.experiment));
  if (elsewhere !== undefined) {
    refuse(
      settingOf(elsewhere, first, '/data'),
      'The trials are validated on different images, which hides which of them are better; validate all on the same, or remove sweep.budget.',
    );
  }
  return { eta, min, max, monitor };
}

/** Where a trial was given a value there, or within, that another trial wasn't. */
function settingOf(trial: SoundTrial, other: SoundTrial, pointer: string): Span | null | undefined {
  const setting = trial.settings.find(
    ({ axis, value }, i) => touches(pointer, axis.pointer) && value !== other.settings[i]?.value,
  );
  return setting?.value.at;
}

/** Which images an experiment is measured on. */
function validationOf({ data: { source, seed, validation, limit } }: Experiment): string {
  return inline([source, seed, validation, validation.from === 'test' ? limit.test : limit.train]);
}
