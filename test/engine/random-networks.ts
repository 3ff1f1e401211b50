/**
 * Random small networks with everything that an experiment file can say, and the comparison of an engine with the
 * reference on one: a look at a step, some training with dropout, and embeddings before and after.
 */
import fc from 'fast-check';
import { type Batch, batchOf, type Images, memoryStore } from '../../src/data/index.ts';
import {
  distanceOf,
  gradientQuantities,
  normOf,
  passes,
  type Quantity,
  tolerances,
} from '../../src/engine/conformance/quantities.ts';
import type { Engine, Inspection, Progress, Session, TrainingState } from '../../src/engine/index.ts';
import { type BatchResult, ReferenceSession, referenceEngine } from '../../src/engine/reference/index.ts';
import type { Activation, Block, Network, Objective, Optimizer, Pool, Size } from '../../src/experiment/index.ts';
import { initialWeights, type Plan } from '../../src/network/index.ts';
import { convExtent } from '../../src/network/layers/conv.ts';
import { poolExtent } from '../../src/network/layers/pool.ts';
import { planOf } from '../../src/objective/index.ts';
import { bitsAt, integerAt, purpose, type StreamKey, streamKey, uniformAt } from '../../src/random/index.ts';

export interface RandomCase {
  readonly network: Network;
  readonly objective: Objective;
  readonly optimizer: Optimizer;
  /** of weights, images, batches and dropout */
  readonly seed: number;
  readonly imageCount: number;
  /** examples of each step; the last may be a smaller batch, as in training */
  readonly batchSizes: readonly number[];
}

// ── drawing ──────────────────────────────────────────────────────────────────────────────────────────────────

const upTo = (most: number) => fc.integer({ min: 1, max: most });
const sizes = (most: number): fc.Arbitrary<Size> => fc.tuple(upTo(most), upTo(most));
/** square kernels are what people use */
const mostlySquare = (most: number): fc.Arbitrary<Size> =>
  fc.oneof(
    upTo(most).map((size): Size => [size, size]),
    sizes(most),
  );

const anyBlock: fc.Arbitrary<Block> = fc.record({
  filters: fc.oneof(upTo(9), fc.constantFrom(4, 8, 16, 17)),
  kernelSize: mostlySquare(5),
  strides: fc.oneof({ weight: 3, arbitrary: fc.constant<Size>([1, 1]) }, { weight: 1, arbitrary: sizes(3) }),
  padding: fc.constantFrom('same', 'valid'),
  activation: fc.constantFrom<Activation>('linear', 'relu', 'leakyRelu', 'elu', 'tanh', 'sigmoid', 'relu'),
  pool: fc.option(fc.record<Pool>({ type: fc.constantFrom('max', 'average'), size: mostlySquare(3) }), { nil: null }),
  batchNorm: fc.boolean(),
  dropout: fc.constantFrom(0, 0, 0.1, 0.3, 0.5, 0.75),
});

/** What most people write, and engines have faster ways for: relu under a 2×2 max-pool, filters in whole vectors. */
const usualBlock: fc.Arbitrary<Block> = fc
  .tuple(anyBlock, fc.constantFrom(1, 2, 3, 5), fc.constantFrom(3, 8, 16, 17, 32))
  .map(([given, kernel, filters]) => ({
    ...given,
    filters,
    kernelSize: [kernel, kernel],
    strides: [1, 1],
    activation: 'relu',
    pool: { type: 'max', size: [2, 2] },
  }));

const block = fc.oneof({ weight: 2, arbitrary: anyBlock }, { weight: 1, arbitrary: usualBlock });

export const networks: fc.Arbitrary<Network> = fc
  .record({
    inputShape: fc.tuple(fc.integer({ min: 3, max: 13 }), fc.integer({ min: 3, max: 13 }), upTo(4)),
    blocks: fc.array(block, { minLength: 1, maxLength: 3 }),
    reduce: fc.constantFrom('globalAverage', 'globalMax', 'flatten'),
    embeddingDim: fc.oneof(upTo(9), fc.constantFrom(16, 19)),
    normalize: fc.boolean(),
  })
  .map((network): Network => ({ ...network, blocks: fitting(network.inputShape, network.blocks) }));

