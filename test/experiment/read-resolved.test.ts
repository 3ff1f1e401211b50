import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { hashExperiment, type LoadedExperiment, readResolved, toResolvedYaml } from '../../src/experiment/index.ts';
import { load } from './folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const experiments = readdirSync(`${root}experiments`).flatMap((file) => load(root, `experiments/${file}`));
const [{ experiment, hash }] = load(root, 'experiments/mnist-baseline.yaml') as [LoadedExperiment];
const yaml = toResolvedYaml(experiment);
const known = { name: experiment.name, description: experiment.description, hash };

describe('reading back what toResolvedYaml writes', () => {
  test.each(experiments)('gives the experiment: $experiment.name', ({ experiment, hash }) => {
    expect(readResolved(toResolvedYaml(experiment), { ...experiment, hash })).toEqual(experiment);
  });

  test('gives it from what was written before numbers had a point for YAML 1.1', () => {
    expect(yaml).toContain('epsilon: 1.0e-7');
    expect(readResolved(yaml.replace('1.0e-7', '1e-7'), known)).toEqual(experiment);
  });

  test('fills in what a later version added, as the hash does', () => {
    const older = yaml.replace('  earlyStopping: null\n', '').replace(/^checkpoint: .*\n/m, '');
    expect(readResolved(older, known)).toEqual(experiment);
  });

  test.each([
    ['a value that was edited', yaml.replace('embeddingDim: 48', 'embeddingDim: 32')],
    ['a key that is gone', yaml.replace('  batchSize: 64\n', '  batchSize: 32\n')],
    ['the first half', yaml.slice(0, yaml.length / 2)],
    ['no end of the last line', yaml.trimEnd()],
    ['a key twice', `${yaml}engine: wasm\n`],
    ['a tab', yaml.replace('  reduce:', '\treduce:')],
    ['an odd indent', yaml.replace('  reduce:', '   reduce:')],
    ['nothing', ''],
    ['another text', 'seed:\n'],
  ])('gives nothing for %s', (_, text) => {
    expect(text).not.toBe(yaml);
    expect(readResolved(text, known)).toBeNull();
  });

  test.each([
    ['a comment', yaml.replace('epochs: 100', 'epochs: 100 # enough')],
    ['an anchor', yaml.replace('epochs: 100', 'epochs: &n 100')],
    ['quotes', yaml.replace('engine: auto', 'engine: "auto"')],
  ])('leaves %s to a YAML parser', (_, text) => {
    expect(readResolved(text, known)).toBeNull();
  });
});

describe('readers of YAML 1.1 and 1.2 read the same values', () => {
  const words = [
    'on',
    'Yes',
    'n',
    'off',
    '2026-11-30',
    '2026-11-30 10:00:00',
    '12:30:00',
    '1_000',
    '0x10',
    '017',
    '0b1',
    '1e-7',
    '.inf',
    '~',
    'null',
    '=',
    '<<',
    '1.5e+3',
    'plain',
  ];
  test.each(words)('text: %s', (word) => {
    const told: typeof experiment = {
      ...experiment,
      name: word,
      description: word,
      track: { tensorboard: false, mlflow: { uri: null, experiment: word, tags: { [word]: word } } },
    };
    const text = toResolvedYaml(told);
    for (const version of ['1.1', '1.2'] as const) expect(parse(text, { version, merge: false })).toEqual(told);
  });

  test.each([1e-7, 1e-300, 5e-324, 1.5e-9, 0.1, 1e21, 1.7976931348623157e308, 3])('the number %s', (learningRate) => {
    const optimizer = { name: 'sgd', learningRate, momentum: 0, nesterov: false, globalClipNorm: null } as const;
    const told = { ...experiment, training: { ...experiment.training, optimizer } };
    const text = toResolvedYaml(told);
    for (const version of ['1.1', '1.2'] as const) expect(parse(text, { version })).toEqual(told);
    expect(readResolved(text, { ...told, hash: hashExperiment(told) })).toEqual(told);
  });
});
