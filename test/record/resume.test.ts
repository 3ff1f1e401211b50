import { appendFileSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashExperiment, toResolvedYaml, withEpochs } from '../../src/experiment/index.ts';
import { loadExperiments } from '../../src/experiment/node.ts';
import { isClaimed } from '../../src/record/claim.ts';
import {
  createRunFolder,
  type Outcome,
  openRun,
  prepareResume,
  type RunFolder,
  readCheckpoint,
  readMetrics,
  runFiles,
} from '../../src/record/index.ts';
import { rules, type StartEvent, type TrainingEvent } from '../../src/training/index.ts';
import { writeRunJson } from '../run-json.ts';
import {
  checkpoint,
  end,
  epoch,
  experiment,
  loaded,
  markOfDead,
  pointAfter,
  requestIn,
  rowOf,
  start,
  temporaryFolder,
} from './fixtures.ts';

let runs: string;
beforeEach(() => {
  runs = join(temporaryFolder(), 'runs');
});
afterEach(() => rmSync(join(runs, '..'), { recursive: true, force: true }));

const launch = { command: ['siamese', 'resume', 'latest'], directory: import.meta.dirname };
const read = (folder: string, file: string): string => readFileSync(join(folder, file), 'utf8');
const resume = (folder: string, epochs: number | null = null) => prepareResume({ found: openRun(folder), epochs });
const contents = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), 'base64')]),
  );

function runThrough(events: readonly TrainingEvent[]): RunFolder {
  const run = createRunFolder(requestIn(runs));
  for (const event of events) run.take(event);
  return run;
}

/** A run whose process was killed after these events. */
function killed(...events: readonly TrainingEvent[]): string {
  const { folder, run } = runThrough(events);
  writeRunJson(folder, { ...run, process: markOfDead() });
  return folder;
}

function ended(outcome: Outcome, ...events: readonly TrainingEvent[]): string {
  const run = runThrough(events);
  run.finish(outcome);
  return run.folder;
}

const completed = () =>
  ended({ status: 'completed', reason: 'allEpochs' }, start, epoch(1), checkpoint(1), epoch(2), checkpoint(2), end(2));

