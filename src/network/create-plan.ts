/** From the network as a person writes it to the plan that engines run. */
import { InputError } from '../errors/index.ts';
import type { Block, Network } from '../experiment/index.ts';
import { activationLayer } from './layers/activation.ts';
import { batchNormLayer } from './layers/batch-norm.ts';
import { convLayer } from './layers/conv.ts';
import { denseLayer } from './layers/dense.ts';
import { dropoutLayer } from './layers/dropout.ts';
import { imageName, type Place } from './layers/layer.ts';
import { normalizeLayer } from './layers/normalize.ts';
import { ParameterTable } from './layers/parameters.ts';
import { poolLayer } from './layers/pool.ts';
import { reduceLayer } from './layers/reduce.ts';
import type { Shape } from './layers/shape.ts';
import type { Layer } from './layers/table.ts';
import { firstMisfit } from './misfit.ts';
import type { Head, Plan } from './plan.ts';

/**
 * Works out every layer, shape and parameter of the tower, and of the head where there is one.
 * Throws an InputError where a kernel or a pool doesn't fit what comes into it.
 */
export function createPlan(network: Network, { hasHead }: { readonly hasHead: boolean }): Plan {
  const misfit = firstMisfit(network);
  if (misfit !== null) throw new InputError(misfit.sentence);
  const [height, width, channels] = network.inputShape;
  const inputShape: Shape = { height, width, channels };
  const tower = new TowerBuilder(inputShape);
  for (const [index, block] of network.blocks.entries()) appendBlock(tower, `blocks/${index}`, block);
  appendTail(tower, network);
  const { layers, parameters } = tower;
  const head = hasHead ? createHead(parameters) : null;
  return { inputShape, embeddingDim: network.embeddingDim, layers, head, ...parameters.layOut() };
}

/** Order inside a block: convolution, activation, pool, batch normalisation, dropout. */
function appendBlock(tower: TowerBuilder, name: string, block: Block): void {
  const { activation, pool, batchNorm, dropout } = block;
  tower.append(`${name}/conv`, (place) => convLayer(place, block));
  if (activation !== 'linear') tower.append(`${name}/${activation}`, (place) => activationLayer(place, activation));
  if (pool !== null) tower.append(`${name}/pool`, (place) => poolLayer(place, pool));
  if (batchNorm) tower.append(`${name}/batchNorm`, batchNormLayer);
  if (dropout > 0) {
    const index = tower.layers.filter(({ kind }) => kind === 'dropout').length;
    tower.append(`${name}/dropout`, (place) => dropoutLayer(place, dropout, index));
  }
}

/** After the blocks: reduce to a vector, embed it, and bring it to unit length where asked. */
function appendTail(tower: TowerBuilder, { reduce, embeddingDim, normalize }: Network): void {
  tower.append('reduce', (place) => reduceLayer(place, reduce));
  tower.append('embedding', (place) => denseLayer(place, embeddingDim));
  if (normalize) tower.append('normalize', normalizeLayer);
}

function createHead(parameters: ParameterTable): Head {
  return { kernel: parameters.kernel('head/kernel', [1, 1], 1), bias: parameters.vector('head/bias', 1, 'zeros') };
}

/** The tower as far as it is built. */
class TowerBuilder {
  readonly layers: Layer[] = [];
  readonly parameters = new ParameterTable();
  readonly #inputShape: Shape;

  constructor(inputShape: Shape) {
    this.#inputShape = inputShape;
  }

  /** Adds a layer that reads the last one. */
  append(name: string, create: (place: Place) => Layer): void {
    const last = this.layers.at(-1);
    const inputs = [last?.name ?? imageName] as const;
    this.layers.push(create({ name, inputs, input: last?.output ?? this.#inputShape, parameters: this.parameters }));
  }
}
