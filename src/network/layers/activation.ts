/** An activation, element by element. `linear` is no layer. */
import type { Activation } from '../../experiment/index.ts';
import { leakyReluSlope } from '../conventions.ts';
import { kerasLayer } from './keras.ts';
import { type LayerBase, type LayerKind, type Place, withoutParameters } from './layer.ts';

export interface ActivationLayer extends LayerBase {
  readonly kind: 'activation';
  readonly activation: Exclude<Activation, 'linear'>;
}

export function activationLayer(
  { parameters: _, ...place }: Place,
  activation: ActivationLayer['activation'],
): ActivationLayer {
  return { kind: 'activation', ...place, output: place.input, multiplyAdds: 0, activation };
}

const kerasClass: Record<ActivationLayer['activation'], [string, Readonly<Record<string, unknown>>]> = {
  relu: ['Activation', { activation: 'relu' }],
  leakyRelu: ['LeakyReLU', { alpha: leakyReluSlope }],
  elu: ['ELU', { alpha: 1 }],
  tanh: ['Activation', { activation: 'tanh' }],
  sigmoid: ['Activation', { activation: 'sigmoid' }],
};

export const activation: LayerKind<ActivationLayer> = {
  ...withoutParameters,
  keras(layer, name, inputs) {
    const [className, config] = kerasClass[layer.activation];
    return [kerasLayer(className, name, config, inputs)];
  },
};
