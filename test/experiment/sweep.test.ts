import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { type ConfigurationError, type LoadedExperiment, rungsOf, toResolvedYaml } from '../../src/experiment/index.ts';
import { folderWith, load, loadText, minimal, mistakesOf, refusal } from './folder.ts';

const swept = (sweep: string, more = '') => minimal(`${more}sweep: ${sweep}\n`);

function trialsOf(content: string, overrides: string[] = []): LoadedExperiment[] {
  return load(folderWith({ 'a.yaml': content }), 'a.yaml', overrides);
}
const labelsOf = (loaded: readonly LoadedExperiment[]) => loaded.map(({ trial }) => trial?.label);

describe('trials', () => {
  test('are the product of grid and zip, the first key path slowest, zip fastest', () => {
    const loaded = trialsOf(
      swept(`
  zip: [{ training.batchSize: 8, training.epochs: 2 }, { training.epochs: 3, training.batchSize: 16 }]
  grid:
    seed: [3, 1]
    network.blocks[0].filters: [4, 5]`),
    );
    expect(labelsOf(loaded)).toEqual([
      'seed=3 network.blocks.0.filters=4 training.batchSize=8 training.epochs=2',
      'seed=3 network.blocks.0.filters=4 training.batchSize=16 training.epochs=3',
      'seed=3 network.blocks.0.filters=5 training.batchSize=8 training.epochs=2',
      'seed=3 network.blocks.0.filters=5 training.batchSize=16 training.epochs=3',
      'seed=1 network.blocks.0.filters=4 training.batchSize=8 training.epochs=2',
      'seed=1 network.blocks.0.filters=4 training.batchSize=16 training.epochs=3',
      'seed=1 network.blocks.0.filters=5 training.batchSize=8 training.epochs=2',
      'seed=1 network.blocks.0.filters=5 training.batchSize=16 training.epochs=3',
    ]);
    expect(loaded[6]?.trial).toEqual({
      sweep: 'minimal',
      sweepHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      values: { seed: 1, 'network.blocks.0.filters': 5, 'training.batchSize': 8, 'training.epochs': 2 },
      label: 'seed=1 network.blocks.0.filters=5 training.batchSize=8 training.epochs=2',
      budget: null,
    });
    expect(loaded[6]?.experiment).toMatchObject({
      name: 'minimal',
      seed: 1,
      network: { blocks: [{ filters: 5 }] },
      training: { batchSize: 8, epochs: 2 },
    });
  });

  test('are left out where all values of an entry of exclude match', () => {
    const grid = 'grid: { seed: [1, 2], training.optimizer: [adam, { name: sgd, momentum: 0.5 }] }';
    expect(
      labelsOf(
        trialsOf(swept(`{ ${grid}, exclude: [{ training.optimizer: { momentum: 0.5, name: sgd }, seed: 2 }] }`)),
      ),
    ).toEqual([
      'seed=1 training.optimizer=adam',
      'seed=1 training.optimizer={ name: sgd, momentum: 0.5 }',
      'seed=2 training.optimizer=adam',
    ]);
    const twice = '[{ seed: 1 }, { seed: 1, training.optimizer: adam }]'; // the second only says more of the same
    expect(trialsOf(swept(`{ ${grid}, exclude: ${twice} }`))).toHaveLength(2);
  });

  test('are what the file with their values as overrides would be', () => {
    const content = minimal(
      'objective: { loss: contrastive, margin: 2 }\ntraining: { optimizer: { learningRate: 0.1 } }\n',
    );
    const sweep = {
      grid: {
        'training.optimizer': [{ name: 'rmsprop', rho: 0.8 }, { beta1: 0.5 }],
        objective: [{ loss: 'binaryCrossentropy' }, { margin: 1 }, { loss: 'triplet', margin: 3 }],
        'network.blocks.0.kernelSize.1': [2, 5],
        'network.blocks.0.pool': [null, 2, { type: 'average', size: 3 }],
        'data.limit': [{ train: 5000 }],
      },
    };
    const loaded = trialsOf(content + stringify({ sweep }));
    expect(loaded).toHaveLength(2 * 3 * 2 * 3);
    for (const { trial, experiment, hash } of loaded) {
      const overrides = Object.entries(trial?.values ?? {}).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
      const alone = loadText(content, overrides);
      expect(alone.experiment).toEqual(experiment);
      expect(alone.hash).toBe(hash);
    }
  });

  test('know nothing of the sweep in what is recorded of them', () => {
    const [first] = trialsOf(swept('{ grid: { seed: [1, 2] } }'));
    expect(first?.experiment).not.toHaveProperty('sweep');
    expect(first?.source).toContain('sweep:');
    const again = loadText(toResolvedYaml(first?.experiment as never));
    expect(again).toMatchObject({ experiment: first?.experiment, hash: first?.hash, trial: null });
  });

  test('may have names of their own; the sweep keeps the file’s', () => {
    const zip = '{ zip: [{ name: small, network.embeddingDim: 8 }, { name: large, network.embeddingDim: 64 }] }';
    const loaded = trialsOf(swept(zip));
    expect(loaded.map(({ experiment, trial }) => [experiment.name, trial?.sweep])).toEqual([
      ['small', 'minimal'],
      ['large', 'minimal'],
    ]);
    expect(mistakesOf(swept(zip).replace('name: minimal\n', ''))).toEqual([
      '1:1 The sweep lacks `name`: sweeping over name gives one to each trial, not to the sweep.',
    ]);
  });

  test('of several files come in the order of the files, and overrides are laid over all', () => {
    const cwd = folderWith({
      'a.yaml': swept('{ grid: { seed: [1, 2] } }'),
      'b.yaml': minimal(),
      'c.yaml': swept('{ grid: { network.embeddingDim: [8, 16] } }'),
    });
    const loaded = load(cwd, ['c.yaml', '*.yaml'], ['training.epochs=3']);
    expect(labelsOf(loaded)).toEqual([
      'network.embeddingDim=8',
      'network.embeddingDim=16',
      'seed=1',
      'seed=2',
      undefined,
    ]);
    expect(loaded.every(({ experiment }) => experiment.training.epochs === 3)).toBe(true);
  });

  test('may be thousands', () => {
    const values = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
    const sweep = { grid: { 'network.embeddingDim': values(25), seed: values(400) } };
    const loaded = trialsOf(minimal(stringify({ sweep })));
    expect(loaded).toHaveLength(10_000);
    expect(new Set(loaded.map(({ hash }) => hash)).size).toBe(10_000);
  });
});

