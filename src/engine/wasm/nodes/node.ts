/**
 * What every kind of node is to the engine. A kind is one file beside this one and a line in `table.ts`: which layers
 * of the plan it takes on as one, where its arrays lie, what is done with a chunk forward and backward, how its
 * parameters' gradients are collected and how its weights are laid out for the kernels.
 */
import type { Layer, Parameter } from '../../../network/index.ts';
import type { Kernels } from '../kernels.ts';
import type { Arena, Border, Division, Slots, Tensor } from '../memory.ts';
import type { Command, Work } from '../work.ts';

/**
 * Looks at layers each of which alone reads the one before: what the first of them becomes, with those after it that
 * are done in the same go. Null where the first isn't for this kind.
 *   readsImage  whether the first layer's input is the image
 */
export type NodeKind = (layers: readonly Layer[], readsImage: boolean) => Unit | null;

/** Layers that become one node. */
export interface Unit {
  /** how many layers it takes */
  readonly layers: number;
  /** of zeros around its input; none where this is left out */
  readonly inputBorder?: Border;
  /** of zeros around its own gradient, where the input's gradient is wanted */
  readonly gradientBorder?: Border;
  /** it looks at the whole batch at once, forward and backward: so all chunks of all nodes are kept */
  readonly meets?: boolean;
  /** its weights' gradient waits for the whole batch: so all chunks of its input and of its gradient are kept */
  readonly gathersBatch?: boolean;
  layOut(site: Site): Node;
}

/** Where a node is to lie. */
export interface Site {
  /** the first of its inputs; the gradient is null where that is the image */
  readonly input: Tensor;
  readonly inputGradient: Tensor | null;
  /** all of them */
  readonly inputs: readonly Source[];
  /** activations, and the loss's gradient with respect to them */
  readonly out: Tensor;
  readonly gradient: Tensor;
  /** whether all chunks of all nodes are kept */
  readonly keepsChunks: boolean;
  readonly arena: Arena;
}

/** Of a node that can't be the first. */
export interface InnerSite extends Site {
  readonly inputGradient: Tensor;
}

export function innerSite(site: Site): InnerSite {
  const { inputGradient } = site;
  if (inputGradient === null) throw new Error('A tower of the wasm engine begins with a convolution.');
  return { ...site, inputGradient };
}

/** An input: its activations, and the gradient with respect to them that is this node's to write. */
export interface Source {
  readonly out: Tensor;
  readonly gradient: Tensor | null;
}

export interface Node {
  readonly out: Tensor;
  readonly gradient: Tensor;
  /** of its widest product: so many zeros stand for a bias */
  readonly columns: number;
  /** What one worker does with it. Arguments of the kernels are records made here once: a step allocates none. */
  program(context: Context): NodeProgram;
}

export interface NodeProgram {
  forward(work: Work, command: Command): void;
  backward(work: Work, command: Command): void;
  /** Before all else of the backward pass, where several nodes read it: sums their gradients. */
  sumGradient?(work: Work): void;
  /** what looks at the whole batch before `forward` and before `backward` */
  readonly meetings?: { readonly forward: Meeting; readonly backward: Meeting };
  /** its parameters, in ranges */
  readonly ranges?: readonly Range[];
  /** jobs that lay its weights out anew, after they have changed */
  readonly packing?: readonly (() => void)[];
  /** After a forward pass over one image that has nothing on it: keeps what came of that, for others to take. */
  keepBlank?(work: Work): void;
}

/** Sums over a chunk, added to its job's; then, once all workers are there, what comes of all jobs' sums. */
export interface Meeting {
  sum(work: Work): void;
  conclude(command: Command): void;
}

/** A part of a parameter: one job collects its gradient and takes the optimizer's step. */
export interface Range {
  readonly parameter: Parameter;
  /** within the parameter */
  readonly first: number;
  readonly count: number;
  /** puts its gradient into the flat vector; nothing to do where it lies there already */
  collect(command: Command): void;
}

/** A worker's view of the session. */
export interface Context {
  readonly kernels: Kernels;
  readonly division: Division;
  /** of dropout's masks */
  readonly seed: number;
  /** all memory. Indices are addresses `>>>` 2 or 3: `>>` would make one beyond 2 GiB negative */
  readonly floats: Float32Array;
  readonly doubles: Float64Array;
  readonly words: Int32Array;
  /** address of as many zeros as the widest product has columns: the bias of a product without one */
  readonly zeros: number;
  addressOf(parameter: Parameter): number;
  gradientOf(parameter: Parameter): number;
  /** tiles side by side that hold so many columns */
  panelsOf(columns: number): number;
  /** address of a chunk's slot, or of this worker's */
  slot(of: Slots, work: Work): number;
  ofWorker(of: Slots): number;
}
