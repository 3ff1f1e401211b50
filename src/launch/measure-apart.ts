/** An engine measured in a process of its own, which it may crash, and where no other engine's threads are in its way. */
import type { EngineName } from '../engine/node.ts';
import type { LoadedExperiment } from '../experiment/index.ts';
import type { Measurement, MeasureOptions } from './measure.ts';
import { describeDeath, startChild } from './start-child.ts';

/** To the child, measure-child.ts. */
export interface Order {
  readonly engine: EngineName;
  readonly loaded: LoadedExperiment;
  readonly options: MeasureOptions;
}

/** A sentence that says why there is no measurement. */
export interface Unmeasured {
  readonly problem: string;
}

export function measureApart(order: Order): Promise<Measurement | Unmeasured> {
  const child = startChild(new URL('./measure-child.ts', import.meta.url));
  let lastWords = '';
  child.stderr?.on('data', (text: Buffer) => {
    lastWords = `${lastWords}${text}`.slice(-2000);
  });
  return new Promise((resolve) => {
    child.on('message', (answer: Measurement | Unmeasured) => {
      resolve(answer);
      child.kill('SIGKILL'); // a GPU's library may be long about ending
    });
    const die = (how: string) => resolve({ problem: `Its process died (${describeDeath(how, lastWords)}).` });
    child.on('error', ({ message }) => die(message));
    child.on('close', (code, signal) => die(code === null ? `killed by ${signal}` : `exit code ${code}`));
    child.send(order, () => {}); // what can't be sent is told by the process's end
  });
}
