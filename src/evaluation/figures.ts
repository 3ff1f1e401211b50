/** The figures that validate an epoch. */
import { type Pairs, tripletsOf } from '../data/index.ts';
import type { Objective } from '../experiment/index.ts';
import { distancesOf } from './distances.ts';
import { binaryCrossentropy, contrastive, triplet } from './losses.ts';
import { bestThreshold } from './threshold.ts';

export interface ValidationInput {
  /** [images, embeddingDim] */
  readonly embeddings: Float32Array;
  readonly embeddingDim: number;
  /** rows of embeddings, laid as `drawPairs` does: each image's pair of the same class, then its other */
  readonly pairs: Pairs;
  readonly objective: Objective;
  /** distance → logit kernel·d + bias: needed for binary cross-entropy */
  readonly head: { readonly kernel: number; readonly bias: number } | null;
}

export interface ValidationFigures {
  /** the objective's loss, mean over pairs; for triplets over those inside the pairs */
  readonly loss: number;
  /** what `accuracyMeaning` says */
  readonly accuracy: number;
  /** the distance below which `accuracy` calls a pair same; null where the objective has one of its own */
  readonly threshold: number | null;
  /** [pairs] */
  readonly distances: Float32Array;
  /** [pairs] 1 = called rightly: `accuracy` is their mean */
  readonly correct: Uint8Array;
}

/** The loss and the accuracy of embeddings on validation pairs. NaN where an embedding is not finite. */
export function validationFigures(input: ValidationInput): ValidationFigures {
  const { embeddings, embeddingDim, pairs, objective } = input;
  const distances = distancesOf(embeddings, embeddingDim, pairs, objective.distance);
  switch (objective.loss) {
    case 'binaryCrossentropy': {
      if (input.head === null) throw new TypeError('Binary cross-entropy needs the head: distance → logit.');
      const { kernel, bias } = input.head;
      return {
        loss: binaryCrossentropy(distances, pairs.isSame, input.head),
        threshold: null,
        ...judge(distances, pairs.isSame, (d) => kernel * d + bias > 0),
      };
    }
    case 'contrastive': {
      const threshold = objective.margin / 2;
      return {
        loss: contrastive(distances, pairs.isSame, objective.margin),
        threshold: null,
        ...judge(distances, pairs.isSame, (d) => d < threshold),
      };
    }
    case 'triplet': {
      const { anchor, positive, negative } = tripletsOf(pairs);
      const toPositive = distancesOf(embeddings, embeddingDim, { left: anchor, right: positive }, objective.distance);
      const toNegative = distancesOf(embeddings, embeddingDim, { left: anchor, right: negative }, objective.distance);
      const { threshold, accuracy } = bestThreshold(distances, pairs.isSame);
      return {
        loss: triplet(toPositive, toNegative, objective.margin),
        threshold,
        ...judge(distances, pairs.isSame, (d) => d < threshold),
        accuracy, // NaN where a distance is
      };
    }
    default:
      return objective satisfies never;
  }
}

/** What an objective's accuracies count, for terminals, plots and docs. */
export function accuracyMeaning(objective: Objective): { training: string; validation: string } {
  switch (objective.loss) {
    case 'binaryCrossentropy': {
      const both = 'share of pairs called rightly at probability 0.5';
      return { training: both, validation: both };
    }
    case 'contrastive': {
      const both = `share of pairs called rightly at distance ${objective.margin / 2}, half the margin`;
      return { training: both, validation: both };
    }
    case 'triplet':
      return {
        training: 'share of triplets whose anchor is nearer to the positive than to the negative',
        validation: 'share of pairs called rightly at the threshold best for these very pairs: optimistic',
      };
    default:
      return objective satisfies never;
  }
}

/** How figures are measured: those of two runs can be compared where it is the same. */
export interface Protocol {
  /** raised when the same embeddings would give other figures */
  readonly version: 1;
  /** how accuracy's threshold is found: before these pairs are seen, or best for these very pairs, which is optimistic */
  readonly threshold: 'beforehand' | 'best';
  /** what the loss measures, and in which unit */
  readonly loss: string;
}

/**
 * Accuracies at a threshold fixed beforehand may be ranked together, however it was fixed: each is the share of pairs
 * that a model calls rightly on its own. Binary cross-entropies too: whatever the distance, they judge probabilities.
 * The other losses judge distances by a margin, and mean something only beside the same two.
 */
export function protocolOf(objective: Objective): Protocol {
  const { loss, distance } = objective;
  return {
    version: 1,
    threshold: loss === 'triplet' ? 'best' : 'beforehand',
    loss: loss === 'binaryCrossentropy' ? loss : `${loss}, ${distance}, margin ${objective.margin}`,
  };
}

function judge(
  distances: Float32Array,
  isSame: Uint8Array,
  callsSame: (distance: number) => boolean,
): Pick<ValidationFigures, 'accuracy' | 'distances' | 'correct'> {
  const correct = new Uint8Array(distances.length);
  let right = 0;
  for (let i = 0; i < distances.length; i++) {
    if (callsSame(distances[i] as number) !== (isSame[i] === 1)) continue;
    correct[i] = 1;
    right++;
  }
  return { accuracy: right / distances.length, distances, correct };
}
