import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { put } from '../data/images.ts';
import { siamese, temporaryFolder } from './siamese.ts';

const directory = temporaryFolder();
const env = { SIAMESE_CACHE: join(directory, 'cache') };
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** An image like no other: blots by its number. */
const blots = (number: number) =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><rect width="60" height="40" fill="#cba"/>${[
        1, 2, 3, 4,
      ]
        .map(
          (i) =>
            `<circle cx="${(number * 37 * i) % 60}" cy="${(number * 23 * i * i) % 40}" r="${5 + ((number * i) % 9)}" fill="#${(number * 7919 * i + 4096).toString(16).padStart(6, '0').slice(-6)}"/>`,
        )
        .join('')}</svg>`,
    ),
  );

beforeAll(async () => {
  for (const [label, name] of ['cats', 'dogs'].entries()) {
    for (let i = 0; i < 4; i++)
      put(
        directory,
        `photos/${name}/${i}.png`,
        await blots(1 + 10 * label + i)
          .png()
          .toBuffer(),
      );
  }
  put(directory, 'photos/cats/.DS_Store', 'x');
  put(directory, 'photos/cats/notes.jpg', 'not an image');
  put(directory, 'photos/lone/one.png', await blots(40).png().toBuffer());
  mkdirSync(join(directory, 'photos/dogs/again'));
  copyFileSync(join(directory, 'photos/cats/1.png'), join(directory, 'photos/dogs/again/copy.png')); // two labels
  put(directory, 'photos/dogs/2-small.jpg', await blots(13).jpeg({ quality: 85 }).toBuffer());
});

const inspect = (...words: string[]) => siamese(['inspect', ...words], { directory, env });

describe('inspect', () => {
  it('tells classes, kinds, sizes, unreadable files and duplicates, contradictions first', async () => {
    const { code, stdout } = await inspect('photos');
    expect(stdout.split('\n')).toEqual([
      'images       12 in 3 classes, 1 to 6 each',
      'kinds        png 10, jpeg 1',
      'channels     4 10, 3 1',
      'sizes        60×40',
      'Classes with one image, which has no partner: lone.',
      '',
      "1 file can't be read:",
      '  cats/notes.jpg is text; expected PNG, JPEG, WebP, TIFF or GIF',
      '',
      '1 set of equal images with two labels, one of which must be wrong:',
      '  cats/1.png, dogs/again/copy.png',
      '',
      '1 set of nearly equal images within one class:',
      '  dogs/2-small.jpg, dogs/2.png',
      '',
    ]);
    expect(code).toBe(1); // a file can't be read
  });

  it('tells leaks of the split that an experiment file makes', async () => {
    rmSync(join(directory, 'leaking'), { recursive: true, force: true });
    for (const part of ['train', 'test']) {
      for (const name of ['a', 'b']) {
        for (const i of [0, 1])
          put(
            directory,
            `leaking/${part}/${name}/${i}.png`,
            await blots(i + (name === 'a' ? 50 : 60) + (part === 'test' && i === 1 ? 0 : part === 'test' ? 5 : 0))
              .png()
              .toBuffer(),
          );
      }
    }
    writeFileSync(
      join(directory, 'leaking.yaml'),
      'name: leaking\ndata: { source: folder, path: leaking }\nnetwork: { inputShape: [8, 8, 3], blocks: [{ filters: 2 }] }\n',
    );
    const { code, stdout } = await inspect('leaking.yaml');
    expect(stdout).toContain('parts        train 4, validation 4\n');
    expect(stdout).toContain(
      '2 sets of equal images on two sides of the split, so that what is trained on is measured on:\n',
    );
    expect(stdout).toContain('  train/a/1.png (train), test/a/1.png (validation)\n');
    expect(code).toBe(1);
  });

  it('draws a sheet of the classes, and of images as training sees them', async () => {
    const drawn = await inspect('photos', '--png', 'sheet.png');
    expect(drawn.stderr).toContain('sheet.png');
    const { format, width } = await sharp(readFileSync(join(directory, 'sheet.png'))).metadata();
    expect([format, (width ?? 0) > 600]).toEqual(['png', true]);
    await inspect('leaking.yaml', 'data.augment={rotate: 30}', '--png', 'steps.png');
    expect(existsSync(join(directory, 'steps.png'))).toBe(true);
  });

  it('writes what should be left out as a list', async () => {
    await inspect('photos', '--list', 'exclude.csv');
    expect(readFileSync(join(directory, 'exclude.csv'), 'utf8').split('\n')).toEqual([
      'image,reason',
      'cats/notes.jpg,"is text; expected PNG, JPEG, WebP, TIFF or GIF"',
      'dogs/again/copy.png,equal to cats/1.png',
      'dogs/2.png,nearly equal to dogs/2-small.jpg',
      '',
    ]);
  });

  it('prints JSON for scripts', async () => {
    const { images, classes, unreadable } = JSON.parse((await inspect('photos', '--json')).stdout);
    expect([images, classes.length, unreadable.length]).toEqual([12, 3, 1]);
  });

  it('has exit code 0 where nothing is wrong', async () => {
    for (const i of [0, 1, 2])
      put(
        directory,
        `sound/a/${i}.png`,
        await blots(70 + 5 * i)
          .png()
          .toBuffer(),
      );
    const { code, stdout } = await inspect('sound');
    expect([code, stdout.split('\n').at(-2)]).toEqual([0, 'No image is there twice, nor nearly.']);
  });

  it.each([
    [[], 'siamese inspect needs one folder of images, CSV file of pairs, Parquet file, or experiment file'],
    [['nowhere'], "nowhere isn't there; expected a folder of images, a CSV file of pairs, or a Parquet file."],
    [['empty'], 'has no folders with images in them'],
  ])('says what it needs: %j', async (words, sentence) => {
    mkdirSync(join(directory, 'empty'), { recursive: true });
    const { code, stderr } = await inspect(...words);
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
  });
});
