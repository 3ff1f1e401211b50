/** What the contract promises of every engine's sessions. */
import { describe, expect, test } from 'vitest';
import { type Batch, batchOf, memoryStore, type Pairs } from '../../src/data/index.ts';
import type { Engine, Session, SessionOptions } from '../../src/engine/index.ts';
import { chooseEngine, loadEngine } from '../../src/engine/node.ts';
import { InputError } from '../../src/errors/index.ts';
import { initialWeights } from '../../src/network/index.ts';
import { planOf } from '../../src/objective/index.ts';
import { bitsAt, purpose, streamKey } from '../../src/random/index.ts';
import { block, network } from '../network/build.ts';
import { enginesUnderTest } from './engines.ts';

const objective = { loss: 'binaryCrossentropy', distance: 'euclidean' } as const;
const plan = planOf(
  network({
    inputShape: [10, 9, 1],
    blocks: [
      block({ filters: 5, pool: { type: 'max', size: [2, 2] }, dropout: 0.4 }),
      block({ filters: 3, batchNorm: true }),
    ],
  }),
  objective,
);
const imageCount = 1100; // more than most engines embed at once
const options: SessionOptions = {
  objective,
  optimizer: { name: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, globalClipNorm: null },
  seed: 11,
  batchSize: 4,
};
const key = streamKey(1, purpose.limit);
const images = {
  shape: [imageCount, 10, 9, 1] as const,
  bytes: Uint8Array.from({ length: imageCount * 90 }, (_, i) => bitsAt(key, i) >>> 24),
};
const pairs = (left: number[], right: number[], isSame: number[]): Batch =>
  batchOf({
    kind: 'pairs',
    left: Int32Array.from(left),
    right: Int32Array.from(right),
    isSame: Uint8Array.from(isSame),
  });
const batches: Batch[] = [
  pairs([0, 1, 2, 3], [4, 5, 6, 7], [1, 0, 1, 0]),
  pairs([8, 9, 1], [2, 0, 7], [0, 0, 1]),
  pairs([4], [9], [1]),
];
const rate = options.optimizer.learningRate;

