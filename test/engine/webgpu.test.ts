/** What the WebGPU engine alone promises: its dispatches, its repeats on one GPU, and its sentences. */
import { describe, expect, test } from 'vitest';
import type { Pairs } from '../../src/data/index.ts';
import type { SessionOptions } from '../../src/engine/index.ts';
import { openDevice } from '../../src/engine/webgpu/adapter.ts';
import { layOut, MAX_STEPS } from '../../src/engine/webgpu/layout.ts';
import { assemble, workOf } from '../../src/engine/webgpu/program.ts';
import { openSession } from '../../src/engine/webgpu/session.ts';
import { InputError, RunError } from '../../src/errors/index.ts';
import { createPlan, initialWeights } from '../../src/network/index.ts';
import { bitsAt, purpose, streamKey } from '../../src/random/index.ts';
import { block, network } from '../network/build.ts';
import { enginesUnderTest } from './engines.ts';

const here = enginesUnderTest.find(({ name }) => name === 'webgpu');
const reason = here?.engine === null ? `: ${here.reason}` : '';

const objective = { loss: 'binaryCrossentropy', distance: 'euclidean' } as const;
const optimizer = {
  name: 'adam',
  learningRate: 0.001,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-7,
  globalClipNorm: null,
} as const;
const options: SessionOptions = { objective, optimizer, seed: 3, batchSize: 8 };

/** The tutorial's tower, of other sizes. */
function towerOf(filters: number, side: number, embeddingDim: number) {
  const pooled = block({ filters, kernelSize: [2, 2], pool: { type: 'max', size: [2, 2] }, dropout: 0.3 });
  return createPlan(network({ inputShape: [side, side, 1], blocks: [pooled, pooled], embeddingDim }), objective);
}

test("a step of the tutorial's network takes 12 dispatches", () => {
  const plan = towerOf(64, 28, 48);
  const given = { ...options, batchSize: 64 };
  const layout = layOut(plan, given);
  const { train, embed } = assemble(plan, given, layout);
  const work = workOf(train, { rows: 128, examples: 64 });
  expect(work.dispatches).toBe(12);
  expect(embed).toHaveLength(4);
  // three products of each convolution and of the dense layer but for the image's gradient, and little beside
  const forward = 128 * plan.layers.reduce((sum, { multiplyAdds }) => sum + 2 * multiplyAdds, 0);
  expect(work.flop / forward).toBeGreaterThan(2.8);
  expect(work.flop / forward).toBeLessThan(3.3);
  expect(Math.max(...train.map(({ bindings }) => bindings.length))).toBeLessThanOrEqual(8);
});

describe.skipIf(here?.engine === null)(`a session on a GPU${reason}`, () => {
  const plan = towerOf(5, 9, 4);
  const key = streamKey(1, purpose.limit);
  const images = {
    shape: [20, 9, 9, 1] as const,
    bytes: Uint8Array.from({ length: 20 * 81 }, (_, i) => bitsAt(key, i) >>> 24),
  };
  const batch: Pairs = {
    kind: 'pairs',
    left: Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7),
    right: Int32Array.of(8, 9, 10, 11, 12, 13, 14, 15),
    isSame: Uint8Array.of(1, 0, 1, 0, 1, 0, 1, 0),
  };
  const started = async () => {
    const opened = await openDevice();
    const session = await openSession(plan, options, opened);
    await session.load(images);
    await session.restore({ ...(await session.state()), weights: initialWeights(plan, 5) });
    return { session, device: opened.device };
  };

  test('repeats itself to the bit, in as many steps ahead as there are', async () => {
    const trained = async () => {
      const { session } = await started();
      for (let step = 0; step < 20; step++) session.train(batch, 0.01);
      const progress = await session.progress();
      const state = await session.state();
      await session.close();
      return { progress, state };
    };
    const once = await trained();
    expect(once.progress.steps).toBe(20);
    expect(await trained()).toEqual(once);
  });

  test('sums more steps than the GPU keeps the sums of', async () => {
    const { session } = await started();
    const many = MAX_STEPS + 3;
    for (let step = 0; step < many; step++) session.train(batch, 0);
    const { steps, examples, lossSum } = await session.progress();
    expect([steps, examples]).toEqual([many, 8 * many]);
    expect(lossSum / examples).toBeGreaterThan(0.3);
    await session.close();
  });

  test('a learning rate that is far too large gives a loss that is not finite', async () => {
    const { session } = await started();
    for (let step = 0; step < 12; step++) session.train(batch, 1e30);
    expect(Number.isFinite((await session.progress()).lossSum)).toBe(false);
    await session.close();
  });

  test('a lost GPU is a run error that says what to do', async () => {
    const { session, device } = await started();
    device.destroy();
    session.train(batch, 0.01);
    const failure = session.progress();
    await expect(failure).rejects.toThrow(RunError);
    await expect(failure).rejects.toThrow(/^The GPU \(.+\) was lost: .+ Resume the run from its last checkpoint\.$/);
    await session.close();
  });

  test('a network that no buffer can hold is an input error with what would help', async () => {
    const opened = await openDevice();
    const failure = openSession(towerOf(512, 28, 48), { ...options, batchSize: 4000 }, opened);
    await expect(failure).rejects.toThrow(InputError);
    await expect(failure).rejects.toThrow(
      /^The webgpu engine can't hold .+ GiB in one buffer, where this GPU allows .+ use a training\.batchSize below 4000/,
    );
    opened.device.destroy();
  });
});
