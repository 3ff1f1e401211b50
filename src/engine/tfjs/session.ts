/**
 * A plan on TensorFlow. What lasts on the device, beside the variables of tower and head:
 *
 *   images          bytes (see images.ts)
 *   weights, slots  float32 [trainableSize] each, in the plan's order; a step cuts the trained variables out of `weights`
 *   figures         [mean loss, examples classified rightly] of each step since the last `progress`
 */
import type { Tensor, Tensor1D, Tensor4D, Variable } from '@tensorflow/tfjs';
import { allRows, type Batch, exampleCount, type ImageStore, rowRange } from '../../data/index.ts';
import { elementsOf, type Plan } from '../../network/index.ts';
import { rowsPerExample } from '../../objective/index.ts';
import type { Device, Inspection, Progress, Session, SessionOptions, TrainingState } from '../contract/contract.ts';
import { slotCount } from '../contract/optimizers.ts';
import { isResident } from '../contract/residency.ts';
import { type Masks, openMasks } from './dropout.ts';
import type { TensorFlow } from './host/tensorflow.ts';
import { gatherImages, type UploadedImages, uploadImages } from './images.ts';
import type { Mode } from './layers.ts';
import { type Compared, compare, type HeadVariables } from './objective.ts';
import { zeroVariable } from './operations.ts';
import { optimizerStep } from './optimizers.ts';
import { assembleTower, type Tower } from './tower.ts';

/** Images at a time in `embed`: at most so many … */
const EMBED_IMAGES = 256;
/** … and so many floats in the largest activation. */
const EMBED_FLOATS = 2 ** 25;

export async function openSession(tensorflow: TensorFlow, plan: Plan, options: SessionOptions): Promise<Session> {
  const rows = options.batchSize * rowsPerExample(options.objective);
  return new TfjsSession(tensorflow, plan, options, await openMasks(tensorflow.tf, plan, rows, options.seed));
}

class TfjsSession implements Session {
  readonly build: string;
  readonly device: Device;
  readonly arithmetic: string;
  readonly threads: number;
  readonly #tensorflow: TensorFlow;
  readonly #plan: Plan;
  readonly #options: SessionOptions;
  readonly #masks: Masks | null;
  readonly #tower: Tower;
  readonly #head: HeadVariables;
  /** in the plan's order */
  readonly #trained: readonly Variable[];
  readonly #moving: readonly Variable[];
  readonly #embedImages: number;
  #step = 0;
  /** null: none loaded, or resident */
  #store: ImageStore | null = null;
  /** of all rows where they are resident, else of those last brought */
  #images: UploadedImages | null = null;
  #weights: Tensor1D;
  #slots: Tensor1D[];
  #figures: Tensor1D[] = [];
  /** examples of each of them */
  #counts: number[] = [];

