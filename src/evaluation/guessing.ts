/** Whether an accuracy is better than what one has who looks at no image. */

export interface JudgedAccuracy {
  readonly accuracy: number;
  /** of the accuracy, clustered by image */
  readonly standardError: number;
  /** [pairs] 1 = same class */
  readonly isSame: Uint8Array;
  /** at the threshold best for these very pairs */
  readonly isOptimistic: boolean;
}

/** `guessing`: no better; `unknown`: too few pairs to tell. The interval is that of 95 %. */
export interface Guess {
  readonly verdict: 'better' | 'guessing' | 'unknown';
  /** the accuracy of calling all pairs what most of them are */
  readonly guessed: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Half the width of the interval, in standard errors. At a threshold fixed beforehand: the normal distribution's 97.5 %.
 * At the best of all thresholds on n pairs, half of each kind, accuracy is ½ + ½·D of Smirnov's one-sided D, whose 95 %
 * point of pairs told apart by nothing is √(-2·ln 0.05 / n): that is 2.45 of the standard errors ½/√n.
 */
const errorsBeforehand = 1.96;
const errorsAtBest = Math.sqrt(-2 * Math.log(0.05));
/** Less than this above guessing is worth nothing, however sure it is. */
const worthSomething = 0.01;
/** An interval that reaches this far above guessing says nothing. */
const tellsNothing = 0.15;

export function guessOf({ accuracy, standardError, isSame, isOptimistic }: JudgedAccuracy): Guess {
  let same = 0;
  for (const one of isSame) same += one;
  const guessed = Math.max(same, isSame.length - same) / isSame.length;
  const reach = (isOptimistic ? errorsAtBest : errorsBeforehand) * standardError;
  const [low, high] = [Math.max(0, accuracy - reach), Math.min(1, accuracy + reach)];
  const isBetter = low > guessed && accuracy >= guessed + worthSomething;
  const verdict = isBetter ? 'better' : high <= guessed + tellsNothing ? 'guessing' : 'unknown';
  return { verdict, guessed, low, high };
}
