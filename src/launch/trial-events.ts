/** What becomes of trials, event by event, for whoever shows it. */
import type { Sink } from '../record/index.ts';
import type { EndEvent, EpochEvent, StartEvent, StepsEvent, TrainingEvent } from '../training/index.ts';
import type { TrialResult } from './attempt.ts';
import type { JobResult } from './run-experiment.ts';

/** `index`: the trial's place among the experiments. */
export type TrialEvent<Result extends JobResult = TrialResult> =
  | { readonly type: 'opened'; readonly index: number }
  | { readonly type: 'training'; readonly index: number; readonly event: ShownEvent }
  /** `why`: a sentence or a part of one */
  | { readonly type: 'waiting'; readonly index: number; readonly why: string }
  | { readonly type: 'closed'; readonly index: number; readonly result: Result };

/** What a person is shown of a training: small enough to be sent from another process. */
export type ShownEvent =
  | StartEvent
  | StepsEvent
  | Pick<EpochEvent, 'type' | 'metrics' | 'isBlind'>
  | Pick<EndEvent, 'type'>;

/** Takes a training's events, and gives on what is shown of them. */
export function shownTo(show: (event: ShownEvent) => void | Promise<void>): Sink {
  return {
    take(event) {
      const shown = shownOf(event);
      return shown === null ? undefined : show(shown);
    },
  };
}

/** Without the state of training, which an epoch's event and the last one bring along. */
function shownOf(event: TrainingEvent): ShownEvent | null {
  switch (event.type) {
    case 'start':
    case 'steps':
      return event;
    case 'epoch':
      return { type: 'epoch', metrics: event.metrics, isBlind: event.isBlind };
    case 'checkpoint':
      return null;
    case 'end':
      return { type: 'end' };
  }
}
