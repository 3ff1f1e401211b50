/** Whether TensorFlow is there, and what it would run on: asked of a process of its own, so that nothing stays open. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Availability, Device } from '../contract.ts';
import { findPackage } from './tensorflow.ts';

/** Longer than loading takes from a slow disk, with a GPU to be opened. */
const PROBE_MILLISECONDS = 120_000;
const probe = fileURLToPath(new URL('./probe.ts', import.meta.url));

let asked: Promise<Availability> | undefined;

/** Asks once in a process. */
export function availability(): Promise<Availability> {
  asked ??= probeTensorFlow().then((found) => ('missing' in found ? found : { devices: [found.device] }));
  return asked;
}

/** → what it is and runs on; or a sentence where it isn't there, or doesn't work. */
export async function probeTensorFlow(): Promise<{ version: string; device: Device } | { missing: string }> {
  const found = findPackage();
  if ('missing' in found) return found;
  const again = 'run `npm run setup:tensorflow` again.';
  let printed: string;
  try {
    printed = (await promisify(execFile)(process.execPath, [probe], { timeout: PROBE_MILLISECONDS })).stdout;
  } catch (error) {
    const { stderr = '', signal } = error as { stderr?: string; signal?: string };
    const why = signal == null ? (stderr.trim().split('\n').at(-1) ?? '') : `its process ended with ${signal}`;
    return { missing: `TensorFlow in ${found.folder} does not work (${why}); ${again}` };
  }
  const answer = JSON.parse(printed) as { version: string; device: Device; product: number[] } | { missing: string };
  if ('missing' in answer) return answer;
  if (answer.product.join() !== '19,22,43,50') {
    return { missing: `TensorFlow in ${found.folder} multiplies matrices wrongly (${answer.product}); ${again}` };
  }
  return answer;
}
