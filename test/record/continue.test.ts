import { readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Experiment, hashExperiment, type LoadedExperiment, withEpochs } from '../../src/experiment/index.ts';
import {
  ChangedError,
  createRunFolder,
  findCheckpoint,
  openRun,
  prepareContinuation,
  prepareResume,
  readMetrics,
  runFiles,
} from '../../src/record/index.ts';
import { rules, type TrainingEvent } from '../../src/training/index.ts';
import { checkpoint, end, epoch, experiment, loaded, requestIn, rowOf, start, temporaryFolder } from './fixtures.ts';

let runs: string;
beforeEach(() => {
  runs = join(temporaryFolder(), 'runs');
});
afterEach(() => rmSync(join(runs, '..'), { recursive: true, force: true }));

const launch = { command: ['siamese', 'exp', 'four.yaml'], directory: import.meta.dirname };
const read = (folder: string, file: string): string => readFileSync(join(folder, file), 'utf8');
const load = (experiment: Experiment): LoadedExperiment => ({
  ...loaded,
  experiment,
  hash: hashExperiment(experiment),
});
/** The experiment with twice its two epochs, under a name of its own. */
const longer = load({ ...withEpochs(experiment, 4, rules), name: 'four' });
const continueAs = (folder: string, wanted = longer) =>
  prepareContinuation(openRun(folder), requestIn(runs, { loaded: wanted }));

function completed(wanted: LoadedExperiment, ...events: readonly TrainingEvent[]): string {
  const run = createRunFolder(requestIn(runs, { loaded: wanted }));
  for (const event of events) run.take(event);
  run.finish({ status: 'completed', reason: 'allEpochs' });
  return run.folder;
}
const listed = () => readdirSync(runs).sort();
const twoEpochs = [start, epoch(1), checkpoint(1), epoch(2, 0.6, false), checkpoint(2)];
const shorter = () => completed(loaded, ...twoEpochs, end(2));

describe('a run that continues another', () => {
  it('begins with its epochs, its state and its best one, and says whose they are', async () => {
    const source = shorter();
    const before = read(source, runFiles.run);
    const { folder } = continueAs(source).begin(start, launch);
    const { run } = openRun(folder);
    expect(run).toMatchObject({
      name: 'four',
      hash: longer.hash,
      status: 'running',
      epochs: 4,
      launch,
      continues: { folder: basename(source), hash: loaded.hash, epochs: 2, seconds: expect.any(Number) },
      result: { last: rowOf(2, 0.6), best: { epoch: 1 } },
    });
    expect(run.seconds).toBe(run.continues?.seconds);
    expect(readMetrics(openRun(folder))).toEqual([rowOf(1), rowOf(2, 0.6)]);
    const [own, theirs] = [folder, source].map((path) => findCheckpoint(path)?.checkpoint);
    expect(own).toEqual({ ...theirs, hash: longer.hash });
    expect(read(source, runFiles.run)).toBe(before);
  });

  it('ends as one that was trained anew', async () => {
    const rest = [epoch(3, 0.6, false), checkpoint(3), epoch(4, 0.5, false), checkpoint(4), end(4)];
    const run = continueAs(shorter()).begin(start, launch);
    for (const event of [start, ...rest]) run.take(event);
    run.finish({ status: 'completed', reason: 'allEpochs' });
    const anew = completed(longer, ...twoEpochs, ...rest);
    for (const file of ['evaluation', 'weights', 'verifier', 'weightsBest', 'verifierBest', 'metrics'] as const)
      expect(read(run.folder, runFiles[file])).toBe(read(anew, runFiles[file]));
    expect(openRun(run.folder).run.weightsHash).toBe(openRun(anew).run.weightsHash);
  });

  it('can be resumed when it is killed before its own first checkpoint', async () => {
    const run = continueAs(shorter()).begin(start, launch);
    run.take(start);
    run.take(epoch(3));
    run.finish({ status: 'stopped' });
    const resumption = prepareResume({ found: openRun(run.folder), epochs: null });
    expect(resumption.epochs.map(({ metrics }) => metrics)).toEqual([rowOf(1), rowOf(2, 0.6)]);
    resumption.release();
  });

  it('may have no epoch more than the other, but not fewer', async () => {
    const source = shorter();
    const twin = load({ ...experiment, name: 'twin' });
    expect(continueAs(source, twin).epochs).toHaveLength(2);
    const one = load(withEpochs(experiment, 1, rules));
    expect(() => continueAs(source, one)).toThrow("can't be continued: its checkpoint is already after epoch 2.");
  });

  it('takes the checkpoint before, where the last is damaged, and says so', async () => {
    const source = shorter();
    truncateSync(join(source, runFiles.checkpointLast), 100);
    const { epochs, continues, warnings } = continueAs(source);
    expect([epochs.length, continues.epochs]).toEqual([1, 1]);
    expect(warnings).toEqual([
      expect.stringMatching(/-small-one-\w+: checkpoint\/last\.bin is damaged: .* The one before it is whole/),
    ]);
    truncateSync(join(source, runFiles.checkpointPrevious), 100);
    expect(() => continueAs(source)).toThrow(/can't go on: checkpoint\/last\.bin is damaged: .*There is no other/);
  });

  it('is refused another experiment, other data and other arithmetic, and leaves nothing', async () => {
    const source = shorter();
    expect(() => continueAs(source, load({ ...longer.experiment, seed: 43 }))).toThrow(
      "can't be continued: it differs in more than the number of epochs.",
    );
    const otherData = { ...start, fingerprints: { ...start.fingerprints, data: 'e' } };
    const otherArithmetic = { ...start, engine: { ...start.engine, arithmetic: 'fused' } };
    const names = listed();
    for (const now of [otherData, otherArithmetic]) {
      const begin = () => continueAs(source).begin(now, launch);
      expect(begin).toThrow(ChangedError);
      expect(begin).toThrow(
        /can't be continued to the same result, for this has changed:\n {2}the (images|arithmetic)/,
      );
    }
    expect(listed()).toEqual(names);
  });
});