test('a sweep is told from others of its name by what its trials share and differ in, not by how many they are', () => {
  const hashOf = (content: string, overrides: string[] = []) => {
    const hashes = new Set(trialsOf(content, overrides).map(({ trial }) => trial?.sweepHash));
    expect(hashes.size).toBe(1);
    return [...hashes][0];
  };
  const sweep = hashOf(swept('{ grid: { seed: [1, 2] } }'));
  const same = [
    hashOf(swept('{ grid: { seed: [3, 2, 1] } }', 'description: with one more\nengine: reference\n')),
    hashOf(swept('{ zip: [{ seed: 8 }, { seed: 9 }] }')),
    hashOf(swept('{ grid: { seed: [1, 2] }, budget: { min: 1, max: 4, eta: 2 } }')),
  ];
  expect(new Set(same)).toEqual(new Set([sweep]));
  const others = [
    hashOf(swept('{ grid: { seed: [1, 2], network.embeddingDim: [3] } }')),
    hashOf(swept('{ grid: { network.embeddingDim: [1, 2] } }')),
    hashOf(swept('{ grid: { seed: [1, 2] } }'), ['training.epochs=3']),
    hashOf(swept('{ grid: { seed: [1, 2] } }'), ['name=another']),
  ];
  expect(new Set([sweep, ...others]).size).toBe(5);
});

describe('a sweep comes through extends and overrides', () => {
  const cwd = () =>
    folderWith({
      'base.yaml': swept('{ grid: { seed: [1, 2], network.embeddingDim: [8, 16] } }'),
      'more.yaml': 'extends: base.yaml\nname: more\nsweep: { grid: { seed: [7], training.epochs: [1] } }',
      'none.yaml': 'extends: base.yaml\nname: none\nsweep: null',
      'blank.yaml': 'extends: base.yaml\nname: blank\nsweep:\n  # grid: …',
    });

  test('key by key', () => {
    expect(labelsOf(load(cwd(), 'more.yaml'))).toEqual([
      'seed=7 network.embeddingDim=8 training.epochs=1',
      'seed=7 network.embeddingDim=16 training.epochs=1',
    ]);
    expect(load(cwd(), 'more.yaml')[0]?.trial?.sweep).toBe('more');
  });

  test('and null or nothing ends it', () => {
    expect(labelsOf(load(cwd(), ['none.yaml', 'blank.yaml']).map((each) => each))).toEqual([undefined, undefined]);
    expect(load(cwd(), 'base.yaml', ['sweep=null', 'seed=5'])[0]).toMatchObject({
      trial: null,
      experiment: { seed: 5 },
    });
  });

  test('a key path on the command line may have points and brackets', () => {
    const overrides = ['sweep.grid.seed=[3]', 'sweep.grid.network.blocks[0].filters=[1, 2]'];
    expect(labelsOf(load(cwd(), 'base.yaml', ['sweep=null', ...overrides]))).toEqual([
      'seed=3 network.blocks.0.filters=1',
      'seed=3 network.blocks.0.filters=2',
    ]);
    const zip = [
      'sweep.zip=[{ seed: 1 }, { seed: 2 }]',
      'sweep.zip.1.seed=4',
      'sweep.zip.0.training.epochs=3',
      'sweep.zip.1.training.epochs=9',
    ];
    expect(labelsOf([...trialsOf(minimal(), zip)])).toEqual(['seed=1 training.epochs=3', 'seed=4 training.epochs=9']);
  });
});

