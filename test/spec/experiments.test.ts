import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { InputError } from '../../src/errors/index.ts';
import { hashExperiment, resolveFragment, starterFile, toResolvedYaml } from '../../src/spec/index.ts';
import { folderWith, load, loadText } from './folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = readdirSync(`${root}experiments`).filter((name) => name.endsWith('.yaml'));
const schemaOf = (name: string) => JSON.parse(readFileSync(`${root}schemas/${name}.schema.json`, 'utf8'));
/** As an editor checks a file. */
const asEditor = new Ajv({ allErrors: true, strict: false }).compile(schemaOf('experiment'));
const asResolved = new Ajv({ allErrors: true, strict: false }).compile(schemaOf('resolved'));

test.each(files)('experiments/%s is valid, for an editor too, and bears its file’s name', (file) => {
  const [loaded] = load(root, `experiments/${file}`);
  expect(loaded?.experiment.name).toBe(file.replace('.yaml', ''));
  expect(asResolved(loaded?.experiment), JSON.stringify(asResolved.errors)).toBe(true);
  expect(asEditor(parse(loaded?.source as string)), JSON.stringify(asEditor.errors)).toBe(true);
});

test('one glob loads all of them, in order, each once', () => {
  const loaded = load(root, [
    'experiments/*.yaml',
    'experiments/mnist-quick.yaml',
    './experiments/../experiments/mnist-quick.yaml',
  ]);
  expect(loaded.map(({ experiment }) => `${experiment.name}.yaml`)).toEqual(files.sort());
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
    data: { source: 'mnist', seed: 0, validation: { from: 'test' }, limit: { train: null, test: null } },
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
    },
    engine: 'auto',
  });
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

test('the hash is pinned: a change to it would orphan every recorded run', () => {
  const [baseline] = load(root, 'experiments/mnist-baseline.yaml');
  expect(baseline?.hash).toBe('616d8ef3db8f3c0134c847277eb356a0c09cc1f9a57fa8f87ba7aebd29114d87');
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
  expect(() => resolveFragment('network', network)).toThrow(
    'network.blocks[0].kernelSize is 5, but its input is 4×4; use 4 or less, or padding: same.',
  );
});
