/** A dense layer on a vector, with its bias, without activation. */
import { kerasLayer } from './keras.ts';
import type { LayerBase, LayerKind, Place } from './layer.ts';
import type { Parameter } from './parameters.ts';
import { vectorShape } from './shape.ts';

export interface DenseLayer extends LayerBase {
  readonly kind: 'dense';
  /** [in, out] */
  readonly kernel: Parameter;
  /** [out] */
  readonly bias: Parameter;
}

export function denseLayer({ parameters, ...place }: Place, units: number): DenseLayer {
  const { name, input } = place;
  return {
    kind: 'dense',
    ...place,
    output: vectorShape(units),
    multiplyAdds: input.channels * units,
    kernel: parameters.kernel(`${name}/kernel`, [input.channels, units], 1),
    bias: parameters.vector(`${name}/bias`, units, 'zeros'),
  };
}

export const dense: LayerKind<DenseLayer> = {
  parametersOf: ({ kernel, bias }) => [kernel, bias],
  keras({ output }, name, inputs) {
    return [kerasLayer('Dense', name, { units: output.channels, activation: 'linear', use_bias: true }, inputs)];
  },
};
