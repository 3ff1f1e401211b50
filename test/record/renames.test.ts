import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createRunFolder,
  emptyTrash,
  listRuns,
  listTrash,
  moveToTrash,
  openRun,
  prepareResume,
  runFiles,
  undoTrash,
} from '../../src/record/index.ts';
import { writeModel } from '../../src/record/models.ts';
import { killedAfter, withoutFolderRenames } from './file-faults.ts';
import { checkpoint, end, epoch, experiment, requestIn, start, stateAfter, writeRunIn } from './fixtures.ts';

/** In memory where the system has such a disk: thousands of files are flushed. */
const disk = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

let runs: string;
beforeEach(() => {
  runs = join(mkdtempSync(join(disk, 'siamese-renames-')), 'runs');
  mkdirSync(runs);
});
afterEach(() => rmSync(join(runs, '..'), { recursive: true, force: true }));

/** Every file and link below, with what it holds; claims and marks apart. */
function contentOf(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => !/^\./.test(name));
  return Object.fromEntries(
    entries.sort().flatMap((name) => {
      const path = join(folder, name);
      const stat = lstatSync(path);
      if (stat.isDirectory()) return [];
      return [[name, stat.isSymbolicLink() ? `→ ${readlinkSync(path)}` : readFileSync(path, 'base64')]];
    }),
  );
}

const ended = { status: 'completed', process: null };

/** A run with folders, a link and a file that may only be read. */
function writeRun(folder: string, weightsBytes = 3_000_000): Record<string, string> {
  writeRunIn(runs, folder, { ...ended, name: folder });
  const path = join(runs, folder);
  mkdirSync(join(path, runFiles.model));
  writeFileSync(join(path, runFiles.weights), Buffer.alloc(weightsBytes, 7));
  symlinkSync('/nowhere/notes.md', join(path, 'notes.md'));
  writeFileSync(join(path, 'read-only.txt'), 'kept');
  chmodSync(join(path, 'read-only.txt'), 0o444);
  return contentOf(path);
}

