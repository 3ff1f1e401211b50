/**
 * Successive halving: which trials go on, and for how long. Jamieson & Talwalkar 2016; Li et al. 2018, algorithm 1
 * without its outer loop, with the number of epochs as the resource.
 *
 *   all trials ─ min epochs ─▶ the best 1/eta ─ min·eta epochs ─▶ the best 1/eta of those ─ … ─▶ max epochs
 *
 * Where it stands follows from the runs folder alone, so that a command typed again goes on with the same trials.
 */

import { metricOf } from '../../evaluation/index.ts';
import { type Budget, hashExperiment, rungsOf, withEpochs } from '../../experiment/index.ts';
import type { ReadRun } from '../../record/index.ts';
import { type EpochMetrics, rules } from '../../training/index.ts';
import { epochsOf, type SweepCandidate, type Turn, turnsOf, type Wishes } from '../turns.ts';

export interface Standing {
  /** epochs of each */
  readonly rungs: readonly number[];
  /** the rungs that are behind all who came so far */
  readonly passed: readonly PassedRung[];
  /** what is to be done at the next one; empty: all is done */
  readonly turns: readonly Turn[];
}

export interface PassedRung {
  readonly epochs: number;
  /** who came so far, in the order of the trials */
  readonly turns: readonly Turn[];
  /** indices of those of them who go on; after the last rung nobody */
  readonly promoted: ReadonlySet<number>;
}

/** `candidates`: all trials of one sweep, with its budget; `metricsOf`: a run's rows, one an epoch. */
export function standingOf(
  candidates: readonly SweepCandidate[],
  budget: Budget,
  runs: readonly ReadRun[],
  wishes: Wishes,
  metricsOf: (run: ReadRun) => readonly EpochMetrics[],
): Standing {
  const steps = rungsOf(budget, candidates.length);
  const rungs = steps.map(({ epochs }) => epochs);
  const passed: PassedRung[] = [];
  let left = candidates;
  for (const [nth, { epochs }] of steps.entries()) {
    const turns = turnsOf(
      left.map((each) => withEpochsOf(each, epochs)),
      runs,
      wishes,
    );
    const isBehindAll = turns.every(({ decision }) => decision.do === 'skip');
    if (!isBehindAll) return { rungs, passed, turns };
    const scores = turns.map(({ index, decision }) => ({
      index,
      score:
        decision.do === 'skip' && decision.because === 'completed'
          ? scoreOf(decision.run, epochs, budget, metricsOf)
          : null,
    }));
    const promoted = new Set(promotedOf(scores, steps[nth + 1]?.trials ?? 0));
    passed.push({ epochs, turns, promoted });
    left = candidates.filter(({ index }) => promoted.has(index));
  }
  return { rungs, passed, turns: [] };
}

/** The trial as far as a rung. */
function withEpochsOf(candidate: SweepCandidate, epochs: number): SweepCandidate {
  const { loaded } = candidate;
  if (loaded.experiment.training.epochs === epochs) return candidate;
  const experiment = withEpochs(loaded.experiment, epochs, rules);
  return { ...candidate, loaded: { ...loaded, experiment, hash: hashExperiment(experiment) } };
}

/** Larger is better; of a run that early stopping ended before, what it came to. */
function scoreOf(
  found: ReadRun,
  epochs: number,
  { monitor }: Budget,
  metricsOf: (run: ReadRun) => readonly EpochMetrics[],
): number | null {
  const row = metricsOf(found)[Math.min(epochs, epochsOf(found.run)) - 1];
  if (row === undefined) return null;
  return metricOf(monitor).better === 'down' ? -row[monitor] : row[monitor];
}

/** The best so many; of equal ones those that come first in the sweep. One that has failed, without a score, never goes on. */
export function promotedOf(
  scores: readonly { readonly index: number; readonly score: number | null }[],
  count: number,
): number[] {
  const sound = scores.flatMap(({ index, score }) => (score === null ? [] : [{ index, score }]));
  const ranked = sound.sort((a, b) => b.score - a.score || a.index - b.index);
  return ranked.slice(0, count).map(({ index }) => index);
}
