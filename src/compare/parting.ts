/** Where two curves part for good. */
import { formatPoints, plural } from '../text/index.ts';
import type { EpochMetrics } from '../training/index.ts';
import type { Parting } from './types.ts';

/** Fewer tell nothing of jitter, and fewer at the end may be out of it by chance. */
const leastEpochs = 5;
const leastAtTheEnd = 3;

/**
 * b - a of validation accuracy, epoch by epoch, as far as both have come. Its jitter is what it does from one epoch to
 * the next: √(mean of (d after - d before)² / 2), von Neumann's estimate, which a slow drift leaves alone. They part at
 * the first epoch from which on the difference keeps its sign and stays beyond twice the jitter, to the end.
 */
export function partingOf(a: readonly EpochMetrics[], b: readonly EpochMetrics[]): Parting {
  const epochs = Math.min(a.length, b.length);
  const differences = Array.from(
    { length: epochs },
    (_, i) => (b[i] as EpochMetrics).valAccuracy - (a[i] as EpochMetrics).valAccuracy,
  );
  if (differences.every((difference) => difference === 0))
    return { epoch: null, jitter: 0, sentence: `They are the same in all ${plural(epochs, 'epoch')} that both have.` };
  if (epochs < leastEpochs) {
    const sentence = `They have ${plural(epochs, 'epoch')} in common: too few to tell a difference from jitter.`;
    return { epoch: null, jitter: null, sentence };
  }
  const squares = differences.slice(1).map((difference, i) => (difference - (differences[i] as number)) ** 2);
  const jitter = 2 * Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length / 2);
  const sign = Math.sign(differences.at(-1) as number);
  let start = epochs;
  while (start > 0 && sign * (differences[start - 1] as number) > jitter) start--;
  const margin = `± ${formatPoints(jitter)} points of jitter`;
  if (epochs - start < leastAtTheEnd) {
    const sentence = `They don't part: to the end the difference goes in and out of ${margin}.`;
    return { epoch: null, jitter, sentence };
  }
  const epoch = start + 1;
  const from = start === 0 ? 'from the first epoch' : `from epoch ${epoch}`;
  const sentence = `They part ${from}: B stays ${sign > 0 ? 'ahead' : 'behind'} to epoch ${epochs}, beyond ${margin}.`;
  return { epoch, jitter, sentence };
}
