import { readFileSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRun, readCheckpoint, runFiles, writeCheckpoint } from '../../src/record/index.ts';
import { writeRunJson } from '../run-json.ts';
import { bitsOf, foldersIn, load, readRuns, sweep, temporaryFolder, withEpochs } from './tiny.ts';

let folder: string;
let runs: string;
beforeEach(() => {
  folder = temporaryFolder();
  runs = join(folder, 'runs');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const outcomes = (
  results: readonly { how: string; status: string; epochs: number; from: { epochs: number } | null }[],
) =>
  results.map(
    ({ how, status, epochs, from }) => `${how}: ${status} ${epochs}${from === null ? '' : ` from ${from.epochs}`}`,
  );
/** The rows that were trained here, and not taken over: each is told once. */
const epochsTrained = (lines: readonly string[]) => lines.filter((line) => line.startsWith('epoch ')).length;

describe('experiments that differ only in epochs', () => {
  it('cost as many epochs as the longest has, in whatever order they are named', async () => {
    const { results, lines } = await sweep(withEpochs(folder, [6, 1, 3]), { runsFolder: runs });
    expect(outcomes(results)).toEqual([
      'continued: completed 6 from 3',
      'trained: completed 1',
      'continued: completed 3 from 1',
    ]);
    expect(epochsTrained(lines)).toBe(6);
  });

  it('give the bits that they give when each is trained alone, and say whose epochs they begin with', async () => {
    const stops = ['training.earlyStopping.patience=2', 'training.earlyStopping.minDelta=0.5'];
    for (const more of [[], stops]) {
      const experiments = withEpochs(folder, [1, 2, 5], ...more);
      const alone = await sweep(experiments, { runsFolder: join(runs, 'alone'), wishes: { fresh: true } });
      expect(alone.results.map(({ how }) => how)).toEqual(['trained', 'trained', 'trained']);
      const { results } = await sweep(experiments, { runsFolder: runs });
      for (const [i, result] of results.entries())
        expect(bitsOf(result.folder)).toEqual(bitsOf(alone.results[i]?.folder ?? null));

      const [, two, five] = results.map((result) => openRun(result.folder as string));
      expect(five?.run.continues).toMatchObject({ folder: two?.folder, hash: two?.run.hash, epochs: 2 });
      expect(readFileSync(join(five?.path ?? '', runFiles.log), 'utf8')).toContain(
        `begun by ${two?.folder}: going on after epoch 2 of 5\n`,
      );
      rmSync(runs, { recursive: true });
    }
  });

  it('begin with a run that is there already', async () => {
    await sweep(withEpochs(folder, [3, 2]), { runsFolder: runs });
    const { results, lines } = await sweep(withEpochs(folder, [4, 5]), { runsFolder: runs });
    expect(outcomes(results)).toEqual(['continued: completed 4 from 3', 'continued: completed 5 from 4']);
    expect(epochsTrained(lines)).toBe(2);
  });

  it('of the same number need no training under another name', async () => {
    const [first] = (await sweep(load(folder, ['name=a'], ['name=b']), { runsFolder: runs })).results;
    const [, second] = (await sweep(load(folder, ['name=a'], ['name=b']), { runsFolder: runs })).results;
    expect(second).toMatchObject({ how: 'skipped', name: 'b' });
    expect(bitsOf(second?.folder ?? null)).toEqual(bitsOf(first?.folder ?? null));
  });

  it('are trained anew where the shorter one is damaged, and say so', async () => {
    const path = await trainTwo();
    for (const name of [runFiles.checkpointLast, runFiles.checkpointPrevious]) truncateSync(join(path, name), 50);
    const { results } = await sweep(withEpochs(folder, [3]), { runsFolder: runs });
    expect(outcomes(results)).toEqual(['trained: completed 3']);
    const note = /-epochs-2-\w+ can't go on: checkpoint\/last\.bin is damaged/;
    expect(results[0]?.notes).toEqual([expect.stringMatching(note)]);
    expect(readFileSync(join(results[0]?.folder ?? '', runFiles.log), 'utf8')).toMatch(note);
  });

  it('begin with what is left of a shorter one whose last checkpoint is damaged, and say so', async () => {
    const path = await trainTwo();
    truncateSync(join(path, runFiles.checkpointLast), 50);
    const { results, lines } = await sweep(withEpochs(folder, [3]), { runsFolder: runs });
    expect(outcomes(results)).toEqual(['continued: completed 3 from 1']);
    const note = expect.stringMatching(
      /-epochs-2-\w+: checkpoint\/last\.bin is damaged: .* The one before it is whole/,
    );
    expect(results[0]?.notes).toEqual([note]);
    expect(lines[0]).toEqual(note);
    const alone = await sweep(withEpochs(folder, [3]), { runsFolder: join(runs, 'alone') });
    expect(bitsOf(results[0]?.folder ?? null)).toEqual(bitsOf(alone.results[0]?.folder ?? null));
  });

  it('are trained anew where the shorter one was made by other arithmetic, which is tried once', async () => {
    for (let i = 0; i < 2; i++) {
      const path = await trainTwo();
      const checkpoint = readCheckpoint(join(path, runFiles.checkpointLast));
      const engine = { ...checkpoint.engine, arithmetic: 'by hand' };
      writeCheckpoint(path, { ...checkpoint, engine });
      const { run } = openRun(path);
      writeRunJson(path, { ...run, engine: { ...run.engine, ...engine } });
    }
    const { results } = await sweep(withEpochs(folder, [3]), { runsFolder: runs });
    expect(outcomes(results)).toEqual(['trained: completed 3']);
    expect(results[0]?.notes).toEqual([
      expect.stringMatching(
        /can't be continued to the same result, for this has changed:\n {2}the arithmetic .*by hand/,
      ),
    ]);
  });
});

async function trainTwo(): Promise<string> {
  const { results } = await sweep(withEpochs(folder, [2]), { runsFolder: runs, wishes: { again: true } });
  return results[0]?.folder as string;
}

describe('who watches a sweep', () => {
  it.each([1, 2])('sees every trial begin, step, end its epochs and close, with %i at once', async (parallel) => {
    const { events, results } = await sweep(load(folder, ['seed=1'], ['seed=2']), { runsFolder: runs, parallel });
    for (const index of [0, 1]) {
      const own = events.filter((event) => event.index === index);
      const named = own.map((event) => (event.type === 'training' ? event.event.type : event.type));
      const each = named.filter((name, i) => name !== 'steps' || named[i - 1] !== 'steps'); // as many as time allows
      expect(each).toEqual(['opened', 'start', 'steps', 'epoch', 'steps', 'epoch', 'end', 'closed']);
      expect(own.at(-1)).toEqual({ type: 'closed', index, result: results[index] });
      const steps = own.flatMap((event) =>
        event.type === 'training' && event.event.type === 'steps' ? event.event : [],
      );
      expect(steps.at(-1)).toMatchObject({ epoch: 2, step: 4, stepsPerEpoch: 4 });
    }
  });
});

describe('a sweep typed again', () => {
  it('does nothing once more, but what is wanted again', async () => {
    const seeds = load(folder, ['seed=1'], ['seed=2']);
    const first = await sweep(seeds, { runsFolder: runs });
    expect(outcomes(first.results)).toEqual(['trained: completed 2', 'trained: completed 2']);
    const second = await sweep(seeds, { runsFolder: runs });
    expect(outcomes(second.results)).toEqual(['skipped: completed 2', 'skipped: completed 2']);
    expect(second.results.map((result) => result.folder)).toEqual(first.results.map((result) => result.folder));
    const again = await sweep(seeds, { runsFolder: runs, wishes: { again: true } });
    expect(outcomes(again.results)).toEqual(['trained: completed 2', 'trained: completed 2']);
    expect(foldersIn(runs)).toHaveLength(4);
  });

  it('goes on with what was stopped, in the same folder, to the same bits', async () => {
    const seeds = load(folder, ['seed=1', 'training.epochs=4'], ['seed=2', 'training.epochs=4']);
    const undisturbed = await sweep(seeds, { runsFolder: join(folder, 'undisturbed') });
    const stop = new AbortController();
    const hear = (line: string) => line.startsWith('epoch 2/') && stop.abort();
    const first = await sweep(seeds, { runsFolder: runs, signal: stop.signal, hear });
    expect(outcomes(first.results)).toEqual(['trained: stopped 2', 'not started: not started 0']);
    const second = await sweep(seeds, { runsFolder: runs });
    expect(outcomes(second.results)).toEqual(['resumed: completed 4 from 2', 'trained: completed 4']);
    expect(foldersIn(runs)).toHaveLength(2);
    for (const [i, result] of second.results.entries())
      expect(bitsOf(result.folder)).toEqual(bitsOf(undisturbed.results[i]?.folder ?? null));
  });

  it('leaves what failed, unless it is told to retry', async () => {
    const experiments = load(folder, ['seed=1', 'training.optimizer.learningRate=1e30'], ['seed=2']);
    const failed = 'trained: failed 0';
    const first = await sweep(experiments, { runsFolder: runs });
    expect(outcomes(first.results)).toEqual([failed, 'trained: completed 2']);
    const second = await sweep(experiments, { runsFolder: runs });
    expect(outcomes(second.results)).toEqual(['left: failed 0', 'skipped: completed 2']);
    expect(second.results[0]?.error).toBe(first.results[0]?.error);
    const third = await sweep(experiments, { runsFolder: runs, wishes: { retry: true } });
    expect(outcomes(third.results)).toEqual([failed, 'skipped: completed 2']);
    expect(third.results[0]?.notes).toEqual([]);
  });

  it('starts no more after so many failures', async () => {
    const experiments = load(
      folder,
      ...[1, 2, 3].map((seed) => [`seed=${seed}`, 'training.optimizer.learningRate=1e30']),
    );
    const { results } = await sweep(experiments, { runsFolder: runs, maxFailures: 2 });
    expect(results.map(({ status }) => status)).toEqual(['failed', 'failed', 'not started']);
  });

  it('tells in each run which sweep and trial it is', async () => {
    const [loaded] = load(folder, ['seed=1']);
    const trial = { sweep: 'tiny', sweepHash: 'abc', values: { seed: 1 }, label: 'seed=1', budget: null };
    await sweep(loaded === undefined ? [] : [{ ...loaded, trial }], { runsFolder: runs });
    expect(readRuns(runs).map(({ run }) => run.sweep)).toEqual([{ name: 'tiny', hash: 'abc', trial: 'seed=1' }]);
  });
});
