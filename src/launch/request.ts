/** What a sweep is asked, and whom it tells. */
import type { Budget, LoadedExperiment } from '../experiment/index.ts';
import type { Trial, TrialResult } from './attempt.ts';
import type { ChosenEngine } from './engines.ts';
import type { Standing } from './halving.ts';
import type { Entrant, Planned, Wishes } from './plan.ts';
import type { Watcher } from './run-experiment.ts';

export interface SweepRequest extends Pick<Trial, 'runsFolder' | 'threads' | 'command' | 'directory'> {
  readonly plan: SweepPlan;
  readonly wishes: Wishes;
  /** after so many failures no further trial is started; null: all are */
  readonly maxFailures: number | null;
  /** trials at once, each in a process of its own; 1: in this one */
  readonly parallel: number;
  readonly signal: AbortSignal;
  engineOf(loaded: LoadedExperiment): ChosenEngine;
}

export interface SweepPlan {
  /** those that are trained whole */
  readonly planned: readonly Planned[];
  readonly halvings: readonly Halving[];
}

/** The trials of a sweep with a budget. */
export interface Halving {
  readonly budget: Budget;
  readonly entrants: readonly Entrant[];
  readonly standing: Standing;
}

/** Who is told what becomes of each trial; `index` is its place among the experiments. */
export interface Audience {
  /** it begins: who watches it from now on */
  opens(index: number): Watcher;
  /** it waits, and why */
  waits(index: number, why: string): void;
  closes(index: number, result: TrialResult): void;
  says(line: string): void;
}
