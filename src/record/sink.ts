/** A sink listens to a training: the run folder, the terminal, a tracker. It knows nothing of the others. */
import type { TrainingEvent } from '../training/index.ts';
import type { Outcome } from './run.ts';

export interface Sink {
  /** Takes the next event; training waits for it. */
  take(event: TrainingEvent): void | Promise<void>;
  /** Once, after the last event or in its place. */
  finish(outcome: Outcome): void | Promise<void>;
}
