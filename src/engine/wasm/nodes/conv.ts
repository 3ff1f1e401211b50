/** A convolution and its activation: products of gathered patches, see kernels/product.ts. */
import type { ConvLayer } from '../../../network/index.ts';
import { type Arguments, activationCodes } from '../kernels.ts';
import { type Arena, type Border, CHANNEL_MULTIPLE, count, pixelOffsets, roundUp, type Tensor } from '../memory.ts';
import type { Work } from '../work.ts';
import type { Context, Node, NodeKind, NodeProgram, Site } from './node.ts';
import {
  biasRange,
  forwardProduct,
  kernelRanges,
  layOutWeights,
  packBias,
  packWeights,
  type Weights,
} from './weighted.ts';

export const conv: NodeKind = ([layer, next]) => {
  if (layer?.kind !== 'conv') return null;
  const activation = next?.kind === 'activation' ? next.activation : 'linear';
  return {
    layers: activation === 'linear' ? 1 : 2,
    inputBorder: convInputBorder(layer),
    gradientBorder: gradientBorder(layer),
    layOut: (site) => layOut(layer, activationCodes[activation], site),
  };
};

/** The border that a convolution reads around its input. */
export function convInputBorder({
  kernelSize: [height, width],
  strides,
  padTop,
  padLeft,
  input,
  output,
}: ConvLayer): Border {
  return {
    top: padTop,
    left: padLeft,
    bottom: Math.max(0, (output.height - 1) * strides[0] + height - padTop - input.height),
    right: Math.max(0, (output.width - 1) * strides[1] + width - padLeft - input.width),
  };
}

/** dOut is read at (y + padTop - dy) / stride: the border that this may reach. */
function gradientBorder(layer: ConvLayer): Border {
  const side = (kernel: number, stride: number, pad: number, [size, outputs]: readonly [number, number]) => ({
    before: Math.ceil(kernel / stride) - 1,
    after: Math.max(0, Math.floor((size - 1 + pad) / stride) - (outputs - 1)),
  });
  const { kernelSize, strides, padTop, padLeft, input, output } = layer;
  const rows = side(kernelSize[0], strides[0], padTop, [input.height, output.height]);
  const columns = side(kernelSize[1], strides[1], padLeft, [input.width, output.width]);
  return { top: rows.before, bottom: rows.after, left: columns.before, right: columns.after };
}

interface ConvNode extends Weights {
  readonly site: Site;
  readonly activation: number;
  /** pixels an image of the output */
  readonly pixels: number;
  /** [images × pixels] */
  readonly rowOffsets: number;
  readonly outOffsets: number;
  readonly gradientOffsets: number;
  /** none where the input's gradient isn't needed */
  readonly phases: readonly BackwardPhase[];
}

/** One convolution of the input's gradient: the pixels of one residue of the stride, and the taps that reach them. */
interface BackwardPhase {
  /** pixels an image */
  readonly pixels: number;
  readonly rowOffsets: number;
  readonly outOffsets: number;
  readonly taps: number;
  readonly tapList: number;
  readonly tapOffsets: number;
  readonly panels: number;
}

function layOut(layer: ConvLayer, activation: number, site: Site): Node {
  const { input, inputGradient, out, gradient, arena } = site;
  const weights = layOutWeights(layer, input, { size: layer.kernelSize, groups: arena.jobs }, arena);
  const rows = count(layer.output.height, layer.strides[0], -layer.padTop);
  const columns = count(layer.output.width, layer.strides[1], -layer.padLeft);
  const allRows = count(layer.output.height);
  const allColumns = count(layer.output.width);
  const node: ConvNode = {
    ...weights,
    site,
    activation,
    pixels: layer.output.height * layer.output.width,
    rowOffsets: arena.table(pixelOffsets(input, rows, columns, arena.images)),
    outOffsets: arena.table(pixelOffsets(out, allRows, allColumns, arena.images)),
    gradientOffsets: arena.table(pixelOffsets(gradient, allRows, allColumns, arena.images)),
    phases: inputGradient === null ? [] : backwardPhases(layer, inputGradient, gradient, arena),
  };
  return {
    out,
    gradient,
    columns: Math.max(out.stride, roundUp(weights.inputs, CHANNEL_MULTIPLE)),
    program: (context) => program(node, context),
  };
}

/** dX[y, x] sums the taps (dy, dx) with dy ≡ y + padTop and dx ≡ x + padLeft modulo the stride. */
function backwardPhases(layer: ConvLayer, to: Tensor, gradient: Tensor, arena: Arena): BackwardPhase[] {
  const { table, allocate, images } = arena;
  const [strideY, strideX] = layer.strides;
  const [rows, columns] = layer.kernelSize;
  const phases: BackwardPhase[] = [];
  for (let residueY = 0; residueY < strideY; residueY++) {
    for (let residueX = 0; residueX < strideX; residueX++) {
      const y = along(layer.input.height, { taps: rows, stride: strideY, pad: layer.padTop, residue: residueY });
      const x = along(layer.input.width, { taps: columns, stride: strideX, pad: layer.padLeft, residue: residueX });
      const taps = y.taps.flatMap((dy) => x.taps.map((dx) => dy * columns + dx));
      if (taps.length === 0 || y.pixels.length === 0 || x.pixels.length === 0) continue; // these pixels' gradient stays 0
      const offsets = y.taps.flatMap((_, j) => x.taps.map((__, i) => -j * gradient.rowBytes - i * gradient.stride * 4));
      phases.push({
        pixels: y.pixels.length * x.pixels.length,
        rowOffsets: table(pixelOffsets(gradient, y.outputs, x.outputs, images)),
        outOffsets: table(pixelOffsets(to, y.pixels, x.pixels, images)),
        taps: taps.length,
        tapList: table(taps),
        tapOffsets: table(offsets),
        panels: allocate(4 * taps.length * layer.output.channels * roundUp(layer.input.channels, CHANNEL_MULTIPLE)),
      });
    }
  }
  return phases;
}

