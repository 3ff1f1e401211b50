/**
 * A step as a list of phases. Within a phase workers take jobs in any order; between phases all wait for all.
 *
 *   train    per chunk: images → forward … │ at each batch normalisation, all chunks meet │ … loss → backward …
 *            per parameter: sum the jobs' gradients, clip, take the optimizer's step; then lay the weights into panels
 *   embed    per chunk: images → forward in inference mode
 *
 * A job is a number; what it computes depends on that number and the batch alone.
 */
import {
  batchNormEpsilon,
  batchNormMomentum,
  type DropoutLayer,
  type Parameter,
  type Plan,
} from '../../network/index.ts';
import { dropoutThreshold, purpose, streamKey } from '../../random/index.ts';
import type { SessionOptions } from '../contract/contract.ts';
import type { Build, Kernels } from './kernels.ts';
import { activationCodes } from './kernels.ts';
import type {
  BatchNormNode,
  ConvNode,
  DenseNode,
  DropoutNode,
  Layout,
  Node,
  NormalizeNode,
  PooledConvNode,
  PoolNode,
  Slots,
  Tensor,
} from './layout.ts';
import { type Chunk, jobSum, objectiveKernel } from './objective.ts';

/** Rows of a dense kernel, and floats of any parameter, that one job takes on. */
const DENSE_ROWS = 64;
const PARAMETER_FLOATS = 4096;

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
  readonly isSame: Uint8Array;
}

/** Work between two meetings of the workers: jobs that they take in any order. */
interface Phase {
  readonly jobs: (command: Command) => number;
  readonly run: (job: number, command: Command) => void;
}

export interface Program {
  /** the phases of a command, in order; between two of them all workers meet */
  readonly phases: Readonly<Record<Command['kind'], readonly Phase[]>>;
  /** Σ loss and Σ correct of the last step, added in the jobs' order */
  sums(command: Command): { lossSum: number; correct: number };
}

/** A chunk's images in work. */
interface Work {
  readonly worker: number;
  readonly chunk: number;
  readonly job: number;
  /** whether this is the job's first chunk: sums begin anew */
  readonly isFirst: boolean;
  readonly images: number;
  /** blank: as embed, of an image without anything on it */
  readonly mode: 'train' | 'inspect' | 'embed' | 'blank';
}

/** Nobody goes back. */
const isInference = ({ mode }: Work): boolean => mode === 'embed' || mode === 'blank';

/** What a node does with a chunk. */
interface Stage {
  forward(work: Work, command: Command): void;
  backward(work: Work, command: Command): void;
}

