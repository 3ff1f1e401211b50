/** What a sweep is asked. */
import type { Budget, LoadedExperiment } from '../experiment/index.ts';
import type { Task } from './attempt.ts';
import type { ChosenEngine } from './engines.ts';
import type { Standing } from './halving/standing.ts';
import type { SweepCandidate, Turn, Wishes } from './turns.ts';

export interface SweepRequest extends Pick<Task, 'runsFolder' | 'threads' | 'command' | 'directory'> {
  readonly work: SweepWork;
  readonly wishes: Wishes;
  /** after so many failures no further trial is started; null: all are */
  readonly maxFailures: number | null;
  /** trials at once, each in a process of its own; 1: in this one */
  readonly parallel: number;
  readonly signal: AbortSignal;
  engineOf(loaded: LoadedExperiment): ChosenEngine;
}

export interface SweepWork {
  /** those that are trained whole */
  readonly turns: readonly Turn[];
  readonly halvings: readonly Halving[];
}

/** The trials of a sweep with a budget. */
export interface Halving {
  readonly budget: Budget;
  readonly candidates: readonly SweepCandidate[];
  readonly standing: Standing;
}
