/** What the engine tfjs promises beyond the contract: it leaks no tensor, and says what its bits depend on. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { batchOf, memoryStore } from '../../src/data/index.ts';
import type { Engine, Session } from '../../src/engine/index.ts';
import { loadEngine } from '../../src/engine/node.ts';
import { loadTensorFlow } from '../../src/engine/tfjs/host/tensorflow.ts';
import type { Optimizer } from '../../src/experiment/index.ts';
import { initialWeights } from '../../src/network/index.ts';
import { planOf } from '../../src/objective/index.ts';
import { block, contrastive, crossentropy, network } from '../network/build.ts';
import { enginesUnderTest } from './engines.ts';

const { engine, reason } = enginesUnderTest.find(({ name }) => name === 'tfjs') ?? { engine: null, reason: '' };
const adam: Optimizer = {
  name: 'adam',
  learningRate: 0.01,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-7,
  globalClipNorm: 1,
};
const everything = network({
  inputShape: [12, 12, 1],
  blocks: [
    block({ filters: 4, pool: { type: 'max', size: [2, 2] }, dropout: 0.3, batchNorm: true }),
    block({ filters: 3, activation: 'elu', pool: { type: 'average', size: [2, 2] } }),
  ],
  normalize: true,
});
const store = memoryStore({
  shape: [8, 12, 12, 1] as const,
  bytes: Uint8Array.from({ length: 8 * 144 }, (_, i) => (i * 37) % 256),
});
const batch = batchOf({
  kind: 'pairs',
  left: Int32Array.of(0, 1, 2),
  right: Int32Array.of(3, 4, 5),
  isSame: Uint8Array.of(1, 0, 1),
});

describe.skipIf(engine === null)(`tfjs${engine === null ? `: ${reason}` : ''}`, () => {
  const open = async (objective: typeof crossentropy | typeof contrastive = crossentropy): Promise<Session> => {
    const plan = planOf(everything, objective);
    const session = await (engine as Engine).open(plan, { objective, optimizer: adam, seed: 1, batchSize: 3 });
    await session.load(store);
    await session.restore({ ...(await session.state()), weights: initialWeights(plan, 1) });
    return session;
  };

  test.each([
    ['binaryCrossentropy', crossentropy],
    ['contrastive', contrastive],
  ])('leaks no tensor, step by step and as a whole: %s', async (_, objective) => {
    const { tf } = loadTensorFlow();
    const before = tf.memory().numTensors;
    const session = await open(objective);
    const useAll = async () => {
      for (let step = 0; step < 3; step++) session.train(batch, 0.01);
      await session.progress();
      await session.inspect(batch);
      await session.embed(Int32Array.of(1, 2, 3));
      await session.applyGradients(new Float32Array((await session.state()).slots[0]?.length ?? 0), 0.01);
      await session.load(store);
      await session.restore(await session.state());
    };
    await useAll();
    const once = tf.memory().numTensors;
    await useAll();
    expect(tf.memory().numTensors).toBe(once);
    session.train(batch, 0.01); // whose figures are never asked for
    await session.close();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('names what its bits depend on: versions, device, and on a processor the threads', async () => {
    const session = await open();
    expect(session.arithmetic).toMatch(/^tfjs 4\.\d+\.\d+, TensorFlow 2\.\d+\.\d+ on \S.*$/);
    if (loadTensorFlow().device.kind === 'cpu') expect(session.arithmetic).toMatch(/, \d+ threads?$/);
    expect(session.arithmetic).toContain(session.build);
    await session.close();
  });

  test('repeats its bits on the same number of threads', async () => {
    const train = async () => {
      const session = await open();
      for (let step = 0; step < 5; step++) session.train(batch, 0.01);
      const state = await session.state();
      await session.close();
      return state;
    };
    expect(await train()).toEqual(await train());
  });

  test('keeps TensorFlow from writing to the terminal', () => {
    const probe = fileURLToPath(new URL('../../src/engine/tfjs/host/probe.ts', import.meta.url));
    const printed = execFileSync('sh', ['-c', '"$0" "$1" 2>&1', process.execPath, probe], { encoding: 'utf8' });
    expect(printed).toMatch(/^\{"version":"2\.[^\n]+\}\n$/);
  });
});

test('an experiment that asks for tfjs where it is not set up hears how to do it', async () => {
  if (engine !== null) return;
  expect(await (await loadEngine('tfjs')).availability()).toEqual({ missing: expect.stringContaining('TensorFlow') });
});
