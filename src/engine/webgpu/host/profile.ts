/**
 * Where a step's time goes on a GPU: each dispatch in a pass of its own, between two of the GPU's timestamps. Work and
 * bytes are the least that the kernels do, each array counted once.
 */
import { type Batch, exampleCount, type ImageStore } from '../../../data/index.ts';
import { InputError } from '../../../errors/index.ts';
import { initialWeights, type Plan } from '../../../network/index.ts';
import type { SessionOptions } from '../../contract/contract.ts';
import { bufferUsage, MAP_READ } from '../flags.ts';
import { openGpu } from '../gpu.ts';
import { layOut } from '../layout.ts';
import { assemble } from '../program.ts';
import { openSession } from '../session.ts';
import { findAdapter } from './adapter.ts';

export interface DispatchFigures {
  readonly kernel: string;
  readonly workgroups: number;
  /** of one step, a mean */
  readonly milliseconds: number;
  readonly flop: number;
  readonly bytes: number;
}

export interface StepProfile {
  readonly device: string;
  /** in the order in which they run */
  readonly dispatches: readonly DispatchFigures[];
  /** what a step sends to the GPU */
  readonly uploadBytes: number;
}

/** Times `steps` training steps after one to warm up; batches are taken in turn, all as large as the first. */
export async function profileSteps(
  plan: Plan,
  options: SessionOptions,
  store: ImageStore,
  batches: readonly Batch[],
  steps: number,
): Promise<StepProfile> {
  const gpu = await openGpu(findAdapter);
  try {
    const { device, about } = gpu;
    if (!device.features.has('timestamp-query'))
      throw new InputError(`${about.name} has no timestamps to measure with.`);
    const layout = layOut(plan, options);
    const kernels = assemble(plan, options, layout).train;
    const count = 2 * kernels.length;
    const bytes = 8 * count;
    const querySet = device.createQuerySet({ type: 'timestamp', count });
    const resolved = device.createBuffer({ size: bytes, usage: bufferUsage.queryResolve | bufferUsage.copySource });
    const target = device.createBuffer({ size: bytes, usage: bufferUsage.copyTarget | bufferUsage.mapRead });
    const nanoseconds = async (): Promise<readonly number[]> => {
      const encoder = device.createCommandEncoder();
      encoder.resolveQuerySet(querySet, 0, count, resolved, 0);
      encoder.copyBufferToBuffer(resolved, 0, target, 0, bytes);
      device.queue.submit([encoder.finish()]);
      await gpu.waitFor(target.mapAsync(MAP_READ));
      const stamps = new BigInt64Array(target.getMappedRange().slice(0));
      target.unmap();
      return kernels.map((_, i) => Number((stamps[2 * i + 1] as bigint) - (stamps[2 * i] as bigint)));
    };

    const session = await openSession(plan, options, gpu, (dispatch) => ({
      querySet,
      beginningOfPassWriteIndex: 2 * dispatch,
      endOfPassWriteIndex: 2 * dispatch + 1,
    }));
    await session.load(store);
    await session.restore({ ...(await session.state()), weights: initialWeights(plan, options.seed) });
    const sums = kernels.map(() => 0);
    for (let step = -1; step < steps; step++) {
      await session.train(batches[(step + 1) % batches.length] as Batch, options.optimizer.learningRate);
      const times = await nanoseconds();
      if (step < 0) continue; // it warms up
      for (const [i, time] of times.entries()) sums[i] = (sums[i] as number) + time;
    }
    await session.progress();
    await session.close();

    const examples = exampleCount((batches[0] as Batch).compared);
    const load = { rows: (layout.rows / options.batchSize) * examples, examples };
    return {
      device: `webgpu ${about.interface} on ${about.name}`,
      dispatches: kernels.map(({ name, workgroups, work }, i) => ({
        kernel: name,
        workgroups: workgroups(load),
        milliseconds: (sums[i] as number) / steps / 1e6,
        ...work(load),
      })),
      uploadBytes: layout.step.bytes,
    };
  } finally {
    gpu.close();
  }
}
