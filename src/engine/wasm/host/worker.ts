/** A worker thread: takes commands from the queue in shared memory and works them off in step with the others. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Plan } from '../../../network/index.ts';
import type { SessionOptions } from '../../contract/contract.ts';
import { type Build, instantiate } from '../kernels.ts';
import { layOut, QUEUE_LENGTH, type WorkerSetup } from '../layout.ts';
import { assemble, type Program } from '../program.ts';
import type { Command } from '../work.ts';
import { commandKinds, type QueueSlot, queueSlots } from './queue.ts';

export interface WorkerData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly build: Build;
  readonly plan: Plan;
  readonly options: SessionOptions;
  readonly threads: number;
  readonly worker: number;
}

function work({ module, memory, build, plan, options, threads, worker }: WorkerData): void {
  const layout = layOut(plan, options, threads);
  const kernels = instantiate(module, memory);
  const buffer = memory.buffer as SharedArrayBuffer;
  const setup: WorkerSetup = { plan, options, layout, build, kernels, memory: buffer, worker };
  const program = assemble(setup);
  const queue = queueSlots(layout, options, buffer);
  const words = new Int32Array(buffer);
  const { published, done, failed } = layout.control;
  parentPort?.postMessage('ready');

  try {
    for (let command = 0; ; command++) {
      kernels.waitWhile(published, command); // published ≥ command always
      execute(program, setup, queue[command % QUEUE_LENGTH] as QueueSlot);
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

function execute(program: Program, { kernels, layout, worker }: WorkerSetup, slot: QueueSlot): void {
  const command = commandIn(slot);
  const phases = program.phases[command.kind];
  const { barrier } = layout.control;
  phases.forEach((phase, index) => {
    const jobs = phase.jobs(command);
    for (let job = kernels.takeJob(barrier); job < jobs; job = kernels.takeJob(barrier)) phase.run(job, command);
    // before the last barrier: after it, others may begin the next command
    if (worker === 0 && index === phases.length - 1) {
      const { lossSum, correct } = program.sums(command);
      slot.numbers[1] = lossSum;
      slot.numbers[2] = correct;
    }
    kernels.barrier(barrier, layout.threads);
  });
}

function commandIn({ words, numbers, indices, labels }: QueueSlot): Command {
  return {
    kind: commandKinds[words[0] as number] as Command['kind'],
    step: words[1] as number,
    count: words[2] as number,
    learningRate: numbers[0] as number,
    imagesAt: numbers[3] as number,
    indices,
    labels,
  };
}

if (workerData !== null && workerData?.module !== undefined) work(workerData as WorkerData);