describe('a budget', () => {
  const halving = (budget: string, more = '') => swept(`{ grid: { seed: [1, 2] }, budget: ${budget} }`, more);

  test('ends with the epochs of training, or has them itself', () => {
    const [byTraining] = trialsOf(halving('{}', 'training: { epochs: 9 }\n'));
    expect(byTraining?.trial?.budget).toEqual({ eta: 3, min: 1, max: 9, monitor: 'valAccuracy' });
    const own = trialsOf(halving('{ eta: 2, min: 2, max: 8, monitor: valLoss }', 'training: { epochs: 9 }\n'));
    expect(own.map(({ experiment }) => experiment.training.epochs)).toEqual([8, 8]);
    expect(own[0]?.trial?.budget).toEqual({ eta: 2, min: 2, max: 8, monitor: 'valLoss' });
    expect(trialsOf(halving('{ max: 8 }'), ['sweep.budget=null', 'training.epochs=5'])[0]).toMatchObject({
      trial: { budget: null },
      experiment: { training: { epochs: 5 } },
    });
  });

  test.each([
    ['{ min: 9, max: 8 }', '', '4:49 sweep.budget.min is 9, but its max is 8; use 8 or less.'],
    [
      '{ min: 11 }',
      '',
      '4:49 sweep.budget.min is 11, but training.epochs is 10; use 10 or less, or give sweep.budget a max.',
    ],
    ['{ eta: 1 }', '', '4:49 sweep.budget.eta is 1; it must be an integer from 2 to 1000.'],
    ['{ mx: 4 }', '', '4:44 sweep.budget.mx is not a known key. Did you mean `max`?'],
    ['{ max: 0 }', '', '4:49 sweep.budget.max is 0; it must be an integer from 1 to 1000000, or null.'],
    ['{ monitor: accuracy }', '', '4:53 sweep.budget.monitor is "accuracy"; it must be `valAccuracy` or `valLoss`.'],
    [
      '{}',
      'training: { schedule: cosine }\n',
      '4:23 training.schedule is cosine, under which an epoch depends on how many follow; sweep.budget, which goes on with some trials and not with others, needs another schedule.',
    ],
    [
      '{ min: 2 }',
      'training: { schedule: { warmupEpochs: 2 } }\n',
      '4:39 training.schedule.warmupEpochs is 2, so that after the 2 of sweep.budget.min nothing has been trained at the full learning rate; warm up for less, or use a larger min.',
    ],
    [
      '{ max: 2 }',
      'training: { schedule: { warmupEpochs: 2 } }\n',
      '4:39 training.schedule.warmupEpochs is 2, but training.epochs is 2; use less, for example 1, or train longer.',
    ],
  ])('%s %s is refused', (budget, more, mistake) => {
    expect(mistakesOf(halving(budget, more))).toEqual([mistake]);
  });

  test.each<[trials: number, eta: number, min: number, max: number, rungs: [epochs: number, trials: number][]]>([
    [
      9,
      3,
      1,
      9,
      [
        [1, 9],
        [3, 3],
        [9, 1],
      ],
    ],
    [
      20,
      3,
      2,
      17,
      [
        [2, 20],
        [6, 6],
        [17, 2],
      ],
    ],
    [
      20,
      3,
      1,
      10,
      [
        [1, 20],
        [3, 6],
        [10, 2],
      ],
    ], // not 9, then 10
    [
      2,
      2,
      1,
      8,
      [
        [1, 2],
        [2, 1],
        [4, 1],
        [8, 1],
      ],
    ],
    [5, 4, 3, 3, [[3, 5]]],
  ])('lets of %i trials one of %i go on, from %i to %i epochs', (trials, eta, min, max, rungs) => {
    const budget = { eta, min, max, monitor: 'valLoss' } as const;
    expect(rungsOf(budget, trials).map((rung) => [rung.epochs, rung.trials])).toEqual(rungs);
  });

  test.each([
    [
      'training.epochs: [3, 4]',
      '{}',
      '4:39 training.epochs differs between the trials, but sweep.budget decides how long each is trained; remove the one or the other.',
    ],
    [
      'training.schedule: [constant, cosine]',
      '{ max: 3 }',
      '4:48 training.schedule is cosine, under which an epoch depends on how many follow; sweep.budget, which goes on with some trials and not with others, needs another schedule.',
    ],
    [
      'objective.loss: [contrastive, triplet]',
      '{ monitor: valLoss }',
      '4:79 sweep.budget.monitor is valLoss, but the trials have different objectives, whose losses say nothing about each other; use valAccuracy.',
    ],
    [
      'data.validation: [0.1, 0.2]',
      '{}',
      '4:41 The trials are validated on different images, which hides which of them are better; validate all on the same, or remove sweep.budget.',
    ],
    [
      'data.limit.test: [100, 200]',
      '{}',
      '4:41 The trials are validated on different images, which hides which of them are better; validate all on the same, or remove sweep.budget.',
    ],
  ])('with %s is refused', (grid, budget, mistake) => {
    expect(mistakesOf(swept(`{ grid: { ${grid} }, budget: ${budget} }`))).toEqual([mistake]);
  });

  test('may have other training images, as long as all are validated on the same', () => {
    expect(trialsOf(swept('{ grid: { data.limit.train: [100, 200] }, budget: {} }'))).toHaveLength(2);
  });
});

