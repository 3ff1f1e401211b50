import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allRows, imageBytes, type LoadedDataset, loadDataset } from '../../src/data/index.ts';
import type { Experiment, ExperimentFile } from '../../src/experiment/index.ts';
import { experimentWith } from '../experiment-with.ts';
import { photoFolder, plainImage, put } from './images.ts';
import { refusal } from './refusal.ts';

const root = mkdtempSync(join(tmpdir(), 'siamese-folder-'));
const shape = { height: 8, width: 8, channels: 3 };
let places = 0;
/** A folder of its own. */
const place = (): string => join(root, String(places++));

beforeAll(() => {
  process.env['SIAMESE_CACHE'] = join(root, 'cache');
});
afterAll(() => {
  delete process.env['SIAMESE_CACHE'];
  rmSync(root, { recursive: true, force: true });
});

type FolderData = Extract<ExperimentFile['data'], { source: 'folder' }>;

const settings = (path: string, more: Partial<FolderData> = {}): Experiment['data'] =>
  experimentWith({ data: { source: 'folder', path, validation: 0.5, ...more } }).data;

const open = (path: string, more: Partial<FolderData> = {}) => loadDataset(settings(path, more), { shape });

async function pixelsOf({ store }: LoadedDataset): Promise<Uint8Array> {
  const bytes = new Uint8Array(store.labels.length * imageBytes(store.shape));
  await store.read(allRows(store), bytes);
  return bytes;
}

describe('a folder with a folder for each class', () => {
  test('gives its images, classes in the order of their names, whatever the order on disk', async () => {
    const folder = await photoFolder(place(), ['b', 'a', 'ü c'], 4);
    const dataset = await open(folder);
    expect(dataset.classNames).toEqual(['a', 'b', 'ü c']);
    expect([dataset.trainIndices.length, dataset.validationIndices.length]).toEqual([6, 6]);
    const { train } = dataset.split;
    expect(Array.from(train.rows, (row) => train.part.nameOf(row)?.replace(/\d/, '0'))).toContain('ü c/0.png');
    // a class's colour, as `photoFolder` drew it: b is 0, a is 40
    const pixels = await pixelsOf(dataset);
    const { labels } = dataset.store;
    const reds = Array.from(labels, (_, row) => pixels[row * imageBytes(shape)]);
    expect(reds).toEqual(Array.from(labels, (label) => [40, 0, 80][label]));
  });

  test('may have train and test above the classes: a class of one part counts in both', async () => {
    const folder = place();
    await photoFolder(join(folder, 'train'), ['a', 'c'], 3);
    await photoFolder(join(folder, 'test'), ['b', 'c'], 2);
    const dataset = await loadDataset(experimentWith({ data: { source: 'folder', path: folder } }).data, { shape });
    expect(dataset.classNames).toEqual(['a', 'b', 'c']);
    expect([...dataset.store.labels]).toEqual([0, 0, 0, 2, 2, 2, 1, 1, 2, 2]);
  });

  test('passes over what systems leave there, follows links, and ends circles of them', async () => {
    const folder = await photoFolder(place(), ['a', 'b'], 2);
    for (const name of ['.DS_Store', 'a/Thumbs.db', 'a/._0.png', 'b/desktop.ini', '__MACOSX/x']) put(folder, name, 'x');
    symlinkSync('..', join(folder, 'a', 'round'));
    symlinkSync(join(folder, 'b'), join(folder, 'c'));
    const dataset = await open(folder, { validation: 0.3 });
    expect(dataset.classNames).toEqual(['a', 'b', 'c']);
    expect(dataset.store.labels).toHaveLength(10); // a has its own 2, and by its link b's and c's, once
  });

  test('has names with blanks, quotes, emoji and newlines', async () => {
    const folder = place();
    const names = ['a b', 'quote\'s "x"', '🐈', 'new\nline'];
    for (const [i, name] of names.entries()) {
      for (const j of [0, 1, 2, 3]) put(folder, `${name}/${name} ${j}`, await plainImage([i, j, 0]).png().toBuffer());
    }
    expect((await open(folder)).store.labels).toHaveLength(16);
  });

  test('is told apart by content, not by suffix', async () => {
    const folder = await photoFolder(place(), ['a', 'b'], 3);
    put(folder, 'a/photo.txt', await plainImage([1, 2, 3]).webp().toBuffer());
    expect((await open(folder)).store.labels).toHaveLength(7);
  });
});

