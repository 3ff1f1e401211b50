/** Each loss of one example, forward and backward, and whether the example counts as classified rightly. */

/**
 * Binary cross-entropy from the logit z: -(y·log p + (1-y)·log(1-p)), p = 1/(1 + e⁻ᶻ), y = 1 for same; written
 * so that no exponential overflows: max(z, 0) - z·y + log(1 + e^-|z|).
 */
export function binaryCrossentropyForward(logit: number, isSame: number): number {
  return Math.max(logit, 0) - logit * isSame + Math.log1p(Math.exp(-Math.abs(logit)));
}

/** → derivative by the logit: p - y */
export function binaryCrossentropyBackward(logit: number, isSame: number): number {
  return 1 / (1 + Math.exp(-logit)) - isSame;
}

/** Probability above 0.5 ⇔ same. */
export function binaryCrossentropyCorrect(logit: number, isSame: number): boolean {
  return logit > 0 === (isSame === 1);
}

/** y·d² + (1-y)·max(0, margin - d)². Hadsell, Chopra & LeCun 2006, without their ½ and with y = 1 for same. */
export function contrastiveForward(distance: number, isSame: number, margin: number): number {
  const miss = isSame === 1 ? distance : Math.max(0, margin - distance);
  return miss * miss;
}

/** → derivative by the distance */
export function contrastiveBackward(distance: number, isSame: number, margin: number): number {
  return isSame === 1 ? 2 * distance : -2 * Math.max(0, margin - distance);
}

/** Distance below margin/2 ⇔ same. */
export function contrastiveCorrect(distance: number, isSame: number, margin: number): boolean {
  return distance < margin / 2 === (isSame === 1);
}

/** max(0, d(a,p) - d(a,n) + margin). Schroff, Kalenichenko & Philbin 2015, with distances not squared. */
export function tripletForward(toPositive: number, toNegative: number, margin: number): number {
  return Math.max(0, toPositive - toNegative + margin);
}

/** → derivative by d(a,p); by d(a,n) it is the negative of this */
export function tripletBackward(toPositive: number, toNegative: number, margin: number): number {
  return toPositive - toNegative + margin > 0 ? 1 : 0;
}

export function tripletCorrect(toPositive: number, toNegative: number): boolean {
  return toPositive < toNegative;
}
