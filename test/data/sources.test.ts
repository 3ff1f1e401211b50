import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { DataSettings } from '../../src/data/sources/source.ts';
import { sources } from '../../src/data/sources/sources.ts';
import { experimentWith } from '../experiment-with.ts';

const schema = JSON.parse(readFileSync(new URL('../../schemas/experiment.schema.json', import.meta.url), 'utf8'));
const names = Object.keys(sources) as DataSettings['source'][];

test('the sources that an experiment file may name are those of the table', () => {
  expect(names).toEqual(schema.definitions.Data.properties.source.enum);
});

describe.each(names)('%s', (name) => {
  const { data } = experimentWith({ data: { source: name } });
  const { shape, classes, counts } = sources[name].describe(data);

  test.each(['train', 'test'] as const)('says beforehand what its %s part then holds', async (part) => {
    const { labels, openImages } = await sources[name].open(part, data, {});
    const sizes = new Array<number>(classes).fill(0);
    for (const label of labels) sizes[label] = (sizes[label] ?? 0) + 1;
    expect(sizes).toHaveLength(classes);
    expect({ images: labels.length, rarest: Math.min(...sizes) }).toEqual(counts[part]);
    expect((await openImages()).shape).toEqual(shape);
  });
});
