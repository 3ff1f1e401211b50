/** A pooled convolution forward, in each of its forms. */
import type { Arguments } from '../../kernels.ts';
import type { Tensor } from '../../memory.ts';
import { type Command, isInference, type Work } from '../../work.ts';
import { maskOf } from '../dropout.ts';
import type { Context } from '../node.ts';
import type { Blank, PooledConvNode } from './layout.ts';

/** What the kernels of all forms are told. */
type Shared = Pick<Arguments['pooledProduct'] & Arguments['pooledImage'] & Arguments['pooledWinograd'], SharedName>;
type SharedName = keyof Arguments['pooledProduct'] & keyof Arguments['pooledImage'] & keyof Arguments['pooledWinograd'];
type Forward = (work: Work, command: Command) => void;

export function forward(node: PooledConvNode, context: Context): Forward {
  switch (node.form) {
    case 'image':
      return image(node, context);
    case 'winograd':
      return winograd(node, context);
    case 'product':
      return product(node, context);
  }
}

function product(node: PooledConvNode, context: Context): Forward {
  const prepare = preparing(node, context);
  const call: Arguments['pooledProduct'] = {
    ...shared(node, context),
    taps: node.runs,
    tapOffsets: node.runOffsets,
    depth: node.runLength,
    b: node.panels,
    panels: context.panelsOf(node.stride),
    scratch: context.ofWorker(node.scratch),
    order: context.ofWorker(node.order),
    patchRows: node.patchRows,
    patchFloats: node.patchFloats,
  };
  return (work, command) => {
    prepare(call, work, command);
    context.kernels.pooledProduct(call);
  };
}

function image(node: PooledConvNode, context: Context): Forward {
  const prepare = preparing(node, context);
  const call: Arguments['pooledImage'] = { ...shared(node, context), b: node.panels };
  return (work, command) => {
    prepare(call, work, command);
    context.kernels.pooledImage(call);
  };
}

function winograd(node: PooledConvNode, context: Context): Forward {
  const { input, out } = node.site;
  const { blank } = node;
  const prepare = preparing(node, context);
  const call: Arguments['pooledWinograd'] = {
    ...shared(node, context),
    side: node.layer.kernelSize[0] + 1,
    pixelBytes: 4 * input.stride,
    inputs: node.inputs,
    u: node.winograd,
    panels: context.panelsOf(node.stride),
    zeros: context.zeros,
    scratch: context.ofWorker(node.scratch),
    blank: 0,
    blankOut: 0,
  };
  return (work, command) => {
    prepare(call, work, command);
    const isKnown = blank !== null && work.mode === 'embed';
    call.blank = isKnown ? blank.input + input.borderBytes : 0;
    call.blankOut = isKnown ? blank.out + out.borderBytes : 0;
    context.kernels.pooledWinograd(call);
  };
}

function shared(node: PooledConvNode, context: Context): Shared {
  const { input, out } = node.site;
  return {
    images: 0,
    windows: node.windows,
    a: 0,
    imageBytes: input.imageBytes,
    rowBytes: input.rowBytes,
    rowOffsets: node.rowOffsets,
    bias: node.paddedBias,
    out: 0,
    outImage: out.imageBytes,
    outOffsets: node.outOffsets,
    winners: 0,
    stride: out.stride,
    channels: node.outputs,
    keys: context.ofWorker(node.keys),
    threshold: 0,
    scale: 1,
  };
}

/** Fills in what differs from chunk to chunk. */
function preparing({ site: { input, out }, dropout, keys, winners }: PooledConvNode, context: Context) {
  const mask = dropout === null ? null : maskOf(dropout, keys, context);
  const { slot } = context;
  return (call: Shared, work: Work, command: Command) => {
    call.images = work.images;
    call.a = slot(input, work);
    call.out = slot(out, work);
    call.winners = isInference(work) ? 0 : slot(winners, work);
    mask?.(call, work, command);
  };
}

/** Keeps the first image's input and output, with their borders. */
export function keepBlank({ site: { input, out } }: PooledConvNode, blank: Blank, { floats, slot }: Context) {
  const copy = (from: Tensor, to: number, work: Work) => {
    const start = (slot(from, work) - from.borderBytes) >>> 2;
    floats.copyWithin(to >>> 2, start, start + (from.imageBytes >>> 2));
  };
  return (work: Work) => {
    copy(input, blank.input, work);
    copy(out, blank.out, work);
  };
}
