import { describe, expect, test } from 'vitest';
import { contrastRuns } from '../../src/compare/index.ts';
import type { Experiment } from '../../src/experiment/index.ts';
import type { Run } from '../../src/record/index.ts';
import { experiment, type RunParts, runOf, withNetwork } from './runs.ts';

const wider = withNetwork({ embeddingDim: 32 });
const [block] = experiment.network.blocks as [Experiment['network']['blocks'][0]];
const long: Experiment = { ...experiment, training: { ...experiment.training, epochs: 12 } };

/** A run of twelve epochs whose accuracy is what `of` says, and a little noise that depends on the epoch. */
const curve = (of: (epoch: number) => number, parts: RunParts = {}) =>
  runOf({
    experiment: long,
    accuracies: Array.from({ length: 12 }, (_, i) => of(i + 1) + ((i * 7) % 5) / 2000),
    ...parts,
  });

describe('two runs', () => {
  test('are told what changed, what it costs and what came of it, b less a', async () => {
    const a = runOf({ correct: (pair) => pair % 4 !== 0 });
    const b = runOf({ experiment: wider, correct: (pair) => pair % 8 !== 0 });
    const contrast = await contrastRuns(a, b);
    expect(contrast.changed).toEqual([{ path: 'network.embeddingDim', a: 3, b: 32 }]);
    expect(contrast.a.cost).toMatchObject({ parameters: 35, secondsPerEpoch: 2, imagesPerSecond: 200 });
    expect(contrast.b.cost.parameters).toBe(20 + 4 * 32 + 32);
    expect(contrast.b.cost.multiplyAdds - contrast.a.cost.multiplyAdds).toBe(4 * 29);
    expect(contrast.last?.mean).toBeCloseTo(0.12, 12);
    expect(contrast.last).toMatchObject({ verdict: 'oneSeed', overImages: { pairs: 100, images: 50 } });
    expect(contrast.last?.sentence).toMatch(/^B is ahead of A by 12\.0 ± \d\.\d points, /);
    expect(contrast.a.last.separation?.auc).toBeGreaterThan(0.5);
    expect(contrast.a.epochs).toEqual(a.metrics());
    expect([contrast.incomparable, contrast.incomparableLosses, contrast.notes]).toEqual([[], [], []]);
  });

  test('that differ in their seed alone tell its noise', async () => {
    const { changed, notes } = await contrastRuns(runOf(), runOf({ seed: 2 }));
    expect(changed).toEqual([]);
    expect(notes).toContain('A and B are the same experiment with seeds 1 and 2: what differs is noise of seeds.');
    expect((await contrastRuns(runOf(), runOf())).notes).toContain(
      'A and B are the same experiment, with the same seed.',
    );
    expect((await contrastRuns(runOf(), runOf({ experiment: wider, seed: 2 }))).notes).toContain(
      'The seeds differ too: 1 and 2.',
    );
  });

  test('of other pairs are shown side by side without a difference', async () => {
    const contrast = await contrastRuns(
      runOf({ correct: () => true }),
      runOf({ images: 'changed', correct: () => true }),
    );
    expect(contrast).toMatchObject({
      incomparable: ['Other validation images: no key of data differs, so the files have changed.'],
      separationsCompare: false,
      last: null,
      best: null,
      parting: { epoch: null, sentence: "Their accuracies can't be compared, epoch by epoch neither." },
    });
  });

  test('of other losses have accuracies to compare, and no losses', async () => {
    const contrastive = {
      ...experiment,
      objective: { loss: 'contrastive', distance: 'euclidean', margin: 1 } as const,
    };
    const { incomparable, incomparableLosses } = await contrastRuns(runOf(), runOf({ experiment: contrastive }));
    expect(incomparable).toEqual([]);
    expect(incomparableLosses).toEqual([
      'The loss is contrastive, euclidean, margin 1 in B and binaryCrossentropy in A: in other units.',
    ]);
  });

  test('at thresholds of other kinds have separations to compare, which know of none', async () => {
    const triplet = { ...experiment, objective: { loss: 'triplet', distance: 'euclidean', margin: 1 } as const };
    const { incomparable, separationsCompare } = await contrastRuns(runOf(), runOf({ experiment: triplet }));
    expect(incomparable).toHaveLength(1);
    expect(separationsCompare).toBe(true);
  });

  test('are told apart by any figure that is asked for, where both have it', async () => {
    const [a, b] = [
      runOf({ losses: [0.6, 0.5, 0.4], correct: () => true }),
      runOf({ losses: [0.6, 0.5, 0.3], correct: () => true }),
    ];
    const byLoss = await contrastRuns(a, b, 'valLoss');
    expect(byLoss.last).toMatchObject({ metric: 'valLoss', overImages: null });
    expect(byLoss.last?.mean).toBeCloseTo(-0.1, 12);
    expect(byLoss.last?.sentence).toMatch(/^B is ahead of A by 0\.1000\. /);
    const triplet = { ...experiment, objective: { loss: 'triplet', distance: 'euclidean', margin: 1 } as const };
    const other = runOf({ experiment: triplet, correct: () => true });
    expect((await contrastRuns(a, other, 'valLoss')).last).toBeNull();
    expect((await contrastRuns(a, other, 'auc')).last).toMatchObject({ metric: 'auc', mean: 0 });
    const older = await contrastRuns(a, runOf(), 'auc');
    expect(older.last).toBeNull();
    expect(older.notes).toContain('B has recorded no AUC to be compared by.');
  });

  test('cost three images an example where triplets are trained', async () => {
    const triplet = { ...experiment, objective: { loss: 'triplet', distance: 'euclidean', margin: 1 } as const };
    const contrast = await contrastRuns(runOf(), runOf({ experiment: triplet }));
    expect([contrast.a.cost.imagesPerSecond, contrast.b.cost.imagesPerSecond]).toEqual([200, 300]);
  });

  test('one of which is still under way, or ran elsewhere, are compared with a word on it', async () => {
    const elsewhere = { machine: { cpu: 'another', cores: 2, memoryBytes: 1, os: 'linux' } };
    const { notes } = await contrastRuns(
      runOf(),
      runOf({ experiment: wider, accuracies: [0.6, 0.5], status: 'interrupted', run: elsewhere }),
    );
    expect(notes).toEqual([
      'B is interrupted, after 2 of 3 epochs: its last one is no final result.',
      'The best epoch was picked by its figures on these very pairs: they are optimistic.',
      "Times don't compare: A ran by wasm with 2 threads on a processor, B by wasm with 2 threads on another.",
      "What other validation images would change can't be told: none of the runs recorded which pairs it called rightly.",
    ]);
  });

  test('of one experiment on two engines differ in the engine alone, and in the device that times depend on', async () => {
    const engine = { ...(runOf().run.engine as NonNullable<Run['engine']>), name: 'webgpu' };
    const onGpu = { run: { engine: { ...engine, device: { name: 'NVIDIA H100', kind: 'gpu' } as const } } };
    const { changed, notes } = await contrastRuns(runOf(), runOf(onGpu));
    expect(changed).toEqual([{ path: 'engine', a: 'wasm', b: 'webgpu' }]);
    expect(notes.slice(0, 2)).toEqual([
      'A and B are the same experiment, with the same seed.',
      'Engines differ in rounding alone, which training magnifies: on the same experiment more than noise between them ' +
        'would be a fault of one.',
    ]);
    expect(notes).toContain(
      "Times don't compare: A ran by wasm with 2 threads on a processor, B by webgpu on NVIDIA H100.",
    );
  });

  test('are refused where one has no whole epoch', async () => {
    const none = runOf({ accuracies: [], status: 'failed' });
    await expect(contrastRuns(runOf(), none)).rejects.toThrow(`${none.folder} has no whole epoch`);
  });
});

