/**
 * Where everything lies in the one shared memory of a session.
 *
 *   control │ queue │ weights, slots, gradients │ panels │ tables │ activations and gradients, by slot │ partial sums │ images
 *
 * A step works through chunks of a few examples, each with all its images: a pair's left and right image lie in one
 * chunk, so one worker takes a chunk all the way forward, through the loss, and back, in its own slot of memory that
 * stays in its cache. Chunks belong to jobs; what a job sums goes to the job's own buffer, and the buffers are added
 * in order. Chunks and jobs depend on the batch alone, never on the workers: so the workers' number never changes a bit.
 * Only batch normalisation, which looks at the whole batch, keeps a slot for each chunk.
 */
import { InputError } from '../../errors/index.ts';
import type {
  BatchNormLayer,
  ConvLayer,
  DenseLayer,
  DropoutLayer,
  NormalizeLayer,
  Parameter,
  Plan,
  Shape,
} from '../../network/index.ts';
import type { SessionOptions } from '../contract/contract.ts';
import { slotCount } from '../contract/optimizers.ts';
import { activationCodes } from './kernels.ts';

/** Channels are padded to whole tiles of the wide build. */
const CHANNEL_MULTIPLE = 16;
/** Examples of a chunk: about eight images, so that a worker's activations stay in its second-level cache. */
const CHUNK_EXAMPLES = { pairs: 4, triplets: 3 } as const;
/** Buffers for sums over the batch. More cost memory and adding; fewer leave workers idle. */
const MAX_JOBS = 16;
/** Steps that may wait in the queue. */
export const QUEUE_LENGTH = 64;
/** Images of one `embed` command. */
export const EMBED_IMAGES = 1024;
const MAX_MEMORY = 2 ** 32 - 65536;

/** An array [slots, images, rows, columns, stride] of float32 with a border of zeros around each image. */
export interface Tensor {
  readonly shape: Shape;
  /** floats a pixel */
  readonly stride: number;
  /** address of slot 0, image 0, pixel (0, 0) */
  readonly origin: number;
  /** from the start of an image's border to its pixel (0, 0) */
  readonly borderBytes: number;
  readonly rowBytes: number;
  readonly imageBytes: number;
  readonly slotBytes: number;
  /** a slot for each chunk of the batch, rather than for each worker */
  readonly perChunk: boolean;
}

/** One convolution of the input's gradient: the pixels of one residue of the stride, and the taps that reach them. */
export interface BackwardPhase {
  /** pixels an image */
  readonly pixels: number;
  readonly rowOffsets: number;
  readonly outOffsets: number;
  readonly taps: number;
  readonly tapList: number;
  readonly tapOffsets: number;
  readonly panels: number;
}

interface Weighted {
  readonly kernel: Parameter;
  readonly bias: Parameter;
  /** the kernel's rows: its taps times `inputs` */
  readonly depth: number;
  readonly inputs: number;
  readonly outputs: number;
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
  /** [images × pixels] */
  readonly rowOffsets: number;
  readonly outOffsets: number;
  readonly gradientOffsets: number;
  /** [jobs][depth][stride] and [jobs][stride]; a dense layer has one job's */
  readonly partialKernel: number;
  readonly partialBias: number;
  readonly partialKernelBytes: number;
  readonly partialBiasBytes: number;
}

