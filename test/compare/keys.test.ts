import { describe, expect, test } from 'vitest';
import { compareRuns } from '../../src/compare/index.ts';
import type { Experiment } from '../../src/experiment/index.ts';
import { experiment, runOf, withNetwork } from './runs.ts';

const [block] = experiment.network.blocks as [Experiment['network']['blocks'][0]];

/** What differs, row by row: from the experiment given first. */
async function differencesOf(...experiments: Experiment[]) {
  // Ranked by accuracy: the first best.
  const runs = experiments.map((experiment, i) => runOf({ experiment, accuracies: [0.9 - i / 10] }));
  const { differing, common, groups } = await compareRuns(runs);
  return { differing, common, values: groups.flatMap(({ rows }) => rows.map(({ values }) => values)) };
}

describe('the keys that differ', () => {
  test('are told as an override writes them, with the value of each row; all others are in common', async () => {
    const other: Experiment = { ...withNetwork({ embeddingDim: 32 }), pairs: { perImage: 2, refresh: 'never' } };
    const { differing, common, values } = await differencesOf(experiment, other);
    expect(differing).toEqual(['pairs.perImage', 'network.embeddingDim']);
    expect(values).toEqual([
      { 'pairs.perImage': 1, 'network.embeddingDim': 3 },
      { 'pairs.perImage': 2, 'network.embeddingDim': 32 },
    ]);
    expect(common).toContainEqual({ path: 'network.blocks.0.kernelSize', value: [2, 2] });
    expect(common).toContainEqual({ path: 'training.earlyStopping', value: null });
    expect(common.map(({ path }) => path)).not.toContain('seed');
  });

  test('are not name, description, engine, checkpoint and seed', async () => {
    const other: Experiment = {
      ...experiment,
      name: 'x',
      description: 'y',
      engine: 'wasm',
      checkpoint: { everySteps: 9 },
    };
    expect((await differencesOf(experiment, other)).differing).toEqual([]);
  });

  test('go into lists by index; a block that only some have is one key', async () => {
    const wide = { ...block, filters: 8, kernelSize: [3, 3] as [number, number] };
    const { differing, values } = await differencesOf(
      withNetwork({ blocks: [block] }),
      withNetwork({ blocks: [{ ...block, filters: 8 }, wide] }),
    );
    expect(differing).toEqual(['network.blocks.0.filters', 'network.blocks.1']);
    expect(values).toEqual([
      { 'network.blocks.0.filters': 4 },
      { 'network.blocks.0.filters': 8, 'network.blocks.1': wide },
    ]);
  });

  test('take what is there beside nothing as a whole', async () => {
    const stopping = { monitor: 'valLoss', patience: 3, minDelta: 0, restoreBest: true } as const;
    const { differing, values } = await differencesOf(withNetwork({ blocks: [{ ...block, pool: null }] }), {
      ...experiment,
      training: { ...experiment.training, earlyStopping: stopping },
    });
    expect(differing).toEqual(['network.blocks.0.pool', 'training.earlyStopping']);
    expect(values[0]).toEqual({ 'network.blocks.0.pool': null, 'training.earlyStopping': null });
    expect(values[1]).toEqual({
      'network.blocks.0.pool': { type: 'max', size: [2, 2] },
      'training.earlyStopping': stopping,
    });
  });

  test('leave out what the other kind has by default, not what was set', async () => {
    const withOptimizer = (optimizer: Experiment['training']['optimizer']): Experiment => ({
      ...experiment,
      training: { ...experiment.training, optimizer },
    });
    const sgd = { name: 'sgd', learningRate: 0.001, momentum: 0, nesterov: false, globalClipNorm: null } as const;
    expect((await differencesOf(experiment, withOptimizer(sgd))).differing).toEqual(['training.optimizer.name']);
    const { differing, values } = await differencesOf(experiment, withOptimizer({ ...sgd, momentum: 0.9 }));
    expect(differing).toEqual(['training.optimizer.name', 'training.optimizer.momentum']);
    expect(values[0]).toEqual({ 'training.optimizer.name': 'adam' });
  });

  test('of runs of one experiment are none', async () => {
    expect((await differencesOf(experiment)).differing).toEqual([]);
    expect(await compareRuns([])).toMatchObject({ differing: [], common: [], groups: [], unmeasured: [], notes: [] });
  });
});
