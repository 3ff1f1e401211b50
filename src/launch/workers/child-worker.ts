/**
 * A process of its own, as a worker.
 *
 *   this process                       its process (child.ts)
 *   attempt, stop            ──▶       trains
 *   events, lines, answers   ◀──       and writes the run folder
 *
 * Processes and not threads: one that crashes, of too little memory for example, takes no other with it, and its run
 * folder and claim tell the truth about who trains them. The price is a copy of the data in each.
 */
import type { ChildProcess } from 'node:child_process';
import { ask, type Crash, describeCrash, isCrash, sendTo, startChild } from '../../engine/node.ts';
import { RunError } from '../../errors/index.ts';
import { listRuns, type ReadRun, type Sink } from '../../record/index.ts';
import type { Teller } from '../../text/index.ts';
import { type Held, notStarted, type Task, type TrialResult } from '../attempt.ts';
import type { ShownEvent } from '../trial-events.ts';
import { packTask, type Reply, type Request, unpackAnswer } from './wire.ts';
import type { Worker } from './worker.ts';

/** With so many threads; where its process has crashed, another one for the next trial. */
export class ChildWorker implements Worker {
  readonly #threads: number;
  readonly #signal: AbortSignal;
  #child: ChildProcess | null = null;

  constructor(threads: number, signal: AbortSignal) {
    this.#threads = threads;
    this.#signal = signal;
  }

  async attempt(task: Task, sink: Sink<ShownEvent>, teller: Teller): Promise<TrialResult | Held> {
    if (this.#signal.aborted) return notStarted(task.loaded);
    this.#child ??= startChild(new URL('./child.ts', import.meta.url));
    const child = this.#child;
    const request: Request = { type: 'attempt', task: packTask({ ...task, threads: this.#threads }) };
    const stop = () => sendTo(child, { type: 'stop' } satisfies Request);
    this.#signal.addEventListener('abort', stop);
    const answer = await ask(child, request, (reply: Reply) => {
      if (reply.type === 'answer') return reply.answer;
      if (reply.type === 'event') void sink.take(reply.event);
      else {
        teller.say(reply.line);
        const { trouble = null } = teller;
        if (trouble !== null) sendTo(child, { type: 'trouble', trouble } satisfies Request);
      }
      return undefined;
    });
    this.#signal.removeEventListener('abort', stop);
    if (!isCrash(answer)) return unpackAnswer(answer);
    this.#child = null;
    return resultOfCrash(task, answer);
  }

  /** Its process ends by itself once no process can send it requests any more. */
  close(): void {
    if (this.#child?.connected) this.#child.disconnect();
  }
}

/** Its run is interrupted, and can be gone on with. */
function resultOfCrash({ loaded, runsFolder }: Task, crash: Crash): TrialResult {
  const ofIt = (entry: ReturnType<typeof listRuns>[number]): entry is ReadRun =>
    entry.kind === 'run' && entry.run.hash === loaded.hash && entry.run.name === loaded.experiment.name;
  const found = listRuns(runsFolder).find(ofIt);
  const last = found?.run.result?.last ?? null;
  const error = `Its process died (${describeCrash(crash)}). The same command goes on with it.`;
  return {
    ...notStarted(loaded),
    status: 'failed',
    how: 'trained',
    summary: `failed: ${error}`,
    epochs: last?.epoch ?? 0,
    valAccuracy: last?.valAccuracy ?? null,
    keptEpoch: last?.epoch ?? null,
    seconds: found?.run.seconds ?? 0,
    folder: found?.path ?? null,
    error,
    cause: new RunError(error),
  };
}
