/**
 * How two embeddings are compared, forward and backward.
 *   a, b [dimension]    da, db: the loss's derivatives by them, added to
 */
import type { Distance } from '../../experiment/index.ts';
import { euclideanFloor } from '../../network/index.ts';
import { normalizeBackward, normalizeForward } from './layers/normalize.ts';

/** euclidean √max(Σ(a-b)², 1e-7)    manhattan Σ|a-b|    cosine 1 - â·b̂, â = a/√max(Σa², 1e-12) */
export function distanceForward(distance: Distance, a: Float64Array, b: Float64Array): number {
  if (distance === 'cosine') {
    return 1 - dot(normalizeForward(a, a.length), normalizeForward(b, b.length));
  }
  const difference = a.map((value, i) => value - (b[i] as number));
  if (distance === 'euclidean') return Math.sqrt(Math.max(dot(difference, difference), euclideanFloor));
  return difference.reduce((sum, value) => sum + Math.abs(value), 0);
}

export interface DistanceGradient {
  readonly a: Float64Array;
  readonly b: Float64Array;
  /** the loss's derivative by the distance */
  readonly d: number;
  readonly da: Float64Array;
  readonly db: Float64Array;
}

/** Adds to da and db what d comes to. Euclidean: 0 at the clamp; manhattan: 0 where the two are equal. */
export function distanceBackward(distance: Distance, { a, b, d, da, db }: DistanceGradient): void {
  if (distance === 'cosine') {
    const aUnit = normalizeForward(a, a.length);
    const bUnit = normalizeForward(b, b.length);
    const byA = normalizeBackward(
      a,
      aUnit,
      bUnit.map((value) => -d * value),
      a.length,
    );
    const byB = normalizeBackward(
      b,
      bUnit,
      aUnit.map((value) => -d * value),
      b.length,
    );
    for (let i = 0; i < a.length; i++) {
      da[i] = (da[i] as number) + (byA[i] as number);
      db[i] = (db[i] as number) + (byB[i] as number);
    }
    return;
  }
  const difference = a.map((value, i) => value - (b[i] as number));
  const squares = dot(difference, difference);
  for (let i = 0; i < a.length; i++) {
    const value = difference[i] as number;
    let slope = Math.sign(value);
    if (distance === 'euclidean') slope = squares > euclideanFloor ? value / Math.sqrt(squares) : 0;
    da[i] = (da[i] as number) + d * slope;
    db[i] = (db[i] as number) - d * slope;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}
