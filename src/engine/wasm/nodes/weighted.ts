/** What nodes with a kernel and a bias share: convolutions and dense layers, both products of gathered patches. */
import type { ConvLayer, DenseLayer, Parameter } from '../../../network/index.ts';
import type { Arguments } from '../kernels.ts';
import { type Arena, CHANNEL_MULTIPLE, count, roundUp, type Tensor, tapOffsets } from '../memory.ts';
import { jobsOf, type Work } from '../work.ts';
import type { Context, Range, Site } from './node.ts';

/** Floats of a parameter that one job takes on. */
const PARAMETER_FLOATS = 4096;

/** A kernel [depth, outputs] on patches of its input, in memory. */
export interface Weights {
  readonly kernel: Parameter;
  readonly bias: Parameter;
  /** the kernel's rows: its taps times `inputs` */
  readonly depth: number;
  readonly inputs: number;
  readonly outputs: number;
  /** `outputs`, padded to whole tiles */
  readonly stride: number;
  /** the kernel in panels */
  readonly panels: number;
  /** the bias, padded to whole tiles */
  readonly paddedBias: number;
  /** a patch is `runs` stretches of `runLength` neighbouring floats: rows of pixels where those lie close, else pixels */
  readonly runs: number;
  readonly runLength: number;
  readonly runOffsets: number;
  /** [depth] */
  readonly kOffsets: number;
  /** [groups][depth][stride] and [groups][stride]: sums of the gradients */
  readonly partialKernel: number;
  readonly partialBias: number;
  readonly partialKernelBytes: number;
  readonly partialBiasBytes: number;
}

export interface WeightsForm {
  /** of a patch of the input */
  readonly size: readonly [height: number, width: number];
  /** buffers for sums over the batch */
  readonly groups: number;
  /** of one such buffer of the kernel, where it isn't [depth][stride] */
  readonly partialKernelBytes?: number;
}

export function layOutWeights(
  layer: ConvLayer | DenseLayer,
  input: Tensor,
  { size: [height, width], groups, ...form }: WeightsForm,
  { allocate, table }: Arena,
): Weights {
  const { channels } = input.shape;
  const outputs = layer.output.channels;
  const depth = height * width * channels;
  const stride = roundUp(outputs, CHANNEL_MULTIPLE);
  const taps = tapOffsets(input, height, width);
  const isDense = input.stride === channels; // then a row of taps is one run
  const { partialKernelBytes = 4 * depth * stride } = form;
  return {
    kernel: layer.kernel,
    bias: layer.bias,
    depth,
    inputs: channels,
    outputs,
    stride,
    runs: isDense ? height : height * width,
    runLength: isDense ? width * channels : channels,
    runOffsets: table(isDense ? taps.filter((_, tap) => tap % width === 0) : taps),
    kOffsets: table(taps.flatMap((tap) => count(channels, 4, tap))),
    panels: allocate(4 * depth * stride),
    paddedBias: allocate(4 * stride),
    partialKernel: allocate(partialKernelBytes * groups),
    partialKernelBytes,
    partialBias: allocate(4 * stride * groups),
    partialBiasBytes: 4 * stride,
  };
}

/** The kernel's gradient, a few rows a job: the jobs' buffers added in their order. */
export function kernelRanges(weights: Weights, context: Context): Range[] {
  const { kernel, depth, outputs } = weights;
  const rowsAJob = Math.max(1, Math.floor(PARAMETER_FLOATS / outputs));
  return count(Math.ceil(depth / rowsAJob), rowsAJob).map((row) => {
    const rows = Math.min(rowsAJob, depth - row);
    const call = kernelSum(weights, row, rows, context);
    return {
      parameter: kernel,
      first: row * outputs,
      count: rows * outputs,
      collect(command) {
        call.groups = jobsOf(context.division, command);
        context.kernels.sumGroups(call);
      },
    };
  });
}

export function biasRange(weights: Weights, context: Context): Range {
  const { bias } = weights;
  const call = biasSum(weights, context);
  return {
    parameter: bias,
    first: 0,
    count: bias.size,
    collect(command) {
      call.groups = jobsOf(context.division, command);
      context.kernels.sumGroups(call);
    },
  };
}

/** Some rows of a kernel's buffers, the first of them alone, without padding into the flat vector. */
export function kernelSum(weights: Weights, row: number, rows: number, context: Context): Arguments['sumGroups'] {
  const { kernel, outputs, stride, partialKernel, partialKernelBytes } = weights;
  return {
    groups: 1,
    partial: partialKernel + 4 * row * stride,
    groupBytes: partialKernelBytes,
    rows,
    columns: outputs,
    stride,
    gradient: context.gradientOf(kernel) + 4 * row * outputs,
  };
}

/** The same of a bias. */
export function biasSum(weights: Weights, context: Context): Arguments['sumGroups'] {
  const { bias, outputs, stride, partialBias, partialBiasBytes } = weights;
  return {
    groups: 1,
    partial: partialBias,
    groupBytes: partialBiasBytes,
    rows: 1,
    columns: outputs,
    stride,
    gradient: context.gradientOf(bias),
  };
}

interface ProductNode extends Weights {
  readonly site: Site;
  /** [images × pixels] */
  readonly rowOffsets: number;
  readonly outOffsets: number;
}

/** The product of a chunk's patches and the kernel, with bias and activation.  pixels: an image of the output */
export function forwardProduct(
  node: ProductNode,
  { pixels, activation }: { readonly pixels: number; readonly activation: number },
  { kernels, slot, panelsOf }: Context,
): (work: Work) => void {
  const { input, out } = node.site;
  const product: Arguments['product'] = {
    rows: 0,
    a: 0,
    rowOffsets: node.rowOffsets,
    taps: node.runs,
    tapOffsets: node.runOffsets,
    depth: node.runLength,
    b: node.panels,
    panels: panelsOf(node.outputs),
    bias: node.paddedBias,
    out: 0,
    outOffsets: node.outOffsets,
    activation,
  };
  return (work) => {
    product.rows = work.images * pixels;
    product.a = slot(input, work);
    product.out = slot(out, work);
    kernels.product(product);
  };
}

/** Lays the kernel into panels, and the bias after its padding. */
export function packWeights(weights: Weights, { kernels, addressOf }: Context): void {
  kernels.packForward({
    weights: addressOf(weights.kernel),
    depth: weights.depth,
    columns: weights.outputs,
    b: weights.panels,
  });
}

export function packBias({ bias, paddedBias, outputs }: Weights, { floats, addressOf }: Context): void {
  const from = addressOf(bias) >>> 2;
  floats.copyWithin(paddedBias >>> 2, from, from + outputs);
}
