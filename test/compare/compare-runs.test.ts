import { describe, expect, test } from 'vitest';
import { compareRuns, type RowDifference } from '../../src/compare/index.ts';
import { redrawValidationPairs } from '../../src/data/index.ts';
import { clusteredError } from '../../src/evaluation/index.ts';
import type { Experiment } from '../../src/experiment/index.ts';
import type { DetailedRun, Evaluation, Run } from '../../src/record/index.ts';
import { clusters, experiment, pairs, runOf, seedsOf, withNetwork } from './runs.ts';

const wider = withNetwork({ embeddingDim: 32 });
const widest = withNetwork({ embeddingDim: 64 });

async function onlyGroup(runs: readonly DetailedRun[], options?: Parameters<typeof compareRuns>[1]) {
  const { groups } = await compareRuns(runs, options);
  expect(groups).toHaveLength(1);
  return groups[0] as (typeof groups)[0];
}
async function onlyDifference(runs: readonly DetailedRun[]): Promise<RowDifference['last']> {
  const { differences } = await onlyGroup(runs);
  expect(differences).toHaveLength(1);
  return (differences[0] as RowDifference).last;
}

describe('rows', () => {
  test('are experiments, best first: mean, standard deviation and interval over seeds', async () => {
    const { rows } = await onlyGroup([
      ...seedsOf([0.871, 0.884, 0.879]),
      runOf({ experiment: wider, accuracies: [0.9] }),
    ]);
    expect(rows.map(({ letter, seeds }) => [letter, ...seeds])).toEqual([
      ['A', 1],
      ['B', 1, 2, 3],
    ]);
    // SciPy 1.17.1: numpy.std(…, ddof=1), stats.t.interval(0.95, 2, mean, deviation / sqrt(3))
    const { n, mean, standardDeviation, interval } = rows[1]?.last?.valAccuracy ?? {};
    expect([n, mean]).toEqual([3, 0.878]);
    expect(standardDeviation).toBeCloseTo(0.006557438524302006, 12);
    expect(interval?.low).toBeCloseTo(0.861710419669297, 10);
    expect(interval?.high).toBeCloseTo(0.894289580330703, 10);
    expect(rows[0]?.last?.valAccuracy).toMatchObject({ n: 1, mean: 0.9, standardDeviation: null, interval: null });
  });

  test('are an experiment on an engine where the same seed was trained on several', async () => {
    const on = (name: string) => ({ run: { engine: { name } as Run['engine'] } });
    const runs = [...seedsOf([0.8, 0.9], on('wasm')), ...seedsOf([0.81, 0.92], on('tfjs'))];
    const { differing, groups, notes } = await compareRuns(runs);
    expect(differing).toEqual(['engine']);
    expect(groups[0]?.rows).toMatchObject([
      { values: { engine: 'tfjs' }, seeds: [1, 2], runs: [{ excluded: null }, { excluded: null }] },
      { values: { engine: 'wasm' }, seeds: [1, 2], runs: [{ excluded: null }, { excluded: null }] },
    ]);
    expect(groups[0]?.differences[0]?.last.verdict).toBe('withinNoise');
    expect(notes[0]).toMatch(/^Engines differ in rounding alone/);
  });

  test('gather seeds from all engines where each was trained on one', async () => {
    const on = (name: string) => ({ run: { engine: { name } as Run['engine'] } });
    const { differing, groups } = await compareRuns([
      runOf({ seed: 1, ...on('wasm') }),
      runOf({ seed: 2, ...on('webgpu') }),
      runOf({ seed: 2, ...on('wasm'), status: 'stopped' }),
    ]);
    expect(differing).toEqual([]);
    expect(groups[0]?.rows).toMatchObject([{ seeds: [1, 2], values: {} }]);
  });

  test('hold the best epoch beside the last', async () => {
    const { rows } = await onlyGroup([
      runOf({ accuracies: [0.5, 0.9, 0.8] }),
      runOf({ seed: 2, accuracies: [0.7, 0.6, 0.5] }),
    ]);
    expect(rows[0]).toMatchObject({
      last: { valAccuracy: { mean: 0.65 }, epochs: [3, 3] },
      best: { valAccuracy: { mean: 0.8 }, epochs: [1, 2] },
      runs: [
        { last: { epoch: 3 }, best: { epoch: 2 } },
        { last: { epoch: 3 }, best: { epoch: 1 } },
      ],
    });
  });

  test('are ranked by the epoch whose model they keep', async () => {
    const earlyStopping = { monitor: 'valLoss', patience: 1, minDelta: 0, restoreBest: true } as const;
    const restoring = { ...wider, training: { ...wider.training, earlyStopping } };
    const runs = [
      runOf({ accuracies: [0.5, 0.7, 0.8] }),
      runOf({ experiment: restoring, accuracies: [0.5, 0.9, 0.6] }),
      runOf({ experiment: restoring, seed: 2, accuracies: [0.5, 0.9, 0.6], status: 'stopped' }),
    ];
    const { moment, groups, notes } = await compareRuns(runs);
    expect(moment).toBe('kept');
    expect(groups[0]?.rows).toMatchObject([
      { kept: { valAccuracy: { mean: 0.9 }, epochs: [2, 2] }, last: { valAccuracy: { mean: 0.6 } } },
      { kept: { valAccuracy: { mean: 0.8 }, epochs: [3, 3] } },
    ]);
    expect(groups[0]?.rows[0]?.runs.map(({ kept }) => kept.epoch)).toEqual([2, 3]);
    expect(groups[0]?.differences[0]).toMatchObject({ kept: { mean: expect.closeTo(0.1) } });
    expect(notes[0]).toMatch(/^Kept is the epoch whose weights the model has/);
    expect((await compareRuns(runs, { moment: 'last' })).groups[0]?.rows[0]?.last?.valAccuracy.mean).toBe(0.8);
    expect((await compareRuns([runs[0] as DetailedRun])).moment).toBe('last');
  });

  test('are ranked by loss, and by the best epoch, where that is asked for', async () => {
    const runs = [
      runOf({ accuracies: [0.95, 0.8], losses: [0.3, 0.4] }),
      runOf({ experiment: wider, accuracies: [0.85, 0.9], losses: [0.6, 0.5] }),
    ];
    const names = async (options: Parameters<typeof compareRuns>[1]) =>
      (await onlyGroup(runs, options)).rows.map(({ values }) => values['network.embeddingDim']);
    expect(await names({})).toEqual([32, 3]);
    expect(await names({ moment: 'best' })).toEqual([3, 32]);
    expect(await names({ metric: 'valLoss' })).toEqual([3, 32]);
  });

  test('count a seed once, by its newest run that completed', async () => {
    const { rows } = await onlyGroup([
      runOf({ minute: 1, accuracies: [0.5] }),
      runOf({ minute: 3, accuracies: [0.9] }),
      runOf({ minute: 5, accuracies: [0.1], status: 'failed' }),
    ]);
    const [row] = rows;
    expect(row?.last?.valAccuracy).toMatchObject({ n: 1, mean: 0.9 });
    expect(row?.runs.map(({ excluded }) => excluded)).toEqual([
      'It failed, after 1 of 3 epochs.',
      null,
      expect.stringMatching(/^Seed 1 counts once, by run-\d+\.$/),
    ]);
  });

  test('show what has not completed without counting it', async () => {
    const { groups, notes, unmeasured } = await compareRuns([
      runOf({ accuracies: [0.9, 0.9, 0.9] }),
      runOf({ seed: 2, accuracies: [0.1], status: 'stopped' }),
      runOf({ experiment: wider, accuracies: [0.99, 0.99], status: 'running' }),
      runOf({ experiment: wider, accuracies: [], status: 'failed' }),
    ]);
    const [first, second] = groups[0]?.rows ?? [];
    expect(first).toMatchObject({ letter: 'A', seeds: [1], last: { valAccuracy: { n: 1, mean: 0.9 } } });
    expect(first?.runs[1]).toMatchObject({ status: 'stopped', excluded: 'It was stopped, after 1 of 3 epochs.' });
    expect(second).toMatchObject({ letter: 'B', seeds: [], last: null, best: null });
    expect(second?.runs).toMatchObject([
      { excluded: 'It is still running, after 2 of 3 epochs.', last: { valAccuracy: 0.99 } },
    ]);
    expect(groups[0]?.differences).toEqual([]);
    expect(notes).toContain('2 runs have not completed, and only completed ones count.');
    expect(unmeasured).toMatchObject([{ problem: 'It failed before its first epoch had ended: The disk was full.' }]);
  });

  test('have the same order and letters whatever the order of the runs', async () => {
    const runs = [
      ...seedsOf([0.8, 0.82]),
      ...seedsOf([0.9, 0.7, 0.85], { experiment: wider }),
      runOf({ experiment: widest }),
    ];
    const once = await compareRuns(runs);
    expect(await compareRuns(runs.toReversed())).toEqual(once);
    expect(await compareRuns([...runs.slice(3), ...runs.slice(0, 3)])).toEqual(once);
  });

  test('tell parameters, multiply-adds and times', async () => {
    const { rows } = await onlyGroup(seedsOf([0.8, 0.9]));
    // A convolution of 2×2 to 4 channels, its mean over 14×14, and 4 → 3.
    const multiplyAdds = 28 * 28 * 4 * 4 + 14 * 14 * 4 + 4 * 3;
    const cost = {
      parameters: 4 * 4 + 4 + 4 * 3 + 3,
      multiplyAdds,
      secondsPerEpoch: 2,
      seconds: 6,
      imagesPerSecond: 200,
    };
    expect(rows[0]?.cost).toEqual(cost);
  });
});

