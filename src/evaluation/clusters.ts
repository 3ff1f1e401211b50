/**
 * How sure a mean over pairs is. Pairs that share an image are called rightly or wrongly together, so they aren't
 * independent, and the binomial interval is too small. Every pair is correlated with every other that has an image in common with it.
 */
import type { Pairs } from '../data/index.ts';

/** Which pairs share an image: worked out once for a list of pairs. */
export interface Clusters {
  readonly pairs: number;
  /** distinct ones in the pairs */
  readonly images: number;
  /** [pairs] the images' places, from 0 */
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** [pairs] the same number for pairs of the same two images, from 0; -1 for an image with itself */
  readonly couple: Int32Array;
  readonly couples: number;
}

export function clusterPairs(pairs: Pick<Pairs, 'left' | 'right'>): Clusters {
  const placeOf = new Map<number, number>();
  const place = (image: number) => {
    const known = placeOf.get(image);
    if (known !== undefined) return known;
    placeOf.set(image, placeOf.size);
    return placeOf.size - 1;
  };
  const left = pairs.left.map(place);
  const right = pairs.right.map(place);
  const images = placeOf.size;
  const coupleOf = new Map<number, number>();
  const couple = left.map((a, i) => {
    const b = right[i] as number;
    if (a === b) return -1;
    const key = Math.min(a, b) * images + Math.max(a, b);
    const known = coupleOf.get(key) ?? coupleOf.size;
    coupleOf.set(key, known);
    return known;
  });
  return { pairs: left.length, images, left, right, couple, couples: coupleOf.size };
}

/**
 * The standard error of the mean of `values` [pairs], robust to any dependence between pairs that share an image:
 *
 *   V = 1/n² · Σ over all (p, q) that share an image of u_p·u_q,   u = value - mean
 *     = 1/n² · ( Σ over images of (Σ of their pairs' u)² - Σ over couples of (Σ of their pairs' u)² )
 *
 * for pairs of the same two images are met at both. Fafchamps & Gubert 2007; Aronow, Samii & Assenova 2015. O(pairs).
 *
 * Of few images it comes out too small, as each u knows the mean: so it is taken times images/(images - 1). It may
 * even come out negative; it is never taken for less than the variance of independent pairs. NaN of one pair or image.
 */
export function clusteredError(values: ArrayLike<number>, clusters: Clusters): number {
  const { pairs, images, left, right, couple, couples } = clusters;
  if (pairs < 2) return Number.NaN;
  let sum = 0;
  for (let i = 0; i < pairs; i++) sum += values[i] as number;
  const mean = sum / pairs;

  const ofImage = new Float64Array(images);
  const ofCouple = new Float64Array(couples);
  let squares = 0;
  for (let i = 0; i < pairs; i++) {
    const u = (values[i] as number) - mean;
    const c = couple[i] as number;
    (ofImage[left[i] as number] as number) += u;
    if (c >= 0) {
      (ofImage[right[i] as number] as number) += u;
      (ofCouple[c] as number) += u;
    }
    squares += u * u;
  }
  let shared = 0;
  for (let image = 0; image < images; image++) shared += (ofImage[image] as number) ** 2;
  for (let c = 0; c < couples; c++) shared -= (ofCouple[c] as number) ** 2;

  const clustered = (shared / pairs ** 2) * (images / (images - 1));
  const independent = squares / (pairs * (pairs - 1));
  return Math.sqrt(Math.max(clustered, independent));
}
