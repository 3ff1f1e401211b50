import { describe, expect, it } from 'vitest';
import { hashExperiment, type LoadedExperiment, withEpochs } from '../../src/experiment/index.ts';
import { decide, turnsOf, type Wishes } from '../../src/launch/index.ts';
import type { ReadRun, Run } from '../../src/record/index.ts';
import { rules } from '../../src/training/index.ts';
import { experiment, rowOf, loaded as small } from '../record/fixtures.ts';

const since = Date.parse('2026-06-01T12:00:00Z');
const none: Wishes = { again: false, retry: false, fresh: false, since };
const yesterday = '2026-05-31T12:00:00.000Z';

/** The small experiment with so many epochs, and a name. */
function load(epochs: number, name = 'small-one', change: Partial<typeof experiment> = {}): LoadedExperiment {
  const changed = withEpochs({ ...experiment, name, ...change }, epochs, rules);
  return { ...small, experiment: changed, hash: hashExperiment(changed) };
}

let count = 0;
function runOf(
  { experiment: { name, training }, hash }: LoadedExperiment,
  status: ReadRun['status'],
  change: Partial<Run> & { readonly done?: number } = {},
): ReadRun {
  const { done = training.epochs, ...facts } = change;
  const run = {
    format: 3,
    name,
    hash,
    epochs: training.epochs,
    engine: { name: 'reference' },
    endedAt: status === 'running' || status === 'interrupted' ? null : yesterday,
    result: done === 0 ? null : { last: rowOf(done), best: { epoch: 1, valLoss: 1, valAccuracy: 1 } },
    ...facts,
  } as Run;
  return {
    kind: 'run',
    folder: `run-${count++}`,
    path: '/runs/x',
    status,
    run,
    tags: [],
    notes: {},
    tagsProblem: null,
  };
}

const what = (loaded: LoadedExperiment, runs: readonly ReadRun[], wishes: Partial<Wishes> = {}) => {
  const decision = decide({ loaded, engine: 'reference' }, runs, { ...none, ...wishes });
  const found = 'runs' in decision ? decision.runs : 'run' in decision ? [decision.run] : [];
  const because = 'because' in decision ? `: ${decision.because}` : '';
  return [`${decision.do}${because}`, ...found.map((run) => runs.indexOf(run))];
};

