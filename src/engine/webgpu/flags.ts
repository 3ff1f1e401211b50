/** WebGPU's flags (https://www.w3.org/TR/webgpu/#buffer-usage), which Dawn does not put among Node's globals. */
export const bufferUsage = {
  mapRead: 0x1,
  copySource: 0x4,
  copyTarget: 0x8,
  uniform: 0x40,
  storage: 0x80,
  queryResolve: 0x200,
} as const;

/** How a buffer is mapped. */
export const MAP_READ = 1;

/** Whom a binding is visible to: a compute shader. */
export const COMPUTE = 4;
