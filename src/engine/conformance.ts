/**
 * Holds an engine to recorded cases: forward values, gradients, losses and weights after some steps, made by
 * another implementation (`test/golden` holds Keras's). A case file is JSON; its arrays are base64, row-major.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Examples, Images } from '../data/index.ts';
import { InputError, SiameseError } from '../errors/index.ts';
import { createPlan, type Plan } from '../network/index.ts';
import { type Network, type Objective, type Optimizer, resolveFragment } from '../spec/index.ts';
import type { Engine } from './contract.ts';

/**
 * How far an engine may be from a case, as ‖ours - theirs‖ (Euclidean, the whole array). An independent float32
 * implementation needed half of the gradients' at most, and a seventh of the weights'.
 */
export const tolerances = {
  /** of embeddings, probabilities and losses: share of ‖theirs‖ */
  values: 1e-4,
  /** of distances: share of ‖theirs‖ */
  distances: 3e-4,
  /** of each parameter's gradient: share of ‖it‖ … */
  gradient: 3e-4,
  /** … plus this share of ‖all gradients‖: some are zero but for rounding */
  allGradients: 1e-5,
  /** of all weights after training, together: share of ‖theirs - start‖ */
  weightsMoved: 1e-3,
  /** of weights after an optimizer alone: share of ‖theirs‖ */
  optimizedWeights: 1e-6,
} as const;

/** One compared array: passes where `error` ≤ `tolerance`. */
export interface Quantity {
  /** `embeddings`, `distances`, `gradient blocks/0/conv/kernel`, `losses`, `weightsAfter` … */
  readonly name: string;
  /** ‖ours - theirs‖ */
  readonly error: number;
  readonly tolerance: number;
}

export interface CaseResult {
  readonly file: string;
  readonly name: string;
  readonly engine: string;
  readonly quantities: readonly Quantity[];
  /** why the engine could not run the case; null where it did */
  readonly problem: string | null;
  readonly passed: boolean;
}

/**
 * Runs every case of a folder (its `*.json`, in the order of their names). All files are read before the first
 * runs: throws an InputError where the folder can't be read, holds no case, or a case is malformed.
 */
export async function* conformance(request: { folder: string; engine: Engine }): AsyncGenerator<CaseResult> {
  const { folder, engine } = request;
  const cases = caseFiles(folder).map((file) => readCase(join(folder, file)));
  for (const one of cases) yield await runCase(engine, one);
}

export async function runCase(engine: Engine, one: Case): Promise<CaseResult> {
  const about = { file: one.file, name: one.name, engine: engine.name };
  try {
    const quantities = one.kind === 'training' ? await runTraining(engine, one) : await runOptimizers(engine, one);
    return { ...about, quantities, problem: null, passed: quantities.every(passes) };
  } catch (error) {
    if (!(error instanceof SiameseError)) throw error;
    return { ...about, quantities: [], problem: error.message, passed: false };
  }
}

/** One line: the errors as shares of their tolerances, the worst of the gradients for all; above 1 misses. */
export function formatCase(result: CaseResult): string {
  const verdict = result.passed ? 'pass' : 'MISS';
  if (result.problem !== null) return `${verdict}  ${result.name}  ${result.problem}`;
  const shown = new Map<string, Quantity>();
  for (const quantity of result.quantities) {
    const [kind] = quantity.name.split(' ') as [string];
    const before = shown.get(kind);
    if (before === undefined || !(shareOf(quantity) <= shareOf(before))) shown.set(kind, quantity);
  }
  const figures = [...shown].map(([kind, quantity]) => {
    const named = passes(quantity) ? kind : quantity.name;
    return `${named} ${formatShare(shareOf(quantity))}`;
  });
  return `${verdict}  ${result.name}  ${figures.join('  ')}`;
}

// ── running ──────────────────────────────────────────────────────────────────────────────────────────────────

