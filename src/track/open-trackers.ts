/** Which trackers a run has, and what keeps training safe from them. */
import { sentenceOf } from '../errors/index.ts';
import type { Outcome, Sink } from '../record/index.ts';
import type { Teller } from '../text/index.ts';
import type { TrainingEvent } from '../training/index.ts';
import { openMlflow } from './mlflow/tracker.ts';
import { openTensorboard } from './tensorboard/tracker.ts';
import type { TrackedRun } from './tracked-run.ts';

/**
 * A tracker tells of a run elsewhere, from the same events as the run folder. It is opened where training starts; null
 * where neither the experiment nor the environment asks for it. Nobody waits for `take`, and an error is the tracker's
 * end, not the run's. So what takes long, a tracker does aside, and `finish`, which comes once the run folder is whole,
 * waits for it, not for ever.
 */
export interface TrackerKind {
  readonly title: string;
  open(tracked: TrackedRun, teller: Teller): Sink | null;
}

const trackers: readonly TrackerKind[] = [
  { title: 'TensorBoard', open: openTensorboard },
  { title: 'MLflow', open: openMlflow },
];

/** Those that are asked for. A run that reproduces another one has none: it is a check, not a result. */
export function openTrackers(tracked: TrackedRun, teller: Teller, kinds = trackers): Sink[] {
  if (tracked.folder.run.reproduces !== null) return [];
  return kinds.map((kind) => new GuardedTracker(kind, tracked, teller));
}

/** Training never hears of its errors: the first one is told, and then the tracker is told no more. */
class GuardedTracker implements Sink {
  readonly #title: string;
  readonly #teller: Teller;
  #tracker: Sink | null = null;
  #hasGivenUp = false;

  constructor({ title, open }: TrackerKind, tracked: TrackedRun, teller: Teller) {
    this.#title = title;
    this.#teller = teller;
    try {
      this.#tracker = open(tracked, teller);
    } catch (error) {
      this.#giveUp(error);
    }
  }

  take(event: TrainingEvent): void {
    try {
      const work = this.#tracker?.take(event);
      work?.catch((error) => this.#giveUp(error));
    } catch (error) {
      this.#giveUp(error);
    }
  }

  async finish(outcome: Outcome): Promise<void> {
    try {
      await this.#tracker?.finish?.(outcome);
    } catch (error) {
      this.#giveUp(error);
    }
  }

  #giveUp(error: unknown): void {
    if (this.#hasGivenUp) return; // of several promises each may be rejected
    this.#hasGivenUp = true;
    this.#tracker = null;
    this.#teller.warn(`${this.#title} is told no more of this run, which is not harmed. ${sentenceOf(error)}`);
  }
}
