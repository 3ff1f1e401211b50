/** The reference engine's session. State is float32, as every engine's, so that a resume is exact; arithmetic is float64. */
import { processor } from '#processor';
import { allRows, type Batch, exampleCount, type ImageStore, imageBytes, rowRange } from '../../data/index.ts';
import { batchNormMomentum, elementsOf, type Plan } from '../../network/index.ts';
import { rowsPerExample } from '../../objective/index.ts';
import type { Inspection, Progress, Session, SessionOptions, TrainingState } from '../contract/contract.ts';
import { slotCount } from '../contract/optimizers.ts';
import { isResident } from '../contract/residency.ts';
import { type BatchResult, gather, runBatch } from './batch.ts';
import { optimizerStep } from './optimizers.ts';
import { type Trace, towerForward } from './tower.ts';

/** images at a time in `embed`: bounds its memory */
const embedRows = 64;

/** Weights, slots and gradients, and every layer's activation and derivative in float64. */
export function memoryNeeded({ layers, size, trainableSize }: Plan, options: SessionOptions): number {
  const rows = rowsPerExample(options.objective) * options.batchSize;
  const activations = layers.reduce((sum, layer) => sum + elementsOf(layer.output), 0);
  const state = 4 * (size + slotCount(options.optimizer) * trainableSize) + 16 * size;
  return state + 16 * rows * activations;
}

export class ReferenceSession implements Session {
  readonly build = 'reference float64';
  readonly device = processor();
  readonly arithmetic = 'reference float64';
  readonly threads = 1;
  readonly #plan: Plan;
  readonly #options: SessionOptions;
  readonly #weights: Float32Array;
  readonly #slots: Float32Array[];
  #step = 0;
  /** null: none loaded, or resident */
  #store: ImageStore | null = null;
  /** [count, height, width, channels]: of all rows where they are resident, else of those last brought */
  #images: Uint8Array | null = null;
  #progress: Progress = nothing;

  constructor(plan: Plan, options: SessionOptions) {
    this.#plan = plan;
    this.#options = options;
    this.#weights = new Float32Array(plan.size);
    this.#slots = Array.from({ length: slotCount(options.optimizer) }, () => new Float32Array(plan.trainableSize));
  }

  memoryBytes(): number {
    return (this.#images?.length ?? 0) + memoryNeeded(this.#plan, this.#options);
  }

  async load(store: ImageStore): Promise<void> {
    this.#store = store;
    this.#images = null;
    if (!isResident(store, this.#options)) return;
    await this.#bring(allRows(store));
    this.#store = null;
  }

  async state(): Promise<TrainingState> {
    return { step: this.#step, weights: this.#weights.slice(), slots: this.#slots.map((slot) => slot.slice()) };
  }

  async restore(state: TrainingState): Promise<void> {
    this.#step = state.step;
    this.#weights.set(state.weights);
    for (const [i, slot] of this.#slots.entries()) slot.set(state.slots[i] as Float32Array);
  }

  train(batch: Batch, learningRate: number): void | Promise<void> {
    if (this.#store === null) return this.#trainOn(batch, learningRate);
    return this.#bring(batch.rows, this.#step).then((rows) => this.#trainOn({ ...batch, rows }, learningRate));
  }

  #trainOn(batch: Batch, learningRate: number): void {
    const result = this.run(batch, { seed: this.#options.seed, step: this.#step });
    this.#moveStatistics(result.traces);
    this.#optimize(result.gradients.subarray(0, this.#plan.trainableSize), learningRate);
    this.#progress = {
      steps: this.#progress.steps + 1,
      examples: this.#progress.examples + exampleCount(batch.compared),
      lossSum: this.#progress.lossSum + result.lossSum,
      correct: this.#progress.correct + result.correct,
    };
  }

  async progress(): Promise<Progress> {
    const progress = this.#progress;
    this.#progress = nothing;
    return progress;
  }

  async inspect(batch: Batch): Promise<Inspection> {
    const rows = await this.#bring(batch.rows);
    const { lossSum, distances, gradients } = this.run({ ...batch, rows }, null);
    return {
      loss: lossSum / exampleCount(batch.compared),
      distances: Float32Array.from(distances),
      gradients: Float32Array.from(gradients.subarray(0, this.#plan.trainableSize)),
    };
  }

  async applyGradients(gradients: Float32Array, learningRate: number): Promise<void> {
    this.#optimize(gradients, learningRate);
  }

  async embed(indices: Int32Array): Promise<Float32Array> {
    const weights = Float64Array.from(this.#weights);
    const embeddings = new Float32Array(indices.length * this.#plan.embeddingDim);
    for (let at = 0; at < indices.length; at += embedRows) {
      const images = this.imagesOf(await this.#bring(indices.subarray(at, at + embedRows)));
      const { embeddings: some } = towerForward(this.#plan, weights, images, { kind: 'inference' });
      embeddings.set(some, at * this.#plan.embeddingDim);
    }
    return embeddings;
  }

  async close(): Promise<void> {
    this.#store = null;
    this.#images = null;
  }

  /** Reads images that aren't resident. → where they lie among `#images`: [rows] */
  async #bring(rows: Int32Array, step?: number): Promise<Int32Array> {
    if (this.#store === null) return rows;
    const images = new Uint8Array(rows.length * imageBytes(this.#store.shape));
    await this.#store.read(rows, images, step);
    this.#images = images;
    return rowRange(0, rows.length);
  }

  /** → [indices.length, height, width, channels] in [0, 1] */
  protected imagesOf(indices: Int32Array): Float64Array {
    if (this.#images === null) throw new Error('load() comes before any step.');
    return gather(this.#plan, this.#images, indices);
  }

  /** In training mode, with the masks of this seed and step, or without dropout. */
  protected run(batch: Batch, dropout: { seed: number; step: number } | null): BatchResult {
    const { objective } = this.#options;
    const images = this.imagesOf(batch.rows);
    return runBatch({ plan: this.#plan, objective, weights: Float64Array.from(this.#weights), images, batch, dropout });
  }

  #optimize(gradients: Float32Array | Float64Array, learningRate: number): void {
    const { optimizer } = this.#options;
    this.#step++;
    optimizerStep({
      optimizer,
      learningRate,
      step: this.#step,
      weights: this.#weights,
      slots: this.#slots,
      gradients,
    });
  }

  #moveStatistics(traces: readonly Trace[]): void {
    for (const { moving, batch } of traces.flatMap(({ pass }) => pass.statistics ?? [])) {
      for (const [i, value] of batch.entries()) {
        const at = moving.offset + i;
        this.#weights[at] = moved(this.#weights[at] as number, value);
      }
    }
  }
}

const nothing: Progress = { steps: 0, examples: 0, lossSum: 0, correct: 0 };

function moved(moving: number, batch: number): number {
  return batchNormMomentum * moving + (1 - batchNormMomentum) * batch;
}
