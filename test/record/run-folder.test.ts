import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InputError, RunError } from '../../src/errors/index.ts';
import { type Objective, toResolvedYaml } from '../../src/experiment/index.ts';
import { modelFiles } from '../../src/network/index.ts';
import {
  createRunFolder,
  explainWriteFailure,
  openRun,
  type Run,
  readCheckpoint,
  readMetrics,
  runFiles,
  type Verifier,
} from '../../src/record/index.ts';
import { createVerifier } from '../../src/record/verifier.ts';
import {
  checkpoint,
  end,
  epoch,
  experiment,
  loaded,
  planFor,
  pointAfter,
  requestIn,
  rowOf,
  start,
  stateAfter,
  temporaryFolder,
} from './fixtures.ts';

let runs: string;
beforeEach(() => {
  runs = join(temporaryFolder(), 'runs');
});
afterEach(() => rmSync(join(runs, '..'), { recursive: true, force: true }));

const read = (folder: string, file: string): string => readFileSync(join(folder, file), 'utf8');
const readRun = (folder: string): Run => JSON.parse(read(folder, runFiles.run)) as Run;

const header = 'epoch,step,loss,accuracy,valLoss,valAccuracy,learningRate,seconds\n';

describe('a new run folder', () => {
  it('is named by time, name and hash, and holds both experiment files', () => {
    const { folder } = createRunFolder(requestIn(runs));
    expect(basename(folder)).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ-small-one-[0-9a-f]{6}$/);
    expect(folder.endsWith(loaded.hash.slice(0, 6))).toBe(true);
    expect(read(folder, runFiles.experiment)).toBe(loaded.source);
    expect(read(folder, runFiles.resolved)).toBe(toResolvedYaml(experiment));
    expect(read(folder, runFiles.metrics).startsWith(header.trimEnd())).toBe(true);
    expect(readRun(folder)).toMatchObject({
      format: 4,
      status: 'running',
      seed: 42,
      resumes: [],
      reproduces: null,
      sweep: null,
      continues: null,
      process: { id: process.pid },
    });
  });

  it.each<[Objective, training: string, validation: string, isOptimistic: boolean]>([
    [
      { loss: 'binaryCrossentropy', distance: 'euclidean' },
      'share of pairs called rightly at probability 0.5',
      'share of pairs called rightly at probability 0.5',
      false,
    ],
    [
      { loss: 'contrastive', distance: 'euclidean', margin: 3 },
      'share of pairs called rightly at distance 1.5, half the margin',
      'share of pairs called rightly at distance 1.5, half the margin',
      false,
    ],
    [
      { loss: 'triplet', distance: 'cosine', margin: 0.5 },
      'share of triplets whose anchor is nearer to the positive than to the negative',
      'share of pairs called rightly at the threshold best for these very pairs: optimistic',
      true,
    ],
  ])(
    'says what accuracies mean, and whether they are optimistic: $loss',
    (objective, training, validation, isOptimistic) => {
      const { folder } = createRunFolder(
        requestIn(runs, { loaded: { ...loaded, experiment: { ...experiment, objective } } }),
      );
      expect(readRun(folder).accuracyMeans).toEqual({ training, validation, isOptimistic });
    },
  );

  it('tells the sweep that it belongs to', () => {
    const trial = { sweep: 'widths', sweepHash: 'abc', values: { seed: 42 }, label: 'seed=42', budget: null };
    const { folder } = createRunFolder(requestIn(runs, { loaded: { ...loaded, trial } }));
    expect(openRun(folder).run).toMatchObject({
      sweep: { name: 'widths', hash: 'abc', trial: 'seed=42' },
      continues: null,
    });
  });

  it('never takes a name twice', () => {
    const folders = [1, 2, 3].map(() => createRunFolder(requestIn(runs)).folder);
    expect(new Set(folders).size).toBe(3);
    expect(readdirSync(runs).sort()).toEqual(folders.map((folder) => basename(folder)).sort());
  });

  it('leaves nothing behind where the experiment can not be written', () => {
    const broken = {
      ...loaded,
      get source(): string {
        throw new Error('gone');
      },
    };
    expect(() => createRunFolder(requestIn(runs, { loaded: broken }))).toThrow('gone');
    expect(readdirSync(runs)).toEqual([]);
  });

  it('says so where runs is a file', () => {
    writeFileSync(runs, '');
    expect(() => createRunFolder(requestIn(runs))).toThrow(InputError);
    expect(() => createRunFolder(requestIn(runs))).toThrow(
      /A file stands where a folder is needed: .*runs\. Move it away/,
    );
    expect(() => createRunFolder(requestIn(join(runs, 'below')))).toThrow(/A file stands where a folder is needed/);
  });
});

