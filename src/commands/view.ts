/** What a person sees of trainings while they go on. This file imports no view; `open-view.ts` chooses one. */
import type { JobResult, TrialEvent } from '../launch/index.ts';
import type { Sink } from '../record/index.ts';
import type { Teller } from '../text/index.ts';
import type { Options, Surroundings } from './command.ts';

export interface ViewContext {
  readonly options: Options;
  readonly surroundings: Surroundings;
  /** a person's Ctrl-C */
  readonly interrupts: AbortSignal;
}

export interface View {
  /** must take a `closed` for each training, before `done` */
  readonly sink: Sink<TrialEvent<JobResult>>;
  /** takes the lines of the runs' logs */
  readonly teller: Teller;
  /** Waits until everything is shown. */
  done(): Promise<void>;
}
