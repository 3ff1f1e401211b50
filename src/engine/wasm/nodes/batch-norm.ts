/**
 * Batch normalisation. Its statistics are of the whole batch: each chunk's sums go to its job's buffer, all workers
 * meet, and one of them adds the buffers in their order and concludes.
 */
import { type BatchNormLayer, batchNormEpsilon, batchNormMomentum, type Parameter } from '../../../network/index.ts';
import type { Arguments } from '../kernels.ts';
import { type Command, isInference, jobsOf, type Work } from '../work.ts';
import {
  type Context,
  type InnerSite,
  innerSite,
  type Meeting,
  type Node,
  type NodeKind,
  type NodeProgram,
} from './node.ts';

export const batchNorm: NodeKind = ([layer]) =>
  layer?.kind === 'batchNorm' ? { layers: 1, meets: true, layOut: (site) => layOut(layer, innerSite(site)) } : null;

interface BatchNormNode {
  readonly layer: BatchNormLayer;
  readonly site: InnerSite;
  /** [stride] each: of the batch, then of the moving statistics */
  readonly mean: number;
  readonly inverse: number;
  readonly scale: number;
  readonly shift: number;
  readonly meanGradient: number;
  readonly slope: number;
  readonly movingMean: number;
  readonly movingScale: number;
  /** [jobs][2][stride] float64 */
  readonly partialSums: number;
  readonly partialBytes: number;
}

function layOut(layer: BatchNormLayer, site: InnerSite): Node {
  const { out, gradient, arena } = site;
  const vector = () => arena.allocate(4 * out.stride);
  const node: BatchNormNode = {
    layer,
    site,
    mean: vector(),
    inverse: vector(),
    scale: vector(),
    shift: vector(),
    meanGradient: vector(),
    slope: vector(),
    movingMean: vector(),
    movingScale: vector(),
    partialSums: arena.allocate(16 * out.stride * arena.jobs),
    partialBytes: 16 * out.stride,
  };
  return { out, gradient, columns: out.stride, program: (context) => program(node, context) };
}

function program(node: BatchNormNode, context: Context): NodeProgram {
  const { gamma, beta } = node.layer;
  return {
    forward: forward(node, context),
    backward: backward(node, context),
    meetings: { forward: statistics(node, context), backward: gradientStatistics(node, context) },
    // the meeting has put their gradients where they belong
    ranges: [gamma, beta].map((parameter) => ({ parameter, first: 0, count: parameter.size, collect() {} })),
    packing: [() => pack(node, context)],
  };
}

function forward(node: BatchNormNode, { kernels, slot }: Context) {
  const { input, out } = node.site;
  const call: Arguments['batchNormForward'] = {
    ...ofInput(node.site),
    mean: 0,
    scale: 0,
    shift: node.shift,
    y: 0,
    yRow: out.rowBytes,
    yImage: out.imageBytes,
  };
  return (work: Work) => {
    const isTraining = !isInference(work);
    call.images = work.images;
    call.x = slot(input, work);
    call.mean = isTraining ? node.mean : node.movingMean;
    call.scale = isTraining ? node.scale : node.movingScale;
    call.y = slot(out, work);
    kernels.batchNormForward(call);
  };
}

function backward(node: BatchNormNode, { kernels, slot }: Context) {
  const { input, inputGradient, gradient } = node.site;
  const call: Arguments['batchNormBackward'] = {
    ...ofInput(node.site),
    ...ofGradient(node.site),
    mean: node.mean,
    scale: node.scale,
    meanDy: node.meanGradient,
    slope: node.slope,
    dx: 0,
    dxRow: inputGradient.rowBytes,
    dxImage: inputGradient.imageBytes,
  };
  return (work: Work) => {
    call.images = work.images;
    call.x = slot(input, work);
    call.dy = slot(gradient, work);
    call.dx = slot(inputGradient, work);
    kernels.batchNormBackward(call);
  };
}

/** Of a chunk's images, what a kernel reads of the input, and of the gradient by the output. */
function ofInput({ input, out }: InnerSite) {
  const { height, width } = out.shape;
  const { stride, rowBytes, imageBytes } = input;
  return { images: 0, rows: height, columns: width, stride, x: 0, xRow: rowBytes, xImage: imageBytes };
}

function ofGradient({ gradient }: InnerSite) {
  return { dy: 0, dyRow: gradient.rowBytes, dyImage: gradient.imageBytes };
}

