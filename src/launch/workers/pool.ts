/** The workers of a sweep. */
import { availableParallelism } from 'node:os';
import type { Sink } from '../../record/index.ts';
import type { Teller } from '../../text/index.ts';
import type { SweepRequest } from '../request.ts';
import type { TrialEvent } from '../trial-events.ts';
import type { Turn } from '../turns.ts';
import { ChildWorker } from './child-worker.ts';
import { ownWorker } from './own-worker.ts';
import { type Failures, Queue } from './queue.ts';
import type { Worker } from './worker.ts';

/** This process, or several of its children: as many as there are trials at once. */
export class WorkerPool {
  readonly #request: SweepRequest;
  readonly #failures: Failures = { count: 0 };
  #workers: Worker[] = [];

  constructor(request: SweepRequest) {
    this.#request = request;
  }

  /** Does what is to be done of these trials. */
  async workOff(turns: readonly Turn[], sink: Sink<TrialEvent>, teller: Teller): Promise<void> {
    const queue = new Queue(turns, this.#request, { sink, teller, failures: this.#failures });
    await queue.settleKnown();
    const workers = this.#workersFor(queue.length);
    await Promise.all(workers.map((worker) => queue.workOff(worker)));
  }

  close(): void {
    for (const worker of this.#workers) worker.close();
  }

  /** The threads are split among them. */
  #workersFor(trials: number): Worker[] {
    const { parallel, threads, signal } = this.#request;
    const count = Math.max(1, Math.min(parallel, trials));
    if (this.#workers.length === count) return this.#workers;
    this.close();
    const all = threads ?? availableParallelism();
    const shareOf = (nth: number) => Math.max(1, Math.floor(all / count) + (nth < all % count ? 1 : 0));
    this.#workers =
      count === 1
        ? [ownWorker(signal)]
        : Array.from({ length: count }, (_, nth) => new ChildWorker(shareOf(nth), signal));
    return this.#workers;
  }
}
