/** The figures that validate an epoch. */
import { type Examples, type Pairs, tripletsOf } from '../data/index.ts';
import type { Objective } from '../experiment/index.ts';
import { distancesOf, type HeadWeights, isOptimistic, lossOf, meanLoss, neededHead } from '../objective/index.ts';
import { bestThreshold } from './threshold.ts';

export interface ValidationInput {
  /** [images, embeddingDim] */
  readonly embeddings: Float32Array;
  readonly embeddingDim: number;
  /** rows of embeddings, laid as `drawPairs` does: each image's pair of the same class, then its other */
  readonly pairs: Pairs;
  readonly objective: Objective;
  /** distance → logit kernel·d + bias: needed where the loss judges logits, else null */
  readonly head: HeadWeights | null;
  /** [images] their classes */
  readonly labels: Int32Array;
  /** examples at a time, for a loss that looks at whole batches */
  readonly batchSize: number;
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
  const { embeddings, embeddingDim, pairs, objective, batchSize } = input;
  const { threshold: own } = lossOf(objective);
  const distances = distancesOf(embeddings, embeddingDim, pairs, objective.distance);
  const loss = meanLoss(objective, {
    embeddings,
    embeddingDim,
    examples: examplesOf(input),
    head: input.head,
    batchSize,
  });
  switch (own.from) {
    case 'head': {
      const { kernel, bias } = neededHead(input.head);
      return { loss, threshold: null, ...judge(distances, pairs.isSame, (d) => kernel * d + bias > 0) };
    }
    case 'loss':
      return { loss, threshold: null, ...judge(distances, pairs.isSame, (d) => d < own.value) };
    case 'validation': {
      const { threshold, accuracy } = bestThreshold(distances, pairs.isSame);
      // the accuracy is NaN where a distance is
      return { loss, threshold, ...judge(distances, pairs.isSame, (d) => d < threshold), accuracy };
    }
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
  return {
    version: 1,
    threshold: isOptimistic(objective) ? 'best' : 'beforehand',
    loss: lossOf(objective).measures,
  };
}

/** What the objective's loss is measured on: the pairs, the triplets inside them, or all images. */
function examplesOf({ pairs, objective, labels }: ValidationInput): Examples {
  switch (lossOf(objective).examples) {
    case 'pairs':
      return pairs;
    case 'triplets':
      return tripletsOf(pairs);
    case 'classes':
      return { kind: 'classes', image: labels.map((_, row) => row), label: labels };
  }
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
