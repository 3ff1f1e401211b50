import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { folderWith, load, loadText, minimal, mistakesOf, refusal } from './folder.ts';

describe('extends', () => {
  const base = `name: base
data: { source: mnist, validation: 0.1 }
network:
  inputShape: [28, 28, 1]
  blocks: [{ filters: 4 }, { filters: 8 }]
training: { optimizer: adam, epochs: 3 }
objective: { loss: contrastive, margin: 2 }
`;

  test('mappings merge, lists replace, values replace', () => {
    const cwd = folderWith({
      'base.yaml': base,
      'a.yaml':
        'extends: base.yaml\nname: a\nnetwork: { blocks: [{ filters: 2 }], embeddingDim: 5 }\ntraining: { epochs: 4 }',
    });
    const { experiment } = load(cwd, 'a.yaml')[0] as never as ReturnType<typeof loadText>;
    expect(experiment.network.blocks.map(({ filters }) => filters)).toEqual([2]);
    expect(experiment.network).toMatchObject({ inputShape: [28, 28, 1], embeddingDim: 5 });
    expect(experiment.training).toMatchObject({ epochs: 4, optimizer: { name: 'adam' } });
    expect(experiment.data.validation).toEqual({ from: 'train', fraction: 0.1 });
  });

  test('a mapping over a shorthand keeps what the shorthand said', () => {
    const cwd = folderWith({
      'base.yaml': base.replace('adam', 'rmsprop'),
      'a.yaml':
        'extends: base.yaml\nname: a\ntraining: { optimizer: { rho: 0.5 } }\ndata: { validation: { fraction: 0.2 } }',
    });
    const [loaded] = load(cwd, 'a.yaml');
    expect(loaded?.experiment.training.optimizer).toMatchObject({ name: 'rmsprop', rho: 0.5, learningRate: 0.001 });
    expect(loaded?.experiment.data.validation).toEqual({ from: 'train', fraction: 0.2 });
  });

  test('where a mapping changes its kind, what only the old kind knows goes', () => {
    const cwd = folderWith({
      'base.yaml': base,
      'a.yaml':
        'extends: base.yaml\nname: a\nobjective: { loss: binaryCrossentropy }\ndata: { validation: { from: test } }',
      'b.yaml': 'extends: base.yaml\nname: b\nobjective: { loss: triplet }',
    });
    const [a, b] = load(cwd, ['a.yaml', 'b.yaml']);
    expect(a?.experiment.objective).toEqual({ loss: 'binaryCrossentropy', distance: 'euclidean' });
    expect(a?.experiment.data.validation).toEqual({ from: 'test' });
    expect(b?.experiment.objective).toEqual({ loss: 'triplet', distance: 'euclidean', margin: 2 });
  });

  test('null takes away what the base says: a mapping, a value, a tag, an axis', () => {
    const cwd = folderWith({
      'base.yaml': `${base.replace('optimizer: adam', 'optimizer: { name: sgd, learningRate: 1 }')}seed: 7
track: { mlflow: { tags: { team: vision, use: faces } } }
sweep: { grid: { seed: [1, 2], network.embeddingDim: [3] } }
`,
      'a.yaml': `extends: base.yaml
name: a
seed: null
data: { validation: ~, limit: null }
training: { optimizer: null, schedule: null }
objective: null
track: { mlflow: { tags: { team: null } } }
sweep: { grid: { seed: null } }
`,
      'b.yaml': 'extends: a.yaml\nname: b\ntrack: null\nsweep: null',
    });
    const [a, b] = load(cwd, ['a.yaml', 'b.yaml'], ['checkpoint=null', 'network.reduce=null']);
    expect(a?.trial?.values).toEqual({ 'network.embeddingDim': 3 });
    expect(a?.experiment).toMatchObject({
      seed: 0,
      data: { validation: { from: 'test' }, limit: { train: null, test: null } },
      training: { optimizer: { name: 'adam', learningRate: 0.001 }, epochs: 3 },
      objective: { loss: 'binaryCrossentropy' },
      track: { mlflow: { tags: { use: 'faces' } } },
    });
    expect(b?.experiment.track).toEqual({ tensorboard: false, mlflow: null });
  });

  test('null for what has no default, and nothing after a key, are told', () => {
    const cwd = folderWith({
      'base.yaml': base,
      'a.yaml': 'extends: base.yaml\nname: a\nnetwork: { blocks: null }',
      'b.yaml': 'extends: base.yaml\nname: b\ntraining:',
    });
    expect(refusal(() => load(cwd, ['a.yaml', 'b.yaml'])).problems.map(({ sentence }) => sentence)).toEqual([
      'network lacks `blocks`: a list of 1 to 64 blocks, for example `blocks: [{ filters: 64, kernelSize: 2, pool: 2, dropout: 0.3 }]`.',
      'training has no value; it must be a mapping of `optimizer`, `batchSize`, `epochs`, `schedule` and `earlyStopping`.',
    ]);
  });

  test('paths are relative to the file that names them', () => {
    const cwd = folderWith({ 'base.yaml': base });
    mkdirSync(`${cwd}/deep/er`, { recursive: true });
    writeFileSync(`${cwd}/deep/middle.yaml`, 'extends: ../base.yaml\nseed: 7');
    writeFileSync(`${cwd}/deep/er/top.yaml`, 'extends: ../middle.yaml\nname: top');
    expect(load(`${cwd}/deep`, 'er/top.yaml')[0]?.experiment).toMatchObject({
      name: 'top',
      seed: 7,
      training: { epochs: 3 },
    });
  });

  test('a mistake is shown in the file that wrote it, once, however many extend it', () => {
    const cwd = folderWith({
      'base.yaml': base.replace('filters: 8', 'filters: 0'),
      'a.yaml': 'extends: base.yaml\nname: a',
      'b.yaml': 'extends: base.yaml\nname: b\nseed: x',
    });
    const error = refusal(() => load(cwd, ['a.yaml', 'b.yaml']));
    expect(error.problems.map(({ file, line, column, path }) => [file, line, column, path])).toEqual([
      ['base.yaml', 5, 39, 'network.blocks[1].filters'],
      ['b.yaml', 3, 7, 'seed'],
    ]);
    expect(error.message.endsWith('\n2 problems in 2 files.')).toBe(true);
  });

  test('a circle is told with its chain', () => {
    const cwd = folderWith({
      'a.yaml': 'extends: b.yaml\nname: a',
      'b.yaml': 'extends: c.yaml',
      'c.yaml': 'extends: a.yaml',
    });
    const { problems } = refusal(() => load(cwd, ['a.yaml', 'b.yaml', 'c.yaml']));
    expect(problems.map(({ file, sentence }) => `${file} ${sentence}`)).toEqual([
      'c.yaml Files extend one another in a circle: a.yaml → b.yaml → c.yaml → a.yaml. One of them must stand alone.',
    ]);
    const self = folderWith({ 'a.yaml': 'name: a\nextends: ./a.yaml' });
    expect(refusal(() => load(self, 'a.yaml')).message).toContain('in a circle: a.yaml → a.yaml.');
  });

  test('a missing file is told with its chain, where it was named', () => {
    const cwd = folderWith({ 'a.yaml': 'extends: base.yaml\nname: a', 'base.yaml': 'extends: bass.yaml' });
    const { problems } = refusal(() => load(cwd, 'a.yaml'));
    expect(problems).toMatchObject([
      {
        file: 'base.yaml',
        line: 1,
        column: 10,
        sentence: 'a.yaml extends base.yaml extends bass.yaml: there is no such file. Did you mean `base.yaml`?',
      },
    ]);
  });

  test('a chain of thousands is refused with a sentence, a hundred are read', () => {
    const files = Array.from({ length: 3000 }, (_, i) => [`${i}.yaml`, `extends: ${i + 1}.yaml\nname: n${i}`]);
    const cwd = folderWith({ ...Object.fromEntries(files), '3000.yaml': base });
    expect(refusal(() => load(cwd, '0.yaml')).problems.map(({ file, sentence }) => `${file} ${sentence}`)).toEqual([
      '99.yaml More than 100 files extend one another here, 0.yaml the first of them; let it extend fewer.',
    ]);
    expect(load(cwd, '2901.yaml')[0]?.experiment.name).toBe('n2901');
  });

  test.each(['extends: [a.yaml]', 'extends: 5', 'extends:', 'extends: .'])('%s is refused', (text) => {
    expect(mistakesOf(`${text}\nname: x`)).toHaveLength(1);
  });
});

