/** Image files → pixels of one shape, by libvips. */
import sharp, { type Sharp } from 'sharp';
import { printable } from '../../text/index.ts';
import type { ImageShape } from '../types.ts';

/** How an image of any size and kind becomes one of the network's shape. Decides its pixels, with `decodingVersion`. */
export interface DecodingRule {
  readonly shape: ImageShape;
  readonly resize: 'stretch' | 'crop' | 'pad';
  /** red, green, blue, 0 to 255: behind what is transparent, and beside what is padded */
  readonly background: readonly [number, number, number];
}

/** Raised when the same file and rule would give other pixels. */
export const decodingVersion = 1;

/** Why a file is no image that can be read, in words that follow its name. */
export class Unreadable extends Error {}

/** 268 million: a square of 16,383. */
const mostPixels = 0x3fff ** 2;

// Each image takes one core, and images are decoded side by side; none is decoded twice.
sharp.concurrency(1);
sharp.cache(false);

/** What images are told by: their first bytes. */
const signatures: readonly (readonly [name: string, test: (text: string) => boolean])[] = [
  ['png', (text) => text.startsWith('\x89PNG\r\n\x1a\n')],
  ['jpeg', (text) => text.startsWith('\xff\xd8\xff')],
  ['webp', (text) => text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP'],
  ['tiff', (text) => /^(II[*+]\0|MM\0[*+])/.test(text)],
  ['gif', (text) => /^GIF8[79]a/.test(text)],
];

/** What people take for images: said by name. */
const others: readonly (readonly [what: string, test: (text: string) => boolean])[] = [
  ['an SVG drawing', (text) => /^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*<svg[\s>]/i.test(text)],
  ['a HEIC or AVIF image', (text) => text.slice(4, 8) === 'ftyp' && /^(hei|mif|avi|msf)/.test(text.slice(8, 12))],
  ['a film', (text) => text.slice(4, 8) === 'ftyp'],
  ['a BMP image', (text) => text.startsWith('BM')],
  ['a PDF document', (text) => text.startsWith('%PDF')],
  ['a web page', (text) => /^\s*<(!doctype html|html)/i.test(text)],
  ['a ZIP archive', (text) => text.startsWith('PK\x03\x04')],
  ['a file compressed with gzip', (text) => text.startsWith('\x1f\x8b')],
];

/** png, jpeg, webp, tiff or gif. Throws Unreadable for anything else. */
export function kindOfImage(bytes: Uint8Array): string {
  if (bytes.length === 0) throw new Unreadable('is empty');
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 512)).toString('latin1');
  const found = signatures.find(([, test]) => test(head));
  if (found !== undefined) return found[0];
  const other = others.find(([, test]) => test(head));
  const isText = other === undefined && /^[\t\n\r\x20-\x7e\x80-\xff]*$/.test(head);
  const what = other?.[0] ?? (isText ? 'text' : undefined);
  const wanted = 'PNG, JPEG, WebP, TIFF or GIF';
  throw new Unreadable(
    what === undefined ? `is no image of a known kind: ${wanted}` : `is ${what}; expected ${wanted}`,
  );
}

/** The first image of some bytes, turned upright; fails where they are cut short or would be too large. */
export function upright(bytes: Uint8Array): Sharp {
  return sharp(bytes, { failOn: 'error', limitInputPixels: mostPixels, pages: 1, autoOrient: true });
}

/**
 * [height, width, channels] of an encoded image: the first of several, turned upright as EXIF says, laid on the
 * background where it is transparent, resized by the rule, in sRGB of eight bits a channel, or grey for one channel
 * (libvips' `b-w`, which weighs linear light by Rec. 709). Throws Unreadable.
 */
export async function decodeImage(bytes: Uint8Array, rule: DecodingRule): Promise<Uint8Array> {
  kindOfImage(bytes);
  const { height, width, channels } = rule.shape;
  const [r, g, b] = rule.background;
  const background = { r, g, b };
  const fit = ({ stretch: 'fill', crop: 'cover', pad: 'contain' } as const)[rule.resize];
  const image = upright(bytes)
    .flatten({ background })
    .resize({ width, height, fit, background })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' });
  try {
    const { data, info } = await image.toBuffer({ resolveWithObject: true });
    if (info.channels === channels && data.length === height * width * channels) return data;
    throw new Error(`it gives ${info.channels} channels of ${info.width}×${info.height}`);
  } catch (cause) {
    throw new Unreadable(reasonOf(cause as Error), { cause });
  }
}

/** Why libvips gave up, in words that follow a file's name. */
export function reasonOf({ message }: Error): string {
  if (/pixel limit|exceeds/i.test(message)) return `has more than ${Math.floor(mostPixels / 1e6)} million pixels`;
  if (/premature end|truncated|end of (file|stream|image)|not enough|unexpected end|read error/i.test(message)) {
    return 'is cut short';
  }
  const [first = ''] = message.split('\n');
  return `can't be decoded (${printable(first).slice(0, 120)})`;
}
