/** Who works off trials. */
import { availableParallelism } from 'node:os';
import { ChildHand, type Hand, ownHand } from './hand.ts';
import type { Planned } from './plan.ts';
import { type Failures, Queue } from './queue.ts';
import type { Audience, SweepRequest } from './request.ts';

/** This process, or several of its children: as many as there are trials at once. */
export class Team {
  readonly #request: SweepRequest;
  readonly #failures: Failures = { count: 0 };
  #hands: Hand[] = [];

  constructor(request: SweepRequest) {
    this.#request = request;
  }

  async workOff(planned: readonly Planned[], audience: Audience): Promise<void> {
    const queue = new Queue(planned, this.#request, audience, this.#failures);
    const hands = this.#handsFor(queue.length);
    await Promise.all(hands.map((hand) => queue.workOff(hand)));
  }

  disband(): void {
    for (const hand of this.#hands) hand.close();
  }

  /** The threads are split among them. */
  #handsFor(trials: number): Hand[] {
    const { parallel, threads, signal } = this.#request;
    const count = Math.max(1, Math.min(parallel, trials));
    if (this.#hands.length === count) return this.#hands;
    this.disband();
    const all = threads ?? availableParallelism();
    const shareOf = (nth: number) => Math.max(1, Math.floor(all / count) + (nth < all % count ? 1 : 0));
    this.#hands =
      count === 1 ? [ownHand(signal)] : Array.from({ length: count }, (_, nth) => new ChildHand(shareOf(nth), signal));
    return this.#hands;
  }
}
