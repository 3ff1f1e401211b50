/** √max(Σ(a-b)², 1e-7), gradient 0 at the clamp. */
import { euclideanFloor } from '../../network/index.ts';
import { at, type DistanceFunction, type EmbeddingPair, valuesOfPairs } from '../distance.ts';

function value({ values, a, b, length }: EmbeddingPair): number {
  let sum = 0;
  for (let i = 0; i < length; i++) {
    const difference = at(values, a + i) - at(values, b + i);
    sum += difference * difference;
  }
  return Math.sqrt(Math.max(sum, euclideanFloor));
}

function addGradient(pair: EmbeddingPair, distance: number, upstream: number): void {
  const { values, a, b, length, gradients, da, db } = pair;
  if (distance * distance <= euclideanFloor * (1 + 1e-12)) return;
  const scale = upstream / distance;
  for (let i = 0; i < length; i++) {
    const gradient = scale * (at(values, a + i) - at(values, b + i));
    gradients[da + i] = at(gradients, da + i) + gradient;
    gradients[db + i] = at(gradients, db + i) - gradient;
  }
}

/** Of opposite embeddings of length 1. */
const farthest: DistanceFunction['farthest'] = ({ normalize }) => (normalize ? 2 : Infinity);

export const euclidean: DistanceFunction = { value, addGradient, ofPairs: valuesOfPairs(value), farthest };
