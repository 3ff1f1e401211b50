/** From the network as a person writes it to the plan that engines run. */
import { InputError } from '../errors/index.ts';
import type { Block, Network, Objective, Size } from '../experiment/index.ts';
import { convOutput, poolOutput, samePadding } from './output-sizes.ts';
import type { DenseLayer, Head, Layer, Parameter, Plan, Shape } from './plan.ts';
import { elementsOf } from './shape.ts';

/**
 * Works out every layer, shape and parameter of the tower, and the head where the loss is binary cross-entropy.
 * Throws an InputError where a kernel or a pool doesn't fit what comes into it.
 */
export function createPlan(network: Network, objective: Objective): Plan {
  const [height, width, channels] = network.inputShape;
  const inputShape: Shape = { height, width, channels };
  const parameters = new ParameterTable();
  const layers: Layer[] = [];
  for (const [index, block] of network.blocks.entries()) appendBlock(layers, parameters, index, block, inputShape);
  appendTail(layers, parameters, network, inputShape);
  const head = objective.loss === 'binaryCrossentropy' ? createHead(parameters) : null;
  return { inputShape, embeddingDim: network.embeddingDim, layers, head, ...parameters.layOut() };
}

/** Order inside a block: convolution, activation, pool, batch normalisation, dropout. */
function appendBlock(layers: Layer[], parameters: ParameterTable, index: number, block: Block, first: Shape): void {
  const name = `blocks/${index}`;
  const path = `network.blocks[${index}]`;
  const shapeSoFar = () => layers.at(-1)?.output ?? first;
  const { filters, kernelSize, strides, padding } = block;

  const input = shapeSoFar();
  const output: Shape = {
    height: convOutput(input.height, kernelSize[0], strides[0], padding),
    width: convOutput(input.width, kernelSize[1], strides[1], padding),
    channels: filters,
  };
  if (output.height < 1 || output.width < 1) throw new InputError(tooLarge(`${path}.kernelSize`, kernelSize, input));
  const taps = kernelSize[0] * kernelSize[1];
  layers.push({
    kind: 'conv',
    name: `${name}/conv`,
    input,
    output,
    multiplyAdds: elementsOf(output) * taps * input.channels,
    kernelSize,
    strides,
    padTop: padding === 'same' ? samePadding(input.height, kernelSize[0], strides[0]).before : 0,
    padLeft: padding === 'same' ? samePadding(input.width, kernelSize[1], strides[1]).before : 0,
    kernel: parameters.kernel(`${name}/conv/kernel`, [...kernelSize, input.channels, filters], taps),
    bias: parameters.vector(`${name}/conv/bias`, filters, 'zeros'),
  });

  if (block.activation !== 'linear') {
    const { activation } = block;
    layers.push({
      kind: 'activation',
      name: `${name}/${activation}`,
      input: output,
      output,
      multiplyAdds: 0,
      activation,
    });
  }

  if (block.pool !== null) {
    const { type, size } = block.pool;
    const pooled: Shape = {
      height: poolOutput(output.height, size[0]),
      width: poolOutput(output.width, size[1]),
      channels: filters,
    };
    if (pooled.height < 1 || pooled.width < 1) throw new InputError(tooLarge(`${path}.pool.size`, size, output));
    const multiplyAdds = type === 'average' ? elementsOf(pooled) * size[0] * size[1] : 0;
    layers.push({ kind: 'pool', name: `${name}/pool`, input: output, output: pooled, multiplyAdds, type, size });
  }

  const shape = shapeSoFar();
  if (block.batchNorm) {
    layers.push({
      kind: 'batchNorm',
      name: `${name}/batchNorm`,
      input: shape,
      output: shape,
      multiplyAdds: elementsOf(shape),
      gamma: parameters.vector(`${name}/batchNorm/gamma`, filters, 'ones'),
      beta: parameters.vector(`${name}/batchNorm/beta`, filters, 'zeros'),
      movingMean: parameters.statistic(`${name}/batchNorm/movingMean`, filters, 'zeros'),
      movingVariance: parameters.statistic(`${name}/batchNorm/movingVariance`, filters, 'ones'),
    });
  }

  if (block.dropout > 0) {
    const dropoutIndex = layers.filter((layer) => layer.kind === 'dropout').length;
    layers.push({
      kind: 'dropout',
      name: `${name}/dropout`,
      input: shape,
      output: shape,
      multiplyAdds: 0,
      rate: block.dropout,
      index: dropoutIndex,
    });
  }
}