describe('overrides', () => {
  test('values are YAML, keys reach into lists and shorthands', () => {
    const { experiment } = loadText(minimal('training: { optimizer: adam }'), [
      'training.optimizer.learningRate=0.01',
      'network.blocks.0.filters=32',
      'network.blocks[0].kernelSize.1=5',
      'network.blocks.0.pool.type=average',
      'network.blocks.0.pool.size=2',
      'data.limit.train=5000',
      'data.limit={test: 500}',
      "description='a=b: c'",
      'seed=1',
      'seed=2',
    ]);
    expect(experiment.training.optimizer).toMatchObject({ name: 'adam', learningRate: 0.01 });
    expect(experiment.network.blocks[0]).toMatchObject({
      filters: 32,
      kernelSize: [3, 5],
      pool: { type: 'average', size: [2, 2] },
    });
    expect(experiment.data.limit).toEqual({ train: 5000, test: 500 });
    expect(experiment).toMatchObject({ description: 'a=b: c', seed: 2 });
  });

  test('they may change a mapping’s kind, in any order', () => {
    const kinds = ['objective.loss=contrastive', 'objective.margin=3'];
    for (const overrides of [kinds, kinds.toReversed()]) {
      expect(loadText(minimal(), overrides).experiment.objective).toEqual({
        loss: 'contrastive',
        distance: 'euclidean',
        margin: 3,
      });
    }
    const contrastive = minimal('objective: { loss: contrastive, margin: 1 }');
    expect(loadText(contrastive, ['objective.loss=binaryCrossentropy']).experiment.objective).not.toHaveProperty(
      'margin',
    );
  });

  test('a schedule given by name keeps what all schedules have, and loses what only the other had', () => {
    const content = minimal('training: { schedule: { name: step, every: 3, warmupEpochs: 2 } }');
    const schedule = { name: 'exponential', factor: 0.5, warmupEpochs: 2 };
    for (const overrides of [
      ['training.schedule.name=exponential', 'training.schedule.factor=0.5'],
      ['training.schedule={ name: exponential, factor: 0.5 }'],
    ]) {
      expect(loadText(content, overrides).experiment.training.schedule).toEqual(schedule);
    }
    expect(loadText(content, ['training.schedule=cosine']).experiment.training.schedule).toEqual({
      name: 'cosine',
      end: 0,
      warmupEpochs: 0,
    });
  });

  test('early stopping can be turned on by one key, and off', () => {
    const on = loadText(minimal(), ['training.earlyStopping.patience=3']).experiment.training.earlyStopping;
    expect(on).toEqual({ monitor: 'valLoss', patience: 3, minDelta: 0, restoreBest: true });
    const content = minimal('training: { earlyStopping: { patience: 3 } }');
    expect(loadText(content, ['training.earlyStopping=null']).experiment.training.earlyStopping).toBeNull();
  });

  test('what is asked for without meaning is an error, in either order', () => {
    const contrastive = minimal('objective: { loss: contrastive, margin: 1 }');
    const asked = ['objective.margin=2', 'objective.loss=binaryCrossentropy'];
    for (const overrides of [asked, asked.toReversed()]) {
      expect(mistakesOf(contrastive, overrides)).toEqual([
        '= objective.margin=2 11 objective.margin has a meaning only for `contrastive` and `triplet`, but objective.loss is `binaryCrossentropy`.',
      ]);
    }
  });

  test.each<[earlier: string, later: string, whole: string]>([
    ['training.optimizer.learningRate=0.1', 'training.optimizer=sgd', 'training.optimizer'],
    ['training.optimizer={ learningRate: 0.1 }', 'training.optimizer=sgd', 'training.optimizer'],
    ['training.optimizer.learningRate=0.1', 'training={ optimizer: sgd }', 'training.optimizer'],
    ['network.blocks[0].filters=32', 'network.blocks=[{ filters: 8 }]', 'network.blocks'],
    ['network.blocks.0.pool.size=2', 'network.blocks.0.pool=null', 'network.blocks.0.pool'],
    ['data.limit.train=500', 'data.limit=null', 'data.limit'],
    ['sweep.grid.seed=[1, 2]', 'sweep=null', 'sweep'],
  ])('%s is refused before %s, which would replace it', (earlier, later, whole) => {
    expect(mistakesOf(minimal(), [earlier, later])[0]).toBe(
      `= ${earlier} 1 ${earlier} would be lost: ${later}, which comes after it, replaces ${whole} as a whole. Write it after that one, or leave one of them out.`,
    );
  });

  test('a whole and then a part of it both count, and of one key given twice the later one', () => {
    const { experiment } = loadText(minimal(), [
      'training.optimizer=adam',
      'training.optimizer=sgd',
      'training.optimizer.learningRate=0.1',
      'training.optimizer={ learningRate: 0.2 }',
      'network.blocks=[{ filters: 8 }]',
      'network.blocks.0.filters=16',
      'network.blocks.0={ filters: 32 }',
    ]);
    expect(experiment.training.optimizer).toMatchObject({ name: 'sgd', learningRate: 0.2 });
    expect(experiment.network.blocks).toMatchObject([{ filters: 32 }]);
  });

  test.each<[override: string, column: number, sentence: string]>([
    ['trainig.epochs=4', 1, 'trainig is not a known key. Did you mean `training`?'],
    ['training.epoch=4', 10, 'training.epoch is not a known key. Did you mean `epochs`?'],
    ['training.epochs=many', 17, 'training.epochs is "many"; it must be an integer from 1 to 1000000.'],
    [
      'training.optimizer.lerningRate=1',
      20,
      'training.optimizer.lerningRate is not a known key. Did you mean `learningRate`?',
    ],
    ['network.blocks.1.filters=4', 16, 'network.blocks is a list; its only index is 0.'],
    ['network.blocks.first.filters=4', 16, 'network.blocks is a list; its only index is 0.'],
    ['network.blocks.0.kernelSize.2=4', 29, 'network.blocks[0].kernelSize is a list; its indices are 0 to 1.'],
    ['network.blocks.0.filters.x=4', 26, 'network.blocks[0].filters is a single value; it has no keys or items.'],
    ['seed.x=1', 6, 'seed is a single value; it has no keys or items.'],
    ['training.epochs', 1, 'An override is written key=value, for example training.epochs=5.'],
    [
      'training.epochs=',
      1,
      'There is no value after `=`. Write training.epochs=null or training.epochs="" if you mean that.',
    ],
    ['=5', 1, 'A key is missing here: write key.path=value, for example training.epochs=5.'],
    ['training..epochs=5', 10, 'A key is missing here: write key.path=value, for example training.epochs=5.'],
    ['extends=other.yaml', 1, "extends can't be overridden: it stands in a file."],
    ['seed=!secret 5', 6, 'Tags (words that begin with `!`) have no meaning here. Remove it.'],
    [
      '__proto__.seed=5',
      1,
      '__proto__ is not a known key. The keys of an experiment are `extends`, `name`, `description`, `seed`, `data`, `pairs`, `network`, `objective`, `training`, `engine`, `checkpoint`, `track`, `directory` and `sweep`.',
    ],
  ])('%s points at the argument', (override, column, sentence) => {
    expect(mistakesOf(minimal(), [override])).toEqual([`= ${override} ${column} ${sentence}`]);
  });

  test('the report marks the part of the argument, once for all files', () => {
    const cwd = folderWith({ 'a.yaml': minimal(), 'b.yaml': minimal() });
    expect(refusal(() => load(cwd, ['a.yaml', 'b.yaml'], ['training.epoch=4'])).message).toMatchInlineSnapshot(`
      "argument, column 10
        training.epoch is not a known key. Did you mean \`epochs\`?

        > training.epoch=4
                   ^^^^^

      1 problem in 1 argument."
    `);
  });

  test('a key laid over a shorthand answers to its own name, the shorthand to its own', () => {
    const content = minimal('training: { optimizer: adm }');
    expect(mistakesOf(content.replace('adm', 'adam'), ['training.optimizer.learningRate=0'])).toEqual([
      '= training.optimizer.learningRate=0 33 training.optimizer.learningRate is 0; it must be a number greater than 0.',
    ]);
    expect(mistakesOf(content, ['training.optimizer.learningRate=1'])).toEqual([
      '4:24 training.optimizer is "adm"; it must be `sgd`, `rmsprop`, `adam` or `adamw`, or a mapping with `name`. Did you mean `adam`?',
    ]);
  });

  test('a rule that an override breaks points at the argument', () => {
    expect(mistakesOf(minimal(), ['network.blocks.0.pool=29'])).toEqual([
      '= network.blocks.0.pool=29 23 network.blocks[0].pool is 29, but its input is 28×28; use 28 or less, or pool less before it.',
    ]);
  });
});
