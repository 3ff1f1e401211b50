/** Losses, against formulas written out example by example, and their slopes, against differences of their values. */
import { describe, expect, test, vi } from 'vitest';
import { batchOf, type Examples } from '../../src/data/index.ts';
import type { Objective } from '../../src/experiment/index.ts';
import { emptyTerms } from '../../src/objective/compare.ts';
import {
  accuracyMeaning,
  type BatchLoss,
  compareBatch,
  distancesPerExample,
  drawingOf,
  type ExampleLoss,
  exampleComparison,
  exampleNoun,
  exampleSums,
  isOptimistic,
  losses,
  lossOf,
  meanLoss,
  rowsPerExample,
} from '../../src/objective/index.ts';
import { purpose, streamKey, uniformAt } from '../../src/random/index.ts';

const bce: Objective = { loss: 'binaryCrossentropy', distance: 'euclidean' };
const contrastive: Objective = { loss: 'contrastive', distance: 'manhattan', margin: 1.5 };
const triplet: Objective = { loss: 'triplet', distance: 'euclidean', margin: 0.3 };

/** Of an example's values: loss, whether it is right, slopes. */
function evaluated(objective: Objective, values: readonly number[], isSame = 0) {
  const terms = emptyTerms(values.length);
  terms.values.set(values);
  terms.isSame = isSame;
  (lossOf(objective) as ExampleLoss).evaluate(terms);
  const { loss, isCorrect, slopes, isSloped } = terms;
  return { loss, isCorrect, slopes: isSloped ? Array.from(slopes) : slopes.length === 1 ? [0] : [0, 0] };
}

describe('an example', () => {
  test('binary cross-entropy: -ln of the probability given to the truth; right where the probability is over 0.5', () => {
    for (const logit of [-3, -0.1, 0.4, 7]) {
      const probability = 1 / (1 + Math.exp(-logit));
      const [same, other] = [evaluated(bce, [logit], 1), evaluated(bce, [logit], 0)];
      expect(same.loss).toBeCloseTo(-Math.log(probability), 12);
      expect(other.loss).toBeCloseTo(-Math.log(1 - probability), 12);
      expect([same.isCorrect, other.isCorrect]).toEqual([probability > 0.5, probability <= 0.5]);
    }
    expect(evaluated(bce, [0], 0).isCorrect).toBe(true);
    expect(evaluated(bce, [-1e6], 1)).toMatchObject({ loss: 1e6, slopes: [-1] });
    expect(evaluated(bce, [1e6], 0)).toMatchObject({ loss: 1e6, slopes: [1] });
  });

  test('contrastive: y·d² + (1-y)·max(0, margin-d)²; right on its side of half the margin', () => {
    expect(evaluated(contrastive, [0.5], 1)).toEqual({ loss: 0.25, isCorrect: true, slopes: [1] });
    expect(evaluated(contrastive, [0.75], 1).isCorrect).toBe(false);
    expect(evaluated(contrastive, [0.5], 0)).toEqual({ loss: 1, isCorrect: false, slopes: [-2] });
    expect(evaluated(contrastive, [2], 0)).toEqual({ loss: 0, isCorrect: true, slopes: [-0] });
  });

  test('triplet: max(0, d(a,p)-d(a,n)+margin); right where the positive is nearer; flat beyond the margin', () => {
    expect(evaluated(triplet, [1, 0.5])).toEqual({ loss: 0.8, isCorrect: false, slopes: [1, -1] });
    expect(evaluated(triplet, [0.5, 0.5])).toMatchObject({ loss: 0.3, isCorrect: false });
    expect(evaluated(triplet, [0.5, 0.75])).toMatchObject({ isCorrect: true, slopes: [1, -1] });
    expect(evaluated({ ...triplet, margin: 0.25 }, [0.5, 0.75])).toEqual({ loss: 0, isCorrect: true, slopes: [0, 0] });
    expect(evaluated(triplet, [0.5, 1])).toEqual({ loss: 0, isCorrect: true, slopes: [0, 0] });
    expect(evaluated(triplet, [Number.NaN, 1])).toMatchObject({ loss: Number.NaN, slopes: [0, 0] });
  });

  test.each([bce, contrastive, triplet])('slopes of $loss are what differences of its values say', (objective) => {
    const values = distancesPerExample(objective) === 2 ? [0.9, 0.8] : [0.6];
    for (const isSame of [0, 1]) {
      const { slopes } = evaluated(objective, values, isSame);
      for (const [k, slope] of slopes.entries()) {
        const at = (move: number) =>
          evaluated(
            objective,
            values.map((v, i) => (i === k ? v + move : v)),
            isSame,
          ).loss;
        expect(slope).toBeCloseTo((at(1e-6) - at(-1e-6)) / 2e-6, 6);
      }
    }
  });
});

