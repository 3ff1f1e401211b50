/** What is said of trainings that go wrong: that they do, and which of the experiment's settings most likely makes it so. */
import { describe, expect, test } from 'vitest';
import { referenceEngine } from '../../src/engine/reference/index.ts';
import type { Experiment } from '../../src/experiment/index.ts';
import { type EpochEvent, train } from '../../src/training/index.ts';
import { experimentWith } from '../experiment-with.ts';
import { BookkeepingEngine, collect, tinyDataset } from './tiny.ts';

const dataset = tinyDataset(60, 200);

type Changes = { network?: object; objective?: object; training?: object; block?: object };

/** Of two classes that a healthy network tells apart within two epochs. */
function experimentOf({ network, objective, training, block }: Changes = {}): Experiment {
  return experimentWith({
    name: 'astray',
    seed: 1, // with others the head begins with a sign that draws both kinds of pairs together
    network: {
      ...{ inputShape: [4, 4, 1], reduce: 'flatten', embeddingDim: 3 },
      blocks: [{ filters: 4, kernelSize: 2, activation: 'leakyRelu', ...block }],
      ...network,
    },
    ...(objective === undefined ? {} : { objective }),
    training: { optimizer: { name: 'adam', learningRate: 0.01 }, batchSize: 4, epochs: 4, ...training },
  } as Parameters<typeof experimentWith>[0]);
}

/** The sentences of each epoch; of a training that fails its error's. */
async function told(experiment: Experiment, engine = referenceEngine): Promise<string[]> {
  const sentences: string[] = [];
  try {
    for await (const event of train({ experiment, dataset, engine }))
      if (event.type === 'epoch') sentences.push(event.findings.map(({ sentence }) => sentence).join('\n'));
  } catch (error) {
    sentences.push((error as Error).message);
  }
  return sentences;
}

test('a healthy training is left in peace with each loss and distance', async () => {
  for (const loss of ['binaryCrossentropy', 'contrastive', 'triplet'])
    for (const distance of ['euclidean', 'manhattan', 'cosine']) {
      const objective = loss === 'binaryCrossentropy' ? { loss, distance } : { loss, distance, margin: 0.5 };
      const training = { optimizer: { name: 'adam', learningRate: 0.02 }, epochs: 24 };
      const sentences = await told(experimentOf({ objective, training }));
      expect([loss, distance, ...sentences]).toEqual([loss, distance, ...Array(24).fill('')]);
    }
});

/** An engine that trains nothing, and embeds images as asked for. */
const embedsAs = (numberAt: (image: number, i: number) => number) => {
  const engine = new BookkeepingEngine();
  const open = engine.open.bind(engine);
  engine.open = async (plan) => {
    const session = await open(plan);
    session.embed = async (indices) =>
      Float32Array.from({ length: indices.length * plan.embeddingDim }, (_, i) =>
        numberAt(indices[Math.floor(i / plan.embeddingDim)] as number, i % plan.embeddingDim),
      );
    return session;
  };
  return engine;
};

/** -1 to 1, another for each image and number */
const noise = (image: number, i: number): number => Math.sin(12.9898 * image + 78.233 * i);