export const objectives: fc.Arbitrary<Objective> = fc
  .record({
    loss: fc.constantFrom('binaryCrossentropy', 'contrastive', 'triplet'),
    distance: fc.constantFrom('euclidean', 'manhattan', 'cosine'),
    margin: fc.constantFrom(0.3, 1, 2.5),
  })
  .map(({ loss, distance, margin }) =>
    loss === 'binaryCrossentropy' ? { loss, distance } : { loss, distance, margin },
  );

const globalClipNorm = fc.constantFrom(null, null, 0.01, 1, 100);
/** Not Keras's 1e-7: with it a gradient that is 0 but for rounding moves its weight as far as any other. */
const epsilon = fc.constantFrom(1e-3, 1e-2);
const learningRate = fc.constantFrom(1e-3, 1e-2);
const betas = { beta1: fc.constantFrom(0.8, 0.9), beta2: fc.constantFrom(0.99, 0.999), epsilon };

export const optimizers: fc.Arbitrary<Optimizer> = fc.oneof(
  fc.record({
    name: fc.constant('sgd'),
    learningRate,
    momentum: fc.constantFrom(0, 0.9),
    nesterov: fc.boolean(),
    globalClipNorm,
  }),
  fc.record({ name: fc.constant('rmsprop'), learningRate, rho: fc.constantFrom(0.8, 0.9), epsilon, globalClipNorm }),
  fc.record({ name: fc.constant('adam'), learningRate, ...betas, globalClipNorm }),
  fc.record({
    name: fc.constant('adamw'),
    learningRate,
    ...betas,
    weightDecay: fc.constantFrom(0.004, 0.1),
    globalClipNorm,
  }),
);

export const randomCases: fc.Arbitrary<RandomCase> = fc
  .record({
    network: networks,
    objective: objectives,
    optimizer: optimizers,
    seed: fc.integer({ min: 0, max: 0x7fffffff }),
    imageCount: fc.integer({ min: 3, max: 9 }),
    batchSizes: fc.array(upTo(5), { minLength: 1, maxLength: 3 }),
  })
  .map((one): RandomCase => {
    // an embedding of one number has no direction: brought to unit length, it is 1 or -1 but for rounding
    const directed = one.network.normalize || one.objective.distance === 'cosine';
    const embeddingDim = Math.max(one.network.embeddingDim, directed ? 2 : 1);
    return { ...one, network: { ...one.network, embeddingDim } };
  });

/** Turns what doesn't fit into what does: a valid kernel that is too large pads, a pool that leaves nothing goes. */
function fitting(inputShape: Network['inputShape'], blocks: Block[]): Block[] {
  let extent = { height: inputShape[0], width: inputShape[1] };
  const holds = ([height, width]: Size) => height <= extent.height && width <= extent.width;
  return blocks.map((given) => {
    const padding = holds(given.kernelSize) ? given.padding : 'same';
    extent = convExtent(extent, { ...given, padding });
    const pool = given.pool !== null && holds(given.pool.size) ? given.pool : null;
    if (pool !== null) extent = poolExtent(extent, pool.size);
    return { ...given, padding, pool };
  });
}

// ── the case's data, from its seed ───────────────────────────────────────────────────────────────────────────

/** Noise, so that no two patches are alike: ties are nowhere but at 0. */
export function imagesOf({ network, seed, imageCount }: RandomCase): Images {
  const key = streamKey(seed, purpose.limit, 1);
  const shape = [imageCount, ...network.inputShape] as const;
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  return { shape, bytes: Uint8Array.from({ length: size }, (_, i) => bitsAt(key, i) >>> 24) };
}

/** Glorot kernels; biases and beta about 0, gamma and variances about 1, as after some training. → [plan.size] */
export function weightsOf(plan: Plan, seed: number): Float32Array {
  const weights = initialWeights(plan, seed);
  const key = streamKey(seed, purpose.limit, 2);
  for (const { name, offset, size } of plan.parameters) {
    if (name.endsWith('kernel')) continue;
    for (let i = offset; i < offset + size; i++) {
      weights[i] = (weights[i] as number) + 0.4 * (uniformAt(key, i) - 0.5);
    }
  }
  return weights;
}

/**
 * No image with itself, and no positive that is the negative: where distances are 0 or cancel but for rounding, so
 * do the gradients.
 */