const dim = 3;
const drawn = (count: number) =>
  Float64Array.from({ length: count * dim }, (_, i) => 2 * uniformAt(streamKey(4, purpose.limit), i) - 1);
const examples: Record<'pairs' | 'triplets', Examples> = {
  pairs: {
    kind: 'pairs',
    left: Int32Array.of(0, 1, 2),
    right: Int32Array.of(3, 4, 0),
    isSame: Uint8Array.of(1, 0, 1),
  },
  triplets: {
    kind: 'triplets',
    anchor: Int32Array.of(0, 1),
    positive: Int32Array.of(2, 3),
    negative: Int32Array.of(4, 5),
  },
};

describe('a batch', () => {
  test.each([bce, contrastive, { ...triplet, margin: 2 }, { ...contrastive, distance: 'cosine' as const }])(
    'its gradients by embeddings and head are what differences of the mean say: $loss, $distance',
    (objective) => {
      const { rows, compared } = batchOf(examples[lossOf(objective).examples as 'pairs' | 'triplets']);
      const embeddings = drawn(rows.length);
      const head = objective.loss === 'binaryCrossentropy' ? { kernel: -1.2, bias: 0.7 } : null;
      const count = rows.length / rowsPerExample(objective);
      const found = compareBatch(objective, { embeddings, embeddingDim: dim, compared, head });
      const meanAt = (moved: Float64Array, weights = head) =>
        compareBatch(objective, { embeddings: moved, embeddingDim: dim, compared, head: weights }).lossSum / count;
      for (let i = 0; i < embeddings.length; i++) {
        const at = (move: number) => meanAt(embeddings.map((v, j) => (j === i ? v + move : v)));
        expect(found.gradients[i]).toBeCloseTo((at(1e-6) - at(-1e-6)) / 2e-6, 7);
      }
      expect(found.distances).toHaveLength(count * distancesPerExample(objective));
      if (head === null) {
        expect(found.byHead).toEqual({ kernel: 0, bias: 0 });
        return;
      }
      for (const name of ['kernel', 'bias'] as const) {
        const at = (move: number) => meanAt(embeddings, { ...head, [name]: head[name] + move });
        expect(found.byHead[name]).toBeCloseTo((at(1e-6) - at(-1e-6)) / 2e-6, 7);
      }
    },
  );

  test.each([bce, contrastive, { ...triplet, margin: 2 }])(
    'in chunks, each adds to the sums, and writes gradients and distances, of its own examples: $loss',
    (objective) => {
      const isTriplet = objective.loss === 'triplet';
      const parts = rowsPerExample(objective);
      const count = 5;
      const places = (part: number) => Int32Array.from({ length: count }, (_, i) => part * count + i);
      const compared: Examples = isTriplet
        ? { kind: 'triplets', anchor: places(0), positive: places(1), negative: places(2) }
        : { kind: 'pairs', left: places(0), right: places(1), isSame: Uint8Array.of(1, 0, 0, 0, 1) };
      const embeddings = drawn(parts * count);
      const head = objective.loss === 'binaryCrossentropy' ? { kernel: -1.2, bias: 0.7 } : null;
      const whole = compareBatch(objective, { embeddings, embeddingDim: dim, compared, head });

      const compare = exampleComparison(objective, lossOf(objective) as ExampleLoss, dim);
      const sums = new Float64Array(exampleSums.words);
      const distances = new Float64Array(distancesPerExample(objective) * count);
      const labels = isTriplet ? new Uint8Array(0) : Uint8Array.of(1, 0, 0, 0, 1);
      for (const [first, examples] of [
        [0, 3],
        [3, 2],
      ] as const) {
        const rows = Array.from({ length: parts * examples }, (_, i) => {
          const part = Math.floor(i / examples);
          return part * count + first + (i % examples);
        });
        const of = (array: Float64Array) => rows.flatMap((row) => [...array.subarray(row * dim, (row + 1) * dim)]);
        const gradients = new Float64Array(rows.length * dim);
        compare({
          embeddings: Float64Array.from(of(embeddings)),
          embeddingsAt: 0,
          gradients,
          gradientsAt: 0,
          stride: dim,
          examples,
          first,
          batch: count,
          labels,
          head,
          sums,
          sumsAt: 0,
          distances,
        });
        expect(Array.from(gradients)).toEqual(of(whole.gradients));
      }
      expect(distances).toEqual(whole.distances);
      const { lossSum, correct, byHead } = whole;
      expect(Array.from(sums)).toEqual([lossSum, correct, byHead.kernel, byHead.bias]);
    },
  );

  test('a mean over batches counts each with its examples, the last short one too', () => {
    const loss: BatchLoss = {
      ...{ title: 'mean of the first numbers', examples: 'classes', looksAt: 'batch', needsHead: false },
      ...{ threshold: { from: 'validation' }, trainingAccuracy: null, measures: 'first numbers' },
      evaluate: ({ embeddings, embeddingDim }) => {
        const firsts = Array.from(embeddings).filter((_, i) => i % embeddingDim === 0);
        const mean = firsts.reduce((sum, value) => sum + value, 0) / firsts.length;
        return { loss: mean, correct: 0, gradients: new Float64Array(embeddings.length) };
      },
    };
    vi.spyOn(losses, 'contrastive').mockReturnValue(loss as never);
    const image = Int32Array.of(3, 0, 1, 2, 4);
    const mean = meanLoss(contrastive, {
      embeddings: Float32Array.of(1, 0, 2, 0, 4, 0, 8, 0, 16, 0),
      embeddingDim: 2,
      examples: { kind: 'classes', image, label: image },
      head: null,
      batchSize: 2,
    });
    expect(mean).toBe((1 + 2 + 4 + 8 + 16) / 5);
    expect(distancesPerExample(contrastive)).toBe(0);
    vi.restoreAllMocks();
  });

  test('a mean over embeddings that are measured is that of a batch, but for distances in float32', () => {
    for (const objective of [bce, contrastive, triplet]) {
      const some = examples[lossOf(objective).examples as 'pairs' | 'triplets'];
      const { rows, compared } = batchOf(some);
      const all = Float32Array.from(drawn(6));
      const head = objective.loss === 'binaryCrossentropy' ? { kernel: -1.2, bias: 0.7 } : null;
      const gathered = new Float32Array(rows.length * dim);
      for (const [place, row] of rows.entries()) gathered.set(all.subarray(row * dim, (row + 1) * dim), place * dim);
      const { lossSum } = compareBatch(objective, { embeddings: gathered, embeddingDim: dim, compared, head });
      const mean = meanLoss(objective, { embeddings: all, embeddingDim: dim, examples: some, head, batchSize: 1 });
      expect(mean).toBeCloseTo(lossSum / (rows.length / rowsPerExample(objective)), 6);
    }
  });
});

