import { appendFileSync, cpSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRunFolder, readDetails, runFiles, selectRuns } from '../../src/record/index.ts';
import { writeRunJson } from '../run-json.ts';
import { checkpoint, end, epoch, requestIn, start, temporaryFolder } from './fixtures.ts';

let runs: string;
beforeEach(() => {
  runs = temporaryFolder();
});
afterEach(() => rmSync(runs, { recursive: true, force: true }));

/** The problem of the only run, as a comparison and a list are told of it; null where there is none. */
function problemOf(folder: string): string | null {
  const { runs: read, unreadable } = readDetails(selectRuns([folder], { runsFolder: runs, directory: runs }));
  expect(read.length + unreadable.length).toBe(1);
  return unreadable[0]?.problem ?? null;
}

type Change = readonly [file: string, change: (text: string) => string];
const edit = (folder: string, [file, change]: Change): void => {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  expect(change(text)).not.toBe(text);
  writeFileSync(path, change(text));
};
// biome-ignore lint/suspicious/noExplicitAny: what it holds is spoilt here
type Anything = any;
const json =
  (change: (value: Anything) => void) =>
  (text: string): string => {
    const value = JSON.parse(text);
    change(value);
    return JSON.stringify(value);
  };

describe('a run of before there were digests', () => {
  const fixtures = new URL('../fixtures/runs-0.1.0', import.meta.url).pathname;
  const { run, metrics, evaluation, resolved } = runFiles;

  it.each(['completed', 'stopped', 'triplets'])('is right as it was left: %s', (name) => {
    cpSync(join(fixtures, name), join(runs, name), { recursive: true });
    expect(problemOf(join(runs, name))).toBeNull();
  });

  const cases: readonly (readonly [what: string, change: Change, problem: RegExp])[] = [
    [
      'a result that is better',
      [run, (text) => text.replaceAll('0.585', '0.95')],
      /^metrics\.csv and run\.json contradict each other: valAccuracy of epoch 2 is 0\.585 in metrics\.csv, and 0\.95 in run\.json\.$/,
    ],
    [
      'a result of the best epoch that is better',
      [run, json(({ result }) => (result.best.valAccuracy = 0.95))],
      /valAccuracy of epoch 2 is 0\.585 in metrics\.csv, and 0\.95/,
    ],
    [
      'an accuracy above 1',
      [run, (text) => text.replaceAll('0.585', '7.5')],
      /^run\.json is damaged: in its result valAccuracy is 7\.5, and must be from 0 to 1\.$/,
    ],
    [
      'an accuracy that is text',
      [run, (text) => text.replaceAll('0.585', '"a lot"')],
      /valAccuracy is "a lot", and must be a number/,
    ],
    [
      'a loss without a number',
      [run, json(({ result }) => (result.last.loss = null))],
      /loss is null, and must be a number/,
    ],
    ['a figure less', [run, json(({ result }) => delete result.last.valLoss)], /valLoss is missing/],
    [
      'another seed',
      [run, json((value) => (value.seed = 8))],
      /resolved\.yaml and run\.json of .* contradict each other: the seed is 7 there, and 8 here/,
    ],
    ['more epochs', [run, json((value) => (value.epochs = 20))], /the epochs are 2 there, and 20 here/],
    ['fewer epochs', [run, json((value) => (value.epochs = 1))], /its last epoch is 2 of 1/],
    [
      'an engine that is text',
      [run, json((value) => (value.engine = 'fast'))],
      /engine is "fast", and must be a mapping, or null/,
    ],
    ['a negative count', [run, json(({ steps }) => (steps.validationPairs = -200))], /steps\.validationPairs is -200/],
    [
      'a row less',
      [metrics, (text) => text.replace(/2,400.*\n/, '')],
      /^metrics\.csv and run\.json contradict each other: metrics\.csv has 1 epoch, and run\.json tells of 2\.$/,
    ],
    ['half a row', [metrics, (text) => text.slice(0, -30)], /metrics\.csv has 1 epoch/],
    ['a row more', [metrics, (text) => `${text}3,600,0.6,0.6,0.6,0.6,0.01,0.3\n`], /metrics\.csv has 3 epochs/],
    [
      'a figure of the last row',
      [metrics, (text) => text.replace('0.585', '0.685')],
      /is 0\.685 in metrics\.csv, and 0\.585 in run\.json/,
    ],
    [
      'a figure above 1 in an earlier row',
      [metrics, (text) => text.replace('0.5225', '5.225')],
      /is damaged: in epoch 1 accuracy is 5\.225, and must be from 0 to 1/,
    ],
    [
      'no number',
      [metrics, (text) => text.replace('0.5225', '0.5.225')],
      /is damaged: in epoch 1 accuracy is null, and must be a number/,
    ],
    [
      'an accuracy in evaluation.json',
      [evaluation, (text) => text.replaceAll('"accuracy": 0.585', '"accuracy": 0.95')],
      /^evaluation\.json of .* is damaged: after epoch 2 117 of 200 pairs were called rightly, and the accuracy is 0\.95\.$/,
    ],
    [
      'a bit of a pair',
      [
        evaluation,
        json(({ last }) => (last.correct = `${last.correct[0] === 'A' ? 'B' : 'A'}${last.correct.slice(1)}`)),
      ],
      /of 200 pairs were called rightly/,
    ],
    ['an AUC', [evaluation, (text) => text.replaceAll('0.6265', '0.9265')], /AUC is 0\.9265, and by its histogram/],
    [
      'a d′',
      [evaluation, json(({ last }) => (last.separation.dPrime = 3))],
      /d′ is 3, and by its means and deviations 0\.468/,
    ],
    [
      'an overlap',
      [evaluation, json(({ last }) => (last.separation.overlap = 0))],
      /the overlap is 0, and by its histogram/,
    ],
    [
      'a bin',
      [evaluation, json(({ last }) => last.separation.histogram.same[0]++)],
      /the histogram of pairs of the same class doesn't add up/,
    ],
    [
      'a quantile',
      [evaluation, json(({ last }) => (last.separation.same.quantiles[0] = 9))],
      /the distances of pairs of the same class contradict one another/,
    ],
    ['a standard error', [evaluation, json(({ last }) => (last.standardError = -1))], /the standard error is -1/],
    [
      'another epoch',
      [evaluation, json(({ last }) => (last.epoch = 1))],
      /its best epoch comes after its last|its last epoch is 1, and that of run\.json 2/,
    ],
    ['other pairs', [evaluation, json(({ measuredOn }) => (measuredOn.pairs = 199))], /evaluation\.json/],
    [
      'another experiment',
      [resolved, (text) => text.replace('seed: 7', 'seed: 8')],
      /resolved\.yaml is not what .* has trained/,
    ],
  ];

  it.each(cases)('is left out where it has %s', (_, change, problem) => {
    const folder = join(runs, 'completed');
    cpSync(join(fixtures, 'completed'), folder, { recursive: true });
    edit(folder, change);
    expect(problemOf(folder)).toMatch(problem);
  });
});

