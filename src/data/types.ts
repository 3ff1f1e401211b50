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

/** Images of known classes, for losses that compare all images of a batch. */
export interface Classes {
  readonly kind: 'classes';
  /** [count] each: an image, and its class */
  readonly image: Int32Array;
  readonly label: Int32Array;
}

/**
 * How images are related, by index: of the data set for a whole epoch, of a batch's rows for one step. The engines'
 * examples are pairs, triplets, or single images.
 */
export type Examples = Pairs | Triplets | Classes;

/**
 * What one step works on.
 *   rows [rows]: images, part after part: [left; right], [anchor; positive; negative], or [images]. One may occur more
 *     than once: dropout's masks and batch statistics depend on the row.
 *   compared: how they are related, as places among the rows. In a batch of n examples the parts of example i are the
 *     rows i, n + i, 2n + i …
 */
export interface Batch {
  readonly rows: Int32Array;
  readonly compared: Examples;
}
