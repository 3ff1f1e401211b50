/** What a loss is, and what everything else asks of it. */
import type { Examples } from '../data/index.ts';
import type { Floats } from './distance.ts';

/** A loss with its settings: an entry of the table in `losses.ts` makes it from an objective. */
export type Loss = ExampleLoss | BatchLoss;

interface LossFacts {
  /** what people call it, e.g. `contrastive loss` */
  readonly title: string;
  /** what examples are drawn for it */
  readonly examples: Examples['kind'];
  /** the distance under which a pair is called same */
  readonly threshold: Threshold;
  /** what accuracy counts in training, e.g. `share of triplets whose …`; null where it is what validation counts */
  readonly trainingAccuracy: string | null;
  /**
   * Its mean where all embeddings are alike and all distances 0, and what that is, e.g. `the margin`; absent where it
   * depends on weights.  different: share of the pairs that are of different classes
   */
  readonly whenAlike?: (different: number) => { readonly value: number; readonly rule: string };
  /** what it measures and in which unit: figures of two runs can be compared where it is the same */
  readonly measures: string;
}

/** Where the distance comes from under which a pair is called same. */
export type Threshold =
  /** where the head's probability is 0.5 */
  | { readonly from: 'head' }
  /** the loss brings it.  rule: e.g. `half the margin` */
  | { readonly from: 'loss'; readonly value: number; readonly rule: string }
  /** chosen on the validation pairs: figures on these very pairs are optimistic */
  | { readonly from: 'validation' };

/** The mean over examples of what each one costs, by its distances alone. */
export interface ExampleLoss extends LossFacts {
  readonly looksAt: 'example';
  /** by distances, or by the head's logits `kernel·d + bias` in their place */
  readonly needsHead: boolean;
  /** Fills in what follows from the values. Allocates nothing. */
  evaluate(example: ExampleTerms): void;
}

/** One example: what its loss is worked out from, and what it comes to. One record is filled again and again. */
export interface ExampleTerms {
  /** distances or logits: [left to right], or [anchor to positive, anchor to negative] */
  readonly values: Float64Array;
  /** of pairs: 1 = same class */
  isSame: number;
  loss: number;
  isCorrect: boolean;
  /** derivatives of the loss by the values */
  readonly slopes: Float64Array;
  /** false: the loss is flat here, and nothing is added to any gradient */
  isSloped: boolean;
}

/** One number from all embeddings of a batch. */
export interface BatchLoss extends LossFacts {
  readonly looksAt: 'batch';
  readonly needsHead: false;
  evaluate(batch: EmbeddedBatch): BatchTerms;
}

export interface EmbeddedBatch {
  /** [rows, embeddingDim] */
  readonly embeddings: Floats;
  readonly embeddingDim: number;
  /** places among the rows */
  readonly compared: Examples;
}

export interface BatchTerms {
  readonly loss: number;
  /** examples that count as right */
  readonly correct: number;
  /** derivatives of the loss: [rows, embeddingDim] */
  readonly gradients: Float64Array;
}

/** Distance → logit `kernel·d + bias`. */
export interface HeadWeights {
  readonly kernel: number;
  readonly bias: number;
}
