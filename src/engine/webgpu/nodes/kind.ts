/**
 * What a node is: a layer of the plan, or several that can be done at once, with their memory and their kernels. A node
 * takes layers that follow into its ending, where no other layer reads what lies between. Each kind of layer is a file
 * beside this one, and a line in the table.
 */
import type { Layer, LayerOf } from '../../../network/index.ts';
import type { Builder } from '../builder.ts';
import type { Ending } from '../kernels/elementwise.ts';
import type { Kernel, Memory, Tensor } from '../kernels/kernel.ts';

export interface Node {
  readonly ending: Ending;
  /** [rows, rowVectors of the ending's output]: the loss's, as of before the ending's activation and dropout */
  readonly gradient: Memory;
  /** inference: by the moving statistics */
  forward(mode: 'training' | 'inference'): Kernel[];
  /** From `gradient` to the inputs' gradients and those of the parameters. */
  backward(): Kernel[];
}

/** What a node reads of another. */
export interface Input {
  readonly tensor: Tensor;
  /** how the other one ends: gradients go back `through` that … */
  readonly ending: Ending;
  /** … and are written here */
  readonly gradient: Memory;
}

/** Where a layer stands, for its kind to make a node of it. */
export interface Place {
  readonly builder: Builder;
  /** in the layer's order; null: the image */
  readonly inputs: readonly [Input | null, ...(Input | null)[]];
  /** Takes in the layer after the last one taken, where no other reads that: if it is of this kind and suits. */
  take<Kind extends Layer['kind']>(kind: Kind, suits?: (layer: LayerOf<Kind>) => boolean): LayerOf<Kind> | null;
  /** whether several layers read what this one gives */
  readonly isShared: boolean;
}

/** A layer that only looks at its input in another way gives that look. */
export type NodeOf<L> = (layer: L, place: Place) => Node | Tensor;

/** For kinds that don't stand on the image. */
export function firstInput({ name }: Layer, { inputs }: Place): Input {
  const [first] = inputs;
  if (first === null) throw new Error(`${name} comes after a convolution`);
  return first;
}

/** An output without activation, and where its gradient goes. */
export function plainEnding(
  { name, output }: Layer,
  { builder }: Place,
  dropout: LayerOf<'dropout'> | null,
): Pick<Node, 'ending' | 'gradient'> {
  return endingOf(name, builder, { out: builder.tensor(name, output), activation: 'linear', dropout });
}

export function endingOf(name: string, builder: Builder, ending: Ending): Pick<Node, 'ending' | 'gradient'> {
  return { ending, gradient: builder.allocate(`${name} gradient`, ending.out.memory.bytes) };
}
