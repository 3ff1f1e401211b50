/** Small experiments, data and a session that only keeps books, to look at the training loop itself. */
import {
  type Batch,
  columnsOf,
  type Dataset,
  type Examples,
  type ImageStore,
  memoryStore,
} from '../../src/data/index.ts';
import type { Availability, Device, Engine, Progress, Session, TrainingState } from '../../src/engine/index.ts';
import type { Experiment } from '../../src/experiment/index.ts';
import type { Plan } from '../../src/network/index.ts';
import type { EpochMetrics, TrainingEvent } from '../../src/training/index.ts';
import { experimentWith } from '../experiment-with.ts';

/** Images of 4 × 4 in two classes, bright above or bright below, with noise that depends on the image's number. */
export function tinyDataset(train: number, validation: number): Dataset {
  const count = train + validation;
  const labels = Int32Array.from({ length: count }, (_, i) => i % 2);
  const bytes = Uint8Array.from({ length: count * 16 }, (_, pixel) => {
    const image = pixel >> 4;
    const bright = (pixel & 8) === 0 ? labels[image] === 0 : labels[image] === 1;
    return (bright ? 150 : 20) + ((Math.imul(pixel + 1, 2654435761) >>> 8) % 80);
  });
  return {
    store: { ...memoryStore({ shape: [count, 4, 4, 1], bytes }, labels), fingerprint: 'tiny' },
    trainIndices: Int32Array.from({ length: train }, (_, i) => i),
    validationIndices: Int32Array.from({ length: validation }, (_, i) => train + i),
  };
}

export function tinyExperiment(changes: Partial<Experiment> = {}): Experiment {
  const experiment = experimentWith({
    name: 'tiny',
    seed: 5,
    network: {
      inputShape: [4, 4, 1],
      blocks: [{ filters: 2, kernelSize: 2, pool: 2, dropout: 0.2 }],
      reduce: 'flatten',
      embeddingDim: 3,
    },
    training: { optimizer: { name: 'adam', learningRate: 0.01 }, batchSize: 2, epochs: 2 },
  });
  return { ...experiment, ...changes };
}

export async function collect(stream: AsyncIterable<TrainingEvent>): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

/** The epochs' figures, all but the time. */
export function figuresOf(events: readonly TrainingEvent[]): Omit<EpochMetrics, 'seconds'>[] {
  return events.flatMap((event) => {
    if (event.type !== 'epoch') return [];
    const { seconds: _, ...figures } = event.metrics;
    return [figures];
  });
}

const paper: Device = { name: 'paper', kind: 'cpu' };

/** An engine that trains nothing: an example's loss is a number made from its indices. It keeps books of every call. */
export class BookkeepingEngine implements Engine {
  readonly name = 'bookkeeping';
  readonly sessions: BookkeepingSession[] = [];
  readonly #hooks: Hooks;

  constructor(hooks: Hooks = {}) {
    this.#hooks = hooks;
  }

  async availability(): Promise<Availability> {
    return { devices: [paper] };
  }

  async open(plan: Plan): Promise<Session> {
    const session = new BookkeepingSession(plan, this.#hooks);
    this.sessions.push(session);
    return session;
  }
}

export interface Hooks {
  /** called before a step with its number, from 0 over all epochs; returns what is added to its loss */
  readonly onStep?: (step: number) => number;
  /** what `train` returns for a step, where it returns something */
  readonly room?: (step: number) => Promise<void>;
  readonly onProgress?: () => Promise<void>;
  readonly embedding?: number;
  /** after so many steps the weights are no longer finite */
  readonly brokenFrom?: number;
}

export class BookkeepingSession implements Session {
  readonly build = 'paper';
  readonly device = paper;
  readonly arithmetic = 'by hand';
  readonly threads = 1;
  /** of images, in the steps' order */
  readonly batches: Examples[] = [];
  readonly learningRates: number[] = [];
  /** steps of each progress call */
  readonly groups: number[] = [];
  loaded: ImageStore | undefined;
  closed = 0;
  readonly #plan: Plan;
  readonly #hooks: Hooks;
  #state: TrainingState;
  #progress: Progress = nothing;

  constructor(plan: Plan, hooks: Hooks) {
    this.#plan = plan;
    this.#hooks = hooks;
    this.#state = { step: 0, weights: new Float32Array(plan.size), slots: [new Float32Array(plan.trainableSize)] };
  }

  memoryBytes(): number {
    return 1;
  }

  async load(store: ImageStore): Promise<void> {
    this.loaded = store;
  }

  async state(): Promise<TrainingState> {
    const { step, weights, slots } = this.#state;
    const isBroken = step >= (this.#hooks.brokenFrom ?? Number.POSITIVE_INFINITY);
    return {
      step,
      weights: weights.map((weight) => (isBroken ? Number.NaN : weight)),
      slots: slots.map((slot) => slot.slice()),
    };
  }

  async restore(state: TrainingState): Promise<void> {
    this.#state = state;
  }

  train(batch: Batch, learningRate: number): void | Promise<void> {
    this.learningRates.push(learningRate);
    const { step } = this.#state;
    const extra = this.#hooks.onStep?.(step) ?? 0;
    const examples = imagesOf(batch);
    this.batches.push(examples);
    this.#state = { ...this.#state, step: step + 1 };
    const { steps, lossSum, correct } = this.#progress;
    const losses = lossesOf(examples);
    this.#progress = {
      steps: steps + 1,
      examples: this.#progress.examples + losses.length,
      lossSum: losses.reduce((a, b) => a + b, lossSum) + extra,
      correct: correct + losses.filter((loss) => loss < 0.5).length,
    };
    return this.#hooks.room?.(step);
  }

  async progress(): Promise<Progress> {
    await this.#hooks.onProgress?.();
    const progress = this.#progress;
    this.#progress = nothing;
    this.groups.push(progress.steps);
    return progress;
  }

  async embed(indices: Int32Array): Promise<Float32Array> {
    const value = this.#hooks.embedding;
    return Float32Array.from({ length: indices.length * this.#plan.embeddingDim }, (_, i) => value ?? i % 7);
  }

  async inspect(): Promise<never> {
    throw new Error('training inspects nothing');
  }

  async applyGradients(): Promise<never> {
    throw new Error('training applies no gradients itself');
  }

  async close(): Promise<void> {
    this.closed++;
  }
}

const nothing: Progress = { steps: 0, examples: 0, lossSum: 0, correct: 0 };

/** Awkward fractions, so that another grouping of their sum gives other bits. */
export function lossesOf(examples: Examples): number[] {
  const columns = columnsOf(examples);
  const [first, last] = [columns[0], columns.at(-1)] as [Int32Array, Int32Array];
  return Array.from(first, (a, i) => ((a * 31 + (last[i] as number) * 17) % 97) / 97);
}

/** The images of a batch, related as its rows are. */
function imagesOf({ rows, compared }: Batch): Examples {
  const image = (column: Int32Array) => column.map((row) => rows[row] as number);
  switch (compared.kind) {
    case 'pairs':
      return { ...compared, left: image(compared.left), right: image(compared.right) };
    case 'triplets': {
      const { anchor, positive, negative } = compared;
      return { ...compared, anchor: image(anchor), positive: image(positive), negative: image(negative) };
    }
    case 'classes':
      return { ...compared, image: image(compared.image) };
  }
}
