import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, flatten, isWithin, keyOf, parseJson, valueAt } from '../../src/text/index.ts';

test('canonical JSON reads back to the value, and is the same in whatever order the keys were set', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ maxLength: 3 }), fc.jsonValue({ maxDepth: 2 })), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(reversed)).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: 0.5 })).toBe('{"a":0.5,"b":[1,{"c":"x","d":null}]}');
});

test('what is not JSON is undefined, and null is null', () => {
  expect([parseJson('{"a": '), parseJson(''), parseJson('null')]).toEqual([undefined, undefined, null]);
});

test('each leaf of a value stands at its key path, lists of plain values as one', () => {
  const value = { seed: 1, blocks: [{ filters: 4, pool: null }], inputShape: [28, 28, 1], none: [] };
  const leaves = flatten(value);
  expect(leaves).toEqual([
    ['seed', 1],
    ['blocks.0.filters', 4],
    ['blocks.0.pool', null],
    ['inputShape', '[28,28,1]'],
    ['none', '[]'],
  ]);
  expect(valueAt(value, 'blocks.0.filters')).toBe(4);
  expect(valueAt(value, 'blocks[0].filters')).toBe(4);
  expect(valueAt(value, 'inputShape.1')).toBe(28);
  for (const path of ['blocks.1.filters', 'seed.x', 'toString', 'blocks.length.x']) {
    expect(valueAt(value, path)).toBeUndefined();
  }
});

test('a path has one spelling, and lies within those that it begins with', () => {
  expect(keyOf('network.blocks[2].filters')).toBe('network.blocks.2.filters');
  expect(keyOf('a[0][1]')).toBe('a.0.1');
  expect([isWithin('a.b', 'a.b.0'), isWithin('a.b', 'a.b'), isWithin('a.b', 'a.bc')]).toEqual([true, true, false]);
});