describe('what is done about an experiment', () => {
  const two = load(2);

  it('is nothing where a run of its name and hash has completed, unless it is wanted again', () => {
    const runs = [runOf(two, 'failed'), runOf(two, 'completed'), runOf(two, 'stopped')];
    expect(what(two, runs)).toEqual(['skip: completed', 1]);
    expect(what(two, [runOf(two, 'completed')], { again: true })).toEqual(['train']);
    const elsewhere = runOf(two, 'completed', { engine: { name: 'wasm' } as Run['engine'] });
    expect(what(two, [elsewhere])).toEqual(['skip: completed', 0]);
    expect(what(two, [elsewhere, ...runs])).toEqual(['skip: completed', 2]);
    const sinceThen = runOf(two, 'completed', { endedAt: '2026-06-01T12:00:01.000Z' });
    expect(what(two, [sinceThen], { again: true })).toEqual(['skip: completed', 0]);
  });

  it('is to train it where only others are there: of another seed, or of another name', () => {
    expect(what(two, [runOf(load(2, 'small-one', { seed: 43 }), 'completed')])).toEqual(['train']);
    expect(what(two, [runOf(load(2, 'other'), 'stopped')])).toEqual(['train']);
    expect(what(two, [])).toEqual(['train']);
  });

  it("is to go on in a trial's own folder only from a rung of its budget; what has another length is another run", () => {
    const trial = {
      ...{ sweep: 'a-sweep', sweepHash: 'of it', values: { seed: 42 }, label: 'seed=42' },
      budget: { eta: 2, min: 1, max: 4, monitor: 'valLoss' },
    } as const;
    const four = { ...load(4), trial };
    const trained = (epochs: number) =>
      runOf(load(epochs), 'completed', { sweep: { name: 'a-sweep', hash: 'of it', trial: 'seed=42' } });
    expect(what(four, [trained(2)])).toEqual(['resume', 0]);
    expect(what(four, [trained(3)])).toEqual(['continue', 0]);
  });

  it('is to wait where a process is at it', () => {
    expect(what(two, [runOf(two, 'stopped'), runOf(two, 'running')])).toEqual(['wait', 1]);
  });

  it('is to resume what was stopped or interrupted, the newest first, also before other runs to begin with', () => {
    const runs = [runOf(two, 'interrupted', { done: 0 }), runOf(two, 'stopped'), runOf(load(1), 'completed')];
    expect(what(two, runs)).toEqual(['resume', 0]);
    expect(what(two, runs.slice(1))).toEqual(['resume', 0]);
    expect(what(two, [runOf(two, 'stopped', { format: 1 })])).toEqual(['train']);
  });

  it('is to leave what has failed, unless it is wanted once more', () => {
    expect(what(two, [runOf(two, 'failed'), runOf(two, 'stopped')])).toEqual(['skip: failed', 0]);
    expect(what(two, [runOf(two, 'stopped'), runOf(two, 'failed')])).toEqual(['resume', 0]);
    expect(what(two, [runOf(two, 'failed')], { retry: true })).toEqual(['resume', 0]);
    const sinceThen = runOf(two, 'failed', { endedAt: '2026-06-01T12:00:01.000Z' });
    expect(what(two, [sinceThen], { retry: true })).toEqual(['skip: failed', 0]);
  });

  it('is to continue the longest completed run that differs only in epochs, of equal ones the newest', () => {
    const five = load(5);
    const runs = [
      runOf(load(6), 'completed'), // too long
      runOf(load(3), 'completed'),
      runOf(load(4), 'stopped'),
      runOf(load(4, 'any-name'), 'completed'),
      runOf(load(4), 'completed'),
      runOf(load(4, 'small-one', { seed: 43 }), 'completed'),
      runOf(load(4), 'completed', { engine: { name: 'wasm' } as Run['engine'] }),
      runOf(load(4), 'completed', { format: 1 }),
    ];
    expect(what(five, runs)).toEqual(['continue', 3, 4, 1]);
    expect(what(five, runs, { fresh: true })).toEqual(['train']);
  });

  it('is to take over all of a run with another name, but not once more of its own', () => {
    expect(what(two, [runOf(load(2, 'other'), 'completed')])).toEqual(['continue', 0]);
    expect(what(two, [runOf(load(2, 'other'), 'completed')], { again: true })).toEqual(['train']);
  });

  it('counts a run that early stopping ended for what it has trained', () => {
    const training = {
      ...experiment.training,
      earlyStopping: { monitor: 'valLoss', patience: 1, minDelta: 0, restoreBest: false },
    } as const;
    const stopped = runOf(load(100, 'small-one', { training }), 'completed', { reason: 'earlyStopping', done: 4 });
    expect(what(load(5, 'small-one', { training }), [stopped])).toEqual(['continue', 0]);
    expect(what(load(3, 'small-one', { training }), [stopped])).toEqual(['train']);
  });

  it('is never to continue where the schedule depends on the number of epochs', () => {
    const training = { ...experiment.training, schedule: { name: 'cosine', warmupEpochs: 0, end: 0 } } as const;
    const cosine = (epochs: number) => load(epochs, 'small-one', { training });
    expect(what(cosine(5), [runOf(cosine(4), 'completed')])).toEqual(['train']);
  });
});

describe('the turns of several', () => {
  const turns = (
    experiments: readonly LoadedExperiment[],
    runs: readonly ReadRun[] = [],
    wishes: Partial<Wishes> = {},
  ) =>
    turnsOf(
      experiments.map((loaded, index) => ({ index, loaded, engine: 'reference' })),
      runs,
      { ...none, ...wishes },
    ).map(({ index, from, after }) => [
      index,
      from?.run?.folder ?? from?.trial?.index ?? null,
      from?.epochs ?? 0,
      after?.index ?? null,
    ]);

  it('lets each begin with the next shorter one, in whatever order they are named', () => {
    expect(turns([load(100), load(5), load(25), load(10)])).toEqual([
      [1, null, 0, null],
      [3, 1, 5, 1],
      [2, 3, 10, 3],
      [0, 2, 25, 2],
    ]);
  });

  it('keeps all else in its order', () => {
    const seeds = [1, 2].flatMap((seed) => [load(4, 'a', { seed }), load(2, 'a', { seed })]);
    expect(turns(seeds).map(([index]) => index)).toEqual([1, 0, 3, 2]);
    expect(turns([load(4), load(2)], [], { fresh: true })).toEqual([
      [0, null, 0, null],
      [1, null, 0, null],
    ]);
  });

  it('takes a longer run before a shorter trial, and passes by one that has failed', () => {
    const eight = runOf(load(8, 'elsewhere'), 'completed');
    expect(turns([load(5), load(10)], [eight])[1]).toEqual([1, eight.folder, 8, 0]);
    expect(turns([load(2), load(5), load(10)], [runOf(load(5), 'failed')])[2]).toEqual([2, 0, 2, 1]);
  });
});
