/**
 * The engine for any GPU: kernels of our own in WGSL, run by Dawn through Vulkan, Metal or Direct3D 12.
 *
 *   kernels/   what is computed        layout.ts   where it lies         program.ts   in which order
 *   adapter.ts on which GPU            session.ts  who asks for it
 */
import type { Engine } from '../contract.ts';
import { availability, openDevice } from './adapter.ts';
import { openSession } from './session.ts';

export const webgpuEngine: Engine = {
  name: 'webgpu',
  availability,
  async open(plan, options) {
    const opened = await openDevice();
    try {
      return await openSession(plan, options, opened);
    } catch (error) {
      opened.device.destroy();
      throw error;
    }
  },
};
