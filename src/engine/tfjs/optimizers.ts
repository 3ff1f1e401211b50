/**
 * Every optimizer with Keras 3's formulas, on the flat vector of all trainable weights: ten operations or so in all,
 * however many layers there are.
 */
import type { Scalar, Tensor1D } from '@tensorflow/tfjs';
import type { Optimizer } from '../../experiment/index.ts';
import type { TF } from './host/tensorflow.ts';

export interface OptimizerStep {
  readonly optimizer: Optimizer;
  readonly learningRate: number;
  /** from 1: this step's number */
  readonly step: number;
  /** [trainableSize], as all */
  readonly weights: Tensor1D;
  readonly slots: readonly Tensor1D[];
  readonly gradients: Tensor1D;
}

/** Clips, then updates. → the new weights and slots */
export function optimizerStep(tf: TF, given: OptimizerStep): { weights: Tensor1D; slots: Tensor1D[] } {
  const { optimizer, learningRate, step, weights, slots } = given;
  const g = clipped(tf, given.gradients, optimizer.globalClipNorm);
  switch (optimizer.name) {
    case 'sgd': {
      const change = g.mul(-learningRate);
      const [old] = slots;
      if (old === undefined) return { weights: weights.add(change), slots: [] };
      const velocity = old.mul(optimizer.momentum).add(change) as Tensor1D;
      const moved = optimizer.nesterov ? velocity.mul(optimizer.momentum).add(change) : velocity;
      return { weights: weights.add(moved), slots: [velocity] };
    }
    case 'rmsprop': {
      const [old] = slots as [Tensor1D];
      const v = old.mul(optimizer.rho).add(g.square().mul(1 - optimizer.rho)) as Tensor1D;
      const change = g.mul(learningRate).div(tf.sqrt(v.add(optimizer.epsilon)));
      return { weights: weights.sub(change), slots: [v] };
    }
    case 'adam':
    case 'adamw': {
      const { beta1, beta2, epsilon } = optimizer;
      const [oldM, oldV] = slots as [Tensor1D, Tensor1D];
      const m = oldM.mul(beta1).add(g.mul(1 - beta1)) as Tensor1D;
      const v = oldV.mul(beta2).add(g.square().mul(1 - beta2)) as Tensor1D;
      const rate = (learningRate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
      const change = m.mul(rate).div(tf.sqrt(v).add(epsilon));
      // Loshchilov & Hutter 2019: decay first, on every trainable weight
      const decayed =
        optimizer.name === 'adamw' ? weights.sub(weights.mul(learningRate * optimizer.weightDecay)) : weights;
      return { weights: decayed.sub(change), slots: [m, v] };
    }
  }
}

/** Scaled by clip/max(norm, clip), so that the norm of all of them is at most `clipNorm`. */
function clipped(tf: TF, gradients: Tensor1D, clipNorm: number | null): Tensor1D {
  if (clipNorm === null) return gradients;
  const norm = tf.sqrt(gradients.square().sum()) as Scalar;
  return gradients.mul(tf.div(clipNorm, tf.maximum(norm, clipNorm)));
}
