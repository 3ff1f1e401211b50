/** 1 - â·b̂ with â = a / √max(Σa², 1e-12). */
import type { Pairs } from '../../data/index.ts';
import { unitLengthFloor } from '../../network/index.ts';
import { at, type DistanceFunction, type EmbeddingPair } from '../distance.ts';

function value({ values, a, b, length }: EmbeddingPair): number {
  let aa = 0;
  let bb = 0;
  let ab = 0;
  for (let i = 0; i < length; i++) {
    const x = at(values, a + i);
    const y = at(values, b + i);
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  return 1 - ab / Math.sqrt(Math.max(aa, unitLengthFloor) * Math.max(bb, unitLengthFloor));
}

function addGradient(pair: EmbeddingPair, distance: number, upstream: number): void {
  const { values, a, b, length, gradients, da, db } = pair;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < length; i++) {
    aa += at(values, a + i) ** 2;
    bb += at(values, b + i) ** 2;
  }
  const similarity = 1 - distance;
  const scale = 1 / Math.sqrt(Math.max(aa, unitLengthFloor) * Math.max(bb, unitLengthFloor));
  const alongA = aa > unitLengthFloor ? similarity / aa : 0;
  const alongB = bb > unitLengthFloor ? similarity / bb : 0;
  for (let i = 0; i < length; i++) {
    const x = at(values, a + i);
    const y = at(values, b + i);
    gradients[da + i] = at(gradients, da + i) - upstream * (y * scale - x * alongA);
    gradients[db + i] = at(gradients, db + i) - upstream * (x * scale - y * alongB);
  }
}

/**
 * Each image's norm is worked out once, however many pairs it is in, and the product is multiplied by both inverses.
 * `value` divides by one root instead: the two may differ in the last bit, and results rest on both.
 */
function ofPairs(
  embeddings: Float32Array,
  embeddingDim: number,
  { left, right }: Pick<Pairs, 'left' | 'right'>,
): Float32Array {
  const images = embeddings.length / embeddingDim;
  const inverseNorms = new Float64Array(images);
  for (let image = 0; image < images; image++) {
    let sum = 0;
    for (let i = 0; i < embeddingDim; i++) sum += at(embeddings, image * embeddingDim + i) ** 2;
    inverseNorms[image] = 1 / Math.sqrt(Math.max(sum, unitLengthFloor));
  }
  const distances = new Float32Array(left.length);
  for (let pair = 0; pair < distances.length; pair++) {
    const a = left[pair] as number;
    const b = right[pair] as number;
    let dot = 0;
    for (let i = 0; i < embeddingDim; i++)
      dot += at(embeddings, a * embeddingDim + i) * at(embeddings, b * embeddingDim + i);
    distances[pair] = 1 - dot * at(inverseNorms, a) * at(inverseNorms, b);
  }
  return distances;
}

/** Of opposite embeddings. */
const farthest = (): number => 2;

export const cosine: DistanceFunction = { value, addGradient, ofPairs, farthest };
