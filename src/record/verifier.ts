/** `verifier.json` of a model: what turns two embeddings into a decision. */

import type { Distance, Objective } from '../experiment/index.ts';
import type { Plan } from '../network/index.ts';

export interface Verifier {
  readonly format: 1;
  readonly distance: Distance;
  /** probability of "same" = sigmoid(kernel · distance + bias); null where the loss knows no head */
  readonly head: { readonly kernel: number; readonly bias: number } | null;
  /** of contrastive and triplet loss, in units of distance */
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

/** `chosen`: for triplet loss, which has no threshold of its own. */
export function createVerifier(
  plan: Plan,
  objective: Objective,
  weights: Float32Array,
  chosen: ChosenThreshold | null,
): Verifier {
  const { distance } = objective;
  const base = { format: 1, distance, head: null, margin: null, calibration: null } as const;
  if (objective.loss === 'binaryCrossentropy') {
    const [kernel, bias] = [plan.head?.kernel, plan.head?.bias].map(
      (parameter) => weights[parameter?.offset ?? -1] ?? 0,
    ) as [number, number];
    return { ...base, head: { kernel, bias }, threshold: headThreshold(kernel, bias) };
  }
  const { margin } = objective;
  if (objective.loss === 'contrastive')
    return { ...base, margin, threshold: { value: margin / 2, rule: 'half the margin' } };
  if (chosen !== null) {
    const rule = `best on the validation pairs after epoch ${chosen.epoch}, which is optimistic for them`;
    return { ...base, margin, threshold: { value: chosen.value, rule } };
  }
  const rule = 'none: triplet loss knows no distance that parts same from different; train at least one epoch';
  return { ...base, margin, threshold: { value: null, rule } };
}

/** kernel · d + bias = 0, where the probability is 0.5. */
function headThreshold(kernel: number, bias: number): Verifier['threshold'] {
  if (kernel < 0) return { value: -bias / kernel, rule: 'probability 0.5' };
  return { value: null, rule: 'none: the head calls larger distances more alike; train longer' };
}
