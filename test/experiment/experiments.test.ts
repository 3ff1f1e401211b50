import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { InputError } from '../../src/errors/index.ts';
import {
  type Budget,
  hashExperiment,
  resolveFragment,
  rungsOf,
  starterFile,
  toResolvedYaml,
} from '../../src/experiment/index.ts';
import { networkRules } from '../../src/network/index.ts';
import { folderWith, load, loadText } from './folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = readdirSync(`${root}experiments`).filter((name) => name.endsWith('.yaml'));
const schemaOf = (name: string) => JSON.parse(readFileSync(`${root}schemas/${name}.schema.json`, 'utf8'));
/** As an editor checks a file. */
const asEditor = new Ajv({ allErrors: true, strict: false }).compile(schemaOf('experiment'));
const asResolved = new Ajv({ allErrors: true, strict: false }).compile(schemaOf('resolved'));

test.each(files)('experiments/%s is valid, for an editor too, and bears its file’s name', (file) => {
  const trials = load(root, `experiments/${file}`);
  for (const { experiment, source } of trials) {
    expect(experiment.name).toBe(file.replace('.yaml', ''));
    expect(asResolved(experiment), JSON.stringify(asResolved.errors)).toBe(true);
    expect(asEditor(parse(source)), JSON.stringify(asEditor.errors)).toBe(true);
  }
  expect(trials.length).toBeGreaterThan(0);
});

test('one glob loads all of them, in order, each once', () => {
  const loaded = load(root, [
    'experiments/*.yaml',
    'experiments/mnist-quick.yaml',
    './experiments/../experiments/mnist-quick.yaml',
  ]);
  const names = new Set(loaded.map(({ experiment }) => `${experiment.name}.yaml`));
  expect([...names]).toEqual(files.sort());
  expect(loaded[0]?.file).toBe(`${root}experiments/${files[0]}`);
});

test('the baseline is the tutorial’s network and protocol', () => {
  const [loaded] = load(root, 'experiments/mnist-baseline.yaml');
  const block = {
    filters: 64,
    kernelSize: [2, 2],
    strides: [1, 1],
    padding: 'same',
    activation: 'relu',
    pool: { type: 'max', size: [2, 2] },
    batchNorm: false,
    dropout: 0.3,
  };
  expect(loaded?.experiment).toEqual({
    name: 'mnist-baseline',
    description: "The tutorial's network and protocol.",
    seed: 42,
    data: {
      source: 'mnist',
      seed: 0,
      split: null,
      augment: null,
      validation: { from: 'test' },
      limit: { train: null, test: null },
    },
    pairs: { perImage: 1, refresh: 'never' },
    network: {
      inputShape: [28, 28, 1],
      blocks: [block, block],
      reduce: 'globalAverage',
      embeddingDim: 48,
      normalize: false,
    },
    objective: { loss: 'binaryCrossentropy', distance: 'euclidean' },
    training: {
      optimizer: { name: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, globalClipNorm: null },
      batchSize: 64,
      epochs: 100,
      schedule: { name: 'constant', warmupEpochs: 0 },
      earlyStopping: null,
    },
    engine: 'auto',
    checkpoint: { everySteps: null },
    track: { tensorboard: false, mlflow: null },
  });
});

test('the sweeps compare what they say', () => {
  const embeddings = load(root, 'experiments/mnist-embeddings.yaml');
  expect(embeddings.map(({ experiment }) => [experiment.network.embeddingDim, experiment.seed])).toEqual(
    [4, 16, 64].flatMap((length) => [1, 2, 3].map((seed) => [length, seed])),
  );
  const halving = load(root, 'experiments/mnist-halving.yaml');
  expect(halving).toHaveLength(9);
  const rungs = rungsOf(halving[0]?.trial?.budget as Budget, halving.length);
  expect(rungs.map(({ epochs, trials }) => [epochs, trials])).toEqual([
    [1, 9],
    [3, 3],
    [9, 1],
  ]);
});

test('the five lengths differ in nothing but name and epochs', () => {
  const loaded = load(root, 'experiments/epochs-*.yaml');
  expect(loaded.map(({ experiment }) => experiment.training.epochs)).toEqual([5, 10, 25, 50, 100]);
  const [baseline] = load(root, 'experiments/mnist-baseline.yaml');
  for (const { experiment } of loaded) {
    const same = { ...experiment, training: { ...experiment.training, epochs: 100 } };
    expect(hashExperiment(same)).toBe(baseline?.hash);
  }
});

