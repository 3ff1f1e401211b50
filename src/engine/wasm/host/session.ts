/** The engine's side that the program sees: it writes commands into the queue, the workers work them off. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Batch, exampleCount, labelsOf } from '../../../data/index.ts';
import { RunError } from '../../../errors/index.ts';
import type { Plan } from '../../../network/index.ts';
import { distancesPerExample, rowsPerExample } from '../../../objective/index.ts';
import type { Session, SessionOptions } from '../../contract/contract.ts';
import { processor } from '../../processor/node.ts';
import { EMBED_IMAGES, type Layout, layOut } from '../layout.ts';
import type { CompiledBuild } from './builds.ts';
import { MAX_PAGES, openImages, PAGE, PLACES, type PlacedRows, type SessionImages } from './images.ts';
import { openQueue, type Queue, type QueueSlot } from './queue.ts';
import type { WorkerData } from './worker.ts';

/** Lays out a session's memory and starts its workers. */
export async function openSession(
  plan: Plan,
  options: SessionOptions,
  threads: number,
  compiled: CompiledBuild,
): Promise<Session> {
  const { build, module, label, arithmetic } = compiled;
  const layout = layOut(plan, options, threads);
  const memory = new WebAssembly.Memory({ initial: layout.bytes / PAGE, maximum: MAX_PAGES, shared: true });
  const buffer = memory.buffer as SharedArrayBuffer;
  for (const { address, values } of layout.tables) new Int32Array(buffer, address, values.length).set(values);
  const { failure, stop } = await startWorkers(layout, { module, memory, build, plan, options, threads });
  const queue = openQueue(layout, options, buffer, failure);
  const images = openImages(memory, layout.bytes, rowsPerExample(options.objective) * options.batchSize, options);
  return {
    build: label,
    device: processor(),
    arithmetic,
    threads,
    memoryBytes: () => layout.bytes + images.bytes(),
    async load(store) {
      await queue.idle();
      await images.load(store);
    },
    ...stepping({ plan, options, layout, buffer, queue, images }),
    embed: (indices) => embed(indices, plan, { layout, buffer, queue, images }),
    async close() {
      await stop();
    },
  };
}

/** Until all are ready.  failure: rejects once one of them has failed */
async function startWorkers(layout: Layout, shared: Omit<WorkerData, 'worker'>) {
  const workers = Array.from({ length: shared.threads }, (_, worker) => {
    const workerData: WorkerData = { ...shared, worker };
    return new Worker(new URL('./start-worker.js', import.meta.url), { workerData });
  });
  const words = new Int32Array(shared.memory.buffer);
  const failure = new Promise<never>((_, reject) => {
    for (const worker of workers) {
      worker.once('error', (cause) => {
        reject(new RunError(`A worker of the wasm engine failed: ${(cause as Error).message}`, { cause }));
        Atomics.store(words, layout.control.failed >> 2, 1);
        Atomics.notify(words, layout.control.done >> 2); // what waits in `finish`
      });
    }
  });
  failure.catch(() => {}); // what waits sees it; a session that nothing waits for stays silent
  const stop = () => Promise.all(workers.map((worker) => worker.terminate()));
  try {
    await Promise.race([Promise.all(workers.map((worker) => once(worker, 'message'))), failure]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { failure, stop };
}

interface Shared {
  readonly layout: Layout;
  readonly buffer: SharedArrayBuffer;
  readonly queue: Queue;
  readonly images: SessionImages;
}

/** Steps of training, and the state that they change. */
function stepping({
  plan,
  options,
  layout,
  buffer,
  queue,
  images,
}: Shared & { readonly plan: Plan; readonly options: SessionOptions }): Pick<
  Session,
  'state' | 'restore' | 'train' | 'progress' | 'inspect' | 'applyGradients'
> {
  const weights = new Float32Array(buffer, layout.weights, plan.size);
  const slots = layout.slots.map((address) => new Float32Array(buffer, address, plan.trainableSize));
  const gradients = new Float32Array(buffer, layout.gradients, plan.trainableSize);
  let step = 0;
  const publish = (kind: 'train' | 'inspect', placed: PlacedRows, { compared }: Batch, learningRate: number) =>
    queue.publish({ kind, step, count: exampleCount(compared), learningRate }, (slot) => {
      placeRows(slot, placed);
      slot.labels.set(labelsOf(compared));
    });
  /** Reads the images of the next command once its place is free: its place's were those of the command PLACES before. */
  const bring = async (rows: Int32Array, ofStep?: number): Promise<PlacedRows> => {
    await queue.finish(queue.published() - PLACES + 1);
    return images.read(rows, queue.published() % PLACES, ofStep);
  };
  const trainOn = (placed: PlacedRows, batch: Batch, learningRate: number) => {
    publish('train', placed, batch, learningRate);
    step++;
  };
  return {
    async state() {
      await queue.idle();
      return { step, weights: Float32Array.from(weights), slots: slots.map((slot) => Float32Array.from(slot)) };
    },
    async restore(state) {
      await queue.idle();
      weights.set(state.weights);
      slots.forEach((slot, index) => {
        slot.set(state.slots[index] as Float32Array);
      });
      step = state.step;
      queue.publish({ kind: 'pack', step, count: 0, learningRate: 0 });
      await queue.idle();
    },
    train(batch, learningRate) {
      const resident = images.resident(batch.rows);
      if (resident !== null) return trainOn(resident, batch, learningRate);
      return bring(batch.rows, step).then((placed) => trainOn(placed, batch, learningRate));
    },
    async progress() {
      await queue.idle();
      return queue.takeProgress();
    },
    async inspect(batch) {
      await queue.idle();
      publish('inspect', images.resident(batch.rows) ?? (await bring(batch.rows)), batch, 0);
      await queue.idle();
      const count = exampleCount(batch.compared);
      const distances = new Float32Array(buffer, layout.distances, distancesPerExample(options.objective) * count);
      return {
        loss: queue.lastLossSum() / count,
        distances: Float32Array.from(distances),
        gradients: Float32Array.from(gradients),
      };
    },
    async applyGradients(given, learningRate) {
      await queue.idle();
      gradients.set(given);
      queue.publish({ kind: 'apply', step, count: 0, learningRate });
      step++;
      await queue.idle();
    },
  };
}

/** → [indices.length, embeddingDim] */
async function embed(
  indices: Int32Array,
  { embeddingDim }: Plan,
  { layout, buffer, queue, images }: Shared,
): Promise<Float32Array> {
  const embeddings = new Float32Array(indices.length * embeddingDim);
  const stride = layout.nodes.at(-1)?.out.stride ?? 0;
  const most = Math.min(EMBED_IMAGES, images.mostRows());
  for (let first = 0; first < indices.length; first += most) {
    const part = indices.subarray(first, first + most);
    await queue.idle();
    const placed = images.resident(part) ?? (await images.read(part, 0));
    const command = { kind: 'embed', step: 0, count: part.length, learningRate: 0 } as const;
    queue.publish(command, (slot) => placeRows(slot, placed));
    await queue.idle();
    const out = new Float32Array(buffer, layout.embedOut, part.length * stride);
    for (let image = 0; image < part.length; image++) {
      const from = image * stride;
      embeddings.set(out.subarray(from, from + embeddingDim), (first + image) * embeddingDim);
    }
  }
  return embeddings;
}

function placeRows(slot: QueueSlot, { rows, imagesAt }: PlacedRows): void {
  slot.indices.set(rows);
  slot.numbers[3] = imagesAt;
}
