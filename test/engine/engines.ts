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
  try {
    return { name, engine: await loadEngine(name), reason: '' };
  } catch (error) {
    const reason = (error as Error).message;
    console.warn(`THE ENGINE ${name} IS NOT TESTED: ${reason}`);
    return { name, engine: null, reason };
  }
}