/** Along one axis: the input's pixels of a residue, the first output that reaches each, and the taps that do. */
function along(size: number, axis: { taps: number; stride: number; pad: number; residue: number }) {
  const { taps, stride, pad, residue } = axis;
  const pixels = count(size).filter((at) => (at + pad) % stride === residue);
  return {
    pixels,
    outputs: pixels.map((at) => (at + pad - residue) / stride),
    taps: count(taps).filter((tap) => tap % stride === residue),
  };
}

function program(node: ConvNode, context: Context): NodeProgram {
  return {
    forward: forwardProduct(node, { pixels: node.pixels, activation: node.activation }, context),
    backward: backward(node, context),
    ranges: [...kernelRanges(node, context), biasRange(node, context)],
    packing: packing(node, context),
  };
}

/** Through the activation; then the weights' gradient, the bias's, the input's. */
function backward(node: ConvNode, context: Context) {
  const { kernels, slot } = context;
  const { input, out, gradient } = node.site;
  const throughActivation: Arguments['activationBackward'] = {
    activation: node.activation,
    images: 0,
    rows: out.shape.height,
    rowLength: out.shape.width * out.stride,
    y: 0,
    yRow: out.rowBytes,
    yImage: out.imageBytes,
    d: 0,
    dRow: gradient.rowBytes,
    dImage: gradient.imageBytes,
  };
  const kernelGradient: Arguments['weightProduct'] = {
    from: 0,
    to: node.depth,
    a: 0,
    kOffsets: node.kOffsets,
    rows: node.pixels,
    rowOffsets: 0,
    d: 0,
    dOffsets: 0,
    columns: out.stride,
    out: 0,
    add: false,
  };
  const biasGradient: Arguments['columnSums'] = {
    rows: 0,
    d: 0,
    dOffsets: node.gradientOffsets,
    columns: out.stride,
    out: 0,
    add: false,
  };
  const toInput = backwardToInput(node, context);
  return (work: Work) => {
    const d = slot(gradient, work);
    if (node.activation !== activationCodes.linear) {
      throughActivation.images = work.images;
      throughActivation.y = slot(out, work);
      throughActivation.d = d;
      kernels.activationBackward(throughActivation);
    }
    kernelGradient.a = slot(input, work);
    kernelGradient.d = d;
    kernelGradient.out = node.partialKernel + node.partialKernelBytes * work.job;
    // image by image, so that its rows stay in the first-level cache
    for (let image = 0; image < work.images; image++) {
      const rows = 4 * node.pixels * image;
      kernelGradient.rowOffsets = node.rowOffsets + rows;
      kernelGradient.dOffsets = node.gradientOffsets + rows;
      kernelGradient.add = !(work.isFirst && image === 0);
      kernels.weightProduct(kernelGradient);
    }
    biasGradient.rows = work.images * node.pixels;
    biasGradient.d = d;
    biasGradient.out = node.partialBias + node.partialBiasBytes * work.job;
    biasGradient.add = !work.isFirst;
    kernels.columnSums(biasGradient);
    toInput(work, d);
  };
}

function backwardToInput(node: ConvNode, { kernels, slot, panelsOf, zeros }: Context) {
  const { inputGradient } = node.site;
  if (inputGradient === null) return () => {};
  const products = node.phases.map((phase) => ({
    pixels: phase.pixels,
    call: {
      rows: 0,
      a: 0,
      rowOffsets: phase.rowOffsets,
      taps: phase.taps,
      tapOffsets: phase.tapOffsets,
      depth: node.outputs,
      b: phase.panels,
      panels: panelsOf(node.inputs),
      bias: zeros,
      out: 0,
      outOffsets: phase.outOffsets,
      activation: activationCodes.linear as number,
    },
  }));
  return (work: Work, d: number) => {
    for (const { pixels, call } of products) {
      call.rows = work.images * pixels;
      call.a = d;
      call.out = slot(inputGradient, work);
      kernels.product(call);
    }
  };
}

function packing(node: ConvNode, context: Context): (() => void)[] {
  const { kernels, addressOf } = context;
  return [
    () => {
      packWeights(node, context);
      packBias(node, context);
    },
    ...node.phases.map((phase) => () => {
      kernels.packBackward({
        weights: addressOf(node.kernel),
        tapList: phase.tapList,
        taps: phase.taps,
        inputs: node.inputs,
        outputs: node.outputs,
        b: phase.panels,
      });
    }),
  ];
}
