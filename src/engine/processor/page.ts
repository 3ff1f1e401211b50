/** The machine's processor, which a page is not told. */
import type { Device } from '../contract/contract.ts';

export function processor(): Device {
  return { name: 'unknown processor', kind: 'cpu' };
}
