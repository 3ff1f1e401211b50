/** A worker thread: takes commands from the queue in shared memory and works them off in step with the others. */
import { parentPort, workerData } from 'node:worker_threads';
import { exampleKinds } from '../../../data/index.ts';
import type { Plan } from '../../../network/index.ts';
import { lossOf } from '../../../objective/index.ts';
import type { SessionOptions } from '../../contract/contract.ts';
import { type Build, instantiate, type Kernels } from '../kernels.ts';
import { type Layout, layOut, QUEUE_LENGTH } from '../layout.ts';
import { assemble, type Program } from '../program.ts';
import type { Command } from '../work.ts';

export interface WorkerData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly build: Build;
  readonly plan: Plan;
  readonly options: SessionOptions;
  readonly threads: number;
  readonly worker: number;
}

/** The order is the queue's: `kind` is an index into this. */
export const commandKinds = ['train', 'inspect', 'apply', 'embed', 'pack'] as const;

function work({ module, memory, build, plan, options, threads, worker }: WorkerData): void {
  const layout = layOut(plan, options, threads);
  const kernels = instantiate(module, memory);
  const buffer = memory.buffer as SharedArrayBuffer;
  const program = assemble({ plan, options, layout, build, kernels, memory: buffer, worker });
  const queue = Array.from({ length: QUEUE_LENGTH }, (_, place) => queueSlot(layout, options, buffer, place));
  const words = new Int32Array(buffer);
  const { published, done, failed } = layout.control;
  parentPort?.postMessage('ready');

  try {
    for (let command = 0; ; command++) {
      kernels.waitWhile(published, command); // published ≥ command always
      const slot = queue[command % QUEUE_LENGTH] as QueueSlot;
      const kind = commandKinds[slot.words[0] as number] as Command['kind'];
      execute(program, kernels, layout, worker, slot, kind);
      if (worker === 0) {
        Atomics.store(words, done >> 2, command + 1);
        Atomics.notify(words, done >> 2);
      }
    }
  } catch (error) {
    Atomics.store(words, failed >> 2, 1);
    Atomics.notify(words, done >> 2);
    throw error;
  }
}

function execute(
  program: Program,
  kernels: Kernels,
  layout: Layout,
  worker: number,
  slot: QueueSlot,
  kind: Command['kind'],
): void {
  const command: Command = {
    kind,
    step: slot.words[1] as number,
    count: slot.words[2] as number,
    learningRate: slot.numbers[0] as number,
    imagesAt: slot.numbers[3] as number,
    indices: slot.indices,
    labels: slot.labels,
  };
  const phases = program.phases[kind];
  phases.forEach((phase, index) => {
    const jobs = phase.jobs(command);
    for (let job = kernels.takeJob(layout.control.barrier); job < jobs; job = kernels.takeJob(layout.control.barrier)) {
      phase.run(job, command);
    }
    // before the last barrier: after it, others may begin the next command
    if (worker === 0 && index === phases.length - 1) {
      const { lossSum, correct } = program.sums(command);
      slot.numbers[1] = lossSum;
      slot.numbers[2] = correct;
    }
    kernels.barrier(layout.control.barrier, layout.threads);
  });
}

/** One place of the queue, as both sides see it. */
export interface QueueSlot {
  /** kind, step, count */
  readonly words: Int32Array;
  /** learningRate, lossSum, correct, imagesAt */
  readonly numbers: Float64Array;
  readonly indices: Int32Array;
  readonly labels: Uint8Array | Int32Array;
}

export function queueSlot(
  layout: Layout,
  options: SessionOptions,
  buffer: SharedArrayBuffer,
  place: number,
): QueueSlot {
  const { address, slotBytes, numbers, indices, labels } = layout.queue;
  const { LabelArray } = exampleKinds[lossOf(options.objective).examples];
  const at = address + place * slotBytes;
  return {
    words: new Int32Array(buffer, at, 3),
    numbers: new Float64Array(buffer, at + numbers, 4),
    indices: new Int32Array(buffer, at + indices, (labels - indices) >> 2),
    labels: new LabelArray(buffer as unknown as ArrayBuffer, at + labels, options.batchSize),
  };
}

if (workerData !== null && workerData?.module !== undefined) work(workerData as WorkerData);
