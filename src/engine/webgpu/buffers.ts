/** A session's memory on the GPU. */
import { InputError } from '../../errors/index.ts';
import { formatGibibytes } from '../../text/index.ts';
import { bufferUsage, MAP_READ } from './flags.ts';
import type { Gpu } from './gpu.ts';
import type { Memory } from './kernels/kernel.ts';
import type { Layout } from './layout.ts';

export interface Buffers {
  /** of one that is no part of another */
  of(memory: Memory): GPUBuffer;
  /** for a kernel to bind */
  resourceOf(memory: Memory): GPUBufferBinding;
  /** Makes it anew, of so many bytes. */
  replace(memory: Memory, bytes: number): Promise<void>;
  /** `first` is the first float to write */
  write(memory: Memory, floats: Float32Array, first?: number): void;
  /** A copy of so many floats, taken once all that was submitted is done. */
  read(memory: Memory, floats: number, first?: number): Promise<Float32Array>;
  /** The same of what `copy` puts together. */
  readBack(bytes: number, copy: (encoder: GPUCommandEncoder, target: GPUBuffer) => void): Promise<Float32Array>;
  bytes(): number;
  close(): void;
}

export async function openBuffers(gpu: Gpu, layout: Layout, batchSize: number): Promise<Buffers> {
  const { device, waitFor } = gpu;
  for (const { label, bytes } of layout.memories) checkSize(device, label, bytes, batchSize);
  const all = new Map<Memory, GPUBuffer>();
  const create = (memory: Memory, bytes: number) => {
    const flags =
      bufferUsage.storage |
      bufferUsage.copySource |
      bufferUsage.copyTarget |
      (memory === layout.step ? bufferUsage.uniform : 0);
    all.set(memory, device.createBuffer({ label: memory.label, size: bytes, usage: flags }));
  };
  const close = () => {
    for (const buffer of all.values()) buffer.destroy();
  };
  try {
    await gpu.allocate(() => {
      for (const memory of layout.memories) create(memory, memory.bytes);
    });
  } catch (error) {
    close();
    throw error;
  }

  const bufferOf = (memory: Memory) => all.get(memory) as GPUBuffer;
  const readBack: Buffers['readBack'] = async (bytes, copy) => {
    throwFailure(gpu);
    const target = device.createBuffer({ size: bytes, usage: bufferUsage.mapRead | bufferUsage.copyTarget });
    const encoder = device.createCommandEncoder();
    copy(encoder, target);
    device.queue.submit([encoder.finish()]);
    await waitFor(target.mapAsync(MAP_READ));
    const floats = new Float32Array(target.getMappedRange().slice(0));
    target.destroy();
    return floats;
  };
  return {
    of: bufferOf,
    resourceOf: (memory) =>
      memory.within === undefined
        ? { buffer: bufferOf(memory) }
        : { buffer: bufferOf(memory.within.memory), offset: memory.within.offset, size: memory.bytes },
    async replace(memory, bytes) {
      checkSize(device, memory.label, bytes, batchSize);
      all.get(memory)?.destroy();
      await gpu.allocate(() => create(memory, bytes));
    },
    write(memory, floats, first = 0) {
      const plain = new Float32Array(floats); // of a plain ArrayBuffer, as WebGPU asks
      device.queue.writeBuffer(bufferOf(memory), 4 * first, plain);
    },
    read: (memory, floats, first = 0) =>
      readBack(4 * floats, (encoder, target) =>
        encoder.copyBufferToBuffer(bufferOf(memory), 4 * first, target, 0, 4 * floats),
      ),
    readBack,
    bytes: () => [...all.values()].reduce((sum, { size }) => sum + size, 0),
    close,
  };
}

export function throwFailure(gpu: Gpu): void {
  const failure = gpu.failure();
  if (failure !== null) throw failure;
}

/** A buffer larger than the GPU's interface allows can't be made, however much memory there is. */
function checkSize(device: GPUDevice, what: string, bytes: number, batchSize: number): void {
  const most = mostBytes(device);
  if (bytes <= most) return;
  throw new InputError(
    `The webgpu engine can't hold ${what}: ${formatGibibytes(bytes)} in one buffer, where this GPU allows ${formatGibibytes(most)}; ` +
      `use a training.batchSize below ${batchSize}, fewer filters or larger pools.`,
  );
}

/** of one buffer */
export function mostBytes({ limits }: GPUDevice): number {
  // kernels count an image's bytes, and others' vec4f, in 32 bits
  return Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize, 2 ** 32 - 4);
}
