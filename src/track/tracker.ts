/** A tracker tells of a run elsewhere, from the same events as the run folder. */

import type { Experiment } from '../experiment/index.ts';
import type { EpochRecord, Outcome, RunFolder } from '../record/index.ts';
import type { TrainingEvent } from '../training/index.ts';

/** What a tracker may know of a run beside its events. */
export interface TrackedRun {
  readonly experiment: Experiment;
  /** where it lies, and its run.json as it stands */
  readonly folder: Pick<RunFolder, 'folder' | 'run'>;
  /** whole epochs that it has behind it: of a resumed run the kept ones, of one that continues another that one's */
  readonly before: readonly EpochRecord[];
}

/** Takes lines for people, which are in the run's log too. */
export interface Listener {
  say(line: string): void;
  /** what is still to be known when the run has ended */
  warn(line: string): void;
}

/**
 * Opened where training starts. Nobody waits for `take`, and an error in either is a tracker's end, not the run's. So
 * what takes long, a tracker does aside, and `finish` waits for it, not for ever.
 */
export interface Tracker {
  take(event: TrainingEvent): void;
  /** Once, after the run folder is whole: plot and models lie there. */
  finish(outcome: Outcome): void | Promise<void>;
}