describe('the difference of two experiments', () => {
  test('is paired by seed where both have the same: Student', async () => {
    const { overSeeds } = await onlyDifference([
      ...seedsOf([0.871, 0.884, 0.879]),
      ...seedsOf([0.866, 0.875, 0.876], { experiment: wider }),
    ]);
    // SciPy 1.17.1: stats.ttest_rel
    expect(overSeeds).toMatchObject({ method: 'paired', n: [3, 3], degreesOfFreedom: 2 });
    expect(overSeeds?.critical).toBeCloseTo(4.302652729749462, 8);
    expect(overSeeds?.p).toBeCloseTo(0.08475076650111864, 8);
    expect(overSeeds?.interval.low).toBeCloseTo(-0.0019224994005268541, 8);
    expect(overSeeds?.interval.high).toBeCloseTo(0.013255832733860197, 8);
  });

  test('is unpaired where the seeds are others: Welch', async () => {
    const { overSeeds } = await onlyDifference([
      ...seedsOf([0.871, 0.884, 0.879]),
      ...seedsOf([0.851, 0.869, 0.866, 0.872], { experiment: wider }),
    ]);
    // SciPy 1.17.1: stats.ttest_ind(…, equal_var=False)
    expect(overSeeds).toMatchObject({ method: 'welch', n: [3, 4] });
    expect(overSeeds?.degreesOfFreedom).toBeCloseTo(4.999839995733219, 8);
    expect(overSeeds?.p).toBeCloseTo(0.07452119801462782, 8);
    expect(overSeeds?.interval.low).toBeCloseTo(-0.001941480588661464, 8);
    expect(overSeeds?.interval.high).toBeCloseTo(0.028941480588661597, 8);
  });

  test('that is real: better, by so much', async () => {
    const { verdict, sentence } = await onlyDifference([
      ...seedsOf([0.87, 0.876, 0.881], { experiment: wider }),
      ...seedsOf([0.88, 0.885, 0.892]),
    ]);
    expect(verdict).toBe('better');
    // SciPy 1.17.1: stats.ttest_rel gives 0.752 … 1.248 points
    expect(sentence).toBe('A is better than B by 1.0 ± 0.2 points (95 %, 3 seeds, paired).');
  });

  test('within noise: how many more seeds would tell it', async () => {
    const { verdict, sentence, overSeeds } = await onlyDifference([
      ...seedsOf([0.871, 0.884, 0.879]),
      ...seedsOf([0.866, 0.875, 0.876], { experiment: wider }),
    ]);
    expect(verdict).toBe('withinNoise');
    // Of 6 seeds, (2.571 + 0.920) standard errors of 0.3055 / √6 are 0.435 points; of 5, (2.776 + 0.941) of 0.3055 / √5 are 0.508.
    expect((overSeeds?.standardError ?? 0) * Math.sqrt(3)).toBeCloseTo(0.003055, 5);
    expect(sentence).toBe(
      'Within noise: A is ahead of B by 0.6 ± 0.8 points (95 %, 3 seeds, paired); about 2 more seeds of each would tell 0.6 points.',
    );
  });

  test('within noise and too small: what even many more seeds would tell', async () => {
    const { sentence } = await onlyDifference([
      ...seedsOf([0.85, 0.87, 0.89]),
      ...seedsOf([0.88, 0.86, 0.869], { experiment: wider }),
    ]);
    expect(sentence).toMatch(
      /^Within noise: A is ahead of B by 0\.0 ± .* even 20 more seeds of each would tell no less than \d\.\d points\.$/,
    );
  });

  test('of the same results with every seed is none, and of the same amount with every seed can not be judged', async () => {
    const same = await onlyDifference([...seedsOf([0.8, 0.9]), ...seedsOf([0.8, 0.9], { experiment: wider })]);
    expect(same).toMatchObject({ mean: 0, verdict: 'identical' });
    expect(same.sentence).toBe('A and B have the same result with every seed.');
    const shifted = await onlyDifference([...seedsOf([0.8, 0.9]), ...seedsOf([0.7, 0.8], { experiment: wider })]);
    expect(shifted.verdict).toBe('tooCoarse');
    expect(shifted.sentence).toBe(
      'A is ahead of B by 10.0 points with every seed alike: too few validation pairs to tell what is noise.',
    );
  });

  test('of one seed each is judged pair by pair, clustered by image, and says that seeds are unknown', async () => {
    const [right, wrong] = [(pair: number) => pair % 10 !== 0, (pair: number) => pair % 5 !== 0];
    const { mean, verdict, overSeeds, overImages, sentence } = await onlyDifference([
      runOf({ correct: wrong }),
      runOf({ experiment: wider, correct: right }),
    ]);
    const differences = Array.from(pairs.left, (_, i) => Number(right(i)) - Number(wrong(i)));
    expect(mean).toBeCloseTo(0.1, 12);
    expect(verdict).toBe('oneSeed');
    expect(overSeeds).toBeNull();
    expect(overImages).toMatchObject({ pairs: 100, images: clusters.images });
    const standardError = clusteredError(differences, clusters);
    expect(overImages?.standardError).toBe(standardError);
    // SciPy 1.17.1: stats.t.ppf(0.975, 49)
    expect(overImages?.interval.high).toBeCloseTo(mean + 2.0095752371292397 * standardError, 9);
    expect(sentence).toMatch(
      /^A is ahead of B by 10\.0 ± \d\.\d points, more than the choice of validation images explains\. How much another seed would change that is unknown: train several seeds of each\.$/,
    );
    const twins = await onlyDifference([runOf({ correct: right }), runOf({ experiment: wider, correct: right })]);
    expect(twins.sentence).toBe('A and B have the same result for every pair.');
  });

  test('that other images may turn round says so', async () => {
    // The same three pairs of a hundred, or two of them, with every seed.
    const wrong = [
      [3, 50, 71],
      [3, 50],
      [3, 50, 71],
    ];
    const worse = wrong.map((list, i) => runOf({ seed: i + 1, correct: (pair) => !list.includes(pair) }));
    const better = wrong.map((_, i) => runOf({ experiment: wider, seed: i + 1, correct: () => true }));
    const { verdict, sentence } = await onlyDifference([...worse, ...better]);
    expect(verdict).toBe('better');
    expect(sentence).toMatch(
      /^A is better than B by .* On other validation images it may be otherwise: their choice alone makes ± \d\.\d points\.$/,
    );
  });

  test('of the best of many allows for the number of comparisons', async () => {
    const best = seedsOf([0.88, 0.885, 0.892]);
    const rest = [8, 16, 32, 64].map((embeddingDim, i) =>
      seedsOf([0.87 - i / 1000, 0.871 - i / 1000, 0.8845 - i / 1000], { experiment: withNetwork({ embeddingDim }) }),
    );
    const { differences, notes } = await onlyGroup([...best, ...rest.flat()]);
    const [first] = differences;
    expect(first?.last.overSeeds?.p).toBeLessThan(0.05);
    expect(first?.last.overSeeds?.adjustedP).toBeCloseTo(10 * (first?.last.overSeeds?.p ?? 0), 12);
    expect(first?.last.verdict).toBe('withinNoise');
    expect(first?.last.sentence).toMatch(
      /but of 10 comparisons one may well be so by chance \(p is 0\.0\d+ alone, 0\.\d+ among them\)/,
    );
    expect(notes).toContain(
      'A was picked as the best of 5 by these very pairs, so its figure is optimistic; verdicts allow for all 10 comparisons among them.',
    );
  });
});

