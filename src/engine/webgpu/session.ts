/** The engine's side that the program sees: it writes a step's few numbers, and has the GPU run the step's kernels. */
import type { Batch, ImageStore } from '../../data/index.ts';
import type { Plan } from '../../network/index.ts';
import { distancesPerExample } from '../../objective/index.ts';
import type { Device, Inspection, Progress, Session, SessionOptions, TrainingState } from '../contract/contract.ts';
import { type Buffers, openBuffers, throwFailure } from './buffers.ts';
import { bufferUsage, MAP_READ } from './flags.ts';
import type { Gpu } from './gpu.ts';
import { compareOnHost } from './host-loss.ts';
import { type ImageUpload, imageUpload } from './images.ts';
import type { Load } from './kernels/kernel.ts';
import { type Layout, layOut, MAX_STEPS } from './layout.ts';
import type { Node } from './nodes/kind.ts';
import { assemble, type Program } from './program.ts';
import { type Clock, kernelRunner, type Runner } from './runner.ts';
import { type StepWriter, stepWriter } from './step.ts';

/** Images of one read-back of `embed`. */
const EMBED_IMAGES = 8192;
/** Of kernels that work on weights alone. */
const NO_LOAD: Load = { rows: 0, examples: 0 };

/** With a clock each dispatch is a pass of its own. */
export async function openSession(
  plan: Plan,
  options: SessionOptions,
  gpu: Gpu,
  clock: Clock | null = null,
): Promise<Session> {
  const layout = layOut(plan, options);
  const program = assemble(plan, options, layout);
  const buffers = await openBuffers(gpu, layout, options.batchSize);
  const { queue } = gpu.device;
  return new WebgpuSession({
    plan,
    options,
    gpu,
    layout,
    program,
    buffers,
    runner: kernelRunner(gpu, buffers, layout.stepNumbers, clock),
    images: imageUpload(gpu.device, buffers, layout, options),
    stepWriter: stepWriter(plan, options, layout, (words, count) =>
      queue.writeBuffer(buffers.of(layout.step), 0, words, 0, count),
    ),
  });
}

interface Parts {
  readonly plan: Plan;
  readonly options: SessionOptions;
  readonly gpu: Gpu;
  readonly layout: Layout;
  readonly program: Program;
  readonly buffers: Buffers;
  readonly runner: Runner;
  readonly images: ImageUpload;
  readonly stepWriter: StepWriter;
}

class WebgpuSession implements Session {
  readonly build: string;
  readonly device: Device;
  readonly arithmetic: string;
  readonly threads = 1;
  readonly #parts: Parts;
  #step = 0;
  /** steps whose sums are on the GPU, and those sums that were read before `progress` asked */
  #summed = 0;
  #early: Promise<Float32Array>[] = [];
  /** since the last `progress` */
  #steps = 0;
  #examples = 0;

  constructor(parts: Parts) {
    const { name, kind, driver, interface: api } = parts.gpu.about;
    this.build = `webgpu ${api}`;
    this.device = { name, kind };
    this.arithmetic = `webgpu ${api} ${name} ${driver}`;
    this.#parts = parts;
  }

  memoryBytes(): number {
    return this.#parts.buffers.bytes();
  }

  async load(store: ImageStore): Promise<void> {
    const { images, layout, program, runner } = this.#parts;
    await images.load(store);
    runner.unbind(layout.images);
    await runner.prepare([...(program.toHost ?? []), ...program.train, ...program.embed]);
  }

