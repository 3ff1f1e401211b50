/** A process that does trials for another one, and speaks with it alone: see hand.ts. It ends when that one lets go of it. */
import { type EngineName, loadEngine } from '../engine/node.ts';
import { InputError } from '../errors/index.ts';
import { attempt, type Held, type TrialResult } from './attempt.ts';
import { Datasets } from './datasets.ts';
import type { Order, Report, SentResult } from './hand.ts';
import type { ShownEvent } from './run-experiment.ts';

const stop = new AbortController();
const datasets = new Datasets();

process.on('message', (order: Order) => {
  if (order.type === 'stop') stop.abort();
  else void work(order);
});
// A terminal sends its Ctrl-C to this process too; what it means, the other one says.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
process.on('SIGTERM', () => stop.abort());
process.on('disconnect', () => stop.abort()); // the other one may have been killed: nobody waits for the rest

async function work({ trial, uses }: Order & { type: 'attempt' }): Promise<void> {
  const { engine: name, why } = trial.chosen;
  const engine = await loadEngine(name as EngineName);
  datasets.expect(trial.loaded, uses);
  const watcher = {
    see: (event: ShownEvent) => report({ type: 'event', event: withoutWeights(event) }),
    say: (line: string) => report({ type: 'line', line }),
  };
  const answer = await attempt({ ...trial, chosen: { engine, why } }, { datasets, signal: stop.signal }, watcher);
  report({ type: 'answer', answer: sendable(answer) });
}

function report(report: Report): void {
  if (process.connected) process.send?.(report, undefined, undefined, () => {});
}

/** An epoch's event brings the whole state along. */
function withoutWeights(event: ShownEvent): ShownEvent {
  switch (event.type) {
    case 'epoch':
      return { type: 'epoch', metrics: event.metrics, isBlind: event.isBlind };
    case 'end':
      return { type: 'end' };
    default:
      return event;
  }
}

function sendable(answer: TrialResult | Held): SentResult | Held {
  if ('held' in answer) return answer;
  const { cause, ...result } = answer;
  if (!(cause instanceof Error)) return { ...result, cause: null };
  const { message, stack } = cause;
  return { ...result, cause: { message, stack, isInput: cause instanceof InputError } };
}
