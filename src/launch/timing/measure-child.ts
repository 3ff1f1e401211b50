/** See measure-apart.ts. */
import { loadEngine } from '../../engine/node.ts';
import { SiameseError } from '../../errors/index.ts';
import { Datasets } from '../datasets.ts';
import { type MeasuredSpeed, measureSpeed } from './measure.ts';
import type { Request, Unmeasured } from './measure-apart.ts';

process.once('message', async (request: Request) => process.send?.(await answer(request)));
// A terminal sends its Ctrl-C, and its end, to this process too; what they mean, the other one says.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
process.on('disconnect', () => process.exit()); // the other one may have been killed: then no process waits for the answer

async function answer({ engine, loaded, options }: Request): Promise<MeasuredSpeed | Unmeasured> {
  try {
    const dataset = await new Datasets().take(loaded);
    return await measureSpeed(await loadEngine(engine), loaded.experiment, dataset, options);
  } catch (error) {
    if (error instanceof SiameseError) return { problem: error.message };
    throw error;
  }
}