async function runTraining(engine: Engine, one: TrainingCase): Promise<Quantity[]> {
  const { plan, objective, optimizer, images, batches, expected } = one;
  const batchSize = Math.max(...batches.map((batch) => (batch.kind === 'pairs' ? batch.left : batch.anchor).length));
  const session = await engine.open(plan, { objective, optimizer, seed: 0, batchSize });
  try {
    await session.load(images);
    await session.restore({ ...(await session.state()), weights: one.weights });
    const all = Int32Array.from({ length: images.shape[0] }, (_, i) => i);

    const embeddings = await session.embed(all);
    const first = await session.inspect(batches[0] as Examples);
    const losses: number[] = [];
    for (const batch of batches) {
      session.train(batch, optimizer.learningRate);
      const { lossSum, examples } = await session.progress();
      losses.push(lossSum / examples);
    }
    const weightsAfter = (await session.state()).weights;
    const embeddingsAfter = await session.embed(all);

    const { firstStep } = expected;
    const { distances, probabilities } = firstStep;
    return [
      relative('embeddings', embeddings, expected.embeddings, tolerances.values),
      relative('distances', first.distances, distances, tolerances.distances),
      ...(probabilities === null
        ? []
        : [relative('probabilities', probabilitiesOf(one, first.distances), probabilities, tolerances.values)]),
      relative('loss', [first.loss], [firstStep.loss], tolerances.values),
      ...gradientQuantities(plan, first.gradients, firstStep.gradients),
      relative('losses', losses, expected.losses, tolerances.values),
      {
        name: 'weightsAfter',
        error: distanceOf(weightsAfter, expected.weightsAfter),
        tolerance: tolerances.weightsMoved * distanceOf(expected.weightsAfter, one.weights),
      },
      relative('embeddingsAfter', embeddingsAfter, expected.embeddingsAfter, tolerances.values),
    ];
  } finally {
    await session.close();
  }
}

/** Each parameter's gradient on its own.    ours, theirs [plan.trainableSize] */
export function gradientQuantities(plan: Plan, ours: Float32Array, theirs: Float32Array): Quantity[] {
  const all = normOf(theirs);
  return plan.parameters
    .filter((parameter) => parameter.trainable)
    .map(({ name, offset, size }) => {
      const its = theirs.subarray(offset, offset + size);
      return {
        name: `gradient ${name}`,
        error: distanceOf(ours.subarray(offset, offset + size), its),
        tolerance: tolerances.gradient * normOf(its) + tolerances.allGradients * all,
      };
    });
}

/** From the engine's distances and the case's head. */
function probabilitiesOf({ plan, weights }: TrainingCase, distances: Float32Array): Float64Array {
  const [kernel, bias] = plan.head === null ? [0, 0] : [plan.head.kernel.offset, plan.head.bias.offset];
  return Float64Array.from(distances, (d) => 1 / (1 + Math.exp(-((weights[kernel] ?? 0) * d + (weights[bias] ?? 0)))));
}

/** A session of a network with enough parameters takes the place of the case's; the parameters left over stay 0. */
async function runOptimizers(engine: Engine, one: OptimizersCase): Promise<Quantity[]> {
  const objective: Objective = { loss: 'contrastive', distance: 'euclidean', margin: 1 };
  const plan = createPlan(networkWithAtLeast(one.weights.length), objective);
  const padded = (values: Float32Array, size: number) => {
    const flat = new Float32Array(size);
    flat.set(values);
    return flat;
  };
  const quantities: Quantity[] = [];
  for (const { label, optimizer, weightsAfter } of one.cases) {
    const session = await engine.open(plan, { objective, optimizer, seed: 0, batchSize: 1 });
    try {
      await session.restore({ ...(await session.state()), weights: padded(one.weights, plan.size) });
      for (const gradients of one.gradients) {
        await session.applyGradients(padded(gradients, plan.trainableSize), optimizer.learningRate);
      }
      const ours = (await session.state()).weights.subarray(0, one.weights.length);
      quantities.push(relative(label, ours, weightsAfter, tolerances.optimizedWeights));
    } finally {
      await session.close();
    }
  }
  return quantities;
}

