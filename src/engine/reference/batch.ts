/** One batch through tower, distance and loss, and back: a pure function in float64. */
import { type Batch, columnsOf, labelsOf } from '../../data/index.ts';
import type { Objective } from '../../experiment/index.ts';
import { elementsOf, type Plan } from '../../network/index.ts';
import { compareBatch, type HeadWeights, lossOf } from '../../objective/index.ts';
import { distanceBackward, distanceForward } from './distances.ts';
import type { Mode } from './layers/layer.ts';
import { type OwnLoss, ownLossOf } from './losses.ts';
import { type Trace, towerBackward, towerForward } from './tower.ts';

export interface BatchRequest {
  readonly plan: Plan;
  readonly objective: Objective;
  /** [plan.size] */
  readonly weights: Float64Array;
  /** of the concatenated batch: [rows, height, width, channels] in [0, 1] */
  readonly images: Float64Array;
  readonly batch: Batch;
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
  const own = ownLossOf(comparison.objective);
  return own === null ? compareByTable(comparison) : compareByOwn(comparison, own);
}

function compareByOwn(comparison: Comparison, own: OwnLoss): Pick<BatchResult, 'lossSum' | 'distances' | 'correct'> {
  const { plan, objective, weights, embeddings, batch, gradients, dEmbeddings } = comparison;
  const { compared } = batch;
  const [first, ...others] = columnsOf(compared) as [Int32Array, ...Int32Array[]];
  const labels = labelsOf(compared);
  const count = first.length;
  const embedding = (row: number) => embeddings.subarray(row * plan.embeddingDim, (row + 1) * plan.embeddingDim);
  const dEmbedding = (row: number) => dEmbeddings.subarray(row * plan.embeddingDim, (row + 1) * plan.embeddingDim);
  const between = (a: number, b: number) => distanceForward(objective.distance, embedding(a), embedding(b));
  const back = (a: number, b: number, d: number) =>
    distanceBackward(objective.distance, {
      a: embedding(a),
      b: embedding(b),
      d,
      da: dEmbedding(a),
      db: dEmbedding(b),
    });
  const needsHead = headOf(comparison) !== null;
  const [w, b] = [plan.head?.kernel.offset ?? -1, plan.head?.bias.offset ?? -1];
  let lossSum = 0;
  let correct = 0;
  const distances = new Float64Array(others.length * count);
  for (let i = 0; i < count; i++) {
    const isSame = labels[i] as number;
    const [row, ...compareds] = [first, ...others].map((column) => column[i] as number) as [number, ...number[]];
    const found = compareds.map((other) => between(row, other));
    for (const [k, distance] of found.entries()) distances[k * count + i] = distance;
    const values = needsHead ? found.map((d) => (weights[w] as number) * d + (weights[b] as number)) : found;
    lossSum += own.forward(values, isSame);
    if (own.isCorrect(values, isSame)) correct++;
    for (const [k, slope] of own.backward(values, isSame).entries()) {
      const d = slope / count;
      const other = compareds[k] as number;
      if (needsHead) {
        gradients[w] = (gradients[w] as number) + d * (found[k] as number);
        gradients[b] = (gradients[b] as number) + d;
      }
      back(row, other, needsHead ? d * (weights[w] as number) : d);
    }
  }
  return { lossSum, distances, correct };
}

/** A loss that the reference has not written out itself. */
function compareByTable(comparison: Comparison): Pick<BatchResult, 'lossSum' | 'distances' | 'correct'> {
  const { plan, objective, embeddings, batch, gradients, dEmbeddings } = comparison;
  const { embeddingDim, head } = plan;
  const { compared } = batch;
  const result = compareBatch(objective, { embeddings, embeddingDim, compared, head: headOf(comparison) });
  dEmbeddings.set(result.gradients);
  if (head !== null) {
    gradients[head.kernel.offset] = result.byHead.kernel;
    gradients[head.bias.offset] = result.byHead.bias;
  }
  return result;
}

function headOf({ plan, objective, weights }: Comparison): HeadWeights | null {
  const loss = lossOf(objective);
  if (!loss.needsHead) return null;
  if (plan.head === null) throw new Error(`${loss.title} needs a plan with a head.`);
  return { kernel: weights[plan.head.kernel.offset] as number, bias: weights[plan.head.bias.offset] as number };
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
