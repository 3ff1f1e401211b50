/** The weights a network starts with. */
import { purpose, streamKey, uniformAt } from '../random/index.ts';
import type { Plan } from './plan.ts';

/**
 * First weights, as Keras: kernels Glorot uniform in ±√(6/(fanIn + fanOut)) (Glorot & Bengio 2010), biases, beta
 * and moving means 0, gamma and moving variances 1. Each parameter draws from its own stream of `seed`.
 * → [plan.size]
 */
export function initialWeights(plan: Plan, seed: number): Float32Array {
  const weights = new Float32Array(plan.size);
  for (const [index, { offset, size, initializer }] of plan.parameters.entries()) {
    if (initializer.kind !== 'glorotUniform') {
      weights.fill(initializer.kind === 'ones' ? 1 : 0, offset, offset + size);
      continue;
    }
    const key = streamKey(seed, purpose.initialWeights, index);
    const limit = glorotLimit(initializer);
    for (let i = 0; i < size; i++) weights[offset + i] = (2 * uniformAt(key, i) - 1) * limit;
  }
  return weights;
}

/** Kernels start uniform in ± this. */
export const glorotLimit = ({ fanIn, fanOut }: { readonly fanIn: number; readonly fanOut: number }): number =>
  Math.sqrt(6 / (fanIn + fanOut));
