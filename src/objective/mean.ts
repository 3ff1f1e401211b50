/** The loss of embeddings that are measured, not trained on: examples of any number, in double precision. */
import { batchOf, columnsOf, type Examples, exampleCount, labelsOf } from '../data/index.ts';
import type { Objective } from '../experiment/index.ts';
import { emptyTerms } from './compare.ts';
import { distancesOf } from './distances.ts';
import type { BatchLoss, ExampleLoss, HeadWeights } from './loss.ts';
import { lossOf } from './losses.ts';

export interface Measured {
  /** [images, embeddingDim] */
  readonly embeddings: Float32Array;
  readonly embeddingDim: number;
  /** of the rows of embeddings */
  readonly examples: Examples;
  /** distance → logit: null where the loss has none */
  readonly head: HeadWeights | null;
  /** a loss that looks at whole batches looks at so many examples at a time, in their order */
  readonly batchSize: number;
}

/** The mean over all examples. NaN passes through. */
export function meanLoss(objective: Objective, measured: Measured): number {
  const loss = lossOf(objective);
  return loss.looksAt === 'batch' ? meanOverBatches(loss, measured) : meanOverExamples(loss, objective, measured);
}

/** From distances rounded to float32. */
function meanOverExamples(
  loss: ExampleLoss,
  { distance }: Objective,
  { embeddings, embeddingDim, examples, ...given }: Measured,
): number {
  const head = loss.needsHead ? neededHead(given.head) : null;
  const [first, ...others] = columnsOf(examples) as [Int32Array, ...Int32Array[]];
  const distances = others.map((other) =>
    distancesOf(embeddings, embeddingDim, { left: first, right: other }, distance),
  );
  const labels = labelsOf(examples);
  const terms = emptyTerms(distances.length);
  let sum = 0;
  for (let i = 0; i < first.length; i++) {
    for (let k = 0; k < distances.length; k++) {
      const d = (distances[k] as Float32Array)[i] as number;
      terms.values[k] = head === null ? d : head.kernel * d + head.bias;
    }
    terms.isSame = labels[i] as number;
    loss.evaluate(terms);
    sum += terms.loss;
  }
  return sum / first.length;
}

export function neededHead(head: HeadWeights | null): HeadWeights {
  if (head === null) throw new TypeError('Binary cross-entropy needs the head: distance → logit.');
  return head;
}

function meanOverBatches(loss: BatchLoss, { embeddings, embeddingDim, examples, batchSize }: Measured): number {
  const count = exampleCount(examples);
  let sum = 0;
  for (let from = 0; from < count; from += batchSize) {
    const { rows, compared } = batchOf(examples, from, from + batchSize);
    const gathered = new Float32Array(rows.length * embeddingDim);
    for (const [place, row] of rows.entries()) {
      gathered.set(embeddings.subarray(row * embeddingDim, (row + 1) * embeddingDim), place * embeddingDim);
    }
    sum += exampleCount(compared) * loss.evaluate({ embeddings: gathered, embeddingDim, compared }).loss;
  }
  return sum / count;
}
