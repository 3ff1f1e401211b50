/** Distances, against sums written out, and their gradients, against differences of their values. */
import { describe, expect, test } from 'vitest';
import type { Distance } from '../../src/experiment/index.ts';
import type { EmbeddingPair } from '../../src/objective/distance.ts';
import { distances } from '../../src/objective/distances.ts';
import { distancesOf } from '../../src/objective/index.ts';
import { purpose, streamKey, uniformAt } from '../../src/random/index.ts';

/** Four embeddings of two numbers; the last two are equal. */
const embeddings = Float32Array.of(3, 4, 0, 0, 1, 0, 1, 0);
const listed = { left: Int32Array.of(0, 0, 2, 1), right: Int32Array.of(1, 2, 3, 2) };

describe('distances of pairs listed by hand', () => {
  test('euclidean √max(Σ(a-b)², 1e-7): equal embeddings are 3.16e-4 apart', () => {
    const found = distancesOf(embeddings, 2, listed, 'euclidean');
    expect(Array.from(found)).toEqual([5, Math.fround(Math.sqrt(20)), Math.fround(Math.sqrt(1e-7)), 1]);
  });

  test('manhattan Σ|a-b|', () => {
    expect(Array.from(distancesOf(embeddings, 2, listed, 'manhattan'))).toEqual([7, 6, 0, 1]);
  });

  test('cosine 1 - â·b̂: an embedding of zeros is at 1 from all', () => {
    expect(Array.from(distancesOf(embeddings, 2, listed, 'cosine'))).toEqual([1, Math.fround(0.4), 0, 1]);
  });

  test('sums are kept in double precision', () => {
    // In float32, 1 + 1e-8 + … stays 1.
    const many = new Float32Array(2 * 1001).fill(1e-4);
    many[0] = 1;
    many.fill(0, 1001);
    const [distance] = distancesOf(many, 1001, { left: Int32Array.of(0), right: Int32Array.of(1) }, 'euclidean');
    expect(distance).toBe(Math.fround(Math.sqrt(1 + 1000 * Math.fround(1e-4) ** 2)));
  });
});

describe('the farthest two embeddings can be', () => {
  const dims = [1, 2, 5];
  test.each<[Distance, boolean]>([
    ['cosine', false],
    ['cosine', true],
    ['euclidean', true],
    ['manhattan', true],
  ])('%s, normalize %s: reached by opposite ones, exceeded by none', (distance, normalize) => {
    for (const dim of dims) {
      const opposite = Float32Array.from({ length: 2 * dim }, (_, i) => (i < dim ? 1 : -1) / Math.sqrt(dim));
      const [reached] = distancesOf(opposite, dim, { left: Int32Array.of(0), right: Int32Array.of(1) }, distance);
      const farthest = distances[distance].farthest({ normalize, embeddingDim: dim });
      expect(reached).toBeCloseTo(farthest, 5);

      const count = 200;
      const drawn = Float32Array.from(
        { length: count * dim },
        (_, i) => uniformAt(streamKey(3, purpose.initialWeights), i) - 0.5,
      );
      for (let row = 0; row < count; row++) {
        const one = drawn.subarray(row * dim, (row + 1) * dim);
        const norm = Math.hypot(...one);
        one.forEach((x, i) => {
          one[i] = x / norm;
        });
      }
      const left = Int32Array.from({ length: count - 1 }, (_, i) => i);
      const found = distancesOf(drawn, dim, { left, right: left.map((i) => i + 1) }, distance);
      expect(Math.max(...found)).toBeLessThanOrEqual(farthest + 1e-5);
    }
  });

  test('has no limit where lengths are free', () => {
    for (const distance of ['euclidean', 'manhattan'] as const) {
      expect(distances[distance].farthest({ normalize: false, embeddingDim: 2 })).toBe(Infinity);
    }
  });
});

/** Two embeddings beside one another, with gradients of zero. */
function pairOf(a: readonly number[], b: readonly number[]): EmbeddingPair {
  const length = a.length;
  return {
    length,
    values: Float64Array.from([...a, ...b]),
    a: 0,
    b: length,
    gradients: new Float64Array(2 * length),
    da: 0,
    db: length,
  };
}

