/** Short ways to write resolved networks in tests. */
import { type Block, type Network, resolveFragment } from '../../src/experiment/index.ts';

/** What is left out has its default. */
export function block(given: Partial<Block> & { filters: number }): Block {
  return network({ blocks: [given] }).blocks[0] as Block;
}

export function network(given: Partial<Omit<Network, 'blocks'>> & { blocks: readonly Partial<Block>[] }): Network {
  return resolveFragment('network', { inputShape: [12, 10, 2], embeddingDim: 5, ...given });
}

const tutorialBlock = block({ filters: 64, kernelSize: [2, 2], pool: { type: 'max', size: [2, 2] }, dropout: 0.3 });

export const tutorial = network({ inputShape: [28, 28, 1], blocks: [tutorialBlock, tutorialBlock], embeddingDim: 48 });

export const contrastive = { loss: 'contrastive', distance: 'euclidean', margin: 1 } as const;
export const crossentropy = { loss: 'binaryCrossentropy', distance: 'euclidean' } as const;
