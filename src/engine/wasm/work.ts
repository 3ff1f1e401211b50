/** What the workers are told to do, and how they divide it among themselves. */
import type { Division } from './memory.ts';

/** One command, as a worker reads it from the queue. */
export interface Command {
  readonly kind: 'train' | 'inspect' | 'apply' | 'embed' | 'pack';
  /** steps done before this one: the masks' and the optimizer's clock */
  readonly step: number;
  /** examples, or images to embed */
  readonly count: number;
  readonly learningRate: number;
  /** address of the images' bytes: of row 0 that `indices` count from */
  readonly imagesAt: number;
  /** [imagesPerExample][count] */
  readonly indices: Int32Array;
  /** of the examples, as `labelsOf` gives them */
  readonly labels: Uint8Array | Int32Array;
}

/** Work between two meetings of the workers: jobs that they take in any order. */
export interface Phase {
  readonly jobs: (command: Command) => number;
  readonly run: (job: number, command: Command) => void;
}

/** A chunk's images in work. A worker has one such record and fills it again and again. */
export interface Work {
  chunk: number;
  job: number;
  /** whether this is the job's first chunk: sums begin anew */
  isFirst: boolean;
  images: number;
  /** blank: as embed, of an image without anything on it */
  mode: 'train' | 'inspect' | 'embed' | 'blank';
}

/** No backward pass follows. */
export function isInference({ mode }: Work): boolean {
  return mode === 'embed' || mode === 'blank';
}

export function chunksOf({ examplesPerChunk }: Division, { count }: Command): number {
  return Math.ceil(count / examplesPerChunk);
}

function chunksPerJob(division: Division, command: Command): number {
  const chunks = chunksOf(division, command);
  return Math.ceil(chunks / Math.min(chunks, division.jobs));
}

/** Jobs that the chunks of a batch make: each has a buffer of its own for what it sums. */
export function jobsOf(division: Division, command: Command): number {
  return Math.ceil(chunksOf(division, command) / chunksPerJob(division, command));
}

/** Runs `each` over a job's chunks. */
export function overChunks(division: Division, each: (work: Work, command: Command) => void): Phase {
  const { imagesPerExample, examplesPerChunk } = division;
  const work: Work = { chunk: 0, job: 0, isFirst: true, images: 0, mode: 'train' };
  return {
    jobs: (command) => jobsOf(division, command),
    run(job, command) {
      const perJob = chunksPerJob(division, command);
      const end = Math.min((job + 1) * perJob, chunksOf(division, command));
      work.job = job;
      work.mode = command.kind === 'inspect' ? 'inspect' : 'train';
      for (let chunk = job * perJob; chunk < end; chunk++) {
        work.chunk = chunk;
        work.isFirst = chunk === job * perJob;
        work.images = imagesPerExample * Math.min(examplesPerChunk, command.count - chunk * examplesPerChunk);
        each(work, command);
      }
    },
  };
}

/** One job, once all workers have met. */
export function singleJob(run: (command: Command) => void): Phase {
  return { jobs: () => 1, run: (_, command) => run(command) };
}
