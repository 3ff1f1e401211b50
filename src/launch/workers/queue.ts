/** Trials whose turn comes one after another, or several at once; each is done once, whatever other processes do the same. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadedExperiment } from '../../experiment/index.ts';
import type { Sink } from '../../record/index.ts';
import { type Teller, tellerOf } from '../../text/index.ts';
import { notStarted, resultOfRun, type TrialResult } from '../attempt.ts';
import { titleOf } from '../narrate.ts';
import type { SweepRequest } from '../request.ts';
import type { ShownEvent, TrialEvent } from '../trial-events.ts';
import type { Turn } from '../turns.ts';
import type { Worker } from './worker.ts';

/** Between two looks at what another process holds. */
const millisecondsBetweenLooks = 1000;

/** Why it waits is told of so many. */
const mostReasons = 5;

/** Of this command, counted over all its queues. */
export interface Failures {
  count: number;
}

interface Told {
  readonly sink: Sink<TrialEvent>;
  readonly teller: Teller;
  readonly failures: Failures;
}

/** What is left to do of some trials, for one worker or several. */
export class Queue {
  readonly #turns: readonly Turn[];
  readonly #request: SweepRequest;
  readonly #told: Told;
  readonly #results = new Map<Turn, TrialResult>();
  readonly #underWay = new Set<Turn>();
  /** those that another process holds, why, and when to look again, by the clock that nobody sets */
  readonly #heldElsewhere = new Map<Turn, { readonly lookAt: number; readonly why: string }>();
  #hasToldOfWaiting = false;
  #changed = Promise.withResolvers<void>();

  constructor(turns: readonly Turn[], request: SweepRequest, told: Told) {
    this.#turns = turns;
    this.#request = request;
    this.#told = told;
  }

  /** Those that need no training: they are done before the first one begins. */
  async settleKnown(): Promise<void> {
    for (const each of this.#turns) {
      const { decision, loaded } = each;
      if (decision.do === 'skip') await this.#settle(each, resultOfRun(loaded, decision));
    }
  }

  /** Trials that are still to do. */
  get length(): number {
    return this.#left().length;
  }

  async workOff(worker: Worker): Promise<void> {
    const { signal, maxFailures } = this.#request;
    for (let left = this.#left(); left.length > 0; left = this.#left()) {
      if (signal.aborted || this.#told.failures.count >= (maxFailures ?? Number.POSITIVE_INFINITY)) {
        for (const each of left) await this.#settle(each, notStarted(each.loaded));
        return;
      }
      const next = left.find((each) => this.#isItsTurn(each));
      if (next === undefined) await this.#wait(left);
      else await this.#attempt(next, worker);
    }
  }

  #left(): Turn[] {
    return this.#turns.filter((each) => !this.#results.has(each) && !this.#underWay.has(each));
  }

  #isItsTurn(each: Turn): boolean {
    const isFree = (this.#heldElsewhere.get(each)?.lookAt ?? 0) <= performance.now();
    return isFree && (each.after === null || this.#results.has(each.after));
  }

  async #attempt(each: Turn, worker: Worker): Promise<void> {
    const { loaded, index } = each;
    const { runsFolder, wishes, threads, command, directory, engineOf } = this.#request;
    const { sink } = this.#told;
    const task = { loaded, chosen: engineOf(loaded), runsFolder, wishes, threads, command, directory };
    this.#underWay.add(each);
    await sink.take({ type: 'opened', index });
    const ownSink = { take: (event: ShownEvent) => sink.take({ type: 'training', index, event }) };
    const answer = await worker.attempt(task, ownSink, this.#tellerFor(loaded));
    this.#underWay.delete(each);
    if ('held' in answer) {
      this.#heldElsewhere.set(each, { lookAt: performance.now() + millisecondsBetweenLooks, why: answer.held });
      await sink.take({ type: 'waiting', index, why: answer.held });
    } else await this.#settle(each, answer);
  }

  /** Where lines of several trainings come at once, each says whose it is. */
  #tellerFor(loaded: LoadedExperiment): Teller {
    const { teller } = this.#told;
    if (this.#request.parallel === 1) return teller;
    const title = titleOf(loaded);
    const say = (text: string) => {
      for (const line of text.split('\n')) teller.say(line.startsWith(title) ? line : `${title}: ${line}`);
    };
    return tellerOf(say, () => teller.trouble ?? null);
  }

  async #settle(each: Turn, result: TrialResult): Promise<void> {
    this.#results.set(each, result);
    if (result.status === 'failed' && result.how !== 'left') this.#told.failures.count++;
    this.#changed.resolve(); // a longer trial's turn may have come
    this.#changed = Promise.withResolvers();
    await this.#told.sink.take({ type: 'closed', index: each.index, result });
  }

  /** Until something has changed, or it is time to look again at what another process holds. */
  async #wait(left: readonly Turn[]): Promise<void> {
    if (this.#underWay.size === 0 && !this.#hasToldOfWaiting) {
      this.#hasToldOfWaiting = true;
      const names = left.map(({ loaded }) => titleOf(loaded));
      this.#told.teller.say(`Waiting for other processes to end with ${names.join(', ')}.`);
      const reasons = left.flatMap((each) => this.#heldElsewhere.get(each)?.why ?? []);
      for (const why of reasons.slice(0, mostReasons)) this.#told.teller.say(why);
    }
    const timer = new AbortController();
    const signal = AbortSignal.any([this.#request.signal, timer.signal]);
    const nextLook = this.#heldElsewhere.size === 0 ? [] : [sleep(millisecondsBetweenLooks, undefined, { signal })];
    await Promise.race([...nextLook, this.#changed.promise]).catch(() => {}); // interrupted
    timer.abort();
  }
}
