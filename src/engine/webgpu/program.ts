/**
 * A plan as lists of kernels, one after another:
 *
 *   train     forward … → distances and loss → … backward → the optimizer
 *   inspect   the same up to the gradients
 *   embed     forward, with the moving statistics
 *   apply     the optimizer on given gradients
 *   pack      weights to where the products read them
 *
 * A kernel reads what an earlier one wrote; WebGPU puts the barriers.
 */
import type { Plan } from '../../network/index.ts';
import type { SessionOptions } from '../contract/contract.ts';
import { convBackwardInput, convBackwardKernel, convForward, convParts, convSum } from './kernels/conv.ts';
import type { Context, Kernel, Load, Work } from './kernels/kernel.ts';
import {
  batchNormBackward,
  batchNormBackwardSums,
  batchNormForward,
  batchNormGradients,
  batchNormMoving,
  batchNormStatistics,
  batchNormSums,
  normalizeBackward,
  normalizeForward,
} from './kernels/norm.ts';
import { compare } from './kernels/objective.ts';
import { advance, collect, measure, norm, pack, type Training, update } from './kernels/optimizer.ts';
import { flattenBackward, flattenForward, poolBackward, poolForward } from './kernels/pool.ts';
import type { Layout, Node } from './layout.ts';

export interface Program {
  readonly train: readonly Kernel[];
  readonly inspect: readonly Kernel[];
  /** forward up to the embeddings, where the host works out the loss before `train` or `inspect` goes back; else null */
  readonly toHost: readonly Kernel[] | null;
  readonly embed: readonly Kernel[];
  readonly apply: readonly Kernel[];
  readonly pack: readonly Kernel[];
}

export function assemble(plan: Plan, { objective, optimizer, batchSize }: SessionOptions, layout: Layout): Program {
  const context: Context = { dropoutLayers: plan.layers.filter(({ kind }) => kind === 'dropout').length };
  const { nodes, weights, slices } = layout;
  const last = nodes.at(-1);
  if (last === undefined) throw new Error('a tower ends in its embedding');

  const forward = (isInference: boolean) => nodes.flatMap((node) => forwardOf(context, layout, node, isInference));
  const loss = compare(context, {
    objective,
    head: plan.head,
    embeddings: last.ending.out,
    weights,
    gradient: last.gradient,
    labels: layout.labels,
    distances: layout.distances,
    results: layout.results,
    headGradients: plan.head === null ? null : { memory: slices, at: layout.headGradients, batchSize },
  });
  const backward = nodes.toReversed().flatMap((node) => backwardOf(context, layout, node));
  const toLoss = forward(false);
  const toGradients = loss === null ? backward : [...toLoss, loss, ...backward];

  const training: Training = { ...layout, plan, optimizer };
  const isClipped = optimizer.globalClipNorm !== null;
  const collected = collect(context, training);
  const clippedUpdate = [...(isClipped ? [norm(context, training)] : []), update(context, training)];
  return {
    train: [...toGradients, ...(isClipped ? [collected, ...clippedUpdate] : [advance(context, training)])],
    inspect: [...toGradients, collected],
    toHost: loss === null ? toLoss : null,
    embed: forward(true),
    apply: [...(isClipped ? [measure(context, training)] : []), ...clippedUpdate],
    pack: [pack(context, training)],
  };
}

function forwardOf(context: Context, layout: Layout, node: Node, isInference: boolean): Kernel[] {
  switch (node.kind) {
    case 'conv': {
      const { parts } = node;
      if (parts === null) return [convForward(context, node)];
      return [convParts(context, node, parts), convSum(context, { ...node, name: `${node.name} sum` }, parts)];
    }
    case 'pool':
      return [poolForward(context, node)];
    case 'batchNorm': {
      const given = { ...node, slices: node.sums, weights: layout.weights, rows: layout.rows };
      const statistics = isInference
        ? [batchNormMoving(context, given)]
        : [batchNormSums(context, given), batchNormStatistics(context, given)];
      return [...statistics, batchNormForward(context, given)];
    }
    case 'flatten':
      return [flattenForward(context, node.name, node.input, node.ending.out)];
    case 'normalize':
      return [normalizeForward(context, node.name, node.input, node.ending.out)];
  }
}

function backwardOf(context: Context, layout: Layout, node: Node): Kernel[] {
  const { before, gradient: d } = node;
  const name = `${node.name} backward`;
  if (node.kind === 'conv') {
    const { conv, panels, slices } = node;
    const derivative = { memory: d, winners: node.winners };
    const kernel = convBackwardKernel(context, { name: `${name} kernel`, conv, derivative, slices });
    if (before === null) return [kernel];
    const { ending, gradient: to } = before;
    return [
      convBackwardInput(context, { name: `${name} input`, conv, panels, derivative, before: ending, to }),
      kernel,
    ];
  }
  if (before === null) throw new Error(`${node.name} comes after a convolution`);
  const { ending, gradient: to } = before;
  switch (node.kind) {
    case 'pool':
      return [poolBackward(context, { ...node, name, output: node.ending.out, d, before: ending, to })];
    case 'batchNorm': {
      const { weights, rows, slices } = layout;
      const gradients = { memory: slices, at: node.gradients };
      const given = { ...node, slices: node.sums, weights, rows, d, before: ending, to, gradients };
      return [
        batchNormBackwardSums(context, given),
        batchNormGradients(context, given),
        batchNormBackward(context, given),
      ];
    }
    case 'flatten':
      return [flattenBackward(context, { ...node, name, output: node.ending.out, d, before: ending, to })];
    case 'normalize':
      return [normalizeBackward(context, node.name, node.input, d, to)];
  }
}

/** What a list of kernels does on a load. */
export function workOf(kernels: readonly Kernel[], load: Load): Work & { readonly dispatches: number } {
  const works = kernels.map(({ work }) => work(load));
  return {
    dispatches: kernels.length,
    flop: works.reduce((sum, { flop }) => sum + flop, 0),
    bytes: works.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
