/** What every engine refuses, in the same words: `checked` stands before each implementation, which need not look again. */
import { type Batch, columnsOf, exampleCount, exampleKinds, type ImageStore, labelsOf } from '../../data/index.ts';
import { InputError } from '../../errors/index.ts';
import type { Optimizer } from '../../experiment/index.ts';
import type { Plan } from '../../network/index.ts';
import { lossOf } from '../../objective/index.ts';
import type { Device, Engine, Inspection, Progress, Session, SessionOptions, TrainingState } from './contract.ts';
import { slotCount } from './optimizers.ts';

/** The engine, its sessions refusing with an InputError what doesn't fit them. */
export function checked(engine: Engine): Engine {
  return {
    name: engine.name,
    availability: () => engine.availability(),
    ...(engine.memoryNeeded === undefined ? {} : { memoryNeeded: engine.memoryNeeded }),
    async open(plan, options) {
      return new CheckedSession(await engine.open(plan, options), plan, options);
    },
  };
}

class CheckedSession implements Session {
  readonly build: string;
  readonly device: Device;
  readonly arithmetic: string;
  readonly threads: number;
  readonly #session: Session;
  readonly #plan: Plan;
  readonly #options: SessionOptions;
  #imageCount = 0;

  constructor(session: Session, plan: Plan, options: SessionOptions) {
    this.build = session.build;
    this.device = session.device;
    this.arithmetic = session.arithmetic;
    this.threads = session.threads;
    this.#session = session;
    this.#plan = plan;
    this.#options = options;
  }

  memoryBytes(): number {
    return this.#session.memoryBytes();
  }

  async load(store: ImageStore): Promise<void> {
    checkShape(this.#plan, store);
    this.#imageCount = 0; // a read that fails leaves no store, nor half of one
    await this.#session.load(store);
    this.#imageCount = store.labels.length;
  }

  state(): Promise<TrainingState> {
    return this.#session.state();
  }

  async restore(state: TrainingState): Promise<void> {
    checkState(this.#plan, this.#options.optimizer, state);
    await this.#session.restore(state);
  }

  train(batch: Batch, learningRate: number): void | Promise<void> {
    checkBatch(this.#options, this.#imageCount, batch);
    return this.#session.train(batch, learningRate);
  }

  progress(): Promise<Progress> {
    return this.#session.progress();
  }

  async inspect(batch: Batch): Promise<Inspection> {
    checkBatch(this.#options, this.#imageCount, batch);
    return this.#session.inspect(batch);
  }

  async applyGradients(gradients: Float32Array, learningRate: number): Promise<void> {
    const { trainableSize } = this.#plan;
    if (gradients.length !== trainableSize) {
      throw new InputError(`There are ${gradients.length} gradients, but the network trains ${trainableSize} weights.`);
    }
    await this.#session.applyGradients(gradients, learningRate);
  }

  async embed(indices: Int32Array): Promise<Float32Array> {
    checkIndices(this.#imageCount, indices);
    return this.#session.embed(indices);
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}

function checkState(plan: Plan, optimizer: Optimizer, state: TrainingState): void {
  const slots = slotCount(optimizer);
  if (state.weights.length !== plan.size) {
    throw new InputError(`The state has ${state.weights.length} weights, but the network has ${plan.size}.`);
  }
  if (state.slots.length !== slots || state.slots.some((slot) => slot.length !== plan.trainableSize)) {
    const sizes = state.slots.map((slot) => slot.length).join(', ');
    throw new InputError(
      `The state's optimizer arrays have the sizes [${sizes}], but ${optimizer.name} keeps ${slots} of ${plan.trainableSize}.`,
    );
  }
  if (!Number.isSafeInteger(state.step) || state.step < 0) {
    throw new InputError(`The state's step is ${state.step}; it must be a whole number, 0 or more.`);
  }
}

function checkShape(plan: Plan, { shape }: ImageStore): void {
  const [found, expected] = [shape, plan.inputShape].map(
    ({ height, width, channels }) => `${height}×${width}×${channels}`,
  );
  if (found !== expected) throw new InputError(`The images are ${found}, but network.inputShape is ${expected}.`);
}

function checkIndices(imageCount: number, indices: Int32Array): void {
  for (const index of indices) {
    if (index >= 0 && index < imageCount) continue;
    const loaded = imageCount === 0 ? 'none are loaded' : `${imageCount} are loaded: 0 to ${imageCount - 1}`;
    throw new InputError(`Image ${index} is asked for, but ${loaded}.`);
  }
}

function checkBatch({ objective, batchSize }: SessionOptions, imageCount: number, { rows, compared }: Batch): void {
  const expected = lossOf(objective).examples;
  const { kind } = compared;
  if (kind !== expected) {
    throw new InputError(`${objective.loss} compares ${expected}, but the batch has ${kind}.`);
  }
  const count = exampleCount(compared);
  if (count < 1 || count > batchSize) {
    throw new InputError(`The batch has ${count} ${kind}, but the session was opened for 1 to ${batchSize}.`);
  }
  checkIndices(imageCount, rows);
  const columns = columnsOf(compared);
  const lists = exampleKinds[kind].isLabelled ? [...columns, labelsOf(compared)] : columns;
  if (lists.some(({ length }) => length !== count)) {
    const lengths = lists.map(({ length }) => length).join(', ');
    throw new InputError(`The batch's lists have the lengths ${lengths}; they must be equal.`);
  }
  const isLaidOut = columns.every((column, part) => column.every((row, i) => row === part * count + i));
  if (rows.length !== columns.length * count || !isLaidOut) {
    throw new InputError(`The batch's ${rows.length} rows don't lie part after part of its ${count} ${kind}.`);
  }
}