describe('one mistake, one sentence', () => {
  test.each<[string, string, string[]]>([
    [
      'a bad value, however many trials have it',
      '{ grid: { network.embeddingDim: [0, 8], seed: [1, 2] } }',
      ['4:41 network.embeddingDim is 0; it must be an integer from 1 to 16384.'],
    ],
    [
      'each bad value',
      '{ grid: { seed: [-1, x, 1] }, zip: [{ training.epochs: 0 }, { training.epochs: 1 }] }',
      [
        '4:25 seed is -1; it must be an integer from 0 to 4294967295.',
        '4:29 seed is "x"; it must be an integer from 0 to 4294967295.',
        '4:63 training.epochs is 0; it must be an integer from 1 to 1000000.',
      ],
    ],
    [
      'a key path mistyped',
      '{ grid: { network.embedingDim: [4, 8], seed: [1, 2] } }',
      ['4:26 network.embedingDim is not a known key. Did you mean `embeddingDim`?'],
    ],
    [
      'a key without its path',
      '{ grid: { epochs: [4, 8] } }',
      ['4:18 epochs is not a known key here. Did you mean `training.epochs`?'],
    ],
    [
      'an item that isn’t there',
      '{ grid: { network.blocks.1.filters: [4, 8] } }',
      ['4:33 network.blocks is a list; its only index is 0.'],
    ],
    [
      'a path through a value',
      '{ grid: { seed.x: [4, 8] } }',
      ['4:23 seed is a single value; it has no keys or items.'],
    ],
    [
      'half a path',
      '{ grid: { seed.: [4] } }',
      ['4:18 "seed." is no key path: a key is missing in it. Write it like network.blocks.0.filters.'],
    ],
    [
      'what a rule says of a value',
      '{ grid: { data.limit.train: [1000, 60001], seed: [1, 2] } }',
      ['4:43 data.limit.train is 60001, but mnist has 60000 such images; use 60000 or less, or null for all.'],
    ],
    [
      'what a rule says of a value beside another',
      '{ grid: { network.blocks.0.kernelSize: [3, 29], network.blocks.0.padding: [same, valid] } }',
      [
        '4:51 network.blocks[0].kernelSize is 29, but its input is 28×28; use 28 or less, or padding: same. In the trial network.blocks.0.kernelSize=29 network.blocks.0.padding=valid.',
      ],
    ],
    [
      'a value without a meaning beside another',
      '{ grid: { objective.margin: [1, 2], objective.loss: [contrastive, binaryCrossentropy] } }',
      [
        '4:28 objective.margin has a meaning only for `contrastive` and `triplet`, but objective.loss is `binaryCrossentropy`. In 2 trials, the first of them objective.margin=1 objective.loss=binaryCrossentropy.',
      ],
    ],
    [
      'a kind that lacks a key',
      '{ grid: { training.schedule: [constant, step] } }',
      ['4:48 training.schedule lacks `every`: an integer from 1 to 1000000, for example `every: 10`.'],
    ],
    ['no value', '{ grid: { seed: [] } }', ['4:24 sweep.grid.seed is []; it must be a list of one value or more.']],
    [
      'a value for a list',
      '{ grid: { seed: 5 } }',
      ['4:24 sweep.grid.seed is 5; it must be a list of one value or more. Write [5].'],
    ],
    [
      'nested keys',
      '{ grid: { training: { optimizer: { learningRate: [0.1, 0.2] }, epochs: [1] } } }',
      [
        '4:28 sweep.grid.training is a mapping; it must be a list of one value or more. Write the key path with points: `training.optimizer.learningRate: [0.1, 0.2]`.',
      ],
    ],
    ['nothing', '{}', ['4:8 sweep varies nothing; give it a grid, for example `grid: { seed: [1, 2, 3] }`.']],
    ['a word', 'yes', ['4:8 sweep is "yes"; it must be null, or a mapping of `grid`, `zip`, `exclude` and `budget`.']],
    ['a part mistyped', '{ gird: { seed: [1] } }', ['4:10 sweep.gird is not a known key. Did you mean `grid`?']],
    [
      'a mapping for zip',
      '{ zip: { seed: [1, 2], data.seed: [3, 4] } }',
      [
        '4:15 sweep.zip is a mapping; it must be a list of mappings of key paths to values. Write one for each setting: `[{ seed: 1, data.seed: 3 }, …]`.',
      ],
    ],
    [
      'an empty entry of zip',
      '{ zip: [{}, { seed: 1 }] }',
      ['4:16 sweep.zip[0] is an empty mapping; it must be a mapping of one key path or more to values.'],
    ],
    [
      'entries of zip with other keys',
      '{ zip: [{ seed: 1, data.seed: 3 }, { seed: 2 }, { seed: 3, data.seed: 2, training.epochs: 1 }] }',
      [
        '4:43 sweep.zip[1] lacks data.seed; each entry of sweep.zip sets the same key paths as the first one.',
        '4:56 sweep.zip[2] sets training.epochs too; each entry of sweep.zip sets the same key paths as the first one.',
      ],
    ],
    [
      'a value twice',
      '{ grid: { seed: [1, 2, 1] }, zip: [{ training.epochs: 3 }, { training.epochs: 3 }] }',
      ['4:31 sweep.grid.seed has 1 twice; remove one.', '4:67 sweep.zip[1] is the same as sweep.zip[0]; remove one.'],
    ],
    [
      'one experiment in two trials',
      '{ grid: { network.blocks.0.kernelSize: [2, 3, [3, 3]] } }',
      [
        '4:54 The trials network.blocks.0.kernelSize=3 and network.blocks.0.kernelSize=[3, 3] are the same experiment: their hashes agree. Leave one out.',
      ],
    ],
    [
      'a name, which decides nothing',
      '{ grid: { name: [a, b] } }',
      ['4:28 The trials name=a and name=b are the same experiment: their hashes agree. Leave one out.'],
    ],
    [
      'a key path in grid and zip',
      '{ grid: { seed: [1, 2] }, zip: [{ seed: 3 }] }',
      ['4:42 seed is set twice, by sweep.grid and sweep.zip; keep one.'],
    ],
    [
      'a key path in two spellings',
      '{ grid: { network.blocks.0.filters: [1], "network.blocks[0].filters": [2] } }',
      ['4:49 network.blocks.0.filters is set twice, by sweep.grid; keep one.'],
    ],
    [
      'a key path twice in an entry of zip',
      '{ zip: [{ network.blocks.0.filters: 1, "network.blocks[0].filters": 2 }] }',
      ['4:47 network.blocks.0.filters is set twice by sweep.zip[0]; keep one.'],
    ],
    [
      'a key path within another',
      '{ grid: { network.blocks.0.filters: [1, 2], network.blocks: [[{ filters: 2 }]] } }',
      [
        '4:52 network.blocks and network.blocks.0.filters are both set by sweep.grid, but one is a part of the other; write its value into those of network.blocks.',
      ],
    ],
    [
      'what decides no result',
      '{ grid: { description: [a], engine: [wasm], checkpoint.everySteps: [1], extends: [a.yaml], sweep: [null] } }',
      [
        "4:18 description can't be an axis of a sweep: it decides no result, so that all trials would be one experiment; set it for all of them.",
        "4:36 engine can't be an axis of a sweep: it decides no result, so that all trials would be one experiment; run the file with engine=wasm, then with engine=tfjs and --again, and compare the runs.",
        "4:52 checkpoint.everySteps can't be an axis of a sweep: it decides no result, so that all trials would be one experiment; set it for all of them.",
        "4:80 extends can't be an axis of a sweep: a file is laid over another before it is swept; name several files on the command line.",
        "4:99 sweep can't be an axis of a sweep: a sweep has no sweeps within; list every key path under sweep.grid.",
      ],
    ],
    [
      'exclude by a value that isn’t swept',
      '{ grid: { seed: [1, 2] }, exclude: [{ seed: 3 }] }',
      ['4:52 sweep.exclude[0] wants seed to be 3, but its values are 1 and 2.'],
    ],
    [
      'exclude by a key that isn’t swept',
      '{ grid: { seed: [1, 2], data.seed: [3] }, exclude: [{ sead: 1 }, { training.epochs: 3 }] }',
      [
        '4:62 sweep.exclude[0] names sead, which is no axis of this sweep. Did you mean `seed`?',
        '4:75 sweep.exclude[1] names training.epochs, which is no axis of this sweep. Its axes are `seed` and `data.seed`.',
      ],
    ],
    [
      'exclude by nested keys',
      '{ grid: { network.embeddingDim: [1, 2] }, exclude: [{ network: { embeddingDim: 2 } }] }',
      ['4:62 sweep.exclude[0] names network, which is no axis of this sweep. Did you mean `network.embeddingDim`?'],
    ],
    [
      'exclude of what zip doesn’t pair',
      '{ zip: [{ seed: 1, data.seed: 2 }, { seed: 2, data.seed: 1 }], exclude: [{ seed: 1, data.seed: 1 }] }',
      ['4:81 sweep.exclude[0] matches no trial: no entry of sweep.zip has these values together.'],
    ],
    [
      'exclude of everything',
      '{ grid: { seed: [1, 2] }, exclude: [{ seed: 1 }, { seed: 2 }] }',
      ['4:43 sweep.exclude leaves no trial; exclude less.'],
    ],
    [
      'an axis that is wrong itself, and nothing of what depends on it',
      '{ grid: { seed: [] }, exclude: [{ seed: 1 }] }',
      ['4:24 sweep.grid.seed is []; it must be a list of one value or more.'],
    ],
  ])('%s', (_, sweep, mistakes) => {
    expect(mistakesOf(swept(sweep))).toEqual(mistakes);
  });

  test('what a rule says of the file’s value beside a trial’s is told at the trial’s', () => {
    const content = swept('{ grid: { network.blocks.0.padding: [same, valid], seed: [1, 2] } }');
    expect(mistakesOf(content, ['network.blocks.0.kernelSize=29'])).toEqual([
      '4:51 network.blocks[0].kernelSize is 29, but its input is 28×28; use 28 or less, or padding: same. In 2 trials, the first of them network.blocks.0.padding=valid seed=1.',
    ]);
  });

  test('it has none in either order, though the file’s own goes where the kind changes', () => {
    const content = (axes: string) => swept(`{ grid: { ${axes} } }`, 'objective: { loss: contrastive, margin: 5 }\n');
    const loss = 'objective.loss: [contrastive, binaryCrossentropy]';
    expect(trialsOf(content(loss)).map(({ experiment }) => experiment.objective)).toEqual([
      { loss: 'contrastive', distance: 'euclidean', margin: 5 },
      { loss: 'binaryCrossentropy', distance: 'euclidean' },
    ]);
    for (const axes of [`objective.margin: [1], ${loss}`, `${loss}, objective.margin: [1]`]) {
      expect(mistakesOf(content(axes))).toEqual([
        expect.stringContaining('objective.margin has a meaning only for `contrastive` and `triplet`'),
      ]);
    }
  });

  test('the file’s own mistakes are told as without a sweep, beside the sweep’s', () => {
    expect(mistakesOf(swept('{ grid: { seed: [1, 2, 2] } }', 'training: { epochs: 0 }\n'))).toEqual([
      '4:21 training.epochs is 0; it must be an integer from 1 to 1000000.',
      '5:31 sweep.grid.seed has 2 twice; remove one.',
    ]);
  });

  test('more trials than are checked are counted, and their values looked at all the same', () => {
    const values = Array.from({ length: 200 }, (_, i) => i).join(', ');
    expect(mistakesOf(swept(`{ grid: { seed: [${values}], data.seed: [${values}, -1] } }`))).toEqual([
      '4:16 The sweep has 200 × 201 = 40,200 trials; 10,000 are the most. List fewer values, or split it into several files.',
      expect.stringMatching(/^4:\d+ data.seed is -1; it must be an integer from 0 to 4294967295\.$/),
    ]);
  });

  test('a frame shows the value in its list', () => {
    const error = refusal(() =>
      trialsOf(swept('\n  grid:\n    seed: [1, 2]\n    network.embeddingDim:\n      - 8\n      - 0')),
    );
    expect(error.message).toMatchInlineSnapshot(`
      "a.yaml:9:9
        network.embeddingDim is 0; it must be an integer from 1 to 16384.

           8 |       - 8
        >  9 |       - 0
             |         ^

      1 problem in 1 file."
    `);
  });
});

