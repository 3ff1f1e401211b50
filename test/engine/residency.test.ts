/** Images that an engine doesn't keep: larger than its memory, or other ones for each step. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { allRows, type Batch, batchOf, type ImageStore, memoryStore, rowRange } from '../../src/data/index.ts';
import type { Engine, SessionOptions } from '../../src/engine/index.ts';
import { initialWeights } from '../../src/network/index.ts';
import { planOf } from '../../src/objective/index.ts';
import { bitsAt, purpose, streamKey } from '../../src/random/index.ts';
import { block, network } from '../network/build.ts';
import { enginesUnderTest } from './engines.ts';

const objective = { loss: 'contrastive', distance: 'euclidean', margin: 1 } as const;
const plan = planOf(
  network({
    inputShape: [11, 9, 1], // 99 bytes an image: no whole words
    blocks: [block({ filters: 5, kernelSize: [2, 2], pool: { type: 'max', size: [2, 2] }, dropout: 0.3 })],
    embeddingDim: 6,
  }),
  objective,
);
const options: SessionOptions = {
  objective,
  optimizer: { name: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, globalClipNorm: null },
  seed: 3,
  batchSize: 5,
};
const imageCount = 900; // more than a page of WebAssembly's memory
const key = streamKey(1, purpose.limit);
const store = memoryStore({
  shape: [imageCount, 11, 9, 1],
  bytes: Uint8Array.from({ length: imageCount * 99 }, (_, i) => bitsAt(key, i) >>> 24),
});
/** Pairs of anywhere, an image also with itself; the last batch is short. */
const batches = Array.from({ length: 11 }, (_, step): Batch => {
  const count = step === 10 ? 2 : 5;
  const rows = Int32Array.from({ length: 2 * count }, (_, i) => (i === 7 ? 0 : (step * 131 + i * 37) % imageCount));
  const [left, right] = [0, count].map((first) => Int32Array.from({ length: count }, (_, i) => first + i));
  const isSame = Uint8Array.from({ length: count }, (_, i) => (i + step) & 1);
  return { rows, compared: { kind: 'pairs', left: left as Int32Array, right: right as Int32Array, isSame } };
});

/** A store around a store, which writes down what is read of it, for which step. */
function watched(inner: ImageStore): ImageStore & { readonly reads: { rows: number; step: number | undefined }[] } {
  const reads: { rows: number; step: number | undefined }[] = [];
  return {
    ...inner,
    reads,
    async read(rows, into, step) {
      reads.push({ rows: rows.length, step });
      await inner.read(rows, into, step);
    },
  };
}

/** What training, looking and embedding come to, and what they read. */
async function trained(engine: Engine, given: ImageStore, changes: Partial<SessionOptions> = {}) {
  const session = await engine.open(plan, { ...options, ...changes });
  try {
    const watching = watched(given);
    await session.load(watching);
    const loading = watching.reads.splice(0).reduce((sum, { rows }) => sum + rows, 0);
    await session.restore({ ...(await session.state()), weights: initialWeights(plan, 5) });
    const inspected = await session.inspect(batches[0] as Batch);
    const waited: boolean[] = [];
    for (const batch of batches) {
      const waiting = session.train(batch, 0.01);
      waited.push(waiting !== undefined);
      await waiting;
    }
    const progress = await session.progress();
    const { step, weights, slots } = await session.state();
    const embeddings = await session.embed(allRows(given));
    const hash = createHash('sha256').update(JSON.stringify([inspected.loss, progress, step]));
    for (const part of [inspected.distances, inspected.gradients, weights, ...slots, embeddings]) hash.update(part);
    return { result: hash.digest('hex'), waited, loading, reads: watching.reads, memoryBytes: session.memoryBytes() };
  } finally {
    await session.close();
  }
}

for (const { name, engine, reason } of enginesUnderTest) {
  describe.skipIf(engine === null)(`${name}${engine === null ? `: ${reason}` : ''}`, () => {
    const train = (...given: [ImageStore, Partial<SessionOptions>?]) => trained(engine as Engine, ...given);

    test("reads every image once where they fit, and gives the same bits where they don't", async () => {
      const resident = await train(store, { residentBytes: imageCount * 99 });
      expect(resident.loading).toBe(imageCount);
      expect(resident.reads).toEqual([]);
      expect(resident.waited).not.toContain(true);

      const threads = name === 'wasm' ? [1, 2, 3] : [1];
      for (const count of threads) {
        const brought = await train(store, { residentBytes: imageCount * 99 - 1, threads: count });
        expect(brought.result).toBe(resident.result);
        expect(brought.loading).toBe(0);
        expect(brought.waited).not.toContain(false);
        expect(brought.reads.slice(0, 12)).toEqual([
          { rows: 10, step: undefined }, // looked at, not trained
          ...batches.map(({ rows }, step) => ({ rows: rows.length, step })),
        ]);
        expect(brought.reads.slice(12).every(({ step }) => step === undefined)).toBe(true);
      }
    });

    test('keeps no image of a store that gives each step its own', async () => {
      const mirrored: ImageStore = {
        ...store,
        variesByStep: true,
        async read(rows, into, step) {
          await store.read(rows, into);
          if (step !== undefined && step % 2 === 1)
            for (let i = 0; i < rows.length; i++) into.subarray(99 * i, 99 * i + 99).reverse();
        },
      };
      const still = await train({ ...store, variesByStep: true });
      const moving = await train(mirrored);
      expect(still.result).toBe((await train(store)).result);
      expect(moving.result).not.toBe(still.result);
      expect((await train(mirrored)).result).toBe(moving.result);
    });

    test('a read that fails fails the step', async () => {
      const session = await (engine as Engine).open(plan, { ...options, residentBytes: 0 });
      await session.load({ ...store, read: () => Promise.reject(new Error('The disk is gone.')) });
      await session.restore({ ...(await session.state()), weights: initialWeights(plan, 5) });
      await expect(session.train(batches[0] as Batch, 0.01)).rejects.toThrow('The disk is gone.');
      await expect(session.embed(Int32Array.of(1))).rejects.toThrow('The disk is gone.');
      await session.close();
    });
  });
}

const wasm = enginesUnderTest.find(({ name }) => name === 'wasm')?.engine ?? null;

test.skipIf(wasm === null)('images to embed never take the place of those of steps still at work', async () => {
  const deep = planOf(
    network({
      inputShape: [11, 9, 1],
      blocks: [block({ filters: 32, kernelSize: [3, 3] }), block({ filters: 32, kernelSize: [5, 5] })],
      embeddingDim: 6,
    }),
    objective,
  );
  const many = batchOf({
    kind: 'pairs',
    left: rowRange(0, 64),
    right: rowRange(100, 64),
    isSame: Uint8Array.from(rowRange(0, 64), (i) => i & 1),
  });
  const results: string[] = [];
  for (const residentBytes of [imageCount * 99, 0]) {
    const session = await (wasm as Engine).open(deep, { ...options, batchSize: 64, threads: 1, residentBytes });
    await session.load(store);
    await session.restore({ ...(await session.state()), weights: initialWeights(deep, 5) });
    for (let step = 0; step < 4; step++) await session.train(many, 0.01); // all of them in the queue
    const embeddings = await session.embed(rowRange(164, 128));
    const { weights } = await session.state();
    results.push(createHash('sha256').update(embeddings).update(weights).digest('hex'));
    await session.close();
  }
  expect(results[1]).toBe(results[0]);
});
