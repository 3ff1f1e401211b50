import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashExperiment, type LoadedExperiment, withEpochs } from '../../src/experiment/index.ts';
import { loadExperiments } from '../../src/experiment/node.ts';
import { promotedOf, type TrialResult } from '../../src/launch/index.ts';
import { openRun, readMetrics } from '../../src/record/index.ts';
import { rules } from '../../src/training/index.ts';
import { siamese, start } from '../commands/siamese.ts';
import { randomShares } from '../moments.ts';
import { bitsOf, foldersIn, readRuns, sweep, temporaryFolder, tiny } from './tiny.ts';

describe('those who go on', () => {
  const promoted = (scores: readonly (number | null)[], count: number) =>
    promotedOf(
      scores.map((score, index) => ({ index, score })),
      count,
    );

  it('are the best', () => {
    expect(promoted([1, 9, 2, 8, 3, 7, 4, 6, 5], 3)).toEqual([1, 3, 5]);
    expect(promoted([1, 2], 1)).toEqual([1]);
    expect(promoted([1, 2], 0)).toEqual([]);
  });

  it('are of equal ones the first, and never one that has failed', () => {
    expect(promoted([5, 5, 5, 5, 5, 5], 2)).toEqual([0, 1]);
    expect(promoted([null, null, 1, null, null, 0.5], 2)).toEqual([2, 5]);
    expect(promoted([null, null, null, 3], 2)).toEqual([3]);
  });
});

