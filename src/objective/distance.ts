/**
 * What a distance is: its value and its gradient, in double precision, on arrays with offsets. Both are asked thousands
 * of times a step: they allocate nothing, and one `EmbeddingPair` is filled again and again.
 */
import type { Pairs } from '../data/index.ts';
import type { Network } from '../experiment/index.ts';

export type Floats = Float32Array | Float64Array;

/** Two embeddings of `length` numbers, a and b, and where the loss's derivatives by them are added up. */
export interface EmbeddingPair {
  readonly length: number;
  values: Floats;
  /** places in `values` of their first numbers */
  a: number;
  b: number;
  gradients: Floats;
  /** places in `gradients` */
  da: number;
  db: number;
}

export interface DistanceFunction {
  value(pair: EmbeddingPair): number;
  /** Adds upstream·∂distance/∂a and upstream·∂distance/∂b to the gradients.  distance: what `value` gave */
  addGradient(pair: EmbeddingPair, distance: number, upstream: number): void;
  /** The distance of each pair, rounded to float32: [pairs].  embeddings [images, embeddingDim], pairs: of its rows */
  ofPairs(embeddings: Float32Array, embeddingDim: number, pairs: Pick<Pairs, 'left' | 'right'>): Float32Array;
  /** The largest distance that two embeddings of a network can have; Infinity where there is none. */
  farthest(network: Pick<Network, 'normalize' | 'embeddingDim'>): number;
}

export const at = (array: Floats, index: number): number => array[index] as number;

/** `ofPairs` by way of `value`. */
export function valuesOfPairs(value: DistanceFunction['value']): DistanceFunction['ofPairs'] {
  return (embeddings, embeddingDim, { left, right }) => {
    const pair = { length: embeddingDim, values: embeddings, a: 0, b: 0, gradients: embeddings, da: 0, db: 0 };
    const distances = new Float32Array(left.length);
    for (let i = 0; i < distances.length; i++) {
      pair.a = (left[i] as number) * embeddingDim;
      pair.b = (right[i] as number) * embeddingDim;
      distances[i] = value(pair);
    }
    return distances;
  };
}