describe('a run that was killed', () => {
  it('goes on from its checkpoint, and loses what came after it', () => {
    const folder = killed(start, epoch(1), checkpoint(1), epoch(2));
    writeFileSync(join(folder, '.new-999-run.json'), '{'); // what a kill may leave
    writeFileSync(join(folder, runFiles.checkpoint, '.new-999-last.bin'), 'x');
    appendFileSync(join(folder, runFiles.metrics), '3,12,0.');
    const resumption = resume(folder);
    expect(resumption.point).toEqual(pointAfter(1));
    const run = resumption.begin(start, launch);
    run.take(start);
    expect(openRun(folder)).toMatchObject({
      status: 'running',
      run: {
        process: { id: process.pid },
        result: { last: rowOf(1), best: { epoch: 1 } },
        resumes: [{ step: 4, epoch: 1, engine: start.engine, extends: null, launch }],
      },
    });
    expect(readMetrics(openRun(folder))).toEqual([rowOf(1)]);
    expect(readdirSync(folder).filter((name) => name.startsWith('.new-'))).toEqual(['.new-reserve']);
    expect(readdirSync(join(folder, runFiles.checkpoint))).toEqual(['last.bin']);

    for (const event of [epoch(2), checkpoint(2)]) run.take(event);
    expect(readMetrics(openRun(folder))).toEqual([rowOf(1), rowOf(2)]);
    resumption.release();
  });

  it('ends like any other: both models, status, and no claim left', async () => {
    const folder = killed(start, epoch(1), checkpoint(1));
    const run = resume(folder).begin(start, launch);
    for (const event of [start, epoch(2, 0.6, false), checkpoint(2), end(2)]) run.take(event);
    run.finish({ status: 'completed', reason: 'allEpochs' });
    const twin = ended(
      { status: 'completed', reason: 'allEpochs' },
      ...[start, epoch(1), checkpoint(1), epoch(2, 0.6, false), checkpoint(2), end(2)],
    );
    for (const file of [
      runFiles.evaluation,
      runFiles.weights,
      runFiles.verifier,
      runFiles.weightsBest,
      runFiles.metrics,
    ])
      expect(read(folder, file)).toBe(read(twin, file));
    expect(openRun(folder).run.weightsHash).toBe(openRun(twin).run.weightsHash);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('starts from the beginning where no checkpoint had been written', () => {
    const folder = killed(start, epoch(1));
    const resumption = resume(folder);
    expect(resumption.point).toBeNull();
    resumption.begin(start, launch);
    expect(readMetrics(openRun(folder))).toEqual([]);
    resumption.release();
  });

  it('is not begun anew where a checkpoint must have been there', () => {
    const folder = killed(start, epoch(1), checkpoint(1), epoch(2), checkpoint(2));
    rmSync(join(folder, runFiles.checkpoint), { recursive: true });
    expect(() => resume(folder)).toThrow(/no checkpoint to go on from, though it must have had one; train it anew/);
  });

  it('goes on from the one before where its checkpoint is torn, and never loses that', () => {
    const folder = killed(start, epoch(1), checkpoint(1), epoch(2), checkpoint(2));
    truncateSync(join(folder, runFiles.checkpointLast), 500);
    const resumption = resume(folder);
    expect(resumption.warnings).toEqual([expect.stringMatching(/^checkpoint\/last\.bin is damaged/)]);
    expect(resumption.point).toEqual(pointAfter(1));
    resumption.begin(start, launch);
    expect(readCheckpoint(join(folder, runFiles.checkpointLast)).point).toEqual(pointAfter(1));
    resumption.release();
  });
});

describe('a run that was stopped', () => {
  it('goes on within its epoch, and replaces the model of the moment', async () => {
    const folder = ended({ status: 'stopped' }, start, epoch(1), checkpoint(1), end(1, 'stopped', 2));
    const before = read(folder, runFiles.verifier);
    const resumption = resume(folder);
    expect(resumption.point).toEqual(pointAfter(1, 2));
    const run = resumption.begin(start, launch);
    expect(openRun(folder).run).toMatchObject({ weightsHash: null, endedAt: null, seconds: expect.any(Number) });
    for (const event of [start, epoch(2), checkpoint(2), end(2)]) run.take(event);
    run.finish({ status: 'completed', reason: 'allEpochs' });
    expect(read(folder, runFiles.verifier)).not.toBe(before);
    expect(openRun(folder)).toMatchObject({ status: 'completed', run: { result: { last: { epoch: 2 } } } });
  });

  it('keeps its model and its last checkpoint where it is stopped again at once', async () => {
    const folder = ended({ status: 'stopped' }, start, end(0, 'stopped', 2));
    const run = resume(folder).begin(start, launch);
    for (const event of [start, end(0, 'stopped', 2)]) run.take(event);
    run.finish({ status: 'stopped' });
    expect(resume(folder).point).toEqual(pointAfter(0, 2));
    expect(openRun(folder).run.resumes).toHaveLength(1);
  });
});

describe('a completed run', () => {
  it('takes more epochs, with its new hash beside the old', async () => {
    const folder = completed();
    const run = resume(folder, 3).begin({ ...start, epochs: 3 }, launch);
    const description = `${experiment.description} [with training.epochs=3]`;
    const longer = { ...withEpochs(experiment, 3, rules), description };
    expect(read(folder, runFiles.resolved)).toBe(toResolvedYaml(longer));
    const [given] = loadExperiments({ files: [runFiles.experiment], cwd: folder, overrides: [], rules });
    expect(given).toMatchObject({ hash: hashExperiment(longer), experiment: longer });
    expect(openRun(folder).run).toMatchObject({
      hash: hashExperiment(longer),
      epochs: 3,
      resumes: [{ step: 8, epoch: 2, extends: { hash: loaded.hash, epochs: 2 } }],
    });
    for (const event of [start, epoch(3), checkpoint(3), end(3)]) run.take(event);
    run.finish({ status: 'completed', reason: 'allEpochs' });
    expect(readCheckpoint(join(folder, runFiles.checkpointLast)).hash).toBe(hashExperiment(longer));
    resume(folder, 4).release();
  });

  it('takes them too where the power went before resolved.yaml was written', async () => {
    const folder = completed();
    const old = read(folder, runFiles.resolved);
    const resumption = resume(folder, 3);
    const { run } = resumption.begin({ ...start, epochs: 3 }, launch);
    resumption.release();
    writeFileSync(join(folder, runFiles.resolved), old);
    writeRunJson(folder, { ...run, process: null });
    const again = resume(folder);
    expect(again.loaded.hash).toBe(run.hash);
    again.begin({ ...start, epochs: 3 }, launch);
    expect(read(folder, runFiles.resolved)).toBe(toResolvedYaml(withEpochs(experiment, 3, rules)));
    again.release();
  });

  it('is refused without more epochs, with fewer, and after early stopping', async () => {
    const folder = completed();
    expect(() => resume(folder)).toThrow(
      /has completed all 2 epochs; to train more: npm run resume .* training\.epochs=3$/,
    );
    expect(() => resume(folder, 2)).toThrow(/has completed all 2 epochs/);
    expect(() => resume(folder, 1)).toThrow(
      /training\.epochs=1 is less than the 2 epochs of .*; a run can be given more/,
    );
    const early = ended({ status: 'completed', reason: 'earlyStopping' }, start, epoch(1), end(1, 'earlyStopping'));
    expect(() => resume(early, 9)).toThrow(/early stopping ended it after epoch 1, and would again\.$/);
  });

  it('is refused where the schedule depends on the number of epochs', async () => {
    const schedule = { name: 'cosine', end: 0, warmupEpochs: 0 } as const;
    const cosine = { ...experiment, training: { ...experiment.training, schedule } };
    const run = createRunFolder(
      requestIn(runs, { loaded: { ...loaded, experiment: cosine, hash: hashExperiment(cosine) } }),
    );
    for (const event of [start, epoch(1), checkpoint(1), end(2)]) run.take(event);
    run.finish({ status: 'completed', reason: 'allEpochs' });
    expect(() => resume(run.folder, 3)).toThrow(
      /^The learning rate of .* is scheduled over all its 2 epochs, .* Train it as a new run: npm run exp .* training\.epochs=3$/,
    );
  });
});

describe('a resume that would not give the same bits', () => {
  const changed = (change: Partial<StartEvent>): StartEvent => ({ ...start, ...change });
  const { engine, fingerprints } = start;
  it.each([
    [
      'the images',
      changed({ fingerprints: { ...fingerprints, data: 'D' } }),
      /the images or their labels: d then, D now/,
    ],
    ['the pairs', changed({ fingerprints: { ...fingerprints, trainPairs: 'T' } }), /the training pairs: t then, T now/],
    [
      'the validation pairs',
      changed({ fingerprints: { ...fingerprints, validationPairs: 'V' } }),
      /the validation pairs: v then, V now/,
    ],
    ['the engine', changed({ engine: { ...engine, name: 'wasm' } }), /the engine: reference then, wasm now/],
    [
      'the arithmetic',
      changed({ engine: { ...engine, arithmetic: 'wasm unfused' } }),
      /the arithmetic of the engine on this machine: reference then, wasm unfused now/,
    ],
  ])('is refused with what changed: %s; and nothing is touched', (_, now, sentence) => {
    const folder = killed(start, epoch(1), checkpoint(1), epoch(2));
    const before = contents(folder);
    const resumption = resume(folder);
    expect(() => resumption.begin(now, launch)).toThrow(sentence);
    resumption.release();
    expect(contents(folder)).toEqual(before);
    resume(folder).release();
  });

  it('may have other threads and another build of the same arithmetic', () => {
    const resumption = resume(killed(start, epoch(1), checkpoint(1)));
    resumption.begin(changed({ engine: { ...engine, build: 'other', threads: 7, memoryBytes: 1 } }), launch);
    resumption.release();
  });

  it('is refused where resolved.yaml was edited or is gone', () => {
    const folder = killed(start, epoch(1), checkpoint(1));
    const file = join(folder, runFiles.resolved);
    writeFileSync(file, read(folder, runFiles.resolved).replace('seed: 42', 'seed: 43'));
    expect(() => resume(folder)).toThrow(
      /^resolved\.yaml is not what .* has trained: its hash is [0-9a-f]{8}, .* Undo that/,
    );
    rmSync(file);
    expect(() => resume(folder)).toThrow(/^resolved\.yaml is gone from/);
  });

  it("is refused where the checkpoint is another experiment's", () => {
    const folder = killed(start, epoch(1), checkpoint(1));
    const other = createRunFolder(requestIn(runs, { loaded: { ...loaded, hash: 'f'.repeat(64) } }));
    for (const event of [start, epoch(1), checkpoint(1)]) other.take(event);
    writeFileSync(join(folder, runFiles.checkpointLast), readFileSync(join(other.folder, runFiles.checkpointLast)));
    expect(() => resume(folder)).toThrow(/^The checkpoint in .* belongs to another experiment \(ffffffff, not/);
  });
});

describe('a resume that can not be', () => {
  it('is refused while the run goes on, with its process', () => {
    const { folder } = runThrough([start, epoch(1), checkpoint(1)]);
    expect(() => resume(folder)).toThrow(
      new RegExp(`is still running, by process ${process.pid} on ${hostname()}; wait until it has ended`),
    );
  });

  it('is refused to a second one', () => {
    const folder = killed(start, epoch(1), checkpoint(1));
    const first = resume(folder);
    expect(() => resume(folder)).toThrow(/is being resumed by process \d+ on .* already/);
    first.release();
    expect(isClaimed(folder)).toBe(false);
    resume(folder).release();
  });

  it('is refused to a run that failed before its first checkpoint', async () => {
    const folder = ended({ status: 'failed', error: 'The loss is not finite.' }, start);
    expect(() => resume(folder)).toThrow(
      /has no checkpoint to go on from: it failed before the first; train it anew with/,
    );
  });

  it('is open to one that failed after it', async () => {
    const folder = ended({ status: 'failed', error: 'The disk is full.' }, start, epoch(1), checkpoint(1));
    const resumption = resume(folder);
    resumption.begin(start, launch);
    expect(openRun(folder)).toMatchObject({ status: 'running', run: { error: null } });
    resumption.release();
  });

  it('is refused to a folder of format 1, which still lists', () => {
    const folder = killed(start, epoch(1));
    const { resumes: _, weightsHash: __, reproduces: ___, ...old } = openRun(folder).run;
    writeFileSync(join(folder, runFiles.run), JSON.stringify({ ...old, format: 1 }));
    expect(openRun(folder)).toMatchObject({ status: 'interrupted', run: { resumes: [], reproduces: null } });
    expect(() => resume(folder)).toThrow(/was made by a version that left no checkpoint, so it can't go on/);
  });
});
