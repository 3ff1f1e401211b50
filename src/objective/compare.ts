/** From embeddings to an objective's loss and back to the derivatives by them, in double precision. */
import { type Examples, exampleCount, exampleKinds, labelsOf } from '../data/index.ts';
import type { Objective } from '../experiment/index.ts';
import type { EmbeddingPair, Floats } from './distance.ts';
import { distances } from './distances.ts';
import type { ExampleLoss, ExampleTerms, HeadWeights } from './loss.ts';
import { lossOf } from './losses.ts';

/**
 * Some examples of a batch, their embeddings in memory:
 *
 *   embeddings │ parts: left or anchor rows, then the others │    row r of part p: `stride` numbers from
 *              embeddingsAt                                       embeddingsAt + (p · examples + r) · stride on
 *   gradients    likewise, from gradientsAt on: added to
 */
export interface ExampleRows {
  readonly embeddings: Floats;
  readonly embeddingsAt: number;
  readonly gradients: Floats;
  readonly gradientsAt: number;
  readonly stride: number;
  readonly examples: number;
  /** the first one's place in the batch */
  readonly first: number;
  /** examples of the whole batch: the mean is over these */
  readonly batch: number;
  /** of the batch, as `labelsOf` gives them */
  readonly labels: Uint8Array | Int32Array;
  readonly head: HeadWeights | null;
  /** added to, from `sumsAt` on: see `exampleSums` */
  readonly sums: Float64Array;
  readonly sumsAt: number;
  /** [distances of an example][batch]: all d(a,p), then all d(a,n) */
  readonly distances: Floats;
}

/** Σ over examples of loss and correct; derivatives of the mean loss by the head's weights. */
export const exampleSums = { loss: 0, correct: 1, headKernel: 2, headBias: 3, words: 4 } as const;

/** Loss and gradients of some examples, for a loss that looks at one example at a time. Allocates nothing. */
export function exampleComparison(
  objective: Objective,
  loss: ExampleLoss,
  embeddingDim: number,
): (rows: ExampleRows) => void {
  const distance = distances[objective.distance];
  const count = exampleKinds[loss.examples].rowsPerExample - 1;
  const found = new Float64Array(count);
  const terms = emptyTerms(count);
  const nowhere = new Float32Array(0);
  const pair: EmbeddingPair = { length: embeddingDim, values: nowhere, a: 0, b: 0, gradients: nowhere, da: 0, db: 0 };

  return (rows) => {
    const { stride, examples, first, batch, labels, head, sums, sumsAt } = rows;
    const partLength = examples * stride;
    pair.values = rows.embeddings;
    pair.gradients = rows.gradients;
    for (let i = 0; i < examples; i++) {
      pair.a = rows.embeddingsAt + i * stride;
      pair.da = rows.gradientsAt + i * stride;
      for (let k = 0; k < count; k++) {
        pair.b = pair.a + (k + 1) * partLength;
        const d = distance.value(pair);
        found[k] = d;
        rows.distances[k * batch + first + i] = d;
        terms.values[k] = head === null ? d : head.kernel * d + head.bias;
      }
      terms.isSame = labels[first + i] as number;
      loss.evaluate(terms);
      add(sums, sumsAt + exampleSums.loss, terms.loss);
      add(sums, sumsAt + exampleSums.correct, terms.isCorrect ? 1 : 0);
      if (!terms.isSloped) continue;
      for (let k = 0; k < count; k++) {
        const d = found[k] as number;
        const slope = (terms.slopes[k] as number) / batch;
        if (head !== null) {
          add(sums, sumsAt + exampleSums.headKernel, slope * d);
          add(sums, sumsAt + exampleSums.headBias, slope);
        }
        pair.b = pair.a + (k + 1) * partLength;
        pair.db = pair.da + (k + 1) * partLength;
        distance.addGradient(pair, d, head === null ? slope : slope * head.kernel);
      }
    }
  };
}

export function emptyTerms(values: number): ExampleTerms {
  return {
    values: new Float64Array(values),
    isSame: 0,
    loss: 0,
    isCorrect: false,
    slopes: new Float64Array(values),
    isSloped: false,
  };
}

function add(sums: Float64Array, index: number, value: number): void {
  sums[index] = (sums[index] as number) + value;
}

/** A whole batch in one array. */
export interface BatchRows {
  /** [rows, embeddingDim] */
  readonly embeddings: Floats;
  readonly embeddingDim: number;
  /** places among the rows, as `batchOf` lays them */
  readonly compared: Examples;
  readonly head: HeadWeights | null;
}

export interface Compared {
  /** the loss times the examples */
  readonly lossSum: number;
  /** examples that count as right */
  readonly correct: number;
  /** [examples]; for triplets d(a,p) then d(a,n): [2·examples]; none where the loss looks at the whole batch */
  readonly distances: Float64Array;
  /** of the mean loss by the embeddings: [rows, embeddingDim] */
  readonly gradients: Float64Array;
  /** of the mean loss by the head's weights: 0 where there is none */
  readonly byHead: HeadWeights;
}

/** The loss of a whole batch, whatever it looks at. */
export function compareBatch(objective: Objective, given: BatchRows): Compared {
  const { embeddings, embeddingDim, compared, head } = given;
  const loss = lossOf(objective);
  const count = exampleCount(compared);
  if (loss.looksAt === 'batch') {
    const { loss: mean, correct, gradients } = loss.evaluate({ embeddings, embeddingDim, compared });
    return {
      lossSum: mean * count,
      correct,
      distances: new Float64Array(0),
      gradients,
      byHead: { kernel: 0, bias: 0 },
    };
  }
  const gradients = new Float64Array(embeddings.length);
  const sums = new Float64Array(exampleSums.words);
  const distances = new Float64Array((exampleKinds[loss.examples].rowsPerExample - 1) * count);
  const compareExamples = exampleComparison(objective, loss, embeddingDim);
  compareExamples({
    embeddings,
    embeddingsAt: 0,
    gradients,
    gradientsAt: 0,
    stride: embeddingDim,
    examples: count,
    first: 0,
    batch: count,
    labels: labelsOf(compared),
    head,
    sums,
    sumsAt: 0,
    distances,
  });
  const [lossSum, correct, kernel, bias] = sums as unknown as [number, number, number, number];
  return { lossSum, correct, distances, gradients, byHead: { kernel, bias } };
}
