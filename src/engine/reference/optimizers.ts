/**
 * Every optimizer, on the flat vector of trainable weights, with Keras 3's formulas.
 *   weights [plan.size], of which the first trainableSize are trained    slots, gradients [trainableSize]
 * Arithmetic is float64; weights and slots are stored as float32.
 */
import type { Optimizer } from '../../experiment/index.ts';

export interface OptimizerStep {
  readonly optimizer: Optimizer;
  readonly learningRate: number;
  /** from 1: this step's number */
  readonly step: number;
  readonly weights: Float32Array;
  readonly slots: readonly Float32Array[];
  readonly gradients: Float32Array | Float64Array;
}

/** Clips, then updates weights and slots in place. */
export function optimizerStep({ optimizer, learningRate, step, weights, slots, gradients }: OptimizerStep): void {
  const scale = clipScale(gradients, optimizer.globalClipNorm);
  for (let i = 0; i < gradients.length; i++) {
    const g = (gradients[i] as number) * scale;
    const w = weights[i] as number;
    switch (optimizer.name) {
      case 'sgd':
        weights[i] = w + sgdChange(optimizer, learningRate, g, slots[0], i);
        break;
      case 'rmsprop':
        weights[i] = w + rmspropChange(optimizer, learningRate, g, slots[0] as Float32Array, i);
        break;
      case 'adam':
        weights[i] = w + adamChange(optimizer, learningRate, step, g, slots, i);
        break;
      case 'adamw': // Loshchilov & Hutter 2019: decay first, on every trainable weight
        weights[i] =
          w - learningRate * optimizer.weightDecay * w + adamChange(optimizer, learningRate, step, g, slots, i);
        break;
      default:
        optimizer satisfies never;
    }
  }
}

/** What every gradient is multiplied by so that the norm of all of them is at most `clipNorm`: clip/max(norm, clip). */
function clipScale(gradients: Float32Array | Float64Array, clipNorm: number | null): number {
  if (clipNorm === null) return 1;
  let squares = 0;
  for (const g of gradients) squares += g * g;
  return clipNorm / Math.max(Math.sqrt(squares), clipNorm);
}

type Sgd = Extract<Optimizer, { name: 'sgd' }>;
type Rmsprop = Extract<Optimizer, { name: 'rmsprop' }>;
type Adam = Extract<Optimizer, { name: 'adam' | 'adamw' }>;

/** velocity = momentum·velocity - lr·g; the change is the velocity, or with Nesterov momentum·velocity - lr·g */
function sgdChange(sgd: Sgd, learningRate: number, g: number, velocities: Float32Array | undefined, i: number): number {
  if (velocities === undefined) return -learningRate * g;
  const velocity = sgd.momentum * (velocities[i] as number) - learningRate * g;
  velocities[i] = velocity;
  return sgd.nesterov ? sgd.momentum * velocity - learningRate * g : velocity;
}

/** v = rho·v + (1-rho)·g²; change -lr·g/√(v + ε) */
function rmspropChange(rmsprop: Rmsprop, learningRate: number, g: number, v: Float32Array, i: number): number {
  const next = rmsprop.rho * (v[i] as number) + (1 - rmsprop.rho) * g * g;
  v[i] = next;
  return (-learningRate * g) / Math.sqrt(next + rmsprop.epsilon);
}

/** m = β1·m + (1-β1)·g; v = β2·v + (1-β2)·g²; change -lr·√(1-β2ᵗ)/(1-β1ᵗ)·m/(√v + ε). Kingma & Ba 2015, section 2's end. */
function adamChange(
  { beta1, beta2, epsilon }: Adam,
  learningRate: number,
  step: number,
  g: number,
  slots: readonly Float32Array[],
  i: number,
): number {
  const [m, v] = slots as [Float32Array, Float32Array];
  const nextM = beta1 * (m[i] as number) + (1 - beta1) * g;
  const nextV = beta2 * (v[i] as number) + (1 - beta2) * g * g;
  m[i] = nextM;
  v[i] = nextV;
  const rate = (learningRate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
  return (-rate * nextM) / (Math.sqrt(nextV) + epsilon);
}
