import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  epochFiguresOf,
  epochKeys,
  evaluatedFigure,
  evaluationKeys,
  formatMetric,
  isBetter,
  isKept,
  type MeasuredEpoch,
  metricKeys,
  metricOf,
  rankedKeys,
  separationOf,
} from '../../src/evaluation/index.ts';

/** Six pairs, one of each kind misplaced. */
const distances = Float32Array.of(1, 2, 4, 3, 5, 6);
const isSame = Uint8Array.of(1, 1, 1, 0, 0, 0);
const separation = separationOf(distances, isSame);
const measured: MeasuredEpoch = {
  training: { loss: 12, correct: 15, examples: 20 },
  validation: { loss: 0.5, accuracy: 0.9, distances, isSame },
  separation,
  learningRate: 0.001,
  seconds: 2.5,
};

describe('the table of metrics', () => {
  test('gives an epoch the columns of metrics.csv, in their order', () => {
    expect(Object.entries(epochFiguresOf(measured))).toEqual([
      ['loss', 0.6],
      ['accuracy', 0.75],
      ['valLoss', 0.5],
      ['valAccuracy', 0.9],
      ['learningRate', 0.001],
      ['seconds', 2.5],
    ]);
  });

  test('gives what evaluation.json tells, and nothing else, of a separation', () => {
    expect(evaluationKeys.map((key) => [key, evaluatedFigure(key, separation)])).toEqual([
      ['dPrime', separation.dPrime],
      ['auc', 8 / 9],
      ['overlap', separation.overlap],
    ]);
    expect(evaluatedFigure('valAccuracy', separation)).toBeNull();
  });

  test('ranks by figures of validation that have a better and a worse, by accuracy if nobody says otherwise', () => {
    expect(rankedKeys).toEqual(['valAccuracy', 'valLoss', 'dPrime', 'auc']);
  });

  test('counts a figure as kept where any epoch has it, and of no epochs all', () => {
    expect(isKept('valLoss', [])).toBe(true);
    const row = epochFiguresOf(measured);
    expect(isKept('valLoss', [row])).toBe(true);
    const { valLoss: _, ...older } = row;
    expect(isKept('valLoss', [older as typeof row])).toBe(false);
    expect(isKept('valLoss', [older as typeof row, row])).toBe(true);
  });

  test('says of every ranked figure when it compares', () => {
    for (const key of rankedKeys) expect(metricOf(key).comparesBy, key).not.toBeUndefined();
  });

  test('has no two figures of one set and quantity, which trackers would lay into one', () => {
    const places = metricKeys.map((key) => `${metricOf(key).set} ${metricOf(key).quantity}`);
    expect(new Set(places).size).toBe(places.length);
  });

  test('agrees with the schema on what early stopping and a budget can monitor', () => {
    const schema = JSON.parse(readFileSync(new URL('../../schemas/experiment.schema.json', import.meta.url), 'utf8'));
    const enums: string[][] = [];
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      const { monitor } = value as { monitor?: { enum?: string[] } };
      if (monitor?.enum !== undefined) enums.push(monitor.enum.toSorted());
      for (const child of Object.values(value)) walk(child);
    };
    walk(schema);
    const monitored = epochKeys.filter((key) => metricOf(key).isMonitored);
    const ofValidation = monitored.filter((key) => metricOf(key).set === 'validation');
    expect(enums.toSorted((a, b) => a.length - b.length)).toEqual([ofValidation.toSorted(), monitored.toSorted()]);
    for (const key of monitored) expect(metricOf(key).better, key).not.toBeNull();
  });
});

describe('better', () => {
  test.each([
    ['loss', 'down'],
    ['valLoss', 'down'],
    ['accuracy', 'up'],
    ['valAccuracy', 'up'],
    ['dPrime', 'up'],
    ['auc', 'up'],
  ] as const)('%s gets better by going %s, by more than a margin', (key, way) => {
    const [worse, better] = way === 'up' ? [0.5, 0.75] : [0.75, 0.5];
    expect(isBetter(key, better, worse)).toBe(true);
    expect(isBetter(key, worse, better)).toBe(false);
    expect(isBetter(key, worse, worse)).toBe(false);
    expect(isBetter(key, better, worse, 0.25)).toBe(false);
    expect(isBetter(key, better, worse, 0.2)).toBe(true);
    expect(isBetter(key, Number.NaN, worse)).toBe(false);
  });
});

test.each([
  ['valAccuracy', 0.8814, '88.1 %'],
  ['accuracy', 0.8814, '88.1 %'],
  ['loss', 0.68361, '0.6836'],
  ['valLoss', 0.68361, '0.6836'],
  ['valLoss', 9.8123e25, '9.81e+25'],
  ['learningRate', 0.0001234567, '0.000123457'],
  ['seconds', 12.4, '12 s'],
  ['dPrime', 1.234, '1.23'],
  ['auc', 0.98765, '0.9877'],
  ['overlap', 0.31, '31.0 %'],
] as const)('%s of %d is written %s', (key, value, text) => {
  expect(formatMetric(key, value)).toBe(text);
});
