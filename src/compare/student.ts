/** Student's t distribution: how far a mean of few may lie from the truth. */

/**
 * The chance that |t| is as great or greater where nothing but noise is at work: I(ν/(ν + t²); ν/2, ½), with the
 * regularised incomplete beta function. degreesOfFreedom ν > 0, whole or not.
 */
export function twoSidedP(t: number, degreesOfFreedom: number): number {
  if (Number.isNaN(t)) return Number.NaN;
  if (!Number.isFinite(t)) return 0;
  const square = t * t;
  // Of the two, the one that is small is exact: 1 - the other loses its digits.
  return incompleteBeta(degreesOfFreedom / (degreesOfFreedom + square), square / (degreesOfFreedom + square), {
    a: degreesOfFreedom / 2,
    b: 0.5,
  });
}

/** The t below which a share of the distribution lies: 4.303 for 0.975 and 2 degrees of freedom. 0 < share < 1. */
export function quantile(share: number, degreesOfFreedom: number): number {
  if (share < 0.5) return -quantile(1 - share, degreesOfFreedom);
  const p = 2 * (1 - share);
  let low = 0;
  let high = 1;
  while (twoSidedP(high, degreesOfFreedom) > p) high *= 2;
  // Halved until there is no number between: 60 times at the most.
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (twoSidedP(middle, degreesOfFreedom) > p) low = middle;
    else high = middle;
  }
}

/** I(x; a, b), y = 1 - x. The continued fraction of DLMF 8.17.22 by Lentz's method, on the side where it is quick. */
function incompleteBeta(x: number, y: number, { a, b }: { a: number; b: number }): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(y, x, { a: b, b: a });
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(y)) / a;
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < mostTerms; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    fraction *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return front * fraction;
}

/** It takes about √max(a, b) terms: enough for any number of images. */
const mostTerms = 100_000;
const nonZero = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value);

/** ln Γ(x), x > 0: Stirling's series (DLMF 5.11.1), after steps up to where it is exact to 1e-15. */
function logGamma(x: number): number {
  let product = 1;
  let z = x;
  while (z < 15) product *= z++;
  const w = 1 / (z * z);
  const series = (1 / 12 - w * (1 / 360 - w * (1 / 1260 - w * (1 / 1680 - w * (1 / 1188 - (w * 691) / 360_360))))) / z;
  return (z - 0.5) * Math.log(z) - z + Math.log(2 * Math.PI) / 2 + series - Math.log(product);
}