test('the hash is of what isn’t default, and pinned: a change to it would orphan every recorded run', () => {
  const [baseline] = load(root, 'experiments/mnist-baseline.yaml');
  const block = '{"dropout":0.3,"filters":64,"kernelSize":[2,2],"pool":{"size":[2,2]}}';
  const text = `{"data":{"source":"mnist"},"network":{"blocks":[${block},${block}],"inputShape":[28,28,1]},"seed":42,"training":{"epochs":100}}`;
  expect(baseline?.hash).toBe(createHash('sha256').update(text).digest('hex'));
  expect(baseline?.hash).toBe('dcd1431c5290f1e4d52c0f1abe0ae39a1f6c18cba9d2a892ac42e0968afd0281');
});

test('no default has changed: hashes leave them out, so that old hashes stand for them', () => {
  const { properties, definitions } = schemaOf('experiment');
  const mappings: [string, Record<string, { default?: unknown }>][] = [
    ['', properties],
    ...Object.entries<{ properties?: object }>(definitions).map(
      ([name, definition]) => [`${name}.`, definition.properties ?? {}] as never,
    ),
  ];
  const defaults = mappings.flatMap(([prefix, keys]) =>
    Object.entries(keys).map(([key, schema]) => [prefix + key, schema.default]),
  );
  expect(Object.fromEntries(defaults)).toEqual(
    expect.objectContaining({
      seed: 0,
      pairs: {},
      objective: {},
      training: {},
      'MnistData.seed': 0,
      'MnistData.validation': 'test',
      'MnistData.split': null,
      'MnistData.limit': {},
      'IdxData.seed': 0,
      'IdxData.validation': 'test',
      'IdxData.split': null,
      'IdxData.limit': {},
      'IdxData.test': null,
      'FolderData.seed': 0,
      'FolderData.validation': 'test',
      'FolderData.split': null,
      'FolderData.limit': {},
      'FolderData.resize': 'stretch',
      'FolderData.background': 255,
      'FolderData.unreadable': 'refuse',
      'PairsData.seed': 0,
      'PairsData.validation': 'test',
      'PairsData.split': null,
      'PairsData.limit': {},
      'PairsData.resize': 'stretch',
      'PairsData.background': 255,
      'PairsData.unreadable': 'refuse',
      'ParquetData.seed': 0,
      'ParquetData.validation': 'test',
      'ParquetData.split': null,
      'ParquetData.limit': {},
      'ParquetData.augment': null,
      'ParquetData.resize': 'stretch',
      'ParquetData.background': 255,
      'ParquetData.unreadable': 'refuse',
      'ParquetData.test': null,
      'ParquetData.image': 'image',
      'ParquetData.label': 'label',
      'MnistData.augment': null,
      'IdxData.augment': null,
      'FolderData.augment': null,
      'PairsData.augment': null,
      ...Object.fromEntries(
        ['shift', 'rotate', 'scale', 'shear', 'flip', 'brightness', 'contrast', 'blur', 'noise', 'erase'].map((key) => [
          `Augment.${key}`,
          null,
        ]),
      ),
      'Split.test': 0,
      'Split.by': 'image',
      'Split.group': null,
      'Limit.train': null,
      'Limit.test': null,
      'PairDrawing.perImage': 1,
      'PairDrawing.refresh': 'never',
      'Network.reduce': 'globalAverage',
      'Network.embeddingDim': 48,
      'Network.normalize': false,
      'Block.kernelSize': 3,
      'Block.strides': 1,
      'Block.padding': 'same',
      'Block.activation': 'relu',
      'Block.pool': null,
      'Block.batchNorm': false,
      'Block.dropout': 0,
      'Pool.type': 'max',
      'BinaryCrossentropy.loss': 'binaryCrossentropy',
      'BinaryCrossentropy.distance': 'euclidean',
      'Contrastive.distance': 'euclidean',
      'Contrastive.margin': 1,
      'Triplet.distance': 'euclidean',
      'Triplet.margin': 1,
      'Training.optimizer': 'adam',
      'Training.batchSize': 64,
      'Training.epochs': 10,
      'Training.schedule': 'constant',
      'Training.earlyStopping': null,
      'ConstantSchedule.name': 'constant',
      'ConstantSchedule.warmupEpochs': 0,
      'StepSchedule.factor': 0.1,
      'StepSchedule.warmupEpochs': 0,
      'ExponentialSchedule.warmupEpochs': 0,
      'CosineSchedule.end': 0,
      'CosineSchedule.warmupEpochs': 0,
      'EarlyStopping.monitor': 'valLoss',
      'EarlyStopping.minDelta': 0,
      'EarlyStopping.restoreBest': true,
      'Sgd.learningRate': 0.01,
      'Sgd.momentum': 0,
      'Sgd.nesterov': false,
      'Sgd.globalClipNorm': null,
      'Rmsprop.learningRate': 0.001,
      'Rmsprop.rho': 0.9,
      'Rmsprop.epsilon': 1e-7,
      'Rmsprop.globalClipNorm': null,
      'Adam.name': 'adam',
      'Adam.learningRate': 0.001,
      'Adam.beta1': 0.9,
      'Adam.beta2': 0.999,
      'Adam.epsilon': 1e-7,
      'Adam.globalClipNorm': null,
      'Adamw.learningRate': 0.001,
      'Adamw.beta1': 0.9,
      'Adamw.beta2': 0.999,
      'Adamw.epsilon': 1e-7,
      'Adamw.weightDecay': 0.004,
      'Adamw.globalClipNorm': null,
    }),
  );
});