/** Mean and variance of the batch, and a step of the moving ones. */
function statistics(node: BatchNormNode, context: Context): Meeting {
  const { kernels, slot, floats, addressOf } = context;
  const { input, out } = node.site;
  const { gamma, beta, movingMean, movingVariance } = node.layer;
  const call: Arguments['batchNormSums'] = {
    ...ofInput(node.site),
    sums: 0,
    squares: 0,
  };
  const move = (parameter: Parameter, channel: number, value: number) => {
    const index = (addressOf(parameter) >>> 2) + channel;
    floats[index] = batchNormMomentum * (floats[index] as number) + (1 - batchNormMomentum) * value;
  };
  return {
    sum(work) {
      call.images = work.images;
      call.x = slot(input, work);
      call.sums = partialSums(node, work, context);
      call.squares = call.sums + 8 * input.stride;
      kernels.batchNormSums(call);
    },
    conclude(command) {
      const count = pixelsOf(node, command, context);
      for (let channel = 0; channel < out.shape.channels; channel++) {
        const mean = sumOverJobs(node, command, channel, context) / count;
        const squares = sumOverJobs(node, command, out.stride + channel, context);
        const variance = Math.max(0, squares / count - mean * mean);
        const inverse = 1 / Math.sqrt(variance + batchNormEpsilon);
        floats[(node.mean >>> 2) + channel] = mean;
        floats[(node.inverse >>> 2) + channel] = inverse;
        floats[(node.scale >>> 2) + channel] = inverse * (floats[(addressOf(gamma) >>> 2) + channel] as number);
        floats[(node.shift >>> 2) + channel] = floats[(addressOf(beta) >>> 2) + channel] as number;
        if (command.kind === 'inspect') continue;
        move(movingMean, channel, mean);
        move(movingVariance, channel, variance);
      }
    },
  };
}

/** Gradients of gamma and beta, and what the input's needs of them. */
function gradientStatistics(node: BatchNormNode, context: Context): Meeting {
  const { kernels, slot, floats, gradientOf } = context;
  const { input, out, gradient } = node.site;
  const { gamma, beta } = node.layer;
  const call: Arguments['batchNormBackwardSums'] = {
    ...ofInput(node.site),
    ...ofGradient(node.site),
    mean: node.mean,
    inverse: node.inverse,
    sums: 0,
    products: 0,
  };
  return {
    sum(work) {
      call.images = work.images;
      call.x = slot(input, work);
      call.dy = slot(gradient, work);
      call.sums = partialSums(node, work, context);
      call.products = call.sums + 8 * input.stride;
      kernels.batchNormBackwardSums(call);
    },
    conclude(command) {
      const count = pixelsOf(node, command, context);
      for (let channel = 0; channel < out.shape.channels; channel++) {
        const sum = sumOverJobs(node, command, channel, context);
        const product = sumOverJobs(node, command, out.stride + channel, context);
        floats[(gradientOf(beta) >>> 2) + channel] = sum;
        floats[(gradientOf(gamma) >>> 2) + channel] = product;
        floats[(node.meanGradient >>> 2) + channel] = sum / count;
        floats[(node.slope >>> 2) + channel] = ((floats[(node.inverse >>> 2) + channel] as number) * product) / count;
      }
    },
  };
}

/** Address of a job's sums, which begin at 0 with its first chunk. */
function partialSums(node: BatchNormNode, { job, isFirst }: Work, { doubles }: Context): number {
  const address = node.partialSums + node.partialBytes * job;
  if (isFirst) doubles.fill(0, address >>> 3, (address + node.partialBytes) >>> 3);
  return address;
}

/** Σ over jobs of partialSums[job][place], in their order. */
function sumOverJobs(node: BatchNormNode, command: Command, place: number, { doubles, division }: Context): number {
  let sum = 0;
  for (let job = 0; job < jobsOf(division, command); job++) {
    sum += doubles[((node.partialSums + node.partialBytes * job) >>> 3) + place] as number;
  }
  return sum;
}

function pixelsOf({ site }: BatchNormNode, { count }: Command, { division }: Context): number {
  return count * division.imagesPerExample * site.out.shape.height * site.out.shape.width;
}

/** The moving statistics as inference takes them. */
function pack(node: BatchNormNode, { floats, addressOf }: Context): void {
  const { gamma, beta, movingMean, movingVariance } = node.layer;
  const of = (parameter: Parameter, channel: number) => floats[(addressOf(parameter) >>> 2) + channel] as number;
  for (let channel = 0; channel < node.site.out.shape.channels; channel++) {
    floats[(node.movingMean >>> 2) + channel] = of(movingMean, channel);
    const deviation = Math.sqrt(of(movingVariance, channel) + batchNormEpsilon);
    floats[(node.movingScale >>> 2) + channel] = of(gamma, channel) / deviation;
    floats[(node.shift >>> 2) + channel] = of(beta, channel);
  }
}
