import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  countWork,
  drawnExamples,
  imageBytes,
  loadDataset,
  redrawValidationPairs,
  validationPairs,
} from '../../src/data/index.ts';
import type { Experiment, ExperimentFile } from '../../src/experiment/index.ts';
import { experimentWith } from '../experiment-with.ts';
import { plainImage, put } from './images.ts';
import { refusal } from './refusal.ts';

const root = mkdtempSync(join(tmpdir(), 'siamese-pairs-'));
const shape = { height: 8, width: 8, channels: 3 };
beforeAll(async () => {
  process.env['SIAMESE_CACHE'] = join(root, 'cache');
  for (const i of Array(12).keys())
    put(
      root,
      `img/${i}.png`,
      await plainImage([10 * i, 0, 0])
        .png()
        .toBuffer(),
    );
  put(root, 'img/a, "b".png', await plainImage([200, 0, 0]).png().toBuffer());
});
afterAll(() => {
  delete process.env['SIAMESE_CACHE'];
  rmSync(root, { recursive: true, force: true });
});

type PairsData = Extract<ExperimentFile['data'], { source: 'pairs' }>;
let lists = 0;
function settings(csv: string | Uint8Array, more: Partial<PairsData> = {}): Experiment['data'] {
  const path = `${lists++}.csv`;
  put(root, path, csv);
  return experimentWith({ data: { source: 'pairs', path, ...more } }).data;
}
const open = (csv: string | Uint8Array, more: Partial<PairsData> = {}) =>
  loadDataset(settings(csv, more), { directory: root, shape });

/** What a data set's pairs show: the red of both images, and whether they are the same. */
async function seen({ store }: Awaited<ReturnType<typeof open>>, pairs: ReturnType<typeof validationPairs>) {
  const red = async (row: number): Promise<number> => {
    const bytes = new Uint8Array(imageBytes(shape));
    await store.read(Int32Array.of(row), bytes);
    return bytes[0] as number;
  };
  const rows = Array.from(pairs.left, (left, i) => [left, pairs.right[i], pairs.isSame[i]] as [number, number, number]);
  return Promise.all(rows.map(async ([left, right, same]) => [await red(left), await red(right), same]));
}

const stated = `left,right,same,split
img/0.png,img/1.png,1,train
img/0.png,img/2.png,0,train
img/3.png,img/4.png,yes,test
"img/a, ""b"".png",img/4.png,FALSE,Test
`;
const drawing = { ...experimentWith(), examples: 'pairs' as const };

test('the listed pairs train and validate, as the column says; without validation pairs the test pairs do', async () => {
  const dataset = await open(stated);
  const trained = drawnExamples(dataset, drawing, 1);
  if (trained.kind !== 'pairs') throw new TypeError('A list has pairs.');
  expect(await seen(dataset, trained)).toEqual([
    [0, 10, 1],
    [0, 20, 0],
  ]);
  expect(await seen(dataset, validationPairs(dataset, 0))).toEqual([
    [30, 40, 1],
    [200, 40, 0],
  ]);
  expect(dataset.warnings).toEqual([]);
});

test('pairs are counted and drawn again without an image read', async () => {
  const data = settings(stated);
  const dataset = await loadDataset(data, { directory: root, shape });
  const options = { directory: root };
  expect(await countWork({ ...drawing, data }, options)).toEqual({ examples: 2, validationImages: 3 });
  const first = dataset.trainIndices.length;
  const { left, right, ...rest } = validationPairs(dataset, 0);
  const places = { left: left.map((row) => row - first), right: right.map((row) => row - first), ...rest };
  expect(await redrawValidationPairs(data, options)).toEqual(places);
});

test.each([
  ['a byte order mark and CRLF', `\ufeff${stated.replaceAll('\n', '\r\n')}`],
  ['semicolons', stated.replaceAll(',', ';').replace('img/a; ', 'img/a, ')],
  [
    'tabs, other columns, another order and blank lines',
    'note\tsplit\tsame\tleft\tright\n\nx\ttrain\t1\timg/0.png\timg/1.png\n\t train \t0\t./img/0.png\timg/2.png\n\tval\ttrue\timg/3.png\timg/4.png\n\tdev\tno\timg/5.png\timg/4.png\n',
  ],
])('a list with %s', async (_, csv) => {
  const dataset = await open(csv);
  expect([dataset.listed?.train.left.length, dataset.listed?.validation.left.length]).toEqual([2, 2]);
  expect(dataset.trainIndices).toHaveLength(3);
});

