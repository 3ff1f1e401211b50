import { describe, expect, it } from 'vitest';
import { EpochComparison } from '../../src/commands/compare-epochs.ts';
import type { EpochEvent, EpochMetrics } from '../../src/training/index.ts';
import { pairEvaluationOf } from '../record/fixtures.ts';

const row = (epoch: number, change: Partial<EpochMetrics> = {}): EpochMetrics => ({
  ...{ epoch, step: 4 * epoch, loss: 0.1, accuracy: 0.2, valLoss: 0.3, valAccuracy: 0.4, learningRate: 1, seconds: 9 },
  ...change,
});
const event = (metrics: EpochMetrics): EpochEvent => ({
  type: 'epoch',
  isBlind: false,
  findings: [],
  metrics,
  isBest: false,
  threshold: null,
  evaluation: pairEvaluationOf(1),
  state: { step: metrics.step, weights: new Float32Array(0), slots: [] },
});
const compare = (rows: EpochMetrics[], isWhole: boolean, now: EpochMetrics[]): EpochComparison => {
  const comparison = new EpochComparison(rows, isWhole);
  for (const metrics of now) comparison.take(event(metrics));
  return comparison;
};

describe('comparing a training with an earlier one', () => {
  it('finds them identical whatever time they took', () => {
    const comparison = compare([row(1), row(2)], true, [row(1), row(2, { seconds: 1 })]);
    expect(comparison.isDone).toBe(false);
    const expected = { identical: true, epochs: 2, weights: 'identical', difference: null };
    expect(comparison.repeat('a', 'a', true)).toEqual(expected);
  });

  it('does not compare a figure that the earlier one, of an older version, has not kept', () => {
    const { accuracy: _, ...older } = row(1);
    const comparison = compare([older as EpochMetrics], true, [row(1)]);
    expect(comparison.repeat('a', 'a', true)).toMatchObject({ identical: true, epochs: 1 });
  });

  it.each(['step', 'loss', 'accuracy', 'valLoss', 'valAccuracy', 'learningRate'] as const)(
    'finds the last bit of %s, and stops there',
    (figure) => {
      const was = row(2)[figure];
      const is = was + was * Number.EPSILON;
      const comparison = compare([row(1), row(2), row(3)], true, [row(1), row(2, { [figure]: is }), row(3)]);
      expect(comparison.isDone).toBe(true);
      expect(comparison.repeat('a', 'b', false)).toEqual({
        identical: false,
        epochs: 1,
        weights: 'not compared',
        difference: { epoch: 2, figure, was, is },
      });
    },
  );

  it('compares the weights at the end', () => {
    const { weights, difference } = compare([row(1)], true, [row(1)]).repeat('a', 'b', true);
    expect([weights, difference]).toEqual(['different', { epoch: null, figure: 'weights', was: 'a', is: 'b' }]);
  });

  it('notices one that goes on for longer, or ends sooner', () => {
    const longer = compare([row(1)], true, [row(1), row(2)]);
    expect(longer.isDone).toBe(true);
    expect(longer.repeat('a', 'a', true).difference).toEqual({ epoch: 2, figure: 'epochs', was: 1, is: 2 });
    const shorter = compare([row(1), row(2)], true, [row(1)]).repeat('a', 'a', true);
    expect(shorter.difference).toEqual({ epoch: null, figure: 'epochs', was: 2, is: 1 });
  });

  it('stops where an unfinished one ends, without its weights', () => {
    const comparison = compare([row(1), row(2)], false, [row(1), row(2)]);
    expect(comparison.isDone).toBe(true);
    expect(comparison.repeat('a', 'b', false)).toMatchObject({ identical: true, weights: 'not compared' });
  });

  it('is not identical before all has been compared', () => {
    expect(compare([row(1), row(2)], true, [row(1)]).repeat('a', 'a', false)).toMatchObject({
      identical: false,
      epochs: 1,
      difference: null,
    });
  });
});