/** Assembles one worker's program. Every worker assembles the same and differs only in `worker`. */
export function assemble(
  plan: Plan,
  options: SessionOptions,
  layout: Layout,
  build: Build,
  kernels: Kernels,
  memory: SharedArrayBuffer,
  worker: number,
): Program {
  const { nodes, imagesPerExample, examplesPerChunk } = layout;
  // indices into these are addresses `>>>` 2 or 3: `>>` would make one beyond 2 GiB negative
  const floats = new Float32Array(memory);
  const doubles = new Float64Array(memory);
  const words = new Int32Array(memory);
  const jobSums = new Float64Array(memory, layout.jobSums, jobSum.words * layout.jobs);
  const distances = new Float32Array(memory, layout.distances, 2 * options.batchSize);
  const panelsOf = (columns: number) => Math.ceil(columns / build.tileColumns);
  const address = (parameter: Parameter) => layout.weights + 4 * parameter.offset;
  const gradientAddress = (parameter: Parameter) => layout.gradients + 4 * parameter.offset;

  // ── chunks and jobs ──────────────────────────────────────────────────────────────────────────────────────────────
  const chunksOf = (command: Command) => Math.ceil(command.count / examplesPerChunk);
  const chunksPerJob = (command: Command) => Math.ceil(chunksOf(command) / Math.min(chunksOf(command), layout.jobs));
  const jobsOf = (command: Command) => Math.ceil(chunksOf(command) / chunksPerJob(command));
  const examplesOf = (command: Command, chunk: number) =>
    Math.min(examplesPerChunk, command.count - chunk * examplesPerChunk);
  const slot = (of: Slots, work: Work) =>
    of.origin + of.slotBytes * (of.perChunk && !isInference(work) ? work.chunk : worker);

  /** Runs `each` over a job's chunks. */
  const overChunks = (each: (work: Work, command: Command) => void): Phase => ({
    jobs: jobsOf,
    run(job, command) {
      const perJob = chunksPerJob(command);
      const end = Math.min((job + 1) * perJob, chunksOf(command));
      for (let chunk = job * perJob; chunk < end; chunk++) {
        const images = imagesPerExample * examplesOf(command, chunk);
        const mode = command.kind === 'inspect' ? 'inspect' : 'train';
        each({ worker, chunk, job, isFirst: chunk === job * perJob, images, mode }, command);
      }
    },
  });

  // ── images ───────────────────────────────────────────────────────────────────────────────────────────────────────
  const imagesPerChunk = examplesPerChunk * imagesPerExample;
  const chunkIndices = layout.chunkIndices + 4 * imagesPerChunk * worker;
  const gather = (work: Work, command: Command) => {
    const { image } = layout;
    const { height, width, channels } = image.shape;
    kernels.gatherImages(
      command.imagesAt,
      chunkIndices,
      work.images,
      height,
      width * channels,
      slot(image, work),
      image.rowBytes,
      image.imageBytes,
    );
  };
  const loadChunk = (work: Work, command: Command) => {
    const examples = work.images / imagesPerExample;
    for (let part = 0; part < imagesPerExample; part++) {
      for (let i = 0; i < examples; i++) {
        words[(chunkIndices >>> 2) + part * examples + i] = command.indices[
          part * command.count + work.chunk * examplesPerChunk + i
        ] as number;
      }
    }
    gather(work, command);
  };

  // ── layers ───────────────────────────────────────────────────────────────────────────────────────────────────────
  const convStage = (node: ConvNode, input: Tensor, inputGradient: Tensor | null): Stage => ({
    forward(work) {
      kernels.product(
        work.images * node.pixels,
        slot(input, work),
        node.rowOffsets,
        node.runs,
        node.runOffsets,
        node.runLength,
        node.panels,
        panelsOf(node.outputs),
        node.paddedBias,
        slot(node.out, work),
        node.outOffsets,
        node.activation,
      );
    },
    backward(work) {
      const { out, gradient } = node;
      const d = slot(gradient, work);
      const { height, width } = out.shape;
      if (node.activation !== activationCodes.linear) {
        kernels.activationBackward(
          node.activation,
          work.images,
          height,
          width * out.stride,
          slot(out, work),
          out.rowBytes,
          out.imageBytes,
          d,
          gradient.rowBytes,
          gradient.imageBytes,
        );
      }
      const partial = node.partialKernel + node.partialKernelBytes * work.job;
      // image by image, so that its rows stay in the first-level cache
      for (let image = 0; image < work.images; image++) {
        const rows = 4 * node.pixels * image;
        kernels.weightProduct(
          0,
          node.depth,
          slot(input, work),
          node.kOffsets,
          node.pixels,
          node.rowOffsets + rows,
          d,
          node.gradientOffsets + rows,
          out.stride,
          partial,
          !(work.isFirst && image === 0),
        );
      }
      const partialBias = node.partialBias + node.partialBiasBytes * work.job;
      kernels.columnSums(work.images * node.pixels, d, node.gradientOffsets, out.stride, partialBias, !work.isFirst);
      if (inputGradient === null) return;
      for (const phase of node.phases) {
        kernels.product(
          work.images * phase.pixels,
          d,
          phase.rowOffsets,
          phase.taps,
          phase.tapOffsets,
          node.outputs,
          phase.panels,
          panelsOf(node.inputs),
          layout.zeros,
          slot(inputGradient, work),
          phase.outOffsets,
          activationCodes.linear,
        );
      }
    },
  });

  const pooledConvStage = (node: PooledConvNode, input: Tensor, inputGradient: Tensor | null): Stage => {
    const { out, gradient, windows, lists } = node;
    const keys = node.keys + 8 * imagesPerChunk * worker;
    return {
      forward(work, command) {
        const { threshold, scale } =
          node.dropout === null ? { threshold: 0, scale: 1 } : drop(node.dropout, keys, work, command);
        const scratch = slot(node.scratch, work);
        const from = slot(input, work);
        const panels = out.stride / build.tileColumns;
        const winners = isInference(work) ? 0 : slot(node.winners, work);
        if (node.form === 'image') {
          kernels.pooledImage(
            work.images,
            windows,
            from,
            input.imageBytes,
            input.rowBytes,
            node.rowOffsets,
            node.panels,
            node.paddedBias,
            slot(out, work),
            out.imageBytes,
            node.outOffsets,
            winners,
            out.stride,
            node.outputs,
            keys,
            threshold,
            scale,
          );
          return;
        }
        if (node.form === 'winograd') {
          const isKnown = node.blank !== null && work.mode === 'embed';
          kernels.pooledWinograd(
            node.layer.kernelSize[0] + 1,
            work.images,
            windows,
            from,
            input.imageBytes,
            input.rowBytes,
            4 * input.stride,
            node.rowOffsets,
            node.inputs,
            node.winograd,
            panels,
            layout.zeros,
            node.paddedBias,
            slot(out, work),
            out.imageBytes,
            node.outOffsets,
            winners,
            out.stride,
            node.outputs,
            keys,
            threshold,
            scale,
            scratch,
            isKnown ? node.blank.input + input.borderBytes : 0,
            isKnown ? node.blank.out + out.borderBytes : 0,
          );
          return;
        }
        kernels.pooledProduct(
          work.images,
          windows,
          from,
          input.imageBytes,
          node.rowOffsets,
          node.runs,
          node.runOffsets,
          node.runLength,
          node.panels,
          panels,
          node.paddedBias,
          slot(out, work),
          out.imageBytes,
          node.outOffsets,
          winners,
          out.stride,
          node.outputs,
          keys,
          threshold,
          scale,
          scratch,
          slot(node.order, work),
          input.rowBytes,
          node.patchRows,
          node.patchFloats,
        );
      },
      backward(work) {
        const winners = slot(node.winners, work);
        const d = slot(gradient, work);
        const scale = node.dropout !== null && work.mode === 'train' ? 1 / (1 - node.dropout.rate) : 1;
        const { height, width } = out.shape;
        kernels.winnersGradient(
          work.images,
          height,
          width,
          out.stride,
          winners,
          d,
          gradient.rowBytes,
          gradient.imageBytes,
          scale,
          node.partialBias + node.partialBiasBytes * work.job,
          !work.isFirst,
        );
        const partial = node.partialKernel + node.partialKernelBytes * work.job;
        for (let image = 0; image < work.images; image++) {
          const a = slot(input, work) + image * input.imageBytes;
          const dImage = d + image * gradient.imageBytes;
          const winnersImage = winners + image * windows * out.stride;
          const add = !(work.isFirst && image === 0);
          if (lists === null && node.form === 'image') {
            kernels.pooledImageWeights(
              a,
              input.rowBytes,
              windows,
              node.rowOffsets,
              dImage,
              node.gradientOffsets,
              winnersImage,
              out.stride,
              partial,
              add,
            );
            continue;
          }
          if (lists === null || inputGradient === null) {
            kernels.pooledWeightProduct(
              node.depth,
              a,
              node.kOffsets,
              windows,
              node.rowOffsets,
              dImage,
              node.gradientOffsets,
              winnersImage,
              out.stride,
              partial,
              add,
              slot(node.order, work),
              input.rowBytes,
              node.patchRows,
              node.patchFloats,
            );
            continue;
          }
          const byPixel = slot(lists.byPixel, work);
          const ends = slot(lists.ends, work);
          const byChannel = slot(lists.byChannel, work);
          const counts = slot(lists.counts, work);
          const { inputGradient: bordered } = lists;
          kernels.listWinners(
            windows,
            out.stride,
            winnersImage,
            dImage,
            node.gradientOffsets,
            node.rowOffsets,
            byPixel,
            ends,
            byChannel,
            counts,
          );
          kernels.winnersWeightGradient(
            windows,
            node.outputs,
            out.stride,
            byChannel,
            counts,
            a,
            lists.passes,
            lists.segmentOffsets,
            partial,
            add,
          );
          const borderedAt = bordered.origin + bordered.slotBytes * worker;
          const border = borderedAt - bordered.borderBytes;
          floats.fill(0, border >>> 2, (border + bordered.imageBytes) >>> 2);
          kernels.winnersInputGradient(
            4 * windows,
            out.stride,
            byPixel,
            ends,
            node.rowOffsets,
            lists.passes,
            lists.gradientOffsets,
            lists.segments,
            borderedAt,
          );
          kernels.copyInterior(
            input.shape.height,
            4 * input.stride * input.shape.width,
            borderedAt,
            bordered.rowBytes,
            slot(inputGradient, work) + image * inputGradient.imageBytes,
            inputGradient.rowBytes,
          );
        }
      },
    };
  };

  /** Its weights' gradient waits for the whole batch: `denseGradient`. */
  const denseStage = (node: DenseNode, input: Tensor, inputGradient: Tensor): Stage => ({
    forward(work) {
      kernels.product(
        work.images,
        slot(input, work),
        node.rowOffsets,
        node.runs,
        node.runOffsets,
        node.runLength,
        node.panels,
        panelsOf(node.outputs),
        node.paddedBias,
        slot(node.out, work),
        node.outOffsets,
        activationCodes.linear,
      );
    },
    backward(work) {
      for (const { offset, rows, panels } of node.backward) {
        kernels.product(
          work.images,
          slot(node.gradient, work),
          node.gradientOffsets,
          1,
          node.zeroOffset,
          node.outputs,
          panels,
          panelsOf(rows),
          layout.zeros,
          slot(inputGradient, work) + offset,
          node.inputGradientOffsets,
          activationCodes.linear,
        );
      }
    },
  });

  const poolStage = (node: PoolNode, input: Tensor, inputGradient: Tensor): Stage => {
    const isMax = node.type === 'max';
    const { height, width } = node.out.shape;
    const [sizeY, sizeX] = node.size;
    return {
      forward(work) {
        kernels.poolForward(
          isMax,
          work.images,
          height,
          width,
          input.stride,
          sizeY,
          sizeX,
          slot(input, work),
          input.rowBytes,
          input.imageBytes,
          slot(node.out, work),
          node.out.rowBytes,
          node.out.imageBytes,
        );
      },
      backward(work) {
        kernels.poolBackward(
          isMax,
          work.images,
          height,
          width,
          input.stride,
          sizeY,
          sizeX,
          slot(input, work),
          input.rowBytes,
          input.imageBytes,
          slot(node.out, work),
          node.out.rowBytes,
          node.out.imageBytes,
          slot(node.gradient, work),
          node.gradient.rowBytes,
          node.gradient.imageBytes,
          slot(inputGradient, work),
          inputGradient.rowBytes,
          inputGradient.imageBytes,
        );
      },
    };
  };

  /** Writes the keys of a chunk's images; without effect, threshold 0, outside of training. */
  const drop = ({ rate, index }: DropoutLayer, keys: number, work: Work, command: Command) => {
    if (work.mode !== 'train') return { threshold: 0, scale: 1 };
    const examples = work.images / imagesPerExample;
    for (let image = 0; image < work.images; image++) {
      const part = Math.floor(image / examples);
      const row = part * command.count + work.chunk * examplesPerChunk + (image % examples);
      const key = streamKey(options.seed, purpose.dropout, command.step, index, row);
      words[(keys >>> 2) + 2 * image] = key.a;
      words[(keys >>> 2) + 2 * image + 1] = key.b;
    }
    return { threshold: dropoutThreshold(rate), scale: 1 / (1 - rate) };
  };

  const dropoutStage = (node: DropoutNode, input: Tensor, inputGradient: Tensor): Stage => {
    const { height, width, channels } = node.out.shape;
    const keys = node.keys + 8 * imagesPerChunk * worker;
    const apply = (work: Work, command: Command, from: Tensor, to: Tensor) => {
      const { threshold, scale } = drop(node.layer, keys, work, command);
      kernels.dropout(
        work.images,
        height,
        width,
        channels,
        from.stride,
        keys,
        threshold,
        scale,
        slot(from, work),
        from.rowBytes,
        from.imageBytes,
        slot(to, work),
        to.rowBytes,
        to.imageBytes,
      );
    };
    return {
      forward: (work, command) => apply(work, command, input, node.out),
      backward: (work, command) => apply(work, command, node.gradient, inputGradient),
    };
  };

  const batchNormStage = (node: BatchNormNode, input: Tensor, inputGradient: Tensor): Stage => {
    const { height, width } = node.out.shape;
    return {
      forward(work) {
        const isTraining = !isInference(work);
        kernels.batchNormForward(
          work.images,
          height,
          width,
          input.stride,
          slot(input, work),
          input.rowBytes,
          input.imageBytes,
          isTraining ? node.mean : node.movingMean,
          isTraining ? node.scale : node.movingScale,
          node.shift,
          slot(node.out, work),
          node.out.rowBytes,
          node.out.imageBytes,
        );
      },
      backward(work) {
        kernels.batchNormBackward(
          work.images,
          height,
          width,
          input.stride,
          slot(input, work),
          input.rowBytes,
          input.imageBytes,
          slot(node.gradient, work),
          node.gradient.rowBytes,
          node.gradient.imageBytes,
          node.mean,
          node.scale,
          node.meanGradient,
          node.slope,
          slot(inputGradient, work),
          inputGradient.rowBytes,
          inputGradient.imageBytes,
        );
      },
    };
  };

  const normalizeStage = (node: NormalizeNode, input: Tensor, inputGradient: Tensor): Stage => {
    const length = node.out.shape.channels;
    const inverse = (work: Work) => node.inverse + 4 * imagesPerChunk * (isInference(work) ? worker : work.chunk);
    return {
      forward(work) {
        kernels.normalizeForward(
          work.images,
          length,
          slot(input, work),
          input.imageBytes,
          slot(node.out, work),
          node.out.imageBytes,
          inverse(work),
        );
      },
      backward(work) {
        kernels.normalizeBackward(
          work.images,
          length,
          slot(node.out, work),
          node.out.imageBytes,
          slot(node.gradient, work),
          node.gradient.imageBytes,
          inverse(work),
          slot(inputGradient, work),
          inputGradient.imageBytes,
        );
      },
    };
  };

  const stageOf = (node: Node, index: number): Stage => {
    const before = nodes[index - 1];
    const input = before?.out ?? layout.image;
    if (node.kind === 'conv') return convStage(node, input, before?.gradient ?? null);
    if (node.kind === 'pooledConv') return pooledConvStage(node, input, before?.gradient ?? null);
    if (before === undefined) throw new Error('a tower begins with a convolution');
    switch (node.kind) {
      case 'dense':
        return denseStage(node, input, before.gradient);
      case 'pool':
        return poolStage(node, input, before.gradient);
      case 'dropout':
        return dropoutStage(node, input, before.gradient);
      case 'batchNorm':
        return batchNormStage(node, input, before.gradient);
      case 'normalize':
        return normalizeStage(node, input, before.gradient);
    }
  };
  const stages = nodes.map(stageOf);

  // ── loss ─────────────────────────────────────────────────────────────────────────────────────────────────────────
  const objective = objectiveKernel(options.objective);
  const embedding = nodes.at(-1);
  if (embedding === undefined) throw new Error('a tower ends in its embedding');
  const weight = (parameter: Parameter | undefined) =>
    parameter === undefined ? 0 : (floats[address(parameter) >>> 2] as number);
  const lossOf = (work: Work, command: Command) => {
    const { out, gradient } = embedding;
    const gradients = slot(gradient, work) >>> 2;
    floats.fill(0, gradients, gradients + (gradient.imageBytes >>> 2) * work.images);
    if (work.isFirst) jobSums.fill(0, jobSum.words * work.job, jobSum.words * (work.job + 1));
    const chunk: Chunk = {
      examples: work.images / imagesPerExample,
      first: work.chunk * examplesPerChunk,
      batch: command.count,
      isSame: command.isSame,
      embeddings: slot(out, work) >>> 2,
      gradients,
      stride: out.stride,
    };
    objective(
      floats,
      chunk,
      plan.embeddingDim,
      weight(plan.head?.kernel),
      weight(plan.head?.bias),
      jobSums,
      jobSum.words * work.job,
      distances,
    );
  };
  const sumOverJobs = (command: Command, word: number) => {
    let sum = 0;
    for (let job = 0; job < jobsOf(command); job++) sum += jobSums[jobSum.words * job + word] as number;
    return sum;
  };

  // ── batch normalisation's meetings ───────────────────────────────────────────────────────────────────────────────
  const pixelsOfBatch = (node: BatchNormNode, command: Command) =>
    command.count * imagesPerExample * node.out.shape.height * node.out.shape.width;
  /** Σ over jobs of partialSums[job][which][channel]. */
  const statistic = (node: BatchNormNode, command: Command, which: 0 | 1, channel: number) => {
    let sum = 0;
    for (let job = 0; job < jobsOf(command); job++) {
      sum += doubles[
        ((node.partialSums + node.partialBytes * job) >>> 3) + which * node.out.stride + channel
      ] as number;
    }
    return sum;
  };
  const clearStatistics = (node: BatchNormNode, work: Work) => {
    if (!work.isFirst) return;
    const first = (node.partialSums + node.partialBytes * work.job) >>> 3;
    doubles.fill(0, first, first + 2 * node.out.stride);
  };
  const batchNormStatistics = (node: BatchNormNode, input: Tensor, work: Work) => {
    clearStatistics(node, work);
    const sums = node.partialSums + node.partialBytes * work.job;
    const { height, width } = node.out.shape;
    kernels.batchNormSums(
      work.images,
      height,
      width,
      input.stride,
      slot(input, work),
      input.rowBytes,
      input.imageBytes,
      sums,
      sums + 8 * input.stride,
    );
  };
  const batchNormGradientSums = (node: BatchNormNode, input: Tensor, work: Work) => {
    clearStatistics(node, work);
    const sums = node.partialSums + node.partialBytes * work.job;
    const { height, width } = node.out.shape;
    kernels.batchNormBackwardSums(
      work.images,
      height,
      width,
      input.stride,
      slot(input, work),
      input.rowBytes,
      input.imageBytes,
      slot(node.gradient, work),
      node.gradient.rowBytes,
      node.gradient.imageBytes,
      node.mean,
      node.inverse,
      sums,
      sums + 8 * input.stride,
    );
  };
  const meeting = (run: (command: Command) => void): Phase => ({ jobs: () => 1, run: (_, command) => run(command) });
  const batchNormMeeting = (node: BatchNormNode) =>
    meeting((command) => {
      const count = pixelsOfBatch(node, command);
      const { gamma, beta, movingMean, movingVariance } = node.layer;
      const move = (parameter: Parameter, channel: number, value: number) => {
        const index = (address(parameter) >>> 2) + channel;
        floats[index] = batchNormMomentum * (floats[index] as number) + (1 - batchNormMomentum) * value;
      };
      for (let channel = 0; channel < node.out.shape.channels; channel++) {
        const mean = statistic(node, command, 0, channel) / count;
        const variance = Math.max(0, statistic(node, command, 1, channel) / count - mean * mean);
        const inverse = 1 / Math.sqrt(variance + batchNormEpsilon);
        floats[(node.mean >>> 2) + channel] = mean;
        floats[(node.inverse >>> 2) + channel] = inverse;
        floats[(node.scale >>> 2) + channel] = inverse * (floats[(address(gamma) >>> 2) + channel] as number);
        floats[(node.shift >>> 2) + channel] = floats[(address(beta) >>> 2) + channel] as number;
        if (command.kind === 'inspect') continue;
        move(movingMean, channel, mean);
        move(movingVariance, channel, variance);
      }
    });
  const batchNormGradientMeeting = (node: BatchNormNode) =>
    meeting((command) => {
      const count = pixelsOfBatch(node, command);
      for (let channel = 0; channel < node.out.shape.channels; channel++) {
        const sum = statistic(node, command, 0, channel);
        const product = statistic(node, command, 1, channel);
        floats[(gradientAddress(node.layer.beta) >>> 2) + channel] = sum;
        floats[(gradientAddress(node.layer.gamma) >>> 2) + channel] = product;
        floats[(node.meanGradient >>> 2) + channel] = sum / count;
        floats[(node.slope >>> 2) + channel] = ((floats[(node.inverse >>> 2) + channel] as number) * product) / count;
      }
    });

  // ── forward, loss and backward: one phase, cut at each batch normalisation ───────────────────────────────────────
  const throughTower: Phase[] = [];
  let steps: ((work: Work, command: Command) => void)[] = [loadChunk];
  const cut = (after: Phase) => {
    const run = steps;
    throughTower.push(
      overChunks((work, command) => {
        for (const step of run) step(work, command);
      }),
      after,
    );
    steps = [];
  };
  nodes.forEach((node, index) => {
    if (node.kind === 'batchNorm') {
      const input = (nodes[index - 1] as (typeof nodes)[number]).out;
      steps.push((work) => batchNormStatistics(node, input, work));
      cut(batchNormMeeting(node));
    }
    steps.push((stages[index] as Stage).forward);
  });
  steps.push(lossOf);
  for (let index = nodes.length - 1; index >= 0; index--) {
    const node = nodes[index] as (typeof nodes)[number];
    if (node.kind === 'batchNorm') {
      const input = (nodes[index - 1] as (typeof nodes)[number]).out;
      steps.push((work) => batchNormGradientSums(node, input, work));
      cut(batchNormGradientMeeting(node));
    }
    steps.push((stages[index] as Stage).backward);
  }
  const lastSteps = steps;
  throughTower.push(
    overChunks((work, command) => {
      for (const step of lastSteps) step(work, command);
    }),
  );

  // ── gradients and the optimizer, a range of a parameter a job ────────────────────────────────────────────────────
  interface Range {
    /** floats of the flat vector */
    readonly first: number;
    readonly count: number;
    /** puts this range's gradient into the flat vector; nothing to do where it lies there already */
    readonly collect: (command: Command) => void;
  }
  const ranges: Range[] = [];
  const addRange = (parameter: Parameter, first: number, count: number, collect: Range['collect']) => {
    ranges.push({ first: parameter.offset + first, count, collect });
  };
  const imagesOfBatch = (command: Command) => command.count * imagesPerExample;
  nodes.forEach((node, index) => {
    if (node.kind === 'batchNorm') {
      addRange(node.layer.gamma, 0, node.layer.gamma.size, () => {});
      addRange(node.layer.beta, 0, node.layer.beta.size, () => {});
    }
    if (node.kind !== 'conv' && node.kind !== 'dense' && node.kind !== 'pooledConv') return;
    const { stride } = node.out;
    const lists = node.kind === 'pooledConv' ? node.lists : null;
    const input = (nodes[index - 1]?.out ?? layout.image).origin;
    const rowsAJob = node.kind === 'dense' ? DENSE_ROWS : Math.max(1, Math.floor(PARAMETER_FLOATS / node.outputs));
    if (lists !== null) {
      lists.rows.forEach((row, segment) => {
        addRange(node.kernel, row * node.outputs, 16 * node.outputs, (command) => {
          const gradient = gradientAddress(node.kernel) + 4 * row * node.outputs;
          kernels.sumGroupsOfSegment(
            jobsOf(command),
            node.partialKernel,
            node.partialKernelBytes,
            segment,
            node.outputs,
            stride,
            gradient,
          );
        });
      });
    }
    for (let row = 0; row < node.depth && lists === null; row += rowsAJob) {
      const rows = Math.min(rowsAJob, node.depth - row);
      const partial = node.partialKernel + 4 * row * stride;
      const gradient = gradientAddress(node.kernel) + 4 * row * node.outputs;
      addRange(node.kernel, row * node.outputs, rows * node.outputs, (command) => {
        if (node.kind === 'dense') {
          kernels.weightProduct(
            row,
            row + rows,
            input,
            node.kOffsets,
            imagesOfBatch(command),
            node.batchRowOffsets,
            node.gradient.origin,
            node.batchGradientOffsets,
            stride,
            node.partialKernel,
            false,
          );
        }
        const groups = node.kind === 'dense' ? 1 : jobsOf(command);
        kernels.sumGroups(groups, partial, node.partialKernelBytes, rows, node.outputs, stride, gradient);
      });
    }
    addRange(node.bias, 0, node.bias.size, (command) => {
      if (node.kind === 'dense') {
        kernels.columnSums(
          imagesOfBatch(command),
          node.gradient.origin,
          node.batchGradientOffsets,
          stride,
          node.partialBias,
          false,
        );
      }
      const groups = node.kind === 'dense' ? 1 : jobsOf(command);
      kernels.sumGroups(
        groups,
        node.partialBias,
        node.partialBiasBytes,
        1,
        node.outputs,
        stride,
        gradientAddress(node.bias),
      );
    });
  });
  const { head } = plan;
  if (head !== null) {
    addRange(head.kernel, 0, 1, (command) => {
      floats[gradientAddress(head.kernel) >>> 2] = sumOverJobs(command, jobSum.headKernel);
    });
    addRange(head.bias, 0, 1, (command) => {
      floats[gradientAddress(head.bias) >>> 2] = sumOverJobs(command, jobSum.headBias);
    });
  }

  const { optimizer } = options;
  const [slot0 = 0, slot1 = 0] = layout.slots;
  const step = ({ first, count }: Range, command: Command) => {
    const w = layout.weights + 4 * first;
    const g = layout.gradients + 4 * first;
    const rate = command.learningRate;
    switch (optimizer.name) {
      case 'sgd':
        kernels.sgd(count, w, g, slot0 + 4 * first, rate, optimizer.momentum, optimizer.nesterov);
        break;
      case 'rmsprop':
        kernels.rmsprop(count, w, g, slot0 + 4 * first, rate, optimizer.rho, 1 - optimizer.rho, optimizer.epsilon);
        break;
      case 'adam':
      case 'adamw': {
        const { beta1, beta2, epsilon } = optimizer;
        const t = command.step + 1;
        const corrected = (rate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t);
        const decay = optimizer.name === 'adamw' ? rate * optimizer.weightDecay : 0;
        kernels.adam(
          count,
          w,
          g,
          slot0 + 4 * first,
          slot1 + 4 * first,
          corrected,
          beta1,
          1 - beta1,
          beta2,
          1 - beta2,
          epsilon,
          decay,
        );
        break;
      }
      default:
        optimizer satisfies never;
    }
  };
  const overRanges = (each: (range: Range, index: number, command: Command) => void): Phase => ({
    jobs: () => ranges.length,
    run: (job, command) => each(ranges[job] as Range, job, command),
  });
  const clip = optimizer.globalClipNorm;
  /** g·clip / max(‖g‖, clip), as tf.clip_by_global_norm; the norm is of all gradients together. */
  const clipFactor = (limit: number) => {
    let sum = 0;
    for (let range = 0; range < ranges.length; range++) sum += doubles[(layout.norms >>> 3) + range] as number;
    return limit / Math.max(Math.sqrt(sum), limit);
  };
  const measure = (range: Range, index: number) => {
    doubles[(layout.norms >>> 3) + index] = kernels.squaredNorm(range.count, layout.gradients + 4 * range.first);
  };
  const clipAndStep = (limit: number): Phase =>
    overRanges((range, _, command) => {
      kernels.scaleBy(range.count, layout.gradients + 4 * range.first, clipFactor(limit));
      step(range, command);
    });
  const collect = overRanges((range, _, command) => range.collect(command));
  const collectAndStep =
    clip === null
      ? [
          overRanges((range, _, command) => {
            range.collect(command);
            step(range, command);
          }),
        ]
      : [
          overRanges((range, index, command) => {
            range.collect(command);
            measure(range, index);
          }),
          clipAndStep(clip),
        ];
  const applyGiven =
    clip === null
      ? [overRanges((range, _, command) => step(range, command))]
      : [overRanges(measure), clipAndStep(clip)];

  // ── weights into panels ──────────────────────────────────────────────────────────────────────────────────────────
  const packing: (() => void)[] = [];
  for (const node of nodes) {
    if (node.kind === 'batchNorm') {
      packing.push(() => {
        const { gamma, beta, movingMean, movingVariance } = node.layer;
        for (let channel = 0; channel < node.out.shape.channels; channel++) {
          const of = (parameter: Parameter) => floats[(address(parameter) >>> 2) + channel] as number;
          floats[(node.movingMean >>> 2) + channel] = of(movingMean);
          floats[(node.movingScale >>> 2) + channel] = of(gamma) / Math.sqrt(of(movingVariance) + batchNormEpsilon);
          floats[(node.shift >>> 2) + channel] = of(beta);
        }
      });
    }
    if (node.kind !== 'conv' && node.kind !== 'dense' && node.kind !== 'pooledConv') continue;
    packing.push(() => {
      if (node.kind === 'pooledConv' && node.form === 'winograd') {
        kernels.packWinograd(
          node.layer.kernelSize[0] + 1,
          address(node.kernel),
          node.inputs,
          node.outputs,
          node.winograd,
        );
      } else {
        kernels.packForward(address(node.kernel), node.depth, node.outputs, node.panels);
      }
      floats.copyWithin(node.paddedBias >>> 2, address(node.bias) >>> 2, (address(node.bias) >>> 2) + node.outputs);
    });
    if (node.kind === 'conv') {
      for (const phase of node.phases) {
        packing.push(() =>
          kernels.packBackward(
            address(node.kernel),
            phase.tapList,
            phase.taps,
            node.inputs,
            node.outputs,
            phase.panels,
          ),
        );
      }
    } else if (node.kind === 'pooledConv') {
      const { lists } = node;
      if (lists === null) continue;
      packing.push(() =>
        kernels.packSegments(
          address(node.kernel),
          node.outputs,
          node.out.stride,
          lists.rows.length,
          lists.segmentRows,
          lists.segments,
        ),
      );
    } else {
      packing.push(() => {
        for (const { firstRow, rows, panels } of node.backward) {
          const from = address(node.kernel) + 4 * firstRow * node.outputs;
          kernels.packBackward(from, node.zeroOffset, 1, rows, node.outputs, panels);
        }
      });
    }
  }
  const pack: Phase = { jobs: () => packing.length, run: (job) => (packing[job] as () => void)() };

  // ── embedding ────────────────────────────────────────────────────────────────────────────────────────────────────
  const lastBlank = nodes.findLastIndex((node) => node.kind === 'pooledConv' && node.blank !== null);
  /**
   * What an image gives that has nothing on it, where a drawing on such a ground can use it. The ground is taken to be
   * what the first image's first pixel is.
   */
  const blank: Phase = {
    jobs: () => 1,
    run(_, command) {
      const work: Work = { worker, chunk: 0, job: 0, isFirst: true, images: 1, mode: 'blank' };
      const { image } = layout;
      const { height, width, channels } = image.shape;
      words[chunkIndices >>> 2] = 0;
      gather(work, command);
      const first = slot(image, work) >>> 2;
      const ground = floats.slice(first, first + channels);
      for (let y = 0; y < height; y++) {
        const row = first + ((y * image.rowBytes) >>> 2);
        for (let x = 0; x < width; x++) floats.set(ground, row + x * channels);
      }
      for (const [index, node] of nodes.slice(0, lastBlank + 1).entries()) {
        stages[index]?.forward(work, command);
        if (node.kind !== 'pooledConv' || node.blank === null) continue;
        copyImage(nodes[index - 1]?.out ?? image, work, node.blank.input);
        copyImage(node.out, work, node.blank.out);
      }
    },
  };
  /** The first image of a worker's tensor, with its border. */
  const copyImage = (from: Tensor, work: Work, to: number) => {
    const start = (slot(from, work) - from.borderBytes) >>> 2;
    floats.copyWithin(to >>> 2, start, start + (from.imageBytes >>> 2));
  };

  const embed: Phase = {
    jobs: (command) => Math.ceil(command.count / imagesPerChunk),
    run(job, command) {
      const first = job * imagesPerChunk;
      const images = Math.min(imagesPerChunk, command.count - first);
      const work: Work = { worker, chunk: job, job, isFirst: true, images, mode: 'embed' };
      words.set(command.indices.subarray(first, first + images), chunkIndices >>> 2);
      gather(work, command);
      for (const stage of stages) stage.forward(work, command);
      const { out } = embedding;
      const from = slot(out, work);
      const to = layout.embedOut + first * 4 * out.stride;
      for (let image = 0; image < images; image++) {
        const at = (from + image * out.imageBytes) >>> 2;
        floats.copyWithin((to >>> 2) + image * out.stride, at, at + plan.embeddingDim);
      }
    },
  };

  return {
    phases: {
      train: [...throughTower, ...collectAndStep, pack],
      inspect: [...throughTower, collect],
      apply: [...applyGiven, pack],
      embed: lastBlank < 0 ? [embed] : [blank, embed],
      pack: [pack],
    },
    sums: (command) => ({ lossSum: sumOverJobs(command, jobSum.loss), correct: sumOverJobs(command, jobSum.correct) }),
  };
}
