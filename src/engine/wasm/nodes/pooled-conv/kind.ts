/**
 * A convolution with its relu, its 2×2 max-pooling and, where there is, its dropout in one go: the block of the
 * tutorial's network, see kernels/pooled.
 */
import { CHANNEL_MULTIPLE } from '../../memory.ts';
import { convInputBorder } from '../conv.ts';
import type { Context, NodeKind, NodeProgram } from '../node.ts';
import { biasRange, kernelRanges, packBias, packWeights } from '../weighted.ts';
import { backward } from './backward.ts';
import { forward, keepBlank } from './forward.ts';
import { layOut, type PooledConvNode } from './layout.ts';
import { packSegments, segmentRanges } from './lists.ts';

export const pooledConv: NodeKind = ([conv, relu, pool, next], readsImage) => {
  if (conv?.kind !== 'conv' || relu?.kind !== 'activation' || relu.activation !== 'relu') return null;
  if (pool?.kind !== 'pool' || pool.type !== 'max' || pool.size[0] !== 2 || pool.size[1] !== 2) return null;
  // a segment of the winners' lists is so many channels
  if (!readsImage && conv.input.channels % CHANNEL_MULTIPLE !== 0) return null;
  // masks are drawn eight channels at a time
  const dropout = next?.kind === 'dropout' && pool.output.channels % 8 === 0 ? next : null;
  return {
    layers: dropout === null ? 3 : 4,
    inputBorder: convInputBorder(conv),
    layOut(site) {
      const node = layOut(conv, dropout, site);
      const { out, gradient } = site;
      return { out, gradient, columns: out.stride, program: (context) => program(node, context) };
    },
  };
};

function program(node: PooledConvNode, context: Context): NodeProgram {
  const { lists, blank } = node;
  return {
    forward: forward(node, context),
    backward: backward(node, context),
    ranges: [
      ...(lists === null ? kernelRanges(node, context) : segmentRanges(node, lists, context)),
      biasRange(node, context),
    ],
    packing: [
      () => {
        if (node.form === 'winograd') packWinograd(node, context);
        else packWeights(node, context);
        packBias(node, context);
      },
      ...(lists === null ? [] : [() => packSegments(node, lists, context)]),
    ],
    ...(blank === null ? {} : { keepBlank: keepBlank(node, blank, context) }),
  };
}

function packWinograd({ layer, kernel, inputs, outputs, winograd }: PooledConvNode, context: Context): void {
  context.kernels.packWinograd({
    side: layer.kernelSize[0] + 1,
    weights: context.addressOf(kernel),
    inputs,
    outputs,
    u: winograd,
  });
}
