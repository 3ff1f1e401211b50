/** The GPU that an engine works on, and what is known of it. */
import type { Device } from '../contract/contract.ts';

export interface Adapter extends Device {
  readonly adapter: GPUAdapter;
  /** what the GPU is spoken to through, e.g. `vulkan` */
  readonly interface: string;
  /** the driver and its version */
  readonly driver: string;
}

export type Found = Adapter | { readonly missing: string };

export function foundAdapter(adapter: GPUAdapter, through: string): Adapter {
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  const name = [device, architecture, vendor].find((text) => text !== '') ?? 'unnamed GPU';
  return {
    adapter,
    name: name.replaceAll('-', ' ').trim(),
    kind: isFallbackAdapter ? 'software' : 'gpu',
    interface: through,
    driver: description,
  };
}
