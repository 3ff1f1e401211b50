/** Sizes of activations, and how sentences write them. */

export interface Extent {
  readonly height: number;
  readonly width: number;
}

/** An activation's shape; a vector is 1 × 1 × its length. */
export interface Shape extends Extent {
  readonly channels: number;
}

/** Floats of one image's activation. */
export function elementsOf(shape: Shape): number {
  return shape.height * shape.width * shape.channels;
}

export function vectorShape(length: number): Shape {
  return { height: 1, width: 1, channels: length };
}

/** A size as it is usually written: one number for a square. */
export function sizeText([height, width]: readonly [height: number, width: number]): string {
  return height === width ? String(height) : `${height}×${width}`;
}

/** What of a size would fit, as far as `room` goes. */
export function roomText([height, width]: readonly [height: number, width: number], room: Extent): string {
  return height === width ? `${Math.min(room.height, room.width)} or less` : `at most [${room.height}, ${room.width}]`;
}
