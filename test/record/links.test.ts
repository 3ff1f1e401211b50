import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SiameseError } from '../../src/errors/index.ts';
import {
  addTag,
  claimExperiment,
  createRunFolder,
  emptyTrash,
  findCheckpoint,
  findRun,
  listRuns,
  listTrash,
  moveToTrash,
  obstacleTo,
  openRun,
  prepareResume,
  readDetails,
  removeTag,
  runFiles,
  undoTrash,
  writeAtomically,
} from '../../src/record/index.ts';
import { RunFolder } from '../../src/record/run-folder.ts';
import { checkpoint, end, epoch, loaded, requestIn, start, temporaryFolder } from './fixtures.ts';

let place: string;
let runs: string;
/** Nothing in it may change. */
let outside: string;
let run: string;

beforeEach(() => {
  place = temporaryFolder();
  runs = join(place, 'runs');
  outside = join(place, 'outside');
  mkdirSync(join(outside, 'folder/inner'), { recursive: true });
  for (const name of ['file', 'folder/last.bin', 'folder/inner/run.json'])
    writeFileSync(join(outside, name), 'precious');
  const made = createRunFolder(requestIn(runs));
  for (const event of [start, epoch(1), checkpoint(1), end(1, 'stopped')]) made.take(event);
  made.finish({ status: 'stopped' });
  run = made.folder;
});
afterEach(() => {
  const left = readdirSync(outside, { recursive: true, encoding: 'utf8' }).sort();
  expect(left).toEqual(['file', 'folder', 'folder/inner', 'folder/inner/run.json', 'folder/last.bin']);
  for (const name of left)
    if (lstatSync(join(outside, name)).isFile()) expect(readFileSync(join(outside, name), 'utf8')).toBe('precious');
  rmSync(place, { recursive: true, force: true });
});

/** Puts another thing where a run has one of its own. */
function replace(name: string, make: (path: string) => void): void {
  const path = join(run, name);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(dirname(path), { recursive: true });
  make(path);
}

const kinds: readonly (readonly [kind: string, make: (path: string) => void])[] = [
  ['link', (path) => symlinkSync(join(outside, 'file'), path)],
  ['link', (path) => symlinkSync(join(outside, 'folder'), path)],
  ['link', (path) => symlinkSync(join(outside, 'nothing'), path)],
  ['link', (path) => symlinkSync(path, path)],
  ...(process.platform === 'win32'
    ? []
    : ([['pipe', (path: string) => execFileSync('mkfifo', [path])]] as [string, (path: string) => void][])),
];

const resume = () => prepareResume({ found: openRun(run), epochs: null });
const launch = { command: ['siamese', 'resume'], directory: import.meta.dirname };

