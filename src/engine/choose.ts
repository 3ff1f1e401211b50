/** From an engine's name to the engine, and to what it would run on here. */
import { InputError } from '../errors/index.ts';
import { checked } from './contract/checks.ts';
import type { Availability, Device, Engine } from './contract/contract.ts';
import { describeDevice } from './device.ts';
import { type EngineName, engineNames, engines } from './engines.ts';
import { chooseForGpu, type GpuEngine } from './host/auto.ts';
import { probe } from './host/probe.ts';

/** Throws an InputError where the name is unknown. Whether the engine can run here, its `availability` says. */
export async function loadEngine(name: EngineName): Promise<Engine> {
  if (!Object.hasOwn(engines, name)) {
    throw new InputError(`There is no engine called ${name}; use ${engineNames.join(', ')}.`);
  }
  return checked(await engines[name].load());
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

async function ask(name: EngineName): Promise<Availability> {
  return engines[name].isProbed === true ? probe(name) : (await loadEngine(name)).availability();
}

/**
 * The engine to use, and in a sentence what it runs on; of `auto` why it is this one. Throws an InputError where the one
 * asked for can't run here.
 */
export async function chooseEngine(asked: 'auto' | EngineName): Promise<{ engine: Engine; why: string }> {
  const { name, why } = asked === 'auto' ? await chooseForGpu(gpuEngines()) : { name: asked, why: null };
  const availability = await availabilityOf(name);
  if ('missing' in availability) throw new InputError(`The engine ${name} can't run here. ${availability.missing}`);
  return { engine: await loadEngine(name), why: why ?? describePlace(name, availability.devices) };
}

/** Where an engine runs here, in a sentence; of one for GPUs also that it found none. */
export function describePlace(name: EngineName, [device]: readonly [Device, ...Device[]]): string {
  const where = describeDevice(device);
  if (device.kind === 'gpu' || engines[name].gpu === undefined) return `It runs on ${where}.`;
  return `It finds no GPU and runs on ${where}; wasm is much faster here.`;
}

/** Those for GPUs, in the order in which `auto` asks them. */
function gpuEngines(): GpuEngine<EngineName>[] {
  return engineNames
    .flatMap((name) => {
      const { gpu } = engines[name];
      return gpu === undefined ? [] : [{ name, ...gpu, availability: () => availabilityOf(name) }];
    })
    .sort((a, b) => a.order - b.order);
}
