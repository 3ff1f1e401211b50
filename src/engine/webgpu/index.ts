/**
 * The engine for any GPU: kernels of our own in WGSL, run by Dawn through Vulkan, Metal or Direct3D 12.
 *
 *   kernels/   what is computed        layout.ts   where it lies         program.ts   in which order
 *   adapter.ts which GPU there is      gpu.ts      the GPU opened        session.ts   who asks for it
 */
import type { Engine } from '../contract.ts';
import { type Found, findAdapter } from './adapter.ts';
import { type Gpu, openGpu } from './gpu.ts';
import { openSession } from './session.ts';

/** The engine on the GPU that `find` finds: another than the machine's own is for tests. */
export function engineOn(find: () => Promise<Found>): Engine {
  /** one for all sessions, so that they share what is compiled */
  let opened: Promise<Gpu | null> = Promise.resolve(null);
  const gpu = async (): Promise<Gpu> => {
    const next = opened.then(async (before) => {
      if (before !== null && before.failure() === null) return before;
      const opening = await openGpu(find);
      process.once('exit', opening.close);
      return opening;
    });
    opened = next.catch(() => null);
    return next;
  };
  return {
    name: 'webgpu',
    async availability() {
      const found = await find();
      return 'missing' in found ? found : { devices: [{ name: found.name, kind: found.kind }] };
    },
    open: async (plan, options) => openSession(plan, options, await gpu()),
  };
}

export const webgpuEngine: Engine = engineOn(findAdapter);
