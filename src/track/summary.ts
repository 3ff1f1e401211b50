/** A run's result in a few figures, for tables that sort runs by them. */
import { evaluationKeys } from '../evaluation/index.ts';
import { figureAt, type Result, type RunOnDisk, readEvaluationIfWhole } from '../record/index.ts';

/** Of the best epoch and of the last, named as in run.json and evaluation.json. */
export function summaryOf(run: RunOnDisk, result: Result): [key: string, value: number][] {
  const evaluation = readEvaluationIfWhole(run);
  const evaluated = (['last', 'best'] as const).flatMap((moment) =>
    evaluationKeys.flatMap((key): [string, number][] => {
      const value = figureAt(key, result, moment, () => evaluation);
      return value === null ? [] : [[moment === 'last' ? key : `best.${key}`, value]];
    }),
  );
  return [...Object.entries(result.best).map(([key, value]): [string, number] => [`best.${key}`, value]), ...evaluated];
}