describe('what can not be trained on is refused with what to do', () => {
  test.each([
    ['no folder', () => 'nowhere', /^data.path names .*nowhere, which isn't there; expected a folder of images\.$/],
    ['a file', () => put(place(), 'x.png', 'x'), /which is a file; expected a folder with a folder of images/],
    [
      'an empty folder',
      () => mkdirSync(join(root, 'empty', 'within'), { recursive: true }) ?? root,
      /has no folders with images in them/,
    ],
  ])('%s', async (_, path, sentence) => {
    expect(await refusal(open(path()))).toMatch(sentence);
  });

  test('images without folders of classes, and no test images to validate on', async () => {
    const folder = place();
    put(folder, 'x.png', await plainImage([1, 2, 3]).png().toBuffer());
    expect(await refusal(open(folder))).toMatch(/has no folders with images in them; expected a folder for each class/);
    const classes = await photoFolder(place(), ['a', 'b'], 2);
    const { data } = experimentWith({ data: { source: 'folder', path: classes } });
    expect(await refusal(loadDataset(data, { shape }))).toMatch(/has no folders `train` and `test`.*data.split/);
  });

  test('unreadable files, each with its reason; or they are passed over, and told', async () => {
    const folder = await photoFolder(place(), ['a', 'b'], 4);
    const png = await plainImage([1, 2, 3], 64, 64).png().toBuffer();
    put(folder, 'a/notes.png', 'remember the milk');
    put(folder, 'a/empty.jpg', '');
    put(folder, 'b/cut.png', png.subarray(0, png.length - 40));
    symlinkSync('nowhere.png', join(folder, 'b', 'link.png'));
    const message = await refusal(open(folder));
    expect(message.split('\n')).toEqual([
      "4 images can't be read:",
      `  ${folder}/a/empty.jpg is empty.`,
      `  ${folder}/a/notes.png is text; expected PNG, JPEG, WebP, TIFF or GIF.`,
      expect.stringMatching(/ {2}.*b\/cut\.png (is cut short|can't be decoded \(.+\))\.$/),
      `  ${folder}/b/link.png is a link that leads nowhere.`,
      'Mend or remove them, or pass them over with data.unreadable: skip.',
    ]);
    const dataset = await open(folder, { unreadable: 'skip' });
    expect(dataset.store.labels).toHaveLength(8);
    expect(dataset.warnings[0]).toBe('4 files passed over, as data.unreadable says:');
    expect(dataset.warnings.slice(1, 5).map((line) => line.split(' ')[0]?.slice(folder.length + 1))).toEqual([
      'a/empty.jpg',
      'a/notes.png',
      'b/cut.png',
      'b/link.png',
    ]);
  });
});

describe('splits', () => {
  const namesOf = ({ split }: LoadedDataset, side: 'train' | 'validation' | 'test'): string[] => {
    const piece = split[side];
    return piece === null ? [] : Array.from(piece.rows, (row) => piece.part.nameOf(row) as string);
  };
  const tenClasses = Array.from({ length: 10 }, (_, i) => `c${i}`);

  test('by image leave each class its share in all parts', async () => {
    const folder = await photoFolder(place(), ['a', 'b'], 10);
    const dataset = await open(folder, { validation: 'test', split: { validation: 0.2, test: 0.3 } });
    const sizes = (['train', 'validation', 'test'] as const).map((side) => {
      const names = namesOf(dataset, side);
      return ['a', 'b'].map((name) => names.filter((each) => each.startsWith(name)).length);
    });
    expect(sizes).toEqual([
      [5, 5],
      [2, 2],
      [3, 3],
    ]);
    expect(new Set((['train', 'validation', 'test'] as const).flatMap((side) => namesOf(dataset, side))).size).toBe(20);
  });

  test('by class put whole classes aside; another share of validation leaves test as it is', async () => {
    const folder = await photoFolder(place(), tenClasses, 3);
    const classes = (dataset: LoadedDataset, side: 'train' | 'validation' | 'test') => [
      ...new Set(namesOf(dataset, side).map((name) => name.split('/')[0] as string)),
    ];
    const split = { validation: 0.2, test: 0.3, by: 'class' } as const;
    const dataset = await open(folder, { validation: 'test', split });
    const [train, validation, held] = (['train', 'validation', 'test'] as const).map((side) => classes(dataset, side));
    expect([train?.length, validation?.length, held?.length]).toEqual([5, 2, 3]);
    expect(new Set([train, validation, held].flat())).toEqual(new Set(tenClasses));
    const other = await open(folder, { validation: 'test', split: { ...split, validation: 0.4 } });
    expect(classes(other, 'test')).toEqual(held);
    const seeded = await open(folder, { validation: 'test', split, seed: 1 });
    expect(classes(seeded, 'test')).not.toEqual(held);
  });

  test('by group keep siblings together, across classes', async () => {
    const folder = place();
    for (const name of ['cat', 'dog']) {
      for (const session of [1, 2, 3, 4, 5]) {
        for (const i of [0, 1])
          put(folder, `${name}/session-${session}/${i}.png`, await plainImage([session, i, 0]).png().toBuffer());
      }
    }
    const split = { validation: 0.4, by: 'group', group: '/(session-\\d+)/' } as const;
    const dataset = await open(folder, { validation: 'test', split });
    const sessions = (side: 'train' | 'validation') =>
      new Set(namesOf(dataset, side).map((name) => name.split('/')[1]));
    expect(sessions('train').size + sessions('validation').size).toBe(5);
    expect(sessions('validation').size).toBe(2);
    const unmatched = open(folder, { validation: 'test', split: { ...split, group: '/(person-\\d+)/' } });
    expect(await refusal(unmatched)).toMatch(
      /^data.split.group, \/\(person-\\d\+\)\/, finds no group in "cat\/session-1\/0.png"/,
    );
  });

  test('that leave a part nothing are refused', async () => {
    const folder = await photoFolder(place(), ['a', 'b', 'c'], 3);
    const loading = open(folder, { validation: 'test', split: { validation: 0.1, by: 'class' } });
    expect(await refusal(loading)).toBe(
      'data.split divides 3 classes by class, which leaves none for validation; use larger shares, or by: image.',
    );
  });
});

describe('the cache', () => {
  const cacheOf = (name: string): string => {
    const cache = join(root, `cache-${name}`);
    process.env['SIAMESE_CACHE'] = cache;
    return cache;
  };
  const filesIn = (cache: string): string[] =>
    existsSync(cache)
      ? readdirSync(cache, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(index|pixels)$/.test(name))
      : [];
  const decodedIn = async (folder: string): Promise<number> => {
    let total = 0;
    await loadDataset(settings(folder), { shape, onProgress: (progress) => (total = progress.total) });
    return total;
  };
  const settle = (folder: string): void => {
    // files that changed two seconds ago or more are known by their times
    for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
      if (entry.isFile()) utimesSync(join(entry.parentPath, entry.name), 1e9, 1e9);
    }
  };

  test('has each image decoded once, anew where its file changes, and again by content where it is copied', async () => {
    cacheOf('once');
    const folder = await photoFolder(place(), ['a', 'b'], 4);
    settle(folder);
    expect(await decodedIn(folder)).toBe(8);
    const { fingerprint } = (await open(folder)).store;
    expect(await decodedIn(folder)).toBe(0);
    put(folder, 'a/0.png', await plainImage([250, 0, 0]).png().toBuffer());
    expect(await decodedIn(folder)).toBe(1);
    expect((await open(folder)).store.fingerprint).not.toBe(fingerprint);
  });

  test('knows a file that has changed by its times, though it is as large and long unchanged', async () => {
    cacheOf('times');
    const folder = await photoFolder(place(), ['a', 'b'], 4);
    settle(folder);
    expect(await decodedIn(folder)).toBe(8);
    utimesSync(put(folder, 'a/0.png', await plainImage([0, 0, 1]).png().toBuffer()), 1e9, 1e9);
    expect(await decodedIn(folder)).toBe(1);
  });

  test('decodes anew what a disk has damaged in what it is known by', async () => {
    const cache = cacheOf('damaged');
    const folder = await photoFolder(place(), ['a', 'b'], 4);
    settle(folder);
    const expected = await pixelsOf(await open(folder));
    const index = join(cache, filesIn(cache).find((name) => name.endsWith('.index')) as string);
    const bytes = readFileSync(index);
    bytes.copy(bytes, bytes.length / 2, 0, 16); // the fifth record says that it is of the first file
    writeFileSync(index, bytes);
    expect(await pixelsOf(await open(folder))).toEqual(expected);
  });

  test('gives the same pixels and fingerprint as decoding, and another rule has its own', async () => {
    cacheOf('same');
    const folder = await photoFolder(place(), ['a', 'b'], 4);
    settle(folder);
    const first = await open(folder);
    const second = await open(folder);
    expect(await pixelsOf(second)).toEqual(await pixelsOf(first));
    expect(second.store.fingerprint).toBe(first.store.fingerprint);
    const small = await loadDataset(settings(folder), { shape: { height: 4, width: 4, channels: 1 } });
    expect(await pixelsOf(small)).toHaveLength(8 * 16);
  });

  test('goes on after a crash: what was told of stays, what was half written is decoded again', async () => {
    const cache = cacheOf('crash');
    const folder = await photoFolder(place(), ['a', 'b'], 4);
    settle(folder);
    const expected = await pixelsOf(await open(folder));
    const index = join(cache, filesIn(cache).find((name) => name.endsWith('.index')) as string);
    const recordBytes = statSync(index).size / 8;
    truncateSync(index, 5 * recordBytes + 7);
    expect(await decodedIn(folder)).toBe(3);
    expect(await pixelsOf(await open(folder))).toEqual(expected);
    for (const name of filesIn(cache))
      if (name.endsWith('.pixels')) truncateSync(join(cache, name), 2 * imageBytes(shape));
    expect(await pixelsOf(await open(folder))).toEqual(expected);
  });

  test('keeps what was decoded before a person ended it', async () => {
    cacheOf('ended');
    const folder = await photoFolder(place(), ['a', 'b'], 30);
    settle(folder);
    const controller = new AbortController();
    const loading = loadDataset(settings(folder), {
      shape,
      signal: controller.signal,
      onProgress: ({ done }) => {
        if (done === 20) controller.abort();
      },
    });
    await expect(loading).rejects.toThrow(/abort/i);
    const left = await decodedIn(folder);
    expect(left).toBeGreaterThan(20);
    expect(left).toBeLessThanOrEqual(40);
  });

  test('that can not be written says so', async () => {
    const blocked = place();
    writeFileSync(blocked, '');
    process.env['SIAMESE_CACHE'] = blocked;
    const folder = await photoFolder(place(), ['a', 'b'], 2);
    expect(await refusal(open(folder))).toMatch(
      /^Decoded images are kept in .*, but it can't be written there .*SIAMESE_CACHE\.$/,
    );
  });
});
