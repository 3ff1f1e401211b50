/** Compiles kernels, binds them to a session's memory, and has the GPU run them. */
import type { Buffers } from './buffers.ts';
import type { Gpu } from './gpu.ts';
import { type Kernel, type Load, type Memory, WORKGROUP_ROW } from './kernels/kernel.ts';

/** Where a dispatch's beginning and end are written down, by its number in the step. */
export type Clock = (dispatch: number) => GPUComputePassTimestampWrites;

export interface Runner {
  /** Compiles what is not compiled, and binds it. */
  prepare(kernels: readonly Kernel[]): Promise<unknown>;
  /** Submits prepared kernels, one after another, and what `after` adds. */
  run(kernels: readonly Kernel[], load: Load, after?: (encoder: GPUCommandEncoder) => void): void;
  /** A buffer was made anew: what is bound to it must be prepared again. */
  unbind(memory: Memory): void;
}

/** A kernel with what WebGPU needs to run it. */
interface Ready {
  readonly pipeline: GPUComputePipeline;
  readonly group: GPUBindGroup;
}

/** `stepNumbers` are bound to each kernel. With a clock each dispatch is a pass of its own. */
export function kernelRunner(gpu: Gpu, buffers: Buffers, stepNumbers: Memory, clock: Clock | null): Runner {
  const { device, waitFor } = gpu;
  const ready = new Map<Kernel, Ready>();
  const prepareOne = async (kernel: Kernel) => {
    const pipeline = await gpu.compile(kernel);
    if (ready.has(kernel)) return;
    const group = device.createBindGroup({
      label: kernel.name,
      layout: pipeline.getBindGroupLayout(0),
      entries: [
        { binding: 0, resource: buffers.resourceOf(stepNumbers) },
        ...kernel.bindings.map(({ memory }, index) => ({
          binding: index + 1,
          resource: buffers.resourceOf(memory),
        })),
      ],
    });
    ready.set(kernel, { pipeline, group });
  };
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
  return {
    prepare: (kernels) => waitFor(Promise.all(kernels.map(prepareOne))),
    run(kernels, load, after) {
      const encoder = device.createCommandEncoder();
      encode(encoder, kernels, load);
      after?.(encoder);
      device.queue.submit([encoder.finish()]);
    },
    unbind(memory) {
      for (const kernel of ready.keys()) {
        if (kernel.bindings.some((binding) => binding.memory === memory)) ready.delete(kernel);
      }
    },
  };
}
