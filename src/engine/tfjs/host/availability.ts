/** Whether TensorFlow is there, and what it would run on: asked of a process of its own, so that nothing stays open. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Availability, Device } from '../../contract/contract.ts';
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

/** `said`: what TensorFlow itself had to say, of which TF_CPP_MIN_LOG_LEVEL decides how much: usually nothing. */
type Found = { version: string; device: Device; said: string };

/** → what it is and runs on; or a sentence where it isn't there, or doesn't work. */
export async function probeTensorFlow(): Promise<Found | { missing: string }> {
  const found = findPackage();
  if ('missing' in found) return found;
  const bad = (why: string) => ({
    missing: `TensorFlow in ${found.folder} does not work (${why}); run \`npm run setup:tensorflow\` again.`,
  });
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [probe], { timeout: PROBE_MILLISECONDS });
    const { product, ...answer } = JSON.parse(stdout) as Omit<Found, 'said'> & { product: number[] };
    return product.join() === '19,22,43,50'
      ? { ...answer, said: stderr }
      : bad(`multiplies matrices wrongly: ${product}`);
  } catch (error) {
    const { stderr = '', signal, killed } = error as { stderr?: string; signal?: string; killed?: boolean };
    if (killed === true) return bad(`it has not answered in ${PROBE_MILLISECONDS / 1000} seconds`);
    return bad(signal == null ? (stderr.trim().split('\n').at(-1) ?? '') : `its process ended with ${signal}`);
  }
}