/** After the blocks: reduce to a vector, embed it, and bring it to unit length where asked. */
function appendTail(layers: Layer[], parameters: ParameterTable, network: Network, first: Shape): void {
  const input = layers.at(-1)?.output ?? first;
  const type = network.reduce;
  const features = type === 'flatten' ? elementsOf(input) : input.channels;
  const reduced = vectorShape(features);
  const multiplyAdds = type === 'globalAverage' ? elementsOf(input) : 0;
  layers.push({ kind: 'reduce', name: 'reduce', input, output: reduced, multiplyAdds, type });

  const units = network.embeddingDim;
  const embedding: DenseLayer = {
    kind: 'dense',
    name: 'embedding',
    input: reduced,
    output: vectorShape(units),
    multiplyAdds: features * units,
    kernel: parameters.kernel('embedding/kernel', [features, units], 1),
    bias: parameters.vector('embedding/bias', units, 'zeros'),
  };
  layers.push(embedding);
  if (network.normalize) {
    const { output } = embedding;
    layers.push({ kind: 'normalize', name: 'normalize', input: output, output, multiplyAdds: 2 * units });
  }
}

function createHead(parameters: ParameterTable): Head {
  return { kernel: parameters.kernel('head/kernel', [1, 1], 1), bias: parameters.vector('head/bias', 1, 'zeros') };
}

/** Collects parameters in order of creation, then lays them out: trainable ones first, moving statistics after. */
class ParameterTable {
  readonly #parameters: (Omit<Parameter, 'offset'> & { offset: number })[] = [];

  /** A kernel whose last two dimensions are [in, out]; `taps` is the number of positions that it covers. */
  kernel(name: string, shape: readonly number[], taps: number): Parameter {
    const [inputs, outputs] = shape.slice(-2) as [number, number];
    const initializer = { kind: 'glorotUniform', fanIn: taps * inputs, fanOut: taps * outputs } as const;
    return this.#add({ name, shape, trainable: true, initializer });
  }

  vector(name: string, size: number, kind: 'zeros' | 'ones'): Parameter {
    return this.#add({ name, shape: [size], trainable: true, initializer: { kind } });
  }

  statistic(name: string, size: number, kind: 'zeros' | 'ones'): Parameter {
    return this.#add({ name, shape: [size], trainable: false, initializer: { kind } });
  }

  layOut(): Pick<Plan, 'parameters' | 'trainableSize' | 'size'> {
    const trainable = this.#parameters.filter((parameter) => parameter.trainable);
    const statistics = this.#parameters.filter((parameter) => !parameter.trainable);
    const parameters = [...trainable, ...statistics];
    let offset = 0;
    for (const parameter of parameters) {
      parameter.offset = offset;
      offset += parameter.size;
    }
    const trainableSize = trainable.reduce((sum, parameter) => sum + parameter.size, 0);
    return { parameters, trainableSize, size: offset };
  }

  #add(parameter: Omit<Parameter, 'offset' | 'size'>): Parameter {
    const size = parameter.shape.reduce((product, dimension) => product * dimension, 1);
    const placed = { ...parameter, size, offset: -1 }; // layOut() knows the offset
    this.#parameters.push(placed);
    return placed;
  }
}

function vectorShape(length: number): Shape {
  return { height: 1, width: 1, channels: length };
}

function tooLarge(path: string, size: Readonly<Size>, input: Shape): string {
  const room = input.height === input.width ? `${input.height}` : `[${input.height}, ${input.width}]`;
  return `${path} is ${size.join('×')}, but its input is ${input.height}×${input.width}; use ${room} or less.`;
}