  async state(): Promise<TrainingState> {
    const { plan, layout, buffers } = this.#parts;
    const floats = layout.weights.bytes / 4;
    const all = await buffers.read(layout.weights, floats);
    const slots = Array.from({ length: (floats - plan.size) / plan.trainableSize }, (_, index) => {
      const first = plan.size + index * plan.trainableSize;
      return all.slice(first, first + plan.trainableSize);
    });
    return { step: this.#step, weights: all.slice(0, plan.size), slots };
  }

  async restore(state: TrainingState): Promise<void> {
    const { plan, layout, buffers, runner, program } = this.#parts;
    await runner.prepare(program.pack);
    buffers.write(layout.weights, state.weights);
    for (const [index, slot] of state.slots.entries()) {
      buffers.write(layout.weights, slot, plan.size + index * plan.trainableSize);
    }
    this.#step = state.step;
    runner.run(program.pack, NO_LOAD);
    await this.#done();
  }

  train(batch: Batch, learningRate: number): void | Promise<void> {
    const { images } = this.#parts;
    if (!images.isStreaming()) return this.#trainOn(batch, learningRate);
    return images.bring(batch.rows, this.#step).then((rows) => this.#trainOn({ ...batch, rows }, learningRate));
  }

  async progress(): Promise<Progress> {
    const last = this.#summed === 0 ? [] : [this.#readSums()];
    const all = [...this.#early, ...last];
    const counted = { steps: this.#steps, examples: this.#examples };
    [this.#summed, this.#steps, this.#examples, this.#early] = [0, 0, 0, []];
    let lossSum = 0;
    let correct = 0;
    for (const sums of await Promise.all(all)) {
      const broken = new Uint32Array(sums.buffer);
      for (let at = 0; at < sums.length; at += 4) {
        lossSum += broken[at + 2] === 0 ? (sums[at] as number) : Number.NaN;
        correct += sums[at + 1] as number;
      }
    }
    throwFailure(this.#parts.gpu);
    return { ...counted, lossSum, correct };
  }

  async inspect(given: Batch): Promise<Inspection> {
    const { plan, options, layout, buffers, runner, program, images, stepWriter } = this.#parts;
    await runner.prepare(program.inspect);
    const batch = { ...given, rows: await images.bring(given.rows) };
    const { load, end } = stepWriter.setBatch(batch);
    stepWriter.write(load, end, { step: this.#step, slot: null, learningRate: 0 });
    const onHost = await this.#compareOnHost(batch, load);
    runner.run(program.inspect, load);
    const count = onHost === null ? distancesPerExample(options.objective) * load.examples : 0;
    const at = plan.trainableSize;
    const all = await buffers.readBack(4 * (at + count + 4), (encoder, target) => {
      const copy = (from: GPUBuffer, offset: number, to: number, floats: number) =>
        encoder.copyBufferToBuffer(from, 4 * offset, target, 4 * to, 4 * floats);
      copy(buffers.of(layout.gradients), 0, 0, at);
      if (count > 0) copy(buffers.of(layout.distances), 0, at, count);
      copy(buffers.of(layout.sums), 4 * MAX_STEPS, at + count, 4);
    });
    return {
      loss: (all[at + count] as number) / load.examples,
      distances: onHost === null ? all.slice(at, at + count) : Float32Array.from(onHost.distances),
      gradients: all.slice(0, at),
    };
  }

  async applyGradients(given: Float32Array, learningRate: number): Promise<void> {
    const { layout, buffers, runner, program, stepWriter } = this.#parts;
    await runner.prepare(program.apply);
    buffers.write(layout.gradients, given);
    stepWriter.write(NO_LOAD, stepWriter.numbers, { step: this.#step, slot: null, learningRate });
    runner.run(program.apply, NO_LOAD);
    this.#step++;
    await this.#done();
  }

  async embed(indices: Int32Array): Promise<Float32Array> {
    const { embeddingDim } = this.#parts.plan;
    const embeddings = new Float32Array(indices.length * embeddingDim);
    for (let first = 0; first < indices.length; first += EMBED_IMAGES) {
      const some = await this.#embedSome(indices.subarray(first, first + EMBED_IMAGES));
      embeddings.set(some, first * embeddingDim);
    }
    return embeddings;
  }

  async close(): Promise<void> {
    this.#parts.buffers.close();
  }

  #trainOn(batch: Batch, learningRate: number): void | Promise<void> {
    const { program, runner, stepWriter } = this.#parts;
    this.#makeRoomForSums();
    const { load, end } = stepWriter.setBatch(batch);
    stepWriter.write(load, end, { step: this.#step, slot: this.#summed, learningRate });
    const goOn = () => {
      runner.run(program.train, load);
      this.#step++;
      this.#summed++;
      this.#steps++;
      this.#examples += load.examples;
    };
    if (program.toHost === null) return goOn();
    return this.#compareOnHost(batch, load).then(goOn);
  }

  /** null where a kernel works out the loss */
  async #compareOnHost(batch: Batch, load: Load) {
    const { program, runner } = this.#parts;
    if (program.toHost === null) return null;
    runner.run(program.toHost, load);
    return compareOnHost(this.#parts, batch, load);
  }

  #makeRoomForSums(): void {
    if (this.#summed < MAX_STEPS) return;
    const sums = this.#readSums();
    sums.catch(() => {}); // `progress` sees it
    this.#early.push(sums);
    this.#summed = 0;
  }

  /** Of the steps whose sums are on the GPU, which are 0 afterwards. */
  #readSums(): Promise<Float32Array> {
    const { layout, buffers } = this.#parts;
    const bytes = 16 * this.#summed;
    return buffers.readBack(bytes, (encoder, target) => {
      encoder.copyBufferToBuffer(buffers.of(layout.sums), 0, target, 0, bytes);
      encoder.clearBuffer(buffers.of(layout.sums));
    });
  }

  /** One read-back for all. → [indices.length, embeddingDim] */
  async #embedSome(indices: Int32Array): Promise<Float32Array> {
    const { plan, gpu, layout, buffers, runner, program, images, stepWriter } = this.#parts;
    const { device, waitFor } = gpu;
    const { memory, vectors } = (layout.nodes.at(-1) as Node).ending.out;
    const target = device.createBuffer({
      size: 16 * vectors * indices.length,
      usage: bufferUsage.mapRead | bufferUsage.copyTarget,
    });
    try {
      for (let at = 0; at < indices.length; at += layout.rows) {
        const part = indices.subarray(at, at + layout.rows);
        const load = { rows: part.length, examples: 0 };
        const end = stepWriter.setRows(await images.bring(part));
        stepWriter.write(load, end, { step: this.#step, slot: null, learningRate: 0 });
        runner.run(program.embed, load, (encoder) =>
          encoder.copyBufferToBuffer(buffers.of(memory), 0, target, 16 * vectors * at, 16 * vectors * part.length),
        );
      }
      await waitFor(target.mapAsync(MAP_READ));
      const found = new Float32Array(target.getMappedRange());
      const embeddings = new Float32Array(indices.length * plan.embeddingDim);
      for (let row = 0; row < indices.length; row++) {
        const from = 4 * vectors * row;
        embeddings.set(found.subarray(from, from + plan.embeddingDim), row * plan.embeddingDim);
      }
      return embeddings;
    } finally {
      target.destroy(); // also where a read of images fails
    }
  }

  #done(): Promise<undefined> {
    const { device, waitFor } = this.#parts.gpu;
    return waitFor(device.queue.onSubmittedWorkDone());
  }
}
