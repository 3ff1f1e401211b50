/** An engine measured in a process of its own, which it may crash, and where no other engine's threads are in its way. */
import { ask, describeCrash, type EngineName, isCrash, startChild } from '../../engine/node.ts';
import type { LoadedExperiment } from '../../experiment/index.ts';
import type { MeasuredSpeed, MeasuringOptions } from './measure.ts';

/** To the child, measure-child.ts. */
export interface Request {
  readonly engine: EngineName;
  readonly loaded: LoadedExperiment;
  readonly options: MeasuringOptions;
}

/** A sentence that says why there is no measurement. */
export interface Unmeasured {
  readonly problem: string;
}

export async function measureSpeedApart(request: Request): Promise<MeasuredSpeed | Unmeasured> {
  const child = startChild(new URL('./measure-child.ts', import.meta.url));
  const answer = await ask(child, request, (answer: MeasuredSpeed | Unmeasured) => answer);
  if (isCrash(answer)) return { problem: `Its process died (${describeCrash(answer)}).` };
  child.kill('SIGKILL'); // a GPU's library may be long about ending
  return answer;
}
