import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readIdxImages, readIdxLabels } from '../../src/data/index.ts';
import { InputError } from '../../src/errors/index.ts';
import { idxBytes } from './synthetic.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'siamese-idx-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function written(bytes: Iterable<number>): string {
  const file = join(folder, 'file');
  writeFileSync(file, Uint8Array.from(bytes));
  return file;
}

async function refusal(reading: Promise<unknown>): Promise<string> {
  const error = await reading.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).message;
}

test('images are read row by row', async () => {
  const file = written(idxBytes([2, 2, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255]));
  expect(await readIdxImages(file)).toEqual({
    count: 2,
    height: 2,
    width: 3,
    bytes: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255),
  });
});

test('labels are read in order', async () => {
  expect(await readIdxLabels(written(idxBytes([4], [3, 0, 9, 1])))).toEqual(Uint8Array.of(3, 0, 9, 1));
});

describe('a file that is not exactly IDX is refused with what was expected and what was found', () => {
  const images = idxBytes([2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
  const cases: [string, Uint8Array, RegExp][] = [
    ['empty', new Uint8Array(0), /is empty; an IDX file of images begins with 00 00 08 03/],
    ['three bytes', images.subarray(0, 3), /begins with the bytes 00 00 08; an IDX file/],
    ['a PNG', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a), /begins with the bytes 89 50 4e 47/],
    ['gzip', Uint8Array.of(0x1f, 0x8b, 8, 0, 0), /compressed with gzip.*Decompress it/],
    [
      'floats',
      idxBytes([1, 1, 1], [0, 0, 0, 0], 13),
      /holds 32-bit floats \(element type 0d\); expected unsigned bytes/,
    ],
    ['an unknown type', idxBytes([1, 1, 1], [0], 0x42), /no type of element that IDX knows \(element type 42\)/],
    ['labels', idxBytes([3], [1, 2, 3]), /has 1 dimension; a file of images has 3.*swapped/],
    ['two dimensions', idxBytes([1, 2], [1, 2]), /has 2 dimensions; a file of images has 3/],
    ['a torn header', images.subarray(0, 11), /cut short: its header takes 16 bytes, but it has 11/],
    ['no images', idxBytes([0, 28, 28], []), /holds nothing: its header says 0 images of 28 × 28/],
    [
      'one byte too few',
      images.subarray(0, -1),
      /cut short: its header says 2 images of 2 × 2, which takes 24 bytes.*23/,
    ],
    ['one byte too many', Uint8Array.of(...images, 0), /too long: its header says 2 images.*24 bytes, but it has 25/],
  ];
  test.each(cases)('%s', async (_, bytes, sentence) => {
    const file = written(bytes);
    const message = await refusal(readIdxImages(file));
    expect(message).toMatch(sentence);
    expect(message.startsWith(file)).toBe(true);
  });

  test('sizes beyond the file, whatever they multiply to', async () => {
    const file = written(idxBytes([0xffffffff, 0xffffffff, 0xffffffff], []));
    expect(await refusal(readIdxImages(file))).toMatch(/cut short: its header says 4294967295 images/);
  });

  test('images where labels are expected', async () => {
    expect(await refusal(readIdxLabels(written(images)))).toMatch(/has 3 dimensions; a file of labels has 1.*swapped/);
  });

  test('a missing file and a folder', async () => {
    expect(await refusal(readIdxImages(join(folder, 'nowhere')))).toMatch(
      /isn't there; expected an IDX file of images/,
    );
    expect(await refusal(readIdxLabels(folder))).toMatch(/is a folder; expected an IDX file of labels/);
  });
});