/** A pixel, one convolution of 2 parameters, and an embedding of as many as are missing. */
function networkWithAtLeast(parameters: number): Network {
  return {
    inputShape: [1, 1, 1],
    blocks: [
      {
        filters: 1,
        kernelSize: [1, 1],
        strides: [1, 1],
        padding: 'same',
        activation: 'linear',
        pool: null,
        batchNorm: false,
        dropout: 0,
      },
    ],
    reduce: 'flatten',
    embeddingDim: Math.max(1, Math.ceil((parameters - 2) / 2)),
    normalize: false,
  };
}

// ── errors ───────────────────────────────────────────────────────────────────────────────────────────────────

function relative(name: string, ours: ArrayLike<number>, theirs: ArrayLike<number>, tolerance: number): Quantity {
  return { name, error: distanceOf(ours, theirs), tolerance: tolerance * normOf(theirs) };
}

/** NaN doesn't pass. */
export function passes(quantity: Quantity): boolean {
  return quantity.error <= quantity.tolerance;
}

/** ‖ours - theirs‖; infinite where the lengths differ */
export function distanceOf(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  if (ours.length !== theirs.length) return Number.POSITIVE_INFINITY;
  let squares = 0;
  for (let i = 0; i < theirs.length; i++) squares += ((ours[i] as number) - (theirs[i] as number)) ** 2;
  return Math.sqrt(squares);
}

export function normOf(values: ArrayLike<number>): number {
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] as number) ** 2;
  return Math.sqrt(squares);
}

function shareOf({ error, tolerance }: Quantity): number {
  return error === 0 ? 0 : error / tolerance;
}

function formatShare(share: number): string {
  if (!Number.isFinite(share)) return String(share);
  return share < 0.001 && share > 0 ? '<0.001' : share.toFixed(3);
}

// ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────

export interface TrainingCase {
  readonly kind: 'training';
  readonly file: string;
  readonly name: string;
  readonly plan: Plan;
  readonly objective: Objective;
  readonly optimizer: Optimizer;
  readonly images: Images;
  /** [plan.size] */
  readonly weights: Float32Array;
  readonly batches: readonly Examples[];
  readonly expected: {
    /** inference mode, before the first step: [images, embeddingDim] */
    readonly embeddings: Float32Array;
    /** of the first batch, before the first step */
    readonly firstStep: {
      readonly distances: Float32Array;
      readonly probabilities: Float32Array | null;
      readonly loss: number;
      /** [plan.trainableSize] */
      readonly gradients: Float32Array;
    };
    /** each step's */
    readonly losses: readonly number[];
    /** [plan.size] */
    readonly weightsAfter: Float32Array;
    readonly embeddingsAfter: Float32Array;
  };
}

export interface OptimizersCase {
  readonly kind: 'optimizers';
  readonly file: string;
  readonly name: string;
  /** all parameters, one after another */
  readonly weights: Float32Array;
  /** of each step */
  readonly gradients: readonly Float32Array[];
  readonly cases: readonly {
    readonly label: string;
    readonly optimizer: Optimizer;
    readonly weightsAfter: Float32Array;
  }[];
}

export type Case = TrainingCase | OptimizersCase;

/** The case files of a folder, by name. */
export function caseFiles(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (cause) {
    throw new InputError(`The folder ${folder} can't be read: ${(cause as Error).message}.`, { cause });
  }
  const files = names.filter((name) => name.endsWith('.json')).sort();
  if (files.length === 0) throw new InputError(`The folder ${folder} holds no conformance case (no *.json).`);
  return files;
}

/** Throws an InputError that names the file and the place in it. */
export function readCase(file: string): Case {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new InputError(`${file} is not a conformance case: ${(cause as Error).message}.`, { cause });
  }
  const root = new Field(file, '', content);
  const format = root.at('format').value;
  if (format !== 1) throw root.at('format').wrong(`is ${JSON.stringify(format)}; this version reads 1`);
  const kind = root.at('kind').value;
  if (kind === 'training') return readTraining(root);
  if (kind === 'optimizers') return readOptimizers(root);
  throw root.at('kind').wrong(`is ${JSON.stringify(kind)}; it must be "training" or "optimizers"`);
}

