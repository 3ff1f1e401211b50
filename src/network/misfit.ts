/** Whether kernels and pools fit what comes into them. */
import type { Broken, Network } from '../experiment/index.ts';
import { convExtent, kernelMisfit } from './layers/conv.ts';
import { poolExtent, poolMisfit } from './layers/pool.ts';
import type { Extent } from './layers/shape.ts';

/** The first kernel or pool that doesn't fit. */
export function firstMisfit({ inputShape, blocks }: Network): Broken | null {
  let extent: Extent = { height: inputShape[0], width: inputShape[1] };
  for (const [i, block] of blocks.entries()) {
    const path = `network.blocks[${i}]`;
    const ofKernel = kernelMisfit(extent, block, path);
    if (ofKernel !== null) return { pointer: `/network/blocks/${i}/kernelSize`, sentence: ofKernel };
    extent = convExtent(extent, block);
    if (block.pool === null) continue;
    const ofPool = poolMisfit(extent, block.pool.size, path);
    if (ofPool !== null) return { pointer: `/network/blocks/${i}/pool`, sentence: ofPool };
    extent = poolExtent(extent, block.pool.size);
  }
  return null;
}
