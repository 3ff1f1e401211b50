import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors/index.ts';
import { createRunFolder, listRuns, type Run, runFiles } from '../../src/record/index.ts';
import { markElsewhere, markOfDead, requestIn, temporaryFolder, writeRunIn } from './fixtures.ts';

let runs: string;
beforeEach(() => {
  runs = temporaryFolder();
});
afterEach(() => rmSync(runs, { recursive: true, force: true }));

const writeRun = (folder: string, change: Partial<Record<keyof Run, unknown>>) => writeRunIn(runs, folder, change);

describe('listing runs', () => {
  it('puts the newest first, and what is no run last', () => {
    writeRun('a', { startedAt: '2026-01-01T00:00:00.000Z' });
    writeRun('b', { startedAt: '2026-03-01T00:00:00.000Z' });
    writeRun('c', { startedAt: '2026-02-01T00:00:00.000Z' });
    mkdirSync(join(runs, 'foreign'));
    writeFileSync(join(runs, 'README.md'), '');
    expect(listRuns(runs).map(({ folder }) => folder)).toEqual(['b', 'c', 'a', 'foreign']);
  });

  it('is empty where there is no folder, and a sentence where it is a file', () => {
    expect(listRuns(join(runs, 'none'))).toEqual([]);
    writeFileSync(join(runs, 'file'), '');
    expect(() => listRuns(join(runs, 'file'))).toThrow(InputError);
  });

  it.each([
    ['no run.json', null, /^Not a run: there is no run\.json in it\.$/],
    ['half a run.json', '{"format": 1, "na', /^run\.json is damaged: it isn't JSON\.$/],
    ['an empty run.json', '', /isn't JSON/],
    ["someone else's run.json", '[]', /damaged or someone else's/],
    ['a newer format', '{"format": 5}', /^run\.json was written by a newer version: format 5; this one reads 4\.$/],
    ['missing facts', '{"format": 1, "name": "x", "status": "completed"}', /something in it is missing/],
    ['a status that is none', '{"format":1,"name":"x","status":"fine","startedAt":"2026-01-01","epochs":1}', /missing/],
  ])('says of a folder with %s what is wrong', (_, text, problem) => {
    mkdirSync(join(runs, 'x'));
    if (text !== null) writeFileSync(join(runs, 'x', runFiles.run), text);
    expect(listRuns(runs)).toMatchObject([{ kind: 'unreadable', problem: expect.stringMatching(problem) }]);
  });

  it.each([1, 2])('reads runs of format %i, which belong to no sweep and continue none', (format) => {
    const { sweep: _, continues: __, ...old } = createRunFolder(requestIn(join(runs, '.elsewhere'))).run;
    mkdirSync(join(runs, 'old'));
    writeFileSync(join(runs, 'old', runFiles.run), JSON.stringify({ ...old, format }));
    expect(listRuns(runs)).toMatchObject([{ kind: 'run', run: { sweep: null, continues: null } }]);
  });

  it('copes with a thousand', () => {
    for (let i = 0; i < 1000; i++) {
      const second = String(i % 60).padStart(2, '0');
      const text = JSON.stringify({
        format: 1,
        name: 'x',
        status: 'completed',
        startedAt: `2026-01-01T00:00:${second}Z`,
        epochs: 1,
        accuracyMeans: {},
        result: null,
        process: null,
      });
      mkdirSync(join(runs, `r${i}`));
      writeFileSync(join(runs, `r${i}`, runFiles.run), text);
    }
    expect(listRuns(runs).filter(({ kind }) => kind === 'run')).toHaveLength(1000);
  });
});

describe('a run that says it is running', () => {
  it('is running while its process lives', () => {
    const { run } = createRunFolder(requestIn(runs));
    expect(listRuns(runs)).toMatchObject([{ status: 'running', run: { process: run.process } }]);
  });

  it('is interrupted once its process is gone', () => {
    writeRun('x', { process: markOfDead() });
    expect(listRuns(runs)).toMatchObject([{ status: 'interrupted' }]);
  });

  it('is interrupted, where its process is elsewhere, five minutes after its last sign of life', () => {
    writeRun('x', { process: markElsewhere() });
    const file = join(runs, 'x', runFiles.run);
    const statusAfter = (seconds: number) => {
      const time = Date.now() / 1000 - seconds;
      utimesSync(file, time, time);
      return listRuns(runs).map((entry) =>
        entry.kind === 'run' ? [entry.status, Math.round(entry.silence ?? 0)] : [],
      );
    };
    expect(statusAfter(0)).toEqual([['running', 0]]);
    expect(statusAfter(200)).toEqual([['running', 200]]);
    expect(statusAfter(301)).toEqual([['interrupted', 0]]);
    expect(statusAfter(-86_400)).toEqual([['interrupted', 0]]); // from tomorrow: a clock was wrong
    expect(readdirSync(runs)).toEqual(['x']);
  });
});
