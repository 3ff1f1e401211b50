/** What follows from a loss for people and for decisions: how it judges pairs, and what its accuracies count. */
import { type Drawing, exampleKinds } from '../data/index.ts';
import type { Experiment, Network, Objective } from '../experiment/index.ts';
import { createPlan, type Plan } from '../network/index.ts';
import type { Loss } from './loss.ts';
import { lossOf } from './losses.ts';

/** The experiment with the kind of examples that its loss needs: what they are drawn by. */
export function drawingOf<Of extends Pick<Experiment, 'objective'>>(experiment: Of): Of & Pick<Drawing, 'examples'> {
  return { ...experiment, examples: lossOf(experiment.objective).examples };
}

/** The network's plan, with a head where the loss judges logits. Throws an InputError as `createPlan` does. */
export function planOf(network: Network, objective: Objective): Plan {
  return createPlan(network, { hasHead: lossOf(objective).needsHead });
}

/** Images an example: 2 for a pair. */
export const rowsPerExample = (objective: Objective): number => exampleKinds[lossOf(objective).examples].rowsPerExample;

/** Distances that a loss of one example is worked out from; 0 where the loss looks at the whole batch. */
export function distancesPerExample(objective: Objective): number {
  return lossOf(objective).looksAt === 'example' ? rowsPerExample(objective) - 1 : 0;
}

/** `pair`, `triplet` … */
export const exampleNoun = (objective: Objective): string => exampleKinds[lossOf(objective).examples].noun;

/** Whether validation accuracy is measured at a threshold chosen on these very pairs. */
export const isOptimistic = (objective: Objective): boolean => lossOf(objective).threshold.from === 'validation';

/** What an objective's accuracies count, for terminals, plots and docs. */
export function accuracyMeaning(objective: Objective): { training: string; validation: string } {
  const { threshold, trainingAccuracy } = lossOf(objective);
  const validation = `share of pairs called rightly ${describeThreshold(threshold)}`;
  return { training: trainingAccuracy ?? validation, validation };
}

/** E.g. `at probability 0.5`. */
export function describeThreshold(threshold: Loss['threshold']): string {
  switch (threshold.from) {
    case 'head':
      return 'at probability 0.5';
    case 'loss':
      return `at distance ${threshold.value}, ${threshold.rule}`;
    case 'validation':
      return 'at the threshold best for these very pairs: optimistic';
  }
}
