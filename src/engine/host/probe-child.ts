/** See probe.ts. */
import { loadEngine } from '../choose.ts';
import type { Availability } from '../contract/contract.ts';
import type { EngineName } from '../engines.ts';

process.send?.(await answer(process.argv[2] as EngineName));

async function answer(name: EngineName): Promise<Availability> {
  try {
    return await (await loadEngine(name)).availability();
  } catch (error) {
    return { missing: `Looking for its devices failed: ${(error as Error).message}` };
  }
}
