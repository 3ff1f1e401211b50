import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRunFolder, listRuns, openRun, prepareResume, type Run, runFiles } from '../../src/record/index.ts';
import type { TrainingEvent } from '../../src/training/index.ts';
import { checkpoint, end, epoch, requestIn, start, temporaryFolder } from './fixtures.ts';

let runs: string;
beforeEach(() => {
  runs = temporaryFolder();
});
afterEach(() => rmSync(runs, { recursive: true, force: true }));

function runThrough(...events: readonly TrainingEvent[]) {
  const run = createRunFolder(requestIn(runs));
  for (const event of events) run.take(event);
  return run;
}

function completed(): string {
  const run = runThrough(start, epoch(1), checkpoint(1), epoch(2), checkpoint(2), end(2));
  run.finish({ status: 'completed', reason: 'allEpochs' });
  return run.folder;
}

/** By hand: of all that is there, and only of that. */
function expectDigestsToFit(folder: string, files: readonly string[]): void {
  const { digests } = openRun(folder).run;
  expect(Object.keys(digests).sort()).toEqual([...files].sort());
  for (const [file, digest] of Object.entries(digests)) {
    const bytes = readFileSync(join(folder, file));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(digest, file).toEqual({ bytes: bytes.length, sha256 });
  }
}

const { experiment, resolved, metrics, evaluation } = runFiles;
const beforeTraining = [experiment, resolved, metrics];
const models = ['model', 'model-best'].flatMap((name) =>
  ['model.json', 'weights.bin', 'verifier.json'].map((file) => `${name}/${file}`),
);

describe('run.json holds the digests of what is there', () => {
  it('before the first epoch, after each, and at the end', () => {
    const run = runThrough();
    expectDigestsToFit(run.folder, beforeTraining);
    for (const event of [start, epoch(1), epoch(2)]) run.take(event);
    expectDigestsToFit(run.folder, [...beforeTraining, evaluation]);
    expectDigestsToFit(completed(), [...beforeTraining, evaluation, ...models]);
  });

  it('of a run that goes on, too, with more epochs and another resolved.yaml', () => {
    const folder = completed();
    const resumption = prepareResume({ found: openRun(folder), epochs: 3 });
    const on = resumption.begin({ ...start, epochs: 3 }, { command: ['siamese', 'resume'], directory: runs });
    for (const event of [{ ...start, epochs: 3 }, epoch(3)]) on.take(event);
    expectDigestsToFit(folder, [...beforeTraining, evaluation]);
    for (const event of [checkpoint(3), end(3)]) on.take(event);
    on.finish({ status: 'completed', reason: 'allEpochs' });
    expectDigestsToFit(folder, [...beforeTraining, evaluation, ...models]);
  });

  it('of metrics.csv without a row that came after run.json was written', () => {
    const { folder } = runThrough(start, epoch(1));
    const before = readFileSync(join(folder, metrics));
    appendFileSync(join(folder, metrics), '2,8,0.');
    expect(openRun(folder).run.digests[metrics]?.bytes).toBe(before.length);
  });
});

describe('a run.json that was altered', () => {
  const written = (folder: string) => readFileSync(join(folder, runFiles.run), 'utf8');
  const problemAfter = (change: (text: string) => string): string | null => {
    const folder = completed();
    const changed = change(written(folder));
    expect(changed).not.toBe(written(folder));
    writeFileSync(join(folder, runFiles.run), changed);
    const [entry] = listRuns(runs).filter(({ path }) => path === folder);
    return entry?.kind === 'unreadable' ? entry.problem : null;
  };
  const damaged = /^run\.json is damaged: what it holds isn't what was written, as its digest shows\.$/;

  it.each([
    ['a figure', (text: string) => text.replace('"valAccuracy": 0.7', '"valAccuracy": 0.9')],
    ['a figure as text', (text: string) => text.replace('"valAccuracy": 0.7', '"valAccuracy": "0.7"')],
    ['the status', (text: string) => text.replace('"completed"', '"stopped"')],
    [
      'the digest',
      (text: string) => text.replace(/"digest": "(.)/, (_, digit) => `"digest": "${digit === '0' ? 1 : 0}`),
    ],
    ["the digest's name", (text: string) => text.replace('"digest":', '"digesu":')],
    ['the format', (text: string) => text.replace('"format": 4', '"format": 3')],
    ['a key more', (text: string) => text.replace('{', '{ "extra": 1,')],
  ])('is told: %s', (_, change) => {
    expect(problemAfter(change)).toMatch(damaged);
  });

  it('is none where it is but indented otherwise', () => {
    expect(problemAfter((text) => JSON.stringify(JSON.parse(text)))).toBeNull();
    expect(
      problemAfter((text) => {
        const run = JSON.parse(text) as Run;
        return JSON.stringify(Object.fromEntries(Object.entries(run).reverse()));
      }),
    ).toBeNull();
  });

  it('is told of bits all over it', () => {
    const folder = completed();
    const bytes = readFileSync(join(folder, runFiles.run));
    const unnoticed: number[] = [];
    for (let at = 0; at < bytes.length; at += 11) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] as number) ^ (1 << (at % 8));
      writeFileSync(join(folder, runFiles.run), changed);
      const [entry] = listRuns(runs);
      if (
        entry?.kind === 'run' &&
        JSON.stringify(JSON.parse(changed.toString())) !== JSON.stringify(JSON.parse(bytes.toString()))
      )
        unnoticed.push(at);
    }
    expect(unnoticed).toEqual([]);
  });
});
