/** The machine's processor, as Node knows it. */
import { availableParallelism, cpus } from 'node:os';
import type { Device } from '../contract/contract.ts';

/** As a device of the engines that run on it. */
export function processor(): Device {
  return { name: cpus()[0]?.model.trim() || 'unknown processor', kind: 'cpu' };
}

/** Threads that it works on at once. */
export function processorThreads(): number {
  return availableParallelism();
}
