import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openIdxImages, readIdxLabels } from '../../src/data/host/idx.ts';
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

describe('images', () => {
  test('are read by their place in the file, row-major', async () => {
    const file = written(idxBytes([2, 2, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255]));
    const { count, height, width, read } = await openIdxImages(file);
    expect({ count, height, width }).toEqual({ count: 2, height: 2, width: 3 });
    const into = new Uint8Array(18);
    await read(Int32Array.of(1, 0, 1), into);
    expect(Array.from(into)).toEqual([7, 8, 9, 10, 11, 255, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255]);
  });

  test('come the same in any order, near to one another and far apart, also into shared memory', async () => {
    const size = 50 * 60;
    const count = 800; // 2.4 MB: rows next to each other, with small gaps, and with gaps that aren't read through
    const pixel = (row: number, i: number) => (row * 31 + i * 7 + (row >> 3)) & 255;
    const file = written(
      idxBytes(
        [count, 50, 60],
        Uint8Array.from({ length: count * size }, (_, i) => pixel(Math.floor(i / size), i % size)),
      ),
    );
    const { read } = await openIdxImages(file);
    const run = fc.record({
      start: fc.nat(count - 1),
      length: fc.integer({ min: 1, max: 400 }),
      step: fc.constantFrom(1, 1, 2, 7, 90, -1, 0),
    });
    const wanted = fc
      .array(run, { maxLength: 4 })
      .map((runs) =>
        runs.flatMap(({ start, length, step }) =>
          Array.from({ length }, (_, i) => start + i * step).filter((row) => row >= 0 && row < count),
        ),
      );
    await fc.assert(
      fc.asyncProperty(wanted, async (rows) => {
        const into = new Uint8Array(new SharedArrayBuffer(rows.length * size));
        await read(Int32Array.from(rows), into);
        const wrong = rows.findIndex((row, at) => {
          for (let i = 0; i < size; i++) if (into[at * size + i] !== pixel(row, i)) return true;
          return false;
        });
        expect(wrong).toBe(-1);
      }),
      { numRuns: 60 },
    );
  });

  test('of a file that changed after it was opened are refused', async () => {
    const file = written(idxBytes([2, 1, 2], [1, 2, 3, 4]));
    const { read } = await openIdxImages(file);
    written(idxBytes([1, 1, 2], [1, 2]));
    expect(await refusal(read(Int32Array.of(0), new Uint8Array(2)))).toMatch(
      /held 2 images of 1 × 2 and now holds 1 images of 1 × 2\. Let nothing else write to it\.$/,
    );
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
    const message = await refusal(openIdxImages(file));
    expect(message).toMatch(sentence);
    expect(message.startsWith(file)).toBe(true);
  });

  test('sizes beyond the file, whatever they multiply to', async () => {
    const file = written(idxBytes([0xffffffff, 0xffffffff, 0xffffffff], []));
    expect(await refusal(openIdxImages(file))).toMatch(/cut short: its header says 4294967295 images/);
  });

  test('images where labels are expected', async () => {
    expect(await refusal(readIdxLabels(written(images)))).toMatch(/has 3 dimensions; a file of labels has 1.*swapped/);
  });

  test('a missing file and a folder', async () => {
    expect(await refusal(openIdxImages(join(folder, 'nowhere')))).toMatch(
      /isn't there; expected an IDX file of images/,
    );
    expect(await refusal(readIdxLabels(folder))).toMatch(/is a folder; expected an IDX file of labels/);
  });

  test.skipIf(process.platform === 'win32')('a pipe and a device, which are not waited for', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(await refusal(readIdxLabels(join(folder, 'pipe')))).toMatch(/is a pipe; expected an IDX file of labels/);
    expect(await refusal(openIdxImages('/dev/zero'))).toMatch(/is a device; expected an IDX file of images/);
  });
});
