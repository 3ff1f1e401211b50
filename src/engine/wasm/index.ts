/**
 * The default engine: AssemblyScript SIMD kernels on worker threads that share one memory. Nothing to install.
 *
 *   kernels/   what is computed          layout.ts   where it lies        program.ts   in which order
 *   worker.ts  who computes it           session.ts  who asks for it      objective.ts distances and losses
 */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { InputError } from '../../errors/index.ts';
import type { Engine } from '../contract.ts';
import { type Build, builds } from './kernels.ts';
import { openSession } from './session.ts';

const compiled = new Map<Build, Promise<WebAssembly.Module>>();

function compile(build: Build): Promise<WebAssembly.Module> {
  let module = compiled.get(build);
  if (module === undefined) {
    module = readFile(new URL(`./build/${build.file}`, import.meta.url)).then(
      (bytes) => WebAssembly.compile(bytes),
      (cause) => {
        throw new InputError("The wasm engine's kernels have not been compiled; run `npm run prepare`.", { cause });
      },
    );
    compiled.set(build, module);
  }
  return module;
}

export function wasmEngineOf(build: Build): Engine {
  return {
    name: 'wasm',
    async open(plan, options) {
      const threads = options.threads ?? availableParallelism();
      return openSession(plan, options, threads, build, await compile(build), `wasm ${build.name}`);
    },
  };
}

export const wasmEngine: Engine = wasmEngineOf(builds[0] as Build);
