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
import type { Kernel, Load, Work } from './kernels/kernel.ts';
import { compare } from './kernels/objective.ts';
import { advance, collect, measure, norm, pack, type Training, update } from './kernels/optimizer.ts';
import type { Layout } from './layout.ts';
import type { Node } from './nodes/kind.ts';

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
  const { context, nodes, weights, slices } = layout;
  const last = nodes.at(-1) as Node;
  const forward = (mode: 'training' | 'inference') => nodes.flatMap((node) => node.forward(mode));
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
  const backward = nodes.toReversed().flatMap((node) => node.backward());
  const toLoss = forward('training');
  const toGradients = loss === null ? backward : [...toLoss, loss, ...backward];

  const training: Training = { ...layout, plan, optimizer };
  const isClipped = optimizer.globalClipNorm !== null;
  const collected = collect(context, training);
  const clippedUpdate = [...(isClipped ? [norm(context, training)] : []), update(context, training)];
  return {
    train: [...toGradients, ...(isClipped ? [collected, ...clippedUpdate] : [advance(context, training)])],
    inspect: [...toGradients, collected],
    toHost: loss === null ? toLoss : null,
    embed: forward('inference'),
    apply: [...(isClipped ? [measure(context, training)] : []), ...clippedUpdate],
    pack: [pack(context, training)],
  };
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
