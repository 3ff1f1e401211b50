import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allRows, loadDataset } from '../../src/data/index.ts';
import type { ExperimentFile } from '../../src/experiment/index.ts';
import { experimentWith } from '../experiment-with.ts';
import { refusal } from './refusal.ts';
import { idxBytes } from './synthetic.ts';

const root = mkdtempSync(join(tmpdir(), 'siamese-idx-'));
beforeAll(() => {
  process.env['SIAMESE_CACHE'] = join(root, 'cache');
});
afterAll(() => {
  delete process.env['SIAMESE_CACHE'];
  rmSync(root, { recursive: true, force: true });
});

type IdxData = Extract<ExperimentFile['data'], { source: 'idx' }>;
const labels = Array.from({ length: 12 }, (_, i) => i % 3);
const pixels = Array.from({ length: 12 * 4 }, (_, i) => i);
writeFileSync(join(root, 'images'), idxBytes([12, 2, 2], pixels));
writeFileSync(join(root, 'labels'), idxBytes([12], labels));
writeFileSync(join(root, 'images.gz'), gzipSync(idxBytes([12, 2, 2], pixels)));
writeFileSync(join(root, 'labels.gz'), gzipSync(idxBytes([12], labels)));
writeFileSync(join(root, 'cut.gz'), gzipSync(idxBytes([12, 2, 2], pixels)).subarray(0, 30));

const open = (more: Partial<IdxData> & Pick<IdxData, 'train'>) =>
  loadDataset(experimentWith({ data: { source: 'idx', validation: 0.5, ...more } }).data, { directory: root });
const plain = { images: 'images', labels: 'labels' };

test('files compressed with gzip give what they give decompressed, images and labels alike', async () => {
  const [direct, zipped] = await Promise.all([
    open({ train: plain }),
    open({ train: { images: 'images.gz', labels: 'labels.gz' } }),
  ]);
  expect(zipped.store.fingerprint).toBe(direct.store.fingerprint);
  const bytes = new Uint8Array(12 * 4);
  await zipped.store.read(allRows(zipped.store), bytes);
  expect([...bytes].sort((a, b) => a - b)).toEqual(pixels);
});

test('test files are validated on where the experiment says so', async () => {
  const { data } = experimentWith({ data: { source: 'idx', train: plain, test: plain } });
  expect((await loadDataset(data, { directory: root })).validationIndices).toHaveLength(12);
  const { data: without } = experimentWith({ data: { source: 'idx', train: plain } });
  expect(await refusal(loadDataset(without, { directory: root }))).toMatch(
    /^data.test is null, but validation is to be on test/,
  );
});

test('a network of another input is told the size of the images', async () => {
  const { data } = experimentWith({ data: { source: 'idx', train: plain, validation: 0.5 } });
  const loading = loadDataset(data, { directory: root, shape: { height: 28, width: 28, channels: 1 } });
  expect(await refusal(loading)).toBe(
    'network.inputShape is [28, 28, 1], but the images of idx are [2, 2, 1]; write that.',
  );
});

test.each([
  ['a damaged archive', { images: 'cut.gz', labels: 'labels' }, /cut.gz is compressed with gzip and is cut short/],
  ['a missing file', { images: 'nowhere', labels: 'labels' }, /nowhere isn't there; expected an IDX file of images/],
  ['files swapped', { images: 'labels', labels: 'images' }, /Were the files of images and labels swapped/],
])('%s is told', async (_, train, sentence) => {
  expect(await refusal(open({ train }))).toMatch(sentence);
});
