/**
 * The engine for any GPU: kernels of our own in WGSL, on the WebGPU that it is given: a page's `navigator.gpu`, or Dawn,
 * which host/ brings to Node through Vulkan, Metal or Direct3D 12.
 *
 *   nodes/       each kind of layer          kernels/     what several of them share
 *   builder.ts   memory, as nodes ask for it layout.ts    where everything lies     program.ts  in which order
 *   adapter.ts   which GPU there is          gpu.ts       the GPU opened            self-check.ts whether it computes rightly
 *   engine.ts    one GPU for all sessions    session.ts   what is asked of one      buffers.ts  its memory
 *   runner.ts    has kernels run             step.ts      what a step brings along  images.ts   what it reads
 *   host-loss.ts losses without a kernel
 */
import type { Engine } from '../contract/contract.ts';
import { foundAdapter } from './adapter.ts';
import { engineOn } from './engine.ts';

/** The engine on the fastest GPU of this WebGPU, in a page `navigator.gpu`. */
export function webgpuEngineOn(webgpu: GPU): Engine {
  return engineOn(async () => {
    const adapter = await webgpu.requestAdapter({ powerPreference: 'high-performance' });
    return adapter === null ? { missing: 'WebGPU finds no GPU here.' } : foundAdapter(adapter, 'page');
  });
}
