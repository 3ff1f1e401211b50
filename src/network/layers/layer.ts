/**
 * What every kind of layer is to the house. A kind is one file beside this one: its type, and a function that works out
 * shape, parameters and cost where it is to stand; and a line in `table.ts` of what else is asked of it. Each engine has
 * a table of its own, of how the kind is computed.
 */
import type { KerasConstant, KerasLayer } from './keras.ts';
import type { Parameter, ParameterTable } from './parameters.ts';
import type { Shape } from './shape.ts';

/** What `inputs` calls the image. */
export const imageName = 'image';

export interface LayerBase {
  /** `blocks/0/conv`, `blocks/0/relu`, `blocks/0/pool`, `reduce`, `embedding`, `normalize` … */
  readonly name: string;
  /** the layers that it reads, by name, each before it in the plan; `image` is the image */
  readonly inputs: readonly [string, ...string[]];
  /** of the first of its inputs */
  readonly input: Shape;
  readonly output: Shape;
  /** multiply-adds of one image's forward pass; 0 for layers that only move or compare */
  readonly multiplyAdds: number;
}

/** Where a layer is to stand: what it is called, what it reads, and where its parameters go. */
export interface Place extends Pick<LayerBase, 'name' | 'inputs' | 'input'> {
  readonly parameters: ParameterTable;
}

/** How a kind of layer is written into a model file. */
export interface KerasForm<L extends LayerBase> {
  /** As stock layers of Keras: the last is named as the layer. `name` and `inputs` are names of Keras layers. */
  keras(layer: L, name: string, inputs: readonly string[]): readonly KerasLayer[];
  /** what those layers hold beside the parameters */
  kerasConstants?(layer: L, name: string): readonly KerasConstant[];
}

export interface LayerKind<L extends LayerBase> extends KerasForm<L> {
  /** in the order in which Keras lists a layer's weights */
  parametersOf(layer: L): readonly Parameter[];
  /** as earlier versions wrote it, where they did otherwise: such files are read too */
  readonly formerly?: KerasForm<L>;
}

/** The same of a layer that has no parameters. */
export const withoutParameters = { parametersOf: () => [] } as const;
