/**
 * The default engine: AssemblyScript SIMD kernels on worker threads that share one memory. Nothing to install.
 *
 *   kernels/   what is computed                 nodes/      what becomes of layers: each kind in its file
 *   layout.ts  where it lies                    program.ts  in which order
 *   loss.ts    what it is trained on            optimizer.ts  how weights move
 *   host/      who asks for it, who computes it: session, queue, workers; which build of the kernels this machine runs
 */
import { InputError } from '../../errors/index.ts';
import type { Engine } from '../contract/contract.ts';
import { availableMemory } from '../host/memory.ts';
import { processor, processorThreads } from '../processor/node.ts';
import { lackOfAddresses } from './host/addresses.ts';
import { chooseBuild, compileBuild, kernelBytes } from './host/builds.ts';
import { openSession } from './host/session.ts';
import { type Build, builds } from './kernels.ts';
import { layOut } from './layout.ts';

export { profileSteps } from './profile.ts';

/** The engine on one build of its kernels: what conformance and benchmarks look at. */
export function wasmEngineOf(build: Build['name']): Engine {
  return engineOn(async () => build);
}

export const wasmEngine: Engine = engineOn(async () => (await chooseBuild()).build);

function engineOn(choose: () => Promise<Build['name']>): Engine {
  return {
    name: 'wasm',
    async availability() {
      try {
        await Promise.all(Object.values(builds).map(kernelBytes));
      } catch (error) {
        if (error instanceof InputError) return { missing: error.message };
        throw error;
      }
      const missing = lackOfAddresses(1);
      return missing === null ? { devices: [processor()] } : { missing };
    },
    memoryNeeded: (plan, options) => layOut(plan, options, options.threads ?? processorThreads()).bytes,
    async open(plan, options) {
      const threads = options.threads ?? processorThreads();
      const lack = lackOfAddresses(threads);
      if (lack !== null) throw new InputError(lack);
      const residentBytes = options.residentBytes ?? availableMemory().bytes / 2; // else they are read as they are needed
      return openSession(plan, { ...options, residentBytes }, threads, await compileBuild(await choose()));
    },
  };
}
