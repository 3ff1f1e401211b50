/** What engines run on, in words. */
import { cpus } from 'node:os';
import type { Device } from '../contract/contract.ts';

/** The machine's processor, as a device of the engines that run on it. */
export function processor(): Device {
  return { name: cpus()[0]?.model.trim() || 'unknown processor', kind: 'cpu' };
}

export function describeDevice({ name, kind }: Device): string {
  return kind === 'software' ? `${name}, a GPU in software` : name;
}