describe('a run that completes', () => {
  it('leaves figures, model, verifier and a summary', () => {
    const run = createRunFolder(requestIn(runs));
    const { folder } = run;
    run.log('hello');
    const events = [start, epoch(1, 0.8), checkpoint(1), epoch(2, 0.75, false), checkpoint(2), end(2)];
    for (const event of events) run.take(event);
    expect(readRun(folder)).toMatchObject({ status: 'running', weightsHash: null, result: { last: { epoch: 2 } } });
    run.finish({ status: 'completed', reason: 'allEpochs' });

    expect(readMetrics(openRun(folder))).toEqual([rowOf(1, 0.8), rowOf(2, 0.75)]);
    expect(read(folder, runFiles.log)).toBe('hello\n');
    expect(readRun(folder)).toMatchObject({
      status: 'completed',
      reason: 'allEpochs',
      process: null,
      fingerprints: start.fingerprints,
      engine: start.engine,
      result: { last: rowOf(2, 0.75), best: { epoch: 1, valAccuracy: 0.8, valLoss: rowOf(1).valLoss } },
      weightsHash: createHash('sha256')
        .update(new Uint8Array(stateAfter(8).weights.buffer))
        .digest('hex'),
      versions: { node: process.version },
      launch: { command: ['siamese', 'exp', 'small.yaml'] },
    });
    const weights = end(2).state.weights;
    const { modelJson, weightsBin } = modelFiles(planFor(), weights);
    expect(read(folder, runFiles.modelJson)).toBe(modelJson);
    expect(new Uint8Array(readFileSync(join(folder, runFiles.weights)))).toEqual(weightsBin);
    expect(JSON.parse(read(folder, runFiles.verifier))).toEqual(
      createVerifier(planFor(), experiment.objective, weights, null),
    );
    const best = stateAfter(4).weights;
    expect(new Uint8Array(readFileSync(join(folder, runFiles.weightsBest)))).toEqual(
      modelFiles(planFor(), best).weightsBin,
    );
    expect(JSON.parse(read(folder, runFiles.verifierBest))).toEqual(
      createVerifier(planFor(), experiment.objective, best, null),
    );
    expect(readCheckpoint(join(folder, runFiles.checkpointLast))).toMatchObject({
      hash: loaded.hash,
      engine: { name: 'reference', arithmetic: 'reference' },
      fingerprints: start.fingerprints,
      epochs: [{ metrics: rowOf(1, 0.8) }, { metrics: rowOf(2, 0.75) }],
      point: pointAfter(2),
    });
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('the commit', () => {
  it('is read without running a program that the repository names', async () => {
    const repository = mkdtempSync(join(tmpdir(), 'siamese-repository-'));
    const mark = join(repository, 'ran');
    const program = join(repository, 'program.sh');
    writeFileSync(program, `#!/bin/sh\ntouch '${mark}'\ncat\n`, { mode: 0o755 });
    const git = (...args: string[]) => execFileSync('git', ['-C', repository, ...args], { encoding: 'utf8' });
    git('init', '-q');
    writeFileSync(join(repository, 'a.txt'), 'a\n');
    writeFileSync(join(repository, '.gitattributes'), '*.txt filter=mine\n');
    git('add', '.');
    git('-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '-qm', 'a');
    const programs = ['core.fsmonitor', 'filter.mine.clean', 'filter.mine.process', 'core.sshCommand', 'core.pager'];
    for (const setting of programs) git('config', setting, program);
    git('config', 'filter.mine.required', 'true');
    utimesSync(join(repository, 'a.txt'), 1, 1); // git has to read it again
    const folder = createRunFolder(requestIn(runs, { launch: { command: ['siamese'], directory: repository } }));
    await vi.waitFor(() => expect(folder.run.git).not.toBeNull(), { timeout: 10_000 });
    expect(folder.run.git).toEqual({ commit: git('rev-parse', 'HEAD').trim(), dirty: false });
    expect(existsSync(mark)).toBe(false);
    folder.finish({ status: 'stopped' });
    rmSync(repository, { recursive: true });
  });
});

describe('a clock that is set back by a day', () => {
  afterEach(() => void vi.useRealTimers());

  it("changes nothing of how long a run took, nor of its mark's renewals", () => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
    const folder = createRunFolder(requestIn(runs));
    folder.take(start);
    vi.advanceTimersByTime(30_000);
    vi.setSystemTime(Date.now() - 86_400_000);
    const { heartbeat } = folder.run.process as { heartbeat: string };
    folder.take({ type: 'steps', epoch: 1, step: 1, stepsPerEpoch: 4, loss: 1, accuracy: 0, millisecondsPerStep: 1 });
    expect(folder.run.process?.heartbeat).not.toBe(heartbeat);
    folder.finish({ status: 'stopped' });
    expect(readRun(folder.folder).seconds).toBe(30);
  });
});

describe('the log', () => {
  it('holds no order to a terminal, whatever a server or a device is called', () => {
    const folder = createRunFolder(requestIn(runs));
    folder.log('a server says \x1b[2J\u202e');
    folder.finish({ status: 'stopped' });
    expect(read(folder.folder, runFiles.log)).toBe('a server says \\u001b[2J\\u202e\n');
  });
});

describe('a run that ends early', () => {
  it('keeps the model of the moment when stopped', async () => {
    const run = createRunFolder(requestIn(runs));
    for (const event of [start, end(0, 'stopped', 3)]) run.take(event);
    run.finish({ status: 'stopped' });
    expect(readRun(run.folder)).toMatchObject({ status: 'stopped', reason: null, result: null, process: null });
    expect(existsSync(join(run.folder, runFiles.weights))).toBe(true);
    expect(existsSync(join(run.folder, runFiles.modelBest))).toBe(false); // no epoch was done
    expect(run.checkpointStep).toBe(3);
    expect(readCheckpoint(join(run.folder, runFiles.checkpointLast)).point).toEqual(pointAfter(0, 3));
  });

  it('keeps its sentence and the last whole epoch when failed', async () => {
    const run = createRunFolder(requestIn(runs));
    for (const event of [start, epoch(1), checkpoint(1)]) run.take(event);
    run.finish({ status: 'failed', error: 'The loss is not finite.' });
    expect(readRun(run.folder)).toMatchObject({ status: 'failed', error: 'The loss is not finite.' });
    expect(existsSync(join(run.folder, runFiles.weights))).toBe(true);
  });

  it('fails with a sentence where its folder is taken away', () => {
    const run = createRunFolder(requestIn(runs));
    rmSync(run.folder, { recursive: true });
    expect(() => run.take(start)).toThrow(/its folder is gone/);
    expect(() => run.log('unheard')).not.toThrow();
  });

  it('refuses to put a model over another one', () => {
    const run = createRunFolder(requestIn(runs));
    run.take(start);
    mkdirSync(join(run.folder, runFiles.model));
    writeFileSync(join(run.folder, runFiles.modelJson), 'precious');
    expect(() => run.take(end(0))).toThrow(RunError);
    expect(() => run.finish({ status: 'stopped' })).toThrow(RunError);
    expect(read(run.folder, runFiles.modelJson)).toBe('precious');
    expect(readRun(run.folder)).toMatchObject({ status: 'failed', error: expect.stringMatching(/model/) });
  });
});

describe('what the system refuses', () => {
  const failure = (code: string) => Object.assign(new Error(`${code}: no`), { code, syscall: 'write' });
  it.each([
    ['ENOSPC', RunError, /^The disk is full: \/runs could not be written\. Free some space/],
    ['EACCES', InputError, /^No permission to write \/runs\./],
    ['EROFS', InputError, /^\/runs is on a read-only file system/],
    ['EEXIST', InputError, /^A file stands where a folder is needed: \/runs/],
    ['EIO', RunError, /^\/runs could not be written: EIO/],
  ])('%s is a sentence that says what to do', (code, kind, sentence) => {
    const explained = explainWriteFailure(failure(code), '/runs');
    expect(explained).toBeInstanceOf(kind);
    expect((explained as Error).message).toMatch(sentence);
  });
});

describe('metrics', () => {
  const readBack = (text: string) => {
    const { folder } = createRunFolder(requestIn(runs));
    writeFileSync(join(folder, runFiles.metrics), text);
    const found = openRun(folder);
    return readMetrics({ ...found, run: { ...found.run, digests: {} } });
  };

  it('come back with every bit', () => {
    const row = { ...rowOf(1), loss: 0.1 + 0.2, valLoss: 5e-324 };
    const run = createRunFolder(requestIn(runs));
    run.take(start);
    run.take({ ...epoch(1), metrics: row });
    expect(readMetrics(openRun(run.folder))).toEqual([row]);
  });

  it('leave out a line that is still being written', () => {
    expect(readBack(`${header}1,4,0.5,0.5,0.5,0.5,0.001,1\n2,8,0.`)).toHaveLength(1);
  });

  it('are found by the header: a later version may have other columns between and behind', () => {
    const text =
      'epoch,step,laterOne,loss,accuracy,valLoss,learningRate,valAccuracy,seconds,laterToo\n' +
      '1,4,0.05,0.7,0.6,0.25,0.001,0.5,1.5,\n2,8,a word,0.6,0.7,0.2,0.001,0.75,1.5,0.1\n';
    const row = { epoch: 1, step: 4, loss: 0.7, accuracy: 0.6, valLoss: 0.25, valAccuracy: 0.5 };
    expect(readBack(text)).toEqual([
      { ...row, learningRate: 0.001, seconds: 1.5 },
      {
        ...row,
        epoch: 2,
        step: 8,
        loss: 0.6,
        accuracy: 0.7,
        valLoss: 0.2,
        valAccuracy: 0.75,
        learningRate: 0.001,
        seconds: 1.5,
      },
    ]);
  });
});

describe('the verifier', () => {
  const plan = planFor();
  const headless = (step: number) => {
    const state = stateAfter(step);
    return { ...state, weights: state.weights.slice(0, plan.head?.kernel.offset) };
  };
  const weightsWithHead = (kernel: number, bias: number) => {
    const weights = new Float32Array(plan.size);
    weights[plan.head?.kernel.offset as number] = kernel;
    weights[plan.head?.bias.offset as number] = bias;
    return weights;
  };

  it('cuts where the probability is one half', () => {
    const { head, threshold } = createVerifier(plan, experiment.objective, weightsWithHead(-4, 2), null);
    expect(head).toEqual({ kernel: -4, bias: 2 });
    expect(threshold).toEqual({ value: 0.5, rule: 'probability 0.5' });
  });

  it('has no threshold while the head calls larger distances more alike', () => {
    const { threshold } = createVerifier(plan, experiment.objective, weightsWithHead(1, 0), null);
    expect(threshold.value).toBeNull();
  });

  it('has no threshold for triplet loss, which knows none', () => {
    const objective = { loss: 'triplet', distance: 'euclidean', margin: 0.2 } as const;
    const verifier = createVerifier(planFor(objective), objective, new Float32Array(plan.size), null);
    expect(verifier).toMatchObject({ head: null, margin: 0.2, threshold: { value: null, rule: expect.any(String) } });
  });

  it("takes triplet loss's threshold from the epoch that its weights are of", async () => {
    const objective = { loss: 'triplet', distance: 'euclidean', margin: 0.2 } as const;
    const run = createRunFolder(requestIn(runs, { loaded: { ...loaded, experiment: { ...experiment, objective } } }));
    const thresholdIn = (file: string) => (JSON.parse(read(run.folder, file)) as Verifier).threshold;
    const events = [
      start,
      { ...epoch(1), threshold: 0.4, state: headless(4) },
      { ...epoch(2, 0.6, false), threshold: 0.5, state: headless(8) },
    ];
    for (const event of [...events, { ...end(2), state: headless(8) }]) run.take(event);
    run.finish({ status: 'completed', reason: 'allEpochs' });
    expect(thresholdIn(runFiles.verifier)).toEqual({ value: 0.5, rule: expect.stringContaining('after epoch 2') });
    expect(thresholdIn(runFiles.verifierBest)).toEqual({ value: 0.4, rule: expect.stringContaining('after epoch 1') });
  });

  it('is that of the best epoch where early stopping goes back to it', async () => {
    const objective = { loss: 'triplet', distance: 'euclidean', margin: 0.2 } as const;
    const run = createRunFolder(requestIn(runs, { loaded: { ...loaded, experiment: { ...experiment, objective } } }));
    const events = [
      start,
      { ...epoch(1), threshold: 0.4, state: headless(4) },
      { ...epoch(2, 0.6, false), threshold: 0.5, state: headless(8) },
    ];
    for (const event of [...events, { ...end(2, 'earlyStopping'), state: headless(4) }]) run.take(event);
    run.finish({ status: 'completed', reason: 'earlyStopping' });
    expect(readRun(run.folder)).toMatchObject({ status: 'completed', reason: 'earlyStopping' });
    expect(JSON.parse(read(run.folder, runFiles.verifier)).threshold.value).toBe(0.4);
    expect(readFileSync(join(run.folder, runFiles.weights))).toEqual(
      readFileSync(join(run.folder, runFiles.weightsBest)),
    );
  });

  it('cuts at half the margin for contrastive loss', () => {
    const objective = { loss: 'contrastive', distance: 'cosine', margin: 0.8 } as const;
    const verifier = createVerifier(planFor(objective), objective, new Float32Array(plan.size), null);
    expect(verifier).toMatchObject({ distance: 'cosine', head: null, margin: 0.8, threshold: { value: 0.4 } });
  });
});
