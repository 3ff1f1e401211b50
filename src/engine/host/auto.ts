/** What `engine: auto` takes: a GPU where one answers, else the processor. */
import { readdirSync } from 'node:fs';
import type { Availability } from '../contract/contract.ts';

/** An engine that runs on GPUs. */
export interface GpuEngine<Name> {
  readonly name: Name;
  /** On Linux its devices show as such files of /dev. Where there is none, its library need not be loaded to know. */
  readonly deviceFiles: RegExp;
  availability(): Promise<Availability>;
}

/**
 * The first of these engines that a GPU answers to, else `wasm`; and why, in a sentence. A GPU in software is none, and
 * neither is a GPU's library on the processor: wasm is faster than both.
 */
export async function chooseForGpu<Name>(
  engines: readonly GpuEngine<Name>[],
  files: readonly string[] | null = deviceFiles(),
): Promise<{ readonly name: Name | 'wasm'; readonly why: string }> {
  const failures: string[] = [];
  for (const { name, deviceFiles, availability } of engines) {
    if (files !== null && !files.some((file) => deviceFiles.test(file))) continue;
    const answer = await availability();
    const device = 'devices' in answer ? answer.devices[0] : undefined;
    if (device?.kind === 'gpu') {
      return { name, why: [`It runs on ${device.name}`, ...failures].join('; ').concat('.') };
    }
    const why = 'missing' in answer ? answer.missing.replace(/\.$/, '') : `it finds only ${device?.name}`;
    failures.push(`${name}: ${why}`);
  }
  if (failures.length === 0) return { name: 'wasm', why: 'No GPU is here, and wasm is the fastest on a CPU.' };
  return { name: 'wasm', why: `No GPU answered (${failures.join('; ')}); wasm is the fastest on a CPU.` };
}

/** The names in /dev; null where GPUs don't show there. */
function deviceFiles(): readonly string[] | null {
  if (process.platform !== 'linux') return null;
  try {
    return readdirSync('/dev');
  } catch {
    return null;
  }
}