  constructor(tensorflow: TensorFlow, plan: Plan, options: SessionOptions, masks: Masks | null) {
    const { tf } = tensorflow;
    this.build = tensorflow.build;
    this.device = tensorflow.device;
    this.arithmetic = tensorflow.arithmetic;
    this.threads = tensorflow.threads;
    this.#tensorflow = tensorflow;
    this.#plan = plan;
    this.#options = options;
    this.#masks = masks;
    this.#tower = assembleTower(tensorflow, plan);
    const variables = new Map(this.#tower.variables);
    const { head } = plan;
    if (head === null) this.#head = null;
    else {
      this.#head = { kernel: zeroVariable(tensorflow, [1, 1]), bias: zeroVariable(tensorflow, [1]) };
      variables.set(head.kernel.name, this.#head.kernel).set(head.bias.name, this.#head.bias);
    }
    const of = (isTrainable: boolean) =>
      plan.parameters
        .filter(({ trainable }) => trainable === isTrainable)
        .map(({ name }) => variables.get(name) as Variable);
    this.#trained = of(true);
    this.#moving = of(false);
    const largest = Math.max(...plan.layers.map(({ output }) => elementsOf(output)));
    this.#embedImages = Math.max(1, Math.min(EMBED_IMAGES, Math.floor(EMBED_FLOATS / largest)));
    this.#weights = tf.zeros([plan.trainableSize]);
    this.#slots = Array.from({ length: slotCount(options.optimizer) }, () => tf.zeros([plan.trainableSize]));
    tf.tidy(() => {
      for (const variable of [...this.#trained, ...this.#moving]) variable.assign(tf.zerosLike(variable));
    });
  }

  /** Images, weights, slots and gradients, and every layer's activation and derivative. */
  memoryBytes(): number {
    const { layers, size, trainableSize } = this.#plan;
    const rows = rowsPerExample(this.#options.objective) * this.#options.batchSize;
    const activations = layers.reduce((sum, layer) => sum + elementsOf(layer.output), 0);
    return (
      4 * (this.#images?.tensor.size ?? 0) +
      4 * (2 * size + (this.#slots.length + 1) * trainableSize) +
      8 * rows * activations
    );
  }

  async load(store: ImageStore): Promise<void> {
    this.#store = store;
    this.#dropImages();
    if (!isResident(store, this.#options)) return;
    await this.#bring(allRows(store));
    this.#store = null;
  }

  async state(): Promise<TrainingState> {
    const { trainableSize, size } = this.#plan;
    const weights = new Float32Array(size);
    weights.set(await this.#weights.data());
    let at = trainableSize;
    for (const variable of this.#moving) {
      weights.set(await variable.data(), at);
      at += variable.size;
    }
    const slots = await Promise.all(this.#slots.map(async (slot) => Float32Array.from(await slot.data())));
    return { step: this.#step, weights, slots };
  }

  async restore(state: TrainingState): Promise<void> {
    const { tf } = this.#tensorflow;
    this.#step = state.step;
    this.#replace(
      tf.tensor1d(state.weights.slice(0, this.#plan.trainableSize)),
      state.slots.map((slot) => tf.tensor1d(slot.slice())),
    );
    tf.tidy(() => {
      let at = this.#plan.trainableSize;
      for (const variable of this.#moving) {
        variable.assign(tf.tensor1d(state.weights.slice(at, at + variable.size)));
        at += variable.size;
      }
    });
  }

  train(batch: Batch, learningRate: number): void | Promise<void> {
    if (this.#store === null) return this.#trainOn(batch, learningRate);
    return this.#bring(batch.rows, this.#step).then((rows) => this.#trainOn({ ...batch, rows }, learningRate));
  }

  #trainOn(batch: Batch, learningRate: number): void {
    const { tf } = this.#tensorflow;
    const { compared, gradients } = this.#differentiate(batch, this.#step);
    const figures = tf.tidy(() => {
      const soundness = this.#weights.sum().mul(0); // NaN where a weight isn't finite: a max-pool hides NaN
      return tf.stack([compared.loss.add(soundness), compared.correct]) as Tensor1D;
    });
    this.#figures.push(figures);
    this.#counts.push(exampleCount(batch.compared));
    this.#optimize(gradients, learningRate);
    tf.dispose([gradients, compared]);
  }

  async progress(): Promise<Progress> {
    const { tf } = this.#tensorflow;
    const [figures, counts] = [this.#figures, this.#counts];
    this.#figures = [];
    this.#counts = [];
    const progress = { steps: counts.length, examples: 0, lossSum: 0, correct: 0 };
    if (counts.length === 0) return progress;
    const all = tf.stack(figures);
    const values = await all.data();
    tf.dispose([all, figures]);
    for (const [i, count] of counts.entries()) {
      progress.examples += count;
      progress.lossSum += count * (values[2 * i] as number);
      progress.correct += values[2 * i + 1] as number;
    }
    return progress;
  }

  async inspect(batch: Batch): Promise<Inspection> {
    const { tf } = this.#tensorflow;
    const rows = await this.#bring(batch.rows);
    const moving = this.#moving.map((variable) => variable.clone());
    const { compared, gradients } = this.#differentiate({ ...batch, rows }, null);
    for (const [i, variable] of this.#moving.entries()) variable.assign(moving[i] as Tensor);
    const [loss] = await compared.loss.data();
    const inspection = {
      loss: loss as number,
      distances: Float32Array.from(await compared.distances.data()),
      gradients: Float32Array.from(await gradients.data()),
    };
    tf.dispose([moving, gradients, compared]);
    return inspection;
  }

  async applyGradients(given: Float32Array, learningRate: number): Promise<void> {
    const gradients = this.#tensorflow.tf.tensor1d(given.slice());
    this.#optimize(gradients, learningRate);
    gradients.dispose();
  }

  /** As many images at each time, the last with more of the first: how many rows there are may decide their bits. */
  async embed(indices: Int32Array): Promise<Float32Array> {
    const { tf } = this.#tensorflow;
    const { embeddingDim } = this.#plan;
    const embeddings = new Float32Array(indices.length * embeddingDim);
    const some = new Int32Array(this.#embedImages);
    for (let at = 0; at < indices.length; at += some.length) {
      const part = indices.subarray(at, at + some.length);
      some.set(part);
      const rows = await this.#bring(some);
      const result = tf.tidy(() => this.#tower.apply(this.#gather(rows), { training: false, maskOf: null }));
      embeddings.set((await result.data()).subarray(0, part.length * embeddingDim), at * embeddingDim);
      result.dispose();
    }
    return embeddings;
  }

  async close(): Promise<void> {
    this.#dropImages();
    this.#store = null;
    this.#tower.dispose();
    this.#tensorflow.tf.dispose([this.#weights, this.#slots, this.#figures, this.#head ?? []]);
  }

  /** In training mode, with the masks of this step, or without dropout. gradients [trainableSize], of the mean loss */
  #differentiate(batch: Batch, maskStep: number | null): { compared: Compared; gradients: Tensor1D } {
    const { tf } = this.#tensorflow;
    const masks = maskStep === null ? null : this.#masks;
    const { rows } = batch;
    return tf.tidy(() => {
      const images = this.#gather(rows);
      const mode: Mode = {
        training: true,
        maskOf: masks === null ? null : (layer) => masks.draw(layer, rows.length, maskStep as number),
      };
      let compared: Compared | undefined;
      const { grads } = tf.variableGrads(() => {
        const embeddings = this.#tower.apply(images, mode);
        const found = compare(this.#tensorflow, this.#options.objective, this.#head, embeddings, batch);
        compared = found.compared;
        for (const tensor of Object.values(compared)) tf.keep(tensor);
        return found.differentiated;
      }, [...this.#trained]);
      const gradients = tf.concat1d(this.#trained.map(({ name }) => (grads[name] as Tensor).flatten()));
      return { compared: compared as Compared, gradients };
    });
  }

  /** Uploads images that aren't resident. → where they lie among `#images`: [rows] */
  async #bring(rows: Int32Array, step?: number): Promise<Int32Array> {
    if (this.#store === null) return rows;
    this.#dropImages();
    this.#images = await uploadImages(this.#tensorflow, this.#store, rows, step);
    return rowRange(0, rows.length);
  }

  #dropImages(): void {
    this.#images?.tensor.dispose();
    this.#images = null;
  }

  #gather(indices: Int32Array): Tensor4D {
    if (this.#images === null) throw new Error('load() comes before any step.');
    return gatherImages(this.#tensorflow, this.#images, indices);
  }

  #optimize(gradients: Tensor1D, learningRate: number): void {
    const { tf } = this.#tensorflow;
    const { optimizer } = this.#options;
    this.#step++;
    const [weights, slots] = [this.#weights, this.#slots];
    const next = tf.tidy(() =>
      optimizerStep(tf, { optimizer, learningRate, step: this.#step, weights, slots, gradients }),
    );
    this.#replace(next.weights, next.slots);
  }

  /** Puts new weights and slots in the place of the old, and the trained variables where they are. */
  #replace(weights: Tensor1D, slots: Tensor1D[]): void {
    const { tf } = this.#tensorflow;
    tf.dispose([this.#weights, this.#slots]);
    this.#weights = weights;
    this.#slots = slots;
    tf.tidy(() => {
      const sizes = this.#trained.map(({ size }) => size);
      const parts = tf.split(weights, sizes);
      for (const [i, variable] of this.#trained.entries()) {
        variable.assign((parts[i] as Tensor1D).reshape(variable.shape));
      }
    });
  }
}
