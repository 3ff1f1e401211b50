/** Training images changed a little each time: a store around a store. */
import type { Experiment } from '../../experiment/index.ts';
import { bitsAt, integerAt, purpose, type StreamKey, streamKey, uniformAt } from '../../random/index.ts';
import { type ImageStore, imageBytes } from '../store.ts';
import type { ImageShape } from '../types.ts';
import { affineOf, type Movement, transform } from './geometry.ts';

export type Augmentation = NonNullable<Experiment['data']['augment']>;
type Range = readonly [low: number, high: number];

/**
 * The store's images, those read for a training step changed. What is drawn depends on seed, step and row alone: never
 * on the engine, its threads, or where in a batch an image stands. Images read for no step are as they are.
 */
export function augmented(store: ImageStore, settings: Augmentation, seed: number): ImageStore {
  const { shape } = store;
  const size = imageBytes(shape);
  const scratch = new Uint8Array(size);
  return {
    ...store,
    variesByStep: true,
    async read(rows, into, step) {
      await store.read(rows, into, step);
      if (step === undefined) return;
      for (let i = 0; i < rows.length; i++) {
        const key = streamKey(seed, purpose.augmentation, step, rows[i] as number);
        augment(into.subarray(i * size, (i + 1) * size), shape, drawChanges(settings, key), scratch);
      }
    },
  };
}

/** What one image gets, once. */
export interface Changes {
  /** null: it stays where it is */
  readonly movement: Movement | null;
  /** added, of 255 */
  readonly brightness: number;
  /** times the distance from 128; 1: as it is */
  readonly contrast: number;
  /** standard deviations: of the blur in pixels, of the noise of 255 */
  readonly blur: number;
  readonly noise: number;
  /** in pixels; null: nothing is erased */
  readonly erased: { readonly share: number; readonly down: number; readonly across: number } | null;
  /** of the noise */
  readonly key: StreamKey;
}

/** Which number of a stream decides what: part of every result, never change one. */
const numberOf = {
  down: 0,
  right: 1,
  rotate: 2,
  scale: 3,
  shear: 4,
  horizontal: 5,
  vertical: 6,
  brightness: 7,
  contrast: 8,
  blur: 9,
  noise: 10,
  erase: 11,
  eraseDown: 12,
  eraseAcross: 13,
} as const;
/** From here on: the noise of each pixel. */
const firstOfNoise = 64;

/** Draws from each range. Ranges that are null change nothing. */
export function drawChanges(settings: Augmentation, key: StreamKey): Changes {
  const { shift, rotate, scale, shear, flip, brightness, contrast, blur, noise, erase } = settings;
  const draw = (range: Range | null, index: number): number =>
    range === null ? 0 : range[0] + (range[1] - range[0]) * uniformAt(key, index);
  const isHeads = (index: number): boolean => integerAt(key, index, 2) === 1;
  const moves = [shift, rotate, scale, shear, flip].some((each) => each !== null);
  const movement: Movement = {
    shift: [draw(shift, numberOf.down), draw(shift, numberOf.right)],
    rotate: draw(rotate, numberOf.rotate),
    scale: 1 + draw(scale, numberOf.scale),
    shear: draw(shear, numberOf.shear),
    flip: {
      horizontal: (flip === 'horizontal' || flip === 'both') && isHeads(numberOf.horizontal),
      vertical: (flip === 'vertical' || flip === 'both') && isHeads(numberOf.vertical),
    },
  };
  const share = draw(erase, numberOf.erase);
  return {
    movement: moves ? movement : null,
    brightness: 255 * draw(brightness, numberOf.brightness),
    contrast: 1 + draw(contrast, numberOf.contrast),
    blur: draw(blur, numberOf.blur),
    noise: 255 * draw(noise, numberOf.noise),
    erased:
      share === 0
        ? null
        : { share, down: uniformAt(key, numberOf.eraseDown), across: uniformAt(key, numberOf.eraseAcross) },
    key,
  };
}

/**
 * Changes an image where it lies.
 *   image [height, width, channels]    scratch: as large
 */
