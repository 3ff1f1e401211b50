/** The second oracle: derivatives from the loss alone, in float64, on random networks. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exampleCount } from '../../src/data/index.ts';
import { runBatch } from '../../src/engine/reference/index.ts';
import { elementsOf } from '../../src/network/index.ts';
import { planOf } from '../../src/objective/index.ts';
import { purpose, streamKey, uniformAt } from '../../src/random/index.ts';
import { batchesOf, type RandomCase, randomCases, weightsOf } from './random-networks.ts';

/** (loss(w + reach·u) - loss(w - reach·u)) / (2·reach) is within this of the derivative along u, of the gradient's norm. */
const tolerance = 1e-5;
/** A longer reach crosses jumps of the derivative, a shorter one loses digits: one of them must do. */
const reaches = [1e-5, 1e-6, 1e-7, 1e-4];

test("every parameter's gradient, dropout and batch statistics included, is what finite differences say", () => {
  fc.assert(
    fc.property(randomCases, (one) => {
      const { plan, loss, gradients } = lossOf(one);
      const start = Float64Array.from(weightsOf(plan, one.seed));
      const all = gradients(start);
      const norm = Math.hypot(...all);
      for (const [index, { name, offset, size, trainable }] of plan.parameters.entries()) {
        if (!trainable) continue;
        // a random direction within this parameter alone, of unit length
        const key = streamKey(one.seed, purpose.limit, 10, index);
        const drawn = Float64Array.from({ length: size }, (_, i) => uniformAt(key, i) - 0.5);
        const length = Math.hypot(...drawn);
        const direction = drawn.map((value) => value / length);
        const expected = direction.reduce((sum, value, i) => sum + value * (all[offset + i] as number), 0);
        const slope = (reach: number) => {
          const moved = (sign: number) => {
            const weights = start.slice();
            for (let i = 0; i < size; i++) {
              weights[offset + i] = (start[offset + i] as number) + sign * reach * (direction[i] as number);
            }
            return loss(weights);
          };
          return (moved(1) - moved(-1)) / (2 * reach);
        };
        const close = (value: number) => Math.abs(value - expected) < tolerance * norm + 1e-8;
        const slopes: number[] = [];
        while (!slopes.some(close) && slopes.length < reaches.length)
          slopes.push(slope(reaches[slopes.length] as number));
        expect(slopes.some(close), `${name}: ${slopes} by differences, ${expected} by the backward pass`).toBe(true);
      }
    }),
    { numRuns: 40, seed: 1123 },
  );
});

test('a batch of each loss has a gradient to compare', () => {
  for (const loss of ['binaryCrossentropy', 'contrastive', 'triplet'] as const) {
    const [one] = fc.sample(randomCases, { numRuns: 1, seed: 5 }) as [RandomCase];
    const objective =
      loss === 'binaryCrossentropy'
        ? { loss, distance: 'manhattan' as const }
        : { loss, distance: 'manhattan' as const, margin: 9 };
    const { plan, gradients } = lossOf({ ...one, objective });
    const all = gradients(Float64Array.from(weightsOf(plan, one.seed)));
    expect(Math.hypot(...all)).toBeGreaterThan(1e-3);
  }
});

/** The case's first batch as a function of the weights, on noise images, with dropout's masks of step 3. */
function lossOf(one: RandomCase) {
  const plan = planOf(one.network, one.objective);
  const [batch] = batchesOf(one);
  if (batch === undefined) throw new Error('no batch');
  const rows = batch.rows.length;
  const count = exampleCount(batch.compared);
  const key = streamKey(one.seed, purpose.limit, 11);
  const images = Float64Array.from({ length: rows * elementsOf(plan.inputShape) }, (_, i) => uniformAt(key, i));
  const run = (weights: Float64Array) =>
    runBatch({ plan, objective: one.objective, weights, images, batch, dropout: { seed: one.seed, step: 3 } });
  return {
    plan,
    loss: (weights: Float64Array) => run(weights).lossSum / count,
    gradients: (weights: Float64Array) => run(weights).gradients,
  };
}