for (const { name, engine, reason } of enginesUnderTest) {
  describe.skipIf(engine === null)(`a session of ${name}${engine === null ? `: ${reason}` : ''}`, () => {
    const open = async (changes: Partial<SessionOptions> = {}): Promise<Session> => {
      const session = await (engine as Engine).open(plan, { ...options, ...changes });
      await session.load(memoryStore(images));
      return session;
    };
    const started = async (changes: Partial<SessionOptions> = {}): Promise<Session> => {
      const session = await open(changes);
      await session.restore({ ...(await session.state()), weights: initialWeights(plan, 5) });
      return session;
    };

    test('the engine names its devices, and a session runs on the first', async () => {
      const availability = await (engine as Engine).availability();
      const devices = 'devices' in availability ? availability.devices : [];
      for (const device of devices) expect(device.name).toMatch(/\S/);
      const session = await open();
      expect(session.device).toEqual(devices[0]);
      await session.close();
    });

    test('starts with weights and slots of zero, at step 0', async () => {
      const session = await open();
      const state = await session.state();
      expect(state.step).toBe(0);
      expect(new Set(state.weights)).toEqual(new Set([0]));
      expect(state.slots.map((slot) => [slot.length, slot.some((value) => value !== 0)])).toEqual([
        [plan.trainableSize, false],
        [plan.trainableSize, false],
      ]);
      await session.close();
    });

    test('keeps as many slots as its optimizer needs', async () => {
      const clip = { globalClipNorm: null };
      const optimizers = [
        [{ name: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false, ...clip }, 0],
        [{ name: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: true, ...clip }, 1],
        [{ name: 'rmsprop', learningRate: 0.1, rho: 0.9, epsilon: 1e-7, ...clip }, 1],
        [{ name: 'adamw', learningRate: 0.1, beta1: 0.9, beta2: 0.9, epsilon: 1e-7, weightDecay: 0.1, ...clip }, 2],
      ] as const;
      for (const [optimizer, slots] of optimizers) {
        const session = await open({ optimizer });
        expect((await session.state()).slots).toHaveLength(slots);
        await session.close();
      }
    });

    test('a training interrupted after any step and restored elsewhere ends with the same bits', async () => {
      const whole = await started();
      for (const batch of batches) whole.train(batch, rate);
      const expected = await whole.state();
      expect(expected.step).toBe(3);
      await whole.close();
      for (let stop = 0; stop <= batches.length; stop++) {
        const before = await started();
        for (const batch of batches.slice(0, stop)) before.train(batch, rate);
        const state = await before.state();
        await before.close();
        const after = await open();
        await after.restore(state);
        for (const batch of batches.slice(stop)) after.train(batch, rate);
        expect(await after.state()).toEqual(expected);
        await after.close();
      }
    });

    test('a state is a copy: training on does not change it, changing it does not change the session', async () => {
      const session = await started();
      const state = await session.state();
      session.train(batches[0] as Batch, rate);
      expect(state.weights).toEqual(initialWeights(plan, 5));
      const later = await session.state();
      later.weights.fill(7);
      expect((await session.state()).weights[0]).not.toBe(7);
      await session.close();
    });

    test('masks come from the seed and the step: another seed or step trains otherwise', async () => {
      const after = async (changes: Partial<SessionOptions>, step: number) => {
        const session = await started(changes);
        await session.restore({ ...(await session.state()), step });
        session.train(batches[0] as Batch, 0.01);
        const { weights } = await session.state();
        await session.close();
        return weights;
      };
      const sgd = {
        optimizer: { name: 'sgd', learningRate: 0.01, momentum: 0, nesterov: false, globalClipNorm: null },
      } as const;
      const first = await after(sgd, 0);
      expect(await after(sgd, 0)).toEqual(first);
      expect(await after({ ...sgd, seed: 12 }, 0)).not.toEqual(first);
      expect(await after(sgd, 1)).not.toEqual(first);
    });

    test('progress sums since the last call, then starts at nothing', async () => {
      const session = await started();
      for (const batch of batches) session.train(batch, rate);
      const { steps, examples, lossSum, correct } = await session.progress();
      expect([steps, examples]).toEqual([3, 8]);
      expect(lossSum).toBeGreaterThan(0);
      expect(Number.isInteger(correct) && correct >= 0 && correct <= 8).toBe(true);
      expect(await session.progress()).toEqual({ steps: 0, examples: 0, lossSum: 0, correct: 0 });
      await session.close();
    });

    test('progress has the sums of every step, however many there were', async () => {
      const session = await started();
      for (let step = 0; step < 70; step++) await session.train(batches[step % 3] as Batch, rate);
      expect(await session.progress()).toMatchObject({ steps: 70, examples: 23 * (4 + 3 + 1) + 4 });
      await session.close();
    });

    test('inspect changes nothing: no weight, slot, step, moving statistic or sum', async () => {
      const session = await started();
      session.train(batches[0] as Batch, rate);
      await session.progress();
      const before = await session.state();
      const once = await session.inspect(batches[1] as Batch);
      expect(await session.inspect(batches[1] as Batch)).toEqual(once);
      expect(await session.state()).toEqual(before);
      expect((await session.progress()).steps).toBe(0);
      expect(once.distances).toHaveLength(3);
      expect(once.gradients).toHaveLength(plan.trainableSize);
      await session.close();
    });

    test('training moves the moving statistics, which embeddings then use', async () => {
      const session = await started();
      const moving = (weights: Float32Array) => weights.slice(plan.trainableSize);
      const before = moving((await session.state()).weights);
      session.train(batches[0] as Batch, 0);
      const after = moving((await session.state()).weights);
      expect(after.every((value, i) => value !== before[i])).toBe(true);
      await session.close();
    });

    test('an embedding depends on its image alone, whatever the number and order of the others', async () => {
      const session = await started();
      const all = await session.embed(Int32Array.from({ length: imageCount }, (_, i) => i));
      const some = await session.embed(Int32Array.of(1099, 3, 3, 700));
      const row = (flat: Float32Array, i: number) => flat.slice(i * plan.embeddingDim, (i + 1) * plan.embeddingDim);
      expect(all).toHaveLength(imageCount * plan.embeddingDim);
      for (const [i, index] of [1099, 3, 3, 700].entries()) expect(row(some, i)).toEqual(row(all, index));
      expect(await session.embed(new Int32Array(0))).toHaveLength(0);
      await session.close();
    });

    test('applyGradients takes one step on the trainable weights alone', async () => {
      const session = await started({
        optimizer: { name: 'sgd', learningRate: 0.5, momentum: 0, nesterov: false, globalClipNorm: null },
      });
      const before = await session.state();
      await session.applyGradients(new Float32Array(plan.trainableSize).fill(0.25), 0.5);
      const after = await session.state();
      expect(after.step).toBe(1);
      const expected = before.weights.map((weight, i) => (i < plan.trainableSize ? weight - 0.125 : weight));
      expect(after.weights).toEqual(expected);
      await session.close();
    });

    test('a loss that is not finite is passed on, and forgotten once a sound state is restored', async () => {
      const session = await open();
      const sound = { ...(await session.state()), weights: initialWeights(plan, 5) };
      await session.restore({ ...sound, weights: sound.weights.slice().fill(Number.NaN, 0, 5) });
      await session.train(batches[0] as Batch, rate);
      expect(Number.isFinite((await session.progress()).lossSum)).toBe(false);
      await session.restore(sound);
      await session.train(batches[0] as Batch, rate);
      expect(Number.isFinite((await session.progress()).lossSum)).toBe(true);
      await session.close();
    });

    test('says what it holds', async () => {
      const session = await (engine as Engine).open(plan, options);
      const before = session.memoryBytes();
      await session.load(memoryStore(images));
      const grown = session.memoryBytes() - before;
      expect(grown).toBeGreaterThan(images.bytes.length - 20); // an empty buffer of a GPU has 16
      expect(grown).toBeLessThanOrEqual(92 * imageCount); // images of 90 bytes, in whole words
      expect(before).toBeGreaterThanOrEqual(4 * plan.size); // weights at least
      expect(session.threads).toBeGreaterThanOrEqual(1);
      expect(session.build).toContain(name);
      await session.close();
    });

    test('what does not fit is an input error with a sentence', async () => {
      const session = await started();
      const state = await session.state();
      const refused: [() => unknown, RegExp][] = [
        [
          () => session.load(memoryStore({ ...images, shape: [imageCount, 9, 10, 1] })),
          /^The images are 9×10×1, but network\.inputShape is 10×9×1\.$/,
        ],
        [
          () => session.restore({ ...state, weights: new Float32Array(3) }),
          /^The state has 3 weights, but the network has \d+\.$/,
        ],
        [
          () => session.restore({ ...state, slots: [] }),
          /^The state's optimizer arrays have the sizes \[\], but adam keeps 2 of \d+\.$/,
        ],
        [() => session.restore({ ...state, step: -1 }), /^The state's step is -1;/],
        [() => session.embed(Int32Array.of(imageCount)), /^Image 1100 is asked for, but 1100 are loaded: 0 to 1099\.$/],
        [() => session.inspect(pairs([0], [-1], [1])), /^Image -1 is asked for/],
        [
          () => session.train(pairs([0, 1], [2, 3], [1]), rate),
          /^The batch's lists have the lengths 2, 2, 1; they must be equal\.$/,
        ],
        [
          () => session.applyGradients(new Float32Array(2), rate),
          /^There are 2 gradients, but the network trains \d+ weights\.$/,
        ],
        [() => session.inspect(pairs([], [], [])), /^The batch has 0 pairs, but the session was opened for 1 to 4\.$/],
        [() => session.inspect(pairs([0, 1, 2, 3, 4], [5, 6, 7, 8, 9], [0, 0, 0, 0, 0])), /^The batch has 5 pairs/],
        [
          () =>
            session.inspect(
              batchOf({
                kind: 'triplets',
                anchor: Int32Array.of(0),
                positive: Int32Array.of(1),
                negative: Int32Array.of(2),
              }),
            ),
          /^binaryCrossentropy compares pairs, but the batch has triplets\.$/,
        ],
        [
          () => session.train({ ...pairs([0, 1], [2, 3], [1, 0]), rows: Int32Array.of(0, 1, 2) }, rate),
          /^The batch's 3 rows don't lie part after part of its 2 pairs\.$/,
        ],
        [
          () => {
            const { rows, compared } = pairs([0, 1], [2, 3], [1, 0]);
            return session.train({ rows, compared: { ...compared, left: Int32Array.of(1, 0) } as Pairs }, rate);
          },
          /^The batch's 4 rows don't lie part after part of its 2 pairs\.$/,
        ],
      ];
      for (const [attempt, sentence] of refused) {
        const failure = (async () => attempt())();
        await expect(failure).rejects.toThrow(InputError);
        await expect(failure).rejects.toThrow(sentence);
      }
      expect(await session.state()).toEqual(state);
      await session.close();
    });

    test('images are asked for only once they are loaded', async () => {
      const session = await (engine as Engine).open(plan, options);
      await expect(session.embed(Int32Array.of(0))).rejects.toThrow('Image 0 is asked for, but none are loaded.');
      await session.load(memoryStore(images));
      const read = () => Promise.reject(new Error('The disk is gone.'));
      await expect(session.load({ ...memoryStore(images), read })).rejects.toThrow('The disk is gone.');
      await expect(session.embed(Int32Array.of(0))).rejects.toThrow('Image 0 is asked for, but none are loaded.');
      await session.close();
    });
  });
}

describe('chooseEngine', () => {
  test('takes a name at its word', async () => {
    const { engine, why } = await chooseEngine('reference');
    expect([engine.name, why]).toEqual(['reference', expect.stringMatching(/^It runs on \S.*\.$/)]);
  });

  test('an unknown name is an input error with the names there are', async () => {
    await expect(loadEngine('cuda' as 'wasm')).rejects.toThrow(
      'There is no engine called cuda; use wasm, tfjs, webgpu, reference.',
    );
  });
});
