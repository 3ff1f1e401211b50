import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runFiles } from '../../src/record/index.ts';
import { writeRuns } from '../query/runs.ts';
import { epochEvaluationOf, writeRunIn } from '../record/fixtures.ts';
import { checkout, siamese, temporaryFolder } from './siamese.ts';

const directory = temporaryFolder();
const runs = join(directory, 'runs');
afterAll(() => rmSync(directory, { recursive: true, force: true }));

beforeAll(() => writeRuns(runs));

const ask = (...args: string[]) => siamese(['runs', ...args], { directory, env: { SIAMESE_RUNS: 'runs' } });
const folders = async (...args: string[]) => {
  const { stdout, stderr, code } = await ask(...args, '--csv', '--columns', 'folder');
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  return stdout.split('\n').slice(1, -1).join('');
};

describe('runs are sorted', () => {
  it.each([
    ['newest first', [], 'dcba'],
    ['from the greatest, those that lack it still last', ['--sort', '-valAccuracy'], 'badc'],
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
    expect(row?.trim().split(/ {2,}/)).toEqual(['0.001', ...written, '1 min 40 s']);
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
    expect(await lines('valAccuracy>99%')).toEqual([
      'None of 4 runs has valAccuracy>99%: it is 80.0 % to 95.5 % in them.',
    ]);
    expect(await lines('status=failed')).toEqual([
      'None of 4 runs has status=failed: it is completed, stopped in them.',
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
