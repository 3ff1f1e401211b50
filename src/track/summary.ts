/** A run's result in a few figures, for tables that sort runs by them. */
import { type Evaluation, type Result, readEvaluation } from '../record/index.ts';

/**
 * Of the best epoch and of the last, named as in run.json and evaluation.json. What evaluation.json tells of another
 * epoch, as in a run that was killed, isn't of it.
 */
export function summaryOf(folder: string, { last, best }: Result): [key: string, value: number][] {
  const evaluation = evaluationIn(folder);
  const parts = [
    { prefix: '', epoch: last.epoch, evaluated: evaluation?.last },
    { prefix: 'best.', epoch: best.epoch, evaluated: evaluation?.best },
  ];
  return [
    ...Object.entries(best).map(([key, value]): [string, number] => [`best.${key}`, value]),
    ...parts.flatMap(({ prefix, epoch, evaluated }) => {
      if (evaluated == null || evaluated.epoch !== epoch) return [];
      const { dPrime, auc, overlap } = evaluated.separation;
      const known = Object.entries({ dPrime, auc, overlap }).filter(([, value]) => value !== null);
      return known.map(([key, value]): [string, number] => [`${prefix}${key}`, value as number]);
    }),
  ];
}

/** null where there is none, or it is damaged: that keeps nothing else from being told. */
function evaluationIn(folder: string): Evaluation | null {
  try {
    return readEvaluation(folder);
  } catch {
    return null;
  }
}
