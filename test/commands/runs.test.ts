import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors/index.ts';
import type { Experiment } from '../../src/experiment/index.ts';
import { askRuns } from '../../src/query/index.ts';
import { addTag, runFiles } from '../../src/record/index.ts';
import { epochEvaluationOf, evaluatedAfter, experiment, rowOf, writeRunIn } from '../record/fixtures.ts';
import { checkout, siamese, temporaryFolder } from './siamese.ts';

const directory = temporaryFolder();
const runs = join(directory, 'runs');
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const withDim = (embeddingDim: number): Experiment => ({
  ...experiment,
  network: { ...experiment.network, embeddingDim },
});
const contrastive: Experiment = {
  ...withDim(64),
  objective: { loss: 'contrastive', distance: 'euclidean', margin: 2 },
};

/** a: the oldest. b: the best. c: stopped before its first epoch. d: of a sweep, and optimistic. */
beforeAll(() => {
  const of = (day: number, embeddingDim: number, valAccuracy: number | null) => ({
    name: `dim-${embeddingDim}`,
    startedAt: `2026-01-0${day}T10:00:00.000Z`,
    status: 'completed',
    process: null,
    seconds: 100 * day,
    seed: day,
    result:
      valAccuracy === null
        ? null
        : { last: rowOf(2, valAccuracy), best: { epoch: 1, valLoss: 0.25, valAccuracy: valAccuracy + 0.01 } },
  });
  writeRunIn(runs, 'a', of(1, 32, 0.9), withDim(32));
  writeRunIn(runs, 'b', { ...of(2, 64, 0.955), git: { commit: 'c0ffee', dirty: true } }, contrastive);
  writeRunIn(runs, 'c', { ...of(3, 64, null), status: 'stopped' }, withDim(64));
  const sweep = { name: 'dims', trial: 'network.embeddingDim=8' };
  writeRunIn(runs, 'd', { ...of(4, 8, 0.8), sweep, accuracyMeans: { isOptimistic: true } }, withDim(8));
  writeEvaluation('a', 2);
  writeEvaluation('b', 1); // whose last epoch is the second: it was killed between the two files
  addTag(join(runs, 'b'), 'best', 'by far');
  addTag(join(runs, 'b'), 'paper', undefined);
  addTag(join(runs, 'a'), 'old', undefined);
});

function writeEvaluation(folder: string, epochs: number): void {
  const measuredOn = { pairs: 100, images: 50, fingerprints: {} };
  const evaluation = { format: 1, protocol: {}, measuredOn, ...evaluatedAfter(epochs) };
  writeFileSync(join(runs, folder, runFiles.evaluation), JSON.stringify(evaluation));
}

const askFor = (...words: string[]) => askRuns({ words, places: { runsFolder: runs, directory }, keyNames: [] });
const ask = (...args: string[]) => siamese(['runs', ...args], { directory, env: { SIAMESE_RUNS: 'runs' } });
const folders = async (...args: string[]) => {
  const { stdout, stderr, code } = await ask(...args, '--csv', '--columns', 'folder');
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  return stdout.split('\n').slice(1, -1).join('');
};

describe('a filter keeps the runs', () => {
  it.each([
    ['that have a status', ['status=completed'], 'dba'],
    ['that have another', ['status!=completed'], 'c'],
    ['of an embedding', ['network.embeddingDim>32'], 'cb'],
    ['of a block, by its number', ['network.blocks.0.filters=4', 'network.blocks[0].kernelSize=[2, 2]'], 'dcba'],
    ['of a loss that only some know', ['objective.margin>=2'], 'b'],
    ['above an accuracy, as a share', ['valAccuracy>0.9'], 'b'],
    ['and in per cent', ['valAccuracy >= 90 %'], 'ba'],
    ['by the best epoch', ['best.valAccuracy<0.9'], 'd'],
    ['by what evaluation.json tells of that epoch', ['best.auc>0.5'], 'ba'],
    ['but not by what it tells of another', ['auc>0.5'], 'a'],
    ['by any figure of the last epoch', ['learningRate<=0.001', 'accuracy=60%'], 'dba'],
    ['by several at once', ['valAccuracy<0.96', 'seed>1', 'name~DIM', 'time<=300'], 'b'],
    ['with a tag', ['tag=best'], 'b'],
    ['without one', ['tag!=best'], 'dca'],
    ['with a part of one, or with a note', ['tag~ol'], 'a'],
    ['that somebody noted something on', ['note~far'], 'b'],
    ['with no tag at all', ['tag=none'], 'dc'],
    ['of a sweep', ['sweep=dims'], 'd'],
    ['of none', ['sweep=null'], 'cba'],
    ['since a day', ['started>2026-01-03'], 'dc'],
    ['by what only run.json knows', ['git.dirty=true'], 'b'],
    ['of a hash, by its beginning', ['hash!=x', 'network.embeddingDim=8'], 'd'],
    ['among those that are named', ['dim-64', 'valAccuracy>0'], 'b'],
  ])('%s: %j', (_, words, expected) => {
    expect(
      askFor(...words)
        .runs.map(({ folder }) => folder)
        .join(''),
    ).toBe(expected);
  });
});

