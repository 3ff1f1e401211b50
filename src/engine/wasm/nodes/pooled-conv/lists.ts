/** The gradients of a deep pooled convolution by lists of winners: see kernels/pooled/lists.ts. */
import type { Arguments } from '../../kernels.ts';
import { jobsOf, type Work } from '../../work.ts';
import type { Context, Range } from '../node.ts';
import type { ImageAt, PooledConvNode, WinnerLists } from './layout.ts';

/** One image: lists its winners, then the weights' gradient, then the input's. */
export function throughLists(node: PooledConvNode, lists: WinnerLists, context: Context) {
  const { kernels } = context;
  const calls = listCalls(node, lists, context);
  const toInput = inputGradientOf(node, lists, context);
  return (at: ImageAt, work: Work, image: number) => {
    calls.list.winners = at.winners;
    calls.list.d = at.d;
    kernels.listWinners(calls.list);
    calls.weights.a = at.a;
    calls.weights.weights = at.out;
    calls.weights.add = at.add;
    kernels.winnersWeightGradient(calls.weights);
    toInput(work, image);
  };
}

function listCalls(node: PooledConvNode, lists: WinnerLists, { ofWorker }: Context) {
  const byChannel = ofWorker(lists.byChannel);
  const counts = ofWorker(lists.counts);
  const list: Arguments['listWinners'] = {
    windows: node.windows,
    stride: node.stride,
    winners: 0,
    d: 0,
    dOffsets: node.gradientOffsets,
    rowOffsets: node.rowOffsets,
    byPixel: ofWorker(lists.byPixel),
    ends: ofWorker(lists.ends),
    byChannel,
    counts,
  };
  const weights: Arguments['winnersWeightGradient'] = {
    windows: node.windows,
    channels: node.outputs,
    stride: node.stride,
    byChannel,
    counts,
    a: 0,
    passes: lists.passes,
    segmentOffsets: lists.segmentOffsets,
    weights: 0,
    add: false,
  };
  return { list, weights };
}

/** In a bordered image of this worker's, then without the border to where it belongs. */
function inputGradientOf(node: PooledConvNode, lists: WinnerLists, { kernels, floats, slot, ofWorker }: Context) {
  const { inputGradient: bordered, target } = lists;
  const { input } = node.site;
  const borderedAt = ofWorker(bordered);
  const start = (borderedAt - bordered.borderBytes) >>> 2;
  const end = start + (bordered.imageBytes >>> 2);
  const gradient: Arguments['winnersInputGradient'] = {
    pixels: 4 * node.windows,
    stride: node.stride,
    byPixel: ofWorker(lists.byPixel),
    ends: ofWorker(lists.ends),
    rowOffsets: node.rowOffsets,
    passes: lists.passes,
    segmentOffsets: lists.gradientOffsets,
    weights: lists.segments,
    dA: borderedAt,
  };
  const copy: Arguments['copyInterior'] = {
    rows: input.shape.height,
    rowBytes: 4 * input.stride * input.shape.width,
    from: borderedAt,
    fromRow: bordered.rowBytes,
    to: 0,
    toRow: target.rowBytes,
  };
  return (work: Work, image: number) => {
    floats.fill(0, start, end);
    kernels.winnersInputGradient(gradient);
    copy.to = slot(target, work) + image * target.imageBytes;
    kernels.copyInterior(copy);
  };
}

/** The kernel's gradient, a segment a job: the jobs' buffers added in their order. */
export function segmentRanges(node: PooledConvNode, lists: WinnerLists, context: Context): Range[] {
  const { kernel, outputs, stride, partialKernel, partialKernelBytes } = node;
  return lists.rows.map((row, segment) => {
    const call: Arguments['sumGroupsOfSegment'] = {
      groups: 0,
      partial: partialKernel,
      groupBytes: partialKernelBytes,
      segment,
      outputs,
      stride,
      gradient: context.gradientOf(kernel) + 4 * row * outputs,
    };
    return {
      parameter: kernel,
      first: row * outputs,
      count: 16 * outputs,
      collect(command) {
        call.groups = jobsOf(context.division, command);
        context.kernels.sumGroupsOfSegment(call);
      },
    };
  });
}

export function packSegments(node: PooledConvNode, lists: WinnerLists, { kernels, addressOf }: Context): void {
  kernels.packSegments({
    weights: addressOf(node.kernel),
    outputs: node.outputs,
    stride: node.stride,
    segments: lists.rows.length,
    segmentRows: lists.segmentRows,
    to: lists.segments,
  });
}
