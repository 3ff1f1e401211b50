/**
 * Losses that look at the whole batch, in the wasm engine: all chunks meet before the loss. No experiment can ask for
 * one yet, so these tests put theirs into the table in place of contrastive loss, and run the workers' programs in this
 * thread, where the table is theirs too.
 */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Batch, batchOf, type Classes, exampleCount, labelsOf, memoryStore } from '../../src/data/index.ts';
import type { SessionOptions } from '../../src/engine/index.ts';
import { towerBackward, towerForward } from '../../src/engine/reference/tower.ts';
import { compileBuild } from '../../src/engine/wasm/host/builds.ts';
import { openInThread } from '../../src/engine/wasm/in-thread.ts';
import type { Block } from '../../src/experiment/index.ts';
import { initialWeights, type Plan } from '../../src/network/index.ts';
import {
  type BatchLoss,
  type ExampleLoss,
  exampleComparison,
  exampleSums,
  losses,
  lossOf,
  planOf,
} from '../../src/objective/index.ts';
import { integerAt, purpose, streamKey } from '../../src/random/index.ts';
import { block, contrastive, network } from '../network/build.ts';

const pool: Block['pool'] = { type: 'max', size: [2, 2] };
const plans: Record<string, Plan> = {
  'pooled blocks': planOf(
    network({
      inputShape: [9, 8, 1],
      blocks: [
        block({ filters: 16, kernelSize: [2, 2], pool, dropout: 0.3 }),
        block({ filters: 24, kernelSize: [3, 3], pool, dropout: 0.3 }),
      ],
      embeddingDim: 5,
    }),
    contrastive,
  ),
  'batch norm, flatten and unit length': planOf(
    network({
      inputShape: [9, 8, 1],
      blocks: [block({ filters: 6, activation: 'tanh', batchNorm: true }), block({ filters: 4, dropout: 0.2 })],
      reduce: 'flatten',
      embeddingDim: 7,
      normalize: true,
    }),
    contrastive,
  ),
};
const imageCount = 20;
const size = 9 * 8;
const bytes = Uint8Array.from({ length: imageCount * size }, (_, i) => integerAt(streamKey(1, purpose.limit), i, 256));
const draw = (count: number, part: number) =>
  Int32Array.from({ length: count }, (_, i) => integerAt(streamKey(2, purpose.partner, part), i, imageCount));
const pairs = (count: number): Batch =>
  batchOf({
    kind: 'pairs',
    left: draw(count, 0),
    right: draw(count, 1),
    isSame: Uint8Array.from({ length: count }, (_, i) => i & 1),
  });
const classes = (count: number): Batch =>
  batchOf({ kind: 'classes', image: draw(count, 2), label: Int32Array.from({ length: count }, (_, i) => i % 3) });

/** The loss, told to look at the whole batch. */
function onBatches(example: ExampleLoss): BatchLoss {
  return {
    ...example,
    looksAt: 'batch',
    needsHead: false,
    evaluate({ embeddings, embeddingDim, compared }) {
      const examples = exampleCount(compared);
      const gradients = new Float64Array(embeddings.length);
      const sums = new Float64Array(exampleSums.words);
      exampleComparison(
        contrastive,
        example,
        embeddingDim,
      )({
        embeddings,
        embeddingsAt: 0,
        gradients,
        gradientsAt: 0,
        stride: embeddingDim,
        examples,
        first: 0,
        batch: examples,
        labels: labelsOf(compared),
        head: null,
        sums,
        sumsAt: 0,
        distances: new Float64Array(examples),
      });
      return { loss: (sums[0] as number) / examples, correct: sums[1] as number, gradients };
    },
  };
}

/** Mean over images of ‖embedding - its class's mean in this batch‖²; its gradient is 2/n of the difference. */
const toCentres: BatchLoss = {
  ...lossOf(contrastive),
  title: 'centre loss',
  examples: 'classes',
  looksAt: 'batch',
  needsHead: false,
  evaluate({ embeddings, embeddingDim, compared }) {
    const { label } = compared as Classes;
    const differences = Float64Array.from(embeddings, (value, i) => {
      const own = label[Math.floor(i / embeddingDim)];
      const column = i % embeddingDim;
      const others = [...label.keys()].filter((row) => label[row] === own);
      return (
        value -
        others.reduce((sum, row) => sum + (embeddings[row * embeddingDim + column] as number), 0) / others.length
      );
    });
    const sum = differences.reduce((sum, difference) => sum + difference * difference, 0);
    const gradients = differences.map((difference) => (2 * difference) / label.length);
    return { loss: sum / label.length, correct: label.length - 1, gradients };
  },
};

