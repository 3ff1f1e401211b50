/** What data is once read: images as bytes, and pairs and triplets as indices into them. */

/** Images, resident as bytes. A pixel's value in the network is byte / 255. */
export interface Images {
  /** [count, height, width, channels] */
  readonly shape: readonly [count: number, height: number, width: number, channels: number];
  /** row-major over `shape` */
  readonly bytes: Uint8Array;
}

/** Images with a class each. */
export interface LabelledImages extends Images {
  /** [count], a small integer for each class */
  readonly labels: Uint8Array;
}

/** Pairs of images, by index. */
export interface Pairs {
  readonly kind: 'pairs';
  /** [count] each */
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** [count] 1 = same class, 0 = another */
  readonly isSame: Uint8Array;
}

/** Triplets of images, by index: positive shares the anchor's class, negative doesn't. */
export interface Triplets {
  readonly kind: 'triplets';
  /** [count] each */
  readonly anchor: Int32Array;
  readonly positive: Int32Array;
  readonly negative: Int32Array;
}

/** The examples of one step, or of a whole epoch. */
export type Examples = Pairs | Triplets;
