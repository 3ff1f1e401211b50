/** Every engine that the shared suites run on. One that can't run here shows as skipped: see required.ts. */
import { existsSync } from 'node:fs';
import type { Engine } from '../../src/engine/index.ts';
import { type EngineName, engineNames, loadEngine } from '../../src/engine/node.ts';
import { skipUnlessRequired } from '../required.ts';

export interface EngineUnderTest {
  readonly name: EngineName;
  readonly engine: Engine | null;
  /** why there is no engine */
  readonly reason: string;
}

useSoftwareGpu();

export const enginesUnderTest: readonly EngineUnderTest[] = await Promise.all(engineNames.map(load));

async function load(name: EngineName): Promise<EngineUnderTest> {
  const engine = await loadEngine(name);
  const availability = await engine.availability();
  if ('devices' in availability) return { name, engine, reason: '' };
  skipUnlessRequired(name, availability.missing);
  return { name, engine: null, reason: availability.missing };
}

/**
 * Where no GPU is, one in software stands in: SwiftShader of Debian's package chromium, else Mesa's lavapipe (Vulkan's
 * loader is in libvulkan1). For this process alone, and only where nobody has chosen another.
 */
function useSoftwareGpu(): void {
  const drivers = ['/usr/lib/chromium/vk_swiftshader_icd.json', '/usr/share/vulkan/icd.d/lvp_icd.x86_64.json'];
  const driver = drivers.find((path) => existsSync(path));
  const hasGpu = existsSync('/dev/dri') || existsSync('/dev/nvidia0');
  if (hasGpu || process.env['VK_ICD_FILENAMES'] !== undefined || driver === undefined) return;
  process.env['VK_ICD_FILENAMES'] = driver;
}
