/**
 * Every optimizer, on the flat vector of trainable weights, with Keras 3's formulas.
 *   weights [plan.size], of which the first trainableSize are trained    slots, gradients [trainableSize]
 * Arithmetic is float64; weights and slots are stored as float32.
 */
import type { Optimizer } from '../../experiment/index.ts';
import { type OptimizerNamed, type StepScalars, stepScalars } from '../contract/optimizers.ts';

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
  const scalars = stepScalars(optimizer, learningRate, step);
  const moved = formulas[optimizer.name] as Formula<Optimizer>;
  for (let i = 0; i < gradients.length; i++) {
    const [w, g] = [weights[i] as number, (gradients[i] as number) * scale];
    weights[i] = moved({ w, g, slots, i }, optimizer, scalars);
  }
}

/** What every gradient is multiplied by so that the norm of all of them is at most `clipNorm`: clip/max(norm, clip). */
function clipScale(gradients: Float32Array | Float64Array, clipNorm: number | null): number {
  if (clipNorm === null) return 1;
  let squares = 0;
  for (const g of gradients) squares += g * g;
  return clipNorm / Math.max(Math.sqrt(squares), clipNorm);
}

/** A weight and its gradient; the optimizer's own numbers of it are `slots[…][i]`. */
interface Element {
  readonly w: number;
  readonly g: number;
  readonly slots: readonly Float32Array[];
  readonly i: number;
}

/** Updates the slots. → the new weight */
type Formula<Settings> = (element: Element, optimizer: Settings, scalars: StepScalars) => number;

const formulas: { readonly [Name in Optimizer['name']]: Formula<OptimizerNamed<Name>> } = {
  /** velocity = momentum·velocity - lr·g; the change is the velocity, or with Nesterov momentum·velocity - lr·g */
  sgd({ w, g, slots: [velocities], i }, { momentum, nesterov }, { rate }) {
    if (velocities === undefined) return w - rate * g;
    const velocity = momentum * (velocities[i] as number) - rate * g;
    velocities[i] = velocity;
    return w + (nesterov ? momentum * velocity - rate * g : velocity);
  },

  /** v = rho·v + (1-rho)·g²; change -lr·g/√(v + ε) */
  rmsprop({ w, g, slots, i }, { rho, epsilon }, { rate }) {
    const [v] = slots as [Float32Array];
    const next = rho * (v[i] as number) + (1 - rho) * g * g;
    v[i] = next;
    return w - (rate * g) / Math.sqrt(next + epsilon);
  },

  adam: (element, adam, { rate }) => element.w + adamChange(element, adam, rate),

  /** decay first, on every trainable weight */
  adamw: (element, adamw, { rate, decay }) => element.w - decay * element.w + adamChange(element, adamw, rate),
};

/** m = β1·m + (1-β1)·g; v = β2·v + (1-β2)·g²; change -rate·m/(√v + ε) */
function adamChange(
  { g, slots, i }: Element,
  { beta1, beta2, epsilon }: OptimizerNamed<'adam' | 'adamw'>,
  rate: number,
): number {
  const [m, v] = slots as [Float32Array, Float32Array];
  const nextM = beta1 * (m[i] as number) + (1 - beta1) * g;
  const nextV = beta2 * (v[i] as number) + (1 - beta2) * g * g;
  m[i] = nextM;
  v[i] = nextV;
  return (-rate * nextM) / (Math.sqrt(nextV) + epsilon);
}
