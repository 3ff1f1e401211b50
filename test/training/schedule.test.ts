import { expect, test } from 'vitest';
import type { Schedule } from '../../src/experiment/index.ts';
import { learningRateAt } from '../../src/training/schedule.ts';
import { tinyExperiment } from './tiny.ts';

/** Base rate 0.01, ten epochs of 100 steps. */
const base = tinyExperiment().training;
const rateAt = (schedule: Schedule, epochsDone: number) =>
  learningRateAt({ ...base, epochs: 10, schedule }, Math.round(100 * epochsDone), 100);
const ratesOf = (schedule: Schedule, epochsDone: readonly number[]) => epochsDone.map((e) => rateAt(schedule, e));

test.each<[Schedule, [epochsDone: number, rate: number][]]>([
  [
    { name: 'constant', warmupEpochs: 0 },
    [
      [0, 0.01],
      [9.99, 0.01],
    ],
  ],
  [
    { name: 'constant', warmupEpochs: 2 },
    [
      [0, 0],
      [0.5, 0.0025],
      [1.99, 0.00995],
      [2, 0.01],
      [7, 0.01],
    ],
  ],
  [
    { name: 'step', every: 3, factor: 0.5, warmupEpochs: 0 },
    [
      [0, 0.01],
      [2.99, 0.01],
      [3, 0.005],
      [5.99, 0.005],
      [6, 0.0025],
      [9, 0.00125],
    ],
  ],
  [
    { name: 'step', every: 3, factor: 0.1, warmupEpochs: 1 }, // counts its epochs from the end of the warm-up
    [
      [0.5, 0.005],
      [1, 0.01],
      [3.99, 0.01],
      [4, 0.001],
      [7, 0.0001],
    ],
  ],
  [
    { name: 'exponential', factor: 0.64, warmupEpochs: 0 },
    [
      [0, 0.01],
      [0.5, 0.008], // √0.64 = 0.8
      [1, 0.0064],
      [2.5, 0.0032768],
    ],
  ],
  [
    { name: 'exponential', factor: 0.64, warmupEpochs: 0.5 },
    [
      [0.25, 0.005],
      [1, 0.008],
    ],
  ],
  [
    { name: 'cosine', end: 0, warmupEpochs: 0 },
    [
      [0, 0.01],
      [2.5, 0.00853553390593], // ½(1 + cos 45°) = ½(1 + 0.70710678118655)
      [5, 0.005],
      [10, 0],
    ],
  ],
  [
    { name: 'cosine', end: 0.2, warmupEpochs: 1 }, // half-way is at 1 + 9/2 epochs
    [
      [0.1, 0.001],
      [1, 0.01],
      [4, 0.008], // a third of the way: 0.2 + 0.8·½(1 + cos 60°) = 0.8
      [5.5, 0.006],
      [10, 0.002],
    ],
  ],
])('%o', (schedule, points) => {
  expect(
    ratesOf(
      schedule,
      points.map(([e]) => e),
    ),
  ).toEqual(points.map(([, rate]) => rate));
});

test('depends on nothing but the step, and only the cosine on how many epochs there are', () => {
  const schedules: Schedule[] = [
    { name: 'constant', warmupEpochs: 1.5 },
    { name: 'step', every: 2, factor: 0.3, warmupEpochs: 1.5 },
    { name: 'exponential', factor: 0.9, warmupEpochs: 1.5 },
    { name: 'cosine', end: 0, warmupEpochs: 1.5 },
  ];
  const differing = schedules.filter((schedule) => {
    const rates = [4, 8].map((epochs) =>
      Array.from({ length: 28 }, (_, step) => learningRateAt({ ...base, epochs, schedule }, step, 7)),
    );
    return JSON.stringify(rates[0]) !== JSON.stringify(rates[1]);
  });
  expect(differing.map(({ name }) => name)).toEqual(['cosine']);
});