describe.each(kinds)('a %s in the place of what a run has (%#)', (kind, make) => {
  it('is not read', () => {
    for (const name of [runFiles.run, runFiles.metrics, runFiles.resolved, runFiles.evaluation, runFiles.tags]) {
      const kept = existsSync(join(run, name)) ? readFileSync(join(run, name)) : null;
      replace(name, make);
      const [entry] = listRuns(runs);
      if (name === runFiles.run)
        expect(entry).toMatchObject({ kind: 'unreadable', problem: expect.stringContaining(kind) });
      else if (name === runFiles.tags) expect(openRun(run).tagsProblem).toContain(kind);
      else
        expect(readDetails({ runs: [openRun(run)], unreadable: [] }).unreadable).toMatchObject([
          { problem: expect.stringMatching(name === runFiles.resolved ? /can't be read/ : kind) },
        ]);
      rmSync(join(run, name));
      if (kept !== null) writeFileSync(join(run, name), kept);
    }
    replace(runFiles.checkpointPrevious, make);
    replace(runFiles.checkpointLast, make);
    expect(() => findCheckpoint(run)).toThrow(`it is a ${kind}, not a file`);
    replace(runFiles.checkpoint, make);
    if (existsSync(join(outside, 'folder/last.bin')) && existsSync(join(run, runFiles.checkpointLast)))
      expect(() => findCheckpoint(run)).toThrow('checkpoint is a link, not a folder');
  });

  it('is not written to, nor behind it: the run is refused with its name', () => {
    for (const name of Object.values(runFiles)) {
      if (name === runFiles.run || name === runFiles.resolved) continue; // not read: as above
      const before = [...readdirSync(run)];
      replace(name, make);
      expect(resume, name).toThrow(
        new RegExp(`can't go on: ${name} in it is a ${kind} in the place of a f|${kind}, not a fil|no checkpoint`),
      );
      replace(name, () => {});
      if (!before.includes(name.split('/')[0] as string))
        rmSync(join(run, name.split('/')[0] as string), { recursive: true, force: true });
    }
  });

  it('stops no tag, and is what a new one replaces', () => {
    replace(runFiles.tags, make);
    expect(() => addTag(run, 'good', undefined)).toThrow(kind);
    rmSync(join(run, runFiles.tags));
    replace('plot.png', make);
    writeAtomically(join(run, 'plot.png'), 'a picture');
    expect(lstatSync(join(run, 'plot.png')).isFile()).toBe(true);
  });

  it('holds up no trash, and nothing behind it moves', () => {
    const trash = join(runs, '.trash');
    if (kind === 'link') {
      make(trash);
      for (const action of [
        () => listTrash(runs),
        () => moveToTrash([openRun(run)], runs),
        () => undoTrash(runs),
        () => emptyTrash(runs),
      ])
        expect(action).toThrow(/\.trash is a link to .*, and nothing is written or deleted through it/);
      rmSync(trash);
    }
    mkdirSync(join(trash, '2026-01-01T00-00-00Z'), { recursive: true });
    make(join(trash, '2026-01-02T00-00-00Z'));
    make(join(trash, '2026-01-01T00-00-00Z/a'));
    expect(listTrash(runs)).toMatchObject([{ folders: [] }]);
    replace('notes', make);
    expect(moveToTrash([openRun(run)], runs).problems).toEqual([]);
    undoTrash(runs);
    expect(openRun(run).status).toBe('stopped');
    moveToTrash([openRun(run)], runs);
    emptyTrash(runs);
    expect(existsSync(trash)).toBe(false);
  });

  it('is no place for claims', () => {
    rmSync(join(runs, '.claims'), { recursive: true, force: true });
    make(join(runs, '.claims'));
    expect(() => claimExperiment(runs, loaded.hash)).toThrow(/\.claims/);
  });
});

it('a run with a file for a folder, or the other way round, can not go on', () => {
  replace(runFiles.model, (path) => writeFileSync(path, 'no model'));
  expect(resume).toThrow("can't go on: model in it is a file in the place of a folder.");
  replace(runFiles.model, mkdirSync);
  replace(runFiles.log, mkdirSync);
  expect(resume).toThrow("can't go on: log.txt in it is a folder in the place of a file.");
});

describe('a run folder that is a link', () => {
  let link: string;
  beforeEach(() => {
    link = join(place, 'others/linked');
    mkdirSync(dirname(link));
    symlinkSync(run, link);
  });
  const others = () => join(place, 'others');

  it('is listed and read', () => {
    expect(listRuns(others())).toMatchObject([{ kind: 'run', folder: 'linked', status: 'stopped' }]);
  });

  it('is not written to where it lies among the runs, nor moved', () => {
    const before = readdirSync(run);
    const found = findRun({ word: 'linked', runsFolder: others(), directory: place });
    expect(found.path).toBe(link);
    const refusal = /linked is a link to .*, and nothing is written or deleted through it/;
    expect(() => addTag(link, 'good', undefined)).toThrow(refusal);
    expect(() => prepareResume({ found, epochs: null })).toThrow(refusal);
    writeFileSync(join(run, runFiles.tags), '{"format":1,"tags":{"good":null}}');
    expect(() => removeTag(link, 'good')).toThrow(refusal);
    rmSync(join(run, runFiles.tags));
    expect(obstacleTo(found, others())).toBe('a link to a folder elsewhere');
    expect(readdirSync(run)).toEqual(before);
  });

  it('is followed where a person names it elsewhere', () => {
    expect(findRun({ word: 'others/linked', runsFolder: runs, directory: place }).path).toBe(run);
  });
});

describe('a file that has another name elsewhere, as in a backup made of hard links', () => {
  it('is not added to', () => {
    const backup = join(place, 'backup.txt');
    linkSync(join(run, runFiles.log), backup);
    const before = readFileSync(backup, 'utf8');
    const resumption = resume();
    const going = resumption.begin(start, launch);
    expect(going).toBeInstanceOf(RunFolder);
    going.log('a new line');
    going.log('and another');
    expect(readFileSync(backup, 'utf8')).toBe(before);
    expect(readFileSync(join(run, runFiles.log), 'utf8')).toBe(`${before}a new line\nand another\n`);
    resumption.release();
  });
});

it.each(['file', 'file/below', 'nothing', 'link'])(
  'a runs folder that is no folder but %s is empty or a sentence',
  (name) => {
    const folder = join(place, name);
    writeFileSync(join(place, 'file'), '');
    symlinkSync(join(place, 'nowhere'), join(place, 'link'));
    for (const action of [
      () => expect(listRuns(folder)).toEqual([]),
      () => expect(listTrash(folder)).toEqual([]),
      () => expect(undoTrash(folder)).toBeNull(),
      () => expect(emptyTrash(folder)).toEqual([]),
    ]) {
      if (name.startsWith('file')) expect(action).toThrow(SiameseError);
      else action();
    }
    if (name !== 'nothing') expect(() => createRunFolder(requestIn(folder))).toThrow(SiameseError);
  },
);

it('a temporary name that somebody has taken leads nowhere', () => {
  for (const name of [`.new-${process.pid}-tags.json`, `.new-${process.pid}`, '.new-reserve'])
    if (!existsSync(join(run, name))) symlinkSync(join(outside, 'file'), join(run, name));
  addTag(run, 'good', undefined);
  const going = resume().begin(start, launch);
  going.take(start);
  appendFileSync(join(run, runFiles.log), '');
  expect(lstatSync(join(run, '.new-reserve')).isFile()).toBe(true);
});
