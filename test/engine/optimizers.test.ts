/** What all engines' optimizers share: the numbers of a step, in double precision. */
import { expect, test } from 'vitest';
import { slotCount, stepScalars } from '../../src/engine/contract/optimizers.ts';
import type { Optimizer } from '../../src/experiment/index.ts';

const adam = { name: 'adam', learningRate: 9, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, globalClipNorm: null } as const;

test('the rate of adam and adamw is corrected for the step, that of the others is the learning rate', () => {
  const corrected = (0.01 * Math.sqrt(1 - 0.999 ** 3)) / (1 - 0.9 ** 3);
  expect(stepScalars(adam, 0.01, 3)).toEqual({ rate: corrected, decay: 0 });
  expect(stepScalars({ ...adam, name: 'adamw', weightDecay: 0.004 }, 0.01, 3)).toEqual({
    rate: corrected,
    decay: 0.01 * 0.004,
  });
  const sgd: Optimizer = { name: 'sgd', learningRate: 9, momentum: 0.9, nesterov: false, globalClipNorm: null };
  const rmsprop: Optimizer = { name: 'rmsprop', learningRate: 9, rho: 0.9, epsilon: 1e-7, globalClipNorm: null };
  for (const other of [sgd, rmsprop]) expect(stepScalars(other, 0.01, 3)).toEqual({ rate: 0.01, decay: 0 });
  expect([adam, sgd, { ...sgd, momentum: 0 }, rmsprop].map(slotCount)).toEqual([2, 1, 0, 1]);
});
