/** Which trackers a run has, and what keeps training safe from them. */
import { sentenceOf } from '../errors/index.ts';
import type { Outcome, Sink } from '../record/index.ts';
import type { TrainingEvent } from '../training/index.ts';
import type { Environment } from './mlflow/destination.ts';
import type { Patience } from './mlflow/patience.ts';
import { openMlflow } from './mlflow/tracker.ts';
import { openTensorboard } from './tensorboard/tracker.ts';
import type { Listener, TrackedRun, Tracker } from './tracker.ts';

/**
 * Those that the experiment and the environment ask for. A run that reproduces another one has none: it is a check, not
 * a result.
 */
export function openTrackers(
  tracked: TrackedRun,
  listener: Listener,
  { env = process.env, patience }: { readonly env?: Environment; readonly patience?: Patience } = {},
): Sink[] {
  const { experiment, folder } = tracked;
  if (folder.run.reproduces !== null) return [];
  const trackers: Sink[] = [];
  if (experiment.track.tensorboard) {
    trackers.push(new GuardedTracker('TensorBoard', () => openTensorboard(tracked), listener));
  }
  const openMlflowOf = () => openMlflow({ folder: folder.folder, experiment, env, patience, ...listener });
  trackers.push(new GuardedTracker('MLflow', openMlflowOf, listener));
  return trackers;
}

/** Training never hears of its errors: the first one is told, and then the tracker is left alone. */
class GuardedTracker implements Sink {
  readonly #name: string;
  readonly #listener: Listener;
  #tracker: Tracker | null = null;

  constructor(name: string, open: () => Tracker | null, listener: Listener) {
    this.#name = name;
    this.#listener = listener;
    try {
      this.#tracker = open();
    } catch (error) {
      this.#giveUp(error);
    }
  }

  take(event: TrainingEvent): void {
    try {
      this.#tracker?.take(event);
    } catch (error) {
      this.#giveUp(error);
    }
  }

  async finish(outcome: Outcome): Promise<void> {
    try {
      await this.#tracker?.finish(outcome);
    } catch (error) {
      this.#giveUp(error);
    }
  }

  #giveUp(error: unknown): void {
    this.#tracker = null;
    this.#listener.warn(`${this.#name} is told no more of this run, which is not harmed. ${sentenceOf(error)}`);
  }
}