describe('an axis whose values would drop what the file says of a part', () => {
  const wholes = { optimizer: 'optimizer: { name: sgd, learningRate: 0.03, momentum: 0.9 }' };
  test.each<[string, string, string[]]>([
    [
      `training: { ${wholes.optimizer} }`,
      '{ grid: { training.optimizer: [{ name: adam }, sgd] } }',
      [
        'sweep.grid.training.optimizer has sgd, which replaces training.optimizer as a whole, so that learningRate: 0.03 and momentum: 0.9 of a.yaml would be lost. Sweep training.optimizer.name to keep it in every trial, or write each value with all that it shall have, for example { name: sgd, learningRate: 0.03, momentum: 0.9 }.',
      ],
    ],
    [
      'training: { schedule: { warmupEpochs: 2 } }',
      '{ zip: [{ training.schedule: cosine, seed: 1 }, { training.schedule: constant, seed: 2 }] }',
      [
        'training.schedule in sweep.zip has cosine, which replaces training.schedule as a whole, so that warmupEpochs: 2 of a.yaml would be lost. Sweep training.schedule.name to keep it in every trial, or write each value with all that it shall have, for example { name: cosine, warmupEpochs: 2 }.',
      ],
    ],
  ])('%s under %s is refused', (file, sweep, sentences) => {
    const found = refusal(() => loadText(`${minimal(file)}\nsweep: ${sweep}\n`)).problems.map((each) => each.sentence);
    expect(found).toEqual(sentences);
  });

  test('which an extended file says as well, and an override only once', () => {
    const cwd = folderWith({
      'base.yaml': minimal(`training: { ${wholes.optimizer} }`),
      'a.yaml': 'extends: base.yaml\nsweep: { grid: { training.optimizer: [adam] } }\n',
      'b.yaml': `${minimal()}sweep: { grid: { training.optimizer: [adam] } }\n`,
    });
    expect(refusal(() => load(cwd, 'a.yaml')).problems.map((each) => each.sentence)).toEqual([
      expect.stringContaining('so that learningRate: 0.03 of base.yaml would be lost.'),
    ]);
    expect(refusal(() => load(cwd, 'b.yaml', ['training.optimizer.learningRate=1'])).problems).toHaveLength(1);
  });

  test.each<[string, string]>([
    ['training: { optimizer: { name: adam, beta1: 0.8 } }', 'training.optimizer: [sgd]'], // sgd has no beta1
    ['training: { optimizer: { name: adam, learningRate: 0.1 } }', 'training.optimizer: [{ name: sgd }]'],
    ['training: { optimizer: { name: adam, learningRate: 0.1 } }', 'training.optimizer.name: [sgd, adam]'],
    ['training: { earlyStopping: { patience: 3, minDelta: 0.1 } }', 'training.earlyStopping: [null]'],
    ['objective: { loss: contrastive, margin: 0.5 }', 'objective.loss: [triplet, binaryCrossentropy]'],
    ['seed: 3', 'network.blocks: [[{ filters: 8 }], [{ filters: 16 }]]'],
  ])('%s under %s is not', (file, grid) => {
    expect(load(folderWith({ 'a.yaml': `${minimal(file)}\nsweep: { grid: { ${grid} } }\n` }), 'a.yaml')).not.toEqual(
      [],
    );
  });
});