describe('cosine of embeddings so short that only a floor of 1e-12 under their squares leaves them their direction', () => {
  const short = [3e-5, 4e-5]; // Σ² = 2.5e-9
  const across = [-4e-5, 3e-5];

  test('the same direction is at 0, a right angle at 1, of a pair and of pairs', () => {
    expect(distances.cosine.value(pairOf(short, short))).toBeCloseTo(0, 12);
    expect(distances.cosine.value(pairOf(short, across))).toBeCloseTo(1, 12);
    const two = Float32Array.from([...short, ...across]);
    const found = distancesOf(two, 2, { left: Int32Array.of(0, 0), right: Int32Array.of(0, 1) }, 'cosine');
    expect(found[0]).toBeCloseTo(0, 6);
    expect(found[1]).toBeCloseTo(1, 6);
  });

  test('their gradient is that of the direction: across, and as long as 1/‖a‖', () => {
    const pair = pairOf(short, across);
    distances.cosine.addGradient(pair, distances.cosine.value(pair), 1);
    const [x, y] = pair.gradients as Float64Array;
    expect(x).toBeCloseTo(0.8 / 5e-5, 6);
    expect(y).toBeCloseTo(-0.6 / 5e-5, 6);
  });

  test('below the floor an embedding is divided by 1e-6, and its gradient has no part along itself', () => {
    for (const [pair, at] of [
      [pairOf([1e-7, 0], [1, 0]), 0],
      [pairOf([1, 0], [1e-7, 0]), 2],
    ] as const) {
      expect(distances.cosine.value(pair)).toBeCloseTo(0.9, 12);
      distances.cosine.addGradient(pair, distances.cosine.value(pair), 1);
      expect(pair.gradients[at]).toBeCloseTo(-1e6, 3);
    }
  });
});

test('euclidean has no gradient at its floor, manhattan none where two numbers are equal', () => {
  const same = pairOf([1, 2], [1, 2]);
  for (const name of ['euclidean', 'manhattan'] as const) {
    distances[name].addGradient(same, distances[name].value(same), 1);
    expect(Array.from(same.gradients)).toEqual([0, 0, 0, 0]);
  }
});

test.each(['euclidean', 'manhattan', 'cosine'] as const)(
  'the gradient of %s is what differences of its value say, times upstream, and is added',
  (name: Distance) => {
    const key = streamKey(3, purpose.limit);
    const draw = (from: number) => Array.from({ length: 6 }, (_, i) => uniformAt(key, from + i) - 0.5);
    const pair = pairOf(draw(0), draw(6));
    const { value, addGradient } = distances[name];
    pair.gradients.fill(10);
    addGradient(pair, value(pair), 3);
    for (let i = 0; i < 12; i++) {
      const at = (move: number) => value({ ...pair, values: pair.values.map((v, j) => (j === i ? v + move : v)) });
      const slope = (at(1e-6) - at(-1e-6)) / 2e-6;
      expect((pair.gradients[i] as number) - 10).toBeCloseTo(3 * slope, 7);
    }
  },
);

test('a distance reads and writes at the places it is given', () => {
  const pair = pairOf([1, 2], [4, 6]);
  const moved: EmbeddingPair = {
    length: 2,
    values: Float32Array.of(9, 4, 6, 9, 9, 1, 2),
    a: 5,
    b: 1,
    gradients: new Float32Array(8),
    da: 1,
    db: 5,
  };
  for (const { value, addGradient } of Object.values(distances)) {
    expect(value(moved)).toBe(value(pair));
    pair.gradients.fill(0);
    moved.gradients.fill(0);
    addGradient(pair, value(pair), 1);
    addGradient(moved, value(moved), 1);
    const [a0, a1, b0, b1] = Array.from(pair.gradients, Math.fround);
    expect(Array.from(moved.gradients)).toEqual([0, a0, a1, 0, 0, b0, b1, 0]);
  }
});

test('cosine of many pairs multiplies by one inverse norm after the other, to the last bit', () => {
  const [images, length] = [40, 7];
  const key = streamKey(9, purpose.limit);
  const drawn = Float32Array.from({ length: images * length }, (_, i) => uniformAt(key, i) - 0.5);
  const row = (image: number) => Array.from(drawn.subarray(image * length, (image + 1) * length));
  const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
  const inverse = (image: number) => 1 / Math.sqrt(dot(row(image), row(image)));
  // each image with itself: of 1 - 1 only the roundings are left
  const left = Int32Array.from({ length: images }, (_, i) => i);
  const expected = Array.from(left, (i) => Math.fround(1 - dot(row(i), row(i)) * inverse(i) * inverse(i)));
  expect(Array.from(distancesOf(drawn, length, { left, right: left }, 'cosine'))).toEqual(expected);
});
