/** A pooled convolution backward: only winners that survived relu and dropout have a gradient. */
import type { Arguments } from '../../kernels.ts';
import type { Work } from '../../work.ts';
import type { Context } from '../node.ts';
import type { ImageAt, PooledConvNode } from './layout.ts';
import { throughLists } from './lists.ts';

export function backward(node: PooledConvNode, context: Context) {
  const { kernels, slot } = context;
  const { input, out, gradient } = node.site;
  const winnersGradient: Arguments['winnersGradient'] = {
    images: 0,
    rows: out.shape.height,
    columns: out.shape.width,
    stride: out.stride,
    winners: 0,
    d: 0,
    dRow: gradient.rowBytes,
    dImage: gradient.imageBytes,
    scale: 1,
    biasGradient: 0,
    add: false,
  };
  const scale = node.dropout === null ? 1 : 1 / (1 - node.dropout.rate);
  const ofImage = imageGradients(node, context);
  const at: ImageAt = { a: 0, d: 0, winners: 0, out: 0, add: false };
  return (work: Work) => {
    winnersGradient.images = work.images;
    winnersGradient.winners = slot(node.winners, work);
    winnersGradient.d = slot(gradient, work);
    winnersGradient.scale = work.mode === 'train' ? scale : 1;
    winnersGradient.biasGradient = node.partialBias + node.partialBiasBytes * work.job;
    winnersGradient.add = !work.isFirst;
    kernels.winnersGradient(winnersGradient);
    at.a = slot(input, work);
    at.d = winnersGradient.d;
    at.winners = winnersGradient.winners;
    at.out = node.partialKernel + node.partialKernelBytes * work.job;
    at.add = !work.isFirst;
    for (let image = 0; image < work.images; image++) {
      ofImage(at, work, image);
      at.a += input.imageBytes;
      at.d += gradient.imageBytes;
      at.winners += node.windows * out.stride;
      at.add = true;
    }
  };
}

/** The weights' gradient of one image, and the input's where it is wanted. */
function imageGradients(node: PooledConvNode, context: Context): (at: ImageAt, work: Work, image: number) => void {
  if (node.lists !== null) return throughLists(node, node.lists, context);
  return node.form === 'image' ? imageWeights(node, context) : weightProduct(node, context);
}

function imageWeights(node: PooledConvNode, { kernels }: Context) {
  const call: Arguments['pooledImageWeights'] = {
    a: 0,
    rowBytes: node.site.input.rowBytes,
    windows: node.windows,
    rowOffsets: node.rowOffsets,
    d: 0,
    dOffsets: node.gradientOffsets,
    winners: 0,
    stride: node.stride,
    out: 0,
    add: false,
  };
  return (at: ImageAt) => {
    call.a = at.a;
    call.d = at.d;
    call.winners = at.winners;
    call.out = at.out;
    call.add = at.add;
    kernels.pooledImageWeights(call);
  };
}

function weightProduct(node: PooledConvNode, { kernels, ofWorker }: Context) {
  const call: Arguments['pooledWeightProduct'] = {
    depth: node.depth,
    a: 0,
    kOffsets: node.kOffsets,
    windows: node.windows,
    rowOffsets: node.rowOffsets,
    d: 0,
    dOffsets: node.gradientOffsets,
    winners: 0,
    stride: node.stride,
    out: 0,
    add: false,
    order: ofWorker(node.order),
    rowBytes: node.site.input.rowBytes,
    patchRows: node.patchRows,
    patchFloats: node.patchFloats,
  };
  return (at: ImageAt) => {
    call.a = at.a;
    call.d = at.d;
    call.winners = at.winners;
    call.out = at.out;
    call.add = at.add;
    kernels.pooledWeightProduct(call);
  };
}
