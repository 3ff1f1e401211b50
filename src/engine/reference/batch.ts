/** One batch through tower, distance and loss, and back: a pure function in float64. */
import { type Examples, exampleCount } from '../../data/index.ts';
import type { Objective } from '../../experiment/index.ts';
import { elementsOf, type Plan } from '../../network/index.ts';
import { distanceBackward, distanceForward } from './distances.ts';
import type { Mode } from './layers/layer.ts';
import {
  binaryCrossentropyBackward,
  binaryCrossentropyCorrect,
  binaryCrossentropyForward,
  contrastiveBackward,
  contrastiveCorrect,
  contrastiveForward,
  tripletBackward,
  tripletCorrect,
  tripletForward,
} from './losses.ts';
import { type Trace, towerBackward, towerForward } from './tower.ts';

export interface BatchRequest {
  readonly plan: Plan;
  readonly objective: Objective;
  /** [plan.size] */
  readonly weights: Float64Array;
  /** of the concatenated batch: [rows, height, width, channels] in [0, 1] */
  readonly images: Float64Array;
  readonly batch: Examples;
  /** masks for this seed and step, or no dropout */
  readonly dropout: Extract<Mode, { kind: 'training' }>['dropout'];
}

export interface BatchResult {
  /** Σ over examples */
  readonly lossSum: number;
  /** [examples]; for triplets d(a,p) then d(a,n): [2·examples] */
  readonly distances: Float64Array;
  readonly correct: number;
  /** of the mean loss: [plan.size]; 0 for the moving statistics */
  readonly gradients: Float64Array;
  readonly traces: readonly Trace[];
}

/** In training mode. */
export function runBatch({ plan, objective, weights, images, batch, dropout }: BatchRequest): BatchResult {
  const { embeddings, traces } = towerForward(plan, weights, images, { kind: 'training', dropout });
  const gradients = new Float64Array(plan.size);
  const dEmbeddings = new Float64Array(embeddings.length);
  const compared = compare({ plan, objective, weights, embeddings, batch, gradients, dEmbeddings });
  towerBackward(traces, dEmbeddings, gradients);
  return { ...compared, gradients, traces };
}

interface Comparison extends Pick<BatchRequest, 'plan' | 'objective' | 'weights' | 'batch'> {
  /** [rows, embeddingDim] */
  readonly embeddings: Float64Array;
  /** filled: the head's part of [plan.size], and [rows, embeddingDim] */
  readonly gradients: Float64Array;
  readonly dEmbeddings: Float64Array;
}

/** From embeddings to distances and losses, and back to the derivatives by the embeddings. */
function compare(comparison: Comparison): Pick<BatchResult, 'lossSum' | 'distances' | 'correct'> {
  const { plan, objective, weights, embeddings, batch, gradients, dEmbeddings } = comparison;
  const count = exampleCount(batch);
  const embedding = (row: number) => embeddings.subarray(row * plan.embeddingDim, (row + 1) * plan.embeddingDim);
  const dEmbedding = (row: number) => dEmbeddings.subarray(row * plan.embeddingDim, (row + 1) * plan.embeddingDim);
  const between = (a: number, b: number) => distanceForward(objective.distance, embedding(a), embedding(b));
  const back = (a: number, b: number, d: number) =>
    distanceBackward(objective.distance, embedding(a), embedding(b), d, dEmbedding(a), dEmbedding(b));
  let lossSum = 0;
  let correct = 0;

  // rows [anchor; positive; negative]
  if (objective.loss === 'triplet') {
    const distances = new Float64Array(2 * count);
    for (let i = 0; i < count; i++) {
      const toPositive = between(i, count + i);
      const toNegative = between(i, 2 * count + i);
      distances[i] = toPositive;
      distances[count + i] = toNegative;
      lossSum += tripletForward(toPositive, toNegative, objective.margin);
      if (tripletCorrect(toPositive, toNegative)) correct++;
      const d = tripletBackward(toPositive, toNegative, objective.margin) / count;
      back(i, count + i, d);
      back(i, 2 * count + i, -d);
    }
    return { lossSum, distances, correct };
  }

  // rows [left; right]
  if (batch.kind !== 'pairs') throw new Error(`${objective.loss} compares pairs.`);
  const distances = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const isSame = batch.isSame[i] as number;
    const distance = between(i, count + i);
    distances[i] = distance;
    if (objective.loss === 'contrastive') {
      lossSum += contrastiveForward(distance, isSame, objective.margin);
      if (contrastiveCorrect(distance, isSame, objective.margin)) correct++;
      back(i, count + i, contrastiveBackward(distance, isSame, objective.margin) / count);
      continue;
    }
    if (plan.head === null) throw new Error('Binary cross-entropy needs a plan with a head.');
    const [w, b] = [plan.head.kernel.offset, plan.head.bias.offset];
    const logit = (weights[w] as number) * distance + (weights[b] as number);
    lossSum += binaryCrossentropyForward(logit, isSame);
    if (binaryCrossentropyCorrect(logit, isSame)) correct++;
    const dLogit = binaryCrossentropyBackward(logit, isSame) / count;
    gradients[w] = (gradients[w] as number) + dLogit * distance;
    gradients[b] = (gradients[b] as number) + dLogit;
    back(i, count + i, dLogit * (weights[w] as number));
  }
  return { lossSum, distances, correct };
}

/** Bytes to the network's numbers: byte/255. → [indices.length, height, width, channels] */
export function gather(plan: Plan, bytes: Uint8Array, indices: Int32Array): Float64Array {
  const size = elementsOf(plan.inputShape);
  const images = new Float64Array(indices.length * size);
  for (const [row, index] of indices.entries()) {
    for (let i = 0; i < size; i++) images[row * size + i] = (bytes[index * size + i] as number) / 255;
  }
  return images;
}

/** The images of the concatenated batch, [left; right] or [anchor; positive; negative]. → [rows] */
export function rowsOf(batch: Examples): Int32Array {
  const parts = batch.kind === 'pairs' ? [batch.left, batch.right] : [batch.anchor, batch.positive, batch.negative];
  const rows = new Int32Array(parts.length * exampleCount(batch));
  for (const [i, part] of parts.entries()) rows.set(part, i * part.length);
  return rows;
}
