import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawPairs, type Pairs } from '../../src/data/index.ts';
import { bestThreshold, validationFigures } from '../../src/evaluation/index.ts';
import type { Objective } from '../../src/experiment/index.ts';
import { accuracyMeaning } from '../../src/objective/index.ts';
import { purpose, streamKey } from '../../src/random/index.ts';

/** Six images, drawn as validation pairs are: pairs 0, 2, 4 … same, 1, 3, 5 … different. */
const labels = Int32Array.of(0, 1, 0, 1, 2, 2);
const pairs: Pairs = drawPairs(labels, Int32Array.of(0, 1, 2, 3, 4, 5), 1, streamKey(1, purpose.partner));
const points = Float32Array.of(0, 1, 0.1, 1.2, 0.6, 2); // one number an image
const distanceOf = (i: number) =>
  Math.fround(Math.sqrt(Math.max((at(points, pairs.left[i]) - at(points, pairs.right[i])) ** 2, 1e-7)));
function at(values: Float32Array, i: number | undefined): number {
  return values[i as number] as number;
}
function figuresOf(objective: Objective, head: { kernel: number; bias: number } | null = null, embeddings = points) {
  return validationFigures({ embeddings, embeddingDim: 1, pairs, objective, head, labels, batchSize: 4 });
}
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const rows = Array.from(pairs.isSame, (same, i) => ({ same: same === 1, d: distanceOf(i) }));

describe('validation figures, pair by pair', () => {
  test('binary cross-entropy: -ln of the probability given to the truth; accuracy at probability 0.5', () => {
    const head = { kernel: -4, bias: 2 };
    const probability = (d: number) => 1 / (1 + Math.exp(-(head.kernel * d + head.bias)));
    const figures = figuresOf({ loss: 'binaryCrossentropy', distance: 'euclidean' }, head);
    expect(figures.loss).toBeCloseTo(
      mean(rows.map(({ same, d }) => -Math.log(same ? probability(d) : 1 - probability(d)))),
      12,
    );
    expect(figures.accuracy).toBe(mean(rows.map(({ same, d }) => (probability(d) > 0.5 === same ? 1 : 0))));
    expect(figures.accuracy).toBeGreaterThan(0.5); // else the test sees too little
    expect(figures.accuracy).toBeLessThan(1);
  });

  test('binary cross-entropy of a huge logit is that logit, not infinite', () => {
    const figures = figuresOf({ loss: 'binaryCrossentropy', distance: 'euclidean' }, { kernel: 0, bias: -1e6 });
    expect(figures).toMatchObject({ loss: 5e5, accuracy: 0.5, threshold: null });
  });

  test('a logit of 0 is called different', () => {
    const figures = figuresOf({ loss: 'binaryCrossentropy', distance: 'euclidean' }, { kernel: 0, bias: 0 });
    expect(figures).toMatchObject({ loss: Math.LN2, accuracy: 0.5, threshold: null });
    expect(figures.correct).toEqual(pairs.isSame.map((same) => 1 - same));
  });

  test('contrastive: y·d² + (1-y)·max(0, margin-d)²; accuracy at half the margin', () => {
    const figures = figuresOf({ loss: 'contrastive', distance: 'euclidean', margin: 1.5 });
    expect(figures.loss).toBeCloseTo(mean(rows.map(({ same, d }) => (same ? d ** 2 : Math.max(0, 1.5 - d) ** 2))), 12);
    const correct = rows.map(({ same, d }) => (d < 0.75 === same ? 1 : 0));
    expect(figures.accuracy).toBe(mean(correct));
    expect(Array.from(figures.correct)).toEqual(correct);
    expect(figures.threshold).toBeNull();
  });

  test('triplet: max(0, d(a,p)-d(a,n)+margin) of the triplets inside the pairs; accuracy at the best threshold', () => {
    const figures = figuresOf({ loss: 'triplet', distance: 'euclidean', margin: 0.3 });
    const losses = [0, 2, 4, 6, 8, 10].map((i) => Math.max(0, distanceOf(i) - distanceOf(i + 1) + 0.3));
    expect(figures.loss).toBeCloseTo(mean(losses), 12);
    const { threshold } = figures;
    expect(mean(rows.map(({ same, d }) => (d < (threshold ?? 0) === same ? 1 : 0)))).toBe(figures.accuracy);
    expect(figures.accuracy).toBe(
      bestThreshold(
        Float32Array.from(rows, ({ d }) => d),
        pairs.isSame,
      ).accuracy,
    );
    expect(accuracyMeaning({ loss: 'triplet', distance: 'euclidean', margin: 0.3 }).validation).toMatch(/optimistic/);
  });

  test('an embedding that is not finite makes the loss not finite', () => {
    for (const objective of [
      { loss: 'binaryCrossentropy', distance: 'euclidean' },
      { loss: 'contrastive', distance: 'cosine', margin: 1 },
      { loss: 'triplet', distance: 'manhattan', margin: 1 },
    ] as const) {
      const broken = points.with(0, Number.NaN);
      expect(figuresOf(objective, { kernel: -1, bias: 0 }, broken).loss).toBeNaN();
    }
  });
});