describe('without a column split', () => {
  /** Four islands of three images: a same pair and a different one. */
  const islands = `left,right,same\n${[0, 3, 6, 9].map((i) => `img/${i}.png,img/${i + 1}.png,1\nimg/${i}.png,img/${i + 2}.png,0\n`).join('')}`;

  test('shares are taken so that no image is on two sides', async () => {
    const dataset = await open(islands, { split: { validation: 0.25, test: 0.25 } });
    const { train, validation, test: held } = dataset.split;
    expect([train.rows.length, validation.rows.length, held?.rows.length]).toEqual([6, 3, 3]);
    expect(new Set([...train.rows, ...validation.rows, ...(held?.rows ?? [])]).size).toBe(12);
    expect((await open(islands, { validation: 0.25 })).validationIndices).toHaveLength(3);
  });

  test('a list whose pairs join all images is refused', async () => {
    const chain = `left,right,same\n${[0, 1, 2, 3, 4].map((i) => `img/${i}.png,img/${i + 1}.png,${i % 2}\n`).join('')}`;
    expect(await refusal(open(chain, { split: { validation: 0.4 } }))).toMatch(
      /^The pairs can't be divided so that no image is in two parts: 1 set of images that pairs join, the largest with 5 of 5 pairs/,
    );
  });

  test('groups stay together', async () => {
    const split = { validation: 0.5, by: 'group', group: 'img/(\\d)' } as const;
    const twos = `left,right,same\n${[0, 2, 4, 6].map((i) => `img/${i}.png,img/${i + 1}.png,1\nimg/${i}.png,img/${i + 1}.png,0\n`).join('')}`;
    const dataset = await open(twos, { split });
    expect(dataset.validationIndices).toHaveLength(4);
  });

  test('nothing to validate on is told', async () => {
    expect(await refusal(open(islands))).toMatch(
      /^The list has no column `split`.*data\.split: \{ validation: 0\.1, test: 0\.2 \}\.$/,
    );
    expect(await refusal(open(stated, { split: { validation: 0.1 } }))).toMatch(
      /^The list has a column `split`, and data\.split says/,
    );
  });
});

test('an image of both sides is told', async () => {
  const csv = `left,right,same,split\nimg/0.png,img/1.png,1,train\nimg/0.png,img/2.png,0,train\nimg/0.png,img/4.png,1,test\nimg/5.png,img/4.png,0,test\n`;
  expect((await open(csv)).warnings).toEqual([
    '1 image of 3 in validation pairs is in training pairs too, so that validation tells less about images never seen.',
  ]);
});

test('limit counts pairs, the same share of both kinds', async () => {
  const csv = `${stated}img/5.png,img/6.png,1,train\nimg/5.png,img/7.png,0,train\n`;
  const { listed } = await open(csv, { limit: { train: 2, test: 2 } });
  expect([...(listed?.train.isSame ?? [])].sort()).toEqual([0, 1]);
});

test('pairs of images that can not be read are left out where that is asked for', async () => {
  const csv = `${stated}img/gone.png,img/6.png,1,train\n`;
  expect(await refusal(open(csv))).toMatch(/1 image can't be read:\n {2}.*gone\.png isn't there\./);
  const dataset = await open(csv, { unreadable: 'skip' });
  expect(dataset.listed?.train.left).toHaveLength(2);
});

test.each([
  ['an empty file', '', /has no column `left`; its first line must be left,right,same.*and has nothing\.$/],
  ['other columns', 'a,rigth,same\n', /has no column `left`/],
  ['a misspelt column', 'left,rigth,same\nx,y,1\n', /has no column `right`.* Did you mean right by `rigth`\?$/],
  ['no pairs', 'left,right,same\n', /lists no pairs below its first line\.$/],
  [
    'a word for same',
    'left,right,same,split\nimg/0.png,img/1.png,maybe,train\n',
    /\.csv:2: same is "maybe"; write 1 or 0, true or false, yes or no\.$/,
  ],
  [
    'an image with itself',
    'left,right,same\nimg/0.png,./img/0.png,1\n',
    /:2: an image is paired with itself, img\/0\.png/,
  ],
  ['an empty cell', 'left,right,same\n,img/1.png,1\n', /:2: left is empty/],
  ['a short line', 'left,right,same\nimg/0.png,img/1.png\n', /:2 is no CSV: /],
  [
    'another part',
    'left,right,same,split\nimg/0.png,img/1.png,1,holdout\n',
    /split is "holdout"; write train, validation or test\.$/,
  ],
  [
    'one kind alone',
    `left,right,same,split\nimg/0.png,img/1.png,1,train\nimg/3.png,img/4.png,1,test\n`,
    /^For training the list has 1 pair, none of them different; both kinds are needed\.$/,
  ],
  ['bytes that are no text', Buffer.from([0x6c, 0xff, 0xfe]), /is not UTF-8 text/],
])('%s is told', async (_, csv, sentence) => {
  expect(
    await refusal(open(csv, typeof csv === 'string' && csv.includes(',split') ? {} : { split: { validation: 0.5 } })),
  ).toMatch(sentence);
});
