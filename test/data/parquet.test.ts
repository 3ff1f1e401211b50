import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allRows, imageBytes, loadDataset } from '../../src/data/index.ts';
import type { ExperimentFile } from '../../src/experiment/index.ts';
import { experimentWith } from '../experiment-with.ts';
import { refusal } from './refusal.ts';

const root = mkdtempSync(join(tmpdir(), 'siamese-parquet-'));
const files = fileURLToPath(new URL('parquet/', import.meta.url));
const shape = { height: 6, width: 6, channels: 3 };
beforeAll(() => {
  process.env['SIAMESE_CACHE'] = join(root, 'cache');
});
afterAll(() => {
  delete process.env['SIAMESE_CACHE'];
  rmSync(root, { recursive: true, force: true });
});

type ParquetData = Extract<ExperimentFile['data'], { source: 'parquet' }>;
const open = (more: Partial<ParquetData> & Pick<ParquetData, 'train'>) =>
  loadDataset(experimentWith({ data: { source: 'parquet', validation: 0.5, ...more } }).data, {
    directory: files,
    shape,
  });

/** Of each image its label and its colour's red and green, as they were drawn: 60 · label, 10 · row. */
async function seen({ store }: Awaited<ReturnType<typeof open>>): Promise<[number, number, number][]> {
  const size = imageBytes(shape);
  const bytes = new Uint8Array(store.labels.length * size);
  await store.read(allRows(store), bytes);
  return Array.from(store.labels, (label, row) => [
    label,
    bytes[row * size] as number,
    bytes[row * size + 1] as number,
  ]);
}

test.each([
  ['of structs with numbered labels, in groups of rows, snappy', { train: 'snappy.parquet' }],
  ['of bytes with labels in words, zstd', { train: 'zstd.parquet', image: 'picture', label: 'name' }],
])('images %s', async (_, settings) => {
  const dataset = await open(settings);
  expect(dataset.classNames).toEqual(['cat', 'dog', 'owl']);
  const rows = await seen(dataset);
  expect(rows.map(([label, red, green]) => [red === 60 * label, (green / 10) % 3 === label])).toEqual(
    Array(12).fill([true, true]),
  );
  expect(new Set(rows.map(([, , green]) => green)).size).toBe(12);
});

test('several files are one part, and test files another', async () => {
  expect((await open({ train: ['snappy.parquet', 'snappy.parquet'] })).store.labels).toHaveLength(24);
  const { data } = experimentWith({ data: { source: 'parquet', train: 'snappy.parquet', test: ['snappy.parquet'] } });
  expect((await loadDataset(data, { directory: files, shape })).validationIndices).toHaveLength(12);
});

test('images that can not be read are named by their rows', async () => {
  expect((await refusal(open({ train: 'broken-images.parquet' }))).split('\n')).toEqual([
    "2 images can't be read:",
    expect.stringMatching(/^ {2}image 1 \(counted from 0\) of .*broken-images\.parquet has no bytes\.$/),
    expect.stringMatching(/^ {2}image 2 \(counted from 0\) of .* is text; expected PNG/),
    'Mend or remove them, or pass them over with data.unreadable: skip.',
  ]);
});

test('what is no such file says so', async () => {
  const cut = join(root, 'cut.parquet');
  writeFileSync(cut, readFileSync(join(files, 'snappy.parquet')).subarray(0, 900));
  const damaged = join(root, 'damaged.parquet');
  const bytes = readFileSync(join(files, 'snappy.parquet'));
  copyFileSync(join(files, 'snappy.parquet'), damaged);
  writeFileSync(damaged, bytes.fill(0xff, 4, 200));
  expect(await refusal(open({ train: 'nowhere.parquet' }))).toMatch(
    /nowhere\.parquet isn't there; expected a Parquet file\.$/,
  );
  expect(await refusal(open({ train: cut }))).toMatch(/cut\.parquet is no Parquet file, or a damaged one \(.+\)\.$/);
  expect(await refusal(open({ train: damaged }))).toMatch(
    /damaged\.parquet can't be read: its group of rows is damaged|is damaged: its labels/,
  );
  expect(await refusal(open({ train: 'snappy.parquet', label: 'lable' }))).toMatch(
    /has no column `lable`, which data\.label names; it has `image` and `label`\. Did you mean `label`\?$/,
  );
  const { data } = experimentWith({ data: { source: 'parquet', train: 'snappy.parquet' } });
  expect(await refusal(loadDataset(data, { directory: files, shape }))).toMatch(/^data\.test is null/);
});
