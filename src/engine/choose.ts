/** From an engine's name to the engine: implementations are loaded only when they are asked for. */
import { InputError } from '../errors/index.ts';
import { checked } from './checks.ts';
import type { Engine } from './contract.ts';

export type EngineName = 'wasm' | 'reference';

/** Every engine of this version, the fastest first. */
export const engineNames: readonly EngineName[] = ['wasm', 'reference'];

/** Throws an InputError where the name is unknown. Whether the engine can run here, `open` says. */
export async function loadEngine(name: EngineName): Promise<Engine> {
  switch (name) {
    case 'wasm':
      return checked((await import('./wasm/index.ts')).wasmEngine);
    case 'reference':
      return checked((await import('./reference/index.ts')).referenceEngine);
    default:
      throw new InputError(`There is no engine called ${name satisfies never}; use ${engineNames.join(' or ')}.`);
  }
}

/** The engine to use, and a sentence that says why. */
export async function chooseEngine(name: 'auto' | EngineName): Promise<{ engine: Engine; why: string }> {
  if (name !== 'auto') return { engine: await loadEngine(name), why: `The experiment asks for ${name}.` };
  const why = 'This version has no engine for GPUs; wasm is the fastest on a CPU.';
  return { engine: await loadEngine('wasm'), why };
}
