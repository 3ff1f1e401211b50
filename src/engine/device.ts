/** What engines run on, in words. */
import type { Device } from './contract/contract.ts';

export function describeDevice({ name, kind }: Device): string {
  return kind === 'software' ? `${name}, a GPU in software` : name;
}