interface NodeBase {
  /** activations, and the loss's gradient with respect to them (none for the image) */
  readonly out: Tensor;
  readonly gradient: Tensor;
}
export interface ConvNode extends NodeBase, Weighted {
  readonly kind: 'conv';
  readonly layer: ConvLayer;
  readonly activation: number;
  /** pixels an image of the output */
  readonly pixels: number;
  /** none where nobody needs the input's gradient */
  readonly phases: readonly BackwardPhase[];
}
export interface DenseNode extends NodeBase, Weighted {
  readonly kind: 'dense';
  readonly layer: DenseLayer;
  /** the input's gradient, in one go or pixel by pixel: where it goes, its rows of the kernel, and those transposed */
  readonly backward: readonly {
    readonly offset: number;
    readonly firstRow: number;
    readonly rows: number;
    readonly panels: number;
  }[];
  readonly zeroOffset: number;
  /** all images of the batch, chunk after chunk */
  readonly batchRowOffsets: number;
  readonly batchGradientOffsets: number;
  readonly inputGradientOffsets: number;
}
/** A convolution with relu under 2×2 max-pooling and, where there is, dropout: see kernels/pooled. */
export interface PooledConvNode extends NodeBase, Omit<Weighted, 'rowOffsets' | 'outOffsets' | 'gradientOffsets'> {
  readonly kind: 'pooledConv';
  readonly layer: ConvLayer;
  readonly dropout: DropoutLayer | null;
  readonly keys: number;
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
  /** how the kernel is applied: in general; 2×2 of stride 1 on one channel; 2×2 or 3×3 of stride 1 on many, by Winograd */
  readonly form: 'product' | 'image' | 'winograd';
  /** the kernel transformed for Winograd, in panels; 0 for another form */
  readonly winograd: number;
  /** for Winograd's form: what an image without anything on it gives here, shared by all workers */
  readonly blank: Blank | null;
  /** where the input's gradient is wanted: everything by lists of winners; else the weights' gradient is a dense product */
  readonly lists: WinnerLists | null;
}
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
  /** the gradient of one image's input, with its border; a second image takes what leads nowhere */
  readonly inputGradient: Tensor;
}
/** Bytes for each worker or chunk. */
export interface Slots {
  readonly origin: number;
  readonly slotBytes: number;
  readonly perChunk: boolean;
}
export interface PoolNode extends NodeBase {
  readonly kind: 'pool';
  readonly type: 'max' | 'average';
  readonly size: readonly [number, number];
}
export interface DropoutNode extends NodeBase {
  readonly kind: 'dropout';
  readonly layer: DropoutLayer;
  /** [workers][images] of (a, b) */
  readonly keys: number;
}
export interface BatchNormNode extends NodeBase {
  readonly kind: 'batchNorm';
  readonly layer: BatchNormLayer;
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
export interface NormalizeNode extends NodeBase {
  readonly kind: 'normalize';
  readonly layer: NormalizeLayer;
  /** [slots][images] */
  readonly inverse: number;
}
export type Node = ConvNode | PooledConvNode | PoolNode | DropoutNode | BatchNormNode | DenseNode | NormalizeNode;

/** Words of the control block, each on a cache line of its own. */
export interface Control {
  /** commands published by the session; commands done */
  readonly published: number;
  readonly done: number;
  /** arrived, phase, next job: see kernels/threads.ts */
  readonly barrier: number;
  /** 1 once a worker has died */
  readonly failed: number;
}

/** One command in the queue. */
export interface QueueLayout {
  readonly address: number;
  readonly slotBytes: number;
  /** within a slot: int32 kind, step, count; float64 learningRate, lossSum, correct, imagesAt; int32 indices; bytes isSame */
  readonly numbers: number;
  readonly indices: number;
  readonly isSame: number;
}

export interface Layout {
  /** all but the images, which follow */
  readonly bytes: number;
  readonly threads: number;
  readonly jobs: number;
  readonly examplesPerChunk: number;
  readonly imagesPerExample: 2 | 3;
  readonly control: Control;
  readonly queue: QueueLayout;
  readonly weights: number;
  readonly slots: readonly number[];
  readonly gradients: number;
  /** as many zeros as the widest product has columns: the bias of a product without one */
  readonly zeros: number;
  readonly image: Tensor;
  readonly nodes: readonly Node[];
  /** [threads][images] int32: the images of the chunk in work */
  readonly chunkIndices: number;
  /** float64 [jobs] each: loss, correct, head kernel's and bias's gradient */
  readonly jobSums: number;
  /** float64, one for each range of parameters: squared norms */
  readonly norms: number;
  /** float32 [2 · batchSize] */
  readonly distances: number;
  /** float32 [EMBED_IMAGES][embedding stride] */
  readonly embedOut: number;
  /** what `open` writes once */
  readonly tables: readonly { readonly address: number; readonly values: Int32Array }[];
}

type Size = readonly [height: number, width: number];

const roundUp = (value: number, multiple: number) => Math.ceil(value / multiple) * multiple;

interface Unit {
  readonly layer: Exclude<Plan['layers'][number], { kind: 'activation' }>;
  readonly output: Shape;
  readonly activation: keyof typeof activationCodes;
  /** the convolution together with its relu, its 2×2 max-pool and its dropout */
  readonly pooled: { readonly dropout: DropoutLayer | null } | null;
}

/** Layers become units: an activation belongs to its convolution, flatten to the dense layer after it. */
function unitsOf({ layers }: Plan): Unit[] {
  const units: Unit[] = [];
  for (let index = 0; index < layers.length; index++) {
    const layer = layers[index] as Plan['layers'][number];
    if (layer.kind === 'activation' || (layer.kind === 'reduce' && layer.type === 'flatten')) continue;
    const next = layers[index + 1];
    const activation = layer.kind === 'conv' && next?.kind === 'activation' ? next.activation : 'linear';
    const unit: Unit = { layer, output: layer.output, activation, pooled: null };
    const pool = layers[index + 2];
    const isFirst = units.length === 0;
    if (
      layer.kind === 'conv' &&
      activation === 'relu' &&
      pool?.kind === 'pool' &&
      pool.type === 'max' &&
      pool.size[0] === 2 &&
      pool.size[1] === 2 &&
      (isFirst || layer.input.channels % CHANNEL_MULTIPLE === 0)
    ) {
      const after = layers[index + 3];
      const dropout = after?.kind === 'dropout' && pool.output.channels % 8 === 0 ? after : null;
      units.push({ ...unit, output: pool.output, pooled: { dropout } });
      index += dropout === null ? 2 : 3;
    } else {
      units.push(unit);
    }
  }
  return units;
}

/** Columns of a node's products. */
function widths(node: Node): number[] {
  const backward = node.kind === 'dense' ? node.backward.map(({ rows }) => roundUp(rows, CHANNEL_MULTIPLE)) : [];
  const inputs = node.kind === 'conv' ? [roundUp(node.inputs, CHANNEL_MULTIPLE)] : [];
  return [node.out.stride, ...inputs, ...backward];
}

/** Lays out a session's memory. Pure: the session and each worker compute the same. */
export function layOut(plan: Plan, options: SessionOptions, threads: number): Layout {
  let end = 1024;
  const allocate = (bytes: number, align = 64): number => {
    const address = roundUp(end, align);
    end = address + bytes;
    return address;
  };
  const tables: { address: number; values: Int32Array }[] = [];
  const table = (values: readonly number[] | Int32Array): number => {
    const array = Int32Array.from(values);
    const address = allocate(array.byteLength);
    tables.push({ address, values: array });
    return address;
  };

  const examples = options.objective.loss === 'triplet' ? 'triplets' : 'pairs';
  const imagesPerExample = examples === 'triplets' ? 3 : 2;
  const examplesPerChunk = CHUNK_EXAMPLES[examples];
  const images = examplesPerChunk * imagesPerExample;
  const chunks = Math.ceil(options.batchSize / examplesPerChunk);
  const jobs = Math.min(chunks, MAX_JOBS);
  const hasBatchNorm = plan.layers.some((layer) => layer.kind === 'batchNorm');

  const control: Control = { published: allocate(4), done: allocate(4), barrier: allocate(12), failed: allocate(4) };
  const indexBytes = 4 * Math.max(imagesPerExample * options.batchSize, EMBED_IMAGES);
  const slotBytes = 64 + roundUp(indexBytes + options.batchSize, 64);
  const queue: QueueLayout = {
    address: allocate(QUEUE_LENGTH * slotBytes),
    slotBytes,
    numbers: 32,
    indices: 64,
    isSame: 64 + indexBytes,
  };

  const weights = allocate(4 * plan.size);
  const slots = Array.from({ length: slotCount(options.optimizer) }, () => allocate(4 * plan.trainableSize));
  const gradients = allocate(4 * plan.trainableSize);

  interface Border {
    top: number;
    left: number;
    bottom: number;
    right: number;
  }
  const none: Border = { top: 0, left: 0, bottom: 0, right: 0 };
  const slotted = (bytes: number, perChunk: boolean): Slots => {
    const slotBytes = roundUp(bytes, 64);
    return { origin: allocate(slotBytes * (perChunk ? Math.max(chunks, threads) : threads)), slotBytes, perChunk };
  };
  const tensor = (shape: Shape, stride: number, border: Border, perChunk: boolean, count = images): Tensor => {
    const rowBytes = 4 * stride * (border.left + shape.width + border.right);
    const imageBytes = rowBytes * (border.top + shape.height + border.bottom);
    const slots = slotted(imageBytes * count, perChunk);
    const borderBytes = border.top * rowBytes + border.left * 4 * stride;
    return { ...slots, shape, stride, origin: slots.origin + borderBytes, borderBytes, rowBytes, imageBytes };
  };
  /** Byte offsets of (image, row, column) for every image of a chunk, row by row. */
  const pixelOffsets = (of: Tensor, rows: readonly number[], columns: readonly number[], count = images): number[] => {
    const offsets: number[] = [];
    for (let image = 0; image < count; image++) {
      for (const row of rows) {
        for (const column of columns) offsets.push(image * of.imageBytes + row * of.rowBytes + column * of.stride * 4);
      }
    }
    return offsets;
  };
  const count = (n: number, step = 1, from = 0) => Array.from({ length: n }, (_, i) => from + i * step);

  const units = unitsOf(plan);
  /** The border that a unit's output needs where a convolution reads it. */
  const inputBorder = (index: number): Border => {
    const next = units[index + 1]?.layer;
    if (next?.kind !== 'conv') return none;
    const [height, width] = next.kernelSize;
    return {
      top: next.padTop,
      left: next.padLeft,
      bottom: Math.max(0, (next.output.height - 1) * next.strides[0] + height - next.padTop - next.input.height),
      right: Math.max(0, (next.output.width - 1) * next.strides[1] + width - next.padLeft - next.input.width),
    };
  };
  const { inputShape } = plan;
  const image = tensor(inputShape, inputShape.channels, inputBorder(-1), hasBatchNorm);

  /** What a layer with weights holds, for a kernel [height, width, channels, outputs] on the tensor `from`. */
  const weighted = (layer: ConvLayer | DenseLayer, from: Tensor, [height, width]: Size, partials: number) => {
    const { channels } = from.shape;
    const outputs = layer.output.channels;
    const depth = height * width * channels;
    const stride = roundUp(outputs, CHANNEL_MULTIPLE);
    const taps = tapOffsets(from, height, width);
    const isDense = from.stride === channels; // then a row of taps is one run
    return {
      kernel: layer.kernel,
      bias: layer.bias,
      depth,
      inputs: channels,
      outputs,
      runs: isDense ? height : height * width,
      runLength: isDense ? width * channels : channels,
      runOffsets: table(isDense ? taps.filter((_, tap) => tap % width === 0) : taps),
      kOffsets: table(taps.flatMap((tap) => count(channels, 4, tap))),
      panels: allocate(4 * depth * stride),
      paddedBias: allocate(4 * stride),
      partialKernelBytes: 4 * depth * stride,
      partialBias: allocate(4 * stride * partials),
      partialBiasBytes: 4 * stride,
    };
  };
  const tapOffsets = (of: Tensor, height: number, width: number) =>
    count(height).flatMap((y) => count(width).map((x) => y * of.rowBytes + x * of.stride * 4));

  let input = image;
  let inputGradient: Tensor | null = null;
  const nodes = units.map(nodeOf);

  function nodeOf({ layer, activation, pooled, output }: Unit, index: number): Node {
    const feedsDense = units[index + 1]?.layer.kind === 'dense';
    const perChunk = hasBatchNorm || feedsDense || layer.kind === 'dense';
    const stride = roundUp(output.channels, CHANNEL_MULTIPLE);
    const border = inputBorder(index);
    const out = tensor(output, stride, border, perChunk);
    const isDenselyConvolved = layer.kind === 'conv' && pooled === null && inputGradient !== null;
    const gradientBorder = isDenselyConvolved ? convGradientBorder(layer) : none;
    const gradient = tensor(output, stride, gradientBorder, hasBatchNorm || layer.kind === 'dense');
    const from = input;
    const fromGradient = inputGradient;
    input = out;
    inputGradient = gradient;
    const base = { out, gradient };

    if (layer.kind === 'conv' && pooled !== null)
      return pooledConv(layer, pooled.dropout, base, from, fromGradient, index);
    switch (layer.kind) {
      case 'conv': {
        const shared = weighted(layer, from, layer.kernelSize, jobs);
        const rows = count(layer.output.height, layer.strides[0], -layer.padTop);
        const columns = count(layer.output.width, layer.strides[1], -layer.padLeft);
        const allRows = count(layer.output.height);
        const allColumns = count(layer.output.width);
        return {
          kind: 'conv',
          layer,
          ...base,
          ...shared,
          partialKernel: allocate(shared.partialKernelBytes * jobs),
          activation: activationCodes[activation],
          pixels: layer.output.height * layer.output.width,
          rowOffsets: table(pixelOffsets(from, rows, columns)),
          outOffsets: table(pixelOffsets(out, allRows, allColumns)),
          gradientOffsets: table(pixelOffsets(gradient, allRows, allColumns)),
          phases: fromGradient === null ? [] : backwardPhases(layer, fromGradient, gradient),
        };
      }
      case 'dense': {
        if (fromGradient === null) throw new Error('a tower has at least one block');
        const { height, width, channels } = from.shape;
        const shared = weighted(layer, from, [height, width], 1);
        const perBatch = (of: Tensor) =>
          count(chunks).flatMap((chunk) => count(images, of.imageBytes, chunk * of.slotBytes));
        const isOneRun = fromGradient.stride === channels && fromGradient.rowBytes === 4 * channels * width; // no border
        return {
          kind: 'dense',
          layer,
          ...base,
          ...shared,
          partialKernel: allocate(shared.partialKernelBytes),
          rowOffsets: table(count(images, from.imageBytes)),
          outOffsets: table(count(images, out.imageBytes)),
          gradientOffsets: table(count(images, gradient.imageBytes)),
          backward: (isOneRun ? [0] : tapOffsets(fromGradient, height, width)).map((offset, run, { length }) => {
            const rows = shared.depth / length;
            return {
              offset,
              firstRow: run * rows,
              rows,
              panels: allocate(4 * layer.output.channels * roundUp(rows, CHANNEL_MULTIPLE)),
            };
          }),
          zeroOffset: table([0]),
          batchRowOffsets: table(perBatch(from)),
          batchGradientOffsets: table(perBatch(gradient)),
          inputGradientOffsets: table(count(images, fromGradient.imageBytes)),
        };
      }
      case 'pool':
        return { kind: 'pool', ...base, type: layer.type, size: layer.size };
      case 'reduce': // over the whole image: a pool of its size
        return {
          kind: 'pool',
          ...base,
          type: layer.type === 'globalMax' ? 'max' : 'average',
          size: [layer.input.height, layer.input.width],
        };
      case 'dropout':
        return { kind: 'dropout', ...base, layer, keys: allocate(8 * images * threads) };
      case 'batchNorm': {
        const vector = () => allocate(4 * stride);
        return {
          kind: 'batchNorm',
          ...base,
          layer,
          mean: vector(),
          inverse: vector(),
          scale: vector(),
          shift: vector(),
          meanGradient: vector(),
          slope: vector(),
          movingMean: vector(),
          movingScale: vector(),
          partialSums: allocate(16 * stride * jobs),
          partialBytes: 16 * stride,
        };
      }
      case 'normalize':
        return { kind: 'normalize', ...base, layer, inverse: allocate(4 * images * Math.max(chunks, threads)) };
    }
  }

  function pooledConv(
    layer: ConvLayer,
    dropout: DropoutLayer | null,
    base: { out: Tensor; gradient: Tensor },
    from: Tensor,
    fromGradient: Tensor | null,
    index: number,
  ): PooledConvNode {
    const { out, gradient } = base;
    const [height, width] = layer.kernelSize;
    const channels = layer.input.channels;
    const windows = out.shape.height * out.shape.width;
    const shared = weighted(layer, from, layer.kernelSize, jobs);
    const rowOffsets = count(out.shape.height).flatMap((y) =>
      count(out.shape.width).flatMap((x) =>
        count(2).flatMap((i) =>
          count(2).map((j) => {
            const row = (2 * y + i) * layer.strides[0] - layer.padTop;
            const column = (2 * x + j) * layer.strides[1] - layer.padLeft;
            return row * from.rowBytes + column * from.stride * 4;
          }),
        ),
      ),
    );
    const ofImage = (tensor: Tensor) => table(pixelOffsets(tensor, count(out.shape.height), count(out.shape.width), 1));

    const side = height === width && layer.strides[0] === 1 && layer.strides[1] === 1 ? height + 1 : 0;
    // on few channels, fewer products save less than the transforms cost; those go through four channels at a time
    const isWide = channels >= 16 && channels % 4 === 0;
    const form = side === 3 && channels === 1 ? 'image' : (side === 3 || side === 4) && isWide ? 'winograd' : 'product';
    const places = form === 'winograd' ? side * side : 0;

    let lists: WinnerLists | null = null;
    let { partialKernelBytes } = shared;
    if (fromGradient !== null) {
      // all taps of the first 16 channels first
      const segments = count(channels / 16).flatMap((part) =>
        tapOffsets(from, height, width).map((offset, tap) => ({
          offset: offset + 64 * part,
          row: tap * channels + 16 * part,
        })),
      );
      const passes = Math.ceil(segments.length / 4);
      const offsets = segments.map(({ offset }) => offset);
      const rows = segments.map(({ row }) => row);
      const fill = 4 * passes - offsets.length;
      const inputGradient = tensor(from.shape, from.stride, inputBorder(index - 1), false, 2);
      partialKernelBytes = 256 * passes * out.stride;
      lists = {
        passes,
        segmentOffsets: table([...offsets, ...count(fill, 0)]),
        gradientOffsets: table([...offsets, ...count(fill, 0, inputGradient.imageBytes)]),
        rows,
        segmentRows: table(rows),
        segments: allocate(partialKernelBytes),
        byPixel: slotted(8 * windows * out.stride, false),
        ends: slotted(16 * windows, false),
        byChannel: slotted(8 * windows * out.stride, false),
        counts: slotted(4 * out.stride, false),
        inputGradient,
      };
    }
    return {
      kind: 'pooledConv',
      layer,
      dropout,
      ...base,
      ...shared,
      windows,
      lists,
      partialKernel: allocate(partialKernelBytes * jobs),
      partialKernelBytes,
      keys: allocate(8 * images * threads),
      rowOffsets: table(rowOffsets),
      outOffsets: ofImage(out),
      gradientOffsets: ofImage(gradient),
      winners: slotted(images * windows * out.stride, hasBatchNorm),
      scratch: slotted(16 * places * channels + 256 * (places + 2), false),
      order: slotted(4 * windows, false),
      patchRows: from === image ? height + layer.strides[0] : 0,
      patchFloats: (width + layer.strides[1]) * channels,
      form,
      winograd: form === 'winograd' ? allocate(4 * places * channels * out.stride) : 0,
      blank: form === 'winograd' ? { input: allocate(from.imageBytes), out: allocate(out.imageBytes) } : null,
    };
  }

  /** dOut is read at (y + padTop - dy) / stride: the border that this may reach. */
  function convGradientBorder(layer: ConvLayer): Border {
    const side = (kernel: number, stride: number, pad: number, size: number, outputs: number) => ({
      before: Math.ceil(kernel / stride) - 1,
      after: Math.max(0, Math.floor((size - 1 + pad) / stride) - (outputs - 1)),
    });
    const rows = side(layer.kernelSize[0], layer.strides[0], layer.padTop, layer.input.height, layer.output.height);
    const columns = side(layer.kernelSize[1], layer.strides[1], layer.padLeft, layer.input.width, layer.output.width);
    return { top: rows.before, bottom: rows.after, left: columns.before, right: columns.after };
  }

  /** dX[y, x] sums the taps (dy, dx) with dy ≡ y + padTop and dx ≡ x + padLeft modulo the stride. */
  function backwardPhases(layer: ConvLayer, to: Tensor, gradient: Tensor): BackwardPhase[] {
    const phases: BackwardPhase[] = [];
    const [strideY, strideX] = layer.strides;
    const along = (size: number, kernel: number, stride: number, pad: number, residue: number) => ({
      pixels: count(size).filter((at) => (at + pad) % stride === residue),
      outputs: count(size)
        .filter((at) => (at + pad) % stride === residue)
        .map((at) => (at + pad - residue) / stride),
      taps: count(kernel).filter((tap) => tap % stride === residue),
    });
    for (let residueY = 0; residueY < strideY; residueY++) {
      for (let residueX = 0; residueX < strideX; residueX++) {
        const y = along(layer.input.height, layer.kernelSize[0], strideY, layer.padTop, residueY);
        const x = along(layer.input.width, layer.kernelSize[1], strideX, layer.padLeft, residueX);
        const taps = y.taps.flatMap((dy) => x.taps.map((dx) => dy * layer.kernelSize[1] + dx));
        if (taps.length === 0 || y.pixels.length === 0 || x.pixels.length === 0) continue; // these pixels' gradient stays 0
        const outputs = layer.output.channels;
        phases.push({
          pixels: y.pixels.length * x.pixels.length,
          rowOffsets: table(pixelOffsets(gradient, y.outputs, x.outputs)),
          outOffsets: table(pixelOffsets(to, y.pixels, x.pixels)),
          taps: taps.length,
          tapList: table(taps),
          tapOffsets: table(
            y.taps.flatMap((_, j) => x.taps.map((__, i) => -j * gradient.rowBytes - i * gradient.stride * 4)),
          ),
          panels: allocate(4 * taps.length * outputs * roundUp(layer.input.channels, CHANNEL_MULTIPLE)),
        });
      }
    }
    return phases;
  }

  const embedding = nodes.at(-1);
  if (embedding === undefined) throw new Error('a tower ends in its embedding');
  const layout: Layout = {
    zeros: allocate(4 * nodes.flatMap(widths).reduce((most, width) => Math.max(most, width))),
    threads,
    jobs,
    examplesPerChunk,
    imagesPerExample,
    control,
    queue,
    weights,
    slots,
    gradients,
    image,
    nodes,
    chunkIndices: allocate(4 * images * threads),
    jobSums: allocate(8 * 4 * jobs),
    norms: allocate(8 * plan.parameters.reduce((sum, { size, shape }) => sum + size / (shape.at(-1) ?? 1) + 1, 0)),
    distances: allocate(4 * 2 * options.batchSize),
    embedOut: allocate(4 * EMBED_IMAGES * embedding.out.stride),
    tables,
    bytes: roundUp(end, 65536),
  };
  if (layout.bytes > MAX_MEMORY) {
    throw new InputError(
      `The wasm engine would need ${(layout.bytes / 2 ** 30).toFixed(1)} GiB for this network at training.batchSize ` +
        `${options.batchSize}, but WebAssembly has 4 GiB; use a smaller batchSize, fewer filters or larger pools.`,
    );
  }
  return layout;
}
