/** The engine's side that the program sees: it writes a step's few numbers, and has the GPU run the step's kernels. */
import {
  allRows,
  type Batch,
  exampleCount,
  type ImageStore,
  imageBytes,
  labelsOf,
  rowRange,
  storeBytes,
} from '../../data/index.ts';
import { InputError } from '../../errors/index.ts';
import type { Head, Plan } from '../../network/index.ts';
import { type Compared, compareBatch, distancesPerExample, type HeadWeights } from '../../objective/index.ts';
import { purpose, streamKey } from '../../random/index.ts';
import type { Inspection, Progress, Session, SessionOptions } from '../contract/contract.ts';
import { stepScalars } from '../contract/optimizers.ts';
import { isResident } from '../contract/residency.ts';
import { bufferUsage, MAP_READ } from './flags.ts';
import type { Gpu } from './gpu.ts';
import { type Kernel, type Load, type Memory, stepWords, WORKGROUP_ROW } from './kernels/kernel.ts';
import { layOut, MAX_STEPS } from './layout.ts';
import { assemble } from './program.ts';

/** Images are read from their store and written to the GPU about so many bytes at a time. */
const UPLOAD_BYTES = 2 ** 22;
/** Images of one read-back of `embed`. */
const EMBED_IMAGES = 8192;

/** A kernel with what WebGPU needs to run it. */
interface Ready {
  readonly kernel: Kernel;
  readonly pipeline: GPUComputePipeline;
  readonly group: GPUBindGroup;
}

/** Where a dispatch's beginning and end are written down, by its number in the step. */
type Clock = (dispatch: number) => GPUComputePassTimestampWrites;

