/** A comparison and a contrast made up by hand: what the compare room gives. */
import type { Comparison, Contrast, Difference, Row, RunResult, Side } from '../../src/compare/index.ts';
import type { DetailedRun } from '../../src/record/index.ts';
import { experiment, rowOf } from '../record/fixtures.ts';

type Epochs = ReturnType<DetailedRun['metrics']>;

/** A curve that rises towards `top` and trembles. */
export const epochsOf = (count: number, top: number): Epochs =>
  Array.from({ length: count }, (_, i) => ({
    ...rowOf(i + 1, top - 0.2 * Math.exp(-i / 6) + 0.004 * Math.sin(i * i)),
    accuracy: top - 0.02 - 0.25 * Math.exp(-i / 6),
    valLoss: 1 - top + 0.4 * Math.exp(-i / 5),
    loss: 1.05 - top + 0.45 * Math.exp(-i / 5),
  }));

const separation = (distance: number): NonNullable<RunResult['separation']> => {
  const hump = (middle: number) =>
    Array.from({ length: 24 }, (_, i) => Math.round(900 * Math.exp(-(((i - middle) / 4) ** 2))));
  const spread = { pairs: 10_000, mean: 1, standardDeviation: 0.4, quantiles: [0.4, 0.7, 1, 1.3, 1.6] as const };
  return {
    same: spread,
    different: spread,
    dPrime: distance / 4,
    auc: 0.9 + distance / 200,
    histogram: { least: 0, greatest: 3.2, same: hump(6), different: hump(6 + distance) },
    overlap: 0.31,
  };
};

const resultOf = (epochs: Epochs, epoch: number, distance: number): RunResult => {
  const { valAccuracy = Number.NaN, valLoss = Number.NaN } = epochs[epoch - 1] ?? {};
  const { dPrime, auc } = separation(distance);
  return { epoch, valAccuracy, valLoss, dPrime, auc, imageError: 0.0026, separation: separation(distance) };
};

const estimate = (mean: number, deviation: number | null): NonNullable<Row['last']>['valAccuracy'] => ({
  n: deviation === null ? 1 : 3,
  mean,
  standardDeviation: deviation,
  interval: deviation === null ? null : { low: mean - 2.484 * deviation, high: mean + 2.484 * deviation },
  imageError: 0.0026,
});

export interface RowRequest {
  readonly letter: string;
  readonly values: Row['values'];
  readonly accuracy: number;
  readonly seeds?: readonly number[];
  readonly name?: string;
}

/** A row and the runs behind it. */
export function makeRow({ letter, values, accuracy, seeds = [42], name = 'widths' }: RowRequest) {
  const runs = seeds.map((seed, i) => {
    const epochs = epochsOf(20, accuracy + 0.01 * i);
    const folder = `2026-11-23T16-2${i}-05Z-${name}-${letter.toLowerCase()}${seed}`;
    return { folder, epochs, seed };
  });
  const several = seeds.length > 1 ? 0.004 : null;
  const results = (mean: number, epochs: readonly [number, number]): NonNullable<Row['last']> => ({
    valAccuracy: estimate(mean, several),
    valLoss: { ...estimate(1 - mean, several), imageError: null },
    dPrime: null,
    auc: null,
    epochs,
  });
  const row: Row = {
    letter,
    name,
    values,
    runs: runs.map(({ folder, epochs, seed }) => ({
      folder,
      path: `/runs/${folder}`,
      seed,
      status: 'completed',
      tags: [],
      epochs: 20,
      epochsWanted: 20,
      excluded: null,
      kept: resultOf(epochs, 20, 8),
      last: resultOf(epochs, 20, 8),
      best: resultOf(epochs, 18, 8),
    })),
    seeds,
    kept: results(accuracy, [20, 20]),
    last: results(accuracy, [20, 20]),
    best: results(accuracy + 0.003, seeds.length > 1 ? [17, 19] : [18, 18]),
    cost: { parameters: 19_888, multiplyAdds: 4_023_600, secondsPerEpoch: 12.2, seconds: 251, imagesPerSecond: 19_000 },
  };
  const compared = runs.map(
    ({ folder, epochs }) =>
      ({ folder, path: `/runs/${folder}`, experiment, metrics: () => epochs }) as unknown as DetailedRun,
  );
  return { row, compared };
}

