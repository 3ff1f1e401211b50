/** `verifier.json` of a model: what turns two embeddings into a decision. */
import type { Distance, Objective } from '../experiment/index.ts';
import type { Plan } from '../network/index.ts';
import { type HeadWeights, type Loss, lossOf, neededHead } from '../objective/index.ts';

export interface Verifier {
  readonly format: 1;
  readonly distance: Distance;
  /** probability of "same" = sigmoid(kernel · distance + bias); null where the loss knows no head */
  readonly head: { readonly kernel: number; readonly bias: number } | null;
  /** in units of distance; null where the loss has none */
  readonly margin: number | null;
  /** a pair at a smaller distance is called same */
  readonly threshold: { readonly value: number | null; readonly rule: string };
  /** distance → probability, fitted on validation pairs; null until it is */
  readonly calibration: null;
}

/** A threshold that was chosen on the validation pairs, in units of distance. */
export interface ChosenThreshold {
  readonly value: number;
  /** the whole epoch after which it was */
  readonly epoch: number;
}

/** `chosen`: for a loss that has no threshold of its own. */
export function createVerifier(
  plan: Plan,
  objective: Objective,
  weights: Float32Array,
  chosen: ChosenThreshold | null,
): Verifier {
  const head = plan.head === null ? null : headOf(plan.head, weights);
  return {
    format: 1,
    distance: objective.distance,
    head,
    margin: 'margin' in objective ? objective.margin : null,
    calibration: null,
    threshold: thresholdOf(lossOf(objective), head, chosen),
  };
}

function headOf({ kernel, bias }: NonNullable<Plan['head']>, weights: Float32Array): NonNullable<Verifier['head']> {
  return { kernel: weights[kernel.offset] ?? 0, bias: weights[bias.offset] ?? 0 };
}

function thresholdOf(
  { title, threshold }: Loss,
  head: Verifier['head'],
  chosen: ChosenThreshold | null,
): Verifier['threshold'] {
  switch (threshold.from) {
    case 'head':
      return headThreshold(neededHead(head));
    case 'loss':
      return { value: threshold.value, rule: threshold.rule };
    case 'validation': {
      const none = `none: ${title} knows no distance that parts same from different; train at least one epoch`;
      if (chosen === null) return { value: null, rule: none };
      const rule = `best on the validation pairs after epoch ${chosen.epoch}, which is optimistic for them`;
      return { value: chosen.value, rule };
    }
  }
}

/** kernel · d + bias = 0, where the probability is 0.5. */
function headThreshold({ kernel, bias }: HeadWeights): Verifier['threshold'] {
  if (kernel < 0) return { value: -bias / kernel, rule: 'probability 0.5' };
  return { value: null, rule: 'none: the head calls larger distances more alike; train longer' };
}