describe('what the table says', () => {
  test('what each loss is drawn from, and what people call it', () => {
    const facts = [bce, contrastive, triplet].map((objective) => [
      lossOf(objective).title,
      drawingOf({ objective }).examples,
      exampleNoun(objective),
      rowsPerExample(objective),
      isOptimistic(objective),
    ]);
    expect(facts).toEqual([
      ['binary cross-entropy', 'pairs', 'pair', 2, false],
      ['contrastive loss', 'pairs', 'pair', 2, false],
      ['triplet loss', 'triplets', 'triplet', 3, true],
    ]);
  });

  test('which accuracies count what', () => {
    expect([bce, contrastive, triplet].map(accuracyMeaning)).toEqual([
      {
        training: 'share of pairs called rightly at probability 0.5',
        validation: 'share of pairs called rightly at probability 0.5',
      },
      {
        training: 'share of pairs called rightly at distance 0.75, half the margin',
        validation: 'share of pairs called rightly at distance 0.75, half the margin',
      },
      {
        training: 'share of triplets whose anchor is nearer to the positive than to the negative',
        validation: 'share of pairs called rightly at the threshold best for these very pairs: optimistic',
      },
    ]);
  });

  test('two losses measure the same where neither distance nor margin of a loss of distances differs', () => {
    const measures = (objective: Objective) => lossOf(objective).measures;
    expect(measures(bce)).toBe(measures({ ...bce, distance: 'cosine' }));
    expect(measures(contrastive)).toBe('contrastive, manhattan, margin 1.5');
    expect(measures(triplet)).toBe('triplet, euclidean, margin 0.3');
  });
});

test('what a loss comes to where all embeddings are alike is what it says, whatever the share of different pairs', () => {
  const embeddings = new Float32Array(30).fill(0.7);
  const left = Int32Array.from({ length: 10 }, (_, i) => i);
  const right = left.map((i) => (i + 1) % 10);
  for (const different of [1, 5, 9]) {
    const isSame = Uint8Array.from(left, (_, i) => (i < different ? 0 : 1));
    const measure = (objective: Objective, examples: Examples) =>
      meanLoss(objective, { embeddings, embeddingDim: 3, examples, head: null, batchSize: 4 });
    const contrastive = { loss: 'contrastive', distance: 'euclidean', margin: 3 } as const;
    const triplet = { loss: 'triplet', distance: 'manhattan', margin: 3 } as const;
    const alike = (objective: Objective) => lossOf(objective).whenAlike?.(different / 10).value;
    expect(measure(contrastive, { kind: 'pairs', left, right, isSame })).toBeCloseTo(alike(contrastive) as number, 1);
    const triplets = { kind: 'triplets', anchor: left, positive: right, negative: right } as const;
    expect(measure(triplet, triplets)).toBeCloseTo(alike(triplet) as number, 6);
  }
  expect(lossOf({ loss: 'binaryCrossentropy', distance: 'euclidean' }).whenAlike).toBeUndefined();
});