test('a list where a budget looks for epochs is told as what it is', () => {
  expect(mistakesOf(swept('{ grid: { seed: [1, 2] }, budget: { max: 3 } }', 'training: [1, 2]\n'))).toEqual([
    expect.stringContaining('training is [1, 2]; it must be'),
  ]);
});

describe('an override of what the sweep sets', () => {
  test.each<[string, string, string]>([
    [
      '{ grid: { seed: [1, 2] } }',
      'seed=5',
      "1 seed would be lost: sweep.grid.seed of a.yaml sets it in every trial. Write 'sweep.grid.seed=[5]' to have other values, or sweep=null to have no sweep.",
    ],
    [
      '{ grid: { training.optimizer: [adam, sgd] } }',
      'training.optimizer.learningRate=0.1',
      "1 training.optimizer.learningRate would be lost: sweep.grid.training.optimizer of a.yaml sets it in every trial. Write 'sweep.grid.training.optimizer=[…]' to have other values, or sweep=null to have no sweep.",
    ],
    [
      '{ zip: [{ training.optimizer.learningRate: 0.1 }] }',
      'training={optimizer: {learningRate: 0.2}}',
      "1 training.optimizer.learningRate would be lost: sweep.zip of a.yaml sets it in every trial. Write 'sweep.zip=[…]' to have other values, or sweep=null to have no sweep.",
    ],
    [
      '{ grid: { seed: [1, 2] }, budget: { max: 3 } }',
      'training.epochs=5',
      '1 training.epochs would be lost: sweep.budget.max of a.yaml sets it in every trial. Write sweep.budget.max=5, or sweep.budget=null to train every trial whole.',
    ],
  ])('%s %s is refused', (sweep, override, mistake) => {
    expect(mistakesOf(swept(sweep), [override])).toEqual([`= ${override} ${mistake}`]);
  });

  test('around it is not', () => {
    const sweep = swept('{ grid: { training.optimizer.learningRate: [0.1, 0.2] } }');
    const loaded = trialsOf(sweep, ['training.optimizer=sgd', 'training={batchSize: 8}']);
    expect(loaded.map(({ experiment }) => experiment.training)).toMatchObject([
      { optimizer: { name: 'sgd', learningRate: 0.1 }, batchSize: 8 },
      { optimizer: { name: 'sgd', learningRate: 0.2 }, batchSize: 8 },
    ]);
  });

  test.each([
    ['sweep.grid.seed=5', '17 sweep.grid.seed is 5; it must be a list of one value or more. Write [5].'],
    ['sweep.grid.network.embedingDim=[1]', '20 network.embedingDim is not a known key. Did you mean `embeddingDim`?'],
    ['sweep.grid.seed=[1, -1]', '21 seed is -1; it must be an integer from 0 to 4294967295.'],
    ['sweep.gird.seed=[1]', '7 sweep.gird is not a known key. Did you mean `grid`?'],
  ])('%s points at the argument', (override, mistake) => {
    expect(mistakesOf(minimal(), [override])).toEqual([`= ${override} ${mistake}`]);
  });
});