describe('embeddings that are all but alike are told of', () => {
  const collapsed = (numberAt: (image: number, i: number) => number, objective?: object) =>
    told(experimentOf(objective === undefined ? {} : { objective }), embedsAs(numberAt)).then(([first]) => first);

  test.each([0, 1e-8, 1e-6, 1e-4, 4e-4])('where they vary by %f of their length', async (share) => {
    expect(await collapsed((image, i) => 3 + 3 * share * noise(image, i))).toMatch(
      /^After epoch 1 the network (tells no pair from another: all validation distances are 0\.0003162|gives all images nearly the same embedding: they vary by 0\.\d+ % of their length)/,
    );
  });

  test('where few images are unlike all others', async () => {
    expect(await collapsed((image) => (image === 70 ? 9 : 3))).toMatch(/all validation distances are 0\.0003162/);
  });

  test('where they have one direction and cosine distance looks at that alone', async () => {
    const alongOneLine = (image: number, i: number) => (2 + noise(image, 0)) * (i + 1 + 1e-4 * noise(image, i));
    expect(await collapsed(alongOneLine, { loss: 'contrastive', distance: 'cosine' })).toMatch(/^After epoch 1/);
    expect(await collapsed(alongOneLine, { loss: 'contrastive', distance: 'euclidean' })).not.toMatch(/embedding/);
  });

  test('where they are too short for distances to part them', async () => {
    expect(await collapsed((image, i) => 1e-6 * noise(image, i))).toMatch(/all validation distances are 0\.0003162/);
  });

  test('with the images themselves as their cause where these are alike', async () => {
    const blank = { ...dataset.store, read: async (_: Int32Array, into: Uint8Array) => void into.fill(0) };
    const engine = embedsAs(() => 3);
    const events = train({ experiment: experimentOf(), dataset: { ...dataset, store: blank }, engine });
    const first = (await collect(events)).find((event): event is EpochEvent => event.type === 'epoch');
    expect(first?.findings[0]?.sentence).toMatch(
      / The validation images themselves are alike, all pixels of them: look at /,
    );
    expect(await collapsed(() => 3)).not.toMatch(/images themselves/);
  });

  test('and not those of poor networks, whose spread is a hundredth of their length', async () => {
    expect(await collapsed((image, i) => 3 + 0.03 * noise(image, i))).toBe('');
  });
});

describe('a loss as of embeddings all alike', () => {
  test.each([
    [
      { loss: 'triplet', margin: 100 },
      /^The loss of epoch 1, [\d.]+, is within 2 % of the margin, 100\.0000: .*objective\.margin is 100/,
    ],
    [
      { loss: 'contrastive', margin: 1000 },
      /^The loss of epoch 1, [\d.e+]+, is within 2 % of half of the margin's square, 5\.00e\+5/,
    ],
  ])('is told of with %o', async (objective, sentence) => {
    const sentences = await told(
      experimentOf({ objective, training: { optimizer: { name: 'sgd', learningRate: 1e-6 } } }),
    );
    expect(sentences[0]).toMatch(sentence);
  });
});