describe('runs are sorted', () => {
  it.each([
    ['newest first', [], 'dcba'],
    ['by a key, those that lack it last', ['--sort', 'valAccuracy'], 'dabc'],
    ['from the greatest, those that lack it still last', ['--sort', '-valAccuracy'], 'badc'],
    ['by a figure of evaluation.json', ['--sort', '-auc'], 'adcb'],
    ['by one key after another', ['--sort=-network.embeddingDim,seed'], 'bcad'],
    ['and cut', ['--sort', '-valAccuracy', '--limit', '2'], 'ba'],
  ])('%s', async (_, options, expected) => {
    expect(await folders(...options)).toBe(expected);
  });
});

describe('what is shown', () => {
  const lines = async (...args: string[]) => (await ask(...args)).stdout.trimEnd().split('\n');

  it('is a line a run, with its trial, tags and notes where any run has such', async () => {
    expect(await lines()).toEqual([
      'folder  status     epochs  valAccuracy        time  trial                   tag          note',
      'd       completed     2/2      80.0 %*  6 min 40 s  network.embeddingDim=8',
      'c       stopped       0/2            –   5 min 0 s',
      'b       completed     2/2       95.5 %  3 min 20 s                          best, paper  by far',
      'a       completed     2/2       90.0 %  1 min 40 s                          old',
      '* at the threshold best for these very pairs: optimistic',
    ]);
  });

  it('has what was asked for, unless all have the same, and how many of how many', async () => {
    expect(await lines('network.embeddingDim>32', 'seed=2')).toEqual([
      expect.stringMatching(/^folder +status +epochs +valAccuracy +time +network\.embeddingDim +tag +note$/),
      expect.stringMatching(/^b +completed +2\/2 +95\.5 % +3 min 20 s +64 +best, paper +by far$/),
      '1 of 4 runs',
    ]);
  });

  it('is what --columns says, in its order', async () => {
    expect(await lines('--columns', 'seed,folder,objective.margin,network.inputShape')).toEqual([
      'seed  folder  objective.margin  network.inputShape',
      '   4  d                      –  [28,28,1]',
      '   3  c                      –  [28,28,1]',
      '   2  b                      2  [28,28,1]',
      '   1  a                      –  [28,28,1]',
    ]);
  });

  it('has every figure of the table, as people write it', async () => {
    const { auc, dPrime, overlap } = epochEvaluationOf(2).separation;
    const [, row] = await lines('a', '--columns', 'learningRate,auc,dPrime,overlap,best.overlap,seconds');
    const best = epochEvaluationOf(1).separation.overlap;
    const written = [
      auc.toFixed(4),
      dPrime?.toFixed(2),
      ...[overlap, best].map((share) => `${(100 * share).toFixed(1)} %`),
    ];
    expect(row?.trim().split(/ {2,}/)).toEqual(['0.001', ...written, '100']);
  });

  it('is every figure in full for a script', async () => {
    const { stdout } = await ask('b', '--csv');
    const [head = '', row = ''] = stdout.split('\n');
    const fields = Object.fromEntries(head.split(',').map((key, i) => [key, row.split(',')[i]]));
    expect(fields).toMatchObject({
      folder: 'b',
      name: 'dim-64',
      epoch: '2',
      epochs: '2',
      valLoss: String(1 / 6),
      'best.valAccuracy': String(0.955 + 0.01),
      time: '200',
      sweep: '',
      tag: 'best paper',
      note: 'by far',
    });
    const json = JSON.parse((await ask('b', '--json', '--columns', 'network.embeddingDim,tag,sweep')).stdout);
    expect(json).toMatchObject({
      runs: [
        {
          folder: 'b',
          status: 'completed',
          tags: ['best', 'paper'],
          notes: { best: 'by far' },
          values: { 'network.embeddingDim': 64, tag: ['best', 'paper'], sweep: null },
        },
      ],
      unreadable: [],
    });
  });

  it('says what the runs have where none has what is asked for', async () => {
    expect(await lines('valAccuracy>90')).toEqual(['None of 4 runs has valAccuracy>90: it is 0.8 to 0.955 in them.']);
    expect(await lines('status=complete')).toEqual([
      'None of 4 runs has status=complete: it is completed, stopped in them.',
    ]);
    expect(await lines('seed<3', 'tag=bset', 'error~full')).toEqual([
      'None of 4 runs has seed<3 and tag=bset and error~full.',
      'tag=bset: it is best, old, paper in them.',
      'error~full: none of them has any.',
    ]);
  });

  it('tells what is damaged, and shows the rest', async () => {
    const others = join(directory, 'damaged');
    for (const folder of ['whole', 'half', 'untaggable'])
      writeRunIn(others, folder, { startedAt: '2026-01-01T00:00:00.000Z' });
    writeFileSync(join(others, 'half', runFiles.resolved), 'name: half');
    writeFileSync(join(others, 'untaggable', runFiles.tags), '{');
    mkdirSync(join(others, 'foreign'));
    const { code, stdout } = await ask('network.embeddingDim=3', '--runs', 'damaged');
    expect(code).toBe(0);
    const [, ...rest] = stdout.trimEnd().split('\n');
    expect(rest.slice(0, 2).map((line) => line.split(' ')[0])).toEqual(['whole', 'untaggable']);
    expect(rest.slice(2)).toEqual([
      '2 of 3 runs',
      'damaged/untaggable: tags.json is damaged; mend it, or delete it and tag anew.',
      'damaged/foreign: Not a run: there is no run.json in it.',
      expect.stringMatching(/^damaged\/half: resolved\.yaml of half is damaged/),
    ]);
  });
});

