/** From embeddings to the loss's gradient with respect to them, chunk by chunk. */
import { InputError } from '../../errors/index.ts';
import type { Parameter } from '../../network/index.ts';
import { exampleComparison, exampleSums, lossOf } from '../../objective/index.ts';
import type { WorkerSetup } from './layout.ts';
import type { Tensor } from './memory.ts';
import type { Context, Range } from './nodes/node.ts';
import { type Command, jobsOf, type Work } from './work.ts';

export interface LossProgram {
  /** Σ of a chunk's losses, and their gradient with respect to its embeddings */
  ofChunk(work: Work, command: Command): void;
  /** of the head's parameters */
  readonly ranges: readonly Range[];
  /** Σ loss and Σ correct of the last step, added in the jobs' order */
  sums(command: Command): { lossSum: number; correct: number };
}

export function lossProgram({ plan, options, layout, memory }: WorkerSetup, context: Context): LossProgram {
  const { floats, slot, division, addressOf, gradientOf } = context;
  const { imagesPerExample, examplesPerChunk } = division;
  const { out, gradient } = layout.nodes.at(-1) as { out: Tensor; gradient: Tensor };
  const { head } = plan;
  const loss = lossOf(options.objective);
  if (loss.looksAt === 'batch') throw new InputError(`The wasm engine can't train with ${loss.title} yet.`);
  const compare = exampleComparison(options.objective, loss, plan.embeddingDim);
  const jobSums = new Float64Array(memory, layout.jobSums, exampleSums.words * layout.jobs);
  const distances = new Float32Array(memory, layout.distances, 2 * options.batchSize);
  const weight = (parameter: Parameter) => floats[addressOf(parameter) >>> 2] as number;
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
    ofChunk(work, command) {
      const gradients = slot(gradient, work) >>> 2;
      floats.fill(0, gradients, gradients + (gradient.imageBytes >>> 2) * work.images);
      if (work.isFirst) jobSums.fill(0, exampleSums.words * work.job, exampleSums.words * (work.job + 1));
      compare({
        embeddings: floats,
        embeddingsAt: slot(out, work) >>> 2,
        gradients: floats,
        gradientsAt: gradients,
        stride: out.stride,
        examples: work.images / imagesPerExample,
        first: work.chunk * examplesPerChunk,
        batch: command.count,
        labels: command.labels,
        head: head === null ? null : { kernel: weight(head.kernel), bias: weight(head.bias) },
        sums: jobSums,
        sumsAt: exampleSums.words * work.job,
        distances,
      });
    },
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