/** With a clock each dispatch is a pass of its own. */
export async function openSession(
  plan: Plan,
  options: SessionOptions,
  gpu: Gpu,
  clock: Clock | null = null,
): Promise<Session> {
  const { device, about, waitFor } = gpu;
  const layout = layOut(plan, options);
  const program = assemble(plan, options, layout);
  const { optimizer, seed } = options;

  // ── memory ───────────────────────────────────────────────────────────────────────────────────────────────────
  for (const { label, bytes } of layout.memories) checkSize(device, label, bytes, options.batchSize);
  const buffers = new Map<Memory, GPUBuffer>();
  const create = (memory: Memory, bytes = memory.bytes) => {
    const flags =
      bufferUsage.storage |
      bufferUsage.copySource |
      bufferUsage.copyTarget |
      (memory === layout.step ? bufferUsage.uniform : 0);
    buffers.set(memory, device.createBuffer({ label: memory.label, size: bytes, usage: flags }));
  };
  const close = async () => {
    for (const buffer of buffers.values()) buffer.destroy();
  };
  try {
    await gpu.allocate(() => {
      for (const memory of layout.memories) create(memory);
    });
  } catch (error) {
    await close();
    throw error;
  }
  const bufferOf = (memory: Memory) => buffers.get(memory) as GPUBuffer;
  const resourceOf = (memory: Memory): GPUBufferBinding =>
    memory.within === undefined
      ? { buffer: bufferOf(memory) }
      : { buffer: bufferOf(memory.within.memory), offset: memory.within.offset, size: memory.bytes };

  // ── kernels ──────────────────────────────────────────────────────────────────────────────────────────────────
  const ready = new Map<Kernel, Ready>();
  /** Compiles what is not compiled, and binds it. */
  const prepare = (...kernels: readonly Kernel[]): Promise<unknown> =>
    waitFor(
      Promise.all(
        kernels.map(async (kernel) => {
          const pipeline = await gpu.compile(kernel);
          if (ready.has(kernel)) return;
          const entries = [
            { binding: 0, resource: resourceOf(layout.stepNumbers) },
            ...kernel.bindings.map(({ memory }, index) => ({ binding: index + 1, resource: resourceOf(memory) })),
          ];
          const group = device.createBindGroup({
            label: kernel.name,
            layout: pipeline.getBindGroupLayout(0),
            entries,
          });
          ready.set(kernel, { kernel, pipeline, group });
        }),
      ),
    );
  const encode = (encoder: GPUCommandEncoder, kernels: readonly Kernel[], load: Load) => {
    const whole = clock === null ? encoder.beginComputePass() : null;
    for (const [index, kernel] of kernels.entries()) {
      const { pipeline, group } = ready.get(kernel) as Ready;
      const workgroups = kernel.workgroups(load);
      const pass = whole ?? encoder.beginComputePass(clock === null ? {} : { timestampWrites: clock(index) });
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(Math.min(workgroups, WORKGROUP_ROW), Math.ceil(workgroups / WORKGROUP_ROW));
      if (whole === null) pass.end();
    }
    whole?.end();
  };

  // ── what a step brings along ─────────────────────────────────────────────────────────────────────────────────
  const words = new Uint32Array(bufferOf(layout.step).size / 4);
  const numbers = new Float32Array(words.buffer);
  const indicesAt = (layout.indices.within?.offset ?? 0) / 4;
  const labelsAt = (layout.labels.within?.offset ?? 0) / 4;
  const dropoutLayers = plan.layers.filter((layer) => layer.kind === 'dropout');
  let step = 0;
  /** steps whose sums are on the GPU, and those sums that were read before `progress` asked */
  let summed = 0;
  let examplesSummed = 0;
  let stepsSummed = 0;
  let early: Promise<Float32Array>[] = [];

  const writeStep = (load: Load, how: { learningRate?: number; isTraining?: boolean; end: number }) => {
    const { learningRate = 0, isTraining = false, end } = how;
    words[stepWords.rows] = load.rows;
    words[stepWords.examples] = load.examples;
    words[stepWords.masked] = isTraining ? 1 : 0;
    words[stepWords.moves] = isTraining ? 1 : 0;
    words[stepWords.slot] = isTraining ? summed : MAX_STEPS;
    const { rate, decay } = stepScalars(optimizer, learningRate, step + 1);
    numbers[stepWords.rate] = rate;
    numbers[stepWords.decay] = decay;
    for (const { index } of dropoutLayers) {
      const { a, b } = streamKey(seed, purpose.dropout, step, index);
      words.set([a, b], stepWords.keys + 4 * index);
    }
    device.queue.writeBuffer(bufferOf(layout.step), 0, words, 0, end);
  };
  const writeBatch = ({ rows, compared }: Batch): { load: Load; end: number } => {
    const examples = exampleCount(compared);
    words.set(rows, indicesAt);
    words.set(labelsOf(compared), labelsAt);
    return { load: { rows: rows.length, examples }, end: labelsAt + examples };
  };
  const run = (kernels: readonly Kernel[], load: Load, after?: (encoder: GPUCommandEncoder) => void) => {
    const encoder = device.createCommandEncoder();
    encode(encoder, kernels, load);
    after?.(encoder);
    device.queue.submit([encoder.finish()]);
  };

  const throwFailure = () => {
    const failure = gpu.failure();
    if (failure !== null) throw failure;
  };

  // ── reading back ─────────────────────────────────────────────────────────────────────────────────────────────
  /** A copy of parts of buffers, taken once all that was submitted is done. */
  const readBack = async (
    bytes: number,
    copy: (encoder: GPUCommandEncoder, target: GPUBuffer) => void,
  ): Promise<Float32Array> => {
    throwFailure();
    const target = device.createBuffer({ size: bytes, usage: bufferUsage.mapRead | bufferUsage.copyTarget });
    const encoder = device.createCommandEncoder();
    copy(encoder, target);
    device.queue.submit([encoder.finish()]);
    await waitFor(target.mapAsync(MAP_READ));
    const floats = new Float32Array(target.getMappedRange().slice(0));
    target.destroy();
    return floats;
  };
  const readMemory = (memory: Memory, floats: number, first = 0) =>
    readBack(4 * floats, (encoder, target) =>
      encoder.copyBufferToBuffer(bufferOf(memory), 4 * first, target, 0, 4 * floats),
    );
  const readSums = (steps: number) =>
    readBack(16 * steps, (encoder, target) => {
      encoder.copyBufferToBuffer(bufferOf(layout.sums), 0, target, 0, 16 * steps);
      encoder.clearBuffer(bufferOf(layout.sums));
    });

  // ── images ───────────────────────────────────────────────────────────────────────────────────────────────────
  /** of images that aren't resident: the GPU then has room for those of one step */
  let source: ImageStore | null = null;
  /** Reads images and writes them to the GPU, one after another, behind all work submitted before. */
  const upload = async (store: ImageStore, rows: Int32Array, ofStep?: number) => {
    const size = imageBytes(store.shape);
    const most = 4 * Math.ceil(UPLOAD_BYTES / 4 / size); // a multiple of four, so that each chunk begins at a word
    const chunk = new Uint8Array(wholeWords(Math.min(most, rows.length) * size));
    for (let at = 0; at < rows.length; at += most) {
      const some = rows.subarray(at, at + most);
      await store.read(some, chunk.subarray(0, some.length * size), ofStep);
      device.queue.writeBuffer(bufferOf(layout.images), at * size, chunk, 0, wholeWords(some.length * size));
    }
  };
  /** Uploads images that aren't resident. → where they lie on the GPU: [rows] */
  const bring = async (rows: Int32Array, ofStep?: number): Promise<Int32Array> => {
    if (source === null) return rows;
    await upload(source, rows, ofStep);
    return rowRange(0, rows.length);
  };

  // ── a loss that the host works out ───────────────────────────────────────────────────────────────────────────
  /** Embeddings are read back, and what the loss's kernel would have written is written from here. */
  const compareOnHost = async (toHost: readonly Kernel[], { compared }: Batch, load: Load): Promise<Compared> => {
    run(toHost, load);
    const { embeddingDim, head } = plan;
    const node = layout.nodes.at(-1) as (typeof layout.nodes)[number];
    const { memory, vectors } = node.ending.out;
    const padded = await readMemory(memory, 4 * vectors * load.rows);
    const embeddings = unpadded(padded, embeddingDim, 4 * vectors);
    const headWeights = head === null ? null : await readHead(head);
    const result = compareBatch(options.objective, { embeddings, embeddingDim, compared, head: headWeights });
    const write = (memory: Memory, floats: Float32Array<ArrayBuffer>, first = 0) =>
      device.queue.writeBuffer(bufferOf(memory), 4 * first, floats);
    write(node.gradient, padded32(result.gradients, embeddingDim, 4 * vectors));
    const sums = new Float32Array(4 * load.examples); // all of it in the first example's place
    sums.set([result.lossSum, result.correct, Number.isFinite(result.lossSum) ? 0 : 1]);
    write(layout.results, sums);
    if (head !== null) {
      for (const [index, derivative] of [result.byHead.kernel, result.byHead.bias].entries()) {
        const slices = new Float32Array(load.examples);
        slices[0] = derivative;
        write(layout.slices, slices, layout.headGradients + index * options.batchSize);
      }
    }
    return result;
  };
  const readHead = async ({ kernel, bias }: Head): Promise<HeadWeights> => {
    const [first] = await readMemory(layout.weights, 1, kernel.offset);
    const [second] = await readMemory(layout.weights, 1, bias.offset);
    return { kernel: first as number, bias: second as number };
  };
  const trainThroughHost = async (toHost: readonly Kernel[], batch: Batch, learningRate: number): Promise<void> => {
    makeRoomForSums();
    const { load, end } = writeBatch(batch);
    writeStep(load, { learningRate, isTraining: true, end });
    await compareOnHost(toHost, batch, load);
    run(program.train, load);
    count(load);
  };

  // ── counting steps ───────────────────────────────────────────────────────────────────────────────────────────
  const makeRoomForSums = () => {
    if (summed < MAX_STEPS) return;
    const sums = readSums(summed);
    sums.catch(() => {}); // `progress` sees it
    early.push(sums);
    summed = 0;
  };
  const count = ({ examples }: Load) => {
    step++;
    summed++;
    stepsSummed++;
    examplesSummed += examples;
  };

  const trainOn = (batch: Batch, learningRate: number): void | Promise<void> => {
    if (program.toHost !== null) return trainThroughHost(program.toHost, batch, learningRate);
    makeRoomForSums();
    const { load, end } = writeBatch(batch);
    writeStep(load, { learningRate, isTraining: true, end });
    run(program.train, load);
    count(load);
    return undefined;
  };

  const floatsOf = (array: Float32Array) => new Float32Array(array); // of a plain ArrayBuffer, as WebGPU asks

  return {
    build: `webgpu ${about.interface}`,
    device: { name: about.name, kind: about.kind },
    arithmetic: `webgpu ${about.interface} ${about.name} ${about.driver}`,
    threads: 1,
    memoryBytes: () => [...buffers.values()].reduce((sum, { size }) => sum + size, 0),
    async load(store: ImageStore) {
      const keepsAll = isResident(store, options, mostBytes(device));
      const bytes = wholeWords(keepsAll ? storeBytes(store) : layout.rows * imageBytes(store.shape));
      checkSize(device, 'images', bytes, options.batchSize);
      buffers.get(layout.images)?.destroy();
      await gpu.allocate(() => create(layout.images, bytes));
      if (keepsAll) await upload(store, allRows(store));
      source = keepsAll ? null : store;
      for (const kernel of ready.keys()) {
        if (kernel.bindings.some(({ memory }) => memory === layout.images)) ready.delete(kernel);
      }
      await prepare(...(program.toHost ?? []), ...program.train, ...program.embed);
    },
    async state() {
      const slots = (layout.weights.bytes / 4 - plan.size) / plan.trainableSize;
      const all = await readMemory(layout.weights, layout.weights.bytes / 4);
      const slot = (index: number) => {
        const first = plan.size + index * plan.trainableSize;
        return all.slice(first, first + plan.trainableSize);
      };
      return { step, weights: all.slice(0, plan.size), slots: Array.from({ length: slots }, (_, i) => slot(i)) };
    },
    async restore(state) {
      await prepare(...program.pack);
      const buffer = bufferOf(layout.weights);
      device.queue.writeBuffer(buffer, 0, floatsOf(state.weights));
      state.slots.forEach((slot, index) => {
        device.queue.writeBuffer(buffer, 4 * (plan.size + index * plan.trainableSize), floatsOf(slot));
      });
      step = state.step;
      run(program.pack, { rows: 0, examples: 0 });
      await waitFor(device.queue.onSubmittedWorkDone());
    },
    train(batch, learningRate) {
      if (source === null) return trainOn(batch, learningRate);
      return bring(batch.rows, step).then((rows) => trainOn({ ...batch, rows }, learningRate));
    },
    async progress(): Promise<Progress> {
      const last = summed === 0 ? [] : [readSums(summed)];
      const all = [...early, ...last];
      const counted = { steps: stepsSummed, examples: examplesSummed };
      [summed, stepsSummed, examplesSummed, early] = [0, 0, 0, []];
      let lossSum = 0;
      let correct = 0;
      for (const sums of await Promise.all(all)) {
        const broken = new Uint32Array(sums.buffer);
        for (let at = 0; at < sums.length; at += 4) {
          lossSum += broken[at + 2] === 0 ? (sums[at] as number) : Number.NaN;
          correct += sums[at + 1] as number;
        }
      }
      throwFailure();
      return { ...counted, lossSum, correct };
    },
    async inspect(given): Promise<Inspection> {
      await prepare(...program.inspect);
      const batch = { ...given, rows: await bring(given.rows) };
      const { load, end } = writeBatch(batch);
      writeStep(load, { end });
      const onHost = program.toHost === null ? null : await compareOnHost(program.toHost, batch, load);
      run(program.inspect, load);
      const count = onHost === null ? distancesPerExample(options.objective) * load.examples : 0;
      const at = plan.trainableSize;
      const sums = 4 * MAX_STEPS;
      const all = await readBack(4 * (at + count + 4), (encoder, target) => {
        encoder.copyBufferToBuffer(bufferOf(layout.gradients), 0, target, 0, 4 * at);
        if (count > 0) encoder.copyBufferToBuffer(bufferOf(layout.distances), 0, target, 4 * at, 4 * count);
        encoder.copyBufferToBuffer(bufferOf(layout.sums), 4 * sums, target, 4 * (at + count), 16);
      });
      return {
        loss: (all[at + count] as number) / load.examples,
        distances: onHost === null ? all.slice(at, at + count) : Float32Array.from(onHost.distances),
        gradients: all.slice(0, at),
      };
    },
    async applyGradients(given, learningRate) {
      await prepare(...program.apply);
      device.queue.writeBuffer(bufferOf(layout.gradients), 0, floatsOf(given));
      const load = { rows: 0, examples: 0 };
      writeStep(load, { learningRate, end: indicesAt });
      run(program.apply, load);
      step++;
      await waitFor(device.queue.onSubmittedWorkDone());
    },
    async embed(indices) {
      const embeddings = new Float32Array(indices.length * plan.embeddingDim);
      const { memory, vectors } = (layout.nodes.at(-1) as (typeof layout.nodes)[number]).ending.out;
      for (let first = 0; first < indices.length; first += EMBED_IMAGES) {
        const some = indices.subarray(first, first + EMBED_IMAGES);
        const target = device.createBuffer({
          size: 16 * vectors * some.length,
          usage: bufferUsage.mapRead | bufferUsage.copyTarget,
        });
        for (let at = 0; at < some.length; at += layout.rows) {
          const part = some.subarray(at, at + layout.rows);
          const load = { rows: part.length, examples: 0 };
          words.set(await bring(part), indicesAt);
          writeStep(load, { end: indicesAt + part.length });
          run(program.embed, load, (encoder) =>
            encoder.copyBufferToBuffer(bufferOf(memory), 0, target, 16 * vectors * at, 16 * vectors * part.length),
          );
        }
        await waitFor(target.mapAsync(MAP_READ));
        const found = new Float32Array(target.getMappedRange());
        for (let row = 0; row < some.length; row++) {
          const from = 4 * vectors * row;
          embeddings.set(found.subarray(from, from + plan.embeddingDim), (first + row) * plan.embeddingDim);
        }
        target.destroy();
      }
      return embeddings;
    },
    close,
  };
}

