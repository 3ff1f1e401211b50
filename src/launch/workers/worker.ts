/**
 * Who does a trial: this process (own-worker.ts), or a process of its own for each of several at once (child-worker.ts).
 * This file imports neither; `pool.ts` chooses.
 */
import type { Sink } from '../../record/index.ts';
import type { Teller } from '../../text/index.ts';
import type { Held, Task, TrialResult } from '../attempt.ts';
import type { ShownEvent } from '../trial-events.ts';

/** Does one trial at a time. */
export interface Worker {
  /** The sink takes what is shown of the training, the teller the lines of its log. */
  attempt(task: Task, sink: Sink<ShownEvent>, teller: Teller): Promise<TrialResult | Held>;
  close(): void;
}
