/** What data is: images as bytes, and relations between images, by index. */

/** Of one image. */
export interface ImageShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Images in memory, as bytes. A pixel's value in the network is byte / 255. */
export interface Images {
  /** [count, height, width, channels] */
  readonly shape: readonly [count: number, height: number, width: number, channels: number];
  /** row-major over `shape` */
  readonly bytes: Uint8Array;
}

/** Pairs of images. */
export interface Pairs {
  readonly kind: 'pairs';
  /** [count] each */
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** [count] 1 = same class, 0 = another */
  readonly isSame: Uint8Array;
}

/** Triplets of images: positive shares the anchor's class, negative doesn't. */
export interface Triplets {
  readonly kind: 'triplets';
  /** [count] each */
  readonly anchor: Int32Array;
  readonly positive: Int32Array;
  readonly negative: Int32Array;
}

/** Images with their classes, for losses that look at the whole batch. */
export interface Classes {
  readonly kind: 'classes';
  /** [count] each: an image, and its class */
  readonly image: Int32Array;
  readonly label: Int32Array;
}

/** The examples of one step, or of a whole epoch. */
export type Examples = Pairs | Triplets;
