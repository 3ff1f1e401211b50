// The flat vector of all trained weights: gradients summed over their groups, clipped, applied.
//
// `count` floats from `at` on; whole vectors of four first, then the rest one by one through the same arithmetic.

// @ts-ignore: decorator
@inline
function get(at: usize, whole: bool): v128 {
  return whole ? v128.load(at) : v128.load32_zero(at);
}

// @ts-ignore: decorator
@inline
function put(at: usize, value: v128, whole: bool): void {
  if (whole) v128.store(at, value);
  else v128.store_lane<f32>(at, value, 0);
}

/**
 * gradient[row, n] = Σ_group partial[group, row, n], groups in order.
 *   partial [groups, …] groupBytes apart, rows stride floats apart; gradient rows columns floats apart
 */
export function sumGroups(
  groups: i32, partial: usize, groupBytes: usize, rows: i32, columns: i32, stride: i32, gradient: usize,
): void {
  for (let row = 0; row < rows; row++) {
    let n = 0;
    while (n < columns) {
      const whole = n + 4 <= columns;
      let from = partial + (<usize>n << 2);
      let sum = get(from, whole);
      for (let group = 1; group < groups; group++) {
        from += groupBytes;
        sum = f32x4.add(sum, get(from, whole));
      }
      put(gradient + (<usize>n << 2), sum, whole);
      n += whole ? 4 : 1;
    }
    partial += <usize>stride << 2;
    gradient += <usize>columns << 2;
  }
}

/** Σ g², in float64. */
export function squaredNorm(count: i32, gradient: usize): f64 {
  let sum: f64 = 0;
  for (let end = gradient + (<usize>count << 2); gradient < end; gradient += 4) {
    const g = <f64>load<f32>(gradient);
    sum += g * g;
  }
  return sum;
}

/** g := g·factor. */
export function scaleBy(count: i32, gradient: usize, factor: f32): void {
  for (let end = gradient + (<usize>count << 2); gradient < end; gradient += 4) {
    store<f32>(gradient, load<f32>(gradient) * factor);
  }
}

/** w -= rate·g; with momentum v = momentum·v - rate·g, and w += v, or with nesterov w += momentum·v - rate·g. */
export function sgd(count: i32, w: usize, g: usize, v: usize, rate: f32, momentum: f32, nesterov: bool): void {
  const rates = f32x4.splat(rate), momenta = f32x4.splat(momentum);
  for (let i = 0; i < count; ) {
    const whole = i + 4 <= count;
    const at = <usize>i << 2;
    const step = f32x4.mul(rates, get(g + at, whole));
    if (momentum == 0) {
      put(w + at, f32x4.sub(get(w + at, whole), step), whole);
    } else {
      const velocity = f32x4.sub(f32x4.mul(momenta, get(v + at, whole)), step);
      put(v + at, velocity, whole);
      const move = nesterov ? f32x4.sub(f32x4.mul(momenta, velocity), step) : velocity;
      put(w + at, f32x4.add(get(w + at, whole), move), whole);
    }
    i += whole ? 4 : 1;
  }
}

/** s = rho·s + (1 - rho)·g²; w -= rate·g / √(s + epsilon). */
export function rmsprop(count: i32, w: usize, g: usize, s: usize, rate: f32, rho: f32, restRho: f32, epsilon: f32): void {
  for (let i = 0; i < count; ) {
    const whole = i + 4 <= count;
    const at = <usize>i << 2;
    const gradient = get(g + at, whole);
    const square = f32x4.add(
      f32x4.mul(f32x4.splat(rho), get(s + at, whole)),
      f32x4.mul(f32x4.splat(restRho), f32x4.mul(gradient, gradient)),
    );
    put(s + at, square, whole);
    const root = f32x4.sqrt(f32x4.add(square, f32x4.splat(epsilon)));
    put(w + at, f32x4.sub(get(w + at, whole), f32x4.div(f32x4.mul(f32x4.splat(rate), gradient), root)), whole);
    i += whole ? 4 : 1;
  }
}

/**
 * w -= decay·w; m = β₁·m + (1-β₁)·g; v = β₂·v + (1-β₂)·g²; w -= rate·m / (√v + epsilon).
 *   rate = learningRate·√(1-β₂ᵗ)/(1-β₁ᵗ)    decay = learningRate·weightDecay, 0 for adam
 */
export function adam(
  count: i32, w: usize, g: usize, m: usize, v: usize,
  rate: f32, beta1: f32, restBeta1: f32, beta2: f32, restBeta2: f32, epsilon: f32, decay: f32,
): void {
  for (let i = 0; i < count; ) {
    const whole = i + 4 <= count;
    const at = <usize>i << 2;
    const gradient = get(g + at, whole);
    const first = f32x4.add(f32x4.mul(f32x4.splat(beta1), get(m + at, whole)), f32x4.mul(f32x4.splat(restBeta1), gradient));
    const square = f32x4.mul(gradient, gradient);
    const second = f32x4.add(f32x4.mul(f32x4.splat(beta2), get(v + at, whole)), f32x4.mul(f32x4.splat(restBeta2), square));
    put(m + at, first, whole);
    put(v + at, second, whole);
    let weight = get(w + at, whole);
    weight = f32x4.sub(weight, f32x4.mul(f32x4.splat(decay), weight));
    const step = f32x4.div(f32x4.mul(f32x4.splat(rate), first), f32x4.add(f32x4.sqrt(second), f32x4.splat(epsilon)));
    put(w + at, f32x4.sub(weight, step), whole);
    i += whole ? 4 : 1;
  }
}
