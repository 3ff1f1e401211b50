/** Short ways to write resolved networks in tests. */
import type { Block, Network } from '../../src/experiment/index.ts';

export function block(given: Partial<Block> & { filters: number }): Block {
  return {
    kernelSize: [3, 3],
    strides: [1, 1],
    padding: 'same',
    activation: 'relu',
    pool: null,
    batchNorm: false,
    dropout: 0,
    ...given,
  };
}

export function network(given: Partial<Network> & { blocks: Block[] }): Network {
  return { inputShape: [12, 10, 2], reduce: 'globalAverage', embeddingDim: 5, normalize: false, ...given };
}

const tutorialBlock = block({ filters: 64, kernelSize: [2, 2], pool: { type: 'max', size: [2, 2] }, dropout: 0.3 });

export const tutorial = network({ inputShape: [28, 28, 1], blocks: [tutorialBlock, tutorialBlock], embeddingDim: 48 });

export const contrastive = { loss: 'contrastive', distance: 'euclidean', margin: 1 } as const;
export const crossentropy = { loss: 'binaryCrossentropy', distance: 'euclidean' } as const;