describe('an accuracy no better than guessing is told of at the end', () => {
  test('with its interval', async () => {
    const engine = embedsAs(noise);
    const [first, second, third, last] = await told(experimentOf(), engine);
    expect([first, second, third]).toEqual(['', '', '']);
    expect(last).toMatch(
      /^No better than guessing: validation accuracy is \d\d\.\d % after 4 epochs, with a 95 % interval from \d\d\.\d % to \d\d\.\d %, and calling all pairs alike gives 50\.0 %\./,
    );
  });

  test('and in a long training after its tenth epoch', async () => {
    const sentences = await told(experimentOf({ training: { epochs: 12 } }), embedsAs(noise));
    expect(sentences.map((sentence) => sentence !== '')).toEqual([...Array(9).fill(false), true, true, true]);
  });

  test('where a threshold best for these very pairs makes a few points of it', async () => {
    const objective = { loss: 'triplet', margin: 1e-3 };
    expect((await told(experimentOf({ objective }), embedsAs(noise))).at(-1)).toMatch(/^No better than guessing/);
  });

  test('and where so few pairs tell nothing, that they do', async () => {
    const few = tinyDataset(60, 12);
    const events = await collect(train({ experiment: experimentOf(), dataset: few, engine: embedsAs(noise) }));
    const last = events.findLast((event): event is EpochEvent => event.type === 'epoch');
    expect(last?.findings).toEqual([
      {
        what: 'fewPairs',
        sentence: expect.stringMatching(/^Of 24 validation pairs it can't be told whether .* interval from/),
      },
    ]);
  });
});

describe('advice names the setting that stands out', () => {
  const sgd = { name: 'sgd', learningRate: 0.01 };
  const adam = { name: 'adam', learningRate: 0.001 };
  const adamw = { name: 'adamw', learningRate: 0.001 };
  const cases: [string, Changes, RegExp][] = [
    [
      'weight decay that throws weights about',
      { training: { optimizer: { ...adamw, weightDecay: 1e6 } } },
      /^The loss stopped .* Use a smaller weightDecay \(training\.optimizer\.weightDecay is 1000000: each step takes away 1,000 times every weight; 0\.004 is usual\)\.$/,
    ],
    [
      'weight decay that holds weights near 0',
      { training: { optimizer: { ...adamw, weightDecay: 600 } } },
      /weights have shrunk to .* Use a smaller weightDecay \(training\.optimizer\.weightDecay is 600: /,
    ],
    [
      'a rate that is far too high',
      { training: { optimizer: { ...sgd, learningRate: 1e9 } } },
      /^The loss stopped .* Use a smaller learningRate \(training\.optimizer\.learningRate is 1000000000; 0\.01 is usual\)\.$/,
    ],
    [
      'a rate that is far too low',
      { training: { optimizer: { ...adam, learningRate: 1e-12 } } },
      /No better than guessing.* Use a larger learningRate \(training\.optimizer\.learningRate is 1e-12; 0\.001 is usual\)/,
    ],
    [
      'momentum',
      { training: { optimizer: { ...sgd, learningRate: 1, momentum: 0.9999 }, epochs: 12 } },
      /Use a smaller momentum \(training\.optimizer\.momentum is 0\.9999, which makes steps 10,000 times as long; 0\.9 is usual\)/,
    ],
    [
      'a schedule that rises',
      { training: { optimizer: adam, schedule: { name: 'exponential', factor: 1e9 }, epochs: 9 } },
      /Use a training\.schedule\.factor below 1 \(it is 1000000000, by which the learning rate has risen from 0\.001 to /,
    ],
    [
      'a schedule that falls at once',
      { training: { optimizer: adam, schedule: { name: 'exponential', factor: 1e-9 } } },
      /Use a training\.schedule\.factor nearer to 1 \(it is 1e-9, /,
    ],
    [
      'a warm-up that hardly ends',
      { training: { optimizer: { ...adam, learningRate: 1e-4 }, schedule: { name: 'constant', warmupEpochs: 3.99 } } },
      /Use a shorter warm-up \(training\.schedule\.warmupEpochs is 3\.99, /,
    ],
    [
      'epsilon',
      { training: { optimizer: { ...adam, epsilon: 1e6 } } },
      /Use a smaller epsilon \(training\.optimizer\.epsilon is 1000000, which every step is divided by; 1e-7 is usual\)/,
    ],
    [
      'clipping',
      { training: { optimizer: { ...sgd, globalClipNorm: 1e-9 } } },
      /Use a larger globalClipNorm \(training\.optimizer\.globalClipNorm is 1e-9, /,
    ],
    [
      'a margin beyond all distances',
      { objective: { loss: 'contrastive', margin: 1e4 }, training: { optimizer: { ...sgd, learningRate: 1e-7 } } },
      /Use a smaller margin \(objective\.margin is 10000, where images of different classes are /,
    ],
    [
      'beta2',
      { training: { optimizer: { ...adam, beta2: 0.1, learningRate: 5 } } },
      /Use a larger beta2 \(training\.optimizer\.beta2 is 0\.1, and must be above beta1², 0\.81; 0\.999 is usual\)/,
    ],
  ];
  test.each(cases)('%s', async (_, changes, expected) => {
    expect((await told(experimentOf(changes))).filter((sentence) => sentence !== '')[0] ?? 'nothing was told').toMatch(
      expected,
    );
  });

  test('batch normalisation whose moving statistics lag', async () => {
    const training = { optimizer: { name: 'adam', learningRate: 0.01 }, batchSize: 8, epochs: 4 };
    const experiment = experimentOf({ block: { batchNorm: true }, training });
    expect((await told(experiment, embedsAs(noise))).at(-1)).toMatch(
      / Train for more epochs \(training\.epochs is 4; after 60 steps batchNorm's moving statistics, .* lag behind\)\.$/,
    );
  });

  test('a head whose sign is still the wrong one', async () => {
    const experiment = { ...experimentOf({ training: { epochs: 12 } }), seed: 5 };
    expect((await told(experiment)).at(-1)).toMatch(
      / Use another seed \(seed is 5, with which the head still takes a larger distance for same\)\.$/,
    );
  });

  test('and where none does, what helps mostly', async () => {
    const engine = new BookkeepingEngine({ onStep: () => Number.NaN });
    expect(await told(experimentOf({ training: { optimizer: adam } }), engine)).toEqual([
      expect.stringMatching(
        / Use a smaller learningRate \(training\.optimizer\.learningRate is 0\.001\), or limit the gradients with globalClipNorm: 1\.$/,
      ),
    ]);
  });
});
