/**
 * A sink takes what happens, event by event: the run folder, a tracker, a list in the terminal. It knows nothing of the
 * others. Sentences are a teller's to take.
 */
import type { TrainingEvent } from '../training/index.ts';
import type { Outcome } from './run.ts';

export interface Sink<Event = TrainingEvent> {
  /** Takes the next event; whoever brings it waits. What a sink throws here ends the run. */
  take(event: Event): void | Promise<void>;
  /** Once, after the last event or in its place. */
  finish?(outcome: Outcome): void | Promise<void>;
  /** In place of `finish`, where another process goes on with the run: nothing more is written or sent. */
  abandon?(): void;
}
