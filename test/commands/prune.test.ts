import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { claimRun } from '../../src/record/claim.ts';
import { addTag, claimExperiment, listRuns, listTrash, openRun, runFiles } from '../../src/record/index.ts';
import { metricsOf } from '../../src/record/metrics.ts';
import { rowOf, writeRunIn } from '../record/fixtures.ts';
import { siamese, start, temporaryFolder } from './siamese.ts';

const directory = temporaryFolder();
const runs = join(directory, 'runs');
afterAll(() => rmSync(directory, { recursive: true, force: true }));
beforeEach(() => rmSync(runs, { recursive: true, force: true }));

const ask = (...args: string[]) => siamese(['runs', ...args], { directory, env: { SIAMESE_RUNS: 'runs' } });
const here = () =>
  listRuns(runs)
    .map(({ folder }) => folder)
    .toSorted()
    .join('');
const day = 86_400_000;

/** A run that ended some days ago. */
function write(folder: string, valAccuracy: number | null, days = 0, facts: Record<string, unknown> = {}): void {
  const metrics = valAccuracy === null ? null : rowOf(1, valAccuracy);
  writeRunIn(runs, folder, {
    status: metrics === null ? 'failed' : 'completed',
    process: null,
    endedAt: new Date(Date.now() - day * days).toISOString(),
    fingerprints: { data: 'd', trainPairs: 't', validationPairs: 'v' },
    result: metrics && { last: metrics, best: metrics },
    ...facts,
  });
  if (metrics !== null) writeFileSync(join(runs, folder, runFiles.metrics), metricsOf([{ metrics }]));
}

describe('pruning', () => {
  beforeEach(() => {
    write('a', 0.9, 40);
    write('b', 0.8, 30);
    write('c', 0.7, 20);
    write('d', null, 10);
  });

  it('shows what would go and how much, and moves nothing', async () => {
    const { code, stdout } = await ask('valAccuracy<0.85', '--prune');
    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(/^folder +status +valAccuracy +size$/),
      expect.stringMatching(/^c +completed +70\.0 % +\d+(\.\d)? kB$/),
      expect.stringMatching(/^b +completed +80\.0 % +\d+(\.\d)? kB$/),
      '',
      expect.stringMatching(/^2 runs, \d+ kB, of 2 would be moved to runs\/\.trash\.$/),
      "To do it: npm run runs 'valAccuracy<0.85' -- --prune --delete",
      '',
    ]);
    expect(here()).toBe('abcd');
  });

  it('keeps what has not recorded the figure that the best are chosen by', async () => {
    const { stdout } = await ask('--prune', '--keep-best', '1', '--metric', 'auc', '--delete');
    expect(stdout).toMatch(/^3 runs stay: without the auc to be ranked by\.$/m);
    expect(here()).toBe('abc');
  });

  it.each([
    ['by a filter', ['status=failed'], 'abc'],
    ['of certain runs', ['runs/[ab]'], 'cd'],
    ['but for the best', ['--keep-best', '2'], 'ab'],
    ['but for the best by loss, here the last of equals', ['--keep-best', '1', '--metric', 'valLoss'], 'c'],
    ['but for what ended lately', ['--older-than', '25d'], 'cd'],
    ['but for both', ['--older-than', '15d', '--keep-best', '1'], 'ad'],
  ])('moves runs with --delete, %s, and undo brings them back', async (_, args, stay) => {
    const { code, stdout } = await ask(...args, '--prune', '--delete');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Moved \d runs?, [\d.]+ kB, to runs\/\.trash\.\n/);
    expect(stdout).toContain('To undo it: npm run runs -- --undo\n');
    expect(here()).toBe(stay);
    const undone = await ask('--undo');
    expect(undone.stdout).toMatch(/^Brought back \d runs?:\n/);
    expect(here()).toBe('abcd');
  });

  it('leaves what is tagged, running, being resumed, damaged or foreign, and says so', async () => {
    addTag(join(runs, 'a'), 'paper', undefined);
    writeFileSync(join(runs, 'b', runFiles.tags), '{');
    writeRunIn(runs, 'r', { result: null });
    mkdirSync(join(runs, 'foreign'));
    const claim = claimRun(join(runs, 'c'));
    const { code, stdout } = await ask('--prune', '--older-than', '0min', '--delete');
    claim.release();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Moved 1 run, /);
    for (const line of [
      '1 run stays: tagged.',
      '1 run stays: perhaps tagged, as tags.json is damaged.',
      '1 run stays: running.',
      '1 run stays: being resumed.',
      '1 folder that is no run, or damaged, stays.',
    ])
      expect(stdout.split('\n')).toContain(line);
    expect(here()).toBe('abcforeignr');
  });

  it('leaves runs whose experiment another process is at, names them, and ends with 1', async () => {
    const claim = claimExperiment(runs, openRun(join(runs, 'a')).run.hash); // all four are of it
    const { code, stdout } = await ask('a', '--prune', '--delete');
    claim.release();
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Moved 0 runs, 0 bytes, to runs\/\.trash\.\n.*process \d+/);
    expect(here()).toBe('abcd');
  });

  it('keeps the best of those that can be compared, each kind for itself', async () => {
    write('x', 0.2, 0, { fingerprints: { data: 'other', trainPairs: 't', validationPairs: 'v' } });
    writeFileSync(join(runs, 'c', runFiles.resolved), 'name: half');
    const { stdout } = await ask('--prune', '--keep-best', '1', '--delete');
    expect(here()).toBe('acx');
    expect(stdout).toContain("2 runs stay: the best 1 by valAccuracy of each of 2 groups that can't be compared.\n");
    expect(stdout).toContain('1 run stays: too damaged to be ranked.\n');
  });

  it('says so where all stay, and why', async () => {
    const { stdout } = await ask('a', 'b', '--prune', '--keep-best', '2');
    expect(stdout).toBe('Nothing to prune.\n2 runs stay: the best 2 by valAccuracy.\n');
  });

  it('tells of runs that come from one that would go', async () => {
    write('e', 0.95, 0, { continues: { folder: 'b', hash: 'h', epochs: 1, seconds: 1 } });
    write('f', 0.95, 0, { reproduces: { folder: 'b', hash: 'h' } });
    const { stdout } = await ask('b', 'c', '--prune');
    expect(stdout).toMatch(/^b .* continued by e, reproduced by f$/m);
    expect((await ask('--prune', '--older-than', '0min')).stdout).not.toContain('continued by');
  });

  it('is told to scripts', async () => {
    addTag(join(runs, 'c'), 'paper', undefined);
    const path = (folder: string) => join(runs, folder);
    const expected = {
      runs: [{ folder: 'b', path: path('b'), bytes: expect.any(Number), heirs: [] }],
      stay: [{ folder: 'c', path: path('c'), why: 'tagged' }],
      problems: [],
      bytes: expect.any(Number),
    };
    const args = ['runs/[bc]', '--prune', '--json'];
    expect(JSON.parse((await ask(...args)).stdout)).toEqual({ isDone: false, ...expected });
    expect(here()).toBe('abcd');
    expect(JSON.parse((await ask(...args, '--delete')).stdout)).toEqual({ isDone: true, ...expected });
    expect(here()).toBe('acd');
    expect(JSON.parse((await ask('--undo', '--json')).stdout)).toEqual({ moved: ['b'], problems: [], left: 0 });
  });

  it.each([
    [['--prune'], /^Which runs\? Alone, --prune would mean all of them\./],
    [['--delete'], /^--delete needs --prune, and which runs/],
    [['status=failed', '--delete'], /^--delete needs --prune/],
    [['--keep-best', '3'], /^--keep-best has no meaning without --prune\./],
    [['--prune', '--limit', '3'], /^--limit has no meaning with --prune\./],
    [['--prune', '--undo'], /^--prune and --undo are different things/],
    [['--undo', 'a'], /^--undo takes no words; a is one too many\./],
    [['--prune', '--older-than', '3'], /^--older-than is 3; it must be a number with min, h, d or w behind it/],
    [['--prune', '--keep-best', 'all'], /^--keep-best is all; it must be a whole number/],
    [['a', '--prune', '--metric', 'valLoss'], /^--metric has no meaning without --keep-best N/],
    [
      ['--prune', '--keep-best', '1', '--metric', 'loss'],
      /^--metric is loss; it must be valAccuracy, valLoss.* or \w+\./,
    ],
  ])('%j is a sentence, and moves nothing', async (args, sentence) => {
    const { code, stdout, stderr } = await ask(...args);
    expect(stderr).toMatch(sentence);
    expect({ code, stdout, here: here() }).toEqual({ code: 2, stdout: '', here: 'abcd' });
  });
});