test('the YAML examples of the reference are valid', () => {
  const page = readFileSync(`${root}docs/experiment.md`, 'utf8');
  const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map((match) => match[1] as string);
  expect(examples.length).toBe(2);
  const baseline = readFileSync(`${root}experiments/mnist-baseline.yaml`);
  const cwd = folderWith({
    'mnist-baseline.yaml': baseline,
    'a.yaml': examples[0] as string,
    'wider.yaml': examples[1] as string,
  });
  expect(load(cwd, ['a.yaml', 'wider.yaml']).map(({ experiment }) => experiment.network.embeddingDim)).toEqual([
    48, 128,
  ]);
});

test('the YAML examples of the page on sweeps have the trials that it counts', () => {
  const page = readFileSync(`${root}docs/sweeps.md`, 'utf8');
  const [widths = '', rates = ''] = [...page.matchAll(/```yaml\n(.*?)```/gs)].map((match) => match[1]);
  const copied = ['mnist-baseline.yaml', 'mnist-quick.yaml'].map((name) => [
    name,
    readFileSync(`${root}experiments/${name}`),
  ]);
  const cwd = folderWith({ ...Object.fromEntries(copied), 'widths.yaml': widths, 'rates.yaml': rates });
  expect(load(cwd, 'widths.yaml')).toHaveLength(9);
  const trials = load(cwd, 'rates.yaml');
  const rungs = rungsOf(trials[0]?.trial?.budget as Budget, trials.length);
  expect(rungs.map((rung) => [rung.trials, rung.epochs])).toEqual([
    [6, 1],
    [2, 3],
    [1, 9],
  ]);
});

test.each(['first', '42', 'true', '1e3', 'a.b-c_d'])('a starter file named %s is valid', (name) => {
  const text = starterFile(name);
  expect(loadText(text).experiment.name).toBe(name);
  expect(asEditor(parse(text)), JSON.stringify(asEditor.errors)).toBe(true);
});

test.each(['', '../x', 'a b', '.hidden', 'x\ny: 1'])('a starter file can’t be named %j', (name) => {
  expect(() => starterFile(name)).toThrow(InputError);
});

test('the resolved YAML of every experiment loads to the same experiment and hash', () => {
  for (const { experiment, hash } of load(root, 'experiments/*.yaml')) {
    const again = loadText(toResolvedYaml(experiment));
    expect(again.experiment).toEqual(experiment);
    expect(again.hash).toBe(hash);
  }
});

test('a fragment is resolved as in a file', () => {
  expect(resolveFragment('optimizer', { name: 'sgd', momentum: 0.9 })).toEqual({
    name: 'sgd',
    learningRate: 0.01,
    momentum: 0.9,
    nesterov: false,
    globalClipNorm: null,
  });
  expect(resolveFragment('optimizer', 'rmsprop')).toMatchObject({ name: 'rmsprop', rho: 0.9, epsilon: 1e-7 });
  expect(resolveFragment('objective', { loss: 'triplet' })).toEqual({
    loss: 'triplet',
    distance: 'euclidean',
    margin: 1,
  });
  const network = { inputShape: [9, 9, 3], blocks: [{ filters: 2, pool: { size: 2 } }], embeddingDim: 3 };
  expect(resolveFragment('network', network).blocks[0]?.pool).toEqual({ type: 'max', size: [2, 2] });
});

test('a fragment’s mistakes are sentences', () => {
  expect(() => resolveFragment('optimizer', { name: 'adm' })).toThrow(
    new InputError('optimizer.name is "adm"; it must be `sgd`, `rmsprop`, `adam` or `adamw`. Did you mean `adam`?'),
  );
  expect(() => resolveFragment('objective', 5)).toThrow(
    new InputError('objective is 5; it must be a mapping with `loss`.'),
  );
  const network = { inputShape: [4, 4, 1], blocks: [{ filters: 2, kernelSize: 5, padding: 'valid' }] };
  expect(() => resolveFragment('network', network, networkRules)).toThrow(
    'network.blocks[0].kernelSize is 5, but its input is 4×4; use 4 or less, or padding: same.',
  );
});
