/** From an engine's name to the engine: implementations are loaded only when they are asked for. */
import { InputError } from '../errors/index.ts';
import { checked } from './contract/checks.ts';
import type { Availability, Device, Engine } from './contract/contract.ts';
import { chooseForGpu, type GpuEngine } from './host/auto.ts';
import { describeDevice } from './host/device.ts';
import { probe } from './host/probe.ts';

export type EngineName = 'wasm' | 'tfjs' | 'webgpu' | 'reference';

/** Every engine of this version. */
export const engineNames: readonly EngineName[] = ['wasm', 'tfjs', 'webgpu', 'reference'];

/** Those for GPUs, the first preferred. */
const gpuEngines: readonly GpuEngine<EngineName>[] = [
  { name: 'webgpu', deviceFiles: /^(dri|nvidia\d+|dxg)$/, availability: () => availabilityOf('webgpu') },
  { name: 'tfjs', deviceFiles: /^(nvidia\d+|dxg)$/, availability: () => availabilityOf('tfjs') },
];

/** Throws an InputError where the name is unknown. Whether the engine can run here, its `availability` says. */
export async function loadEngine(name: EngineName): Promise<Engine> {
  switch (name) {
    case 'webgpu':
      return checked((await import('./webgpu/index.ts')).webgpuEngine);
    case 'wasm':
      return checked((await import('./wasm/index.ts')).wasmEngine);
    case 'tfjs':
      return checked((await import('./tfjs/index.ts')).tfjsEngine);
    case 'reference':
      return checked((await import('./reference/index.ts')).referenceEngine);
    default:
      throw new InputError(`There is no engine called ${name satisfies never}; use ${engineNames.join(', ')}.`);
  }
}

export interface SurveyedEngine {
  readonly name: EngineName;
  readonly availability: Availability;
}

/** What each engine would run on. */
export function surveyEngines(): Promise<SurveyedEngine[]> {
  return Promise.all(engineNames.map(async (name) => ({ name, availability: await availabilityOf(name) })));
}

const answers = new Map<EngineName, Promise<Availability>>();

/** What an engine would run on here, or why it can't; asked once in a process. */
export function availabilityOf(name: EngineName): Promise<Availability> {
  const answer = answers.get(name) ?? ask(name);
  answers.set(name, answer);
  return answer;
}

/** A GPU's driver in a process of its own: see probe.ts. For tfjs its engine does so itself. */
async function ask(name: EngineName): Promise<Availability> {
  return name === 'webgpu' ? probe(name) : (await loadEngine(name)).availability();
}

/**
 * The engine to use, and in a sentence what it runs on; of `auto` why it is this one. Throws an InputError where the one
 * asked for can't run here.
 */
export async function chooseEngine(asked: 'auto' | EngineName): Promise<{ engine: Engine; why: string }> {
  const { name, why } = asked === 'auto' ? await chooseForGpu(gpuEngines) : { name: asked, why: null };
  const availability = await availabilityOf(name);
  if ('missing' in availability) throw new InputError(`The engine ${name} can't run here. ${availability.missing}`);
  return { engine: await loadEngine(name), why: why ?? describePlace(name, availability.devices) };
}

/** Where an engine runs here, in a sentence; of one for GPUs also that it found none. */
export function describePlace(name: EngineName, [device]: readonly [Device, ...Device[]]): string {
  const where = describeDevice(device);
  const isForGpus = gpuEngines.some((engine) => engine.name === name);
  if (device.kind === 'gpu' || !isForGpus) return `It runs on ${where}.`;
  return `It finds no GPU and runs on ${where}; wasm is much faster here.`;
}