function readTraining(root: Field): TrainingCase {
  const network = root.at('network').fragment<Network>('network');
  const objective = root.at('objective').fragment<Objective>('objective');
  const optimizer = root.at('optimizer').fragment<Optimizer>('optimizer');
  const plan = createPlan(network, objective);
  const images = readImages(root.at('images'), network.inputShape);
  const count = images.shape[0];
  const batches = root
    .at('batches')
    .items()
    .map((batch) => readBatch(batch, objective, count));
  const [firstBatch] = batches;
  if (firstBatch === undefined) throw root.at('batches').wrong('is empty; at least one is needed');

  const expected = root.at('expected');
  const firstStep = expected.at('firstStep');
  const losses = expected
    .at('losses')
    .items()
    .map((loss) => loss.number());
  if (losses.length !== batches.length) {
    throw expected.at('losses').wrong(`has ${losses.length} numbers, but there are ${batches.length} batches`);
  }
  const pairsOrTriplets = firstBatch.kind === 'pairs' ? firstBatch.left.length : firstBatch.anchor.length;
  const distances = (firstBatch.kind === 'pairs' ? 1 : 2) * pairsOrTriplets;
  return {
    kind: 'training',
    file: root.file,
    name: root.at('name').string(),
    plan,
    objective,
    optimizer,
    images,
    weights: readWeights(root.at('weights'), plan, plan.size),
    batches,
    expected: {
      embeddings: expected.at('embeddings').floats(count * plan.embeddingDim),
      firstStep: {
        distances: firstStep.at('distances').floats(distances),
        probabilities: plan.head === null ? null : firstStep.at('probabilities').floats(distances),
        loss: firstStep.at('loss').number(),
        gradients: readWeights(firstStep.at('gradients'), plan, plan.trainableSize),
      },
      losses,
      weightsAfter: readWeights(expected.at('weightsAfter'), plan, plan.size),
      embeddingsAfter: expected.at('embeddingsAfter').floats(count * plan.embeddingDim),
    },
  };
}

