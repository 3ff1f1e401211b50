/** Which networks can be built: rules on what an experiment asks for, each with a sentence for what breaks it. */
import type { Broken, Network, Rule, Rules } from '../experiment/index.ts';
import { formatCount } from '../text/index.ts';
import { convExtent, kernelMisfit } from './layers/conv.ts';
import { poolExtent, poolMisfit } from './layers/pool.ts';
import type { Extent } from './layers/shape.ts';

/** With padding `valid` a kernel must fit into its input; a pool always must. */
const layersFitTheirInput: Rule = {
  needs: [
    '/network/inputShape',
    ...['kernelSize', 'strides', 'padding', 'pool'].map((key) => `/network/blocks/*/${key}`),
  ],
  *check({ network }) {
    const { misfit } = outputOfBlocks(network);
    if (misfit !== undefined) yield misfit;
  },
};

/** Most weights of a network: 2^28 of them are 1 GiB, and Adam keeps three numbers for each. */
const mostWeights = 2 ** 28;

const weightsFitInMemory: Rule = {
  needs: [...layersFitTheirInput.needs, '/network/blocks/*/filters', '/network/reduce', '/network/embeddingDim'],
  *check({ network }) {
    const { misfit, extent } = outputOfBlocks(network);
    if (misfit !== undefined) return;
    let weights = 0;
    let channels = network.inputShape[2];
    for (const [i, block] of network.blocks.entries()) {
      const [height, width] = block.kernelSize;
      const ofThis = (height * width * channels + 1) * block.filters;
      weights += ofThis;
      if (weights > mostWeights) {
        yield {
          pointer: `/network/blocks/${i}/filters`,
          sentence:
            `network.blocks[${i}]'s convolution has ${formatCount(ofThis)} weights (${height}×${width} × ${channels} → ${block.filters} channels), ` +
            `which brings the network above ${formatCount(mostWeights)}; use fewer filters or a smaller kernel.`,
        };
        return;
      }
      channels = block.filters;
    }
    const { height, width } = extent;
    const inputs = network.reduce === 'flatten' ? height * width * channels : channels;
    const ofEmbedding = (inputs + 1) * network.embeddingDim;
    if (weights + ofEmbedding <= mostWeights) return;
    yield network.reduce === 'flatten'
      ? {
          pointer: '/network/reduce',
          sentence:
            `network.reduce is "flatten": ${height}×${width}×${channels} = ${formatCount(inputs)} numbers into ${network.embeddingDim} give ` +
            `${formatCount(ofEmbedding)} weights, above ${formatCount(mostWeights)}; pool more, or use globalAverage.`,
        }
      : {
          pointer: '/network/embeddingDim',
          sentence: `network.embeddingDim is ${network.embeddingDim}: ${formatCount(ofEmbedding)} weights from ${channels} channels, above ${formatCount(mostWeights)}; use fewer.`,
        };
  },
};

export const networkRules: Rules = { layersFitTheirInput, weightsFitInMemory };

/** What the last block gives, or the first kernel or pool that doesn't fit what comes into it. */
export function outputOfBlocks({ inputShape, blocks }: Network): { extent: Extent; misfit?: Broken } {
  let extent: Extent = { height: inputShape[0], width: inputShape[1] };
  for (const [i, block] of blocks.entries()) {
    const path = `network.blocks[${i}]`;
    const ofKernel = kernelMisfit(extent, block, path);
    if (ofKernel !== null) {
      return { extent, misfit: { pointer: `/network/blocks/${i}/kernelSize`, sentence: ofKernel } };
    }
    extent = convExtent(extent, block);
    if (block.pool === null) continue;
    const ofPool = poolMisfit(extent, block.pool.size, path);
    if (ofPool !== null) return { extent, misfit: { pointer: `/network/blocks/${i}/pool`, sentence: ofPool } };
    extent = poolExtent(extent, block.pool.size);
  }
  return { extent };
}