describe('a sweep with a budget', () => {
  let folder: string;
  let runs: string;
  let file: string;
  beforeEach(() => {
    folder = temporaryFolder();
    runs = join(folder, 'runs');
    file = join(folder, 'half.yaml');
    writeFileSync(file, half);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));

  const half = `${tiny}
sweep:
  grid: { seed: [1, 2, 3], network.embeddingDim: [2, 3] }
  budget: { eta: 2, min: 1, max: 4 }
`;
  const load = (...overrides: readonly string[]) => loadExperiments({ files: [file], overrides, rules, cwd: folder });
  const told = (results: readonly TrialResult[]) =>
    results.map(({ status, epochs, rung }) => `${rung?.isDropped ? 'dropped' : status} ${epochs}`);

  /** Everything trained whole and alone; then, rung by rung, who is better by then. */
  async function byHand(trials: readonly LoadedExperiment[]): Promise<string[]> {
    const alone = trials.map((loaded) => ({ ...loaded, trial: null }));
    const { results } = await sweep(alone, { runsFolder: join(folder, 'alone'), wishes: { fresh: true } });
    const rows = results.map((result) => readMetrics(openRun(result.folder as string)));
    const ends = trials.map(() => 'dropped 1');
    let left = trials.map((_, i) => i);
    for (const [epochs, goOn] of [
      [1, 3],
      [2, 1],
    ] as const) {
      const accuracyOf = (i: number) => rows[i]?.[epochs - 1]?.valAccuracy ?? 0;
      left = left.toSorted((a, b) => accuracyOf(b) - accuracyOf(a) || a - b).slice(0, goOn);
      for (const i of left) ends[i] = epochs === 1 ? 'dropped 2' : 'completed 4';
    }
    return ends;
  }

  it('lets the better half go on, in the same folders, to the same bits as if nothing had been decided', async () => {
    const trials = load();
    const { results, lines } = await sweep(trials, { runsFolder: runs });
    expect(told(results)).toEqual(await byHand(trials));
    expect(lines.filter((line) => line.startsWith('epoch '))).toHaveLength(6 + 3 + 2);
    expect(foldersIn(runs)).toHaveLength(6);
    for (const [i, { folder: path, epochs }] of results.entries()) {
      const { experiment, trial } = trials[i] as LoadedExperiment;
      const { run } = openRun(path as string);
      const hash = hashExperiment(withEpochs(experiment, epochs, rules));
      const sweepOfRun = { name: 'tiny', trial: trial?.label, rungs: [1, 2, 4] };
      expect(run).toMatchObject({ status: 'completed', epochs, hash, sweep: sweepOfRun });
    }
    const winner = results.findIndex(({ epochs }) => epochs === 4);
    const alone = readRuns(join(folder, 'alone')).find(({ run }) => run.hash === trials[winner]?.hash);
    expect(bitsOf(results[winner]?.folder ?? null)).toEqual(bitsOf(alone?.path ?? null));
  });

  it('does nothing when it is typed again, and all of it when it is wanted again', async () => {
    const first = await sweep(load(), { runsFolder: runs });
    const second = await sweep(load(), { runsFolder: runs });
    expect(second.lines).toEqual([]);
    expect(told(second.results)).toEqual(told(first.results));
    expect(second.results.map(({ folder: path }) => path)).toEqual(first.results.map(({ folder: path }) => path));
    const again = await sweep(load(), { runsFolder: runs, wishes: { again: true } });
    expect(told(again.results)).toEqual(told(first.results));
    expect(foldersIn(runs)).toHaveLength(12);
  });

  it('leaves runs of others as they are, and continues them in folders of its own', async () => {
    const ordinary = load('training.epochs=1', 'sweep.budget=null').map((loaded) => ({ ...loaded, trial: null }));
    const others = await sweep(ordinary, { runsFolder: runs });
    const before = others.results.map(({ folder: path }) => bitsOf(path));
    const { results } = await sweep(load(), { runsFolder: runs });
    expect(others.results.map(({ folder: path }) => bitsOf(path))).toEqual(before);
    expect(foldersIn(runs)).toHaveLength(6 + 3);
    expect(told(results).toSorted()).toEqual([
      'completed 4',
      'dropped 1',
      'dropped 1',
      'dropped 1',
      'dropped 2',
      'dropped 2',
    ]);
  });

  it('drops what fails, and stops where it is interrupted', async () => {
    const broken = load().map((loaded, i): LoadedExperiment => {
      if (i !== 0) return loaded;
      const { training } = loaded.experiment;
      const optimizer = { ...training.optimizer, learningRate: 1e30 };
      const experiment = { ...loaded.experiment, training: { ...training, optimizer } };
      return { ...loaded, experiment, hash: hashExperiment(experiment) };
    });
    const stop = new AbortController();
    const hear = (line: string) => line.includes('to 2 go on') && stop.abort();
    const { results } = await sweep(broken, { runsFolder: runs, signal: stop.signal, hear });
    expect(told(results)[0]).toBe('failed 0');
    expect(told(results).filter((each) => each === 'not started 1')).toHaveLength(3);
    expect(told(results).filter((each) => each === 'dropped 1')).toHaveLength(2);
    const end = await sweep(broken, { runsFolder: runs });
    expect(end.results[0]).toMatchObject({ status: 'failed', how: 'left' });
    expect(told(end.results).filter((each) => each === 'completed 4')).toHaveLength(1);
  });

  it('comes to the same end when it is killed and typed again, in two terminals', async () => {
    const undisturbed = join(folder, 'undisturbed');
    const began = performance.now();
    await siamese(['exp', file, '--runs', undisturbed]);
    const milliseconds = performance.now() - began;
    const share = randomShares('A sweep with a budget');
    for (let kills = 0; kills < 4; kills++) {
      const { child, ended } = start(['exp', file, '--runs', runs, '--parallel', String(1 + (kills % 2))]);
      await sleep(share() * milliseconds);
      child.kill('SIGKILL');
      await ended;
    }
    const terminals = [1, 2].map((parallel) => siamese(['exp', file, '--runs', runs, `--parallel=${parallel}`]));
    for (const ended of await Promise.all(terminals)) expect(ended).toMatchObject({ code: 0, stderr: '' });
    const byTrial = (runsFolder: string) =>
      Object.fromEntries(readRuns(runsFolder).map(({ run, path }) => [run.sweep?.trial, bitsOf(path)]));
    expect(byTrial(runs)).toEqual(byTrial(undisturbed));
    expect(foldersIn(runs)).toHaveLength(6);
  }, 300_000);
});
