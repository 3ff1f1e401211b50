/** The workers' programs in one thread, without a queue: what a profile times and tests look at. */
import { allRows, type Batch, exampleCount, type ImageStore, imageBytes, labelsOf } from '../../data/index.ts';
import type { Plan } from '../../network/index.ts';
import type { SessionOptions } from '../contract/contract.ts';
import type { CompiledBuild } from './host/builds.ts';
import { instantiate, type Kernels } from './kernels.ts';
import { type Layout, layOut } from './layout.ts';
import { assemble, type Program } from './program.ts';
import type { Command } from './work.ts';

const PAGE = 65536;

export interface InThread {
  readonly layout: Layout;
  readonly memory: WebAssembly.Memory;
  readonly kernels: Kernels;
  /** after all else, as a session does */
  load(store: ImageStore): Promise<void>;
  /** Works a command off; the workers take each phase's jobs in turn. → Σ loss and Σ correct of a step */
  run(kind: Command['kind'], given: Given): { lossSum: number; correct: number };
}

export interface Given extends Partial<Batch> {
  readonly step?: number;
  readonly learningRate?: number;
}

export interface InThreadOptions {
  /** default: 1 */
  readonly workers?: number;
  /** what the programs are given for the kernels */
  readonly wrap?: (kernels: Kernels, memory: WebAssembly.Memory) => Kernels;
}

export function openInThread(
  plan: Plan,
  options: SessionOptions,
  { build, module }: CompiledBuild,
  { workers = 1, wrap = (kernels) => kernels }: InThreadOptions = {},
): InThread {
  const layout = layOut(plan, options, workers);
  const memory = new WebAssembly.Memory({ initial: layout.bytes / PAGE, maximum: PAGE, shared: true });
  const buffer = memory.buffer as SharedArrayBuffer;
  for (const { address, values } of layout.tables) new Int32Array(buffer, address, values.length).set(values);
  const kernels = instantiate(module, memory);
  const wrapped = wrap(kernels, memory);
  const programs = Array.from({ length: workers }, (_, worker) =>
    assemble({ plan, options, layout, build, kernels: wrapped, memory: buffer, worker }),
  );
  const [first] = programs as [Program];
  return {
    layout,
    memory,
    kernels,
    async load(store) {
      const bytes = store.labels.length * imageBytes(store.shape);
      memory.grow(Math.max(0, Math.ceil((layout.bytes + bytes - memory.buffer.byteLength) / PAGE)));
      await store.read(allRows(store), new Uint8Array(memory.buffer, layout.bytes, bytes));
    },
    run(kind, { rows = new Int32Array(0), compared, step = 0, learningRate = 0 }) {
      const command: Command = {
        kind,
        step,
        count: compared === undefined ? rows.length : exampleCount(compared),
        learningRate,
        imagesAt: layout.bytes,
        indices: rows,
        labels: compared === undefined ? new Uint8Array(0) : labelsOf(compared),
      };
      first.phases[kind].forEach((phase, index) => {
        const jobs = phase.jobs(command);
        for (let job = 0; job < jobs; job++) programs[job % workers]?.phases[kind][index]?.run(job, command);
      });
      return first.sums(command);
    },
  };
}
