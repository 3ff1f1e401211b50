import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  allRows,
  countWork,
  type Dataset,
  drawnExamples,
  type Examples,
  exampleCount,
  fingerprintExamples,
  fingerprintSubset,
  imageBytes,
  loadDataset,
  redrawValidationPairs,
  trainingExamples,
  validationPairs,
} from '../../src/data/index.ts';
import { largestRemainders } from '../../src/data/select.ts';
import type { Experiment } from '../../src/experiment/index.ts';
import { drawingOf } from '../../src/objective/index.ts';
import { experimentWith } from '../experiment-with.ts';
import { refusal } from './refusal.ts';
import { idxBytes, mnistFolder, pixelsOf } from './synthetic.ts';

type Data = Experiment['data'];

const folders: string[] = [];
function folderOf(train: number[], test: number[]): string {
  const folder = mnistFolder(train, test);
  folders.push(folder);
  return folder;
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** 0 1 2 … classes-1 0 1 2 … */
const cycle = (count: number, classes: number) => Array.from({ length: count }, (_, i) => i % classes);
const wholeData: Data = experimentWith().data;
/** [count, 4] */
async function pixelsIn({ store }: Dataset): Promise<Uint8Array> {
  const bytes = new Uint8Array(store.labels.length * imageBytes(store.shape));
  await store.read(allRows(store), bytes);
  return bytes;
}
const imageAt = (pixels: Uint8Array, i: number) => Array.from(pixels.subarray(4 * i, 4 * i + 4));
const count = (labels: Iterable<number>, label: number) => Array.from(labels).filter((l) => l === label).length;
const labelsOf = (dataset: Dataset, indices: Int32Array) => Array.from(indices, (i) => dataset.store.labels[i] ?? -1);

describe('the installed MNIST', () => {
  test('is all of it, training images first', async () => {
    const dataset = await loadDataset(wholeData);
    const { store, trainIndices, validationIndices } = dataset;
    expect(store.shape).toEqual({ height: 28, width: 28, channels: 1 });
    expect(store.labels.length).toBe(70_000);
    // MNIST's fingerprint since the first run folder: never to change
    expect(store.fingerprint).toBe('57603a4966fd83d26772ae3e8a11fea8146906fbe03a67df79b22abe922aac98');
    expect([trainIndices.length, trainIndices[0], trainIndices.at(-1)]).toEqual([60_000, 0, 59_999]);
    expect([validationIndices.length, validationIndices[0], validationIndices.at(-1)]).toEqual([
      10_000, 60_000, 69_999,
    ]);
    // The first labels of both files, as printed in every introduction to MNIST.
    expect(Array.from(store.labels.subarray(0, 10))).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    expect(Array.from(store.labels.subarray(60_000, 60_010))).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
    // Mean pixel of the training images / 255: 0.1307, the constant that everyone normalizes with.
    const pixels = await pixelsIn(dataset);
    let sum = 0;
    for (let i = 0; i < 60_000 * 784; i++) sum += pixels[i] as number;
    expect(sum / 60_000 / 784 / 255).toBeCloseTo(0.1307, 4);
  });
});

test('the fingerprints and pairs of a part of MNIST are those that run folders hold', async () => {
  const validation = { from: 'train', fraction: 0.1 } as const;
  const dataset = await loadDataset({ ...wholeData, validation, limit: { train: 5000, test: 1000 } });
  expect(dataset.store.fingerprint).toBe('d65731cab10b58f5825846765228bf8cbc184fc2db447a7366cf6dff2ad863d9');
  expect(await fingerprintSubset(dataset.store, dataset.validationIndices)).toBe(
    '3b65fde5d53f3e7d3e45f7f084b6aec0405425e82b3b1892dd5c848fbef480d5',
  );
  expect(fingerprintExamples(validationPairs(dataset, 0))).toBe(
    'bf0ae13c10908a5c6f3308d2d65d6438c55ccfdd1fe0c62b56149d2197f8eed4',
  );
  const trained = (examples: Examples['kind'], refresh: 'never' | 'epoch', epoch: number) =>
    fingerprintExamples(trainingExamples(dataset, { seed: 42, pairs: { perImage: 1, refresh }, examples }, epoch));
  expect([trained('pairs', 'never', 1), trained('pairs', 'never', 2), trained('pairs', 'epoch', 2)]).toEqual([
    '8b9d801cc23e0edd8773da888be24c13dd80cd71358513c0acde013eb7cbf524',
    '4d4d37f2f885884deabfe525639a59defa5ac3e4734b41ea5e288e123cb430df',
    '63fcc06e80dd8d2edb09b5901feb6cac0844bf5d7e8066e4e32dcd7ebfadffaf',
  ]);
  expect(trained('triplets', 'never', 1)).toBe('572dc3a9bceb31bad650380ba1325e7d915c8f2e0815d3ebf23ff3e59aa6d236');
});

describe('validation: test', () => {
  const directory = folderOf(cycle(12, 3), cycle(8, 2));

  test('keeps every image of both files in order', async () => {
    const dataset = await loadDataset(wholeData, { mnist: directory });
    expect(dataset.store.shape).toEqual({ height: 2, width: 2, channels: 1 });
    expect(dataset.store.labels.length).toBe(20);
    const pixels = await pixelsIn(dataset);
    for (let i = 0; i < 12; i++) expect(imageAt(pixels, i)).toEqual(pixelsOf('train', i));
    for (let i = 0; i < 8; i++) expect(imageAt(pixels, 12 + i)).toEqual(pixelsOf('t10k', i));
    expect(labelsOf(dataset, dataset.trainIndices)).toEqual(cycle(12, 3));
    expect(labelsOf(dataset, dataset.validationIndices)).toEqual(cycle(8, 2));
  });

  test('the fingerprint is the hash of images, labels and split', async () => {
    const dataset = await loadDataset(wholeData, { mnist: directory });
    const { labels, fingerprint } = dataset.store;
    const head = Buffer.from('images 20 2 2 1 train 12\n');
    const content = Buffer.concat([head, await pixelsIn(dataset), Uint8Array.from(labels)]);
    expect(fingerprint).toBe(createHash('sha256').update(content).digest('hex'));
  });

  test('one other pixel or label gives another fingerprint', async () => {
    const before = (await loadDataset(wholeData, { mnist: directory })).store.fingerprint;
    const other = folderOf(cycle(12, 3), cycle(8, 2));
    const pixels = cycle(8, 2).flatMap((_, i) => pixelsOf('t10k', i));
    pixels[31] = (pixels[31] as number) ^ 1;
    writeFileSync(join(other, 't10k-images-idx3-ubyte'), idxBytes([8, 2, 2], pixels));
    expect((await loadDataset(wholeData, { mnist: other })).store.fingerprint).not.toBe(before);
    const relabelled = folderOf(cycle(12, 3), [...cycle(6, 2), 1, 0]);
    expect((await loadDataset(wholeData, { mnist: relabelled })).store.fingerprint).not.toBe(before);
  });
});

describe('validation: a fraction of the training images', () => {
  const train = [...Array(40).fill(0), ...Array(20).fill(1), ...Array(20).fill(2)];
  const directory = folderOf(train, [0]);
  const data = (seed: number): Data => ({ ...wholeData, seed, validation: { from: 'train', fraction: 0.2 } });

  test('parts the images without overlap, each class with its share', async () => {
    const dataset = await loadDataset(data(0), { mnist: directory });
    const pixels = await pixelsIn(dataset);
    const rowOf = new Map(train.map((_, row) => [pixelsOf('train', row).join(), row]));
    const rows = Array.from({ length: 80 }, (_, i) => rowOf.get(imageAt(pixels, i).join()) ?? -1);
    expect([...rows].sort((a, b) => a - b)).toEqual(Array.from(train, (_, i) => i));
    const [ofTraining, ofValidation] = [dataset.trainIndices, dataset.validationIndices].map((list) =>
      labelsOf(dataset, list),
    );
    expect([0, 1, 2].map((label) => count(ofTraining ?? [], label))).toEqual([32, 16, 16]);
    expect([0, 1, 2].map((label) => count(ofValidation ?? [], label))).toEqual([8, 4, 4]);
    rows.forEach((row, i) => {
      expect(dataset.store.labels[i]).toBe(train[row]);
    });
    expect(rows.slice(0, 64)).toEqual(rows.slice(0, 64).sort((a, b) => a - b)); // in the order of the file
  });

  test('is rounded to whole images', async () => {
    for (const [fraction, images] of [
      [0.32, 26], // of 25.6
      [0.33, 26], // of 26.4
    ] as const) {
      const dataset = await loadDataset({ ...data(0), validation: { from: 'train', fraction } }, { mnist: directory });
      expect(dataset.validationIndices.length).toBe(images);
    }
  });

  test('leaves the test images unread', async () => {
    const broken = folderOf(train, [0]);
    for (const kind of ['images-idx3', 'labels-idx1']) rmSync(join(broken, `t10k-${kind}-ubyte`));
    expect((await loadDataset(data(0), { mnist: broken })).store.labels.length).toBe(80);
  });

  test('depends on data.seed alone', async () => {
    const [a, again, other] = await Promise.all(
      [0, 0, 1].map(async (seed) => pixelsIn(await loadDataset(data(seed), { mnist: directory }))),
    );
    expect(again).toEqual(a);
    expect(other).not.toEqual(a);
  });
});

test('an epoch’s work is counted as its examples are drawn, without an image read', async () => {
  const directory = folderOf(cycle(40, 4), cycle(16, 4));
  const data: Data[] = [
    wholeData,
    { ...wholeData, limit: { train: 23, test: 9 } },
    { ...wholeData, limit: { train: 37, test: null }, validation: { from: 'train', fraction: 0.3 } },
  ];
  const losses: Experiment['objective'][] = [
    { loss: 'contrastive', distance: 'euclidean', margin: 1 },
    { loss: 'triplet', distance: 'euclidean', margin: 1 },
  ];
  const experiments = data.flatMap((data) =>
    losses.map((objective) => ({ data, objective, pairs: { perImage: 3, refresh: 'never' }, seed: 0 }) as Experiment),
  );
  const drawn: object[] = [];
  for (const experiment of experiments) {
    const dataset = await loadDataset(experiment.data, { mnist: directory });
    const examples = exampleCount(trainingExamples(dataset, drawingOf(experiment), 1));
    drawn.push({ examples, validationImages: dataset.validationIndices.length });
  }
  for (const kind of ['train', 't10k']) writeFileSync(join(directory, `${kind}-images-idx3-ubyte`), '');
  const counted = await Promise.all(
    experiments.map((experiment) => countWork(drawingOf(experiment), { mnist: directory })),
  );
  expect(counted).toEqual(drawn);
});

describe('data.limit', () => {
  const directory = folderOf([...Array(30).fill(4), ...Array(60).fill(7), ...Array(9).fill(9)], cycle(40, 2));

  test('keeps the same share of each class', async () => {
    const dataset = await loadDataset({ ...wholeData, limit: { train: 33, test: 10 } }, { mnist: directory });
    const labels = labelsOf(dataset, dataset.trainIndices);
    expect([4, 7, 9].map((label) => count(labels, label))).toEqual([10, 20, 3]);
    expect(dataset.validationIndices.length).toBe(10);
    expect(dataset.store.labels.length).toBe(43);
  });

  test('images and labels stay together', async () => {
    const dataset = await loadDataset({ ...wholeData, limit: { train: 24, test: null } }, { mnist: directory });
    const train = [...Array(30).fill(4), ...Array(60).fill(7), ...Array(9).fill(9)];
    const labelOf = new Map(train.map((label, row) => [pixelsOf('train', row).join(), label]));
    const pixels = await pixelsIn(dataset);
    for (const i of dataset.trainIndices) {
      expect(dataset.store.labels[i]).toBe(labelOf.get(imageAt(pixels, i).join()));
    }
  });

  test('the same seed chooses the same images, another seed others', async () => {
    const limit = { train: 33, test: 10 };
    const load = (seed: number) => loadDataset({ ...wholeData, seed, limit }, { mnist: directory });
    const [a, again, other] = await Promise.all([load(3), load(3), load(4)]);
    expect(again.store.fingerprint).toBe(a.store.fingerprint);
    expect(other.store.fingerprint).not.toBe(a.store.fingerprint);
  });

  test('more than there are is refused', async () => {
    const loading = loadDataset({ ...wholeData, limit: { train: 100, test: null } }, { mnist: directory });
    expect(await refusal(loading)).toBe('data.limit.train is 100, but there are 99 train images; use less.');
  });

  test('shares add up to the limit and lie within one of the exact share', () => {
    expect(largestRemainders([5, 3, 2], 5)).toEqual([3, 1, 1]); // 2.5, 1.5, 1: the tie goes to the earlier
    expect(largestRemainders([1, 1, 1], 2)).toEqual([1, 1, 0]);
    expect(largestRemainders([6000, 0, 4000], 7)).toEqual([4, 0, 3]);
  });
});

test('the only image of a class is told, and paired with other classes alone', async () => {
  const directory = folderOf([2, 0, 0, 7, 7], cycle(8, 2)); // neither the first nor the last class
  const dataset = await loadDataset(wholeData, { mnist: directory });
  expect(dataset.warnings).toEqual([
    '1 class with only one of the training images: 2. Such an image is paired with other classes alone.',
  ]);
  const drawing = {
    ...experimentWith(),
    pairs: { perImage: 3, refresh: 'never' as const },
    examples: 'pairs' as const,
  };
  const pairs = drawnExamples(dataset, drawing, 1);
  if (pairs.kind !== 'pairs') throw new TypeError('It asks for pairs.');
  expect(pairs.left).toHaveLength(2 * 3 * 4);
  expect(pairs.left).not.toContain(0);
  const { labels } = dataset.store;
  expect(Array.from(pairs.left, (left, i) => Number(labels[left] === labels[pairs.right[i] as number]))).toEqual([
    ...pairs.isSame,
  ]);
  expect((await countWork({ ...drawing, data: wholeData }, { mnist: directory })).examples).toBe(2 * 3 * 4);
});

describe('data that cannot be used is refused with what to do', () => {
  test('classes of one image each', async () => {
    const alone = folderOf([0, 4, 7], cycle(8, 2));
    expect(await refusal(loadDataset(wholeData, { mnist: alone }))).toMatch(
      /^Each of the 3 classes has only one of the 3 training images.* Use another data set\.$/,
    );
    const limited = { ...wholeData, limit: { train: 4, test: 2 } };
    expect(await refusal(loadDataset(limited, { mnist: folderOf(cycle(8, 2), cycle(8, 2)) }))).toMatch(
      /^Each of the 2 classes has only one of the 2 validation images.* Raise data.limit.test/,
    );
  });

  test('one class, and no validation images', async () => {
    const directory = folderOf(Array(9).fill(3), cycle(8, 2));
    expect(await refusal(loadDataset(wholeData, { mnist: directory }))).toMatch(/^Class 3 has all 9 training images/);
    const none: Data = { ...wholeData, validation: { from: 'train', fraction: 0.01 } };
    expect(await refusal(loadDataset(none, { mnist: folderOf(cycle(8, 2), [0]) }))).toMatch(
      /^There are no validation images.* Raise data.validation.fraction \(it is 0.01\)\.$/,
    );
  });

  test('a label out of range', async () => {
    const directory = folderOf([0, 0, 1, 12], cycle(8, 2));
    expect(await refusal(loadDataset(wholeData, { mnist: directory }))).toMatch(
      /train-labels-idx1-ubyte gives image 3 \(counted from 0\) the label 12; MNIST's labels run from 0 to 9/,
    );
  });

  test('more images than labels', async () => {
    const directory = folderOf(cycle(8, 2), cycle(8, 2));
    writeFileSync(join(directory, 'train-labels-idx1-ubyte'), idxBytes([7], cycle(7, 2)));
    expect(await refusal(loadDataset(wholeData, { mnist: directory }))).toMatch(
      /train-images-idx3-ubyte holds 8 images, but .*train-labels-idx1-ubyte holds 7 labels/,
    );
  });

  test('test images of another size', async () => {
    const directory = folderOf(cycle(8, 2), cycle(8, 2));
    writeFileSync(join(directory, 't10k-images-idx3-ubyte'), idxBytes([8, 2, 1], Array(16).fill(0)));
    expect(await refusal(loadDataset(wholeData, { mnist: directory }))).toMatch(
      /images of 2 × 1, but .* holds images of 2 × 2/,
    );
  });

  test('a truncated file, and one that is missing', async () => {
    const directory = folderOf(cycle(8, 2), cycle(8, 2));
    writeFileSync(join(directory, 'train-images-idx3-ubyte'), idxBytes([8, 2, 2], Array(31).fill(0)));
    expect(await refusal(loadDataset(wholeData, { mnist: directory }))).toMatch(
      /cut short.*takes 48 bytes, but it has 47/,
    );
    rmSync(join(directory, 'train-images-idx3-ubyte'));
    expect(await refusal(loadDataset(wholeData, { mnist: directory }))).toMatch(/^MNIST is incomplete: .*`npm ci`\.$/);
  });
});

describe('examples of an epoch', () => {
  const directory = folderOf(cycle(60, 3), cycle(20, 2));
  const experiment = (seed: number, refresh: 'never' | 'epoch', loss: 'contrastive' | 'triplet' = 'contrastive') =>
    ({
      seed,
      data: wholeData,
      pairs: { perImage: 2, refresh },
      objective: { loss, distance: 'euclidean', margin: 1 },
    }) as Experiment;
  const pairsOf = (dataset: Dataset, seed: number, refresh: 'never' | 'epoch', epoch: number) => {
    const examples = trainingExamples(dataset, drawingOf(experiment(seed, refresh)), epoch);
    if (examples.kind !== 'pairs') throw new Error('expected pairs');
    return Array.from(examples.left, (left, i) => [left, examples.right[i], examples.isSame[i]].join());
  };

  test('refresh: never shuffles the same pairs anew each epoch', async () => {
    const dataset = await loadDataset(wholeData, { mnist: directory });
    const [first, second] = [1, 2].map((epoch) => pairsOf(dataset, 1, 'never', epoch));
    expect(first).toHaveLength(240);
    expect(second).not.toEqual(first);
    expect(second?.sort()).toEqual(first?.sort());
    expect(pairsOf(dataset, 1, 'never', 2).sort()).not.toEqual(pairsOf(dataset, 2, 'never', 2).sort());
  });

  test('refresh: epoch draws other pairs each epoch, the same in every run', async () => {
    const dataset = await loadDataset(wholeData, { mnist: directory });
    expect(pairsOf(dataset, 1, 'epoch', 2).sort()).not.toEqual(pairsOf(dataset, 1, 'epoch', 1).sort());
    expect(pairsOf(dataset, 1, 'epoch', 2)).toEqual(pairsOf(dataset, 1, 'epoch', 2));
  });

  test('triplets train a triplet loss, each image once an anchor for every perImage', async () => {
    const dataset = await loadDataset(wholeData, { mnist: directory });
    const examples = trainingExamples(dataset, drawingOf(experiment(1, 'never', 'triplet')), 1);
    if (examples.kind !== 'triplets') throw new Error('expected triplets');
    expect(Array.from(examples.anchor).sort((a, b) => a - b)).toEqual(Array.from({ length: 120 }, (_, i) => i >> 1));
  });

  test('images of classes keep their class through the shuffle, whatever its number', async () => {
    const loaded = await loadDataset(wholeData, { mnist: directory });
    const labels = loaded.store.labels.map((label) => 1000 * label);
    const dataset = { ...loaded, store: { ...loaded.store, labels } };
    const pairs = { perImage: 2, refresh: 'never' } as const;
    const examples = trainingExamples(dataset, { seed: 1, pairs, examples: 'classes' }, 1);
    if (examples.kind !== 'classes') throw new Error('expected classes');
    expect(Array.from(examples.image).sort((a, b) => a - b)).toEqual(Array.from({ length: 120 }, (_, i) => i >> 1));
    expect(examples.label).toEqual(examples.image.map((image) => labels[image] as number));
  });

  test('validation pairs depend on the data seed alone and use validation images only', async () => {
    const dataset = await loadDataset(wholeData, { mnist: directory });
    const pairs = validationPairs(dataset, 0);
    expect(pairs.left).toHaveLength(40);
    expect(Math.min(...pairs.left, ...pairs.right)).toBeGreaterThanOrEqual(60);
    expect(validationPairs(dataset, 0)).toEqual(pairs);
    expect(validationPairs(dataset, 1)).not.toEqual(pairs);
  });

  test('validation pairs are drawn again from the labels alone, as places among the validation images', async () => {
    const split: Data = { ...wholeData, seed: 3, validation: { from: 'train', fraction: 0.25 } };
    for (const data of [wholeData, { ...wholeData, limit: { train: 24, test: 12 } }, split]) {
      const dataset = await loadDataset(data, { mnist: directory });
      const { left, right, isSame } = validationPairs(dataset, data.seed);
      const first = dataset.trainIndices.length;
      const imageless = folderOf(cycle(60, 3), cycle(20, 2));
      for (const part of ['train', 't10k']) writeFileSync(join(imageless, `${part}-images-idx3-ubyte`), '');
      expect(await redrawValidationPairs(data, { mnist: imageless })).toEqual({
        kind: 'pairs',
        left: left.map((image) => image - first),
        right: right.map((image) => image - first),
        isSame,
      });
    }
  });

  test('a fingerprint of the validation images stays the same with fewer training images', async () => {
    const [all, fewer, others] = await Promise.all(
      [
        { train: null, test: null },
        { train: 24, test: null },
        { train: null, test: 12 },
      ].map(async (limit) => {
        const { store, validationIndices } = await loadDataset({ ...wholeData, limit }, { mnist: directory });
        return fingerprintSubset(store, validationIndices);
      }),
    );
    expect(fewer).toBe(all);
    expect(others).not.toBe(all);
  });
});
