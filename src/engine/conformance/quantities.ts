/** How far two engines, or an engine and a record, are apart, and how far they may be. */
import type { Plan } from '../../network/index.ts';

/**
 * How far an engine may be from a case, as ‖ours - theirs‖ (Euclidean, the whole array). An independent float32
 * implementation needed half of the gradients' at most, and a seventh of the weights'.
 */
export const tolerances = {
  /** of embeddings, probabilities and losses: share of ‖theirs‖ */
  values: 1e-4,
  /** of distances: share of ‖theirs‖ */
  distances: 3e-4,
  /** of each parameter's gradient: share of ‖it‖ … */
  gradient: 3e-4,
  /** … plus this share of ‖all gradients‖: some are zero but for rounding */
  allGradients: 1e-5,
  /** of all weights after training, together: share of ‖theirs - start‖ */
  weightsMoved: 1e-3,
  /** of weights after an optimizer alone: share of ‖theirs‖ */
  optimizedWeights: 1e-6,
} as const;

/** One compared array: passes where `error` ≤ `tolerance`. */
export interface Quantity {
  /** `embeddings`, `distances`, `gradient blocks/0/conv/kernel`, `losses`, `weightsAfter` … */
  readonly name: string;
  /** ‖ours - theirs‖ */
  readonly error: number;
  readonly tolerance: number;
}

/** NaN doesn't pass. */
export function passes(quantity: Quantity): boolean {
  return quantity.error <= quantity.tolerance;
}

/** Of a whole array: `tolerance` is a share of ‖theirs‖. */
export function relative(
  name: string,
  ours: ArrayLike<number>,
  theirs: ArrayLike<number>,
  tolerance: number,
): Quantity {
  return { name, error: distanceOf(ours, theirs), tolerance: tolerance * normOf(theirs) };
}

/** Each parameter's gradient on its own.    ours, theirs [plan.trainableSize] */
export function gradientQuantities(plan: Plan, ours: Float32Array, theirs: Float32Array): Quantity[] {
  const all = normOf(theirs);
  return plan.parameters
    .filter((parameter) => parameter.trainable)
    .map(({ name, offset, size }) => {
      const its = theirs.subarray(offset, offset + size);
      return {
        name: `gradient ${name}`,
        error: distanceOf(ours.subarray(offset, offset + size), its),
        tolerance: tolerances.gradient * normOf(its) + tolerances.allGradients * all,
      };
    });
}

/** ‖ours - theirs‖; infinite where the lengths differ */
export function distanceOf(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  if (ours.length !== theirs.length) return Number.POSITIVE_INFINITY;
  let squares = 0;
  for (let i = 0; i < theirs.length; i++) squares += ((ours[i] as number) - (theirs[i] as number)) ** 2;
  return Math.sqrt(squares);
}

export function normOf(values: ArrayLike<number>): number {
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] as number) ** 2;
  return Math.sqrt(squares);
}
