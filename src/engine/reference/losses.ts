/**
 * The reference's own losses, each of one example, forward and backward, and whether the example counts as right.
 * Another loss is the objective room's, which every engine then shares.
 *   values: distances, [left to right] or [anchor to positive, anchor to negative], or the head's logits in their place
 */
import type { Objective } from '../../experiment/index.ts';
import { lossOf } from '../../objective/index.ts';

export interface OwnLoss {
  forward(values: readonly number[], isSame: number): number;
  /** → derivatives by the values */
  backward(values: readonly number[], isSame: number): readonly number[];
  isCorrect(values: readonly number[], isSame: number): boolean;
}

type Named<Name extends Objective['loss']> = Extract<Objective, { loss: Name }>;

const ownLosses: { readonly [Name in Objective['loss']]?: (objective: Named<Name>) => OwnLoss } = {
  /**
   * From the logit z: -(y·log p + (1-y)·log(1-p)), p = 1/(1 + e⁻ᶻ), y = 1 for same; written so that no exponential
   * overflows: max(z, 0) - z·y + log(1 + e^-|z|). Probability above 0.5 ⇔ same.
   */
  binaryCrossentropy: () => ({
    forward: ([logit = 0], isSame) => Math.max(logit, 0) - logit * isSame + Math.log1p(Math.exp(-Math.abs(logit))),
    backward: ([logit = 0], isSame) => [1 / (1 + Math.exp(-logit)) - isSame],
    isCorrect: ([logit = 0], isSame) => logit > 0 === (isSame === 1),
  }),

  /**
   * y·d² + (1-y)·max(0, margin - d)². Hadsell, Chopra & LeCun 2006, without their ½ and with y = 1 for same.
   * Distance below margin/2 ⇔ same.
   */
  contrastive: ({ margin }) => ({
    forward: ([distance = 0], isSame) => {
      const miss = isSame === 1 ? distance : Math.max(0, margin - distance);
      return miss * miss;
    },
    backward: ([distance = 0], isSame) => [isSame === 1 ? 2 * distance : -2 * Math.max(0, margin - distance)],
    isCorrect: ([distance = 0], isSame) => distance < margin / 2 === (isSame === 1),
  }),

  /** max(0, d(a,p) - d(a,n) + margin). Schroff, Kalenichenko & Philbin 2015, with distances not squared. */
  triplet: ({ margin }) => ({
    forward: ([toPositive = 0, toNegative = 0]) => Math.max(0, toPositive - toNegative + margin),
    backward: ([toPositive = 0, toNegative = 0]) => (toPositive - toNegative + margin > 0 ? [1, -1] : [0, -0]),
    isCorrect: ([toPositive = 0, toNegative = 0]) => toPositive < toNegative,
  }),
};

/** null where the reference has none of its own. */
export function ownLossOf(objective: Objective): OwnLoss | null {
  const create = ownLosses[objective.loss] as ((objective: Objective) => OwnLoss) | undefined;
  return create === undefined || lossOf(objective).looksAt === 'batch' ? null : create(objective);
}
