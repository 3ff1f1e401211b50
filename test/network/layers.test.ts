import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as conventions from '../../src/network/conventions.ts';
import { figuresOf, type Layer, readersOf, totalsOf } from '../../src/network/index.ts';
import { convOutput, samePadding } from '../../src/network/layers/conv.ts';
import { poolOutput } from '../../src/network/layers/pool.ts';
import { planOf } from '../../src/objective/index.ts';
import { block, contrastive, crossentropy, network } from './build.ts';

test('shapes are those of windows laid by hand', () => {
  const size = fc.integer({ min: 1, max: 40 });
  fc.assert(
    fc.property(size, size, fc.integer({ min: 1, max: 7 }), (length, kernel, stride) => {
      let valid = 0;
      for (let start = 0; start + kernel <= length; start += stride) valid++;
      expect(convOutput(length, kernel, stride, 'valid')).toBe(valid);

      const { before, after } = samePadding(length, kernel, stride);
      let same = 0;
      for (let start = -before; start + kernel <= length + after; start += stride) same++;
      const output = convOutput(length, kernel, stride, 'same');
      expect(output).toBe(Math.ceil(length / stride));
      expect(after - before === 0 || after - before === 1).toBe(true);
      // a window for each output; where stride exceeds the kernel there is no padding and one more may fit
      if (before + after > 0) expect(same).toBe(output);
      else expect(same).toBeGreaterThanOrEqual(output);

      let pooled = 0;
      for (let start = 0; start + kernel <= length; start += kernel) pooled++;
      expect(poolOutput(length, kernel)).toBe(pooled);
    }),
  );
});

test('the preflight shows each layer’s output, all its parameters and what it multiplies and adds', () => {
  const everything = block({
    filters: 4,
    kernelSize: [3, 2],
    pool: { type: 'average', size: [2, 2] },
    batchNorm: true,
  });
  const plan = planOf(network({ inputShape: [6, 8, 3], blocks: [everything], normalize: true }), contrastive);
  const rows = plan.layers
    .map(figuresOf)
    .map(({ output, ...row }) => [row.name, output.join('×'), row.parameters, row.multiplyAdds]);
  expect(rows).toEqual([
    ['blocks/0/conv', '6×8×4', 3 * 2 * 3 * 4 + 4, 6 * 8 * 4 * 3 * 2 * 3],
    ['blocks/0/relu', '6×8×4', 0, 0],
    ['blocks/0/pool', '3×4×4', 0, 6 * 8 * 4],
    ['blocks/0/batchNorm', '3×4×4', 4 * 4, 3 * 4 * 4],
    ['reduce', '1×1×4', 0, 3 * 4 * 4],
    ['embedding', '1×1×5', 4 * 5 + 5, 4 * 5],
    ['normalize', '1×1×5', 0, 2 * 5],
  ]);
});

test('a window that only compares costs nothing, and the head counts beside the tower', () => {
  const pooled = block({ filters: 4, pool: { type: 'max', size: [2, 2] } });
  const plan = planOf(network({ inputShape: [6, 8, 3], blocks: [pooled], reduce: 'globalMax' }), crossentropy);
  expect(plan.layers.map(({ kind, multiplyAdds }) => [kind, multiplyAdds])).toEqual([
    ['conv', 6 * 8 * 4 * 3 * 3 * 3],
    ['activation', 0],
    ['pool', 0],
    ['reduce', 0],
    ['dense', 4 * 5],
  ]);
  const tower = 3 * 3 * 3 * 4 + 4 + (4 * 5 + 5);
  const multiplyAdds = 6 * 8 * 4 * 3 * 3 * 3 + 4 * 5;
  expect(totalsOf(plan)).toEqual({ parameters: tower, trainable: tower, head: 2, multiplyAdds });
});

test("numbers that all engines share are Keras's", () => {
  expect({ ...conventions }).toEqual({
    batchNormMomentum: 0.99,
    batchNormEpsilon: 1e-3,
    leakyReluSlope: 0.2,
    unitLengthFloor: 1e-12,
    euclideanFloor: 1e-7,
  });
});

test('a layer that is read by several is listed with all of them, the image with the first', () => {
  const plan = planOf(network({ blocks: [block({ filters: 2 })] }), contrastive);
  const [conv, relu, reduce] = plan.layers as [Layer, Layer, Layer];
  const branched = { ...plan, layers: [conv, relu, { ...reduce, inputs: [conv.name, relu.name] as const }] };
  expect([...readersOf(branched)]).toEqual([
    ['image', [conv]],
    [conv.name, [relu, branched.layers[2]]],
    [relu.name, [branched.layers[2]]],
  ]);
});
