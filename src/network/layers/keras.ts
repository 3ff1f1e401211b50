/** Layers as Keras writes them into a model file. A name is the plan's with `_` for `/`, as Keras allows no slash. */

export interface KerasLayer {
  readonly class_name: string;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** the layers that it takes its input from */
  readonly inbound_nodes: readonly unknown[];
}

/** A weight of a layer that is none of the plan's parameters. */
export interface KerasConstant {
  /** the layer's name and Keras's name of the weight, e.g. `normalize_one/bias` */
  readonly name: string;
  readonly shape: readonly number[];
  valueAt(i: number): number;
}

/** `inputs` are names of Keras layers. */
export function kerasLayer(
  className: string,
  name: string,
  config: Readonly<Record<string, unknown>>,
  inputs: readonly string[],
): KerasLayer {
  const inbound = inputs.length === 0 ? [] : [inputs.map((input) => [input, 0, 0, {}])];
  return { class_name: className, name, config: { name, trainable: true, ...config }, inbound_nodes: inbound };
}

export function kerasName(name: string): string {
  return name.replaceAll('/', '_');
}

/** What the layers on images have in common. */
export const imageConfig = { data_format: 'channels_last' } as const;
