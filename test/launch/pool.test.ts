import { expect, test } from 'vitest';
import { sharesOf } from '../../src/launch/workers/pool.ts';

test('workers share all threads, and none is without one', () => {
  expect(sharesOf(8, 3)).toEqual([3, 3, 2]);
  expect(sharesOf(4, 2)).toEqual([2, 2]);
  expect(sharesOf(2, 3)).toEqual([1, 1, 1]);
});
