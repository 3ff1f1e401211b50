/** A dense layer on all pixels of its input, with the flatten before it. Its gradient waits for the whole batch. */
import type { DenseLayer } from '../../../network/index.ts';
import { type Arguments, activationCodes } from '../kernels.ts';
import { CHANNEL_MULTIPLE, count, roundUp, type Tensor, tapOffsets } from '../memory.ts';
import type { Command, Work } from '../work.ts';
import {
  type Context,
  type InnerSite,
  innerSite,
  type Node,
  type NodeKind,
  type NodeProgram,
  type Range,
} from './node.ts';
import { biasSum, forwardProduct, kernelSum, layOutWeights, packBias, packWeights, type Weights } from './weighted.ts';

/** Rows of the kernel that one job takes on. */
const DENSE_ROWS = 64;

export const dense: NodeKind = ([layer, next]) => {
  const flattens = layer?.kind === 'reduce' && layer.type === 'flatten';
  const given = flattens ? next : layer;
  if (given?.kind !== 'dense') return null;
  return { layers: flattens ? 2 : 1, gathersBatch: true, layOut: (site) => layOut(given, innerSite(site)) };
};

interface DenseNode extends Weights {
  readonly site: InnerSite;
  /** the input's gradient, in one go or pixel by pixel: where it goes, its rows of the kernel, and those transposed */
  readonly backward: readonly {
    readonly offset: number;
    readonly firstRow: number;
    readonly rows: number;
    readonly panels: number;
  }[];
  readonly zeroOffset: number;
  /** [images] of a chunk */
  readonly rowOffsets: number;
  readonly outOffsets: number;
  readonly gradientOffsets: number;
  readonly inputGradientOffsets: number;
  /** all images of the batch, chunk after chunk */
  readonly batchRowOffsets: number;
  readonly batchGradientOffsets: number;
}

function layOut(layer: DenseLayer, site: InnerSite): Node {
  const { input, inputGradient, out, gradient, arena } = site;
  const { table, allocate, images, chunks } = arena;
  const { height, width, channels } = input.shape;
  const weights = layOutWeights(layer, input, { size: [height, width], groups: 1 }, arena);
  const perBatch = (of: Tensor) => count(chunks).flatMap((chunk) => count(images, of.imageBytes, chunk * of.slotBytes));
  const isOneRun = inputGradient.stride === channels && inputGradient.rowBytes === 4 * channels * width; // no border
  const node: DenseNode = {
    ...weights,
    site,
    rowOffsets: table(count(images, input.imageBytes)),
    outOffsets: table(count(images, out.imageBytes)),
    gradientOffsets: table(count(images, gradient.imageBytes)),
    backward: (isOneRun ? [0] : tapOffsets(inputGradient, height, width)).map((offset, run, { length }) => {
      const rows = weights.depth / length;
      const panels = allocate(4 * layer.output.channels * roundUp(rows, CHANNEL_MULTIPLE));
      return { offset, firstRow: run * rows, rows, panels };
    }),
    zeroOffset: table([0]),
    batchRowOffsets: table(perBatch(input)),
    batchGradientOffsets: table(perBatch(gradient)),
    inputGradientOffsets: table(count(images, inputGradient.imageBytes)),
  };
  const columns = node.backward.reduce((most, { rows }) => Math.max(most, roundUp(rows, CHANNEL_MULTIPLE)), out.stride);
  return { out, gradient, columns, program: (context) => program(node, context) };
}

function program(node: DenseNode, context: Context): NodeProgram {
  const { kernels, addressOf } = context;
  return {
    forward: forwardProduct(node, { pixels: 1, activation: activationCodes.linear }, context),
    backward: backward(node, context),
    ranges: [...kernelRanges(node, context), biasRange(node, context)],
    packing: [
      () => {
        packWeights(node, context);
        packBias(node, context);
      },
      () => {
        for (const { firstRow, rows, panels } of node.backward) {
          kernels.packBackward({
            weights: addressOf(node.kernel) + 4 * firstRow * node.outputs,
            tapList: node.zeroOffset,
            taps: 1,
            inputs: rows,
            outputs: node.outputs,
            b: panels,
          });
        }
      },
    ],
  };
}

/** The input's gradient alone: the weights' is collected once all chunks are there. */
function backward(node: DenseNode, { kernels, slot, panelsOf, zeros }: Context) {
  const { gradient, inputGradient } = node.site;
  const products = node.backward.map(({ offset, rows, panels }) => ({
    offset,
    call: {
      rows: 0,
      a: 0,
      rowOffsets: node.gradientOffsets,
      taps: 1,
      tapOffsets: node.zeroOffset,
      depth: node.outputs,
      b: panels,
      panels: panelsOf(rows),
      bias: zeros,
      out: 0,
      outOffsets: node.inputGradientOffsets,
      activation: activationCodes.linear as number,
    },
  }));
  return (work: Work) => {
    for (const { offset, call } of products) {
      call.rows = work.images;
      call.a = slot(gradient, work);
      call.out = slot(inputGradient, work) + offset;
      kernels.product(call);
    }
  };
}

/** Some rows of the kernel a job: a product over all images of the batch, then without its padding. */
function kernelRanges(node: DenseNode, context: Context): Range[] {
  const { kernels } = context;
  const { kernel, depth, outputs, stride } = node;
  return count(Math.ceil(depth / DENSE_ROWS), DENSE_ROWS).map((row) => {
    const rows = Math.min(DENSE_ROWS, depth - row);
    const product: Arguments['weightProduct'] = {
      from: row,
      to: row + rows,
      a: node.site.input.origin,
      kOffsets: node.kOffsets,
      rows: 0,
      rowOffsets: node.batchRowOffsets,
      d: node.site.gradient.origin,
      dOffsets: node.batchGradientOffsets,
      columns: stride,
      out: node.partialKernel,
      add: false,
    };
    const unpad = kernelSum(node, row, rows, context);
    return {
      parameter: kernel,
      first: row * outputs,
      count: rows * outputs,
      collect(command) {
        product.rows = imagesOf(command, context);
        kernels.weightProduct(product);
        kernels.sumGroups(unpad);
      },
    };
  });
}

function biasRange(node: DenseNode, context: Context): Range {
  const { kernels } = context;
  const { bias, stride } = node;
  const sums: Arguments['columnSums'] = {
    rows: 0,
    d: node.site.gradient.origin,
    dOffsets: node.batchGradientOffsets,
    columns: stride,
    out: node.partialBias,
    add: false,
  };
  const unpad = biasSum(node, context);
  return {
    parameter: bias,
    first: 0,
    count: bias.size,
    collect(command) {
      sums.rows = imagesOf(command, context);
      kernels.columnSums(sums);
      kernels.sumGroups(unpad);
    },
  };
}

function imagesOf({ count }: Command, { division }: Context): number {
  return count * division.imagesPerExample;
}