describe('a mistake is a sentence', () => {
  it.each([
    [['embeddingDim>32'], /^embeddingDim is no key of a run\. Did you mean network\.embeddingDim\? Keys are those of/],
    [['valAcuracy>0.9'], /Did you mean valAccuracy\?/],
    [['filter=3'], /Did you mean network\.blocks\.0\.filters\?/],
    [['valAccuracy>high'], /^valAccuracy>high: valAccuracy is a number, and high is none\./],
    [['training.optimizer=adam'], /is several values; ask for one of them, e\.g\. training\.optimizer\.name\./],
    [['network.normalize>1'], /is true or false; ask with = or !=\./],
    [['network.inputShape>1'], /is a list; ask with =, != or ~\./],
    [['tag>1'], /^tag>1: a run may have several tags; ask for one, 'tag=1'/],
    [['status='], /^status= has no value after =; status=null asks for runs without one\./],
    [['status', '=', 'completed'], /^= lacks a key before =: a filter is one word, in quotes/],
    [['nobody'], /^No run is called nobody or has that in its name\. npm run runs lists those/],
    [['network.embeddingDim'], /^No run is called.*\nnetwork\.embeddingDim is a key: to ask what it holds, write/],
  ])('in words: %j', (words, sentence) => {
    expect(() => askFor(...words)).toThrow(InputError);
    expect(() => askFor(...words)).toThrow(sentence);
  });

  it.each([
    [['--sort', 'valaccuracy'], /^valaccuracy is no key of a run\. Did you mean valAccuracy\?/],
    [['--columns', 'folder,'], /^--columns is folder,; it must be keys with commas between them/],
    [['--limit', '0'], /^--limit is 0; it must be a whole number from 1/],
    [['--sort', '--limit', '2'], /^--sort needs a value: --sort KEYS\./],
    [['--json', '--csv'], /^--json and --csv are two answers/],
  ])('in options: %j', async (args, sentence) => {
    const { code, stdout, stderr } = await ask(...args);
    expect(stderr).toMatch(sentence);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it.skipIf(process.platform !== 'linux')('where the shell took the > of a filter for itself', () => {
    const file = join(directory, '32');
    const out = openSync(file, 'w'); // as `npm run runs network.embeddingDim>32` does
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(checkout, 'src/cli.ts'), 'runs', 'network.embeddingDim', '--runs', runs],
      { stdio: ['ignore', out, 'pipe'], encoding: 'utf8' },
    );
    closeSync(out);
    expect(status).toBe(2);
    expect(stderr).toBe(
      'The shell took the > behind network.embeddingDim for itself, and what is printed goes into a file called 32: ' +
        "delete that, and quote the filter: 'network.embeddingDim>32'.\n",
    );
  });
});
