/** Trials whose turn comes one after another, or several at once; each is done once, whoever else is at the same. */
import { setTimeout as sleep } from 'node:timers/promises';
import { found, notStarted, type TrialResult } from './attempt.ts';
import { keyOf } from './datasets.ts';
import type { Hand } from './hand.ts';
import type { Planned } from './plan.ts';
import type { Audience, SweepRequest } from './request.ts';
import { titleOf } from './title.ts';

/** Between two looks at what another process is at. */
const millisecondsBetweenLooks = 1000;

/** Of this command, counted over all its queues. */
export interface Failures {
  count: number;
}

/** What is left to do of some trials, for one hand or several. */
export class Queue {
  readonly #planned: readonly Planned[];
  readonly #request: SweepRequest;
  readonly #audience: Audience;
  readonly #failures: Failures;
  readonly #results = new Map<Planned, TrialResult>();
  readonly #underWay = new Set<Planned>();
  /** that another process is at, and when to look again */
  readonly #theirs = new Map<Planned, number>();
  #hasToldOfWaiting = false;
  #changed = Promise.withResolvers<void>();

  constructor(planned: readonly Planned[], request: SweepRequest, audience: Audience, failures: Failures) {
    this.#planned = planned;
    this.#request = request;
    this.#audience = audience;
    this.#failures = failures;
    for (const each of planned) {
      const { decision, loaded } = each;
      if (decision.do === 'skip' || decision.do === 'leave') this.#settle(each, found(loaded, decision));
    }
  }

  /** Trials that are still to do. */
  get length(): number {
    return this.#left().length;
  }

  async workOff(hand: Hand): Promise<void> {
    const { signal, maxFailures } = this.#request;
    for (let left = this.#left(); left.length > 0; left = this.#left()) {
      if (signal.aborted || this.#failures.count >= (maxFailures ?? Number.POSITIVE_INFINITY)) {
        for (const each of left) this.#settle(each, notStarted(each.loaded));
        return;
      }
      const next = left.find((each) => this.#isItsTurn(each));
      if (next === undefined) await this.#wait(left);
      else await this.#attempt(next, hand);
    }
  }

  #left(): Planned[] {
    return this.#planned.filter((each) => !this.#results.has(each) && !this.#underWay.has(each));
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
    if (result.status === 'failed' && result.how !== 'left') this.#failures.count++;
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
