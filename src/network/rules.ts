/** Which networks can be built: rules on what an experiment asks for, each with a sentence for what breaks it. */
import type { Broken, Network, Rule, Rules } from '../experiment/index.ts';
import { convOutput, poolOutput } from './output-sizes.ts';

/** With padding `valid` a kernel must fit into its input; a pool always must. */
export const layersFitTheirInput: Rule = {
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
export const mostWeights = 2 ** 28;

export const weightsFitInMemory: Rule = {
  needs: [...layersFitTheirInput.needs, '/network/blocks/*/filters', '/network/reduce', '/network/embeddingDim'],
  *check({ network }) {
    const { misfit, shape } = outputOfBlocks(network);
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
            `network.blocks[${i}]'s convolution has ${big(ofThis)} weights (${height}×${width} × ${channels} → ${block.filters} channels), ` +
            `which brings the network above ${big(mostWeights)}; use fewer filters or a smaller kernel.`,
        };
        return;
      }
      channels = block.filters;
    }
    const [height, width] = shape;
    const inputs = network.reduce === 'flatten' ? height * width * channels : channels;
    const ofEmbedding = (inputs + 1) * network.embeddingDim;
    if (weights + ofEmbedding <= mostWeights) return;
    yield network.reduce === 'flatten'
      ? {
          pointer: '/network/reduce',
          sentence:
            `network.reduce is "flatten": ${height}×${width}×${channels} = ${big(inputs)} numbers into ${network.embeddingDim} give ` +
            `${big(ofEmbedding)} weights, above ${big(mostWeights)}; pool more, or use globalAverage.`,
        }
      : {
          pointer: '/network/embeddingDim',
          sentence: `network.embeddingDim is ${network.embeddingDim}: ${big(ofEmbedding)} weights from ${channels} channels, above ${big(mostWeights)}; use fewer.`,
        };
  },
};

export const networkRules: Rules = { layersFitTheirInput, weightsFitInMemory };

/** What the last block gives [height, width], or the first layer that doesn't fit. */
function outputOfBlocks({ inputShape, blocks }: Network): { shape: [number, number]; misfit?: Broken } {
  let [height, width] = inputShape;
  for (const [i, { kernelSize, strides, padding, pool }] of blocks.entries()) {
    const path = `network.blocks[${i}]`;
    if (padding === 'valid' && (kernelSize[0] > height || kernelSize[1] > width)) {
      const sentence =
        `${path}.kernelSize is ${size(kernelSize)}, but its input is ${height}×${width}; ` +
        `use ${most(kernelSize, height, width)}, or padding: same.`;
      return { shape: [height, width], misfit: { pointer: `/network/blocks/${i}/kernelSize`, sentence } };
    }
    height = convOutput(height, kernelSize[0], strides[0], padding);
    width = convOutput(width, kernelSize[1], strides[1], padding);
    if (pool === null) continue;
    if (pool.size[0] > height || pool.size[1] > width) {
      const remedy =
        height === 1 && width === 1
          ? 'nothing is left to pool: remove this pool, or pool less before it.'
          : `use ${most(pool.size, height, width)}, or pool less before it.`;
      const sentence = `${path}.pool is ${size(pool.size)}, but its input is ${height}×${width}; ${remedy}`;
      return { shape: [height, width], misfit: { pointer: `/network/blocks/${i}/pool`, sentence } };
    }
    height = poolOutput(height, pool.size[0]);
    width = poolOutput(width, pool.size[1]);
  }
  return { shape: [height, width] };
}

/** A size as it is usually written: one number for a square. */
function size([height, width]: readonly [number, number]): string {
  return height === width ? String(height) : `${height}×${width}`;
}

function most([height, width]: readonly [number, number], mostHeight: number, mostWidth: number): string {
  return height === width ? `${Math.min(mostHeight, mostWidth)} or less` : `at most [${mostHeight}, ${mostWidth}]`;
}

function big(count: number): string {
  return count.toLocaleString('en');
}
