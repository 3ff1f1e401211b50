import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Augmentation, augment, augmented, type Changes, drawChanges } from '../../src/data/augment/augment.ts';
import { affineOf, type Movement, transform } from '../../src/data/augment/geometry.ts';
import { memoryStore } from '../../src/data/index.ts';
import { purpose, streamKey } from '../../src/random/index.ts';
import { loadText, minimal } from '../experiment/folder.ts';

const key = streamKey(1, purpose.augmentation, 0, 0);
const still: Changes = { movement: null, brightness: 0, contrast: 1, blur: 0, noise: 0, erased: null, key };
const stay: Movement = { shift: [0, 0], rotate: 0, scale: 1, shear: 0, flip: { horizontal: false, vertical: false } };
const none: Augmentation = {
  ...{ shift: null, rotate: null, scale: null, shear: null, flip: null },
  ...{ brightness: null, contrast: null, blur: null, noise: null, erase: null },
};
const square = { height: 3, width: 3, channels: 1 };

function changed(image: number[], changes: Partial<Changes>, shape = square): number[] {
  const bytes = Uint8Array.from(image);
  augment(bytes, shape, { ...still, ...changes }, new Uint8Array(image.length));
  return [...bytes];
}
const moved = (image: number[], movement: Partial<Movement>) => changed(image, { movement: { ...stay, ...movement } });

describe('moving', () => {
  // biome-ignore format: as it looks
  const image = [
    1, 2, 3,
    4, 5, 6,
    7, 8, 9,
  ];

  // biome-ignore format: as it looks
  test.each<[string, Partial<Movement>, number[]]>([
    ['nothing', {}, image],
    ['down by a row: the edge goes on', { shift: [1 / 3, 0] }, [1, 2, 3, 1, 2, 3, 4, 5, 6]],
    ['right by a column', { shift: [0, 1 / 3] }, [1, 1, 2, 4, 4, 5, 7, 7, 8]],
    ['a quarter turn clockwise', { rotate: 90 }, [7, 4, 1, 8, 5, 2, 9, 6, 3]],
    ['mirrored left and right', { flip: { horizontal: true, vertical: false } }, [3, 2, 1, 6, 5, 4, 9, 8, 7]],
    ['mirrored top and bottom', { flip: { horizontal: false, vertical: true } }, [7, 8, 9, 4, 5, 6, 1, 2, 3]],
    ['twice as large about the middle', { scale: 2 }, [3, 4, 4, 5, 5, 6, 6, 7, 7]],
    ['slanted by a column a row', { shear: 45 }, [2, 3, 3, 4, 5, 6, 7, 7, 8]],
  ])('%s', (_, movement, expected) => {
    expect(moved(image, movement)).toEqual(expected);
  });

  test('equals SciPy’s affine_transform of order 1, but for rounding', () => {
    const { cases } = JSON.parse(readFileSync(new URL('affine.json', import.meta.url), 'utf8'));
    expect(cases.length).toBeGreaterThan(10);
    for (const {
      shape: [height, width, channels],
      movement,
      from,
      scipy,
    } of cases) {
      const shape = { height, width, channels };
      const into = new Uint8Array(from.length);
      transform(Uint8Array.from(from), into, shape, affineOf(movement, shape));
      const errors = Array.from(into, (value, i) => Math.abs(value - scipy[i]));
      expect(Math.max(...errors)).toBeLessThan(0.75); // a half for rounding to bytes, a quarter for places in 1/1024
    }
  });
});

