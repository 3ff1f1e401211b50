/**
 * A loss of the table trains on every engine without a line in the engine: those here have names that no engine knows.
 * The wasm engine's workers see the table alone, and have a test of their own: wasm-batch-loss.test.ts.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { type Batch, batchOf, type Classes, type Examples, exampleCount, memoryStore } from '../../src/data/index.ts';
import type { Engine, Session, SessionOptions } from '../../src/engine/index.ts';
import type { Objective } from '../../src/experiment/index.ts';
import { initialWeights } from '../../src/network/index.ts';
import { type BatchLoss, compareBatch, type Loss, losses, lossOf, planOf } from '../../src/objective/index.ts';
import { bitsAt, integerAt, purpose, streamKey } from '../../src/random/index.ts';
import { block, network } from '../network/build.ts';
import { enginesUnderTest } from './engines.ts';

const tower = network({
  inputShape: [9, 8, 1],
  blocks: [
    block({ filters: 5, activation: 'tanh', batchNorm: true, dropout: 0.2 }),
    block({ filters: 6, pool: { type: 'average', size: [2, 2] } }),
  ],
  embeddingDim: 5,
});
const imageCount = 20;
const store = memoryStore({
  shape: [imageCount, 9, 8, 1],
  bytes: Uint8Array.from({ length: imageCount * 72 }, (_, i) => bitsAt(streamKey(1, purpose.limit), i) >>> 24),
});
const count = 7;
const column = (part: number) =>
  Int32Array.from({ length: count }, (_, i) => integerAt(streamKey(2, purpose.partner, part), i, imageCount));
const batches: Record<Examples['kind'], Batch> = {
  pairs: batchOf({ kind: 'pairs', left: column(0), right: column(1), isSame: Uint8Array.of(1, 0, 0, 1, 0, 1, 1) }),
  triplets: batchOf({ kind: 'triplets', anchor: column(0), positive: column(1), negative: column(2) }),
  classes: batchOf({ kind: 'classes', image: column(0), label: Int32Array.of(0, 1, 2, 0, 1, 2, 0) }),
};

const nameless = 'nameless';
const unknown = (objective: Objective): Objective => ({ ...objective, loss: nameless as never });
function addLoss(loss: Loss): void {
  Object.assign(losses, { [nameless]: () => loss });
}
afterEach(() => {
  delete (losses as Record<string, unknown>)[nameless];
});

const objectives = {
  binaryCrossentropy: { loss: 'binaryCrossentropy', distance: 'euclidean' },
  contrastive: { loss: 'contrastive', distance: 'manhattan', margin: 2 },
  triplet: { loss: 'triplet', distance: 'cosine', margin: 0.2 },
} satisfies Record<string, Objective>;

/** The objective's loss, told to look at the whole batch. */
const onBatches = (objective: Objective): BatchLoss => ({
  ...lossOf(objective),
  looksAt: 'batch',
  needsHead: false,
  evaluate(batch) {
    const { lossSum, correct, gradients } = compareBatch(objective, { ...batch, head: null });
    return { loss: lossSum / exampleCount(batch.compared), correct, gradients };
  },
});

/** Mean over images of ‖embedding - its class's mean in this batch‖²; its gradient is 2/n of the difference. */
const centreLoss: BatchLoss = {
  ...lossOf(objectives.contrastive),
  title: 'centre loss',
  examples: 'classes',
  looksAt: 'batch',
  needsHead: false,
  evaluate({ embeddings, embeddingDim, compared }) {
    const { label } = compared as Classes;
    const differences = Float64Array.from(embeddings, (value, i) => {
      const own = [...label.keys()].filter((row) => label[row] === label[Math.floor(i / embeddingDim)]);
      const values = own.map((row) => embeddings[row * embeddingDim + (i % embeddingDim)] as number);
      return value - values.reduce((a, b) => a + b) / values.length;
    });
    const sum = differences.reduce((sum, difference) => sum + difference * difference, 0);
    return {
      loss: sum / label.length,
      correct: 3,
      gradients: differences.map((difference) => (2 * difference) / label.length),
    };
  },
};

