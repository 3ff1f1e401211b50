import { writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import {
  dependsOnEpochCount,
  type Experiment,
  experimentsFromTexts,
  hashExperiment,
  hashWithEpochs,
  readResolved,
  resolveFragment,
  toResolvedYaml,
  withEpochs,
} from '../../src/experiment/index.ts';
import { rules } from '../../src/training/index.ts';
import { folderWith, load, loadText, minimal } from './folder.ts';
import { randomFile } from './random-files.ts';

/** The same value with the keys of every mapping in reverse. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}

test('short and long, in any order of keys, resolve to one experiment that its YAML repeats', () => {
  const cwd = folderWith({});
  const loadYaml = (text: string) => {
    writeFileSync(`${cwd}/a.yaml`, text);
    const [loaded] = load(cwd, 'a.yaml');
    if (loaded === undefined) throw new Error('nothing was loaded');
    return loaded;
  };
  fc.assert(
    fc.property(randomFile, ({ short, long }) => {
      const { experiment, hash } = loadYaml(stringify(short));
      expect(loadYaml(stringify(long)).experiment).toEqual(experiment);
      expect(loadYaml(JSON.stringify(reversed(short)))).toMatchObject({ experiment, hash });
      // resolving is idempotent, and the resolved YAML is the experiment
      expect(loadYaml(stringify(experiment)).experiment).toEqual(experiment);
      const yaml = toResolvedYaml(experiment);
      expect(loadYaml(yaml)).toMatchObject({ experiment, hash });
      expect(readResolved(yaml, { ...experiment, hash })).toEqual(experiment);
      expect(resolveFragment('network', experiment.network)).toEqual(experiment.network);
    }),
    { numRuns: 60 },
  );
});

test('whatever decides the result changes the hash, and nothing else does', () => {
  const { experiment, hash } = load(folderWith({ 'a.yaml': minimal() }), 'a.yaml')[0] as {
    experiment: Experiment;
    hash: string;
  };
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(hashExperiment({ ...experiment, name: 'other', description: 'other', engine: 'wasm' })).toBe(hash);
  expect(hashExperiment({ ...experiment, checkpoint: { everySteps: 5 } })).toBe(hash);
  expect(hashExperiment({ ...experiment, track: { tensorboard: true, mlflow: null } })).toBe(hash);
  const others: Experiment[] = [
    { ...experiment, seed: 1 },
    { ...experiment, data: { ...experiment.data, seed: 1 } },
    { ...experiment, pairs: { ...experiment.pairs, refresh: 'epoch' } },
    { ...experiment, network: { ...experiment.network, normalize: true } },
    { ...experiment, objective: { loss: 'binaryCrossentropy', distance: 'cosine' } },
    { ...experiment, training: { ...experiment.training, epochs: 11 } },
    { ...experiment, training: { ...experiment.training, schedule: { name: 'constant', warmupEpochs: 1 } } },
    { ...experiment, training: { ...experiment.training, schedule: { name: 'cosine', end: 0, warmupEpochs: 0 } } },
    { ...experiment, training: { ...experiment.training, schedule: { name: 'cosine', end: 0, warmupEpochs: 1 } } },
    {
      ...experiment,
      training: {
        ...experiment.training,
        earlyStopping: { monitor: 'valLoss', patience: 3, minDelta: 0, restoreBest: true },
      },
    },
  ];
  expect(new Set([hash, ...others.map(hashExperiment)]).size).toBe(11);
});

/** What the value comes to as a file; null where it isn't one. */
function loadedAgain(value: unknown): Experiment | null {
  try {
    const texts = { 'again.yaml': JSON.stringify(value) };
    return experimentsFromTexts({ texts, overrides: [], rules })[0]?.experiment ?? null;
  } catch {
    return null;
  }
}

test('a key that a later version adds leaves old hashes as they are: one left out hashes as one at its default', () => {
  const rich = `training:
  optimizer: { name: sgd, learningRate: 0.05 }
  schedule: { name: step, every: 3 }
  earlyStopping: { patience: 3 }
objective: { loss: contrastive }`;
  for (const content of [minimal(), minimal(rich)]) {
    const loaded = loadText(content);
    /** As a version that doesn't know one key resolves the experiment; an item of a list is no key. */
    const without = ([key, ...rest]: string[], value: unknown): unknown => {
      if (Array.isArray(value)) return value.map((item, i) => (String(i) === key ? without(rest, item) : item));
      const { [key as string]: below, ...others } = value as Record<string, unknown>;
      return rest.length === 0 ? others : { ...others, [key as string]: without(rest, below) };
    };
    let left = 0;
    const visit = (value: unknown, path: string[]): void => {
      // `from` has no default of its own: it is required where validation is written out
      const hasDefault = path.length > 0 && !/^(\d+|from)$/.test(path.at(-1) as string);
      const older = path.length === 0 ? loaded.experiment : (without(path, loaded.experiment) as Experiment);
      if (hasDefault && isDeepStrictEqual(loadedAgain(older), loaded.experiment)) {
        expect(hashExperiment(older), path.join('.')).toBe(loaded.hash);
        left++;
      } else if (path.length === 1 && ['data', 'network', 'training'].includes(path[0] as string)) {
        expect(hashExperiment(without(path, loaded.experiment) as Experiment), path.join('.')).not.toBe(loaded.hash);
      }
      if (typeof value !== 'object' || value === null) return;
      for (const [key, item] of Object.entries(value)) visit(item, [...path, key]);
    };
    visit(loaded.experiment, []);
    expect(left).toBeGreaterThan(25);
  }
});

test('a longer experiment is another one that differs only in epochs', () => {
  const { experiment } = loadText(minimal('training: { epochs: 4 }'));
  const longer = withEpochs(experiment, 7, rules);
  expect(longer).toEqual({ ...experiment, training: { ...experiment.training, epochs: 7 } });
  expect(hashExperiment(longer)).not.toBe(hashExperiment(experiment));
  const differsOnlyInEpochs = (other: Experiment) => hashWithEpochs(other, 4) === hashExperiment(experiment);
  expect(differsOnlyInEpochs(longer)).toBe(true);
  expect(differsOnlyInEpochs({ ...longer, name: 'other', checkpoint: { everySteps: 1 } })).toBe(true);
  expect(differsOnlyInEpochs({ ...longer, seed: experiment.seed + 1 })).toBe(false);
  expect(differsOnlyInEpochs({ ...longer, training: { ...longer.training, batchSize: 65 } })).toBe(false);
  for (const epochs of [0, 1.5, Number.NaN, 1e7]) {
    expect(() => withEpochs(experiment, epochs, rules)).toThrow(
      /^training.epochs is .*; it must be an integer from 1 to 1000000/,
    );
  }
  const warm: Experiment = {
    ...experiment,
    training: { ...experiment.training, schedule: { name: 'constant', warmupEpochs: 2 } },
  };
  expect(() => withEpochs(warm, 2, rules)).toThrow('training.schedule.warmupEpochs is 2, but training.epochs is 2;');
});

test.each([
  ['constant', false],
  ['{ name: step, every: 2 }', false],
  ['{ name: exponential, factor: 0.9, warmupEpochs: 0.5 }', false],
  ['cosine', true],
])('whether an epoch under %s depends on how many follow: %s', (schedule, depends) => {
  const content = minimal(`training: { schedule: ${schedule} }`);
  expect(dependsOnEpochCount(loadText(content).experiment)).toBe(depends);
});

test('any text is loaded or refused with sentences', () => {
  const cwd = folderWith({});
  const pieces = fc.constantFrom(
    'name',
    ': ',
    '\n',
    '  ',
    '- ',
    '{',
    '}',
    '[',
    ']',
    '&a ',
    '*a',
    '"',
    '|',
    '>',
    '#',
    '?',
    '\t',
    '<<',
    '!x',
    'null',
    '1',
    'network',
    'blocks',
    ',',
    '\u0000',
    '%YAML',
    '---',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
      writeFileSync(`${cwd}/a.yaml`, parts.join(''));
      expect(() => load(cwd, 'a.yaml')).toThrow(/^(?!.*undefined).*problems? in 1 file\.$/s);
    }),
    { numRuns: 300 },
  );
});
