import { describe, expect, test, vi } from 'vitest';
import type { Classes, ImageStore } from '../../src/data/index.ts';
import type { Engine } from '../../src/engine/index.ts';
import { loadEngine } from '../../src/engine/node.ts';
import { RunError } from '../../src/errors/index.ts';
import type { Experiment } from '../../src/experiment/index.ts';
import { type BatchLoss, losses } from '../../src/objective/index.ts';
import { type TrainingEvent, train } from '../../src/training/index.ts';
import { collect, figuresOf, tinyDataset, tinyExperiment } from './tiny.ts';

const engine = await loadEngine('reference');
/** 140 pairs in steps of 2: a group of 64, then one of 6. */
const dataset = tinyDataset(70, 40);
const base = tinyExperiment();

/** As an augmentation would: a step's images are brighter the later the step; where they are only embedded, they are not. */
function brighterByStep(store: ImageStore): ImageStore {
  return {
    ...store,
    variesByStep: true,
    async read(rows, into, step = 0) {
      await store.read(rows, into);
      for (let i = 0; i < into.length; i++) into[i] = Math.min(255, (into[i] as number) + step);
    },
  };
}

/** Of all pairs in the batch, with q = ‖a - b‖²: q where the classes are the same, max(0, 1 - q)² where not; the mean. */
const ofAllPairs: BatchLoss = {
  title: 'loss of all pairs',
  examples: 'classes',
  threshold: { from: 'validation' },
  trainingAccuracy: 'nothing',
  measures: 'all pairs',
  looksAt: 'batch',
  needsHead: false,
  evaluate({ embeddings, embeddingDim, compared }) {
    const { label } = compared as Classes;
    const gradients = new Float64Array(embeddings.length);
    const pairs = Math.max(1, (label.length * (label.length - 1)) / 2);
    let loss = 0;
    for (let a = 0; a < label.length; a++) {
      for (let b = 0; b < a; b++) {
        const columns = Array.from({ length: embeddingDim }, (_, i) => [a * embeddingDim + i, b * embeddingDim + i]);
        const differences = columns.map(([i = 0, j = 0]) => (embeddings[i] as number) - (embeddings[j] as number));
        const q = differences.reduce((sum, difference) => sum + difference ** 2, 0);
        const miss = Math.max(0, 1 - q);
        const isSame = label[a] === label[b];
        loss += (isSame ? q : miss * miss) / pairs;
        for (const [k, [i = 0, j = 0]] of columns.entries()) {
          const slope = ((isSame ? 1 : -2 * miss) * 2 * (differences[k] as number)) / pairs;
          gradients[i] = (gradients[i] as number) + slope;
          gradients[j] = (gradients[j] as number) - slope;
        }
      }
    }
    return { loss, correct: 0, gradients };
  },
};

function endOf(events: readonly TrainingEvent[]) {
  const end = events.at(-1);
  if (end?.type !== 'end') throw new Error('no end');
  return end;
}

