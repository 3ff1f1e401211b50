/** The table of distances. */
import type { Pairs } from '../data/index.ts';
import type { Distance } from '../experiment/index.ts';
import type { DistanceFunction } from './distance.ts';
import { cosine } from './distances/cosine.ts';
import { euclidean } from './distances/euclidean.ts';
import { manhattan } from './distances/manhattan.ts';

export const distances: Readonly<Record<Distance, DistanceFunction>> = { euclidean, manhattan, cosine };

/**
 * The distance of each pair: [pairs]. Summed in double precision, rounded to float32 at the end.
 *   embeddings [images, embeddingDim]    left, right [pairs]: rows of embeddings
 */
export function distancesOf(
  embeddings: Float32Array,
  embeddingDim: number,
  pairs: Pick<Pairs, 'left' | 'right'>,
  distance: Distance,
): Float32Array {
  return distances[distance].ofPairs(embeddings, embeddingDim, pairs);
}
