/** A GPU opened: what the sessions on it share. */
import { InputError, RunError } from '../../errors/index.ts';
import type { Adapter, Found } from './adapter.ts';
import { COMPUTE } from './flags.ts';
import type { Kernel } from './kernels/kernel.ts';

export interface Gpu {
  readonly device: GPUDevice;
  readonly about: Adapter;
  /** why nothing works on it any more; null while it does */
  failure(): RunError | null;
  /** Waits for the GPU; what went wrong meanwhile is thrown, as a sentence. */
  waitFor<T>(work: Promise<T>): Promise<T>;
  /** Allocates; throws an InputError where there is no memory left. */
  allocate<T>(make: () => T): Promise<T>;
  /** Each text is compiled once. */
  compile(kernel: Kernel): Promise<GPUComputePipeline>;
  close(): void;
}

export const cannotRun = (missing: string) => new InputError(`The webgpu engine can't run here. ${missing}`);

/** With all that the adapter allows in the size of buffers. */
export async function openGpu(find: () => Promise<Found>): Promise<Gpu> {
  const about = await find();
  if ('missing' in about) throw cannotRun(about.missing);
  const { adapter, name } = about;
  const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
  const device = await adapter.requestDevice({
    requiredLimits: { maxStorageBufferBindingSize, maxBufferSize },
    requiredFeatures: adapter.features.has('timestamp-query') ? ['timestamp-query'] : [],
  });

  let failure: RunError | null = null;
  const fail = (sentence: string, cause: unknown) => {
    failure ??= new RunError(sentence, { cause });
  };
  const memorySentence =
    `The GPU (${name}) has no memory left for this network and its batches; use a smaller training.batchSize, ` +
    'fewer filters or larger pools, or close what else runs on it.';
  device.lost.then(({ message }) => {
    fail(
      `The GPU (${name}) was lost: its driver restarted, or it is gone. Resume the run from its last checkpoint.`,
      message,
    );
  });
  device.onuncapturederror = ({ error }) => {
    const isMemory = error.constructor.name === 'GPUOutOfMemoryError';
    fail(isMemory ? memorySentence : `The GPU (${name}) refused a command: ${error.message}`, error);
  };
  const waitFor = async <T>(work: Promise<T>): Promise<T> => {
    let problem: unknown;
    const result = await work.catch((error) => {
      problem = error;
    });
    if (failure !== null) throw failure;
    if (problem !== undefined) {
      // a lost device rejects what waits for it before it says so itself
      await Promise.race([device.lost, new Promise((resolve) => setTimeout(resolve, 100))]);
      throw failure ?? new RunError(`The GPU (${name}) failed: ${(problem as Error).message}`, { cause: problem });
    }
    return result as T;
  };

  const pipelines = new Map<string, Promise<GPUComputePipeline>>();
  return {
    device,
    about,
    failure: () => failure,
    waitFor,
    async allocate(make) {
      device.pushErrorScope('out-of-memory');
      const made = make();
      if ((await waitFor(device.popErrorScope())) !== null) throw new InputError(memorySentence);
      return made;
    },
    compile(kernel) {
      const known = pipelines.get(kernel.code);
      if (known !== undefined) return known;
      const pipeline = compile(device, kernel);
      pipelines.set(kernel.code, pipeline);
      return pipeline;
    },
    close: () => device.destroy(),
  };
}

function compile(device: GPUDevice, { name, code, bindings }: Kernel): Promise<GPUComputePipeline> {
  const bindGroupLayout = device.createBindGroupLayout({
    label: name,
    entries: [
      { binding: 0, visibility: COMPUTE, buffer: { type: 'uniform' } },
      ...bindings.map(({ access }, index) => ({
        binding: index + 1,
        visibility: COMPUTE,
        buffer: { type: access === 'read' ? ('read-only-storage' as const) : ('storage' as const) },
      })),
    ],
  });
  return device.createComputePipelineAsync({
    label: name,
    layout: device.createPipelineLayout({ bindGroupLayouts: [bindGroupLayout] }),
    compute: { module: device.createShaderModule({ label: name, code }) },
  });
}
