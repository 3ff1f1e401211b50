/** The machine's processor, as a device of the engines that run on it. */
import { cpus } from 'node:os';
import { plural } from '../text/index.ts';
import type { Device } from './contract.ts';

export function processor(threads: number): Device {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  return { name: `${model}, ${plural(threads, 'thread')}`, kind: 'cpu' };
}
