import { expect, test } from 'vitest';
import { editDistance, nearest } from '../../src/text/index.ts';

test('distance counts letters inserted, deleted, replaced or swapped', () => {
  expect(editDistance('batchsize', 'batchsize')).toBe(0);
  expect(editDistance('', 'abc')).toBe(3);
  expect(editDistance('egnine', 'engine')).toBe(1);
  expect(editDistance('kitten', 'sitting')).toBe(3);
  expect(editDistance('ca', 'abc')).toBe(3); // the restricted form
  expect(nearest('zzz', ['seed', 'name'])).toBeUndefined();
  expect(nearest('x'.repeat(1e6), ['seed'])).toBeUndefined();
});
