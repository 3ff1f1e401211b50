/**
 * The reference engine: plain loops, shapes in comments, each backward pass under its forward pass. It is the
 * oracle that every other engine is tested against, and is itself tested against Keras and finite differences.
 * Slow: thousands of times slower than `wasm` on a large network.
 */
import { processor } from '#processor';
import type { Engine } from '../contract/contract.ts';
import { memoryNeeded, ReferenceSession } from './session.ts';

export { type BatchResult, runBatch } from './batch.ts';
export { ReferenceSession } from './session.ts';

export const referenceEngine: Engine = {
  name: 'reference',
  availability: async () => ({ devices: [processor()] }),
  memoryNeeded,
  async open(plan, options) {
    return new ReferenceSession(plan, options);
  },
};
