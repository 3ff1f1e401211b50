import { mkdirSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/errors/index.ts';
import { loadExperiments } from '../../src/experiment/node.ts';
import { rules } from '../../src/training/index.ts';
import { folderWith, load, minimal, mistakesOf, refusal } from './folder.ts';

const five = `name: five-mistakes
data:
  source: mnist
network:
  inputShape: [28, 28, 1]
  blocks:
    - { filters: 64, kernelSize: 2, pool: 2, padding: smae }
    - { kernelSize: 2, pool: 2, dropout: 0.3 }
training:
  batchsize: 64
  epochs: ten
objective:
  loss: contrastive
  margin: 0
`;

test('five mistakes of five kinds are told at once, each with its place', () => {
  const cwd = folderWith({ 'five.yaml': five });
  const error = refusal(() => load(cwd, 'five.yaml'));
  expect(error).toBeInstanceOf(InputError);
  expect(error.exitCode).toBe(2);
  expect(error.message).toMatchInlineSnapshot(`
    "five.yaml:7:55
      network.blocks[0].padding is "smae"; it must be \`same\` or \`valid\`. Did you mean \`same\`?

        6 |   blocks:
      > 7 |     - { filters: 64, kernelSize: 2, pool: 2, padding: smae }
          |                                                       ^^^^
        8 |     - { kernelSize: 2, pool: 2, dropout: 0.3 }

    five.yaml:8:7
      network.blocks[1] lacks \`filters\`: an integer from 1 to 4096, for example \`filters: 64\`.

        7 |     - { filters: 64, kernelSize: 2, pool: 2, padding: smae }
      > 8 |     - { kernelSize: 2, pool: 2, dropout: 0.3 }
          |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        9 | training:

    five.yaml:10:3
      training.batchsize is not a known key. Did you mean \`batchSize\`?

         9 | training:
      > 10 |   batchsize: 64
           |   ^^^^^^^^^
        11 |   epochs: ten

    five.yaml:11:11
      training.epochs is "ten"; it must be an integer from 1 to 1000000.

        10 |   batchsize: 64
      > 11 |   epochs: ten
           |           ^^^
        12 | objective:

    five.yaml:14:11
      objective.margin is 0; it must be a number greater than 0.

        13 |   loss: contrastive
      > 14 |   margin: 0
           |           ^

    5 problems in 1 file."
  `);
  expect(stripVTControlCharacters(error.colored)).toBe(error.message);
  expect(error.colored).not.toBe(error.message);
});

test('problems are structured', () => {
  const cwd = folderWith({ 'five.yaml': five });
  const [padding] = refusal(() => load(cwd, 'five.yaml')).problems;
  expect(padding).toMatchObject({
    file: 'five.yaml',
    argument: undefined,
    line: 7,
    column: 55,
    path: 'network.blocks[0].padding',
    allowed: ['same', 'valid'],
    suggestion: 'same',
  });
  expect(padding?.frame).toContain('^^^^');
});

test('the problems of several files come in one report', () => {
  const cwd = folderWith({
    'first.yaml': minimal('seed: -1'),
    'second.yaml': minimal('sed: 1'),
    'third.yaml': minimal(),
  });
  const error = refusal(() => load(cwd, ['*.yaml', 'frist.yaml'], ['training.epochs=0']));
  expect(error.problems.map(({ file, sentence }) => `${file} ${sentence}`)).toEqual([
    'first.yaml seed is -1; it must be an integer from 0 to 4294967295.',
    'second.yaml sed is not a known key. Did you mean `seed`?',
    'frist.yaml There is no such file. Did you mean `first.yaml`?',
    'undefined training.epochs is 0; it must be an integer from 1 to 1000000.',
  ]);
  expect(error.message.endsWith('\n4 problems in 3 files and 1 argument.')).toBe(true);
});

const network = (rest: string) => `name: x\ndata: { source: mnist }\nnetwork: { inputShape: [28, 28, 1], ${rest} }\n`;
const block = (rest: string) => network(`blocks: [{ filters: 4, ${rest} }]`);

describe('one mistake, one sentence', () => {
  test.each<[string, string, string]>([
    ['a key in another case', minimal('Seed: 1'), '4:1 Seed is not a known key. Did you mean `seed`?'],
    ['a swapped pair of letters', minimal('egnine: auto'), '4:1 egnine is not a known key. Did you mean `engine`?'],
    [
      'a key of another mapping',
      minimal('epochs: 5'),
      '4:1 epochs is not a known key here. Did you mean `training.epochs`?',
    ],
    [
      'a key deep in another mapping',
      minimal('training: { learningRate: 0.1 }'),
      '4:13 training.learningRate is not a known key here. Did you mean `training.optimizer.learningRate`?',
    ],
    [
      'a key like no other',
      minimal('pairs: { colour: red }'),
      '4:10 pairs.colour is not a known key. The keys of pairs are `perImage` and `refresh`.',
    ],
    [
      'a key of another kind',
      minimal('objective: { margin: 1 }'),
      '4:14 objective.margin has a meaning only for `contrastive` and `triplet`, but objective.loss is `binaryCrossentropy`.',
    ],
    [
      'a required key mistyped',
      network('blocks: [{ filter: 4 }]'),
      '3:48 network.blocks[0].filter is not a known key. Did you mean `filters`?',
    ],
    [
      'a required key left out',
      network('blocks: [{ pool: 2 }]'),
      '3:46 network.blocks[0] lacks `filters`: an integer from 1 to 4096, for example `filters: 64`.',
    ],
    [
      'a required mapping left out',
      'name: x\nnetwork: { inputShape: [28, 28, 1], blocks: [{ filters: 4 }] }',
      '1:1 The experiment lacks `data`: a mapping with `source`.',
    ],
    ['no value', minimal('seed:'), '4:1 seed has no value; it must be an integer from 0 to 4294967295.'],
    [
      'null where none is allowed',
      minimal('seed: null'),
      '4:7 seed is null; it must be an integer from 0 to 4294967295.',
    ],
    ['a fraction', minimal('seed: 1.5'), '4:7 seed is 1.5; it must be an integer from 0 to 4294967295.'],
    [
      'infinity',
      minimal('objective: { loss: triplet, margin: .inf }'),
      '4:37 objective.margin is .inf; it must be a number greater than 0.',
    ],
    [
      'a quoted number',
      minimal('seed: "7"'),
      '4:7 seed is "7"; it must be an integer from 0 to 4294967295. Did you mean 7, without quotes?',
    ],
    [
      'YAML 1.1’s yes',
      block('batchNorm: yes'),
      '3:71 network.blocks[0].batchNorm is "yes"; it must be `true` or `false`. Did you mean `true`?',
    ],
    [
      'a shorthand of the wrong type',
      block('kernelSize: big'),
      '3:72 network.blocks[0].kernelSize is "big"; it must be an integer from 1 to 256, or a pair [height, width].',
    ],
    [
      'a shorthand out of range',
      block('kernelSize: 300'),
      '3:72 network.blocks[0].kernelSize is 300; it must be an integer from 1 to 256, or a pair [height, width].',
    ],
    [
      'a pair of three',
      block('strides: [1, 2, 3]'),
      '3:69 network.blocks[0].strides is [1, 2, 3]; it must be an integer from 1 to 256, or a pair [height, width].',
    ],
    [
      'half a pair',
      block('strides: [1, 0]'),
      '3:73 network.blocks[0].strides[1] is 0; it must be an integer from 1 to 256.',
    ],
    [
      'a pool by name',
      block('pool: max'),
      '3:66 network.blocks[0].pool is "max"; it must be null, an integer from 1 to 256, a pair [height, width], or a mapping of `type` and `size`.',
    ],
    [
      'a pool’s typo',
      block('pool: { sise: 2 }'),
      '3:68 network.blocks[0].pool.sise is not a known key. Did you mean `size`?',
    ],
    [
      'a pool’s value',
      block('pool: { size: 2, type: mean }'),
      '3:83 network.blocks[0].pool.type is "mean"; it must be `max` or `average`.',
    ],
    [
      'an optimizer’s name',
      minimal('training: { optimizer: Adm }'),
      '4:24 training.optimizer is "Adm"; it must be `sgd`, `rmsprop`, `adam` or `adamw`, or a mapping with `name`. Did you mean `adam`?',
    ],
    [
      'an optimizer’s name in the long form',
      minimal('training: { optimizer: { name: adamw2 } }'),
      '4:32 training.optimizer.name is "adamw2"; it must be `sgd`, `rmsprop`, `adam` or `adamw`. Did you mean `adamw`?',
    ],
    [
      'validation',
      minimal('').replace('mnist }', 'mnist, validation: 1 }'),
      '2:36 data.validation is 1; it must be `test`, a number greater than 0 and less than 1, or a mapping with `from`.',
    ],
    [
      'a mapping where a block has a number',
      minimal().replace('filters: 4', 'filters: 4, dropout: { toString: 1 }'),
      '3:69 network.blocks[0].dropout is a mapping; it must be a number of 0 or more and less than 1.',
    ],
    [
      'data without a source',
      minimal().replace('source: mnist', 'seed: 1'),
      '2:7 data lacks `source`: `mnist`, `idx`, `folder`, `pairs` or `parquet`.',
    ],
    [
      'validation without from',
      minimal('').replace('mnist }', 'mnist, validation: { fraction: 0.1 } }'),
      '2:36 data.validation lacks `from`: `test` or `train`.',
    ],
    [
      'a loss',
      minimal('objective: { loss: hinge }'),
      '4:20 objective.loss is "hinge"; it must be `binaryCrossentropy`, `contrastive` or `triplet`.',
    ],
    [
      'a list for a mapping',
      minimal('training: [1]'),
      '4:11 training is [1]; it must be a mapping of `optimizer`, `batchSize`, `epochs`, `schedule` and `earlyStopping`.',
    ],
    [
      'a schedule’s name',
      minimal('training: { schedule: cosin }'),
      '4:23 training.schedule is "cosin"; it must be `constant`, `step`, `exponential` or `cosine`, or a mapping with `name`. Did you mean `cosine`?',
    ],
    [
      'a schedule’s name alone where it needs more',
      minimal('training: { schedule: step }'),
      '4:23 training.schedule lacks `every`: an integer from 1 to 1000000, for example `every: 10`.',
    ],
    [
      'a key of another schedule',
      minimal('training: { schedule: { name: cosine, factor: 0.9 } }'),
      '4:39 training.schedule.factor has a meaning only for `step` and `exponential`, but training.schedule.name is `cosine`.',
    ],
    [
      'early stopping without patience',
      minimal('training: { earlyStopping: { minDelta: 0.1 } }'),
      '4:28 training.earlyStopping lacks `patience`: an integer from 1 to 1000000, for example `patience: 5`.',
    ],
    [
      'a figure that early stopping doesn’t know',
      minimal('training: { earlyStopping: { patience: 2, monitor: val_loss } }'),
      '4:52 training.earlyStopping.monitor is "val_loss"; it must be `valLoss`, `valAccuracy`, `loss` or `accuracy`. Did you mean `valLoss`?',
    ],
    [
      'early stopping by a word',
      minimal('training: { earlyStopping: yes }'),
      '4:28 training.earlyStopping is "yes"; it must be null, or a mapping of `monitor`, `patience`, `minDelta` and `restoreBest`.',
    ],
    [
      'a checkpoint after no step',
      minimal('checkpoint: { everySteps: 0 }'),
      '4:27 checkpoint.everySteps is 0; it must be an integer from 1 to 2147483647, or null.',
    ],
    ['no blocks', network('blocks: []'), '3:45 network.blocks is []; it must be a list of 1 to 64 blocks.'],
    [
      'a name with a slash',
      minimal().replace('minimal', 'a/b'),
      '1:7 name is "a/b"; it must be text of letters, digits, `.`, `_` and `-` that begins with a letter or digit and has at most 80 characters.',
    ],
    [
      'a name that is a number',
      minimal().replace('minimal', '42'),
      '1:7 name is 42; it must be text of letters, digits, `.`, `_` and `-` that begins with a letter or digit and has at most 80 characters.',
    ],
    [
      '__proto__',
      minimal('__proto__: { seed: 1 }'),
      '4:1 __proto__ is not a known key. The keys of an experiment are `extends`, `name`, `description`, `seed`, `data`, `pairs`, `network`, `objective`, `training`, `engine`, `checkpoint`, `track`, `directory` and `sweep`.',
    ],
    [
      'constructor',
      minimal('training: { constructor: 1 }'),
      '4:13 training.constructor is not a known key. The keys of training are `optimizer`, `batchSize`, `epochs`, `schedule` and `earlyStopping`.',
    ],
    [
      'a seed above 2³² - 1',
      minimal('seed: 4294967296'),
      '4:7 seed is 4294967296; it must be an integer from 0 to 4294967295.',
    ],
  ])('%s', (_, content, mistake) => {
    expect(mistakesOf(content)).toEqual([mistake]);
  });
});

describe('what a schema can’t say', () => {
  const data = (rest: string) => minimal().replace('{ source: mnist }', `{ source: mnist, ${rest} }`);
  const broken: [rule: string, content: string, mistake: string][] = [
    [
      'nameIsAFolderName',
      minimal().replace('minimal', 'con'),
      '1:7 name is "con", which Windows keeps for a device; choose another.',
    ],
    [
      'nameIsAFolderName',
      minimal().replace('minimal', 'a.'),
      '1:7 name ends with a point, which Windows drops from folder names; remove it.',
    ],
    [
      'inputShapeFitsTheSource',
      minimal().replace('28, 28, 1', '32, 32, 3'),
      '3:24 network.inputShape is [32, 32, 3], but the images of mnist are 28×28 with 1 channel; write [28, 28, 1].',
    ],
    [
      'layersFitTheirInput',
      network('blocks: [{ filters: 4, pool: 4 }, { filters: 4, kernelSize: 9, padding: valid }]'),
      '3:97 network.blocks[1].kernelSize is 9, but its input is 7×7; use 7 or less, or padding: same.',
    ],
    [
      'layersFitTheirInput',
      network('blocks: [{ filters: 4, strides: 4, pool: [8, 2] }]'),
      '3:78 network.blocks[0].pool is 8×2, but its input is 7×7; use at most [7, 7], or pool less before it.',
    ],
    [
      'layersFitTheirInput',
      network('blocks: [{ filters: 4, strides: 28, pool: 2 }]'),
      '3:79 network.blocks[0].pool is 2, but its input is 1×1; nothing is left to pool: remove this pool, or pool less before it.',
    ],
    [
      'weightsFitInMemory',
      network('blocks: [{ filters: 4096 }], reduce: flatten, embeddingDim: 128'),
      '3:74 network.reduce is "flatten": 28×28×4096 = 3,211,264 numbers into 128 give 411,041,920 weights, above 268,435,456; pool more, or use globalAverage.',
    ],
    [
      'weightsFitInMemory',
      network('blocks: [{ filters: 4096 }, { filters: 4096, kernelSize: 5 }]'),
      "3:76 network.blocks[1]'s convolution has 419,434,496 weights (5×5 × 4096 → 4096 channels), which brings the network above 268,435,456; use fewer filters or a smaller kernel.",
    ],
    [
      'limitsFitTheDataSet',
      data('limit: { train: 60001 }'),
      '2:40 data.limit.train is 60001, but mnist has 60000 such images; use 60000 or less, or null for all.',
    ],
    [
      'limitsFitTheDataSet',
      data('limit: { test: 12 }'),
      '2:39 data.limit.test is 12, which leaves a class with fewer than two images; use 23 or more.',
    ],
    [
      'validationFractionLeavesPairs',
      data('validation: 0.0001'),
      '2:36 data.validation keeps 0.0001 of 60000 images, which leaves validation a class with fewer than two; use a fraction from 0.0004 to 0.9996, or more images.',
    ],
    [
      'validationFractionLeavesPairs',
      data('validation: 0.99, limit: { train: 1000 }'),
      '2:36 data.validation keeps 0.99 of 1000 images, which leaves training a class with fewer than two; use a fraction from 0.0223 to 0.9777, or more images.',
    ],
    [
      'channelsCanBeDecoded',
      'name: small\ndata: { source: folder, path: photos, validation: 0.1 }\nnetwork: { inputShape: [8, 8, 4], blocks: [{ filters: 4 }] }\n',
      '3:24 network.inputShape has 4 channels; images from files have 1, grey, or 3, red, green and blue: write [8, 8, 3].',
    ],
    [
      'listedPairsAreTakenAsTheyAre',
      'name: small\ndata: { source: pairs, path: pairs.csv }\nnetwork: { inputShape: [8, 8, 3], blocks: [{ filters: 4 }] }\nobjective: { loss: triplet }\n',
      '4:20 objective.loss is triplet, which needs classes, but data.source is pairs, a list without classes; use contrastive or binaryCrossentropy.',
    ],
    [
      'splitIsTheOnlyOne',
      data('validation: 0.1, split: { validation: 0.1 }'),
      '2:36 data.split says which images validation has, and so does data.validation; leave one of them out.',
    ],
    [
      'splitCanBeMade',
      data('split: { validation: 0.5, test: 0.5 }'),
      '2:31 data.split keeps 0.5 and 0.5 of the images aside, which leaves none to train on; the two must be less than 1 together.',
    ],
    [
      'splitCanBeMade',
      data("split: { validation: 0.1, group: '(a)' }"),
      '2:57 data.split.group has a meaning only where data.split.by is group; it is image.',
    ],
    [
      'splitCanBeMade',
      data('split: { validation: 0.1, by: group }'),
      "2:54 data.split.by is group, but data.split.group is missing; write the pattern of a group in a path, for example '/(person-\\d+)-'.",
    ],
    [
      'splitCanBeMade',
      data("split: { validation: 0.1, by: group, group: 'a' }"),
      '2:68 data.split.group has 0 groups in parentheses; it must have one, which names the images that stay together. (?:…) is none.',
    ],
    [
      'splitCanBeMade',
      data("split: { validation: 0.1, by: group, group: '(a' }"),
      '2:68 data.split.group is no regular expression: Invalid regular expression: /(a|/u: Unterminated group.',
    ],
    [
      'marginIsWithinReach',
      minimal('objective: { loss: contrastive, distance: cosine, margin: 2.5 }'),
      '4:59 objective.margin is 2.5, but two embeddings have a cosine distance of 2 at most, which no training can exceed; use 2 or less, for example 1.',
    ],
    [
      'marginIsWithinReach',
      network('blocks: [{ filters: 4 }], normalize: true').concat('objective: { loss: triplet, margin: 2.01 }'),
      '4:37 objective.margin is 2.01, but two embeddings of length 1 (network.normalize) have a euclidean distance of 2 at most, which no training can exceed; use 2 or less, for example 0.3.',
    ],
    [
      'marginIsWithinReach',
      network('blocks: [{ filters: 4 }], normalize: true, embeddingDim: 8').concat(
        'objective: { loss: contrastive, distance: manhattan, margin: 6 }',
      ),
      '4:62 objective.margin is 6, but two embeddings of length 1 (network.normalize) have a manhattan distance of 5.65 at most, which no training can exceed; use 5.65 or less, for example 1.',
    ],
    [
      'nesterovHasMomentum',
      minimal('training: { optimizer: { name: sgd, nesterov: true } }'),
      '4:47 training.optimizer.nesterov is true, but momentum is 0; set momentum, for example 0.9.',
    ],
    [
      'warmupEndsBeforeTraining',
      minimal('training: { epochs: 3, schedule: { warmupEpochs: 3 } }'),
      '4:50 training.schedule.warmupEpochs is 3, but training.epochs is 3; use less, for example 1, or train longer.',
    ],
    [
      'warmupEndsBeforeTraining',
      minimal('training: { epochs: 1, schedule: { name: cosine, warmupEpochs: 2.5 } }'),
      '4:64 training.schedule.warmupEpochs is 2.5, but training.epochs is 1; use less, for example 0.5, or train longer.',
    ],
  ];
  test.each(broken)('%s', (rule, content, mistake) => {
    expect(mistakesOf(content)).toEqual([mistake]);
    expect(Object.keys(rules)).toContain(rule);
  });

  test('every rule has an example that breaks it', () => {
    expect(new Set(broken.map(([rule]) => rule))).toEqual(new Set(Object.keys(rules)));
  });

  test('a rule runs beside mistakes that it doesn’t depend on, and not beside those it does', () => {
    const tooLarge = 'blocks: [{ filters: 4, kernelSize: 29, padding: valid, dropout: 2 }]';
    expect(mistakesOf(network(tooLarge))).toHaveLength(2);
    expect(mistakesOf(network(tooLarge.replace('valid', 'valad')))).toHaveLength(2); // padding and dropout
  });

  test('what only looks wrong is allowed', () => {
    const { length } = load(
      folderWith({
        'batch.yaml': minimal('training: { batchSize: 65536 }'),
        'kernel.yaml': network('blocks: [{ filters: 4, kernelSize: 99 }]'), // padding same
        'margin.yaml': minimal('objective: { loss: contrastive, margin: 1000 }'), // lengths are free
        'reached.yaml': minimal('objective: { loss: contrastive, distance: cosine, margin: 2 }'),
        'rate.yaml': minimal('training: { optimizer: { learningRate: 1000000 } }'),
      }),
      '*.yaml',
    );
    expect(length).toBe(5);
  });
});

describe('YAML that isn’t read', () => {
  const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${[...'bcdefghi']
    .map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[i]}`).join(', ')}]`)
    .join('\n')}\n`;
  test.each<[string, string | Uint8Array, RegExp]>([
    ['an empty file', '', /^- The file is empty\. An experiment needs at least name, data and network/],
    ['only comments', '# soon\n', /^- The file holds only comments\./],
    ['a list', '- 1\n- 2\n', /^1:1 An experiment file is a mapping of keys/],
    ['a word', 'hello\n', /^1:1 An experiment file is a mapping of keys/],
    ['a tab', 'name: x\ndata:\n\tsource: mnist\n', /^3:1 A tab indents this line; YAML indents with spaces\.$/],
    ['a duplicate key', minimal('seed: 1\nseed: 2'), /^5:1 `seed` is given twice, first on line 4\. Keep one\.$/],
    [
      'YAML 1.1',
      `%YAML 1.1\n---\n${minimal()}`,
      /^1:1 This asks for YAML 1\.1; experiment files are YAML 1\.2\. Remove the line\.$/,
    ],
    ['two documents', `${minimal()}---\nname: y\n`, /^4:1 A second document begins here/],
    ['a tag', minimal('seed: !secret 1'), /^4:7 Tags .* have no meaning here/],
    ['a merge key', minimal('training: { <<: { epochs: 1 } }'), /^4:13 Merge keys \(`<<`\) are not YAML 1\.2/],
    ['an alias bomb', bomb, /^5:\d+ Aliases repeat more than 10000 values; this one exceeds it\.$/],
    ['an alias of itself', 'name: &a [*a]\n', /^1:11 This alias stands inside what it repeats/],
    ['an alias of nothing', 'name: *a\nseed: 1\n', /^1:7 No anchor `&a` stands before this\.$/],
    [
      'lists too deep for the parser',
      `name: x\n---\n${' -'.repeat(20_000)}\nseed: 1`,
      /^\d+:\d+ This is nested too deep\.$/,
    ],
    ['deep nesting', `name: ${'['.repeat(20_000)}`, /^1:\d+ This is nested too deep\.$/],
    ['nesting of 200', `name: ${'['.repeat(200)}${']'.repeat(200)}`, /^1:1 This is nested more than 100 deep\.$/],
    ['no space after a colon', 'name:x\nseed: 1\n', /^1:1 A key needs a colon and a space after it/],
    ['a mapping after a mapping', 'name: x: y\n', /^1:7 A mapping can't begin here/],
    ['an open bracket', 'name: [1, 2\nseed: 1\n', /^\d:\d+ This is not valid YAML: /],
    ['a mapping as key', '{ a: 1 }: 2\n', /^1:1 A key must be a word/],
    [
      'Latin-1',
      new Uint8Array([...Buffer.from('name: x\n# caf'), 0xe9, 10]),
      /^- Line 2 is not UTF-8 text\. Save the file as UTF-8\.$/,
    ],
    ['UTF-16', Buffer.from('\ufeffname: x\n', 'utf16le'), /^- Line 1 is not UTF-8 text/],
    [
      '1 MB',
      `# ${'x'.repeat(1_000_000)}\n${minimal()}`,
      /^- The file has 977 KiB; an experiment file has at most 256 KiB\. It was not read\.$/,
    ],
  ])('%s', (_, content, mistake) => {
    const mistakes = mistakesOf(content);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatch(mistake);
  });

  test('a duplicate key doesn’t hide other mistakes', () => {
    expect(mistakesOf(minimal('seed: 1\nseed: 2\nengine: x'))).toHaveLength(2);
  });

  test('a byte order mark, Windows line ends and a few aliases are fine, and columns still hold', () => {
    const content = minimal('training: &t { epochs: 2 }\nseed: x').replaceAll('\n', '\r\n');
    expect(mistakesOf(`\ufeff${content}`)).toEqual(['5:7 seed is "x"; it must be an integer from 0 to 4294967295.']);
    const aliased = network('blocks: [&b { filters: 4 }, *b, *b]');
    expect(load(folderWith({ 'a.yaml': aliased }), 'a.yaml')[0]?.experiment.network.blocks).toHaveLength(3);
  });

  test('a mistake that aliases repeat is told once, where it was written', () => {
    const aliased = network('blocks: [&b { filters: 0 }, *b, *b]');
    expect(mistakesOf(aliased)).toEqual(['3:60 network.blocks[0].filters is 0; it must be an integer from 1 to 4096.']);
  });

  test('15,000 unknown keys are counted, and the first are printed, in time', () => {
    const keys = Array.from({ length: 15_000 }, (_, i) => `k${i}: 1`).join('\n');
    const error = refusal(() => load(folderWith({ 'a.yaml': minimal(keys) }), 'a.yaml'));
    expect(error.problems).toHaveLength(15_000);
    expect(error.message).toContain('… and 14950 more.');
    expect(error.message.length).toBeLessThan(50_000);
  });

  test('mistakes by the thousand in a sweep’s trials are told in time', () => {
    const keys = Array.from({ length: 3000 }, (_, i) => `seed${i}: 1`).join('\n');
    const seeds = Array.from({ length: 2000 }, (_, i) => i).join(', ');
    const { problems } = refusal(() =>
      load(folderWith({ 'a.yaml': minimal(`${keys}\nsweep: { grid: { seed: [${seeds}] } }`) }), 'a.yaml'),
    );
    expect(problems).toHaveLength(3000);
    expect(problems[0]?.sentence).toBe('seed0 is not a known key. Did you mean `seed`?'); // of all trials, so of none
  });

  const tooMany = (count: number, part: (i: number) => string) => Array.from({ length: count }, (_, i) => part(i));
  test.each<[string, string, string[], string]>([
    [
      'a key path of 10,000 keys',
      minimal(),
      [`${tooMany(10_000, () => 'a').join('.')}=1`],
      'This key path has 10,000 keys; 100 are the most, and no key lies as deep.',
    ],
    [
      'one in a sweep',
      minimal(`sweep: { grid: { ${tooMany(10_000, () => 'a').join('.')}: [1] } }`),
      [],
      'This key path has 10,000 keys; 100 are the most, and no key lies as deep.',
    ],
    [
      'a sweep over 2,000 keys',
      minimal(`sweep: { grid: { ${tooMany(2000, (i) => `k${i}: [1]`).join(', ')} } }`),
      [],
      'sweep varies 2,000 key paths; 100 are the most. Split it into several files.',
    ],
    [
      '2,000 overrides',
      minimal(),
      tooMany(2000, (i) => `k${i}=1`),
      'This is one more than the 1,000 overrides that are read of 2,000; write an experiment file that extends the other.',
    ],
    [
      '101 tags',
      minimal(`track: { mlflow: { tags: { ${tooMany(101, (i) => `t${i}: x`).join(', ')} } } }`),
      [],
      'track.mlflow.tags is a mapping; it must be a mapping of at most 100 tags.',
    ],
  ])('%s: one sentence', (_, content, overrides, sentence) => {
    const { problems } = refusal(() => load(folderWith({ 'a.yaml': content }), 'a.yaml', overrides));
    expect(problems.map((problem) => problem.sentence)).toEqual([sentence]);
  });

  test('control characters never reach the terminal', () => {
    const { message } = refusal(() =>
      load(folderWith({ 'a.yaml': minimal('engine: "\\e[31m"\n"\\e]0;x": \u009b1') }), 'a.yaml'),
    );
    expect(message).toMatch(/^[\P{Cc}\n]*$/u);
  });
});

describe('files that can’t be', () => {
  test('a folder, a missing file, a pattern without a match', () => {
    const cwd = folderWith({ 'baseline.yaml': minimal() });
    mkdirSync(`${cwd}/sub`);
    const { problems, message } = refusal(() => load(cwd, ['sub', 'basline.yaml', 'none/*.yaml', 'baseline.yaml/x']));
    expect(problems.map(({ file, sentence }) => `${file}: ${sentence}`)).toEqual([
      'none/*.yaml: No file matches this pattern.',
      'sub: This is a folder, not a file. Name its files, for example sub/*.yaml.',
      'basline.yaml: There is no such file. Did you mean `baseline.yaml`?',
      'baseline.yaml/x: There is no such file.',
    ]);
    expect(message.endsWith('\n4 problems in 4 files.')).toBe(true);
  });

  test('no file at all', () => {
    expect(() => loadExperiments({ files: [], overrides: [], rules, cwd: '/' })).toThrow(InputError);
  });
});
