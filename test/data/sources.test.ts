import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sources } from '../../src/data/sources/sources.ts';
import { experimentWith } from '../experiment-with.ts';

const schema = JSON.parse(readFileSync(new URL('../../schemas/experiment.schema.json', import.meta.url), 'utf8'));

test('the sources that an experiment file may name are those of the table', () => {
  const named = schema.definitions.Data.oneOf.map(({ $ref }: { $ref: string }) => {
    return schema.definitions[$ref.slice('#/definitions/'.length)].properties.source.const;
  });
  expect(Object.keys(sources)).toEqual(named);
});

describe('mnist', () => {
  const { data } = experimentWith({ data: { source: 'mnist' } });
  if (data.source !== 'mnist') throw new TypeError('It asks for mnist.');
  const settings = data;
  const described = sources.mnist.describe(settings);

  test.each(['train', 'test'] as const)('says beforehand what its %s part then holds', async (part) => {
    const { labels, openImages } = await sources.mnist.open(part, settings, {});
    const sizes = new Array<number>(described?.classes ?? 0).fill(0);
    for (const label of labels) sizes[label] = (sizes[label] ?? 0) + 1;
    expect(sizes).toHaveLength(described?.classes ?? 0);
    expect({ images: labels.length, rarest: Math.min(...sizes) }).toEqual(described?.counts[part]);
    expect((await openImages(new Int32Array())).shape).toEqual(described?.shape);
  });
});
