/** Where a pooled convolution lies, and in which of its forms it is computed. */
import type { ConvLayer, DropoutLayer } from '../../../../network/index.ts';
import { type Arena, count, pixelOffsets, type Slots, type Tensor, tapOffsets } from '../../memory.ts';
import { layOutKeys } from '../dropout.ts';
import type { Site } from '../node.ts';
import { layOutWeights, type Weights } from '../weighted.ts';

export interface PooledConvNode extends Weights {
  readonly layer: ConvLayer;
  readonly dropout: DropoutLayer | null;
  readonly site: Site;
  readonly keys: Slots;
  readonly windows: number;
  /** of one image: the convolution's pixels window by window; the pooled pixels, forward and backward */
  readonly rowOffsets: number;
  readonly outOffsets: number;
  readonly gradientOffsets: number;
  readonly winners: Slots;
  /** working space of a register tile */
  readonly scratch: Slots;
  /** windows in the order of work, and what one sees, where some may see nothing: on images; else 0 */
  readonly order: Slots;
  readonly patchRows: number;
  readonly patchFloats: number;
  readonly form: Form;
  /** the kernel transformed for Winograd, in panels; 0 for another form */
  readonly winograd: number;
  /** for Winograd's form: what an image without anything on it gives here, shared by all workers */
  readonly blank: Blank | null;
  /** where the input's gradient is wanted: everything by lists of winners; else the weights' gradient is a dense product */
  readonly lists: WinnerLists | null;
}

/** How the kernel is applied: in general; 2×2 of stride 1 on one channel; 2×2 or 3×3 of stride 1 on many, by Winograd. */
type Form = 'product' | 'image' | 'winograd';

/** An image's input to a node and the output, both with their borders. */
export interface Blank {
  readonly input: number;
  readonly out: number;
}

export interface WinnerLists {
  readonly passes: number;
  /** [4 · passes]: a segment's offset in the input and in its gradient; those that fill the fours lead nowhere */
  readonly segmentOffsets: number;
  readonly gradientOffsets: number;
  /** a segment's first row of the kernel, here and in memory */
  readonly rows: readonly number[];
  readonly segmentRows: number;
  /** the kernel in segments */
  readonly segments: number;
  readonly byPixel: Slots;
  readonly ends: Slots;
  readonly byChannel: Slots;
  readonly counts: Slots;
  /** the gradient of the node's input, and that of one image with its border; a second image takes what leads nowhere */
  readonly target: Tensor;
  readonly inputGradient: Tensor;
}

/** One image of a chunk: where its input, its gradient and its winners lie, and where its weights' gradient goes. */
export interface ImageAt {
  a: number;
  d: number;
  winners: number;
  /** the job's sums, and whether they go on rather than begin */
  out: number;
  add: boolean;
}

export function layOut(layer: ConvLayer, dropout: DropoutLayer | null, site: Site): PooledConvNode {
  const { input, inputGradient, out, gradient, arena } = site;
  const [height, width] = layer.kernelSize;
  const { channels } = layer.input;
  const windows = out.shape.height * out.shape.width;
  const segments = inputGradient === null ? null : segmentsOf(layer, input);
  const weights = layOutWeights(
    layer,
    input,
    {
      size: layer.kernelSize,
      groups: arena.jobs,
      ...(segments === null ? {} : { partialKernelBytes: 256 * passesOf(segments) * out.stride }),
    },
    arena,
  );
  const form = formOf(layer);
  const places = form === 'winograd' ? (height + 1) ** 2 : 0;
  const ofImage = (tensor: Tensor) =>
    arena.table(pixelOffsets(tensor, count(out.shape.height), count(out.shape.width), 1));
  return {
    ...weights,
    layer,
    dropout,
    site,
    windows,
    lists: segments === null || inputGradient === null ? null : layOutLists(segments, inputGradient, site),
    keys: layOutKeys(site),
    rowOffsets: arena.table(windowOffsets(layer, input, out)),
    outOffsets: ofImage(out),
    gradientOffsets: ofImage(gradient),
    winners: arena.slotted(arena.images * windows * out.stride, site.keepsChunks),
    scratch: arena.slotted(16 * places * channels + 256 * (places + 2), false),
    order: arena.slotted(4 * windows, false),
    patchRows: inputGradient === null ? height + layer.strides[0] : 0,
    patchFloats: (width + layer.strides[1]) * channels,
    form,
    winograd: form === 'winograd' ? arena.allocate(4 * places * channels * out.stride) : 0,
    blank: form === 'winograd' ? layOutBlank(input, out, arena) : null,
  };
}

function formOf({ kernelSize: [height, width], strides, input: { channels } }: ConvLayer): Form {
  const side = height === width && strides[0] === 1 && strides[1] === 1 ? height + 1 : 0;
  if (side === 3 && channels === 1) return 'image';
  // on few channels, fewer products save less than the transforms cost; those go through four channels at a time
  const isWide = channels >= 16 && channels % 4 === 0;
  return (side === 3 || side === 4) && isWide ? 'winograd' : 'product';
}

/** [4 · windows]: where the patches of a window's four pixels begin. */
function windowOffsets(layer: ConvLayer, input: Tensor, { shape }: Tensor): number[] {
  const pixel = (y: number, x: number) => {
    const row = y * layer.strides[0] - layer.padTop;
    const column = x * layer.strides[1] - layer.padLeft;
    return row * input.rowBytes + column * input.stride * 4;
  };
  const window = (y: number, x: number) => [pixel(y, x), pixel(y, x + 1), pixel(y + 1, x), pixel(y + 1, x + 1)];
  return count(shape.height).flatMap((y) => count(shape.width).flatMap((x) => window(2 * y, 2 * x)));
}

function layOutBlank(input: Tensor, out: Tensor, { allocate }: Arena): Blank {
  return { input: allocate(input.imageBytes), out: allocate(out.imageBytes) };
}

interface Segment {
  /** in a patch of the input */
  readonly offset: number;
  /** its first row of the kernel */
  readonly row: number;
}

/** A patch in stretches of 16 channels: all taps of the first 16 channels first. */
function segmentsOf({ kernelSize: [height, width], input: { channels } }: ConvLayer, input: Tensor): Segment[] {
  return count(channels / 16).flatMap((part) =>
    tapOffsets(input, height, width).map((offset, tap) => ({
      offset: offset + 64 * part,
      row: tap * channels + 16 * part,
    })),
  );
}

function passesOf(segments: readonly Segment[]): number {
  return Math.ceil(segments.length / 4);
}

function layOutLists(segments: readonly Segment[], target: Tensor, { input, out, arena }: Site): WinnerLists {
  const passes = passesOf(segments);
  const windows = out.shape.height * out.shape.width;
  const offsets = segments.map(({ offset }) => offset);
  const rows = segments.map(({ row }) => row);
  const fill = 4 * passes - offsets.length;
  const { stride, border } = input;
  const inputGradient = arena.tensor(input.shape, { stride, border, perChunk: false, images: 2 });
  return {
    passes,
    segmentOffsets: arena.table([...offsets, ...count(fill, 0)]),
    gradientOffsets: arena.table([...offsets, ...count(fill, 0, inputGradient.imageBytes)]),
    rows,
    segmentRows: arena.table(rows),
    segments: arena.allocate(256 * passes * out.stride),
    byPixel: arena.slotted(8 * windows * out.stride, false),
    ends: arena.slotted(16 * windows, false),
    byChannel: arena.slotted(8 * windows * out.stride, false),
    counts: arena.slotted(4 * out.stride, false),
    target,
    inputGradient,
  };
}