function norm(values: ArrayLike<number>): number {
  return Math.hypot(...Array.from(values));
}

function expectNear(ours: ArrayLike<number>, theirs: ArrayLike<number>, share: number): void {
  expect(ours.length).toBe(theirs.length);
  const difference = norm(Array.from(ours, (value, i) => value - (theirs[i] as number)));
  expect(difference).toBeLessThanOrEqual(share * norm(theirs));
}

/** What a step and a look at the next come to. Weights begin as `plan`'s, so the plan has the head that the loss needs. */
async function trained(engine: Engine, written: Objective, objective: Objective, batch: Batch) {
  const plan = planOf(tower, written);
  const options: SessionOptions = {
    objective,
    optimizer: { name: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: false, globalClipNorm: null },
    seed: 3,
    batchSize: count,
  };
  const session: Session = await engine.open(plan, options);
  try {
    await session.load(store);
    await session.restore({ ...(await session.state()), weights: initialWeights(plan, 5) });
    const inspection = await session.inspect(batch);
    for (let step = 0; step < 3; step++) await session.train(batch, 0.1);
    const progress = await session.progress();
    return { inspection, progress, weights: (await session.state()).weights };
  } finally {
    await session.close();
  }
}

for (const { name, engine, reason } of enginesUnderTest.filter(({ name }) => name !== 'wasm')) {
  describe.skipIf(engine === null)(`the ${name} engine${engine === null ? `: ${reason}` : ''}`, () => {
    for (const objective of Object.values(objectives)) {
      const batch = batches[lossOf(objective).examples];

      test(`trains with ${objective.loss} under a name that it doesn't know as with its own`, async () => {
        const own = await trained(engine as Engine, objective, objective, batch);
        addLoss(lossOf(objective));
        const table = await trained(engine as Engine, objective, unknown(objective), batch);
        expectNear(table.inspection.distances, own.inspection.distances, 1e-5);
        expectNear(table.inspection.gradients, own.inspection.gradients, 1e-4);
        expect(table.inspection.loss).toBeCloseTo(own.inspection.loss, 5);
        expect(table.progress).toEqual({ ...own.progress, lossSum: expect.closeTo(own.progress.lossSum, 4) });
        expectNear(table.weights, own.weights, 1e-4);
      });
    }

    for (const objective of [objectives.contrastive, objectives.triplet]) {
      test(`a loss that looks at the whole batch trains as the same one of examples: ${objective.loss}`, async () => {
        const batch = batches[lossOf(objective).examples];
        const own = await trained(engine as Engine, objective, objective, batch);
        addLoss(onBatches(objective));
        const together = await trained(engine as Engine, objective, unknown(objective), batch);
        expect(together.inspection.distances).toHaveLength(0);
        expectNear(together.inspection.gradients, own.inspection.gradients, 1e-4);
        expect(together.progress).toEqual({ ...own.progress, lossSum: expect.closeTo(own.progress.lossSum, 4) });
        expectNear(together.weights, own.weights, 1e-4);
      });
    }

    test('a loss of classes trains as on the reference', async () => {
      addLoss(centreLoss);
      const objective = unknown(objectives.contrastive);
      const reference = enginesUnderTest.find((other) => other.name === 'reference')?.engine as Engine;
      const theirs = await trained(reference, objectives.contrastive, objective, batches.classes);
      const ours = await trained(engine as Engine, objectives.contrastive, objective, batches.classes);
      expectNear(ours.inspection.gradients, theirs.inspection.gradients, 1e-4);
      expect(ours.inspection.loss).toBeCloseTo(theirs.inspection.loss, 5);
      expect(ours.progress).toEqual({ ...theirs.progress, lossSum: expect.closeTo(theirs.progress.lossSum, 4) });
      expect(ours.progress).toMatchObject({ steps: 3, examples: 21, correct: 9 });
      expectNear(ours.weights, theirs.weights, 1e-4);
    });
  });
}
