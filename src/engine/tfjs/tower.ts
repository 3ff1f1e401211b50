/** The plan as layers of TensorFlow.js, fed with our weights. */
import type { layers, Tensor, Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs';
import {
  type ActivationLayer,
  batchNormEpsilon,
  batchNormMomentum,
  type DropoutLayer,
  type Layer,
  leakyReluSlope,
  type Parameter,
  type Plan,
  paddingOf,
  type ReduceLayer,
} from '../../network/index.ts';
import type { TensorFlow } from './host/tensorflow.ts';
import { relu, unitLength, zeroVariable } from './operations.ts';

export interface Tower {
  /** by the name of its parameter */
  readonly variables: ReadonlyMap<string, Variable>;
  /**
   *   images [rows, height, width, channels] in [0, 1] → embeddings [rows, embeddingDim]
   * In training by the batch's statistics, which also move the moving ones.
   */
  apply(images: Tensor4D, mode: Mode): Tensor2D;
  dispose(): void;
}

export interface Mode {
  readonly training: boolean;
  /** what a dropout layer's input is multiplied by; null: no dropout */
  readonly maskOf: ((layer: DropoutLayer) => Tensor) | null;
}

type Stage = (x: Tensor, mode: Mode) => Tensor;

export function assembleTower(tensorflow: TensorFlow, plan: Plan): Tower {
  const { tf } = tensorflow;
  const variables = new Map<string, Variable>();

  /** A layer of TensorFlow.js's; `parameters` in the order of its weights. */
  const stock = (layer: layers.Layer, inputShape: readonly number[], ...parameters: Parameter[]): Stage => {
    layer.build([null, ...inputShape]);
    layer.built = true;
    for (const [i, { name }] of parameters.entries()) variables.set(name, layer.weights[i]?.read() as Variable);
    return (x, { training }) => layer.apply(x, { training }) as Tensor;
  };

  const activation = (kind: ActivationLayer['activation'], shape: readonly number[]): Stage => {
    switch (kind) {
      case 'relu':
        return (x) => relu(tensorflow, x);
      case 'leakyRelu':
        return stock(tf.layers.leakyReLU({ alpha: leakyReluSlope }), shape);
      case 'elu':
        return stock(tf.layers.elu(), shape);
      case 'tanh':
      case 'sigmoid':
        return stock(tf.layers.activation({ activation: kind }), shape);
    }
  };

  const reduce = (type: ReduceLayer['type'], shape: readonly [number, number, number]): Stage[] => {
    const flatten = stock(tf.layers.flatten(), shape);
    const [height, width] = shape;
    switch (type) {
      case 'globalAverage':
        return [stock(tf.layers.globalAveragePooling2d({}), shape)];
      case 'globalMax': // as a pool: where several are largest, the first has the gradient
        return [stock(tf.layers.maxPooling2d({ poolSize: [height, width] }), shape), flatten];
      case 'flatten':
        return [flatten];
    }
  };

  const stagesOf = (layer: Layer | Bias): Stage[] => {
    if (layer.kind === 'bias') {
      const variable = zeroVariable(tensorflow, [layer.bias.size]);
      variables.set(layer.bias.name, variable);
      return [(x) => x.add(variable)];
    }
    const { height, width, channels } = layer.input;
    const shape = [height, width, channels] as const;
    switch (layer.kind) {
      case 'conv': {
        const { kernelSize, strides, output, kernel } = layer;
        const conv = tf.layers.conv2d({
          filters: output.channels,
          kernelSize: [...kernelSize],
          strides: [...strides],
          padding: paddingOf(layer),
          useBias: false,
          kernelInitializer: 'zeros',
        });
        return [stock(conv, shape, kernel)];
      }
      case 'activation':
        return [activation(layer.activation, shape)];
      case 'pool': {
        const poolSize: [number, number] = [...layer.size];
        const pool = layer.type === 'max' ? tf.layers.maxPooling2d : tf.layers.averagePooling2d;
        return [stock(pool({ poolSize }), shape)];
      }
      case 'batchNorm': {
        const { gamma, beta, movingMean, movingVariance } = layer;
        return [
          stock(
            tf.layers.batchNormalization({ momentum: batchNormMomentum, epsilon: batchNormEpsilon }),
            shape,
            gamma,
            beta,
            movingMean,
            movingVariance,
          ),
        ];
      }
      case 'dropout':
        return [(x, { maskOf }) => (maskOf === null ? x : x.mul(maskOf(layer)))];
      case 'reduce':
        return reduce(layer.type, shape);
      case 'dense': {
        const dense = tf.layers.dense({ units: layer.output.channels, kernelInitializer: 'zeros' });
        return [stock(dense, [channels], layer.kernel, layer.bias)];
      }
      case 'normalize':
        return [(x) => unitLength(tensorflow, x as Tensor2D)];
    }
  };

  const stages = poolsFirst(plan.layers).flatMap(stagesOf);
  return {
    variables,
    apply: (images, mode) => stages.reduce((x: Tensor, stage) => stage(x, mode), images) as Tensor2D,
    dispose() {
      for (const variable of variables.values()) variable.dispose();
    },
  };
}

/**
 * Under a max-pool, bias and relu come after it, on the winners alone: both keep the order of numbers, so values and
 * derivatives stay what they were. → the layers, a convolution's bias being a layer of its own
 */
function poolsFirst(layers: readonly Layer[]): (Layer | Bias)[] {
  const ordered: (Layer | Bias)[] = [];
  for (let i = 0; i < layers.length; i++) {
    const layer = layers[i] as Layer;
    ordered.push(layer);
    if (layer.kind !== 'conv') continue;
    const isRelu = (next: Layer | undefined) => next?.kind === 'activation' && next.activation === 'relu';
    const [relu, pool] = isRelu(layers[i + 1]) ? [layers[i + 1], layers[i + 2]] : [undefined, layers[i + 1]];
    const bias: Bias = { kind: 'bias', bias: layer.bias };
    if (pool?.kind === 'pool' && pool.type === 'max') {
      ordered.push(pool, bias, ...(relu === undefined ? [] : [relu]));
      i += relu === undefined ? 1 : 2;
    } else ordered.push(bias);
  }
  return ordered;
}

interface Bias {
  readonly kind: 'bias';
  readonly bias: Parameter;
}
