/**
 * Where a step's time goes: one worker's work done in this thread, each kernel's calls timed. Useful work is counted
 * as the plain algorithm needs it, so that a kernel which needs less shows as faster; for lists of winners it is what
 * the lists hold. Bytes are what a call reads and writes, each array once.
 */
import type { Batch, ImageStore } from '../../data/index.ts';
import { initialWeights, type Plan } from '../../network/index.ts';
import type { SessionOptions } from '../contract/contract.ts';
import { chooseBuild, compileBuild } from './host/builds.ts';
import { openInThread } from './in-thread.ts';
import { type Arguments, activationCodes, type Kernels } from './kernels.ts';

export interface KernelFigures {
  readonly kernel: string;
  /** of one step, a mean */
  readonly calls: number;
  readonly milliseconds: number;
  /** multiplications and additions */
  readonly flop: number;
  readonly bytes: number;
}

export interface StepProfile {
  readonly build: string;
  /** one step on one thread, a median, timing included */
  readonly milliseconds: number;
  /** most first */
  readonly kernels: readonly KernelFigures[];
  /** GFLOP/s of one thread's register tile on data in the nearest cache */
  readonly peak: number;
}

type Count = { flop: number; bytes: number };

/** Times `steps` training steps after as many to warm up; batches are taken in turn. */
export async function profileSteps(
  plan: Plan,
  options: SessionOptions,
  store: ImageStore,
  batches: readonly Batch[],
  steps: number,
): Promise<StepProfile> {
  const compiled = await compileBuild((await chooseBuild()).build);
  const watch = stopwatch(compiled.build.tileColumns);
  const inThread = openInThread(plan, options, compiled, { wrap: watch.wrap });
  const { layout, memory, kernels } = inThread;
  await inThread.load(store);
  new Float32Array(memory.buffer, layout.weights, plan.size).set(initialWeights(plan, options.seed));

  inThread.run('pack', {});
  const { learningRate } = options.optimizer;
  const times: number[] = [];
  for (let step = 0; step < 2 * steps; step++) {
    if (step === steps) watch.clear();
    const batch = batches[step % batches.length] as Batch;
    const start = performance.now();
    inThread.run('train', { ...batch, step, learningRate });
    if (step >= steps) times.push(performance.now() - start);
  }
  return {
    build: compiled.label,
    milliseconds: times.sort((a, b) => a - b)[times.length >> 1] as number,
    kernels: watch.figures(steps),
    peak: peakOf(kernels, compiled.build.tileColumns, memory, layout.bytes),
  };
}

/** Kernels of which each call is timed and counted. */
function stopwatch(tileColumns: number) {
  const records = new Map<string, { calls: number; milliseconds: number; flop: number; bytes: number }>();
  const timed =
    (name: string, kernel: (...given: unknown[]) => unknown, countOf: (given: unknown) => Count) =>
    (...given: unknown[]) => {
      const start = performance.now();
      const result = kernel(...given);
      const milliseconds = performance.now() - start;
      const record = records.get(name) ?? { calls: 0, milliseconds: 0, flop: 0, bytes: 0 };
      const { flop, bytes } = countOf(given[0]);
      records.set(name, {
        calls: record.calls + 1,
        milliseconds: record.milliseconds + milliseconds,
        flop: record.flop + flop,
        bytes: record.bytes + bytes,
      });
      return result;
    };
  return {
    wrap(kernels: Kernels, memory: WebAssembly.Memory): Kernels {
      const count = counters(new Int32Array(memory.buffer), tileColumns) as Record<string, (given: unknown) => Count>;
      const nothing = () => ({ flop: 0, bytes: 0 });
      const wrapped = Object.entries(kernels).map(([name, kernel]) => [
        name,
        timed(name, kernel, count[name] ?? nothing),
      ]);
      return Object.fromEntries(wrapped) as Kernels;
    },
    clear: () => records.clear(),
    figures: (steps: number): KernelFigures[] =>
      [...records]
        .map(([kernel, { calls, milliseconds, flop, bytes }]) => ({
          kernel,
          calls: calls / steps,
          milliseconds: milliseconds / steps,
          flop: flop / steps,
          bytes: bytes / steps,
        }))
        .sort((a, b) => b.milliseconds - a.milliseconds),
  };
}

type Counters = { readonly [Name in keyof Arguments]?: (given: Arguments[Name]) => Count };

