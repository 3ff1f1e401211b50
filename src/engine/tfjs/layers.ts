/** Each kind of layer as TensorFlow.js has it: the table, and what its entries are made with. */
import type { layers, Tensor, Tensor2D, Variable } from '@tensorflow/tfjs';
import {
  batchNormEpsilon,
  batchNormMomentum,
  type ConvLayer,
  type DropoutLayer,
  type Layer,
  type LayerOf,
  leakyReluSlope,
  type Parameter,
  paddingOf,
  type Shape,
} from '../../network/index.ts';
import type { TensorFlow } from './host/tensorflow.ts';
import { relu, unitLength, zeroVariable } from './operations.ts';

export interface Mode {
  readonly training: boolean;
  /** what a dropout layer's input is multiplied by; null: no dropout */
  readonly maskOf: ((layer: DropoutLayer) => Tensor) | null;
}

export type Stage = (inputs: readonly [Tensor, ...Tensor[]], mode: Mode) => Tensor;

/** What stages are made with. */
export interface Kit {
  readonly tensorflow: TensorFlow;
  /** filled: by the name of its parameter */
  readonly variables: Map<string, Variable>;
}

/** A layer as stages, the first on the layer's inputs, each other on the output of the one before. */
export type StagesOf<L> = (kit: Kit, layer: L) => readonly [Stage, ...Stage[]];

export const layerStages: { readonly [Kind in Layer['kind']]: StagesOf<LayerOf<Kind>> } = {
  conv: (kit, layer) => [convolve(kit, layer), addBias(kit, layer)],
  activation(kit, { activation, input }) {
    const { tf } = kit.tensorflow;
    switch (activation) {
      case 'relu':
        return [([x]) => relu(kit.tensorflow, x)];
      case 'leakyRelu':
        return [stock(kit, tf.layers.leakyReLU({ alpha: leakyReluSlope }), input)];
      case 'elu':
        return [stock(kit, tf.layers.elu(), input)];
      case 'tanh':
      case 'sigmoid':
        return [stock(kit, tf.layers.activation({ activation }), input)];
    }
  },
  pool(kit, { type, size, input }) {
    const { maxPooling2d, averagePooling2d } = kit.tensorflow.tf.layers;
    const pool = type === 'max' ? maxPooling2d : averagePooling2d;
    return [stock(kit, pool({ poolSize: [...size] }), input)];
  },
  batchNorm(kit, { input, gamma, beta, movingMean, movingVariance }) {
    const settings = { momentum: batchNormMomentum, epsilon: batchNormEpsilon };
    const layer = kit.tensorflow.tf.layers.batchNormalization(settings);
    return [stock(kit, layer, input, [gamma, beta, movingMean, movingVariance])];
  },
  dropout: (_kit, layer) => [([x], { maskOf }) => (maskOf === null ? x : x.mul(maskOf(layer)))],
  reduce(kit, { type, input }) {
    const { flatten, globalAveragePooling2d, maxPooling2d } = kit.tensorflow.tf.layers;
    switch (type) {
      case 'globalAverage':
        return [stock(kit, globalAveragePooling2d({}), input)];
      case 'globalMax': // as a pool: where several are largest, the first has the gradient
        return [
          stock(kit, maxPooling2d({ poolSize: [input.height, input.width] }), input),
          stock(kit, flatten(), { height: 1, width: 1, channels: input.channels }),
        ];
      case 'flatten':
        return [stock(kit, flatten(), input)];
    }
  },
  dense(kit, { input, output, kernel, bias }) {
    const dense = kit.tensorflow.tf.layers.dense({ units: output.channels, kernelInitializer: 'zeros' });
    return [stock(kit, dense, [input.channels], [kernel, bias])];
  },
  normalize: (kit) => [([x]) => unitLength(kit.tensorflow, x as Tensor2D)],
};

/** A convolution without its bias. */
export function convolve(kit: Kit, layer: ConvLayer): Stage {
  const { input, kernelSize, strides, output, kernel } = layer;
  const conv = kit.tensorflow.tf.layers.conv2d({
    filters: output.channels,
    kernelSize: [...kernelSize],
    strides: [...strides],
    padding: paddingOf(layer),
    useBias: false,
    kernelInitializer: 'zeros',
  });
  return stock(kit, conv, input, [kernel]);
}

export function addBias({ tensorflow, variables }: Kit, { bias }: ConvLayer): Stage {
  const variable = zeroVariable(tensorflow, [bias.size]);
  variables.set(bias.name, variable);
  return ([x]) => x.add(variable);
}

/** A layer of TensorFlow.js's; `parameters` in the order of its weights. */
function stock(
  { variables }: Kit,
  layer: layers.Layer,
  input: Shape | readonly number[],
  parameters: readonly Parameter[] = [],
): Stage {
  const shape = 'channels' in input ? [input.height, input.width, input.channels] : input;
  layer.build([null, ...shape]);
  layer.built = true;
  for (const [i, { name }] of parameters.entries()) variables.set(name, layer.weights[i]?.read() as Variable);
  return ([x], { training }) => layer.apply(x, { training }) as Tensor;
}
