/**
 * Asks an engine what it would run on, in a process of its own: where a driver is broken a GPU's libraries may crash or
 * hang, and where it isn't they may take the GPU's memory or write to the terminal.
 */
import { fork } from 'node:child_process';
import type { Availability } from '../contract/contract.ts';

/** Longer than a driver takes to start, and to compile what the check of its arithmetic needs. */
const PROBE_SECONDS = 30;

export async function probe(name: string): Promise<Availability> {
  const child = fork(new URL('./probe-child.ts', import.meta.url), [name], {
    stdio: 'ignore',
    timeout: 1000 * PROBE_SECONDS,
    killSignal: 'SIGKILL',
  });
  return new Promise((resolve) => {
    child.once('message', (availability: Availability) => {
      resolve(availability);
      child.kill('SIGKILL'); // it holds nothing, and a GPU's library may be long about ending
    });
    child.once('error', (error) => resolve({ missing: `It could not be asked: ${error.message}.` }));
    child.once('exit', (code, signal) => {
      const how = child.killed
        ? `took more than ${PROBE_SECONDS} seconds`
        : `ended in ${signal ?? `exit code ${code}`}`;
      resolve({ missing: `Looking for its devices ${how}.` });
    });
  });
}