function useLoss(loss: BatchLoss): void {
  vi.spyOn(losses, 'contrastive').mockReturnValue(loss as never);
}
afterEach(() => vi.restoreAllMocks());

/** The programs of some workers, on the images, with the same weights each time. */
async function opened(plan: Plan, { workers = 1, build = 'narrow' as 'narrow' | 'wide' } = {}) {
  const options: SessionOptions = {
    objective: contrastive,
    optimizer: { name: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: false, globalClipNorm: 1 },
    seed: 4,
    batchSize: 27,
  };
  const inThread = openInThread(plan, options, await compileBuild(build), { workers });
  const { layout, memory } = inThread;
  await inThread.load(memoryStore({ shape: [imageCount, 9, 8, 1], bytes }));
  const weights = new Float32Array(memory.buffer, layout.weights, plan.size);
  weights.set(initialWeights(plan, 6));
  inThread.run('pack', {});
  return { ...inThread, weights, gradients: new Float32Array(memory.buffer, layout.gradients, plan.trainableSize) };
}

/** Σ loss, Σ correct and the mean loss's gradients, without dropout. */
async function inspected(plan: Plan, batch: Batch) {
  const { run, gradients } = await opened(plan);
  return { ...run('inspect', batch), gradients: gradients.slice() };
}

function norm(values: ArrayLike<number>): number {
  return Math.sqrt(Array.from(values).reduce((sum, value) => sum + value * value, 0));
}

function distance(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  return norm(Array.from(ours, (value, i) => value - (theirs[i] as number))) / norm(theirs);
}

for (const [name, plan] of Object.entries(plans)) {
  describe(`with ${name}`, () => {
    test('a loss of examples gives the same gradients where it looks at the whole batch', async () => {
      const alone = await inspected(plan, pairs(27));
      useLoss(onBatches(lossOf(contrastive) as ExampleLoss));
      const together = await inspected(plan, pairs(27));
      expect(distance(together.gradients, alone.gradients)).toBeLessThan(1e-6);
      expect(together.lossSum).toBeCloseTo(alone.lossSum, 5);
      expect(together.correct).toBe(alone.correct);
    });

    test('a loss of classes gives the gradients of the reference', async () => {
      useLoss(toCentres);
      const batch = classes(21);
      const ours = await inspected(plan, batch);
      const images = Float64Array.from({ length: 21 * size }, (_, i) => {
        const row = batch.rows[Math.floor(i / size)] as number;
        return (bytes[row * size + (i % size)] as number) / 255;
      });
      const weights = Float64Array.from(initialWeights(plan, 6));
      const { embeddings, traces } = towerForward(plan, weights, images, { kind: 'training', dropout: null });
      const { embeddingDim } = plan;
      const theirs = toCentres.evaluate({ embeddings, embeddingDim, compared: batch.compared });
      const gradients = new Float64Array(plan.size);
      towerBackward(traces, theirs.gradients, gradients);
      expect(distance(ours.gradients, gradients.subarray(0, plan.trainableSize))).toBeLessThan(1e-4);
      expect(ours.lossSum).toBeCloseTo(21 * theirs.loss, 5);
      expect(ours.correct).toBe(20);
    });

    test('steps give the same bits on both builds and with 1, 2, 3 and 8 workers', async () => {
      useLoss(toCentres);
      const trained = async (build: 'narrow' | 'wide', workers: number) => {
        const { run, weights } = await opened(plan, { build, workers });
        const sums = [27, 27, 10].map((count, step) => run('train', { ...classes(count), step, learningRate: 0.1 }));
        return { sums, weights: weights.slice() };
      };
      const once = await trained('narrow', 1);
      expect(once.weights).not.toEqual(initialWeights(plan, 6));
      for (const build of ['narrow', 'wide'] as const) {
        for (const workers of [1, 2, 3, 8]) expect(await trained(build, workers)).toEqual(once);
      }
    });
  });
}
