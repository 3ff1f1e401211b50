import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import {
  dependsOnEpochCount,
  differsOnlyInEpochs,
  type Experiment,
  hashExperiment,
  originOf,
  readResolved,
  resolveFragment,
  toResolvedYaml,
  withEpochs,
} from '../../src/experiment/index.ts';
import { rules } from '../../src/training/index.ts';
import { folderWith, load, loadText, minimal } from './folder.ts';

/** A value as a person may write it in short, and the same written out. */
interface Ways {
  short: unknown;
  long: unknown;
}
const plainly = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<Ways> =>
  arbitrary.map((value) => ({ short: value, long: value }));
const square = fc.integer({ min: 1, max: 5 }).map((n): Ways => ({ short: n, long: [n, n] }));
const pool: fc.Arbitrary<Ways> = fc.oneof(
  plainly(fc.constant(null)),
  fc.integer({ min: 1, max: 2 }).map((n) => ({ short: n, long: { type: 'max', size: [n, n] } })),
  fc.constant({ short: [1, 2], long: { type: 'max', size: [1, 2] } }),
  fc.constant({ short: { type: 'average', size: 2 }, long: { size: [2, 2], type: 'average' } }),
);
const rate = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const optimizer: fc.Arbitrary<Ways> = fc.oneof(
  fc.constantFrom('sgd', 'rmsprop', 'adam', 'adamw').map((name) => ({ short: name, long: { name } })),
  plainly(
    fc.record(
      { name: fc.constant('adamw'), learningRate: rate, beta1: share, weightDecay: rate },
      { requiredKeys: ['name'] },
    ),
  ),
);
const warmupEpochs = fc.double({ min: 0, max: 10, noNaN: true });
const schedule: fc.Arbitrary<Ways> = fc.oneof(
  fc.constantFrom('constant', 'cosine').map((name) => ({ short: name, long: { name, warmupEpochs: 0 } })),
  warmupEpochs.map((warmup) => ({
    short: { warmupEpochs: warmup },
    long: { name: 'constant', warmupEpochs: warmup },
  })),
  plainly(
    fc.record({ name: fc.constant('step'), every: fc.constant(3), warmupEpochs }, { requiredKeys: ['name', 'every'] }),
  ),
);
const validation: fc.Arbitrary<Ways> = fc.oneof(
  fc.constant({ short: 'test', long: { from: 'test' } }),
  fc
    .double({ min: 0.1, max: 0.9, noNaN: true })
    .map((fraction) => ({ short: fraction, long: { from: 'train', fraction } })),
);
const objective = plainly(
  fc.oneof(
    fc.record(
      { loss: fc.constant('binaryCrossentropy'), distance: fc.constantFrom('euclidean', 'cosine') },
      { requiredKeys: [] },
    ),
    fc.record({ loss: fc.constantFrom('contrastive', 'triplet'), margin: rate }, { requiredKeys: ['loss'] }),
  ),
);

/** {key: Ways} → Ways of the mapping; keys are left out at random unless required. */
function mapping(keys: Record<string, fc.Arbitrary<Ways>>, requiredKeys: string[] = []): fc.Arbitrary<Ways> {
  return fc.record(keys, { requiredKeys }).map((ways) => {
    const one = (way: 'short' | 'long') =>
      Object.fromEntries(Object.entries(ways as Record<string, Ways>).map(([key, value]) => [key, value[way]]));
    return { short: one('short'), long: one('long') };
  });
}

const block = mapping(
  {
    filters: plainly(fc.integer({ min: 1, max: 64 })),
    kernelSize: square,
    strides: square.map(({ short }) => ({
      short: Math.min(short as number, 2),
      long: Array(2).fill(Math.min(short as number, 2)),
    })),
    activation: plainly(fc.constantFrom('linear', 'elu')),
    pool,
    dropout: plainly(share),
  },
  ['filters'],
);
const file = mapping(
  {
    name: fc.constant({ short: 'x', long: 'x' }),
    description: plainly(fc.oneof(fc.string(), fc.constantFrom('yes', '5', ' # no', 'a: b', 'zwei\nZeilen\n'))),
    seed: plainly(fc.integer({ min: 0, max: 0xffffffff })),
    data: mapping(
      { source: plainly(fc.constant('mnist')), validation, limit: plainly(fc.constantFrom({}, { train: 5000 })) },
      ['source'],
    ),
    network: mapping(
      {
        inputShape: plainly(fc.constant([28, 28, 1])),
        blocks: fc
          .array(block, { minLength: 1, maxLength: 2 })
          .map((ways) => ({ short: ways.map((w) => w.short), long: ways.map((w) => w.long) })),
        normalize: plainly(fc.boolean()),
      },
      ['inputShape', 'blocks'],
    ),
    objective,
    training: mapping({
      optimizer,
      epochs: plainly(fc.integer({ min: 11, max: 1000 })),
      schedule,
      earlyStopping: plainly(
        fc.option(fc.record({ patience: fc.constant(3), minDelta: rate }, { requiredKeys: ['patience'] })),
      ),
    }),
    checkpoint: mapping({ everySteps: plainly(fc.option(fc.integer({ min: 1, max: 1000 }))) }),
    track: mapping({ tensorboard: plainly(fc.boolean()) }),
  },
  ['name', 'data', 'network'],
);

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
    fc.property(file, ({ short, long }) => {
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
      if (hasDefault && originOf(loaded, `/${path.join('/')}`)?.kind === 'default') {
        const older = without(path, loaded.experiment) as Experiment;
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
  expect(differsOnlyInEpochs(experiment, longer)).toBe(true);
  expect(differsOnlyInEpochs(experiment, { ...longer, name: 'other', checkpoint: { everySteps: 1 } })).toBe(true);
  expect(differsOnlyInEpochs(experiment, { ...longer, seed: experiment.seed + 1 })).toBe(false);
  expect(differsOnlyInEpochs(experiment, { ...longer, training: { ...longer.training, batchSize: 65 } })).toBe(false);
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
