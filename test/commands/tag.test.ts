import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { listRuns, runFiles } from '../../src/record/index.ts';
import { writeRunIn } from '../record/fixtures.ts';
import { siamese, temporaryFolder } from './siamese.ts';

const directory = temporaryFolder();
const runs = join(directory, 'runs');
afterAll(() => rmSync(directory, { recursive: true, force: true }));
beforeEach(() => {
  rmSync(runs, { recursive: true, force: true });
  for (const [i, name] of ['wide-1', 'wide-2', 'deep'].entries())
    writeRunIn(runs, name, { name, startedAt: `2026-01-0${i + 1}T00:00:00.000Z` });
});

const tag = (...words: string[]) => siamese(['tag', ...words], { directory, env: { SIAMESE_RUNS: 'runs' } });
/** `deep: best (why)` */
const tags = () =>
  listRuns(runs).flatMap((entry) =>
    entry.kind === 'run'
      ? entry.tags.map((name) => `${entry.folder}: ${name}${name in entry.notes ? ` (${entry.notes[name]})` : ''}`)
      : [],
  );

describe('tag', () => {
  it('gives a run a word and why, while it runs too, and takes it back', async () => {
    const { code, stdout } = await tag('latest', 'best', 'by 0.8 points');
    expect([code, stdout]).toEqual([0, 'folder  tag   note\ndeep    best  by 0.8 points\n']);
    await tag('wide-1', 'old');
    expect(tags()).toEqual(['deep: best (by 0.8 points)', 'wide-1: old']);
    expect((await tag()).stdout).toBe('folder  tag   note\ndeep    best  by 0.8 points\nwide-1  old\n');
    expect((await tag('deep')).stdout).toBe('folder  tag   note\ndeep    best  by 0.8 points\n');
    expect((await tag('deep', '--remove', 'best')).stdout).toBe('runs/deep: no tag\n');
    expect(tags()).toEqual(['wide-1: old']);
    expect(readdirSync(join(runs, 'deep'))).not.toContain(runFiles.tags);
  });

  it('gives it to many runs where a glob names them, and to none where a word means many', async () => {
    expect((await tag('runs/wide-*', 'wide')).code).toBe(0);
    expect(tags()).toEqual(['wide-2: wide', 'wide-1: wide']);
    await tag('deep', 'wide');
    expect((await tag('*-*', '--remove', 'wide')).code).toBe(0);
    expect(tags()).toEqual(['deep: wide']);
    const { code, stderr } = await tag('wide-', 'x');
    expect([code, stderr]).toEqual([2, '2 runs have wide- in their names; name one of them:\n  wide-2\n  wide-1\n']);
  });

  it('gives it to those of a filter, and is a name itself', async () => {
    expect((await tag('name=wide-* or name=none', 'wide')).code).toBe(0);
    expect(tags()).toEqual(['wide-2: wide', 'wide-1: wide']);
    expect((await tag('wide')).stderr).toBe('2 runs have the tag wide; name one of them:\n  wide-2\n  wide-1\n');
    const { code, stderr } = await tag('seed>1000', 'x');
    expect([code, stderr]).toEqual([2, 'None of 3 runs has seed>1000: it is 42 in all of them.\n']);
  });

  it('takes it back from those of a glob that have it, and gives it to the only run that one names', async () => {
    await tag('wide-1', 'old');
    expect((await tag('wide-*', '--remove', 'old')).code).toBe(0);
    expect(tags()).toEqual([]);
    expect((await tag('de*', 'best')).code).toBe(0);
    expect(tags()).toEqual(['deep: best']);
    mkdirSync(join(runs, 'foreign'));
    const { code, stderr } = await tag('runs/for*', 'best');
    const sentence = 'Nothing that runs/for* matches is a run; npm run runs lists them.\n';
    expect([code, stderr]).toEqual([2, sentence]);
  });

  it('lists for scripts, and says where there is nothing to list', async () => {
    expect((await tag()).stdout).toBe('No run has a tag; npm run tag RUN best "why" gives it one.\n');
    await tag('deep', 'best');
    expect(JSON.parse((await tag('--json')).stdout)).toEqual({
      runs: [{ folder: 'deep', path: join(runs, 'deep'), tags: ['best'], notes: {} }],
    });
  });

  it.each([
    [['deep', 'two words'], /^"two words" can't be a tag: a tag is one word/],
    [['deep', 'best', 'by', 'far'], /^A note is one word to a shell: quote it, npm run tag deep best "by far"\.$/m],
    [['runs/wide-1', 'runs/wide-2', 'wide'], /^runs\/wide-1 and runs\/wide-2 are two runs; to tag many, quote a glob/],
    [['deep', 'best', '--remove', 'best'], /^--remove best takes it from one run, or from those of a glob/],
    [['--remove', 'best'], /^--remove best takes it from one run/],
    [['deep', '--remove', 'best'], /^deep has no tag best; it has none\.$/m],
    [['runs/flat-*', 'best'], /^No run's folder, name or sweep matches runs\/flat-\*/],
    [['flat', 'best'], /^No run is called flat/],
  ])('%j is a sentence, and changes nothing', async (words, sentence) => {
    const { code, stdout, stderr } = await tag(...words);
    expect(stderr).toMatch(sentence);
    expect({ code, stdout, tags: tags() }).toEqual({ code: 2, stdout: '', tags: [] });
  });

  it('leaves a damaged file as it is, and all of a glob with it', async () => {
    writeFileSync(join(runs, 'wide-1', runFiles.tags), '{');
    const { code, stderr } = await tag('wide-*', 'x');
    expect([code, stderr]).toEqual([2, 'wide-1: tags.json is damaged; mend it, or delete it and tag anew.\n']);
    expect(tags()).toEqual([]);
    expect((await tag()).stdout).toBe('runs/wide-1: tags.json is damaged; mend it, or delete it and tag anew.\n');
  });
});
