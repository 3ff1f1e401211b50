/**
 * Asks an engine what it would run on, in a process of its own: where a driver is broken a GPU's libraries may crash or
 * hang, and where it isn't they may take the GPU's memory or write to the terminal.
 */
import type { Availability } from '../contract/contract.ts';
import { ask, isCrash, startChild } from './child.ts';

/** Longer than a driver takes to start, and to compile what the check of its arithmetic needs. */
const PROBE_SECONDS = 30;

/** To the child, probe-child.ts. */
export interface Probe {
  readonly engine: string;
}

export async function probe(engine: string): Promise<Availability> {
  const child = startChild(new URL('./probe-child.ts', import.meta.url));
  const request: Probe = { engine };
  const answer = await ask(child, request, (answer: Availability) => answer, { seconds: PROBE_SECONDS });
  if (!isCrash(answer)) {
    child.kill('SIGKILL'); // it holds nothing, and a GPU's library may be long about ending
    return answer;
  }
  const { failure, isTimeout, signal, exitCode } = answer;
  if (failure !== null) return { missing: `It could not be asked: ${failure}.` };
  const how = isTimeout ? `took more than ${PROBE_SECONDS} seconds` : `ended in ${signal ?? `exit code ${exitCode}`}`;
  return { missing: `Looking for its devices ${how}.` };
}
