/** Every engine of this version: to add one is its folder, a line here, and its name in the schema. */
import type { Experiment } from '../experiment/index.ts';
import type { Engine } from './contract/contract.ts';

interface EngineEntry {
  /** Loads its code, only when it is asked for. */
  readonly load: () => Promise<Engine>;
  /** of an engine for GPUs */
  readonly gpu?: {
    /** `engine: auto` asks those with a lower number first. */
    readonly order: number;
    /** On Linux its devices show as such files of /dev. Where there is none, its library need not be loaded to know. */
    readonly deviceFiles: RegExp;
  };
  /** Whether its devices are looked for in a process of its own: a driver may crash or hang. See host/probe.ts. */
  readonly isProbed?: true;
}

export type EngineName = Exclude<Experiment['engine'], 'auto'>;

/** In the order in which they are shown. */
export const engines: Readonly<Record<EngineName, EngineEntry>> = {
  wasm: { load: async () => (await import('./wasm/index.ts')).wasmEngine },
  tfjs: {
    load: async () => (await import('./tfjs/index.ts')).tfjsEngine, // does the asking apart by itself
    gpu: { order: 2, deviceFiles: /^(nvidia\d+|dxg)$/ },
  },
  webgpu: {
    load: async () => (await import('./webgpu/host/index.ts')).webgpuEngine,
    gpu: { order: 1, deviceFiles: /^(dri|nvidia\d+|dxg)$/ },
    isProbed: true,
  },
  reference: { load: async () => (await import('./reference/index.ts')).referenceEngine },
};

export const engineNames = Object.keys(engines) as readonly EngineName[];