test('an experiment has no mean of a figure that one of its seeds lacks', async () => {
  const [row] = (await onlyGroup([runOf({ correct: () => true }), runOf({ seed: 2 })])).rows;
  expect(row?.seeds).toEqual([1, 2]);
  expect(row?.last).toMatchObject({ valLoss: { mean: expect.any(Number) }, auc: null });
});

describe('runs that can not be ranked together', () => {
  const otherSeed = { ...experiment, data: { ...experiment.data, seed: 1 } };
  const reasonsOf = async (runs: readonly DetailedRun[], options?: Parameters<typeof compareRuns>[1]) =>
    (await compareRuns(runs, options)).groups.map(({ reasons }) => reasons);

  test('are grouped apart, the most runs first, with the keys that make them so', async () => {
    const drawn = await redrawValidationPairs(otherSeed.data);
    const other = runOf({ experiment: otherSeed, drawn, images: 'images of data.seed 1', correct: () => true });
    const runs = [other, runOf({ correct: () => true }), runOf({ seed: 2, correct: () => true })];
    expect(await reasonsOf(runs)).toEqual([[], ['Other validation images: data.seed is 1 here, 0 there.']]);
    const { groups } = await compareRuns(runs);
    expect(groups.map(({ title }) => title)).toEqual(
      Array(2).fill('100 validation pairs of 50 images, accuracy at a threshold fixed beforehand'),
    );
    expect(groups.flatMap(({ rows }) => rows.map(({ letter }) => letter))).toEqual(['A', 'B']);
  });

  test('have other pairs of the same images', async () => {
    const drawn = await redrawValidationPairs(otherSeed.data);
    const runs = [runOf({ correct: () => true }), runOf({ experiment: otherSeed, drawn, correct: () => true })];
    expect(await reasonsOf(runs)).toEqual([
      [],
      ['Other pairs of the same validation images: data.seed is 1 here, 0 there.'],
    ]);
  });

  test('are those of test in one run, of a share of the training images in the other', async () => {
    const validation = { from: 'train', fraction: 0.5 } as const;
    const held: Experiment = { ...experiment, data: { ...experiment.data, validation } };
    const runs = [runOf({ correct: () => true }), runOf({ experiment: held, images: 'held', correct: () => true })];
    expect(await reasonsOf(runs)).toEqual([
      [],
      [
        'Other validation images: data.validation.from is train here, test there; data.validation.fraction is 0.5 here, absent there.',
      ],
    ]);
  });

  test('have other files behind the same keys', async () => {
    const runs = [runOf({ correct: () => true }), runOf({ images: 'changed', correct: () => true })];
    expect(await reasonsOf(runs)).toEqual([
      [],
      ['Other validation images: no key of data differs, so the files have changed.'],
    ]);
  });

  test('are not explained by a number of training images, which changes no test image', async () => {
    const fewer = { ...experiment, data: { ...experiment.data, limit: { train: 40, test: 50 } } };
    const runs = [runOf({ correct: () => true }), runOf({ experiment: fewer, images: 'changed', correct: () => true })];
    expect(await reasonsOf(runs)).toEqual([
      [],
      ['Other validation images: no key of data differs, so the files have changed.'],
    ]);
  });

  test('are those of another number of training images not: they are measured on the same pairs', async () => {
    const fewer = { ...experiment, data: { ...experiment.data, limit: { train: 40, test: 50 } } };
    const runs = [runOf({ correct: (pair) => pair > 5 }), runOf({ experiment: fewer, correct: () => true })];
    expect((await onlyGroup(runs)).differences[0]?.last.overImages).not.toBeNull();
  });

  test('have an accuracy at a threshold chosen on the pairs; its loss is in other units, too', async () => {
    const triplet = { ...experiment, objective: { loss: 'triplet', distance: 'euclidean', margin: 0.5 } as const };
    const contrastive = { ...experiment, objective: { ...triplet.objective, loss: 'contrastive' } as const };
    const runs = [experiment, contrastive, triplet].map((experiment) => runOf({ experiment, correct: () => true }));
    expect(await reasonsOf(runs)).toEqual([
      [],
      [
        'Accuracy here is at the threshold best for these very pairs, which is optimistic; there it is at a threshold fixed beforehand.',
      ],
    ]);
    const [first] = (await compareRuns(runs)).groups;
    expect(first?.rows).toHaveLength(2);
    expect(first?.comparable).toEqual(expect.arrayContaining(['valAccuracy', 'dPrime', 'auc']));
    expect(first?.comparable).not.toContain('valLoss');
    expect(first?.notes).toContain(
      "Validation losses are in different units here, and don't compare: binaryCrossentropy; contrastive, euclidean, margin 0.5.",
    );
    expect(await reasonsOf(runs, { metric: 'valLoss' })).toEqual([
      [],
      ['The loss is contrastive, euclidean, margin 0.5 here and binaryCrossentropy there: in other units.'],
      ['The loss is triplet, euclidean, margin 0.5 here and binaryCrossentropy there: in other units.'],
    ]);
  });
});

