/** Compares a training, while it goes on, with the rows of an earlier one: every figure, bit by bit. */
import type { Sink } from '../record/index.ts';
import type { EpochMetrics, TrainingEvent } from '../training/index.ts';

/** Everything but the time that it took. */
const compared = ['step', 'learningRate', 'loss', 'accuracy', 'valLoss', 'valAccuracy'] as const;

export interface Difference {
  /** null: of no one epoch */
  readonly epoch: number | null;
  readonly figure: (typeof compared)[number] | 'epochs' | 'weights';
  /** null where there is none */
  readonly was: number | string | null;
  readonly is: number | string | null;
}

export interface Verdict {
  /** all that the earlier training has was compared, and is the same */
  readonly identical: boolean;
  /** whole epochs that are identical */
  readonly epochs: number;
  readonly weights: 'identical' | 'different' | 'not compared';
  /** the first */
  readonly difference: Difference | null;
}

export class EpochComparison implements Sink {
  readonly #rows: readonly EpochMetrics[];
  readonly #isWhole: boolean;
  readonly #stop = new AbortController();
  #epochs = 0;
  #difference: Difference | null = null;

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
    this.#difference = row === undefined ? this.#tooFew(metrics) : firstDifference(row, metrics);
    if (this.#difference === null) this.#epochs++;
    if (this.#difference !== null || (!this.#isWhole && this.#epochs === this.#rows.length)) this.#stop.abort();
  }

  finish(): void {}

  /** The weights' hashes, null where there is none; `isComplete`: the new training has come to its end. */
  verdict(was: string | null, is: string | null, isComplete: boolean): Verdict {
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

  #tooFew({ epoch }: EpochMetrics): Difference {
    return { epoch, figure: 'epochs', was: this.#rows.length, is: epoch };
  }
}

function firstDifference(was: EpochMetrics, is: EpochMetrics): Difference | null {
  const figure = compared.find((figure) => !Object.is(was[figure], is[figure]));
  return figure === undefined ? null : { epoch: is.epoch, figure, was: was[figure], is: is[figure] };
}
