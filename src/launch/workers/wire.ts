/** What this process and a worker's process send each other: values that survive being sent. */
import { type EngineName, loadEngine } from '../../engine/node.ts';
import { InputError, RunError } from '../../errors/index.ts';
import type { Held, Task, TrialResult } from '../attempt.ts';
import type { ShownEvent } from '../trial-events.ts';

/** To a worker. */
export type Request =
  | { readonly type: 'attempt'; readonly task: SentTask }
  /** a person's Ctrl-C */
  | { readonly type: 'stop' }
  /** why lines no longer reach anyone */
  | { readonly type: 'trouble'; readonly trouble: string };

/** From a worker: events and lines as they come, and at the end the answer. */
export type Reply =
  | { readonly type: 'event'; readonly event: ShownEvent }
  | { readonly type: 'line'; readonly line: string }
  | { readonly type: 'answer'; readonly answer: SentResult | Held };

/** An engine is sent by its name. */
export interface SentTask extends Omit<Task, 'chosen'> {
  readonly chosen: { readonly engine: string; readonly why: string };
}

/** An error is sent as what is told of it. */
export interface SentResult extends Omit<TrialResult, 'cause'> {
  readonly cause: { readonly message: string; readonly stack: string | undefined; readonly isInput: boolean } | null;
}

export function packTask({ chosen, ...task }: Task): SentTask {
  return { ...task, chosen: { engine: chosen.engine.name, why: chosen.why } };
}

export async function unpackTask({ chosen, ...task }: SentTask): Promise<Task> {
  return { ...task, chosen: { engine: await loadEngine(chosen.engine as EngineName), why: chosen.why } };
}

export function packAnswer(answer: TrialResult | Held): SentResult | Held {
  if ('held' in answer) return answer;
  const { cause, ...result } = answer;
  if (!(cause instanceof Error)) return { ...result, cause: null };
  const { message, stack } = cause;
  return { ...result, cause: { message, stack, isInput: cause instanceof InputError } };
}

export function unpackAnswer(answer: SentResult | Held): TrialResult | Held {
  if ('held' in answer) return answer;
  const { cause, ...result } = answer;
  if (cause === null) return { ...result, cause: undefined };
  const error = cause.isInput ? new InputError(cause.message) : new RunError(cause.message);
  if (cause.stack !== undefined) error.stack = cause.stack;
  return { ...result, cause: error };
}
