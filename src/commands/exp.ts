/** `siamese exp`: trains experiments, one after another. */
import { type ChosenEngine, chooseEngines, Datasets, type Job } from '../launch/index.ts';
import type { LoadedExperiment } from '../spec/index.ts';
import { countOption } from './arguments.ts';
import type { ExitCode, Invocation, Surroundings } from './command.ts';
import { conduct, exitCodeOf, sayFor, tellResults } from './conduct.ts';
import { readExperiments, resolveRunsFolder, shortPath } from './experiments.ts';
import { formatTable, printJson, printLine } from './print.ts';

/**
 *   read all ─▶ choose engines ─▶ train each ─▶ table
 *
 * Exit code 1 if a run failed, 2 if what failed was the user's input, 130 if a person stopped it.
 */
export async function run({ words, options, surroundings }: Invocation): Promise<ExitCode> {
  const interrupts = surroundings.catchInterrupts();
  const threads = countOption(options, 'threads');
  const experiments = readExperiments('exp', words, surroundings);
  const engines = await chooseEngines(experiments);
  const engineOf = ({ experiment }: LoadedExperiment) => engines.get(experiment.engine) as ChosenEngine;
  if (options['dry-run']) return showPlan(experiments, engineOf, options.json ?? false, surroundings);
  for (const { engine, why } of engines.values()) sayFor(options)(`engine ${engine.name}: ${why}`);

  const datasets = new Datasets(experiments);
  const jobs = experiments.map(
    (loaded): Job => ({
      loaded,
      chosen: engineOf(loaded),
      datasets,
      folder: { runsFolder: resolveRunsFolder(options.runs, surroundings) },
      threads,
      signal: interrupts,
      command: ['siamese', 'exp', ...process.argv.slice(3)],
      directory: surroundings.directory,
    }),
  );
  const stage = { options, surroundings, interrupts };
  const results = await conduct(jobs, stage);
  tellResults(results, stage);
  return exitCodeOf(results, interrupts.aborted);
}

function showPlan(
  experiments: readonly LoadedExperiment[],
  engineOf: (loaded: LoadedExperiment) => ChosenEngine,
  asJson: boolean,
  surroundings: Surroundings,
): ExitCode {
  const planned = experiments.map((loaded) => ({
    name: loaded.experiment.name,
    file: loaded.file,
    hash: loaded.hash,
    engine: engineOf(loaded).engine.name,
    experiment: loaded.experiment,
  }));
  if (asJson) {
    printJson({ wouldRun: planned });
    return 0;
  }
  printLine('Would train; nothing is trained or written:');
  printLine(
    formatTable(planned, [
      { title: 'name', of: ({ name }) => name },
      { title: 'epochs', align: 'right', of: ({ experiment }) => String(experiment.training.epochs) },
      { title: 'batch', align: 'right', of: ({ experiment }) => String(experiment.training.batchSize) },
      { title: 'seed', align: 'right', of: ({ experiment }) => String(experiment.seed) },
      { title: 'engine', of: ({ engine }) => engine },
      { title: 'hash', of: ({ hash }) => hash.slice(0, 6) },
      { title: 'file', of: ({ file }) => shortPath(file, surroundings) },
    ]),
  );
  return 0;
}
