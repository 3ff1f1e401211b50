import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimRun } from '../../src/record/claim.ts';
import {
  claimExperiment,
  emptyTrash,
  listRuns,
  listTrash,
  moveToTrash,
  obstacleTo,
  openRun,
  runFiles,
  sizeOf,
  undoTrash,
} from '../../src/record/index.ts';
import { watchFileCalls } from '../crash/file-calls.ts';
import { loaded, markOfDead, temporaryFolder, writeRunIn } from './fixtures.ts';

let runs: string;
const ended = { status: 'completed', process: null };
beforeEach(() => {
  runs = temporaryFolder();
  for (const folder of ['a', 'b', 'c']) writeRunIn(runs, folder, { ...ended, name: folder });
});
afterEach(() => rmSync(runs, { recursive: true, force: true }));

const here = () => listRuns(runs).map(({ folder }) => folder);
const run = (folder: string) => openRun(join(runs, folder));
const move = (...folders: string[]) => moveToTrash(folders.map(run), runs);
const trashed = () => listTrash(runs).map(({ folders }) => folders.toSorted().join(''));
/** Every file and its bytes. */
const contentOf = (folder: string) =>
  readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('base64')]);

describe('a run that is moved to the trash', () => {
  it('is out of sight, and back by undo, as it was', () => {
    const before = contentOf(join(runs, 'b'));
    expect(move('b', 'a')).toEqual({ moved: ['b', 'a'], problems: [] });
    expect(here()).toEqual(['c']);
    expect(trashed()).toEqual(['ab']);
    expect(undoTrash(runs)).toEqual({ moved: ['a', 'b'], problems: [] });
    expect(here().toSorted()).toEqual(['a', 'b', 'c']);
    expect(contentOf(join(runs, 'b'))).toEqual(before);
    expect(readdirSync(runs)).not.toContain('.trash');
  });

  it('is moved only once the names of the folders that it comes into are on the disk', () => {
    const done: string[] = [];
    watchFileCalls(runs, {
      before: () => undefined,
      after: (call) => done.push(`${call.name} ${relative(runs, call.path).replace(/\d.*Z$/, 'time') || '.'}`),
    });
    try {
      move('a');
    } finally {
      watchFileCalls(null);
    }
    const moving = done.filter((each) => /^(makeFolder|flushFolder|rename a)/.test(each));
    expect(moving.slice(moving.indexOf('makeFolder .trash')).slice(0, 5)).toEqual([
      'makeFolder .trash',
      'flushFolder .',
      'makeFolder .trash/time',
      'flushFolder .trash',
      'rename a',
    ]);
  });

  it('comes back after those that were moved later', () => {
    move('a');
    move('c', 'b');
    expect(trashed()).toEqual(['bc', 'a']);
    expect(undoTrash(runs)?.moved).toEqual(['b', 'c']);
    expect(undoTrash(runs)?.moved).toEqual(['a']);
    expect(undoTrash(runs)).toBeNull();
  });

  it('stays there while another has its name, and holds up no other', () => {
    move('a');
    move('b', 'c');
    writeRunIn(runs, 'b', { ...ended, name: 'new' });
    const taken = /^There is a b again, so that the one in .*\.trash\/\S+ stays there; rename one of them\.$/;
    expect(undoTrash(runs)).toEqual({ moved: ['c'], problems: [expect.stringMatching(taken)] });
    expect(run('b').run.name).toBe('new');
    expect(undoTrash(runs)).toEqual({ moved: ['a'], problems: [] });
    expect(undoTrash(runs)).toMatchObject({ moved: [], problems: [expect.stringMatching(taken)] });
    rmSync(join(runs, 'b'), { recursive: true });
    expect(undoTrash(runs)?.moved).toEqual(['b']);
    expect(run('b').run.name).toBe('b');
  });

  it('is deleted for good with all of the trash, what is half deleted too', () => {
    move('a');
    move('b');
    mkdirSync(join(runs, '.trash/.deleting-1-x/c'), { recursive: true });
    expect(trashed()).toEqual(['b', 'a']);
    emptyTrash(runs);
    expect(readdirSync(runs)).not.toContain('.trash');
    expect(here()).toEqual(['c']);
    expect(undoTrash(runs)).toBeNull();
    emptyTrash(runs);
  });
});

describe('a run stays where it is', () => {
  it('while it runs', () => {
    writeRunIn(runs, 'd');
    expect(obstacleTo(run('d'), runs)).toBe('running');
    expect(move('d', 'a')).toEqual({ moved: ['a'], problems: ['d is running.'] });
    expect(run('d').status).toBe('running');
  });

  it('while a process resumes it', () => {
    const claim = claimRun(join(runs, 'a'));
    expect(obstacleTo(run('a'), runs)).toBe('being resumed');
    expect(move('a', 'b')).toMatchObject({
      moved: ['b'],
      problems: [expect.stringMatching(/^a is being resumed by process \d+ on \S+ already/)],
    });
    claim.release();
    expect(obstacleTo(run('a'), runs)).toBeNull();
    expect(move('a').moved).toEqual(['a']);
  });

  it('while a process trains its experiment', () => {
    const claim = claimExperiment(runs, loaded.hash);
    expect(move('a')).toMatchObject({
      moved: [],
      problems: [expect.stringMatching(/^a: .* is being trained by process/)],
    });
    claim.release();
    expect(obstacleTo(run('a'), runs)).toBeNull();
  });

  it('where it is of another folder', () => {
    const elsewhere = temporaryFolder();
    writeRunIn(elsewhere, 'far', ended);
    expect(obstacleTo(openRun(join(elsewhere, 'far')), runs)).toBe(`not in ${runs}`);
    symlinkSync(runs, join(elsewhere, 'same'));
    expect(obstacleTo(openRun(join(elsewhere, 'same/a')), runs)).toBeNull();
    rmSync(elsewhere, { recursive: true });
  });

  it('but not for the claim of a process that is gone', () => {
    const mark = markOfDead();
    writeFileSync(join(runs, 'a/.claim-1'), JSON.stringify(mark));
    expect(move('a').moved).toEqual(['a']);
    undoTrash(runs);
    expect(existsSync(join(runs, 'a/.claim-1'))).toBe(false);
  });
});

it('the size of a run is that of all its files', () => {
  const before = sizeOf(join(runs, 'a'));
  mkdirSync(join(runs, 'a/model'));
  writeFileSync(join(runs, 'a', runFiles.weights), Buffer.alloc(12_345));
  expect(sizeOf(join(runs, 'a')) - before).toBe(12_345);
  expect(sizeOf(join(runs, 'none'))).toBe(0);
});