describe('a run with digests', () => {
  function runThrough() {
    const run = createRunFolder(requestIn(runs));
    for (const event of [start, epoch(1), checkpoint(1), epoch(2)]) run.take(event);
    return run;
  }
  function completed(): string {
    const run = runThrough();
    for (const event of [checkpoint(2), end(2)]) run.take(event);
    run.finish({ status: 'completed', reason: 'allEpochs' });
    return run.folder;
  }
  const altered =
    /^(metrics\.csv|evaluation\.json) of .* is damaged: it isn't what was written, as its digest in run\.json shows\.$/;

  it.each([
    ['a digit', [runFiles.metrics, (text: string) => text.replace('0.7,', '0.8,')]],
    ['a row more', [runFiles.metrics, (text: string) => `${text}${text.split('\n')[2]?.replace('2,', '3,')}\n`]],
    ['half a row more', [runFiles.metrics, (text: string) => `${text}3,12,0.`]],
    ['a row less', [runFiles.metrics, (text: string) => text.replace(/\n2,.*/, '')]],
    ['a standard error', [runFiles.evaluation, (text: string) => text.replace('0.025', '0.0125')]],
    ['a blank', [runFiles.evaluation, (text: string) => `${text} `]],
  ] as [string, Change][])('is left out where its files have %s', (_, change) => {
    const folder = completed();
    expect(problemOf(folder)).toBeNull();
    edit(folder, change);
    expect(problemOf(folder)).toMatch(altered);
  });

  it('is left out where one of them is gone', () => {
    const folder = completed();
    rmSync(join(folder, runFiles.evaluation));
    expect(problemOf(folder)).toMatch(/^evaluation\.json of .* is gone\.$/);
    rmSync(join(folder, runFiles.metrics));
    expect(problemOf(folder)).toMatch(/^metrics\.csv of .* can't be read: ENOENT/);
  });

  it('is right while it runs, though its files are ahead of run.json, as after a kill', () => {
    const run = runThrough();
    const before = readFileSync(join(run.folder, runFiles.run));
    run.take(checkpoint(2));
    run.take(epoch(3, 0.8));
    writeFileSync(join(run.folder, runFiles.run), before); // a kill came before it was written
    expect(problemOf(run.folder)).toBeNull();
    appendFileSync(join(run.folder, runFiles.metrics), '4,16,0.'); // or a power loss within a row
    expect(problemOf(run.folder)).toBeNull();
    truncateSync(join(run.folder, runFiles.metrics), 100); // what had been flushed
    expect(problemOf(run.folder)).toMatch(altered);
  });

  it('is looked at more closely where a row came after its digest', () => {
    const run = runThrough();
    appendFileSync(join(run.folder, runFiles.metrics), '3,12,0.3,1.5,0.3,0.7,0.001,1.5\n');
    expect(problemOf(run.folder)).toMatch(/in epoch 3 accuracy is 1\.5, and must be from 0 to 1/);
    writeRunJson(run.folder, { ...run.run, digests: {}, status: 'stopped' });
    expect(problemOf(run.folder)).toMatch(/metrics\.csv/);
  });
});
