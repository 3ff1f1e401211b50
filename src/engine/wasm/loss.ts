/** From embeddings to the loss and its gradient with respect to them: chunk by chunk, or of a whole batch at once. */
import { comparedRows } from '../../data/index.ts';
import type { Parameter } from '../../network/index.ts';
import {
  type BatchLoss,
  distancesPerExample,
  type ExampleLoss,
  exampleComparison,
  exampleSums,
  lossOf,
} from '../../objective/index.ts';
import type { WorkerSetup } from './layout.ts';
import type { Tensor } from './memory.ts';
import type { Context, Range } from './nodes/node.ts';
import { type Command, jobsOf, type Work } from './work.ts';

export interface LossProgram {
  readonly compare: Comparison;
  /** of the head's parameters */
  readonly ranges: readonly Range[];
  /** Σ loss and Σ correct of the last step, added in the jobs' order */
  sums(command: Command): { lossSum: number; correct: number };
}

/** Σ of losses, and their gradient with respect to embeddings. */
export type Comparison =
  | { readonly of: 'chunk'; run(work: Work, command: Command): void }
  /** by one worker, once all chunks have met */
  | { readonly of: 'batch'; run(command: Command): void };

export function lossProgram(setup: WorkerSetup, context: Context): LossProgram {
  const { plan, options, layout, memory } = setup;
  const { floats, division, gradientOf } = context;
  const { head } = plan;
  const loss = lossOf(options.objective);
  const jobSums = new Float64Array(memory, layout.jobSums, exampleSums.words * layout.jobs);
  const sumOverJobs = (command: Command, word: number) => {
    let sum = 0;
    for (let job = 0; job < jobsOf(division, command); job++) sum += jobSums[exampleSums.words * job + word] as number;
    return sum;
  };
  const scalarRange = (parameter: Parameter, word: number): Range => ({
    parameter,
    first: 0,
    count: 1,
    collect(command) {
      floats[gradientOf(parameter) >>> 2] = sumOverJobs(command, word);
    },
  });
  return {
    compare: loss.looksAt === 'batch' ? ofBatch(loss, jobSums, setup, context) : ofChunk(loss, jobSums, setup, context),
    ranges:
      head === null
        ? []
        : [scalarRange(head.kernel, exampleSums.headKernel), scalarRange(head.bias, exampleSums.headBias)],
    sums: (command) => ({
      lossSum: sumOverJobs(command, exampleSums.loss),
      correct: sumOverJobs(command, exampleSums.correct),
    }),
  };
}

function ofChunk(
  loss: ExampleLoss,
  jobSums: Float64Array,
  { plan, options, layout, memory }: WorkerSetup,
  { floats, slot, division, addressOf }: Context,
): Comparison {
  const { imagesPerExample, examplesPerChunk } = division;
  const { out, gradient } = layout.nodes.at(-1) as { out: Tensor; gradient: Tensor };
  const { head } = plan;
  const compare = exampleComparison(options.objective, loss, plan.embeddingDim);
  const most = distancesPerExample(options.objective) * options.batchSize;
  const weight = (parameter: Parameter) => floats[addressOf(parameter) >>> 2] as number;
  const weights = { kernel: 0, bias: 0 };
  const rows = {
    embeddings: floats,
    embeddingsAt: 0,
    gradients: floats,
    gradientsAt: 0,
    stride: out.stride,
    examples: 0,
    first: 0,
    batch: 0,
    labels: new Int32Array(0) as Command['labels'],
    head: head === null ? null : weights,
    sums: jobSums,
    sumsAt: 0,
    distances: new Float32Array(memory, layout.distances, most),
  };
  return {
    of: 'chunk',
    run(work, command) {
      rows.embeddingsAt = slot(out, work) >>> 2;
      rows.gradientsAt = slot(gradient, work) >>> 2;
      rows.examples = work.images / imagesPerExample;
      rows.first = work.chunk * examplesPerChunk;
      rows.batch = command.count;
      rows.labels = command.labels;
      rows.sumsAt = exampleSums.words * work.job;
      if (head !== null) {
        weights.kernel = weight(head.kernel);
        weights.bias = weight(head.bias);
      }
      floats.fill(0, rows.gradientsAt, rows.gradientsAt + (gradient.imageBytes >>> 2) * work.images);
      if (work.isFirst) jobSums.fill(0, rows.sumsAt, rows.sumsAt + exampleSums.words);
      compare(rows);
    },
  };
}

function ofBatch(
  loss: BatchLoss,
  jobSums: Float64Array,
  { plan: { embeddingDim }, options, layout }: WorkerSetup,
  { floats, division: { imagesPerExample, examplesPerChunk } }: Context,
): Comparison {
  const { out, gradient } = layout.nodes.at(-1) as { out: Tensor; gradient: Tensor };
  const embeddings = new Float32Array(imagesPerExample * options.batchSize * embeddingDim);
  /** where a tensor, with a slot for each chunk, holds a row of the batch */
  const placeOf = (of: Tensor, row: number, count: number) => {
    const example = row % count;
    const chunk = Math.floor(example / examplesPerChunk);
    const first = chunk * examplesPerChunk;
    const examples = Math.min(examplesPerChunk, count - first);
    const image = Math.floor(row / count) * examples + example - first;
    return (of.origin + chunk * of.slotBytes + image * of.imageBytes) >>> 2;
  };
  return {
    of: 'batch',
    run({ count, labels }) {
      const rows = imagesPerExample * count;
      for (let row = 0; row < rows; row++) {
        const from = placeOf(out, row, count);
        embeddings.set(floats.subarray(from, from + embeddingDim), row * embeddingDim);
      }
      const result = loss.evaluate({
        embeddings: embeddings.subarray(0, rows * embeddingDim),
        embeddingDim,
        compared: comparedRows(loss.examples, count, labels.subarray(0, count)),
      });
      for (let row = 0; row < rows; row++) {
        const to = placeOf(gradient, row, count);
        floats.set(result.gradients.subarray(row * embeddingDim, (row + 1) * embeddingDim), to);
      }
      jobSums.fill(0);
      jobSums[exampleSums.loss] = result.loss * count;
      jobSums[exampleSums.correct] = result.correct;
    },
  };
}
