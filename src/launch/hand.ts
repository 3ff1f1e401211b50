/**
 * Who does a trial: this process, or a process of its own for each of several at once.
 *
 *   this process                       a child (child.ts)
 *   attempt, stop            ──▶       trains
 *   lines, events, answers   ◀──       and writes the run folder
 *
 * Processes and not threads: one that dies, of too little memory for example, takes no other with it, and its run folder
 * and claim tell the truth about who is at them. The price is a copy of the data in each.
 */
import type { ChildProcess } from 'node:child_process';
import { InputError, RunError } from '../errors/index.ts';
import { listRuns, type ReadRun } from '../record/index.ts';
import { attempt, type Held, notStarted, type Trial, type TrialResult } from './attempt.ts';
import { Datasets } from './datasets.ts';
import type { ShownEvent, Watcher } from './run-experiment.ts';
import { describeDeath, startChild } from './start-child.ts';

/** Does one trial at a time. */
export interface Hand {
  /** `uses`: trials on the same data that are still to come, this one included */
  attempt(trial: Trial, uses: number, watcher: Watcher): Promise<TrialResult | Held>;
  close(): void;
}

/** This process. */
export function ownHand(signal: AbortSignal): Hand {
  const datasets = new Datasets();
  return {
    attempt(trial, uses, watcher) {
      datasets.expect(trial.loaded, uses);
      return attempt(trial, { datasets, signal }, watcher);
    },
    close() {},
  };
}

/** To a child. */
export type Order =
  | { readonly type: 'attempt'; readonly trial: SentTrial; readonly uses: number }
  /** a person's Ctrl-C */
  | { readonly type: 'stop' };

/** An engine is sent by its name. */
export interface SentTrial extends Omit<Trial, 'chosen'> {
  readonly chosen: { readonly engine: string; readonly why: string };
}

/** From a child. */
export type Report =
  | { readonly type: 'line'; readonly line: string }
  | { readonly type: 'event'; readonly event: ShownEvent }
  | { readonly type: 'answer'; readonly answer: SentResult | Held };

/** An error is sent as what is told of it. */
export interface SentResult extends Omit<TrialResult, 'cause'> {
  readonly cause: { readonly message: string; readonly stack: string | undefined; readonly isInput: boolean } | null;
}

/** A process of its own, with so many threads; where it has died, another one for the next trial. */
export class ChildHand implements Hand {
  readonly #threads: number;
  readonly #signal: AbortSignal;
  #child: ChildProcess | null = null;

  constructor(threads: number, signal: AbortSignal) {
    this.#threads = threads;
    this.#signal = signal;
  }

  async attempt(trial: Trial, uses: number, watcher: Watcher): Promise<TrialResult | Held> {
    if (this.#signal.aborted) return notStarted(trial.loaded);
    this.#child ??= startChild(new URL('./child.ts', import.meta.url));
    const answer = await ask(this.#child, this.#orderFor(trial, uses), watcher, this.#signal);
    if (!('died' in answer)) return revive(answer);
    this.#child = null;
    return resultOfDeath(trial, answer);
  }

  /** It ends by itself once nobody can send it orders any more. */
  close(): void {
    if (this.#child?.connected) this.#child.disconnect();
  }

  #orderFor(trial: Trial, uses: number): Order {
    const { engine, why } = trial.chosen;
    return { type: 'attempt', trial: { ...trial, threads: this.#threads, chosen: { engine: engine.name, why } }, uses };
  }
}

interface Death {
  /** `killed by SIGKILL`, `exit code 1` or why it could not be started */
  readonly died: string;
  /** the end of what it wrote on its standard error */
  readonly lastWords: string;
}

/** Sends an order, and listens until it is answered. */
function ask(
  child: ChildProcess,
  order: Order,
  watcher: Watcher,
  signal: AbortSignal,
): Promise<SentResult | Held | Death> {
  let lastWords = '';
  return new Promise((resolve) => {
    const hear = (report: Report) => {
      if (report.type === 'line') watcher.say(report.line);
      else if (report.type === 'event') watcher.see(report.event);
      else end(report.answer);
    };
    const hearLastWords = (text: Buffer) => {
      lastWords = `${lastWords}${text}`.slice(-2000);
    };
    const die = (code: number | null, by: NodeJS.Signals | null) =>
      end({ died: code === null ? `killed by ${by}` : `exit code ${code}`, lastWords });
    const fail = ({ message }: Error) => end({ died: message, lastWords });
    const stop = () => send(child, { type: 'stop' });
    const end = (answer: SentResult | Held | Death) => {
      child.off('message', hear).off('close', die).off('error', fail);
      child.stderr?.off('data', hearLastWords);
      signal.removeEventListener('abort', stop);
      resolve(answer);
    };
    child.on('message', hear).on('close', die).on('error', fail);
    child.stderr?.on('data', hearLastWords);
    signal.addEventListener('abort', stop);
    send(child, order);
  });
}

/** What can't be sent is told by the process's end. */
function send(child: ChildProcess, order: Order): void {
  if (child.connected) child.send(order, () => {});
}

function revive(answer: SentResult | Held): TrialResult | Held {
  if ('held' in answer) return answer;
  const { cause, ...result } = answer;
  if (cause === null) return { ...result, cause: undefined };
  const error = cause.isInput ? new InputError(cause.message) : new RunError(cause.message);
  if (cause.stack !== undefined) error.stack = cause.stack;
  return { ...result, cause: error };
}

/** Its run is interrupted, and can be gone on with. */
function resultOfDeath({ loaded, runsFolder }: Trial, { died, lastWords }: Death): TrialResult {
  const ofIt = (entry: ReturnType<typeof listRuns>[number]): entry is ReadRun =>
    entry.kind === 'run' && entry.run.hash === loaded.hash && entry.run.name === loaded.experiment.name;
  const found = listRuns(runsFolder).find(ofIt);
  const last = found?.run.result?.last ?? null;
  const error = `Its process died (${describeDeath(died, lastWords)}). The same command goes on with it.`;
  return {
    ...notStarted(loaded),
    status: 'failed',
    how: 'trained',
    summary: `failed: ${error}`,
    epochs: last?.epoch ?? 0,
    valAccuracy: last?.valAccuracy ?? null,
    seconds: found?.run.seconds ?? 0,
    folder: found?.path ?? null,
    error,
    cause: new RunError(error),
  };
}
