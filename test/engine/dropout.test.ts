/**
 * Dropout's masks as the reference draws them: the right rate, and no dependence between elements, rows, steps,
 * layers or seeds. All seeds are fixed; limits are far out (a chance below 1e-5 each for true random numbers).
 */
import { describe, expect, test } from 'vitest';
import { dropoutFactors } from '../../src/engine/reference/layers/dropout.ts';
import type { DropoutLayer } from '../../src/network/index.ts';
import { planOf } from '../../src/objective/index.ts';
import { dropoutThreshold } from '../../src/random/index.ts';
import { block, contrastive, network } from '../network/build.ts';

/** chi-square with 1 degree of freedom */
const chiSquareLimit = 20;
const standardErrors = 4.5;

function layersOf(rate: number): [DropoutLayer, DropoutLayer] {
  const one = block({ filters: 8, dropout: rate });
  const plan = planOf(network({ inputShape: [15, 17, 1], blocks: [one, one] }), contrastive);
  return plan.layers.filter((layer) => layer.kind === 'dropout') as [DropoutLayer, DropoutLayer];
}

/** 1 = kept */
function mask(layer: DropoutLayer, rows: number, seed: number, step: number): Uint8Array {
  return Uint8Array.from(dropoutFactors(layer, rows, seed, step), (factor) => (factor === 0 ? 0 : 1));
}

/** Pearson's χ² of independence of two masks, element by element. */
function chiSquare(a: Uint8Array, b: Uint8Array): number {
  const counts = [
    [0, 0],
    [0, 0],
  ] as [[number, number], [number, number]];
  for (let i = 0; i < a.length; i++) (counts[a[i] as 0 | 1] as [number, number])[b[i] as 0 | 1]++;
  const [[n00, n01], [n10, n11]] = counts;
  const determinant = n00 * n11 - n01 * n10;
  return (a.length * determinant ** 2) / ((n00 + n01) * (n10 + n11) * (n00 + n10) * (n01 + n11));
}

const rows = 16;
const seed = 42;
const [first, second] = layersOf(0.3);
const size = 15 * 17 * 8;

describe("dropout's masks", () => {
  for (const rate of [0.05, 0.3, 0.5, 0.9]) {
    test(`drop a share of ${rate}`, () => {
      const [layer] = layersOf(rate);
      let kept = 0;
      let count = 0;
      for (let step = 0; step < 5; step++) {
        const bits = mask(layer, rows, seed, step);
        kept += bits.reduce((sum, bit) => sum + bit, 0);
        count += bits.length;
      }
      const standardError = Math.sqrt((rate * (1 - rate)) / count);
      expect(Math.abs(1 - kept / count - rate)).toBeLessThan(standardErrors * standardError);
    });
  }

  test('have a threshold of 16 bits at any rate, as kernels compare no more', () => {
    expect([0, 0.3, 1 - 2 ** -17, 1 - 2 ** -40].map(dropoutThreshold)).toEqual([0, 19661, 65535, 65535]);
  });

  test('multiply what is kept by 1/(1 - rate), so that means stay', () => {
    const factors = dropoutFactors(first, rows, seed, 0);
    expect(new Set(factors)).toEqual(new Set([0, 1 / 0.7]));
    const mean = factors.reduce((sum, factor) => sum + factor, 0) / factors.length;
    expect(Math.abs(mean - 1)).toBeLessThan(0.02);
  });

  test('repeat for the same seed, step, layer and rows, and a row does not depend on how many there are', () => {
    const bits = mask(first, rows, seed, 3);
    expect(mask(first, rows, seed, 3)).toEqual(bits);
    expect(mask(first, 5, seed, 3)).toEqual(bits.subarray(0, 5 * size));
  });

  const bits = mask(first, rows, seed, 3);
  const distances = [1, 2, 3, 4, 8, 16, 17 * 8, 15 * 17 * 4];
  for (const distance of distances) {
    test(`elements ${distance} apart are independent`, () => {
      expect(chiSquare(bits.subarray(distance), bits.subarray(0, -distance))).toBeLessThan(chiSquareLimit);
    });
  }

  test('the two elements that share a hash are independent', () => {
    const even = bits.filter((_, i) => i % 2 === 0);
    const odd = bits.filter((_, i) => i % 2 === 1);
    expect(chiSquare(even, odd)).toBeLessThan(chiSquareLimit);
  });

  test('rows are independent', () => {
    for (let row = 1; row < rows; row++) {
      const chi = chiSquare(bits.subarray(0, size), bits.subarray(row * size, (row + 1) * size));
      expect(chi).toBeLessThan(chiSquareLimit);
    }
  });

  test('steps, layers and seeds are independent', () => {
    for (let step = 4; step < 12; step++)
      expect(chiSquare(bits, mask(first, rows, seed, step))).toBeLessThan(chiSquareLimit);
    expect(chiSquare(bits, mask(second, rows, seed, 3))).toBeLessThan(chiSquareLimit);
    for (let other = 0; other < 8; other++)
      expect(chiSquare(bits, mask(first, rows, other, 3))).toBeLessThan(chiSquareLimit);
  });

  test('a step and the row, or a step and the layer, cannot be swapped', () => {
    // the counters of one stream in another order, or adding up to the same: (step 3, row 5), (step 5, row 3), (step 4, row 4)
    const rowOf = (step: number, row: number) => mask(first, rows, seed, step).subarray(row * size, (row + 1) * size);
    expect(chiSquare(rowOf(3, 5), rowOf(5, 3))).toBeLessThan(chiSquareLimit);
    expect(chiSquare(rowOf(3, 5), rowOf(4, 4))).toBeLessThan(chiSquareLimit);
    expect(chiSquare(mask(second, rows, seed, 0), mask(first, rows, seed, 1))).toBeLessThan(chiSquareLimit);
  });

  test('each element is dropped equally often over the steps', () => {
    const steps = 300;
    const dropped = new Int32Array(size);
    for (let step = 0; step < steps; step++) {
      const one = mask(first, 1, seed, step);
      for (let i = 0; i < size; i++) dropped[i] = (dropped[i] as number) + 1 - (one[i] as number);
    }
    const expected = 0.3 * steps;
    const chi = dropped.reduce((sum, count) => sum + (count - expected) ** 2 / (expected * 0.7), 0);
    // χ² with `size` degrees of freedom: mean size, variance 2·size
    expect(Math.abs(chi - size)).toBeLessThan(standardErrors * Math.sqrt(2 * size));
  });

  test('the numbers are these: any change of the hash would change every result', () => {
    const ones = (layer: DropoutLayer, step: number) => mask(layer, 1, seed, step).subarray(0, 24).join('');
    expect([ones(first, 0), ones(second, 0), ones(first, 1)]).toMatchInlineSnapshot(`
      [
        "111001011111111100110011",
        "111111111111111011011011",
        "101011111011100010111111",
      ]
    `);
  });
});
