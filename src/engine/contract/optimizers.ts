/**
 * The table of optimizers: what each keeps from step to step, and the numbers that a step takes for all weights alike,
 * worked out once, in double precision. One weight's formula is each engine's own.
 */
import type { Optimizer } from '../../experiment/index.ts';

/** An optimizer's settings by its name. */
export type OptimizerNamed<Name extends Optimizer['name']> = Extract<Optimizer, { name: Name }>;

interface Bookkeeping<Settings> {
  /** arrays of [plan.trainableSize] that it keeps */
  slots(optimizer: Settings): number;
  /** step: from 1 */
  scalars(optimizer: Settings, learningRate: number, step: number): StepScalars;
}

export interface StepScalars {
  /** what the gradient, or what is made of it, is multiplied by */
  readonly rate: number;
  /** the share by which every trainable weight shrinks before it moves */
  readonly decay: number;
}

const optimizers: { readonly [Name in Optimizer['name']]: Bookkeeping<OptimizerNamed<Name>> } = {
  sgd: {
    slots: ({ momentum }) => (momentum > 0 ? 1 : 0), // velocity
    scalars: (_, learningRate) => ({ rate: learningRate, decay: 0 }),
  },
  rmsprop: {
    slots: () => 1, // mean square
    scalars: (_, learningRate) => ({ rate: learningRate, decay: 0 }),
  },
  adam: {
    slots: () => 2, // m, v
    scalars: (adam, learningRate, step) => ({ rate: correctedRate(adam, learningRate, step), decay: 0 }),
  },
  // Loshchilov & Hutter 2019
  adamw: {
    slots: () => 2,
    scalars: (adamw, learningRate, step) => ({
      rate: correctedRate(adamw, learningRate, step),
      decay: learningRate * adamw.weightDecay,
    }),
  },
};

/** lr·√(1-β2ᵗ)/(1-β1ᵗ). Kingma & Ba 2015, section 2's end. */
function correctedRate({ beta1, beta2 }: OptimizerNamed<'adam' | 'adamw'>, learningRate: number, step: number): number {
  return (learningRate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
}

/** How many arrays of [plan.trainableSize] the optimizer keeps from step to step. */
export function slotCount(optimizer: Optimizer): number {
  return bookkeepingOf(optimizer).slots(optimizer);
}

/** step: from 1, this step's number */
export function stepScalars(optimizer: Optimizer, learningRate: number, step: number): StepScalars {
  return bookkeepingOf(optimizer).scalars(optimizer, learningRate, step);
}

const bookkeepingOf = ({ name }: Optimizer) => optimizers[name] as Bookkeeping<Optimizer>;
