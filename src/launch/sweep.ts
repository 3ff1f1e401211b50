/** Several experiments → runs, each once, whoever else is at the same. */
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadedExperiment } from '../spec/index.ts';
import { found, notStarted, type Trial, type TrialResult } from './attempt.ts';
import { keyOf } from './datasets.ts';
import type { ChosenEngine } from './engines.ts';
import { ChildHand, type Hand, ownHand } from './hand.ts';
import type { Planned, Wishes } from './plan.ts';
import type { Watcher } from './run-experiment.ts';
import { titleOf } from './title.ts';

export interface SweepRequest extends Pick<Trial, 'runsFolder' | 'threads' | 'command' | 'directory'> {
  readonly planned: readonly Planned[];
  readonly wishes: Wishes;
  /** after so many failures no further trial is started; null: all are */
  readonly maxFailures: number | null;
  /** trials at once, each in a process of its own; 1: in this one */
  readonly parallel: number;
  readonly signal: AbortSignal;
  engineOf(loaded: LoadedExperiment): ChosenEngine;
}

/** Who is told what becomes of each trial; `index` is its place among the experiments. */
export interface Audience {
  /** it begins: who watches it from now on */
  opens(index: number): Watcher;
  /** another process is at it */
  waits(index: number, why: string): void;
  closes(index: number, result: TrialResult): void;
  says(line: string): void;
}

/** Between two looks at what another process is at. */
const millisecondsBetweenLooks = 1000;

/**
 *   ┌ the next whose turn it is ─▶ attempt ─▶ done, or another process has it ┐ ─▶ results, in the order given
 *   └─────────────────────────◀── look again ──◀──────────────────────────────┘
 */
export async function runSweep(request: SweepRequest, audience: Audience): Promise<TrialResult[]> {
  const queue = new Queue(request, audience);
  const hands = handsFor(request, queue.length);
  await Promise.all(hands.map((hand) => queue.workOff(hand)));
  for (const hand of hands) hand.close();
  return queue.results();
}

/** No more of them than there are trials; the threads are split among them. */
function handsFor({ parallel, threads, signal }: SweepRequest, trials: number): Hand[] {
  const count = Math.min(parallel, trials);
  if (count <= 1) return [ownHand(signal)];
  const all = threads ?? availableParallelism();
  return Array.from({ length: count }, (_, i) => {
    const share = Math.floor(all / count) + (i < all % count ? 1 : 0);
    return new ChildHand(Math.max(1, share), signal);
  });
}

class Queue {
  readonly #request: SweepRequest;
  readonly #audience: Audience;
  readonly #results = new Map<Planned, TrialResult>();
  readonly #underWay = new Set<Planned>();
  /** that another process is at, and when to look again */
  readonly #theirs = new Map<Planned, number>();
  #failures = 0;
  #hasToldOfWaiting = false;
  #changed = Promise.withResolvers<void>();

  constructor(request: SweepRequest, audience: Audience) {
    this.#request = request;
    this.#audience = audience;
    for (const each of request.planned) {
      const { decision, loaded } = each;
      if (decision.do === 'skip' || decision.do === 'leave') this.#settle(each, found(loaded, decision));
    }
  }

  /** In the order of the experiments. */
  results(): TrialResult[] {
    const inOrder = [...this.#results].sort(([a], [b]) => a.index - b.index);
    return inOrder.map(([, result]) => result);
  }

  /** Trials that are still to do. */
  get length(): number {
    return this.#left().length;
  }

  async workOff(hand: Hand): Promise<void> {
    const { signal, maxFailures } = this.#request;
    for (let left = this.#left(); left.length > 0; left = this.#left()) {
      if (signal.aborted || this.#failures >= (maxFailures ?? Number.POSITIVE_INFINITY)) {
        for (const each of left) this.#settle(each, notStarted(each.loaded));
        return;
      }
      const next = left.find((each) => this.#isItsTurn(each));
      if (next === undefined) await this.#wait(left);
      else await this.#attempt(next, hand);
    }
  }

  #left(): Planned[] {
    return this.#request.planned.filter((each) => !this.#results.has(each) && !this.#underWay.has(each));
  }

  #isItsTurn(each: Planned): boolean {
    const isFree = (this.#theirs.get(each) ?? 0) <= Date.now();
    return isFree && (each.after === null || this.#results.has(each.after));
  }

  async #attempt(each: Planned, hand: Hand): Promise<void> {
    const { loaded, index } = each;
    const { runsFolder, wishes, threads, command, directory, engineOf } = this.#request;
    const key = keyOf(loaded.experiment);
    const uses = this.#left().filter((other) => keyOf(other.loaded.experiment) === key).length;
    const trial = { loaded, chosen: engineOf(loaded), runsFolder, wishes, threads, command, directory };
    this.#underWay.add(each);
    const answer = await hand.attempt(trial, uses, this.#audience.opens(index));
    this.#underWay.delete(each);
    if ('held' in answer) {
      this.#theirs.set(each, Date.now() + millisecondsBetweenLooks);
      this.#audience.waits(index, answer.held);
    } else this.#settle(each, answer);
  }

  #settle(each: Planned, result: TrialResult): void {
    this.#results.set(each, result);
    if (result.status === 'failed' && result.how !== 'left') this.#failures++;
    this.#audience.closes(each.index, result);
    this.#changed.resolve(); // a longer trial's turn may have come
    this.#changed = Promise.withResolvers();
  }

  /** Until something has changed, or it is time to look again at what another process is at. */
  async #wait(left: readonly Planned[]): Promise<void> {
    if (this.#underWay.size === 0 && !this.#hasToldOfWaiting) {
      this.#hasToldOfWaiting = true;
      const names = left.map(({ loaded }) => titleOf(loaded));
      this.#audience.says(`Waiting for other processes to end with ${names.join(', ')}.`);
    }
    const timer = new AbortController();
    const signal = AbortSignal.any([this.#request.signal, timer.signal]);
    const nextLook = this.#theirs.size === 0 ? [] : [sleep(millisecondsBetweenLooks, undefined, { signal })];
    await Promise.race([...nextLook, this.#changed.promise]).catch(() => {}); // interrupted
    timer.abort();
  }
}
