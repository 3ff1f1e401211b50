// What every kernel shares: the register tile, four floats at a time, and the activations on them.
import { leakyReluSlope } from '../../../network/conventions';

/** 1 in the wide build, 0 in the narrow one: set by the compiler's `--use WIDE`. */
export const wide: bool = WIDE != 0;

/** Rows of a register tile. */
export const TILE_ROWS: i32 = 4;

/**
 * Columns of a register tile. 8 columns of 4 rows are 8 accumulators of 128 bits, which fit the 16 registers
 * of every CPU; 16 columns are 16 of them, or 8 of 256 bits where the runtime pairs them.
 */
export const TILE_COLUMNS: i32 = wide ? 16 : 8;

// Activations, as `activationCodes` of ../kernels.ts numbers them.
export const LINEAR: i32 = 0;
export const RELU: i32 = 1;
export const LEAKY_RELU: i32 = 2;
export const ELU: i32 = 3;
export const TANH: i32 = 4;
export const SIGMOID: i32 = 5;

/** a·b + c, rounded once where the CPU fuses. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  return f32x4.relaxed_madd(a, b, c);
}

/** mask ? a : b, lane by lane. */
// @ts-ignore: decorator
@inline
export function choose(mask: v128, a: v128, b: v128): v128 {
  return v128.bitselect(a, b, mask);
}

/**
 * eˣ - 1 on four lanes, to 2 units in the last place or so: x = n·ln2 + r, then Cephes' `expf` polynomial on r
 * (Moshier 1992). Exact at 0 and without cancellation near it. Saturates outside [-87, 88].
 */
// @ts-ignore: decorator
@inline
export function expm1(x: v128): v128 {
  x = f32x4.min(f32x4.max(x, f32x4.splat(-87)), f32x4.splat(88));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504)));
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.add(r, f32x4.mul(n, f32x4.splat(2.12194440e-4)));
  let p = f32x4.splat(1.9875691500e-4);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  p = f32x4.add(f32x4.mul(f32x4.mul(p, r), r), r);
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.add(f32x4.mul(power, p), f32x4.sub(power, f32x4.splat(1)));
}

/** tanh x = -sign(x)·t / (t + 2) with t = e^(-2|x|) - 1. */
// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  const t = expm1(f32x4.mul(f32x4.abs(x), f32x4.splat(-2)));
  const magnitude = f32x4.div(f32x4.neg(t), f32x4.add(t, f32x4.splat(2)));
  return v128.or(magnitude, v128.and(x, f32x4.splat(-0.0)));
}

/** y = activation(x), four lanes. */
// @ts-ignore: decorator
@inline
export function activate(activation: i32, x: v128): v128 {
  if (activation == RELU) return f32x4.max(x, f32x4.splat(0));
  if (activation == LINEAR) return x;
  if (activation == LEAKY_RELU) return choose(f32x4.gt(x, f32x4.splat(0)), x, f32x4.mul(x, f32x4.splat(<f32>leakyReluSlope)));
  if (activation == ELU) return choose(f32x4.gt(x, f32x4.splat(0)), x, expm1(x));
  if (activation == TANH) return tanh(x);
  return f32x4.div(f32x4.splat(1), f32x4.add(expm1(f32x4.neg(x)), f32x4.splat(2))); // sigmoid
}

/** d activation / dx from y: relu 0, leakyRelu its slope and elu 1 where x = 0, as Keras. */
// @ts-ignore: decorator
@inline
export function derivative(activation: i32, y: v128): v128 {
  const one = f32x4.splat(1);
  if (activation == RELU) return v128.and(f32x4.gt(y, f32x4.splat(0)), one);
  if (activation == LINEAR) return one;
  if (activation == LEAKY_RELU) return choose(f32x4.gt(y, f32x4.splat(0)), one, f32x4.splat(<f32>leakyReluSlope));
  if (activation == ELU) return choose(f32x4.gt(y, f32x4.splat(0)), one, f32x4.add(y, one));
  if (activation == TANH) return f32x4.sub(one, f32x4.mul(y, y));
  return f32x4.mul(y, f32x4.sub(one, y)); // sigmoid
}

/** Whether this CPU rounds a·b + c once: the only thing in which two machines' results may differ. */
export function fusesMadd(a: f32, c: f32): bool {
  return f32x4.extract_lane(madd(f32x4.splat(a), f32x4.splat(a), f32x4.splat(c)), 0) != a * a + c;
}
