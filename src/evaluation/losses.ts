/** The objectives' losses over measured distances, as means, in double precision. NaN passes through. */

/**
 * Binary cross-entropy of the logit z = kernel·d + bias: mean of softplus(-z) where same, softplus(z) where not,
 * with softplus(x) = max(x, 0) + ln(1 + e^-|x|), which never overflows.
 *   distances, isSame [pairs]
 */
export function binaryCrossentropy(
  distances: Float32Array,
  isSame: Uint8Array,
  head: { readonly kernel: number; readonly bias: number },
): number {
  let sum = 0;
  for (let i = 0; i < distances.length; i++) {
    const logit = head.kernel * (distances[i] as number) + head.bias;
    const x = isSame[i] === 1 ? -logit : logit;
    sum += Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }
  return sum / distances.length;
}

/**
 * Contrastive loss: mean of y·d² + (1 - y)·max(0, margin - d)².
 *   distances, isSame [pairs]    margin: unit of distances
 * Hadsell, Chopra & LeCun 2006, without their ½ and with y = 1 for same.
 */
export function contrastive(distances: Float32Array, isSame: Uint8Array, margin: number): number {
  let sum = 0;
  for (let i = 0; i < distances.length; i++) {
    const d = distances[i] as number;
    const miss = isSame[i] === 1 ? d : Math.max(0, margin - d);
    sum += miss * miss;
  }
  return sum / distances.length;
}

/**
 * Triplet loss: mean of max(0, d(a,p) - d(a,n) + margin). Schroff, Kalenichenko & Philbin 2015.
 *   toPositive, toNegative [triplets]    margin: unit of distances
 */
export function triplet(toPositive: Float32Array, toNegative: Float32Array, margin: number): number {
  let sum = 0;
  for (let i = 0; i < toPositive.length; i++) {
    sum += Math.max(0, (toPositive[i] as number) - (toNegative[i] as number) + margin);
  }
  return sum / toPositive.length;
}
