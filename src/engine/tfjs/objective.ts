/** From embeddings to distances and the mean loss, with Keras's conventions, as operations that have derivatives. */
import type { Scalar, Tensor, Tensor1D, Tensor2D, Variable } from '@tensorflow/tfjs';
import { type Batch, exampleCount, exampleKinds, labelsOf } from '../../data/index.ts';
import type { Distance, Objective } from '../../experiment/index.ts';
import { euclideanFloor } from '../../network/index.ts';
import { compareBatch, type HeadWeights, lossOf } from '../../objective/index.ts';
import type { TensorFlow } from './host/tensorflow.ts';
import { absoluteSum, relu, unitLength } from './operations.ts';

export type Compared = {
  /** mean over the examples */
  readonly loss: Scalar;
  /** [examples]; for triplets d(a,p) then d(a,n): [2·examples]; none where the loss looks at the whole batch */
  readonly distances: Tensor1D;
  /** how many examples the loss counts as right */
  readonly correct: Scalar;
};

/** Distance → logit; null where the loss has none. */
export type HeadVariables = { readonly kernel: Variable; readonly bias: Variable } | null;

/**
 * `differentiated` is a scalar with the derivatives of the mean loss; the loss itself where TensorFlow works it out.
 *   embeddings of the batch's rows: [rows, embeddingDim]
 */
export function compare(
  tensorflow: TensorFlow,
  objective: Objective,
  head: HeadVariables,
  embeddings: Tensor2D,
  { compared }: Batch,
): { compared: Compared; differentiated: Scalar } {
  const lossOnDevice = lossesOnDevice[objective.loss];
  if (lossOnDevice === undefined || lossOf(objective).looksAt === 'batch') {
    return compareOnHost(tensorflow, { objective, head, embeddings, compared });
  }
  const { tf } = tensorflow;
  const [first, ...others] = tf.split(embeddings, exampleKinds[compared.kind].rowsPerExample) as [
    Tensor2D,
    ...Tensor2D[],
  ];
  const distances = others.map((other) => distance(tensorflow, objective.distance, first, other));
  const isSame = tf.tensor1d(Float32Array.from(labelsOf(compared)));
  const { losses, correct } = lossOnDevice(tensorflow, { objective, head, distances, isSame });
  const loss = losses.sum().div(exampleCount(compared)) as Scalar;
  return { compared: { loss, distances: tf.concat(distances), correct }, differentiated: loss };
}

/** A loss that TensorFlow works out itself. */
type LossOnDevice = (
  tensorflow: TensorFlow,
  given: {
    readonly objective: Objective;
    readonly head: HeadVariables;
    /** [examples] each: left to right, or anchor to positive and anchor to negative */
    readonly distances: readonly Tensor1D[];
    /** [examples] 1 = same */
    readonly isSame: Tensor1D;
  },
) => {
  /** [examples] */
  readonly losses: Tensor;
  readonly correct: Scalar;
};

const lossesOnDevice: { readonly [Name in Objective['loss']]?: LossOnDevice } = {
  /** max(0, z) - z·y + log(1 + e^-|z|), which no exponential makes infinite */
  binaryCrossentropy: (tensorflow, { head, distances, isSame }) => {
    const { tf } = tensorflow;
    if (head === null) throw new Error('Binary cross-entropy needs a plan with a head.');
    const [between] = distances as [Tensor1D];
    const logit = between.mul(head.kernel.reshape([])).add(head.bias.reshape([])) as Tensor1D;
    const losses = relu(tensorflow, logit)
      .sub(logit.mul(isSame))
      .add(tf.log1p(tf.exp(tf.neg(tf.abs(logit)))));
    return { losses, correct: rightly(tf.greater(logit, 0), isSame) };
  },

  contrastive: (tensorflow, { objective, distances, isSame }) => {
    const { tf } = tensorflow;
    const { margin } = objective as Extract<Objective, { loss: 'contrastive' }>;
    const [between] = distances as [Tensor1D];
    const misses = relu(tensorflow, tf.sub(margin, between));
    const losses = isSame.mul(between.square()).add(tf.sub(1, isSame).mul(misses.square()));
    return { losses, correct: rightly(tf.less(between, margin / 2), isSame) };
  },

  triplet: (tensorflow, { objective, distances }) => {
    const { tf } = tensorflow;
    const { margin } = objective as Extract<Objective, { loss: 'triplet' }>;
    const [toPositive, toNegative] = distances as [Tensor1D, Tensor1D];
    return {
      losses: relu(tensorflow, toPositive.sub(toNegative).add(margin)),
      correct: tf.less(toPositive, toNegative).toFloat().sum(),
    };
  },
};

/** Any other loss, in double precision on the host. A scalar that is linear in the embeddings carries its derivatives. */
function compareOnHost(
  { tf }: TensorFlow,
  given: {
    readonly objective: Objective;
    readonly head: HeadVariables;
    readonly embeddings: Tensor2D;
    readonly compared: Batch['compared'];
  },
): { compared: Compared; differentiated: Scalar } {
  const { objective, head, embeddings, compared } = given;
  const result = compareBatch(objective, {
    embeddings: embeddings.dataSync<'float32'>(),
    embeddingDim: embeddings.shape[1],
    compared,
    head: lossOf(objective).needsHead && head !== null ? headWeights(head) : null,
  });
  const byEmbeddings = tf.tensor2d(Float32Array.from(result.gradients), embeddings.shape);
  let differentiated = embeddings.mul(byEmbeddings).sum() as Scalar;
  if (head !== null) {
    const { kernel, bias } = result.byHead;
    differentiated = differentiated.add(head.kernel.mul(kernel).sum()).add(head.bias.mul(bias).sum()) as Scalar;
  }
  return {
    compared: {
      loss: tf.scalar(result.lossSum / exampleCount(compared)),
      distances: tf.tensor1d(Float32Array.from(result.distances)),
      correct: tf.scalar(result.correct),
    },
    differentiated,
  };
}

function headWeights({ kernel, bias }: NonNullable<HeadVariables>): HeadWeights {
  return { kernel: kernel.dataSync()[0] as number, bias: bias.dataSync()[0] as number };
}

/** a, b [pairs, embeddingDim] → [pairs] */
function distance(tensorflow: TensorFlow, kind: Distance, a: Tensor2D, b: Tensor2D): Tensor1D {
  const { tf } = tensorflow;
  switch (kind) {
    case 'euclidean': // the derivative is 0 where the sum is below the floor
      return tf.sqrt(tf.maximum(a.sub(b).square().sum(1), euclideanFloor));
    case 'manhattan':
      return absoluteSum(tensorflow, a.sub(b));
    case 'cosine':
      return tf.sub(1, unitLength(tensorflow, a).mul(unitLength(tensorflow, b)).sum(1));
  }
}

function rightly(isCalledSame: Tensor, isSame: Tensor1D): Scalar {
  return isCalledSame.toFloat().equal(isSame).toFloat().sum();
}