describe('the best threshold', () => {
  /** Few distinct distances, so that ties are common. */
  const measured = fc
    .array(fc.record({ d: fc.integer({ min: 0, max: 12 }), same: fc.integer({ min: 0, max: 1 }) }), { minLength: 1 })
    .map((list) => ({
      distances: Float32Array.from(list, ({ d }) => d / 4),
      isSame: Uint8Array.from(list, ({ same }) => same),
    }));
  /** Tries every threshold that could make a difference. */
  function naiveBest(distances: Float32Array, isSame: Uint8Array): number {
    const cuts = [-1, ...distances].map((d) => d + 0.01);
    return Math.max(
      ...cuts.map((cut) => mean(Array.from(distances, (d, i) => (d < cut === (isSame[i] === 1) ? 1 : 0)))),
    );
  }

  test('of pairs listed by hand', () => {
    const distances = Float32Array.of(0.5, 1, 1, 2, 3, 4);
    expect(bestThreshold(distances, Uint8Array.of(1, 1, 1, 0, 0, 0))).toEqual({ threshold: 1.5, accuracy: 1 });
    // Equal distances are never parted: 1 and 1 are called alike, and one of them wrongly.
    expect(bestThreshold(distances, Uint8Array.of(1, 1, 0, 0, 0, 0))).toEqual({ threshold: 0.75, accuracy: 5 / 6 });
    expect(bestThreshold(distances, Uint8Array.of(0, 0, 0, 0, 0, 0))).toEqual({ threshold: 0.5, accuracy: 1 });
    const all = bestThreshold(distances, Uint8Array.of(1, 1, 1, 1, 1, 1));
    expect(all.accuracy).toBe(1);
    expect(all.threshold).toBeGreaterThan(4);
    expect(all.threshold).toBeLessThan(4.001);
  });

  test('is no worse than any other, and its accuracy is what it gives', () => {
    fc.assert(
      fc.property(measured, ({ distances, isSame }) => {
        const { threshold, accuracy } = bestThreshold(distances, isSame);
        expect(accuracy).toBe(naiveBest(distances, isSame));
        expect(accuracyAt(distances, isSame, threshold)).toBe(accuracy);
      }),
    );
  });

  test('does not depend on the order of the pairs', () => {
    fc.assert(
      fc.property(measured, fc.nat(), ({ distances, isSame }, seed) => {
        const order = Array.from(distances, (_, i) => i).sort((a, b) => ((a * 7 + seed) % 11) - ((b * 7 + seed) % 11));
        const permuted = [distances, isSame].map((values) => order.map((i) => values[i] as number)) as [
          number[],
          number[],
        ];
        expect(bestThreshold(Float32Array.from(permuted[0]), Uint8Array.from(permuted[1]))).toEqual(
          bestThreshold(distances, isSame),
        );
      }),
    );
  });

  test('a growing function of the distances changes the threshold, not the accuracy', () => {
    fc.assert(
      fc.property(measured, ({ distances, isSame }) => {
        const { accuracy } = bestThreshold(distances, isSame);
        expect(
          bestThreshold(
            distances.map((d) => d ** 3 - 5),
            isSame,
          ).accuracy,
        ).toBe(accuracy);
      }),
    );
  });

  test('of no pairs, or of a distance that is not a number, is not a number', () => {
    expect(bestThreshold(new Float32Array(0), new Uint8Array(0)).accuracy).toBeNaN();
    expect(bestThreshold(Float32Array.of(1, Number.NaN), Uint8Array.of(1, 0)).threshold).toBeNaN();
  });
});

/** The share of pairs called rightly where distance < threshold means same. NaN distances are called different. */
function accuracyAt(distances: Float32Array, isSame: Uint8Array, threshold: number): number {
  let right = 0;
  for (let i = 0; i < distances.length; i++) {
    if ((distances[i] as number) < threshold === (isSame[i] === 1)) right++;
  }
  return right / distances.length;
}