describe('where no folder can be renamed', () => {
  it('a run begins, ends, goes on, and replaces its model', () => {
    const launch = { command: ['siamese', 'resume', 'latest'], directory: runs };
    withoutFolderRenames(() => {
      const first = createRunFolder(requestIn(runs));
      for (const event of [start, epoch(1), checkpoint(1), end(1, 'stopped')]) first.take(event);
      first.finish({ status: 'stopped' });
      expect(listRuns(runs)).toMatchObject([{ kind: 'run', status: 'stopped' }]);
      const before = contentOf(first.folder);
      const run = prepareResume({ found: openRun(first.folder), epochs: null }).begin(start, launch);
      for (const event of [start, epoch(2), checkpoint(2), end(2)]) run.take(event);
      run.finish({ status: 'completed', reason: 'allEpochs' });
      expect(contentOf(run.folder)[runFiles.weights]).not.toBe(before[runFiles.weights]);
      expect(readdirSync(join(run.folder, runFiles.model)).sort()).toEqual([
        'model.json',
        'verifier.json',
        'weights.bin',
      ]);
    });
    const twin = createRunFolder(requestIn(runs));
    for (const event of [start, epoch(1), checkpoint(1), epoch(2), checkpoint(2), end(2)]) twin.take(event);
    twin.finish({ status: 'completed', reason: 'allEpochs' });
    const [a, b] = listRuns(runs).map(({ path }) => contentOf(path));
    for (const name of [runFiles.weights, runFiles.verifier, runFiles.modelJson, runFiles.weightsBest])
      expect(a?.[name]).toBe(b?.[name]);
    expect(readdirSync(runs).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('never gives a run the name of another', () => {
    const names = withoutFolderRenames(() => [1, 2, 3].map(() => createRunFolder(requestIn(runs)).folder));
    expect(new Set(names).size).toBe(3);
  });

  it('a run is moved to the trash, back, and deleted', () => {
    const before = writeRun('a');
    withoutFolderRenames(() => {
      expect(moveToTrash([openRun(join(runs, 'a'))], runs)).toEqual({ moved: ['a'], problems: [] });
      expect(listRuns(runs)).toEqual([]);
      const [batch] = listTrash(runs);
      expect(contentOf(join(batch?.path ?? '', 'a'))).toEqual(before);
      expect(undoTrash(runs)).toEqual({ moved: ['a'], problems: [] });
      expect(contentOf(join(runs, 'a'))).toEqual(before);
      expect(readdirSync(runs)).toEqual(['.claims', 'a']);
      expect(readdirSync(join(runs, 'a')).filter((name) => name.startsWith('.'))).toEqual([]);
      moveToTrash([openRun(join(runs, 'a'))], runs);
      expect(emptyTrash(runs)).toEqual([]);
      expect(readdirSync(runs)).toEqual(['.claims']);
    });
  });

  it.skipIf(process.platform === 'win32')('a run with a pipe in it stays whole, with a sentence', async () => {
    const { execFileSync } = await import('node:child_process');
    const before = writeRun('a');
    writeRun('b');
    execFileSync('mkfifo', [join(runs, 'a/pipe')]);
    withoutFolderRenames(() => {
      expect(moveToTrash([openRun(join(runs, 'a')), openRun(join(runs, 'b'))], runs)).toEqual({
        moved: ['b'],
        problems: [expect.stringMatching(/a could not be moved to .*a\/pipe is a pipe, which can't be copied/)],
      });
    });
    rmSync(join(runs, 'a/pipe'));
    expect(contentOf(join(runs, 'a'))).toEqual(before);
    expect(listTrash(runs).flatMap(({ folders }) => folders)).toEqual(['b']);
  });
});

/** Claims of processes that are gone count no more; those of this one would. */
function dropClaims(): void {
  for (const name of readdirSync(runs, { recursive: true, encoding: 'utf8' }))
    if (/(^|[/\\])(\.claim-\d+|[0-9a-f]{64}-\d+)$/.test(name)) rmSync(join(runs, name), { force: true });
}

describe('a process that is killed at any call', () => {
  /** Goes on as the next command would, and counts the whole runs before and after. */
  function afterKill(before: Record<string, string>): void {
    dropClaims();
    const here = listRuns(runs);
    const trashed = listTrash(runs).flatMap(({ path, folders }) => folders.map((name) => join(path, name)));
    const isWhole = (path: string) => existsSync(join(path, runFiles.run));
    const whole = [...here.filter(({ kind }) => kind === 'run').map(({ path }) => path), ...trashed.filter(isWhole)];
    expect(whole.length).toBeGreaterThan(0);
    for (const path of whole) expect(contentOf(path)).toEqual(before);
    for (const entry of here) if (entry.kind !== 'run') expect(entry.problem).toMatch(/--undo|no run\.json in it/);
    const undone = withoutFolderRenames(() => undoTrash(runs));
    expect(undone?.problems ?? []).toEqual([]);
    expect(listRuns(runs)).toMatchObject([{ kind: 'run', folder: 'a' }]);
    expect(contentOf(join(runs, 'a'))).toEqual(before);
    expect(readdirSync(runs).filter((name) => name !== '.claims')).toEqual(['a']);
  }

  it.each(['to the trash', 'back'])('while it copies a run %s loses nothing, and the next finishes it', (direction) => {
    let kills = 0;
    const before = writeRun('a', 3000);
    for (let last = 0; ; last++) {
      const prune = () => withoutFolderRenames(() => moveToTrash([openRun(join(runs, 'a'))], runs));
      if (direction === 'back') prune();
      const wasKilled = killedAfter(last, () =>
        direction === 'back' ? withoutFolderRenames(() => undoTrash(runs)) : prune(),
      );
      if (!wasKilled) break;
      kills++;
      afterKill(before);
    }
    expect(kills).toBeGreaterThan(20);
  });

  it('while it replaces a model leaves the old one, the new one or none, and never a mixture', () => {
    const folder = join(runs, 'a');
    mkdirSync(folder);
    const model = (step: number) => ({ weights: stateAfter(step).weights, threshold: { value: step, epoch: step } });
    const write = (step: number) => writeModel(folder, runFiles.model, model(step), experiment, true);
    const read = () => contentOf(join(folder, runFiles.model));
    write(1);
    const old = read();
    write(2);
    const fresh = read();
    const seen = new Set<string>();
    for (let last = 0; ; last++) {
      write(1);
      expect(read()).toEqual(old);
      const wasKilled = killedAfter(last, () => write(2));
      const now = read();
      const what = now['model.json'] === undefined ? 'none' : now['weights.bin'] === old['weights.bin'] ? 'old' : 'new';
      seen.add(what);
      if (what === 'old') expect(now).toEqual(old);
      if (what === 'new') expect(now).toEqual(fresh);
      for (const name of readdirSync(join(folder, runFiles.model)))
        if (name.startsWith('.new-')) rmSync(join(folder, runFiles.model, name));
      if (!wasKilled) break;
    }
    expect(seen).toEqual(new Set(['old', 'none', 'new']));
  });
});
