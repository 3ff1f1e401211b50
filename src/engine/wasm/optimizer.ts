/** Gradients clipped and weights moved, a range of a parameter a job. */
import type { Optimizer } from '../../experiment/index.ts';
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
  { weights, gradients, slots: [slot0 = 0, slot1 = 0] }: Layout,
  kernels: Kernels,
): (count: number, first: number, command: Command) => void {
  const flat = { count: 0, w: 0, g: 0, rate: 0 };
  const place = (call: typeof flat, count: number, first: number) => {
    call.count = count;
    call.w = weights + 4 * first;
    call.g = gradients + 4 * first;
  };
  switch (optimizer.name) {
    case 'sgd': {
      const { momentum, nesterov } = optimizer;
      const call: Arguments['sgd'] = { ...flat, v: 0, momentum, nesterov };
      return (count, first, command) => {
        place(call, count, first);
        call.v = slot0 + 4 * first;
        call.rate = command.learningRate;
        kernels.sgd(call);
      };
    }
    case 'rmsprop': {
      const { rho, epsilon } = optimizer;
      const call: Arguments['rmsprop'] = { ...flat, s: 0, rho, restRho: 1 - rho, epsilon };
      return (count, first, command) => {
        place(call, count, first);
        call.s = slot0 + 4 * first;
        call.rate = command.learningRate;
        kernels.rmsprop(call);
      };
    }
    case 'adam':
    case 'adamw': {
      const { beta1, beta2, epsilon } = optimizer;
      const weightDecay = optimizer.name === 'adamw' ? optimizer.weightDecay : 0;
      const scalars = { beta1, restBeta1: 1 - beta1, beta2, restBeta2: 1 - beta2, epsilon, decay: 0 };
      const call: Arguments['adam'] = { ...flat, m: 0, v: 0, ...scalars };
      return (count, first, command) => {
        const t = command.step + 1;
        place(call, count, first);
        call.m = slot0 + 4 * first;
        call.v = slot1 + 4 * first;
        call.rate = (command.learningRate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t);
        call.decay = command.learningRate * weightDecay;
        kernels.adam(call);
      };
    }
  }
}