export function batchesOf({ objective, seed, imageCount, batchSizes }: RandomCase): Batch[] {
  return batchSizes.map((count, step) => {
    const key = streamKey(seed, purpose.partner, step);
    const first = Int32Array.from({ length: count }, (_, i) => integerAt(key, i, imageCount));
    const hop = first.map((_, i) => 1 + integerAt(key, 1000 + i, imageCount - 1)); // 1 … imageCount - 1
    const second = first.map((index, i) => (index + (hop[i] as number)) % imageCount);
    if (objective.loss === 'triplet') {
      const third = first.map((index, i) => {
        const other = 1 + integerAt(key, 2000 + i, imageCount - 2);
        return (index + (other < (hop[i] as number) ? other : other + 1)) % imageCount;
      });
      return batchOf({ kind: 'triplets', anchor: first, positive: second, negative: third });
    }
    const isSame = Uint8Array.from(first, (_, i) => bitsAt(key, 3000 + i) & 1);
    return batchOf({ kind: 'pairs', left: first, right: second, isSame });
  });
}

// ── comparing ────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Compares an engine with an oracle (the reference, as a rule) on a case. A network may lie where its result jumps
 * (a pool's near tie, relu near 0, a hinge) or where terms cancel (a bias before batch normalisation), and Adam makes
 * steps of what rounding leaves. So each tolerance is that of conformance plus `jumpSlack` times what the reference's
 * own result changes when its weights, images and gradients move by a few times float32's rounding, up and down.
 * Throws an Error that lists what missed.
 */
export async function compareEngines(
  engine: Engine,
  oracle: Engine,
  one: RandomCase,
  options: { threads?: number } = {},
): Promise<void> {
  const misses = (await comparison(engine, oracle, one, options)).filter((quantity) => !passes(quantity));
  if (misses.length === 0) return;
  const lines = misses.map(({ name, error, tolerance }) => `${name}: ${error} (at most ${tolerance})`);
  throw new Error(`${engine.name} and ${oracle.name} differ.\n${lines.join('\n')}`);
}

/** Weights (relative) and pixels (absolute) move by this: some ten times float32's rounding … */
const jumpReach = 2 ** -20;
/** … and each gradient by this share of ‖all gradients‖ + `gradientScale`, what is usual for one. */
const gradientReach = 2 ** -20;
const gradientScale = 1;
const jumpSlack = 3;
/** What float32's rounding alone makes of a - b and of 1 - â·b̂, for numbers about 1 … */
const distanceRounding = 5e-7;
/** … and of weights stored after each step: share of ‖weights‖. */
const storageRounding = 2 ** -23;

async function comparison(
  engine: Engine,
  oracle: Engine,
  one: RandomCase,
  options: { threads?: number },
): Promise<Quantity[]> {
  const plan = planOf(one.network, one.objective);
  const start = weightsOf(plan, one.seed);
  const ours = await observe(engine, plan, one, start, options);
  const theirs = await observe(oracle, plan, one, start);
  const moved: Observation[] = [];
  for (const sign of [1, -1]) {
    const key = streamKey(one.seed, purpose.limit, 3);
    const weights = start.map((weight, i) => weight * (1 + sign * jumpReach * signAt(key, i)));
    moved.push(await observe(movedReference(one.seed, sign), plan, one, weights));
  }

  const jump = (of: (observation: Observation) => ArrayLike<number>) =>
    jumpSlack * Math.max(...moved.map((observation) => distanceOf(of(observation), of(theirs))));
  const compare = (name: string, of: (observation: Observation) => ArrayLike<number>, tolerance: number): Quantity => ({
    name,
    error: distanceOf(of(ours), of(theirs)),
    tolerance: tolerance * normOf(of(theirs)) + jump(of),
  });
  const { values, distances, weightsMoved } = tolerances;
  const rounding = distanceRounding * Math.sqrt(theirs.inspection.distances.length);
  const corrects = [theirs, ...moved].map((o) => o.progress.correct);
  return [
    compare('embeddings', (o) => o.embeddings, values),
    withRounding(
      compare('distances', (o) => o.inspection.distances, distances),
      rounding,
    ),
    withRounding(
      compare('loss', (o) => [o.inspection.loss], values),
      rounding,
    ),
    ...gradientQuantities(plan, ours.inspection.gradients, theirs.inspection.gradients).map((quantity) => {
      const parameter = plan.parameters.find(({ name }) => quantity.name.endsWith(` ${name}`));
      if (parameter === undefined) throw new Error(quantity.name);
      const { offset, size } = parameter;
      const slack = jump((o) => o.inspection.gradients.subarray(offset, offset + size));
      return withRounding(quantity, slack);
    }),
    exactly('state changed by inspect', distanceOf(ours.weightsInspected, start), 0),
    exactly('steps', ours.progress.steps, theirs.progress.steps),
    exactly('examples', ours.progress.examples, theirs.progress.examples),
    exactly('state.step', ours.after.step, theirs.after.step),
    exactly('slots', ours.after.slots.length, theirs.after.slots.length),
    between('correct', ours.progress.correct, Math.min(...corrects), Math.max(...corrects)),
    withRounding(
      compare('lossSum', (o) => [o.progress.lossSum], values),
      rounding * theirs.progress.examples,
    ),
    withRounding(
      compare('weights moved', (o) => o.moves, weightsMoved),
      storageRounding * one.batchSizes.length * normOf(theirs.after.weights),
    ),
    ...theirs.after.slots.map((_, i) => compare(`slot ${i}`, (o) => o.after.slots[i] ?? [], weightsMoved)),
    compare('embeddingsAfter', (o) => o.embeddingsAfter, values),
  ];
}

interface Observation {
  readonly embeddings: Float32Array;
  readonly inspection: Inspection;
  /** after `inspect`, before the first step */
  readonly weightsInspected: Float32Array;
  readonly progress: Progress;
  readonly after: TrainingState;
  /** weights after - weights before */
  readonly moves: Float64Array;
  readonly embeddingsAfter: Float32Array;
}

async function observe(
  engine: Engine,
  plan: Plan,
  one: RandomCase,
  weights: Float32Array,
  options: { threads?: number } = {},
): Promise<Observation> {
  const { objective, optimizer, seed, imageCount, batchSizes } = one;
  const session = await engine.open(plan, {
    objective,
    optimizer,
    seed,
    batchSize: Math.max(...batchSizes),
    ...options,
  });
  try {
    await session.load(memoryStore(imagesOf(one)));
    // some way into training, so that Adam's correction is not that of its first steps alone
    await session.restore({ ...(await session.state()), step: 3, weights });
    const all = Int32Array.from({ length: imageCount }, (_, i) => i);
    const batches = batchesOf(one);
    const embeddings = await session.embed(all);
    const inspection = await session.inspect(batches[0] as Batch);
    const weightsInspected = (await session.state()).weights;
    for (const batch of batches) await session.train(batch, optimizer.learningRate);
    const progress = await session.progress();
    const after = await session.state();
    const moves = Float64Array.from(after.weights, (weight, i) => weight - (weights[i] as number));
    return {
      embeddings,
      inspection,
      weightsInspected,
      progress,
      after,
      moves,
      embeddingsAfter: await session.embed(all),
    };
  } finally {
    await session.close();
  }
}

/** The reference with images and gradients moved, each place in a batch on its own. */
function movedReference(seed: number, sign: number): Engine {
  const pixelKey = streamKey(seed, purpose.limit, 4);
  const gradientKey = streamKey(seed, purpose.limit, 5);
  class MovedSession extends ReferenceSession {
    protected override imagesOf(indices: Int32Array): Float64Array {
      return super.imagesOf(indices).map((value, i) => value + sign * jumpReach * signAt(pixelKey, i));
    }

    protected override run(...request: [Batch, { seed: number; step: number } | null]): BatchResult {
      const result = super.run(...request);
      const reach = sign * gradientReach * (normOf(result.gradients) + gradientScale);
      return { ...result, gradients: result.gradients.map((value, i) => value + reach * signAt(gradientKey, i)) };
    }
  }
  return {
    ...referenceEngine,
    open: async (plan, options): Promise<Session> => new MovedSession(plan, options),
  };
}

function signAt(key: StreamKey, index: number): number {
  return (bitsAt(key, index) & 1) === 0 ? 1 : -1;
}

function exactly(name: string, ours: number, theirs: number): Quantity {
  return { name, error: Math.abs(ours - theirs), tolerance: 0 };
}

function between(name: string, ours: number, least: number, most: number): Quantity {
  return { name, error: Math.max(least - ours, ours - most, 0), tolerance: 0 };
}

function withRounding(quantity: Quantity, rounding: number): Quantity {
  return { ...quantity, tolerance: quantity.tolerance + rounding };
}