/** Useful work and bytes of a call; kernels left out only move or compare. */
function counters(words: Int32Array, tileColumns: number): Counters {
  /** rows × depth × columns */
  const dense = (rows: number, depth: number, columns: number, outputs = rows * columns): Count => ({
    flop: 2 * rows * depth * columns,
    bytes: 4 * (rows * depth + depth * columns + outputs),
  });
  const elementwise = (elements: number, arrays: number, flop: number): Count => ({
    flop: flop * elements,
    bytes: 4 * arrays * elements,
  });
  type Activations = { images: number; rows: number; columns: number; stride: number };
  const pixels = ({ images, rows, columns, stride }: Activations) => images * rows * columns * stride;
  return {
    product: (g) => dense(g.rows, g.taps * g.depth, g.panels * tileColumns),
    weightProduct: (g) => dense(g.to - g.from, g.rows, g.columns),
    pooledProduct: (g) => {
      const windows = g.images * g.windows;
      return dense(4 * windows, g.taps * g.depth, g.panels * tileColumns, windows * g.stride);
    },
    pooledImage: (g) => {
      const windows = g.images * g.windows;
      return dense(4 * windows, 4, g.stride, windows * g.stride);
    },
    pooledWinograd: (g) => {
      const windows = g.images * g.windows;
      return dense(4 * windows, (g.side - 1) ** 2 * g.inputs, g.panels * tileColumns, windows * g.stride);
    },
    pooledWeightProduct: (g) => dense(g.depth, 4 * g.windows, g.stride),
    pooledImageWeights: (g) => dense(4, 4 * g.windows, g.stride),
    winnersWeightGradient: (g) => {
      let winners = 0;
      for (let n = 0; n < g.channels; n++) winners += words[(g.counts >>> 2) + n] as number;
      return { flop: 128 * g.passes * winners, bytes: 256 * g.passes * (winners + g.channels) };
    },
    winnersInputGradient: (g) => {
      const end = words[(g.ends >>> 2) + g.pixels - 1] as number;
      const winners = (end - g.byPixel) / 8;
      return { flop: 128 * g.passes * winners, bytes: 256 * g.passes * (winners + g.pixels) };
    },
    winnersGradient: (g) => elementwise(pixels(g), 2.25, 2),
    columnSums: (g) => elementwise(g.rows * g.columns, 1, 1),
    batchNormSums: (g) => elementwise(pixels(g), 1, 3),
    batchNormForward: (g) => elementwise(pixels(g), 2, 3),
    batchNormBackwardSums: (g) => elementwise(pixels(g), 2, 5),
    batchNormBackward: (g) => elementwise(pixels(g), 3, 5),
    sumGroups: (g) => elementwise(g.groups * g.rows * g.columns, 1, 1),
    sumGroupsOfSegment: (g) => elementwise(g.groups * 16 * g.outputs, 1, 1),
    copyInterior: (g) => elementwise((g.rows * g.rowBytes) / 4, 2, 0),
    adam: (g) => elementwise(g.count, 7, 13),
  };
}

/** The register tile's best on a product whose arrays lie in the nearest cache. */
function peakOf(kernels: Kernels, tileColumns: number, { buffer }: WebAssembly.Memory, end: number): number {
  const rows = 4;
  const depth = 128;
  const repeats = 200;
  // the images' memory: they are no longer needed
  const address = { a: end, b: end + 8192, bias: end + 20480, out: end + 21504, offsets: end + 24576 };
  if (address.offsets + 4 * rows > buffer.byteLength) return Number.NaN;
  const words = new Int32Array(buffer);
  new Uint8Array(buffer, end, 24576).fill(0);
  for (let row = 0; row < rows; row++) words[(address.offsets >>> 2) + row] = 4 * depth * row;
  const { a, b, bias, out, offsets } = address;
  const call: Arguments['product'] = {
    rows,
    a,
    rowOffsets: offsets,
    taps: 1,
    tapOffsets: offsets,
    depth,
    b,
    panels: 1,
    bias,
    out,
    outOffsets: offsets,
    activation: activationCodes.linear,
  };
  let best = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 50; attempt++) {
    const start = performance.now();
    for (let i = 0; i < repeats; i++) kernels.product(call);
    best = Math.min(best, performance.now() - start);
  }
  return (2 * rows * depth * tileColumns * repeats) / best / 1e6;
}
