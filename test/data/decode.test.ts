import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { type DecodingRule, decodeImage, kindOfImage, Unreadable } from '../../src/data/host/decode.ts';
import { plainImage } from './images.ts';

const rule = (change: Partial<DecodingRule> = {}): DecodingRule => ({
  shape: { height: 4, width: 4, channels: 3 },
  resize: 'stretch',
  background: [255, 255, 255],
  ...change,
});
const grey = rule({ shape: { height: 4, width: 4, channels: 1 } });
/** The pixel at a place, its channels. */
const pixel = (bytes: Uint8Array, row: number, column: number, channels = 3) => [
  ...bytes.subarray((row * 4 + column) * channels, (row * 4 + column + 1) * channels),
];

describe('any kind of image comes to the channels of the input', () => {
  const red = plainImage([255, 0, 0]);
  test.each([
    ['png', red.clone().png()],
    ['webp', red.clone().webp({ lossless: true })],
    ['tiff', red.clone().tiff({ compression: 'lzw' })],
    ['gif', red.clone().gif()],
  ])('%s, whatever its name', async (kind, image) => {
    const bytes = await image.toBuffer();
    expect(kindOfImage(bytes)).toBe(kind);
    expect(pixel(await decodeImage(bytes, rule()), 0, 0)).toEqual([255, 0, 0]);
  });

  test('jpeg', async () => {
    const [r = 0, g = 0, b = 0] = pixel(await decodeImage(await red.clone().jpeg().toBuffer(), rule()), 0, 0);
    expect(r).toBeGreaterThan(250);
    expect(g + b).toBeLessThan(8);
  });

  test('a palette, 16 bits, grey and CMYK', async () => {
    const palette = await red.clone().png({ palette: true }).toBuffer();
    expect(pixel(await decodeImage(palette, rule()), 3, 3)).toEqual([255, 0, 0]);
    const deep = await sharp(new Uint16Array(16).fill(0x8000), { raw: { width: 4, height: 4, channels: 1 } })
      .toColourspace('grey16')
      .png()
      .toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    expect(pixel(await decodeImage(deep, grey), 0, 0, 1)).toEqual([128]);
    expect(pixel(await decodeImage(deep, rule()), 0, 0)).toEqual([128, 128, 128]);
    const cmyk = await red.clone().toColourspace('cmyk').tiff().toBuffer();
    expect((await sharp(cmyk).metadata()).space).toBe('cmyk');
    const [r = 0, g = 0] = pixel(await decodeImage(cmyk, rule()), 0, 0);
    expect(r).toBeGreaterThan(200);
    expect(g).toBeLessThan(60);
  });

  test('colour comes to grey by its luminance, grey stays what it is', async () => {
    const colored = async (color: [number, number, number]) => {
      return pixel(await decodeImage(await plainImage(color).png().toBuffer(), grey), 1, 1, 1)[0] as number;
    };
    expect(await colored([0, 0, 0])).toBe(0);
    expect(await colored([255, 255, 255])).toBe(255);
    expect(await colored([100, 100, 100])).toBe(100);
    expect(await colored([0, 255, 0])).toBeGreaterThan(await colored([255, 0, 0]));
    expect(await colored([255, 0, 0])).toBeGreaterThan(await colored([0, 0, 255]));
  });

  test('transparent parts show the background', async () => {
    const clear = await sharp({
      create: { width: 8, height: 8, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .png()
      .toBuffer();
    expect(pixel(await decodeImage(clear, rule({ background: [1, 2, 3] })), 0, 0)).toEqual([1, 2, 3]);
    expect(pixel(await decodeImage(clear, { ...grey, background: [0, 0, 0] }), 0, 0, 1)).toEqual([0]);
  });

  test('a photo is turned upright as EXIF says', async () => {
    const half = await sharp({ create: { width: 4, height: 8, channels: 3, background: 'black' } })
      .composite([{ input: await plainImage([255, 255, 255], 4, 4).png().toBuffer(), top: 0, left: 0 }])
      .png()
      .toBuffer(); // white above black
    const turned = await sharp(half).withMetadata({ orientation: 6 }).png().toBuffer(); // to be turned a quarter clockwise
    const upright = await decodeImage(turned, rule());
    expect(pixel(upright, 2, 3)).toEqual([255, 255, 255]); // white at the right
    expect(pixel(upright, 2, 0)).toEqual([0, 0, 0]);
  });
});

describe('an image of another shape', () => {
  const wide = async (): Promise<Buffer> =>
    sharp({ create: { width: 12, height: 4, channels: 3, background: 'black' } })
      .composite([{ input: await plainImage([255, 255, 255], 4, 4).png().toBuffer(), top: 0, left: 4 }])
      .png()
      .toBuffer(); // black, white, black

  test('is stretched, cropped to its middle, or padded', async () => {
    const bytes = await wide();
    const cropped = await decodeImage(bytes, rule({ resize: 'crop' }));
    expect([0, 3].map((column) => pixel(cropped, 1, column))).toEqual([
      [255, 255, 255],
      [255, 255, 255],
    ]);
    const padded = await decodeImage(bytes, rule({ resize: 'pad', background: [9, 9, 9] }));
    expect(pixel(padded, 0, 2)).toEqual([9, 9, 9]);
    const stretched = await decodeImage(bytes, rule());
    expect((pixel(stretched, 0, 0)[0] as number) < 100 && (pixel(stretched, 0, 1)[0] as number) > 100).toBe(true);
  });

  test('of 1 × 1 fills the input', async () => {
    const bytes = await plainImage([7, 8, 9], 1, 1).png().toBuffer();
    for (const resize of ['stretch', 'crop', 'pad'] as const) {
      expect(pixel(await decodeImage(bytes, rule({ resize })), 3, 0)).toEqual([7, 8, 9]);
    }
  });
});

describe('what is no image says so', () => {
  const refusal = async (bytes: Uint8Array): Promise<string> => {
    const error = await decodeImage(bytes, rule()).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(Unreadable);
    return (error as Error).message;
  };
  const wanted = 'expected PNG, JPEG, WebP, TIFF or GIF';

  test.each([
    ['', 'is empty'],
    ['hello', `is text; ${wanted}`],
    ['<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', `is an SVG drawing; ${wanted}`],
    ['%PDF-1.7', `is a PDF document; ${wanted}`],
    ['<!DOCTYPE html><title>404</title>', `is a web page; ${wanted}`],
    ['\0\x01\x02', 'is no image of a known kind: PNG, JPEG, WebP, TIFF or GIF'],
  ])('%j', async (text, sentence) => {
    expect(await refusal(Buffer.from(text, 'latin1'))).toBe(sentence);
  });

  test.each(['png', 'jpeg', 'webp', 'tiff', 'gif'] as const)('a %s that is cut short', async (kind) => {
    const noise = sharp(Buffer.from(Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 7919) % 251)), {
      raw: { width: 64, height: 64, channels: 3 },
    });
    const whole = await noise.toFormat(kind).toBuffer();
    expect(await refusal(whole.subarray(0, whole.length / 2))).toMatch(/^(is cut short|can't be decoded \(.+\))$/);
  });

  test('a small file of very many pixels is refused before they are decoded', async () => {
    const bomb = await sharp({
      create: { width: 20_000, height: 20_000, channels: 3, background: 'black' },
      limitInputPixels: false,
    } as never)
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(bomb.length).toBeLessThan(4e6);
    expect(await refusal(bomb)).toBe('has more than 268 million pixels');
  });
});
