/**
 * Some training steps: embeddings before them, distances, loss and gradients of the first, the losses of each, and
 * weights and embeddings after them.
 */
import {
  allRows,
  type Batch,
  batchOf,
  columnsOf,
  type Examples,
  exampleCount,
  exampleKinds,
  type ImageStore,
  labelsOf,
  memoryStore,
} from '../../../data/index.ts';
import type { Network, Objective, Optimizer } from '../../../experiment/index.ts';
import type { Plan } from '../../../network/index.ts';
import { distancesPerExample, lossOf, planOf } from '../../../objective/index.ts';
import type { Engine } from '../../contract/contract.ts';
import type { Case } from '../case.ts';
import type { Field } from '../field.ts';
import { distanceOf, gradientQuantities, type Quantity, relative, tolerances } from '../quantities.ts';

interface TrainingCase {
  readonly plan: Plan;
  readonly objective: Objective;
  readonly optimizer: Optimizer;
  readonly store: ImageStore;
  /** [plan.size] */
  readonly weights: Float32Array;
  /** of each step */
  readonly examples: readonly Examples[];
  readonly expected: {
    /** inference mode, before the first step: [images, embeddingDim] */
    readonly embeddings: Float32Array;
    /** of the first batch, before the first step */
    readonly firstStep: {
      /** null for a loss that looks at the whole batch */
      readonly distances: Float32Array | null;
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

export function readTraining(root: Field): Case {
  const training = trainingOf(root);
  return { file: root.file, name: root.at('name').string(), run: (engine) => runTraining(engine, training) };
}

function trainingOf(root: Field): TrainingCase {
  const network = root.at('network').fragment<Network>('network');
  const objective = root.at('objective').fragment<Objective>('objective');
  const optimizer = root.at('optimizer').fragment<Optimizer>('optimizer');
  const plan = planOf(network, objective);
  const store = readImages(root.at('images'), network.inputShape);
  const count = store.labels.length;
  const batches = root
    .at('batches')
    .items()
    .map((batch) => readExamples(root, batch, objective, count));
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
  const distances = distancesPerExample(objective) * exampleCount(firstBatch);
  return {
    plan,
    objective,
    optimizer,
    store,
    weights: readWeights(root.at('weights'), plan, plan.size),
    examples: batches,
    expected: {
      embeddings: expected.at('embeddings').floats(count * plan.embeddingDim),
      firstStep: {
        distances: distances === 0 ? null : firstStep.at('distances').floats(distances),
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

function readImages(node: Field, inputShape: Network['inputShape']): ImageStore {
  const shape = node
    .at('shape')
    .items()
    .map((size) => size.number());
  if (shape.length !== 4 || shape.slice(1).join() !== inputShape.join()) {
    throw node.at('shape').wrong(`is [${shape}]; after the count it must be network.inputShape, [${inputShape}]`);
  }
  const bytes = node.at('uint8').bytes();
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  if (bytes.length !== size) throw node.at('uint8').wrong(`holds ${bytes.length} bytes, but the shape needs ${size}`);
  return memoryStore({ shape: shape as [number, number, number, number], bytes });
}

function readExamples(root: Field, node: Field, objective: Objective, imageCount: number): Examples {
  const examples = exampleReaders[lossOf(objective).examples](node, imageCount, root);
  const count = exampleCount(examples);
  if (count === 0) throw node.wrong('is empty');
  const labels = exampleKinds[examples.kind].isLabelled ? [labelsOf(examples)] : [];
  if ([...columnsOf(examples), ...labels].some(({ length }) => length !== count)) {
    throw node.wrong('has lists of different lengths');
  }
  return examples;
}

const exampleReaders: Readonly<Record<Examples['kind'], (node: Field, imageCount: number, root: Field) => Examples>> = {
  pairs: (node, imageCount) => ({
    kind: 'pairs',
    left: node.at('left').integersBelow(imageCount),
    right: node.at('right').integersBelow(imageCount),
    isSame: Uint8Array.from(node.at('isSame').integersBelow(2)),
  }),
  triplets: (node, imageCount) => ({
    kind: 'triplets',
    anchor: node.at('anchor').integersBelow(imageCount),
    positive: node.at('positive').integersBelow(imageCount),
    negative: node.at('negative').integersBelow(imageCount),
  }),
  classes: (node, imageCount, root) => {
    const labels = root.at('labels').integersBelow(2 ** 31);
    if (labels.length !== imageCount) {
      throw root.at('labels').wrong(`has ${labels.length} numbers, but there are ${imageCount} images`);
    }
    const image = node.at('images').integersBelow(imageCount);
    return { kind: 'classes', image, label: image.map((index) => labels[index] as number) };
  },
};

/** The parameters below `size` in the flat vector, each by its name. → [size] */
function readWeights(node: Field, plan: Plan, size: number): Float32Array {
  const flat = new Float32Array(size);
  const expected = plan.parameters.filter((parameter) => parameter.offset < size);
  const unknown = Object.keys(node.object()).find((name) => !expected.some((parameter) => parameter.name === name));
  if (unknown !== undefined) throw node.at(unknown).wrong('is not a parameter of this network');
  for (const parameter of expected) flat.set(node.at(parameter.name).floats(parameter.size), parameter.offset);
  return flat;
}

// ── running ──────────────────────────────────────────────────────────────────────────────────────────────────

async function runTraining(engine: Engine, one: TrainingCase): Promise<Quantity[]> {
  const { plan, objective, optimizer, store, examples, expected } = one;
  const batchSize = Math.max(...examples.map(exampleCount));
  const batches = examples.map((some) => batchOf(some));
  const session = await engine.open(plan, { objective, optimizer, seed: 0, batchSize });
  try {
    await session.load(store);
    await session.restore({ ...(await session.state()), weights: one.weights });
    const all = allRows(store);

    const embeddings = await session.embed(all);
    const first = await session.inspect(batches[0] as Batch);
    const losses: number[] = [];
    for (const batch of batches) {
      await session.train(batch, optimizer.learningRate);
      const { lossSum, examples } = await session.progress();
      losses.push(lossSum / examples);
    }
    const weightsAfter = (await session.state()).weights;
    const embeddingsAfter = await session.embed(all);

    const { firstStep } = expected;
    const { distances, probabilities } = firstStep;
    return [
      relative('embeddings', embeddings, expected.embeddings, tolerances.values),
      ...(distances === null ? [] : [relative('distances', first.distances, distances, tolerances.distances)]),
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

/** From the engine's distances and the case's head. */
function probabilitiesOf({ plan, weights }: TrainingCase, distances: Float32Array): Float64Array {
  const [kernel, bias] = plan.head === null ? [0, 0] : [plan.head.kernel.offset, plan.head.bias.offset];
  return Float64Array.from(distances, (d) => 1 / (1 + Math.exp(-((weights[kernel] ?? 0) * d + (weights[bias] ?? 0)))));
}