describe('where two curves part', () => {
  const partingOf = async (a: RunParts | ((epoch: number) => number), b: (epoch: number) => number) =>
    (
      await contrastRuns(
        typeof a === 'function' ? curve(a) : runOf(a),
        curve(b, { experiment: { ...wider, training: long.training } }),
      )
    ).parting;

  test('is the epoch from which on the difference stays beyond its jitter', async () => {
    const parting = await partingOf(
      (epoch) => 0.7 + epoch / 100,
      (epoch) => 0.7 + epoch / 100 + (epoch >= 6 ? 0.03 : 0.001 * (epoch % 2)),
    );
    // Eleven steps: five of 0.001, one of 0.029, else none; twice √(mean of squares / 2).
    expect(parting.jitter).toBeCloseTo(2 * Math.sqrt((4 * 0.001 ** 2 + 0.029 ** 2) / 11 / 2), 3);
    expect(parting.epoch).toBe(6);
    expect(parting.sentence).toMatch(
      /^They part from epoch 6: B stays ahead to epoch 12, beyond ± 1\.\d points of jitter\.$/,
    );
  });

  test('is nowhere where the difference is in and out of jitter, nor where it is out only at the end', async () => {
    const back = await partingOf(
      () => 0.8,
      (epoch) => 0.8 + (epoch % 2 === 0 ? 0.01 : -0.01),
    );
    expect(back.epoch).toBeNull();
    expect(back.sentence).toMatch(/^They don't part: /);
    expect(
      (
        await partingOf(
          () => 0.8,
          (epoch) => 0.8 + (epoch > 10 ? 0.1 : 0),
        )
      ).epoch,
    ).toBeNull();
  });

  test('is nowhere for the same curve, and of few epochs unknown', async () => {
    const same = await partingOf(
      () => 0.8,
      () => 0.8,
    );
    expect(same).toEqual({ epoch: null, jitter: 0, sentence: 'They are the same in all 12 epochs that both have.' });
    const few = await partingOf({ accuracies: [0.1, 0.1, 0.1] }, () => 0.8);
    expect(few.sentence).toBe('They have 3 epochs in common: too few to tell a difference from jitter.');
  });
});

describe('overfitting', () => {
  const overfittingOf = async (losses: number[], experiment?: Experiment) => {
    const parts = { losses, accuracies: losses.map(() => 0.8), ...(experiment === undefined ? {} : { experiment }) };
    return (await contrastRuns(runOf(parts), runOf(parts))).a.overfitting;
  };
  const droppingOut = withNetwork({ blocks: [{ ...block, dropout: 0.3 }, block] });

  test('is a validation loss that rises while training loss falls', async () => {
    const run = runOf({ accuracies: [0.8, 0.82, 0.81], losses: [0.5, 0.4, 0.45] });
    const falling = { ...run, metrics: () => run.metrics().map((row, i) => ({ ...row, loss: 0.5 - i / 10 })) };
    const { overfitting } = (await contrastRuns(falling, falling)).a;
    expect(overfitting).toMatchObject({ leastValLossEpoch: 2, dropout: [] });
    expect(overfitting.valLossRise).toBeCloseTo(0.05, 12);
    expect(overfitting.accuracyGap).toBeCloseTo(-0.01, 12);
    expect(overfitting.sentence).toMatch(
      /^It overfits: validation loss was least after epoch 2 and has risen by 0\.0500 since, while training loss fell\. Accuracy is 80\.0 % in training, 81\.0 % in validation\./,
    );
    expect((await overfittingOf([0.5, 0.4, 0.45])).sentence).toMatch(
      /but training loss has not fallen: that is no overfitting\./,
    );
    expect((await overfittingOf([0.5, 0.4, 0.401])).sentence).toMatch(
      /^Validation loss has not risen: no overfitting to see\./,
    );
  });

  test.each([
    [0.4079, false],
    [0.4081, true],
  ])('is told of from a rise of 2 % of the least loss on: from 0.4 to %d, %s', async (last, isTold) => {
    const { sentence } = await overfittingOf([0.5, 0.4, last]);
    expect(sentence.includes('has risen by 0.00')).toBe(isTold);
    expect(sentence.includes('Validation loss has not risen')).toBe(!isTold);
  });

  test('hides behind dropout, which is at work in training figures alone', async () => {
    const { dropout, sentence } = await overfittingOf([0.5, 0.4, 0.3], droppingOut);
    expect(dropout).toEqual([0.3]);
    expect(sentence).toMatch(
      /Training is measured with dropout \(0\.3\) at work .* the gap looks smaller than it is\.$/,
    );
  });

  test('shows no gap of accuracies for triplets, whose training counts something else', async () => {
    const triplet = { ...experiment, objective: { loss: 'triplet', distance: 'euclidean', margin: 1 } as const };
    const { accuracyGap, sentence } = await overfittingOf([0.5, 0.4, 0.3], triplet);
    expect(accuracyGap).toBeNull();
    expect(sentence).not.toMatch(/Accuracy/);
  });
});
