import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type LoadedExperiment, readResolved, toResolvedYaml } from '../../src/experiment/index.ts';
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
