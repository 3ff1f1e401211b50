/** Dropout where no pooled convolution does it in the same go. Its masks are drawn anew for the gradients. */
import type { DropoutLayer } from '../../../network/index.ts';
import { dropoutThreshold, purpose, streamKey } from '../../../random/index.ts';
import type { Arguments } from '../kernels.ts';
import type { Slots, Tensor } from '../memory.ts';
import type { Command, Work } from '../work.ts';
import {
  type Context,
  type InnerSite,
  innerSite,
  type Node,
  type NodeKind,
  type NodeProgram,
  type Site,
} from './node.ts';

export const dropout: NodeKind = ([layer]) =>
  layer?.kind === 'dropout' ? { layers: 1, layOut: (site) => layOut(layer, innerSite(site)) } : null;

function layOut(layer: DropoutLayer, site: InnerSite): Node {
  const { out, gradient } = site;
  const keys = layOutKeys(site);
  return { out, gradient, columns: out.stride, program: (context) => program(layer, keys, site, context) };
}

function program(
  layer: DropoutLayer,
  keys: Slots,
  { input, inputGradient, out, gradient }: InnerSite,
  context: Context,
): NodeProgram {
  const { kernels, slot } = context;
  const mask = maskOf(layer, keys, context);
  const callOf = (from: Tensor, to: Tensor): Arguments['dropout'] => ({
    images: 0,
    rows: out.shape.height,
    columns: out.shape.width,
    channels: out.shape.channels,
    stride: from.stride,
    keys: context.ofWorker(keys),
    threshold: 0,
    scale: 1,
    x: 0,
    xRow: from.rowBytes,
    xImage: from.imageBytes,
    out: 0,
    outRow: to.rowBytes,
    outImage: to.imageBytes,
  });
  const forward = callOf(input, out);
  const backward = callOf(gradient, inputGradient);
  return {
    forward(work, command) {
      mask(forward, work, command);
      forward.images = work.images;
      forward.x = slot(input, work);
      forward.out = slot(out, work);
      kernels.dropout(forward);
    },
    backward(work, command) {
      mask(backward, work, command);
      backward.images = work.images;
      backward.x = slot(gradient, work);
      backward.out = slot(inputGradient, work);
      kernels.dropout(backward);
    },
  };
}

/** [workers][images] of (a, b) */
export function layOutKeys({ arena }: Site): Slots {
  return arena.slotted(8 * arena.images, false);
}

/** Writes the keys of a chunk's images, and into a call what they are for: without effect, threshold 0, outside of training. */
export function maskOf(layer: DropoutLayer, keys: Slots, context: Context) {
  const { words, division, seed } = context;
  const { imagesPerExample, examplesPerChunk } = division;
  const first = context.ofWorker(keys) >>> 2;
  const threshold = dropoutThreshold(layer.rate);
  const scale = 1 / (1 - layer.rate);
  return (call: { threshold: number; scale: number }, work: Work, { step, count }: Command) => {
    const isTraining = work.mode === 'train';
    call.threshold = isTraining ? threshold : 0;
    call.scale = isTraining ? scale : 1;
    if (!isTraining) return;
    const examples = work.images / imagesPerExample;
    for (let image = 0; image < work.images; image++) {
      const part = Math.floor(image / examples);
      const row = part * count + work.chunk * examplesPerChunk + (image % examples);
      const key = streamKey(seed, purpose.dropout, step, layer.index, row);
      words[first + 2 * image] = key.a;
      words[first + 2 * image + 1] = key.b;
    }
  };
}
