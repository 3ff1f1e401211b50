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
    this.#workers =
      count === 1
        ? [ownWorker(signal)]
        : sharesOf(threads ?? availableParallelism(), count).map((share) => new ChildWorker(share, signal));
    return this.#workers;
  }
}

/** Threads of each worker: one at least, and as many as the others have, or one more. */
export const sharesOf = (threads: number, workers: number): number[] =>
  Array.from({ length: workers }, (_, nth) =>
    Math.max(1, Math.floor(threads / workers) + (nth < threads % workers ? 1 : 0)),
  );
