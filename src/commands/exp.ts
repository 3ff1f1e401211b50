/** `siamese exp`: trains experiments. */

import type { LoadedExperiment } from '../experiment/index.ts';
import {
  type ChosenEngine,
  chooseEngines,
  Datasets,
  type Job,
  refuseWithoutRoom,
  type SweepWork,
  turnsOf,
  type Wishes,
  workOfSweep,
} from '../launch/index.ts';
import { countOption } from './arguments.ts';
import type { ExitCode, Invocation } from './command.ts';
import { readExperiments, resolveRunsFolder } from './experiments.ts';
import { regardLinesAsLog, tellerFor } from './print.ts';
import { showWork, tellSweep, trainSweepInView } from './sweep.ts';
import { exitCodeOf, tellResult, trainInView } from './train-in-view.ts';

/**
 *   read all ─▶ choose engines ─▶ one alone: train it anew ──────────────────────▶ table
 *                                 several: what is not yet done, each once ─▶ table
 *
 * Exit code 1 if a run failed, 2 if what failed was the user's input, 130 if a person stopped it.
 */
export async function run({ words, options, surroundings }: Invocation): Promise<ExitCode> {
  const threads = countOption(options, 'threads');
  const parallel = countOption(options, 'parallel') ?? 1;
  const maxFailures = countOption(options, 'max-failures') ?? null;
  const runsFolder = resolveRunsFolder(options.runs, surroundings);
  const experiments = await readExperiments('exp', words, surroundings);
  const interrupts = surroundings.catchInterrupts(); // before, there is nothing to end in good order
  const engines = await chooseEngines(experiments);
  const engineOf = ({ experiment }: LoadedExperiment) => engines.get(experiment.engine) as ChosenEngine;
  const [first] = experiments as [LoadedExperiment];
  await refuseWithoutRoom(experiments, { engineOf, threads, parallel });
  const isOneAlone = experiments.length === 1 && first.trial === null;

  const { again = false, retry = false, fresh = false } = options;
  const wishes: Wishes = { again, retry, fresh, since: Date.now() };
  const candidates = experiments.map((loaded, index) => ({ index, loaded, engine: engineOf(loaded).engine.name }));
  const work: SweepWork = isOneAlone
    ? { turns: turnsOf(candidates, [], wishes), halvings: [] }
    : workOfSweep(candidates, runsFolder, wishes);
  const context = { options, surroundings, interrupts };
  if (options['dry-run']) return showWork(work, { engines, threads }, context);
  regardLinesAsLog();
  for (const { engine, why } of engines.values()) tellerFor(options).say(`engine ${engine.name}: ${why}`);

  const launch = {
    threads,
    signal: interrupts,
    command: ['siamese', 'exp', ...process.argv.slice(3)],
    directory: surroundings.directory,
  };
  if (isOneAlone) {
    const job: Job = {
      ...launch,
      loaded: first,
      chosen: engineOf(first),
      datasets: new Datasets(),
      folder: { runsFolder },
    };
    const result = await trainInView(job, context);
    tellResult(result, context);
    return exitCodeOf([result], interrupts.aborted);
  }
  const request = { ...launch, work, runsFolder, wishes, parallel, maxFailures, engineOf };
  const results = await trainSweepInView(request, experiments, context);
  tellSweep(experiments, results, words, context);
  return exitCodeOf(results, interrupts.aborted);
}
