// The counter-based hash of src/random, bit for bit: Wellons' lowbias32 with a second key word between its rounds.

// @ts-ignore: decorator
@inline
export function mix(x: u32, b: u32): u32 {
  x ^= x >> 16;
  x = (x * 0x7feb352d) ^ b;
  x ^= x >> 15;
  x *= 0x846ca68b;
  return x ^ (x >> 16);
}

/** `mix` on four lanes. */
// @ts-ignore: decorator
@inline
export function mix4(x: v128, b: v128): v128 {
  x = v128.xor(x, i32x4.shr_u(x, 16));
  x = v128.xor(i32x4.mul(x, i32x4.splat(0x7feb352d)), b);
  x = v128.xor(x, i32x4.shr_u(x, 15));
  x = i32x4.mul(x, i32x4.splat(0x846ca68b));
  return v128.xor(x, i32x4.shr_u(x, 16));
}
