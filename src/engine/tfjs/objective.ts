/** From embeddings to distances and the mean loss, with Keras's conventions, as operations that have derivatives. */
import type { Scalar, Tensor, Tensor1D, Tensor2D, Variable } from '@tensorflow/tfjs';
import { type Examples, exampleCount } from '../../data/index.ts';
import type { Distance, Objective } from '../../experiment/index.ts';
import { euclideanFloor } from '../../network/index.ts';
import type { TensorFlow } from './host/tensorflow.ts';
import { absoluteSum, relu, unitLength } from './operations.ts';

export type Compared = {
  /** mean over the examples */
  readonly loss: Scalar;
  /** [examples]; for triplets d(a,p) then d(a,n): [2·examples] */
  readonly distances: Tensor1D;
  /** how many examples are classified rightly */
  readonly correct: Scalar;
};

/** Distance → logit; null where the loss has none. */
export type HeadVariables = { readonly kernel: Variable; readonly bias: Variable } | null;

/** embeddings [left; right] or [anchor; positive; negative], [rows, embeddingDim] */
export function compare(
  tensorflow: TensorFlow,
  objective: Objective,
  head: HeadVariables,
  embeddings: Tensor2D,
  batch: Examples,
): Compared {
  const { tf } = tensorflow;
  const count = exampleCount(batch);
  if (batch.kind === 'triplets') {
    if (objective.loss !== 'triplet') throw new Error(`${objective.loss} compares pairs.`);
    const [anchor, positive, negative] = tf.split(embeddings, 3) as [Tensor2D, Tensor2D, Tensor2D];
    const toPositive = distance(tensorflow, objective.distance, anchor, positive);
    const toNegative = distance(tensorflow, objective.distance, anchor, negative);
    return {
      loss: relu(tensorflow, toPositive.sub(toNegative).add(objective.margin)).sum().div(count),
      distances: tf.concat([toPositive, toNegative]),
      correct: tf.less(toPositive, toNegative).toFloat().sum(),
    };
  }
  const [left, right] = tf.split(embeddings, 2) as [Tensor2D, Tensor2D];
  const distances = distance(tensorflow, objective.distance, left, right);
  const isSame = tf.tensor1d(Float32Array.from(batch.isSame));
  switch (objective.loss) {
    case 'binaryCrossentropy': {
      if (head === null) throw new Error('Binary cross-entropy needs a plan with a head.');
      // max(z, 0) - z·y + log(1 + e^-|z|), which no exponential makes infinite
      const logit = distances.mul(head.kernel.reshape([])).add(head.bias.reshape([])) as Tensor1D;
      const losses = relu(tensorflow, logit)
        .sub(logit.mul(isSame))
        .add(tf.log1p(tf.exp(tf.neg(tf.abs(logit)))));
      return { loss: losses.sum().div(count), distances, correct: rightly(tf.greater(logit, 0), isSame) };
    }
    case 'contrastive': {
      const misses = relu(tensorflow, tf.sub(objective.margin, distances));
      const losses = isSame.mul(distances.square()).add(tf.sub(1, isSame).mul(misses.square()));
      const correct = rightly(tf.less(distances, objective.margin / 2), isSame);
      return { loss: losses.sum().div(count), distances, correct };
    }
    case 'triplet':
      throw new Error('triplet compares triplets.');
  }
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