describe('colour', () => {
  test('brightness is added, contrast is about the middle grey, both end at black and white', () => {
    expect(changed([0, 100, 250, 0, 0, 0, 0, 0, 0], { brightness: 10 }).slice(0, 3)).toEqual([10, 110, 255]);
    expect(changed([0, 128, 160, 0, 0, 0, 0, 0, 0], { contrast: 2 }).slice(0, 3)).toEqual([0, 128, 192]);
  });

  test('blur keeps an even image as it is, and spreads a point by a Gaussian', () => {
    expect(changed(Array(9).fill(77), { blur: 2 })).toEqual(Array(9).fill(77));
    const point = changed([0, 0, 0, 0, 255, 0, 0, 0, 0], { blur: 0.5 });
    const share = 1 / (1 + 2 * Math.exp(-2)); // the middle's, along one axis; what lies two pixels off is left out here
    expect(point[4]).toBeGreaterThan(255 * share ** 2 * 0.97);
    expect(point[4]).toBeLessThan(255 * share ** 2 * 1.03);
    expect(point[1]).toBe(point[3]);
  });

  test('noise has the deviation it is given, in each pixel and channel', () => {
    const shape = { height: 64, width: 64, channels: 3 };
    const noisy = changed(Array(64 * 64 * 3).fill(128), { noise: 20 }, shape);
    const deviations = noisy.map((value) => value - 128);
    const mean = deviations.reduce((a, b) => a + b) / deviations.length;
    const deviation = Math.sqrt(deviations.reduce((sum, d) => sum + d * d, 0) / deviations.length);
    expect(Math.abs(mean)).toBeLessThan(0.7);
    expect(Math.abs(deviation - 20)).toBeLessThan(0.6);
  });

  test('an erased rectangle has the mean colour and the share of the image', () => {
    const shape = { height: 10, width: 20, channels: 1 };
    const image = Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? 0 : 200));
    const erased = changed(image, { erased: { share: 0.25, down: 1, across: 0 } }, shape);
    const places = erased.flatMap((value, i) => (value === 100 ? [i] : []));
    expect(places).toHaveLength(5 * 10);
    expect(places.every((i) => i >= 100 && i % 20 < 10)).toBe(true);
  });
});

describe('drawing', () => {
  test('stays within the ranges, both ends met, and nothing is drawn where nothing is asked for', () => {
    const settings: Augmentation = {
      ...none,
      rotate: [-10, 20],
      scale: [0, 0.5],
      flip: 'horizontal',
      erase: [0.1, 0.2],
    };
    const drawn = Array.from({ length: 2000 }, (_, row) =>
      drawChanges(settings, streamKey(3, purpose.augmentation, 1, row)),
    );
    const turns = drawn.map(({ movement }) => movement?.rotate as number);
    expect(Math.min(...turns)).toBeGreaterThanOrEqual(-10);
    expect(Math.min(...turns)).toBeLessThan(-9.8);
    expect(Math.max(...turns)).toBeGreaterThan(19.8);
    expect(Math.max(...turns)).toBeLessThan(20);
    const flips = drawn.filter(({ movement }) => movement?.flip.horizontal).length;
    expect(Math.abs(flips - 1000)).toBeLessThan(120);
    expect(drawn.every(({ movement, erased }) => !movement?.flip.vertical && (erased?.share ?? 0) >= 0.1)).toBe(true);
    expect(drawChanges(none, key)).toEqual({ ...still, key });
  });

  test('depends on seed, step and image alone: not on the others it is read with', async () => {
    const bytes = Uint8Array.from({ length: 6 * 9 }, (_, i) => (i * 37) % 256);
    const store = memoryStore({ shape: [6, 3, 3, 1], bytes });
    const settings: Augmentation = { ...none, rotate: [-90, 90], noise: [0, 0.2] };
    const read = async (rows: number[], step?: number, seed = 1) => {
      const into = new Uint8Array(rows.length * 9);
      await augmented(store, settings, seed).read(Int32Array.from(rows), into, step);
      return rows.map((_, i) => [...into.subarray(9 * i, 9 * i + 9)]);
    };
    const [a, b] = await read([4, 2], 7);
    expect(await read([2], 7)).toEqual([b]);
    expect(await read([2, 5, 4], 7)).toEqual([b, expect.anything(), a]);
    expect(await read([4], 8)).not.toEqual([a]);
    expect(await read([4], 7, 2)).not.toEqual([a]);
    expect(await read([4])).toEqual([[...bytes.subarray(36, 45)]]);
  });
});

test('a number is a range about nothing, or from nothing on', () => {
  const text = minimal().replace('source: mnist', 'source: mnist, augment: { shift: 0.1, scale: [0, 0.5], blur: 1 }');
  expect(loadText(text).experiment.data.augment).toEqual({
    ...none,
    shift: [-0.1, 0.1],
    scale: [0, 0.5],
    blur: [0, 1],
  });
});
