/** Every engine that the shared suites run on. One that can't run here shows as skipped, with its reason. */
import { type Engine, type EngineName, engineNames, loadEngine } from '../../src/engine/index.ts';

export interface EngineUnderTest {
  readonly name: EngineName;
  readonly engine: Engine | null;
  /** why there is no engine */
  readonly reason: string;
}

export const enginesUnderTest: readonly EngineUnderTest[] = await Promise.all(engineNames.map(load));

async function load(name: EngineName): Promise<EngineUnderTest> {
  const engine = await loadEngine(name);
  const availability = await engine.availability();
  if ('devices' in availability) return { name, engine, reason: '' };
  console.warn(`THE ENGINE ${name} IS NOT TESTED: ${availability.missing}`);
  return { name, engine: null, reason: availability.missing };
}
