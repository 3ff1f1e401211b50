/** Moving an image: an affine map of places, and the pixels that lie there. */
import type { ImageShape } from '../types.ts';

/** What moves an image about its middle: it is flipped, scaled, sheared, turned, then shifted. */
export interface Movement {
  /** rows down, columns right; a share of height and width */
  readonly shift: readonly [down: number, right: number];
  /** degrees, clockwise */
  readonly rotate: number;
  /** 1: as it is */
  readonly scale: number;
  /** degrees: columns slant against rows */
  readonly shear: number;
  readonly flip: { readonly horizontal: boolean; readonly vertical: boolean };
}

/**
 * From a place in the result to the place it shows: row = a·r + b·c + offsetRow, column = c·r + d·c + offsetColumn.
 * As SciPy's `affine_transform(image, matrix, offset)` takes it.
 */
export interface Affine {
  readonly matrix: readonly [a: number, b: number, c: number, d: number];
  readonly offset: readonly [row: number, column: number];
}

/** The inverse of the movement, about the middle of the image. */
export function affineOf({ shift, rotate, scale, shear, flip }: Movement, { height, width }: ImageShape): Affine {
  const radians = (rotate * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  const slant = Math.tan((shear * Math.PI) / 180);
  // result - middle = turn · slant · (scale · flip) · (source - middle) + shift, undone from left to right
  const [down, across] = [(flip.vertical ? -1 : 1) / scale, (flip.horizontal ? -1 : 1) / scale];
  // the turn undone: [cos, -sin; sin, cos] by rows and columns; the slant undone: column - slant · row
  const matrix = [down * cos, -down * sin, across * (sin - slant * cos), across * (cos + slant * sin)] as const;
  const [middleRow, middleColumn] = [(height - 1) / 2, (width - 1) / 2];
  const [fromRow, fromColumn] = [middleRow + shift[0] * height, middleColumn + shift[1] * width];
  return {
    matrix,
    offset: [
      middleRow - matrix[0] * fromRow - matrix[1] * fromColumn,
      middleColumn - matrix[2] * fromRow - matrix[3] * fromColumn,
    ],
  };
}

/** Fractions of a pixel that places are rounded to. */
const fractionBits = 10;
const one = 1 << fractionBits;

/**
 * Each pixel of the result is the mean of the four around the place that it shows, weighed by nearness; beyond the edge
 * the edge goes on. Places are rounded to 1/1024 of a pixel, sums are in integers: the same bits everywhere.
 *   from, into [height, width, channels]; not the same
 */
export function transform(from: Uint8Array, into: Uint8Array, shape: ImageShape, { matrix, offset }: Affine): void {
  const { height, width, channels } = shape;
  const fixed = (value: number): number => Math.round(value * 65536);
  // 16 bits of fraction while places are stepped through, so that a row's end is within 1/1024 of a pixel
  const [a, b, c, d] = matrix.map(fixed) as [number, number, number, number];
  const [startRow, startColumn] = offset.map(fixed) as [number, number];
  const rowBytes = width * channels;
  const [lastRow, lastColumn] = [height - 1, width - 1];
  let at = 0;
  for (let row = 0; row < height; row++) {
    let y = startRow + a * row;
    let x = startColumn + c * row;
    for (let column = 0; column < width; column++) {
      let top = Math.floor(y / 65536);
      let left = Math.floor(x / 65536);
      let lower = Math.round((y - top * 65536) / 64); // 16 → 10 bits
      let right = Math.round((x - left * 65536) / 64);
      if (top < 0) top = lower = 0;
      else if (top >= lastRow) {
        top = lastRow;
        lower = 0;
      }
      if (left < 0) left = right = 0;
      else if (left >= lastColumn) {
        left = lastColumn;
        right = 0;
      }
      const topLeft = top * rowBytes + left * channels;
      const down = lower === 0 ? 0 : rowBytes;
      const across = right === 0 ? 0 : channels;
      const weightTopLeft = (one - lower) * (one - right);
      const weightTopRight = (one - lower) * right;
      const weightLeft = lower * (one - right);
      const weightRight = lower * right;
      for (let channel = 0; channel < channels; channel++, at++) {
        const here = topLeft + channel;
        const sum =
          weightTopLeft * (from[here] as number) +
          weightTopRight * (from[here + across] as number) +
          weightLeft * (from[here + down] as number) +
          weightRight * (from[here + down + across] as number);
        into[at] = (sum + (1 << (2 * fractionBits - 1))) >>> (2 * fractionBits);
      }
      y += b;
      x += d;
    }
  }
}
