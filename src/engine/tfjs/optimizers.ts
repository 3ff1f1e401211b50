/**
 * Every optimizer with Keras 3's formulas, on the flat vector of all trainable weights: ten operations or so in all,
 * however many layers there are.
 */
import type { Scalar, Tensor1D } from '@tensorflow/tfjs';
import type { Optimizer } from '../../experiment/index.ts';
import { type OptimizerNamed, type StepScalars, stepScalars } from '../contract/optimizers.ts';
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

type Moved = { readonly weights: Tensor1D; readonly slots: Tensor1D[] };

/** Clips, then updates. → the new weights and slots */
export function optimizerStep(tf: TF, given: OptimizerStep): Moved {
  const { optimizer, learningRate, step, weights, slots, gradients } = given;
  const g = clipped(tf, gradients, optimizer.globalClipNorm);
  const move = formulas[optimizer.name] as Formula<Optimizer>;
  return move(tf, { weights, slots, g }, optimizer, stepScalars(optimizer, learningRate, step));
}

/** Scaled by clip/max(norm, clip), so that the norm of all of them is at most `clipNorm`. */
function clipped(tf: TF, gradients: Tensor1D, clipNorm: number | null): Tensor1D {
  if (clipNorm === null) return gradients;
  const norm = tf.sqrt(gradients.square().sum()) as Scalar;
  return gradients.mul(tf.div(clipNorm, tf.maximum(norm, clipNorm)));
}

interface Vectors {
  readonly weights: Tensor1D;
  readonly slots: readonly Tensor1D[];
  readonly g: Tensor1D;
}

type Formula<Settings> = (tf: TF, vectors: Vectors, optimizer: Settings, scalars: StepScalars) => Moved;

const formulas: { readonly [Name in Optimizer['name']]: Formula<OptimizerNamed<Name>> } = {
  sgd(_, { weights, slots: [old], g }, { momentum, nesterov }, { rate }) {
    const change = g.mul(-rate);
    if (old === undefined) return { weights: weights.add(change), slots: [] };
    const velocity = old.mul(momentum).add(change) as Tensor1D;
    const moved = nesterov ? velocity.mul(momentum).add(change) : velocity;
    return { weights: weights.add(moved), slots: [velocity] };
  },

  rmsprop(tf, { weights, slots, g }, { rho, epsilon }, { rate }) {
    const [old] = slots as [Tensor1D];
    const v = old.mul(rho).add(g.square().mul(1 - rho)) as Tensor1D;
    const change = g.mul(rate).div(tf.sqrt(v.add(epsilon)));
    return { weights: weights.sub(change), slots: [v] };
  },

  adam(tf, vectors, adam, { rate }) {
    const { change, slots } = adamChange(tf, vectors, adam, rate);
    return { weights: vectors.weights.sub(change), slots };
  },

  /** decay first, on every trainable weight */
  adamw(tf, vectors, adamw, { rate, decay }) {
    const { change, slots } = adamChange(tf, vectors, adamw, rate);
    const { weights } = vectors;
    return { weights: weights.sub(weights.mul(decay)).sub(change), slots };
  },
};

function adamChange(
  tf: TF,
  { slots, g }: Vectors,
  { beta1, beta2, epsilon }: OptimizerNamed<'adam' | 'adamw'>,
  rate: number,
): { change: Tensor1D; slots: Tensor1D[] } {
  const [oldM, oldV] = slots as [Tensor1D, Tensor1D];
  const m = oldM.mul(beta1).add(g.mul(1 - beta1)) as Tensor1D;
  const v = oldV.mul(beta2).add(g.square().mul(1 - beta2)) as Tensor1D;
  return { change: m.mul(rate).div(tf.sqrt(v).add(epsilon)), slots: [m, v] };
}