/** WebGPU copies whole words. */
function wholeWords(bytes: number): number {
  return 4 * Math.ceil(bytes / 4);
}

/** [rows, stride] → [rows, length] */
function unpadded(padded: Float32Array, length: number, stride: number): Float32Array {
  const rows = padded.length / stride;
  const floats = new Float32Array(rows * length);
  for (let row = 0; row < rows; row++) {
    floats.set(padded.subarray(row * stride, row * stride + length), row * length);
  }
  return floats;
}

/** [rows, length] → [rows, stride], zeros between */
function padded32(values: Float64Array, length: number, stride: number): Float32Array<ArrayBuffer> {
  const rows = values.length / length;
  const floats = new Float32Array(rows * stride);
  for (let row = 0; row < rows; row++) floats.set(values.subarray(row * length, (row + 1) * length), row * stride);
  return floats;
}

/** A buffer larger than the GPU's interface allows can't be made, however much memory there is. */
function checkSize(device: GPUDevice, what: string, bytes: number, batchSize: number): void {
  const most = mostBytes(device);
  if (bytes <= most) return;
  const gib = (size: number) => `${(size / 2 ** 30).toFixed(1)} GiB`;
  throw new InputError(
    `The webgpu engine can't hold ${what}: ${gib(bytes)} in one buffer, where this GPU allows ${gib(most)}; ` +
      `use a training.batchSize below ${batchSize}, fewer filters or larger pools.`,
  );
}

function mostBytes({ limits }: GPUDevice): number {
  // kernels count an image's bytes, and others' vec4f, in 32 bits
  return Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize, 2 ** 32 - 4);
}
