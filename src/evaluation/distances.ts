/** Distances between embeddings. Each follows the convention that the engines train with. */
import type { Pairs } from '../data/index.ts';
import type { Distance } from '../experiment/index.ts';
import { euclideanFloor, unitLengthFloor } from '../network/index.ts';

/**
 * The distance of each pair: [pairs]. Summed in double precision, rounded to float32 at the end.
 *   embeddings [images, embeddingDim]    left, right [pairs]: rows of embeddings
 *   euclidean √max(Σ(a-b)², 1e-7)    manhattan Σ|a-b|    cosine 1 - â·b̂ with â = a/√max(Σa², 1e-12)
 */
export function distancesOf(
  embeddings: Float32Array,
  embeddingDim: number,
  pairs: Pick<Pairs, 'left' | 'right'>,
  distance: Distance,
): Float32Array {
  const { left, right } = pairs;
  switch (distance) {
    case 'euclidean':
      return euclideanDistances(embeddings, embeddingDim, left, right);
    case 'manhattan':
      return manhattanDistances(embeddings, embeddingDim, left, right);
    case 'cosine':
      return cosineDistances(embeddings, embeddingDim, left, right);
    default:
      return distance satisfies never;
  }
}

function euclideanDistances(embeddings: Float32Array, dim: number, left: Int32Array, right: Int32Array): Float32Array {
  const distances = new Float32Array(left.length);
  for (let i = 0; i < distances.length; i++) {
    const a = (left[i] as number) * dim;
    const b = (right[i] as number) * dim;
    let sum = 0;
    for (let d = 0; d < dim; d++) {
      const difference = (embeddings[a + d] as number) - (embeddings[b + d] as number);
      sum += difference * difference;
    }
    distances[i] = Math.sqrt(Math.max(sum, euclideanFloor));
  }
  return distances;
}

function manhattanDistances(embeddings: Float32Array, dim: number, left: Int32Array, right: Int32Array): Float32Array {
  const distances = new Float32Array(left.length);
  for (let i = 0; i < distances.length; i++) {
    const a = (left[i] as number) * dim;
    const b = (right[i] as number) * dim;
    let sum = 0;
    for (let d = 0; d < dim; d++) sum += Math.abs((embeddings[a + d] as number) - (embeddings[b + d] as number));
    distances[i] = sum;
  }
  return distances;
}

function cosineDistances(embeddings: Float32Array, dim: number, left: Int32Array, right: Int32Array): Float32Array {
  const images = embeddings.length / dim;
  const inverseNorms = new Float64Array(images);
  for (let image = 0; image < images; image++) {
    let sum = 0;
    for (let d = 0; d < dim; d++) sum += (embeddings[image * dim + d] as number) ** 2;
    inverseNorms[image] = 1 / Math.sqrt(Math.max(sum, unitLengthFloor));
  }
  const distances = new Float32Array(left.length);
  for (let i = 0; i < distances.length; i++) {
    const a = left[i] as number;
    const b = right[i] as number;
    let dot = 0;
    for (let d = 0; d < dim; d++) dot += (embeddings[a * dim + d] as number) * (embeddings[b * dim + d] as number);
    distances[i] = 1 - dot * (inverseNorms[a] as number) * (inverseNorms[b] as number);
  }
  return distances;
}