describe('ranked by a figure of the distances', () => {
  test('any runs on the same pairs stand together, whatever their loss and threshold', async () => {
    const triplet = { ...experiment, objective: { loss: 'triplet', distance: 'euclidean', margin: 0.5 } as const };
    const runs = [experiment, triplet].map((experiment) => runOf({ experiment, correct: (pair) => pair > 9 }));
    const group = await onlyGroup(runs, { metric: 'auc' });
    expect(group.title).toBe('100 validation pairs of 50 images, AUC');
    expect(group.comparable).toEqual(expect.arrayContaining(['dPrime', 'auc']));
    for (const key of ['valAccuracy', 'valLoss']) expect(group.comparable).not.toContain(key);
    expect(group.differences[0]?.last).toMatchObject({ metric: 'auc', mean: 0, overImages: null });
    expect(group.notes).toEqual([
      "Validation losses are in different units here, and don't compare: binaryCrossentropy; triplet, euclidean, margin 0.5.",
      "Validation accuracies don't compare here: some are at a threshold fixed beforehand; others at the threshold best for these very pairs, which is optimistic.",
    ]);
  });

  test('differences are written to as many digits as the figure', async () => {
    const withDPrime = (dPrime: number, run: DetailedRun): DetailedRun => {
      const evaluation = run.evaluation as Evaluation;
      const { last } = evaluation;
      const changed = { ...last, separation: { ...last.separation, dPrime } };
      return { ...run, evaluation: { ...evaluation, last: changed, best: changed } };
    };
    const seeds = [1, 2, 3].map((seed) => runOf({ seed, correct: () => true }));
    const others = [1, 2, 3].map((seed) => runOf({ seed, experiment: wider, correct: () => true }));
    const runs = [
      ...seeds.map((run, i) => withDPrime(2 + i / 10, run)),
      ...others.map((run, i) => withDPrime(1 + i / 8, run)),
    ];
    const { differences } = await onlyGroup(runs, { metric: 'dPrime' });
    expect(differences[0]?.last.sentence).toMatch(/^A is better than B by 0\.98 ± 0\.06 \(95 %, 3 seeds, paired\)\.$/);
  });

  test('a run that has not recorded it of its best epoch does not count either', async () => {
    const run = runOf({ experiment: wider, correct: () => true });
    const evaluation = run.evaluation as Evaluation;
    const resumed = { ...run, evaluation: { ...evaluation, best: null } };
    const { rows } = await onlyGroup([runOf({ correct: () => true }), resumed], { metric: 'auc' });
    expect(rows.map(({ seeds }) => seeds)).toEqual([[1], []]);
  });

  test('a run that has not recorded it does not count, and says so', async () => {
    const runs = [runOf({ accuracies: [0.9] }), runOf({ experiment: wider, correct: () => true })];
    const { rows } = await onlyGroup(runs, { metric: 'auc' });
    expect(rows.map(({ seeds }) => seeds)).toEqual([[1], []]);
    expect(rows[1]?.runs[0]?.excluded).toBe('It has recorded no AUC to be ranked by.');
  });
});

