import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { ExperimentFile, LoadedExperiment } from '../../src/experiment/index.ts';
import { Works } from '../../src/launch/works.ts';
import { put } from '../data/images.ts';
import { experimentWith } from '../experiment-with.ts';
import { loaded } from '../record/fixtures.ts';

type Data = NonNullable<ExperimentFile['data']>;
const directory = mkdtempSync(join(tmpdir(), 'siamese-works-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
/** Classes of 2, 3, 4 … images, none of which is read. */
for (let label = 0; label < 8; label++)
  for (let i = 0; i < 2 + label; i++) put(directory, `photos/c${label}/${i}.png`, '');

const of = (data: Data): LoadedExperiment => ({
  ...loaded,
  directory,
  experiment: experimentWith({ data }),
});
const photos = { source: 'folder', path: 'photos' } as const;

test('work is counted for each seed where it chooses among classes of different sizes, once where it does not', async () => {
  const counts = async (data: (seed: number) => Data) => {
    const works = new Works();
    const all = await Promise.all([0, 1, 2, 3, 4].map((seed) => works.of(of(data(seed)))));
    return new Set(all);
  };
  const byClass = await counts((seed) => ({ ...photos, seed, split: { validation: 0.25, by: 'class' } }));
  expect(byClass.size).toBe(5); // each counted by itself
  expect(new Set([...byClass].map(({ examples }) => examples)).size).toBeGreaterThan(1);
  expect((await counts((seed) => ({ ...photos, seed, validation: 0.5 }))).size).toBe(1);
});
