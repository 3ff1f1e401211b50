/** A worker's process; its requests come from child-worker.ts. It ends once the process that has started it is gone. */
import { tellerOf } from '../../text/index.ts';
import { attempt } from '../attempt.ts';
import { Datasets } from '../datasets.ts';
import { shownTo } from '../trial-events.ts';
import { packAnswer, type Reply, type Request, unpackTask } from './wire.ts';

const stop = new AbortController();
const datasets = new Datasets();
let trouble: string | null = null;

process.on('message', (request: Request) => {
  if (request.type === 'stop') stop.abort();
  else if (request.type === 'trouble') trouble = request.trouble;
  else void work(request);
});
// A terminal sends its Ctrl-C to this process too; what it means, the other one says.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
process.on('SIGTERM', () => stop.abort());
process.on('disconnect', () => stop.abort()); // the other one may have been killed: then no process waits for the rest

async function work({ task: sent }: Request & { type: 'attempt' }): Promise<void> {
  const task = await unpackTask(sent);
  const sinks = [shownTo((event) => reply({ type: 'event', event }))];
  const teller = tellerOf(
    (line) => reply({ type: 'line', line }),
    () => trouble,
  );
  const answer = await attempt(task, { datasets, signal: stop.signal, sinks }, teller);
  reply({ type: 'answer', answer: packAnswer(answer) });
}

function reply(reply: Reply): void {
  if (process.connected) process.send?.(reply, undefined, undefined, () => {});
}
