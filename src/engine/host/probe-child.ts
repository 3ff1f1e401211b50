/** See probe.ts. */
import { loadEngine } from '../choose.ts';
import type { Availability } from '../contract/contract.ts';
import type { EngineName } from '../engines.ts';
import type { Probe } from './probe.ts';

process.once('message', async (probe: Probe) => process.send?.(await answer(probe)));

async function answer({ engine }: Probe): Promise<Availability> {
  try {
    return await (await loadEngine(engine as EngineName)).availability();
  } catch (error) {
    return { missing: `Looking for its devices failed: ${(error as Error).message}` };
  }
}
