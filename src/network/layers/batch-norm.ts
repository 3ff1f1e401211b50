/** Batch normalisation of each channel. Ioffe & Szegedy 2015. */
import { batchNormEpsilon, batchNormMomentum } from '../conventions.ts';
import { kerasLayer } from './keras.ts';
import type { LayerBase, LayerKind, Place } from './layer.ts';
import type { Parameter } from './parameters.ts';
import { elementsOf } from './shape.ts';

/** All its parameters are [channels]. */
export interface BatchNormLayer extends LayerBase {
  readonly kind: 'batchNorm';
  readonly gamma: Parameter;
  readonly beta: Parameter;
  readonly movingMean: Parameter;
  readonly movingVariance: Parameter;
}

export function batchNormLayer({ parameters, ...place }: Place): BatchNormLayer {
  const { name, input } = place;
  return {
    kind: 'batchNorm',
    ...place,
    output: input,
    multiplyAdds: elementsOf(input),
    gamma: parameters.vector(`${name}/gamma`, input.channels, 'ones'),
    beta: parameters.vector(`${name}/beta`, input.channels, 'zeros'),
    movingMean: parameters.statistic(`${name}/movingMean`, input.channels, 'zeros'),
    movingVariance: parameters.statistic(`${name}/movingVariance`, input.channels, 'ones'),
  };
}

export const batchNorm: LayerKind<BatchNormLayer> = {
  parametersOf: ({ gamma, beta, movingMean, movingVariance }) => [gamma, beta, movingMean, movingVariance],
  keras(_layer, name, inputs) {
    const config = { axis: -1, momentum: batchNormMomentum, epsilon: batchNormEpsilon, center: true, scale: true };
    return [kerasLayer('BatchNormalization', name, config, inputs)];
  },
};
