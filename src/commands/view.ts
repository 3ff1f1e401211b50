/** What a person sees of trainings while they go on. This file imports no view; `open-view.ts` chooses one. */
import type { Audience, JobResult } from '../launch/index.ts';
import type { Options, Surroundings } from './command.ts';

export interface Stage {
  readonly options: Options;
  readonly surroundings: Surroundings;
  /** a person's Ctrl-C */
  readonly interrupts: AbortSignal;
}

/** `closes` must be called for each training, before `done`. */
export interface View extends Audience {
  closes(index: number, result: JobResult): void;
  /** Waits until everything is shown. */
  done(): Promise<void>;
}