test('any sweep is loaded, or refused with sentences that can move no terminal’s cursor', () => {
  const key = fc.constantFrom(
    'seed',
    'network',
    'network.blocks',
    'network.blocks.0.filters',
    'blocks[0',
    '',
    '.',
    'engine',
    '\u001b[2J',
    '__proto__',
    'name',
    'training.optimizer.name',
  );
  const value = fc.oneof(
    fc.constantFrom(null, 0, 1, 2, -1, 'adam', '\u001b[31m', true, [], {}, [[1]], { filters: 3 }),
    fc.dictionary(key, fc.constantFrom(1, 'sgd'), { maxKeys: 2 }),
  );
  const settings = fc.array(fc.oneof({ weight: 4, arbitrary: fc.dictionary(key, value, { maxKeys: 3 }) }, value), {
    maxLength: 3,
  });
  const sweep = fc.record(
    {
      grid: fc.oneof(
        {
          weight: 6,
          arbitrary: fc.dictionary(key, fc.oneof(fc.array(value, { maxLength: 3 }), value), { maxKeys: 3 }),
        },
        value,
      ),
      zip: fc.oneof({ weight: 6, arbitrary: settings }, value),
      exclude: fc.oneof({ weight: 6, arbitrary: settings }, value),
      budget: fc.oneof(fc.dictionary(fc.constantFrom('min', 'max', 'eta', 'monitor', 'x'), value), value),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(sweep, (value) => {
      const content = minimal(stringify({ sweep: value }));
      try {
        trialsOf(content);
      } catch (error) {
        const { message, problems } = error as ConfigurationError;
        expect(message).toMatch(/^(?!.*(undefined|\[object))[\P{Cc}\n]*problems? in 1 file\.$/su);
        for (const { sentence, line } of problems)
          expect([sentence, line]).toEqual([expect.stringMatching(/[.?]$/), expect.any(Number)]);
      }
    }),
    { numRuns: 200 },
  );
});

/** Axes with distinct values; every combination is a valid experiment of its own. */
const axes = {
  seed: fc.integer({ min: 0, max: 1000 }),
  'data.seed': fc.integer({ min: 0, max: 1000 }),
  'network.embeddingDim': fc.integer({ min: 1, max: 99 }),
  'network.blocks.0.filters': fc.integer({ min: 1, max: 9 }),
  'network.normalize': fc.boolean(),
  'training.batchSize': fc.integer({ min: 1, max: 99 }),
  'training.optimizer': fc.constantFrom('adam', 'sgd', 'rmsprop'),
};
type Key = keyof typeof axes;
const keys = Object.keys(axes) as Key[];
const sweeps = fc
  .record({
    gridKeys: fc.shuffledSubarray(keys, { minLength: 1, maxLength: 3 }),
    zipKeys: fc.shuffledSubarray(keys, { maxLength: 2 }),
    zipLength: fc.integer({ min: 1, max: 3 }),
  })
  .chain(({ gridKeys, zipKeys, zipLength }) => {
    const inZip = zipKeys.filter((key) => !gridKeys.includes(key));
    const values = (key: Key) => fc.uniqueArray(axes[key] as fc.Arbitrary<unknown>, { minLength: 1, maxLength: 3 });
    return fc.record({
      grid: fc.tuple(...gridKeys.map(values)).map((lists) => gridKeys.map((key, i) => [key, lists[i]] as const)),
      zip: fc.uniqueArray(
        fc.record(Object.fromEntries(inZip.map((key) => [key, axes[key] as fc.Arbitrary<unknown>]))),
        {
          selector: (entry) => JSON.stringify(entry),
          minLength: inZip.length > 0 ? 1 : 0,
          maxLength: inZip.length > 0 ? zipLength : 0,
        },
      ),
      picks: fc.array(fc.nat(), { maxLength: 3 }),
      some: fc.nat(),
    });
  });

test('a sweep has the product of its settings less what is excluded, in the order of nested loops, each as if written by hand', () => {
  fc.assert(
    fc.property(sweeps, ({ grid, zip, picks, some }) => {
      // nested loops, naively
      let all: Record<string, unknown>[] = [{}];
      for (const [key, values] of grid) {
        all = all.flatMap((setting) => (values as unknown[]).map((value) => ({ ...setting, [key]: value })));
      }
      if (zip.length > 0) all = all.flatMap((setting) => zip.map((entry) => ({ ...setting, ...entry })));
      // leave out some by a part of their values
      const exclude = picks.map((pick) => {
        const setting = Object.entries(all[pick % all.length] as object);
        return Object.fromEntries(setting.slice(0, 1 + (some % setting.length)));
      });
      const isOut = (setting: Record<string, unknown>) =>
        exclude.some((entry) => Object.entries(entry).every(([key, value]) => setting[key] === value));
      const kept = all.filter((setting) => !isOut(setting));
      const sweep = { grid: Object.fromEntries(grid), zip, exclude };
      const content = minimal(stringify({ sweep }));
      if (kept.length === 0) {
        expect(mistakesOf(content)).toEqual([expect.stringContaining('sweep.exclude leaves no trial')]);
        return;
      }
      const loaded = trialsOf(content);
      expect(loaded.map(({ trial }) => trial?.values)).toEqual(kept);
      const last = loaded.at(-1) as LoadedExperiment;
      const overrides = Object.entries(kept.at(-1) as object).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
      expect(loadText(minimal(), overrides).hash).toBe(last.hash);
    }),
    { numRuns: 60 },
  );
});
