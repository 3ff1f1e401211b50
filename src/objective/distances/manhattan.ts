/** Σ|a-b|, derivative 0 at 0. */
import { at, type DistanceFunction, type EmbeddingPair, valuesOfPairs } from '../distance.ts';

function value({ values, a, b, length }: EmbeddingPair): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += Math.abs(at(values, a + i) - at(values, b + i));
  return sum;
}

function addGradient(pair: EmbeddingPair, _distance: number, upstream: number): void {
  const { values, a, b, length, gradients, da, db } = pair;
  for (let i = 0; i < length; i++) {
    const gradient = upstream * Math.sign(at(values, a + i) - at(values, b + i));
    gradients[da + i] = at(gradients, da + i) + gradient;
    gradients[db + i] = at(gradients, db + i) - gradient;
  }
}

/** Of opposite embeddings of length 1 whose numbers are all as large: Σ|a-b| ≤ √embeddingDim·√Σ(a-b)². */
const farthest: DistanceFunction['farthest'] = ({ normalize, embeddingDim }) =>
  normalize ? 2 * Math.sqrt(embeddingDim) : Infinity;

export const manhattan: DistanceFunction = { value, addGradient, ofPairs: valuesOfPairs(value), farthest };