export const difference = (sentence: string): Difference => ({
  metric: 'valAccuracy',
  mean: 0.008,
  verdict: 'better',
  sentence,
  overSeeds: null,
  overImages: null,
});

export function makeComparison(rows: readonly ReturnType<typeof makeRow>[], differing: readonly string[]) {
  const comparison: Comparison = {
    metric: 'valAccuracy',
    moment: 'last',
    differing,
    common: [
      { path: 'objective.loss', value: 'binaryCrossentropy' },
      { path: 'training.batchSize', value: 64 },
    ],
    groups: [
      {
        title: '20,000 pairs of 10,000 images',
        reasons: [],
        comparable: ['valAccuracy', 'valLoss'],
        rows: rows.map(({ row }) => row),
        differences: rows.slice(1).map(({ row }) => {
          const sentence = `A is better than ${row.letter} by 0.8 ± 0.3 points.`;
          const same = difference(sentence);
          return { first: 'A', other: row.letter, kept: same, last: same, best: same };
        }),
        notes: [],
      },
    ],
    unmeasured: [],
    notes: [],
  };
  return { comparison, runs: rows.flatMap(({ compared }) => compared), unreadable: [], pathOf: (path: string) => path };
}

const sideOf = (folder: string, top: number, distance: number): Side => {
  const epochs = epochsOf(20, top);
  return {
    folder,
    path: `/runs/${folder}`,
    name: 'widths',
    seed: 42,
    status: 'completed',
    tags: [],
    epochsWanted: 20,
    epochs,
    kept: resultOf(epochs, 20, distance),
    last: resultOf(epochs, 20, distance),
    best: resultOf(epochs, 18, distance),
    cost: {
      parameters: Math.round(20_000 * distance),
      multiplyAdds: 4_023_600,
      secondsPerEpoch: 1.5 * distance,
      seconds: 30 * distance,
      imagesPerSecond: 19_000,
    },
    engine: { name: 'wasm', build: 'wide', threads: 2 },
    accuracyMeans: { training: 'share of pairs', validation: 'share of pairs' },
    overfitting: {
      accuracyGap: -0.02,
      lossGap: -0.05,
      leastValLossEpoch: 20,
      valLossRise: 0,
      dropout: [0.3, 0.3],
      sentence: 'training accuracy is 2.0 points below validation, as dropout (0.3, 0.3) is on in training alone.',
    },
  };
};

export const makeContrast = (): Contrast => ({
  a: sideOf('2026-11-23T16-20-05Z-widths-a1', 0.86, 7),
  b: sideOf('2026-11-23T16-24-05Z-widths-b1', 0.88, 11),
  changed: [
    { path: 'network.embeddingDim', a: 48, b: 96 },
    { path: 'network.blocks.1.batchNorm', a: undefined, b: true },
  ],
  common: [{ path: 'training.batchSize', value: 64 }],
  incomparable: [],
  incomparableLosses: [],
  comparable: ['valAccuracy', 'valLoss', 'dPrime', 'auc'],
  separationsCompare: true,
  kept: difference('B is better than A by 2.0 ± 0.6 points.'),
  last: difference('B is better than A by 2.0 ± 0.6 points.'),
  best: difference('B is better than A by 1.9 ± 0.6 points.'),
  parting: { epoch: 3, jitter: 0.004, sentence: 'From epoch 3 on B stays ahead by more than the jitter.' },
  notes: ['One seed each: another seed may tell otherwise.'],
});