describe('runs from before evaluation.json', () => {
  test('stand beside those with the same data and pairs, without what it tells', async () => {
    const { rows, notes, differences } = await onlyGroup([
      runOf({ accuracies: [0.8] }),
      runOf({ experiment: wider, correct: () => true }),
    ]);
    expect(rows[1]?.last).toMatchObject({ valAccuracy: { mean: 0.8, imageError: null }, dPrime: null, auc: null });
    expect(rows[0]?.last).toMatchObject({ valAccuracy: { mean: 1, imageError: 0 }, auc: { n: 1 } });
    expect(differences[0]?.last.overImages).toBeNull();
    expect(notes).toContain(
      "1 run recorded no correctness by pair, being of an earlier version: there, what other validation images would change can't be told.",
    );
  });

  test('stand beside one another, too', async () => {
    const { notes } = await onlyGroup([runOf({ accuracies: [0.8] }), runOf({ experiment: wider, accuracies: [0.9] })]);
    expect(notes).toContain(
      "What other validation images would change can't be told: none of the runs recorded which pairs it called rightly.",
    );
  });

  test('with other data are apart, for nobody knows', async () => {
    const fewer = { ...experiment, data: { ...experiment.data, limit: { train: 40, test: 50 } } };
    const { groups } = await compareRuns([
      runOf({ accuracies: [0.8] }),
      runOf({ experiment: fewer, accuracies: [0.9] }),
    ]);
    expect(groups.map(({ reasons }) => reasons)).toEqual([
      [],
      [expect.stringMatching(/^Perhaps other validation images: /)],
    ]);
  });
});

