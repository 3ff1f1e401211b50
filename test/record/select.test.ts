import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addTag, type DetailedRun, findRun, readDetails, runFiles, selectRuns } from '../../src/record/index.ts';
import { experiment, rowOf, temporaryFolder, writeRunIn } from './fixtures.ts';

let directory: string;
let runsFolder: string;
beforeEach(() => {
  directory = temporaryFolder();
  runsFolder = join(directory, 'runs');
  const sweep = (trial: string) => ({ name: 'widths', trial });
  const day = (number: number) => ({ startedAt: `2026-01-0${number}T00:00:00.000Z` });
  writeRunIn(runsFolder, '1-wide', { ...day(1), name: 'wide' });
  writeRunIn(runsFolder, '2-wide-2', { ...day(2), name: 'wide-2' });
  writeRunIn(runsFolder, '3-widths', { ...day(3), name: 'widths', sweep: sweep('seed=1') });
  writeRunIn(runsFolder, '4-widths', { ...day(4), name: 'widths', sweep: sweep('seed=2') });
  writeRunIn(runsFolder, '5-widths', { ...day(5), name: 'widths' });
  writeRunIn(runsFolder, '6-deep', { ...day(6), name: 'deep' });
  mkdirSync(join(runsFolder, '7-wide-foreign'));
  writeFileSync(join(runsFolder, 'README.md'), '');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const select = (...words: string[]) => selectRuns(words, { runsFolder, directory });
const selected = (...words: string[]) => select(...words).runs.map(({ folder }) => folder);

describe('a word for runs means', () => {
  it.each([
    ['the latest', 'latest', ['6-deep']],
    ['a folder, from where the user stands', 'runs/1-wide', ['1-wide']],
    ['a whole name, before a part of another', '1-wide', ['1-wide']],
    ["a sweep's trials, not what else is called so", 'widths', ['4-widths', '3-widths']],
    ['an experiment, not others whose names begin so', 'wide', ['1-wide']],
    ['a part of names, newest first', 'wid', ['5-widths', '4-widths', '3-widths', '2-wide-2', '1-wide']],
    ['a glob over folders', 'runs/*wide*', ['2-wide-2', '1-wide']],
    ['a glob over names in the runs folder', '[1-3]-*', ['3-widths', '2-wide-2', '1-wide']],
    ['a glob over names of experiments', 'wide*', ['2-wide-2', '1-wide']],
    ['a glob over names of sweeps', 'w{hat,idth}s', ['5-widths', '4-widths', '3-widths']],
  ])('%s: %s', (_, word, folders) => {
    expect(selected(word)).toEqual(folders);
  });

  it('the latest of those that began before now: a clock that was ahead leaves no run that is the latest for years', () => {
    writeRunIn(runsFolder, '8-ahead', { startedAt: '2999-01-01T00:00:00.000Z', name: 'ahead' });
    expect(selected('latest')).toEqual(['6-deep']);
    for (const name of ['1-wide', '2-wide-2', '3-widths', '4-widths', '5-widths', '6-deep']) {
      rmSync(join(runsFolder, name), { recursive: true });
    }
    expect(selected('latest')).toEqual(['8-ahead']);
  });

  it('a tag, before a part of names and after whole ones', () => {
    for (const folder of ['1-wide', '6-deep']) addTag(join(runsFolder, folder), 'wid', undefined);
    addTag(join(runsFolder, '6-deep'), 'wide', undefined);
    expect(selected('wid')).toEqual(['6-deep', '1-wide']);
    expect(selected('wide')).toEqual(['1-wide']);
    expect(() => findRun({ word: 'wid', runsFolder, directory })).toThrow(
      '2 runs have the tag wid; name one of them:\n  6-deep\n  1-wide',
    );
    expect(() => select('wdi')).toThrow(/Did you mean wid\?/);
  });

  it('what is called just so, though it looks like a glob', () => {
    writeRunIn(runsFolder, '8-odd', { name: 'w[i]d' });
    expect(selected('w[i]d')).toEqual(['8-odd']);
  });

  it('each run once, in the order of the words', () => {
    expect(selected('deep', '1-wide', join(runsFolder, '6-deep'), 'runs/6-*', 'wid')).toEqual([
      '6-deep',
      '1-wide',
      '5-widths',
      '4-widths',
      '3-widths',
      '2-wide-2',
    ]);
    symlinkSync(runsFolder, join(directory, 'same'));
    expect(selected('deep', 'same/6-deep', 'same/*deep')).toEqual(['6-deep']);
  });

  it('what is elsewhere too', () => {
    writeRunIn(join(directory, 'elsewhere'), 'far', { name: 'far' });
    expect(selected('elsewhere/far', 'elsewhere/*')).toEqual(['far']);
  });

  it('what runs/… is usually, where runs are kept elsewhere', () => {
    const names = (word: string) =>
      selectRuns([word], { runsFolder, directory: join(directory, 'below') }).runs.map(({ folder }) => folder);
    expect(names('runs/*deep')).toEqual(['6-deep']);
    expect(() => names('other/*deep')).toThrow(/^No run's folder, name or sweep matches other/);
  });

  it('nothing hidden, unless it is named', () => {
    writeRunIn(join(runsFolder, '.trash'), 'gone', {});
    expect(selected('runs/*')).not.toContain('gone');
    expect(() => select('gone')).toThrow(/^No run is called gone/);
    expect(selected('runs/.trash/gone')).toEqual(['gone']);
  });
});

describe('what a word means and no one can read', () => {
  it('is told beside the rest', () => {
    writeFileSync(join(runsFolder, '2-wide-2', runFiles.run), '{');
    const { runs, unreadable } = select('runs/*wide*');
    expect(runs.map(({ folder }) => folder)).toEqual(['1-wide']);
    expect(unreadable).toMatchObject([
      { folder: '7-wide-foreign', problem: 'Not a run: there is no run.json in it.' },
      { folder: '2-wide-2', problem: "run.json is damaged: it isn't JSON." },
    ]);
  });

  it.each([
    ['runs', /^Not a run: it is a folder of runs; '.*\/runs\/\*' names them all\.$/],
    ['runs/README.md', /^Not a run: it is a file; name the run's folder\.$/],
    ['runs/7-wide-foreign', /^Not a run: there is no run\.json in it\.$/],
  ])('%s', (word, problem) => {
    expect(select(word)).toMatchObject({ runs: [], unreadable: [{ problem: expect.stringMatching(problem) }] });
  });
});

describe('a word that means nothing', () => {
  it.each([
    [
      'dep',
      /^No run is called dep or has that in its name\. Did you mean deep\? npm run runs lists those in .*runs\.$/,
    ],
    ['widhts', /Did you mean widths\?/],
    ['runs/6-depe', /Did you mean 6-deep\?/],
    ['flat', /^No run is called flat or has that in its name\. npm run runs lists/],
    ['runs/*flat*', /^No run's folder, name or sweep matches runs\/\*flat\*\. npm run runs lists/],
    ['', /^No run is called ''/],
  ])('%s is a sentence', (word, sentence) => {
    expect(() => select(word)).toThrow(sentence);
  });

  it('is told with the others of its kind', () => {
    expect(() => select('flat', 'deep', 'steep')).toThrow(/^No run is called flat.*\nNo run is called steep/);
  });

  it('is the same where there are no runs at all', () => {
    const none = { runsFolder: join(directory, 'none'), directory };
    expect(() => selectRuns(['latest'], none)).toThrow(/^There is no run yet in .*none; npm run exp trains one\.$/);
    expect(() => selectRuns(['x'], none)).toThrow(
      /^No run is called x or has that in its name\. There is none yet in .*none\.$/,
    );
  });
});

describe('naming one run', () => {
  const find = (word: string) => findRun({ word, runsFolder, directory }).folder;

  it('goes by the same words', () => {
    expect(find('deep')).toBe('6-deep');
    expect(find('wide')).toBe('1-wide');
    expect(find(join(runsFolder, '1-wide'))).toBe('1-wide');
    expect(find('./runs/1-wide/')).toBe('1-wide');
    expect(find('runs/6-*')).toBe('6-deep');
    expect(find('latest')).toBe('6-deep');
  });

  it('is a sentence where a word means more, nothing, or what is damaged', () => {
    expect(() => find('widths')).toThrow('2 runs are of the sweep widths; name one of them:\n  4-widths\n  3-widths');
    expect(() => find('-')).toThrow(/^7 runs have - in their names; name one of them:(\n {2}\S+){5}\n {2}and 2 more$/);
    expect(() => find('flat')).toThrow(/^No run is called flat or has that in its name/);
    writeFileSync(join(runsFolder, '1-wide', runFiles.run), '{');
    expect(() => find('1-wide')).toThrow("1-wide can't be read: run.json is damaged: it isn't JSON.");
  });
});

describe('the details of runs', () => {
  const details = (...words: string[]) => readDetails(select(...words));
  const write = (folder: string, file: string, text: string) => writeFileSync(join(runsFolder, folder, file), text);
  const header = 'epoch,step,loss,accuracy,valLoss,valAccuracy,learningRate,seconds\n';

  it('are the experiment, and a row for each whole epoch', () => {
    write('6-deep', runFiles.metrics, `${header}1,4,0.7,0.6,0.25,0.5,0.001,1.5\n2,8,0.`);
    const [run] = details('deep').runs as [DetailedRun];
    expect(run).toMatchObject({ folder: '6-deep', experiment: { ...experiment, name: 'deep' } });
    expect(run.metrics()).toEqual([{ ...rowOf(1), loss: 0.7, valLoss: 0.25, valAccuracy: 0.5 }]);
  });

  it('keep the rest where some are damaged, or not what the run trained: a line each', () => {
    rmSync(join(runsFolder, '1-wide', runFiles.resolved));
    write('2-wide-2', runFiles.resolved, 'name: x\n  half');
    write('3-widths', runFiles.metrics, `${header}1,4,0.7,0.6,0.25,0.5,0.001,1.5\n3,12,0.7,0.6,0.25,0.5,0.001,1.5\n`);
    write('4-widths', runFiles.metrics, `${header}1,4,0.7,,0.25,0.5,0.001,1.5\n`);
    rmSync(join(runsFolder, '5-widths', runFiles.metrics));
    writeRunIn(runsFolder, '9-headless');
    write('9-headless', runFiles.metrics, 'epoch,step,loss\n1,4,0.7\n');
    writeRunIn(runsFolder, '8-edited', { hash: 'f'.repeat(64) });
    const { runs, unreadable } = details('runs/*');
    expect(runs.map(({ folder }) => folder)).toEqual(['6-deep']);
    expect(unreadable.map(({ folder, problem }) => `${folder}: ${problem}`)).toEqual([
      '7-wide-foreign: Not a run: there is no run.json in it.',
      expect.stringMatching(/^8-edited: resolved\.yaml is not what 8-edited has trained: its hash is .*$/),
      '9-headless: metrics.csv of 9-headless is damaged: its header has no column accuracy.',
      expect.stringMatching(/^5-widths: metrics\.csv of 5-widths can't be read: ENOENT.*$/),
      "4-widths: metrics.csv of 4-widths is damaged: line 2 isn't the row of epoch 1.",
      "3-widths: metrics.csv of 3-widths is damaged: line 3 isn't the row of epoch 2.",
      expect.stringMatching(/^2-wide-2: resolved\.yaml of 2-wide-2 is damaged, line 1: .+$/),
      '1-wide: resolved.yaml is gone from 1-wide, so nobody knows what it trained.',
    ]);
  });
});
