/** The engine's side that the program sees: it writes commands into the queue, the workers work them off. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Batch, exampleCount, labelsOf } from '../../../data/index.ts';
import { RunError } from '../../../errors/index.ts';
import type { Plan } from '../../../network/index.ts';
import { distancesPerExample, rowsPerExample } from '../../../objective/index.ts';
import type { Inspection, Progress, Session, SessionOptions } from '../../contract/contract.ts';
import { processor } from '../../processor/node.ts';
import { EMBED_IMAGES, layOut, QUEUE_LENGTH } from '../layout.ts';
import type { CompiledBuild } from './builds.ts';
import { MAX_PAGES, openImages, PAGE, PLACES, type PlacedRows } from './images.ts';
import { commandKinds, type QueueSlot, queueSlot, type WorkerData } from './worker.ts';

/** Starts the workers and lays out their memory. */
export async function openSession(
  plan: Plan,
  options: SessionOptions,
  threads: number,
  { build, module, label, arithmetic }: CompiledBuild,
): Promise<Session> {
  const layout = layOut(plan, options, threads);
  const memory = new WebAssembly.Memory({ initial: layout.bytes / PAGE, maximum: MAX_PAGES, shared: true });
  const buffer = memory.buffer as SharedArrayBuffer;
  for (const { address, values } of layout.tables) new Int32Array(buffer, address, values.length).set(values);

  const workers = Array.from({ length: threads }, (_, worker) => {
    const workerData: WorkerData = { module, memory, build, plan, options, threads, worker };
    return new Worker(new URL('./worker.ts', import.meta.url), { workerData });
  });
  const words = new Int32Array(buffer);
  const [published, done, failed] = [
    layout.control.published >> 2,
    layout.control.done >> 2,
    layout.control.failed >> 2,
  ];
  const failure = new Promise<never>((_, reject) => {
    for (const worker of workers) {
      worker.once('error', (cause) => {
        reject(new RunError(`A worker of the wasm engine failed: ${(cause as Error).message}`, { cause }));
        Atomics.store(words, failed, 1);
        Atomics.notify(words, done); // whoever waits in `idle`
      });
    }
  });
  failure.catch(() => {}); // whoever waits sees it; a session that nobody waits for stays silent
  const stop = () => Promise.all(workers.map((worker) => worker.terminate()));
  try {
    await Promise.race([Promise.all(workers.map((worker) => once(worker, 'message'))), failure]);
  } catch (error) {
    await stop();
    throw error;
  }

  const queue = Array.from({ length: QUEUE_LENGTH }, (_, place) => queueSlot(layout, options, buffer, place));
  const weights = new Float32Array(buffer, layout.weights, plan.size);
  const slots = layout.slots.map((address) => new Float32Array(buffer, address, plan.trainableSize));
  const gradients = new Float32Array(buffer, layout.gradients, plan.trainableSize);
  const images = openImages(memory, layout.bytes, rowsPerExample(options.objective) * options.batchSize, options);
  const embedStride = layout.nodes.at(-1)?.out.stride ?? 0;

  let step = 0;
  let commands = 0;
  /** commands whose sums are in `sums` */
  let collected = 0;
  let sums = { steps: 0, examples: 0, lossSum: 0, correct: 0 };
  const none = () => ({ steps: 0, examples: 0, lossSum: 0, correct: 0 });

  const isDone = (upTo: number) => Atomics.load(words, done) >= upTo;
  /** Adds the sums of finished steps, in their order. */
  const collect = (upTo: number) => {
    for (; collected < upTo; collected++) {
      const slot = queue[collected % QUEUE_LENGTH] as QueueSlot;
      if (commandKinds[slot.words[0] as number] !== 'train') continue;
      sums.steps++;
      sums.examples += slot.words[2] as number;
      sums.lossSum += slot.numbers[1] as number;
      sums.correct += slot.numbers[2] as number;
    }
  };
  const publish = (
    kind: (typeof commandKinds)[number],
    count: number,
    learningRate: number,
    fill: (slot: QueueSlot) => void,
  ) => {
    const free = commands - QUEUE_LENGTH + 1; // this command's place was that of the command before `free`
    while (!isDone(free) && Atomics.load(words, failed) === 0)
      Atomics.wait(words, done, Atomics.load(words, done), 100);
    collect(Math.max(free, collected));
    const slot = queue[commands % QUEUE_LENGTH] as QueueSlot;
    slot.words.set([commandKinds.indexOf(kind), step, count]);
    slot.numbers.set([learningRate, 0, 0, 0]);
    fill(slot);
    commands++;
    Atomics.store(words, published, commands);
    Atomics.notify(words, published);
  };
  const finish = async (upTo: number) => {
    while (!isDone(upTo)) {
      if (Atomics.load(words, failed) !== 0) await failure;
      const now = Atomics.load(words, done);
      if (now >= upTo) break;
      const wait = Atomics.waitAsync(words, done, now);
      if (wait.async) await wait.value;
    }
  };
  const idle = async () => {
    await finish(commands);
    collect(commands);
  };
  const placeRows = (slot: QueueSlot, { rows, imagesAt }: PlacedRows) => {
    slot.indices.set(rows);
    slot.numbers[3] = imagesAt;
  };
  const fill =
    (placed: PlacedRows, { compared }: Batch) =>
    (slot: QueueSlot) => {
      placeRows(slot, placed);
      slot.labels.set(labelsOf(compared));
    };
  /** Reads the images of the next command once its place is free: its place's were those of the command PLACES before. */
  const bring = async (rows: Int32Array, ofStep?: number): Promise<PlacedRows> => {
    await finish(commands - PLACES + 1);
    return images.read(rows, commands % PLACES, ofStep);
  };
  const trainOn = (placed: PlacedRows, batch: Batch, learningRate: number) => {
    publish('train', exampleCount(batch.compared), learningRate, fill(placed, batch));
    step++;
  };

  return {
    build: label,
    device: processor(),
    arithmetic,
    threads,
    memoryBytes: () => layout.bytes + images.bytes(),
    async load(store) {
      await idle();
      await images.load(store);
    },
    async state() {
      await idle();
      return { step, weights: Float32Array.from(weights), slots: slots.map((slot) => Float32Array.from(slot)) };
    },
    async restore(state) {
      await idle();
      weights.set(state.weights);
      slots.forEach((slot, index) => {
        slot.set(state.slots[index] as Float32Array);
      });
      step = state.step;
      publish('pack', 0, 0, () => {});
      await idle();
    },
    train(batch, learningRate) {
      const resident = images.resident(batch.rows);
      if (resident !== null) return trainOn(resident, batch, learningRate);
      return bring(batch.rows, step).then((placed) => trainOn(placed, batch, learningRate));
    },
    async progress(): Promise<Progress> {
      await idle();
      const result = sums;
      sums = none();
      return result;
    },
    async inspect(batch): Promise<Inspection> {
      await idle();
      const count = exampleCount(batch.compared);
      const placed = images.resident(batch.rows) ?? (await bring(batch.rows));
      publish('inspect', count, 0, fill(placed, batch));
      await idle();
      const { numbers } = queue[(commands - 1) % QUEUE_LENGTH] as QueueSlot;
      const distances = new Float32Array(buffer, layout.distances, distancesPerExample(options.objective) * count);
      return {
        loss: (numbers[1] as number) / count,
        distances: Float32Array.from(distances),
        gradients: Float32Array.from(gradients),
      };
    },
    async applyGradients(given, learningRate) {
      await idle();
      gradients.set(given);
      publish('apply', 0, learningRate, () => {});
      step++;
      await idle();
    },
    async embed(indices) {
      const embeddings = new Float32Array(indices.length * plan.embeddingDim);
      const most = Math.min(EMBED_IMAGES, images.mostRows());
      for (let first = 0; first < indices.length; first += most) {
        const part = indices.subarray(first, first + most);
        await idle();
        const placed = images.resident(part) ?? (await images.read(part, 0));
        publish('embed', part.length, 0, (slot) => placeRows(slot, placed));
        await idle();
        const out = new Float32Array(buffer, layout.embedOut, part.length * embedStride);
        for (let image = 0; image < part.length; image++) {
          const from = image * embedStride;
          embeddings.set(out.subarray(from, from + plan.embeddingDim), (first + image) * plan.embeddingDim);
        }
      }
      return embeddings;
    },
    async close() {
      await stop();
    },
  };
}
