/**
 * The default engine: AssemblyScript SIMD kernels on worker threads that share one memory. Nothing to install.
 *
 *   kernels/   what is computed          layout.ts   where it lies        program.ts   in which order
 *   worker.ts  who computes it           session.ts  who asks for it      objective.ts distances and losses
 *   builds.ts  which compilation of the kernels this machine runs
 */
import { availableParallelism } from 'node:os';
import type { Engine } from '../contract.ts';
import { chooseBuild, compileBuild } from './builds.ts';
import type { Build } from './kernels.ts';
import { openSession } from './session.ts';

/** The engine on one build of its kernels: what conformance and benchmarks look at. */
export function wasmEngineOf(build: Build['name']): Engine {
  return engineOn(async () => build);
}

export const wasmEngine: Engine = engineOn(async () => (await chooseBuild()).build);

function engineOn(choose: () => Promise<Build['name']>): Engine {
  return {
    name: 'wasm',
    async open(plan, options) {
      const threads = options.threads ?? availableParallelism();
      return openSession(plan, options, threads, await compileBuild(await choose()));
    },
  };
}