describe('the trash', () => {
  it('is shown, and emptied only with --delete', async () => {
    write('a', 0.9);
    expect((await ask('--empty-trash')).stdout).toBe('The trash is empty.\n');
    await ask('a', '--prune', '--delete');
    const { stdout } = await ask('--empty-trash');
    expect(stdout).toMatch(/^- a\n\n1 run, [\d.]+ kB in runs\/\.trash would be deleted for good\.\n/);
    expect(stdout).toContain('To do it: npm run runs -- --empty-trash --delete\n');
    expect(listTrash(runs)).toHaveLength(1);
    expect((await ask('--empty-trash', '--delete')).stdout).toMatch(/^Deleted for good: 1 run, [\d.]+ kB\.\n$/);
    expect((await ask('--undo')).stdout).toBe('The trash is empty: there is nothing to bring back.\n');
    expect(here()).toBe('');
  });

  it('has every run whole, there or here, whenever pruning and undoing are killed', async () => {
    const names = Array.from({ length: 150 }, (_, i) => `r${i}`);
    for (const name of names) write(name, 0.9, 1);
    const killAfter = async (args: string[], isSo: () => boolean) => {
      const { child, ended } = start(['runs', ...args, '--runs', runs]);
      let isEnded = false;
      void ended.then(() => (isEnded = true));
      while (!isSo() && !isEnded) await new Promise((done) => setImmediate(done));
      child.kill('SIGKILL');
      await ended;
    };
    const trashed = () => listTrash(runs).flatMap(({ path, folders }) => folders.map((name) => join(path, name)));
    const wholeOnes = () => {
      const all = [
        ...readdirSync(runs)
          .filter((name) => !name.startsWith('.'))
          .map((name) => join(runs, name)),
        ...trashed(),
      ];
      expect(all.every((path) => readFileSync(join(path, runFiles.resolved)).length > 0 && openRun(path))).toBe(true);
      return all.map((path) => path.split('/').at(-1)).toSorted();
    };
    const pruneAll = ['--prune', '--older-than', '1h', '--delete'];
    for (const count of [1, 60]) await killAfter(pruneAll, () => trashed().length >= count);
    expect(trashed().length).toBeGreaterThan(0);
    expect(wholeOnes()).toEqual(names.toSorted());
    const some = trashed().length;
    await killAfter(['--undo'], () => trashed().length < some);
    expect(wholeOnes()).toEqual(names.toSorted());
    while ((await ask('--undo')).stdout.startsWith('Brought back'));
    expect(listRuns(runs)).toHaveLength(names.length);
    expect(trashed()).toEqual([]);
  });
});