export function augment(image: Uint8Array, shape: ImageShape, changes: Changes, scratch: Uint8Array): void {
  const { movement, brightness, contrast, blur, noise, erased, key } = changes;
  if (movement !== null) {
    scratch.set(image);
    transform(scratch, image, shape, affineOf(movement, shape));
  }
  if (brightness !== 0 || contrast !== 1) adjust(image, brightness, contrast);
  if (blur > 0) blurImage(image, shape, blur, scratch);
  if (noise > 0) addNoise(image, noise, key);
  if (erased !== null) erasePart(image, shape, erased);
}

function adjust(image: Uint8Array, brightness: number, contrast: number): void {
  const table = Uint8Array.from({ length: 256 }, (_, value) => clamped((value - 128) * contrast + 128 + brightness));
  for (let i = 0; i < image.length; i++) image[i] = table[image[i] as number] as number;
}

const clamped = (value: number): number => Math.max(0, Math.min(255, Math.round(value)));

/** Rows, then columns, by weights in 1/65536; the edge goes on beyond itself. */
function blurImage(image: Uint8Array, shape: ImageShape, deviation: number, scratch: Uint8Array): void {
  const weights = gaussian(deviation);
  const { height, width, channels } = shape;
  const rowBytes = width * channels;
  blurLines(image, scratch, weights, { lines: height, line: rowBytes, places: width, step: channels, channels });
  blurLines(scratch, image, weights, { lines: width, line: channels, places: height, step: rowBytes, channels });
}

interface Lines {
  readonly lines: number;
  /** bytes from a line to the next, and from a place in it to the next */
  readonly line: number;
  readonly places: number;
  readonly step: number;
  readonly channels: number;
}

function blurLines(
  from: Uint8Array,
  into: Uint8Array,
  weights: Int32Array,
  { lines, line, places, step, channels }: Lines,
): void {
  const radius = (weights.length - 1) / 2;
  for (let l = 0; l < lines; l++) {
    for (let place = 0; place < places; place++) {
      for (let channel = 0; channel < channels; channel++) {
        let sum = 1 << 15;
        for (let k = -radius; k <= radius; k++) {
          const near = Math.max(0, Math.min(places - 1, place + k));
          sum += (weights[k + radius] as number) * (from[l * line + near * step + channel] as number);
        }
        into[l * line + place * step + channel] = sum >>> 16;
      }
    }
  }
}

/** [2·radius + 1], 65536 in all; to three deviations. */
function gaussian(deviation: number): Int32Array {
  const radius = Math.ceil(3 * deviation);
  const exact = Array.from({ length: 2 * radius + 1 }, (_, i) => Math.exp(-0.5 * ((i - radius) / deviation) ** 2));
  const sum = exact.reduce((a, b) => a + b, 0);
  const weights = Int32Array.from(exact, (weight) => Math.round((65536 * weight) / sum));
  const rest = 65536 - weights.reduce((a, b) => a + b, 0);
  weights[radius] = (weights[radius] as number) + rest;
  return weights;
}

/** Deviation of the sum of four uniform bytes, which is near enough to a normal one, and has the same bits everywhere. */
const deviationOfBytes = Math.sqrt((4 * (256 ** 2 - 1)) / 12);

function addNoise(image: Uint8Array, deviation: number, key: StreamKey): void {
  const unit = deviation / deviationOfBytes;
  for (let i = 0; i < image.length; i++) {
    const bits = bitsAt(key, firstOfNoise + i);
    const sum = (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24) - 510;
    image[i] = clamped((image[i] as number) + unit * sum);
  }
}

function erasePart(
  image: Uint8Array,
  { height, width, channels }: ImageShape,
  { share, down, across }: NonNullable<Changes['erased']>,
): void {
  const side = Math.sqrt(share);
  const [rows, columns] = [Math.round(side * height), Math.round(side * width)];
  const [top, left] = [Math.round(down * (height - rows)), Math.round(across * (width - columns))];
  const mean = meanOf(image, channels);
  for (let row = top; row < top + rows; row++) {
    for (let column = left; column < left + columns; column++) image.set(mean, (row * width + column) * channels);
  }
}

/** [channels] */
function meanOf(image: Uint8Array, channels: number): Uint8Array {
  const sums = new Float64Array(channels);
  for (let i = 0; i < image.length; i++) sums[i % channels] = (sums[i % channels] as number) + (image[i] as number);
  return Uint8Array.from(sums, (sum) => Math.round((sum * channels) / image.length));
}
