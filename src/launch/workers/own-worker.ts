/** This process, as a worker. */
import { attempt } from '../attempt.ts';
import { Datasets } from '../datasets.ts';
import { shownTo } from '../trial-events.ts';
import type { Worker } from './worker.ts';

export function ownWorker(signal: AbortSignal): Worker {
  const datasets = new Datasets();
  return {
    attempt(task, sink, teller) {
      return attempt(task, { datasets, signal, sinks: [shownTo((event) => sink.take(event))] }, teller);
    },
    close() {},
  };
}
