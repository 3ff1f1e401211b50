/** Compares a training, while it goes on, with the rows of an earlier one: every figure, bit by bit. */
import { type EpochKey, epochKeys, metricOf } from '../evaluation/index.ts';
import type { Sink } from '../record/index.ts';
import type { EpochMetrics, TrainingEvent } from '../training/index.ts';

/** Everything but the time that it took: what was set before what came of it. */
const compared: readonly ('step' | EpochKey)[] = [
  'step',
  ...epochKeys
    .filter((key) => metricOf(key).unit !== 'seconds')
    .sort((a, b) => Number(metricOf(a).better !== null) - Number(metricOf(b).better !== null)),
];

/** The first figure in which two trainings differ. */
export interface Mismatch {
  /** null: of no one epoch */
  readonly epoch: number | null;
  readonly figure: 'step' | EpochKey | 'epochs' | 'weights';
  /** null where there is none */
  readonly was: number | string | null;
  readonly is: number | string | null;
}

/** How far one training repeats another. */
export interface Repeat {
  /** all that the earlier training has was compared, and is the same */
  readonly identical: boolean;
  /** whole epochs that are identical */
  readonly epochs: number;
  /** damaged: the new ones are what was trained, and its files no longer hold that */
  readonly weights: 'identical' | 'different' | 'damaged' | 'not compared';
  /** the first */
  readonly difference: Mismatch | null;
}

export class EpochComparison implements Sink {
  readonly #rows: readonly EpochMetrics[];
  readonly #isWhole: boolean;
  readonly #stop = new AbortController();
  #epochs = 0;
  #difference: Mismatch | null = null;

  /** `isWhole`: the earlier training came to its end; else it is compared as far as it came. */
  constructor(rows: readonly EpochMetrics[], isWhole: boolean) {
    this.#rows = rows;
    this.#isWhole = isWhole;
  }

  /** Aborts once training on would tell nothing more. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  get isDone(): boolean {
    return this.#stop.signal.aborted;
  }

  take(event: TrainingEvent): void {
    if (event.type !== 'epoch' || this.isDone) return;
    const { metrics } = event;
    const row = this.#rows[metrics.epoch - 1];
    this.#difference = row === undefined ? this.#tooFew(metrics) : firstMismatch(row, metrics);
    if (this.#difference === null) this.#epochs++;
    if (this.#difference !== null || (!this.#isWhole && this.#epochs === this.#rows.length)) this.#stop.abort();
  }

  finish(): void {}

  /** The weights' hashes, null where there is none; `isComplete`: the new training has come to its end. */
  repeat(was: string | null, is: string | null, isComplete: boolean): Repeat {
    const comparesWeights = this.#difference === null && this.#isWhole && isComplete && was !== null;
    let difference = this.#difference;
    if (comparesWeights && this.#epochs < this.#rows.length) {
      difference = { epoch: null, figure: 'epochs', was: this.#rows.length, is: this.#epochs };
    } else if (comparesWeights && was !== is) {
      difference = { epoch: null, figure: 'weights', was, is };
    }
    const isAllCompared = this.#epochs === this.#rows.length && (isComplete || !this.#isWhole);
    return {
      identical: difference === null && isAllCompared,
      epochs: this.#epochs,
      weights: !comparesWeights ? 'not compared' : was === is ? 'identical' : 'different',
      difference,
    };
  }

  #tooFew({ epoch }: EpochMetrics): Mismatch {
    return { epoch, figure: 'epochs', was: this.#rows.length, is: epoch };
  }
}

/** A figure that the earlier training didn't keep is not compared. */
function firstMismatch(was: EpochMetrics, is: EpochMetrics): Mismatch | null {
  const figure = compared.find((figure) => was[figure] !== undefined && !Object.is(was[figure], is[figure]));
  if (figure === undefined) return null;
  return { epoch: is.epoch, figure, was: was[figure] ?? null, is: is[figure] ?? null };
}