describe('the reference engine, on two classes that differ plainly', () => {
  const objectives: Experiment['objective'][] = [
    { loss: 'binaryCrossentropy', distance: 'euclidean' },
    { loss: 'contrastive', distance: 'euclidean', margin: 1 },
    { loss: 'triplet', distance: 'cosine', margin: 0.5 },
  ];
  test.each(objectives)('learns to tell them apart by $loss', async (objective) => {
    // Seed 1 starts with a head that already takes small distances for same; the tiny tower seldom turns it round.
    const experiment = { ...base, seed: 1, objective, training: { ...base.training, batchSize: 8, epochs: 12 } };
    const figures = figuresOf(await collect(train({ experiment, dataset, engine })));
    const [first, last] = [figures[0], figures.at(-1)];
    expect(last?.loss).toBeLessThan(first?.loss ?? 0);
    expect(last?.valLoss).toBeLessThan(first?.valLoss ?? 0);
    expect(last?.valAccuracy).toBeGreaterThan(0.9);
  });

  test('learns by a loss that looks at batches of images with their classes, and is validated by it', async () => {
    vi.spyOn(losses, 'contrastive').mockReturnValue(ofAllPairs as never);
    try {
      const objective: Experiment['objective'] = { loss: 'contrastive', distance: 'euclidean', margin: 1 };
      const experiment = { ...base, seed: 1, objective, training: { ...base.training, batchSize: 8, epochs: 12 } };
      const events = await collect(train({ experiment, dataset, engine }));
      expect(events[0]).toMatchObject({ trainExamples: 70, stepsPerEpoch: 9 });
      const figures = figuresOf(events);
      const [first, last] = [figures[0], figures.at(-1)];
      expect(last?.loss).toBeLessThan(first?.loss ?? 0);
      expect(last?.valLoss).toBeLessThan(first?.valLoss ?? 0);
      expect(last?.valAccuracy).toBeGreaterThan(0.9);
    } finally {
      vi.restoreAllMocks();
    }
  });

  test('the same seed gives the same bits, another seed others', async () => {
    const [a, again, other] = await Promise.all(
      [5, 5, 6].map((seed) => collect(train({ experiment: { ...base, seed }, dataset, engine }))),
    );
    if (a === undefined || again === undefined || other === undefined) throw new Error('no events');
    expect(figuresOf(again)).toEqual(figuresOf(a));
    expect(endOf(again).state).toEqual(endOf(a).state);
    expect(figuresOf(other)).not.toEqual(figuresOf(a));
  });

  test.each([
    ['that the engine keeps', dataset],
    ['that each step has its own of', { ...dataset, store: brighterByStep(dataset.store) }],
  ])('a run on images %s, stopped amid an epoch and resumed, ends with the same bits', async (_, given) => {
    const whole = await collect(train({ experiment: base, dataset: given, engine }));
    const controller = new AbortController();
    const interrupted: Engine = {
      ...engine,
      open: async (plan, options) => {
        const session = await engine.open(plan, options);
        const progress = session.progress.bind(session);
        session.progress = () => {
          controller.abort();
          return progress();
        };
        return session;
      },
    };
    const running = train({ experiment: base, dataset: given, engine: interrupted, signal: controller.signal });
    const stopped = await collect(running);
    const { point } = endOf(stopped);
    expect(point.position).toMatchObject({ epoch: 1, stepInEpoch: 64 });
    const rest = await collect(train({ experiment: base, dataset: given, engine, from: point }));
    expect([...figuresOf(stopped), ...figuresOf(rest)]).toEqual(figuresOf(whole));
    expect(endOf(rest).state).toEqual(endOf(whole).state);
    const asTheyAre = await collect(train({ experiment: base, dataset, engine }));
    if (given !== dataset) expect(endOf(asTheyAre).state).not.toEqual(endOf(whole).state);
  });

  test('no image is asked of the store once the engine holds them', async () => {
    const own = tinyDataset(70, 40);
    let reads = 0;
    let readsAtStart = 0;
    const counting: ImageStore = {
      ...own.store,
      read(rows, into) {
        reads++;
        return own.store.read(rows, into);
      },
    };
    const events: TrainingEvent[] = [];
    for await (const event of train({ experiment: base, dataset: { ...own, store: counting }, engine })) {
      events.push(event);
      if (event.type === 'start') readsAtStart = reads;
    }
    expect(reads).toBe(readsAtStart);
    expect(figuresOf(events)).toEqual(figuresOf(await collect(train({ experiment: base, dataset, engine }))));
  });

  test('a learning rate far too large ends the run with a sentence', async () => {
    const optimizer = { name: 'sgd', learningRate: 1e6, momentum: 0, nesterov: false, globalClipNorm: null } as const;
    const blocks = base.network.blocks.map((block) => ({ ...block, activation: 'linear' as const }));
    const experiment: Experiment = {
      ...base,
      network: { ...base.network, blocks },
      objective: { loss: 'contrastive', distance: 'euclidean', margin: 1 },
      training: { ...base.training, optimizer },
    };
    const running = collect(train({ experiment, dataset, engine }));
    await expect(running).rejects.toThrow(RunError);
    await expect(running).rejects.toThrow(
      /stopped being a finite number in epoch 1, between steps .*learningRate is 1000000/,
    );
  });
});