function readOptimizers(root: Field): OptimizersCase {
  const names = Object.keys(root.at('weights').object());
  const flat = (node: Field): Float32Array => {
    const parts = names.map((name) => node.at(name).floats(null));
    return Float32Array.from(parts.flatMap((part) => [...part]));
  };
  const weights = flat(root.at('weights'));
  const sized = (node: Field): Float32Array => {
    const values = flat(node);
    if (values.length !== weights.length) {
      throw node.wrong(`holds ${values.length} numbers, but the weights are ${weights.length}`);
    }
    return values;
  };
  return {
    kind: 'optimizers',
    file: root.file,
    name: root.at('name').string(),
    weights,
    gradients: root.at('gradients').items().map(sized),
    cases: root
      .at('cases')
      .items()
      .map((one) => ({
        label: JSON.stringify(one.at('optimizer').value).replaceAll(/["{}]/g, '').replace('name:', ''),
        optimizer: one.at('optimizer').fragment<Optimizer>('optimizer'),
        weightsAfter: sized(one.at('weightsAfter')),
      })),
  };
}

function readImages(node: Field, inputShape: Network['inputShape']): Images {
  const shape = node
    .at('shape')
    .items()
    .map((size) => size.number());
  if (shape.length !== 4 || shape.slice(1).join() !== inputShape.join()) {
    throw node.at('shape').wrong(`is [${shape}]; after the count it must be network.inputShape, [${inputShape}]`);
  }
  const bytes = new Uint8Array(Buffer.from(node.at('uint8').string(), 'base64'));
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  if (bytes.length !== size) throw node.at('uint8').wrong(`holds ${bytes.length} bytes, but the shape needs ${size}`);
  return { shape: shape as [number, number, number, number], bytes };
}

function readBatch(node: Field, objective: Objective, imageCount: number): Examples {
  const images = (key: string) => Int32Array.from(node.at(key).items(), (item) => item.integerBelow(imageCount));
  const sameLength = <T extends Examples>(examples: T, first: Int32Array, ...others: ArrayLike<number>[]): T => {
    if (first.length === 0) throw node.wrong('is empty');
    if (others.some((other) => other.length !== first.length)) throw node.wrong('has lists of different lengths');
    return examples;
  };
  if (objective.loss === 'triplet') {
    const [anchor, positive, negative] = [images('anchor'), images('positive'), images('negative')];
    return sameLength({ kind: 'triplets', anchor, positive, negative }, anchor, positive, negative);
  }
  const [left, right] = [images('left'), images('right')];
  const isSame = Uint8Array.from(node.at('isSame').items(), (item) => item.integerBelow(2));
  return sameLength({ kind: 'pairs', left, right, isSame }, left, right, isSame);
}

/** The parameters below `size` in the flat vector, each by its name. → [size] */
function readWeights(node: Field, plan: Plan, size: number): Float32Array {
  const flat = new Float32Array(size);
  const expected = plan.parameters.filter((parameter) => parameter.offset < size);
  const unknown = Object.keys(node.object()).find((name) => !expected.some((parameter) => parameter.name === name));
  if (unknown !== undefined) throw node.at(unknown).wrong('is not a parameter of this network');
  for (const parameter of expected) flat.set(node.at(parameter.name).floats(parameter.size), parameter.offset);
  return flat;
}

/** A value in a case file that knows its place, for errors. */
class Field {
  readonly file: string;
  readonly path: string;
  readonly value: unknown;

  constructor(file: string, path: string, value: unknown) {
    this.file = file;
    this.path = path;
    this.value = value;
  }

  wrong(what: string): InputError {
    return new InputError(`${this.file}: ${this.path || 'the file'} ${what}.`);
  }

  object(): Record<string, unknown> {
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value)) {
      throw this.wrong('must be an object');
    }
    return this.value as Record<string, unknown>;
  }

  /** Throws where the key is missing. */
  at(key: string): Field {
    const node = new Field(this.file, this.path === '' ? key : `${this.path}.${key}`, this.object()[key]);
    if (node.value === undefined) throw node.wrong('is missing');
    return node;
  }

  items(): Field[] {
    if (!Array.isArray(this.value)) throw this.wrong('must be a list');
    return this.value.map((item, i) => new Field(this.file, `${this.path}[${i}]`, item));
  }

  string(): string {
    if (typeof this.value !== 'string') throw this.wrong('must be a string');
    return this.value;
  }

  number(): number {
    if (typeof this.value !== 'number') throw this.wrong('must be a number');
    return this.value;
  }

  integerBelow(limit: number): number {
    const value = this.number();
    if (Number.isInteger(value) && value >= 0 && value < limit) return value;
    throw this.wrong(`is ${value}; it must be a whole number from 0 to ${limit - 1}`);
  }

  /** `{ shape, float32 }`, of `size` numbers, or of any where that is null. */
  floats(size: number | null): Float32Array {
    const shape = this.at('shape')
      .items()
      .map((dimension) => dimension.number());
    const shapeSize = shape.reduce((product, dimension) => product * dimension, 1);
    if (size !== null && shapeSize !== size)
      throw this.at('shape').wrong(`is [${shape}], but ${size} numbers are needed`);
    const bytes = new Uint8Array(Buffer.from(this.at('float32').string(), 'base64'));
    if (bytes.length !== 4 * shapeSize) {
      throw this.at('float32').wrong(`holds ${bytes.length} bytes, but the shape [${shape}] needs ${4 * shapeSize}`);
    }
    return new Float32Array(bytes.buffer); // little-endian, as every machine that runs Node
  }

  /** Long form with the defaults filled in. */
  fragment<T>(what: 'network' | 'objective' | 'optimizer'): T {
    try {
      return resolveFragment(what, this.value) as T;
    } catch (cause) {
      if (!(cause instanceof InputError)) throw cause;
      throw new InputError(`${this.file}: ${this.path} is not valid. ${cause.message}`, { cause });
    }
  }
}
