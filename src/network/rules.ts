/** Which networks can be built: rules on what an experiment asks for, each with a sentence for what breaks it. */
import type { Broken, Network, Rule, Rules } from '../experiment/index.ts';
import { formatCount } from '../text/index.ts';
import { createPlan } from './create-plan.ts';
import type { ConvLayer } from './layers/conv.ts';
import { elementsOf, type Shape } from './layers/shape.ts';
import { firstMisfit } from './misfit.ts';
import { figuresOf } from './totals.ts';

/** With padding `valid` a kernel must fit into its input; a pool always must. */
const layersFitTheirInput: Rule = {
  needs: [
    '/network/inputShape',
    ...['kernelSize', 'strides', 'padding', 'pool'].map((key) => `/network/blocks/*/${key}`),
  ],
  *check({ network }) {
    const misfit = firstMisfit(network);
    if (misfit !== null) yield misfit;
  },
};

/** Most weights of a network: 2^28 of them are 1 GiB, and Adam keeps three numbers for each. */
const mostWeights = 2 ** 28;

/** Counts kernels and their biases; what else a block holds is small beside them. */
const weightsFitInMemory: Rule = {
  needs: ['/network'], // a plan is made of all of it
  *check({ network }) {
    if (firstMisfit(network) !== null) return;
    let weights = 0;
    let block = -1;
    let features: Shape | undefined;
    for (const layer of createPlan(network, { hasHead: false }).layers) {
      if (layer.kind === 'conv') block++;
      if (layer.kind === 'reduce') features = layer.input;
      if (layer.kind !== 'conv' && layer.kind !== 'dense') continue;
      const { parameters } = figuresOf(layer);
      weights += parameters;
      if (weights <= mostWeights) continue;
      yield layer.kind === 'conv'
        ? tooManyInBlock(block, layer, parameters)
        : tooManyInEmbedding(network, features as Shape, parameters);
      return;
    }
  },
};

function tooManyInBlock(
  block: number,
  { kernelSize: [height, width], input, output }: ConvLayer,
  weights: number,
): Broken {
  return {
    pointer: `/network/blocks/${block}/filters`,
    sentence:
      `network.blocks[${block}]'s convolution has ${formatCount(weights)} weights (${height}×${width} × ${input.channels} → ${output.channels} channels), ` +
      `which brings the network above ${formatCount(mostWeights)}; use fewer filters or a smaller kernel.`,
  };
}

/** features: what the last block gives */
function tooManyInEmbedding({ reduce, embeddingDim }: Network, features: Shape, weights: number): Broken {
  const { height, width, channels } = features;
  if (reduce !== 'flatten') {
    return {
      pointer: '/network/embeddingDim',
      sentence: `network.embeddingDim is ${embeddingDim}: ${formatCount(weights)} weights from ${channels} channels, above ${formatCount(mostWeights)}; use fewer.`,
    };
  }
  return {
    pointer: '/network/reduce',
    sentence:
      `network.reduce is "flatten": ${height}×${width}×${channels} = ${formatCount(elementsOf(features))} numbers into ${embeddingDim} give ` +
      `${formatCount(weights)} weights, above ${formatCount(mostWeights)}; pool more, or use globalAverage.`,
  };
}

export const networkRules: Rules = { layersFitTheirInput, weightsFitInMemory };
