import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors/index.ts';
import { createRunFolder, listRuns, type Run, runFiles } from '../../src/record/index.ts';
import { isAlive, type ProcessMark } from '../../src/record/run.ts';
import { requestIn, temporaryFolder, writeRunIn } from './fixtures.ts';

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
    const id = Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }));
    writeRun('x', { process: { id, host: hostname(), birth: null, heartbeat: new Date().toISOString() } });
    expect(listRuns(runs)).toMatchObject([{ status: 'interrupted' }]);
  });
});

describe('whether a process is alive', () => {
  const now = Date.parse('2026-01-01T00:10:00Z');
  const mark: ProcessMark = { id: 7, host: 'a', birth: 'boot:1', heartbeat: '2026-01-01T00:00:00Z' };
  const on = (host: string, birth: string | null | 'gone') => ({ host, now, birthOf: () => birth });

  it('is seen from its birth on the same host, however old the heartbeat', () => {
    expect(isAlive(mark, on('a', 'boot:1'))).toBe(true);
    expect(isAlive(mark, on('a', 'gone'))).toBe(false);
  });

  it('is not believed of another process with the same number', () => {
    expect(isAlive(mark, on('a', 'boot:2'))).toBe(false);
    expect(isAlive(mark, on('a', null))).toBe(true);
  });

  it('is told by the heartbeat from another host', () => {
    expect(isAlive(mark, on('b', 'gone'))).toBe(false);
    expect(isAlive({ ...mark, heartbeat: '2026-01-01T00:08:00Z' }, on('b', 'gone'))).toBe(true);
  });
});
