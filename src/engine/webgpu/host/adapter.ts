/** Dawn (npm `webgpu`), and the GPU that it finds here through Vulkan, Metal or Direct3D 12. */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { type Found, foundAdapter } from '../adapter.ts';

/**
 * Of Dawn's switches: our kernels keep to their arrays by themselves (an index is checked before it comes here), and
 * write a workgroup's memory before they read it; timestamps in full, not rounded to 100 µs against spying web pages.
 */
const unguarded = [
  'enable-dawn-features=disable_robustness,disable_workgroup_init,disable_polyfills_on_integer_div_and_mod',
  'disable-dawn-features=timestamp_quantization',
];

/** Dawn by its switches: what it gave answers no promise any more, or ends the process, once nothing refers to it. */
const dawns = new Map<string, GPU>();

/** The fastest GPU there is, or its imitation in software, or what is missing. */
export async function findAdapter(switches: readonly string[] = unguarded): Promise<Found> {
  if (process.platform === 'linux' && !mayHaveGpu()) {
    return {
      missing:
        'No GPU is here: /dev has no dri, nvidia0 or dxg (a container is given them when it is started). ' +
        'A GPU in software, for tests, is used where VK_ICD_FILENAMES names its driver.',
    };
  }
  let adapter: GPUAdapter | null;
  try {
    const { create } = await import('webgpu');
    const dawn = dawns.get(switches.join()) ?? create([...switches]);
    dawns.set(switches.join(), dawn);
    adapter = await withRuntimeFolder(() => dawn.requestAdapter({ powerPreference: 'high-performance' }));
  } catch (cause) {
    const where = `${process.platform}-${process.arch}`;
    return {
      missing: `Dawn, the WebGPU of npm's \`webgpu\`, can't be loaded on ${where}: ${(cause as Error).message}.`,
    };
  }
  if (adapter === null) return { missing: whatIsMissing() };
  return foundAdapter(adapter, { darwin: 'metal', win32: 'd3d12' }[process.platform as string] ?? 'vulkan');
}

/** Drivers complain on stderr where there is nothing to drive: then they are better not asked. */
function mayHaveGpu(): boolean {
  const isDriverNamed = ['VK_ICD_FILENAMES', 'VK_DRIVER_FILES', 'VK_ADD_DRIVER_FILES'].some(
    (name) => process.env[name],
  );
  return isDriverNamed || ['/dev/dri', '/dev/nvidia0', '/dev/dxg'].some((path) => existsSync(path));
}

function whatIsMissing(): string {
  if (process.platform !== 'linux') return 'No GPU answers; update its driver.';
  if (!isLoadable('libvulkan.so.1')) {
    return "Vulkan's loader is not installed; install the package libvulkan1 (Debian, Ubuntu) or vulkan-loader (Fedora), and the driver of the GPU.";
  }
  // NVIDIA's tools for containers leave Vulkan's part of the driver out unless it is asked for
  const inContainer = existsSync('/dev/nvidia0')
    ? ' A container is given all of NVIDIA’s driver where it is started with NVIDIA_DRIVER_CAPABILITIES=all.'
    : '';
  return `No GPU answers through Vulkan; install its driver (of AMD and Intel: the package mesa-vulkan-drivers), and see that this user may open /dev/dri or /dev/nvidia*.${inContainer}`;
}

/** Whether the system's loader finds a library: Node then only lacks its own entry point in it. */
function isLoadable(library: string): boolean {
  try {
    process.dlopen({ exports: {} }, library);
    return true;
  } catch (error) {
    return !(error as Error).message.includes('cannot open shared object file');
  }
}

/** Some drivers ask Wayland for a screen and complain on stderr where this variable is missing: on servers, that is. */
async function withRuntimeFolder<T>(work: () => Promise<T>): Promise<T> {
  if (process.platform !== 'linux' || process.env['XDG_RUNTIME_DIR'] !== undefined) return work();
  process.env['XDG_RUNTIME_DIR'] = tmpdir();
  try {
    return await work();
  } finally {
    delete process.env['XDG_RUNTIME_DIR'];
  }
}
