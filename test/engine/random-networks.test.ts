import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Engine, Session } from '../../src/engine/index.ts';
import { ReferenceSession, referenceEngine } from '../../src/engine/reference/index.ts';
import type { Plan } from '../../src/network/index.ts';
import { block, network } from '../network/build.ts';
import { enginesUnderTest } from './engines.ts';
import { compareEngines, type RandomCase, randomCases } from './random-networks.ts';

describe('random networks', () => {
  for (const { name, engine, reason } of enginesUnderTest) {
    if (name === 'reference') continue; // the oracle itself
    const title = `${name} agrees with the reference, on one thread and on two${engine === null ? `: ${reason}` : ''}`;
    test.skipIf(engine === null)(title, { timeout: 300_000 }, async () => {
      const agree = (one: RandomCase, threads: number) =>
        compareEngines(engine as Engine, referenceEngine, one, { threads });
      const property = fc.asyncProperty(randomCases, fc.constantFrom(1, 2), agree);
      const numRuns = name === 'webgpu' ? 12 : 60; // its kernels are compiled anew for each
      await fc.assert(property, { numRuns, seed: 20261123 });
    });

    // networks that random ones found to be hard, small
    const found: Record<string, RandomCase['network']> = {
      'a 1×1 kernel on 16 channels under relu and a pool': network({
        inputShape: [6, 6, 2],
        blocks: [
          block({ filters: 16 }),
          block({ filters: 5, kernelSize: [1, 1], pool: { type: 'max', size: [2, 2] } }),
        ],
      }),
      'a 3×3 kernel on 16 channels under relu and a pool': network({
        inputShape: [6, 6, 2],
        blocks: [block({ filters: 16 }), block({ filters: 5, pool: { type: 'max', size: [2, 2] }, dropout: 0.5 })],
      }),
      'strides along rows alone, into one column': network({
        inputShape: [4, 3, 1],
        blocks: [block({ filters: 4, kernelSize: [2, 2], strides: [1, 2], padding: 'valid', activation: 'linear' })],
      }),
      'flatten right after a second convolution of 16 filters': network({
        inputShape: [5, 4, 2],
        blocks: [block({ filters: 3 }), block({ filters: 16 })],
        reduce: 'flatten',
      }),
    };
    for (const [what, given] of Object.entries(found)) {
      test.skipIf(engine === null)(`${name} agrees with the reference on ${what}`, async () => {
        const optimizer = {
          name: 'sgd',
          learningRate: 0.01,
          momentum: 0.9,
          nesterov: false,
          globalClipNorm: null,
        } as const;
        const objective = { loss: 'contrastive', distance: 'euclidean', margin: 2.5 } as const;
        const one = { network: given, objective, optimizer, seed: 1, imageCount: 5, batchSizes: [2, 4] };
        await compareEngines(engine as Engine, referenceEngine, one);
      });
    }
  }
});

/** An engine that is the reference but for a fault. */
function faulty(name: string, change: (plan: Plan) => Plan, seedShift = 0): Engine {
  return {
    ...referenceEngine,
    name,
    open: async (plan, options): Promise<Session> =>
      new ReferenceSession(change(plan), { ...options, seed: options.seed + seedShift }),
  };
}

describe('compareEngines', () => {
  const one: RandomCase = {
    network: network({
      blocks: [
        block({ filters: 4, activation: 'leakyRelu', pool: { type: 'max', size: [2, 2] }, dropout: 0.3 }),
        block({ filters: 6, batchNorm: true, kernelSize: [2, 2] }),
      ],
      reduce: 'flatten',
    }),
    objective: { loss: 'contrastive', distance: 'euclidean', margin: 1 },
    optimizer: { name: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-3, globalClipNorm: 1 },
    seed: 4,
    imageCount: 6,
    batchSizes: [4, 3],
  };
  const same = (plan: Plan) => plan;
  const layersChanged = (change: (layer: Plan['layers'][number]) => Plan['layers'][number]) => (plan: Plan) => ({
    ...plan,
    layers: plan.layers.map(change),
  });

  test('finds nothing between the reference and itself', async () => {
    await compareEngines(faulty('twin', same), referenceEngine, one);
  });

  const faults: Record<string, Engine> = {
    'other dropout masks': faulty('other masks', same, 1),
    'an average pool for a max pool': faulty(
      'average',
      layersChanged((layer) => (layer.kind === 'pool' ? { ...layer, type: 'average' } : layer)),
    ),
    'another activation': faulty(
      'elu',
      layersChanged((layer) => (layer.kind === 'activation' ? { ...layer, activation: 'elu' } : layer)),
    ),
    'padding put on the other side': faulty(
      'padding',
      layersChanged((layer) => (layer.kind === 'conv' && layer.kernelSize[0] === 2 ? { ...layer, padTop: 1 } : layer)),
    ),
    'dropout of a slightly different rate': faulty(
      'rate',
      layersChanged((layer) => (layer.kind === 'dropout' ? { ...layer, rate: 0.31 } : layer)),
    ),
  };
  for (const [fault, engine] of Object.entries(faults)) {
    test(`finds ${fault}`, async () => {
      await expect(compareEngines(engine, referenceEngine, one)).rejects.toThrow(/and reference differ/);
    });
  }
});