describe('what stands in the way of a fact', () => {
  test('an evaluation of another epoch than the last is not taken for it', async () => {
    const run = runOf({ accuracies: [0.5, 0.6, 0.7], correct: () => true });
    const { evaluation } = run;
    const late = { ...run, evaluation: evaluation && { ...evaluation, last: { ...evaluation.last, epoch: 4 } } };
    const { rows } = await onlyGroup([late]);
    expect(rows[0]?.last?.valAccuracy.imageError).toBeNull();
    expect(rows[0]?.best?.valAccuracy.imageError).toBe(0);
  });

  test('data that are no longer those of the runs leave other images unjudged', async () => {
    const gone = { ...pairs, isSame: pairs.isSame.map((same) => 1 - same) };
    const runs = [
      runOf({ drawn: gone, correct: () => true }),
      runOf({ experiment: wider, drawn: gone, correct: () => true }),
    ];
    const { notes, differences } = await onlyGroup(runs);
    expect(differences[0]?.last.overImages).toBeNull();
    expect(notes).toContain(
      "What other validation images would change can't be told: the data are no longer those of the runs.",
    );
  });
});

test('three seeds reach 4.30 standard errors to each side, said plainly', async () => {
  const { notes } = await compareRuns(seedsOf([0.8, 0.9, 0.85]));
  expect(notes).toEqual(["With 3 seeds a 95 % interval reaches 4.30 standard errors to each side (Student's t)."]);
});
