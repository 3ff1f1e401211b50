/** Gradients clipped and weights moved, a range of a parameter a job. */
import type { Optimizer } from '../../experiment/index.ts';
import { type OptimizerNamed, type StepScalars, stepScalars } from '../contract/optimizers.ts';
import type { Arguments, Kernels } from './kernels.ts';
import type { Layout } from './layout.ts';
import type { Context, Range } from './nodes/node.ts';
import type { Command, Phase } from './work.ts';

/** Phases that end a step: with the gradients as they are collected, or as they are given. */
export interface OptimizerProgram {
  /** gradients collected alone */
  readonly collect: readonly Phase[];
  readonly collectAndStep: readonly Phase[];
  readonly step: readonly Phase[];
}

export function optimizerProgram(
  optimizer: Optimizer,
  ranges: readonly Range[],
  layout: Layout,
  { kernels, doubles }: Context,
): OptimizerProgram {
  const { globalClipNorm } = optimizer;
  const norms = layout.norms >>> 3;
  const firsts = ranges.map(({ parameter, first }) => parameter.offset + first);
  const step = stepOf(optimizer, layout, kernels);
  const overRanges = (...each: ((range: Range, job: number, command: Command) => void)[]): Phase => ({
    jobs: () => ranges.length,
    run(job, command) {
      for (const part of each) part(ranges[job] as Range, job, command);
    },
  });
  const collect = (range: Range, _: number, command: Command) => range.collect(command);
  const move = (range: Range, job: number, command: Command) => step(range.count, firsts[job] as number, command);
  const gradientAt = (job: number) => layout.gradients + 4 * (firsts[job] as number);
  const measure = (range: Range, job: number) => {
    doubles[norms + job] = kernels.squaredNorm(range.count, gradientAt(job));
  };
  /** g·clip / max(‖g‖, clip), as tf.clip_by_global_norm; the norm is of all gradients together. */
  const clip = (range: Range, job: number) => {
    const limit = globalClipNorm as number;
    let sum = 0;
    for (let i = 0; i < ranges.length; i++) sum += doubles[norms + i] as number;
    kernels.scaleBy(range.count, gradientAt(job), limit / Math.max(Math.sqrt(sum), limit));
  };
  return {
    collect: [overRanges(collect)],
    collectAndStep:
      globalClipNorm === null ? [overRanges(collect, move)] : [overRanges(collect, measure), overRanges(clip, move)],
    step: globalClipNorm === null ? [overRanges(move)] : [overRanges(measure), overRanges(clip, move)],
  };
}

/** One step on `count` floats of the flat vector from `first` on. */
function stepOf(
  optimizer: Optimizer,
  layout: Layout,
  kernels: Kernels,
): (count: number, first: number, command: Command) => void {
  const prepare = updates[optimizer.name] as (optimizer: Optimizer, kernels: Kernels) => Update;
  const update = prepare(optimizer, kernels);
  const range: FlatRange = { count: 0, w: 0, g: 0, slots: layout.slots.map(() => 0) };
  const of = { step: -1, learningRate: 0 }; // a step has many ranges
  let scalars: StepScalars = { rate: 0, decay: 0 };
  return (count, first, { step, learningRate }) => {
    if (of.step !== step || of.learningRate !== learningRate) {
      scalars = stepScalars(optimizer, learningRate, step + 1);
      of.step = step;
      of.learningRate = learningRate;
    }
    range.count = count;
    range.w = layout.weights + 4 * first;
    range.g = layout.gradients + 4 * first;
    for (let i = 0; i < range.slots.length; i++) range.slots[i] = (layout.slots[i] as number) + 4 * first;
    update(range, scalars);
  };
}

/** Addresses of some weights, their gradients and the optimizer's own numbers of them. Filled anew for each range. */
interface FlatRange {
  count: number;
  w: number;
  g: number;
  readonly slots: number[];
}

type Update = (range: FlatRange, scalars: StepScalars) => void;

/** Each optimizer's kernel, with its settings. */
const updates: { readonly [Name in Optimizer['name']]: (optimizer: OptimizerNamed<Name>, kernels: Kernels) => Update } =
  {
    sgd({ momentum, nesterov }, kernels) {
      const call: Arguments['sgd'] = { count: 0, w: 0, g: 0, v: 0, rate: 0, momentum, nesterov };
      return ({ count, w, g, slots: [velocity = 0] }, { rate }) => {
        call.count = count;
        call.w = w;
        call.g = g;
        call.v = velocity;
        call.rate = rate;
        kernels.sgd(call);
      };
    },
    rmsprop({ rho, epsilon }, kernels) {
      const call: Arguments['rmsprop'] = { count: 0, w: 0, g: 0, s: 0, rate: 0, rho, restRho: 1 - rho, epsilon };
      return ({ count, w, g, slots }, { rate }) => {
        call.count = count;
        call.w = w;
        call.g = g;
        call.s = slots[0] as number;
        call.rate = rate;
        kernels.rmsprop(call);
      };
    },
    adam: adamUpdate,
    adamw: adamUpdate,
  };

function adamUpdate({ beta1, beta2, epsilon }: OptimizerNamed<'adam' | 'adamw'>, kernels: Kernels): Update {
  const settings = { beta1, restBeta1: 1 - beta1, beta2, restBeta2: 1 - beta2, epsilon };
  const call: Arguments['adam'] = { count: 0, w: 0, g: 0, m: 0, v: 0, rate: 0, ...settings, decay: 0 };
  return ({ count, w, g, slots }, { rate, decay }) => {
    call.count = count;
    call.w = w;
    call.g = g;
    call.m = slots[0] as number;
    call.v = slots[1] as number;
    call.rate = rate;
    call.decay = decay;
    kernels.adam(call);
  };
}
