/** `siamese exp`: trains experiments, one after another. */
import { InputError } from '../errors/index.ts';
import type { LoadedExperiment } from '../spec/index.ts';
import { countOption } from './arguments.ts';
import type { ExitCode, Invocation, Surroundings } from './command.ts';
import {
  type ChosenEngine,
  chooseEngines,
  Datasets,
  readExperiments,
  resolveRunsFolder,
  shortPath,
} from './experiments.ts';
import {
  formatAccuracy,
  formatDuration,
  formatTable,
  optimisticNote,
  printAside,
  printJson,
  printLine,
  traceOf,
} from './print.ts';
import { type Job, type JobResult, runExperiment, type Watcher } from './run-experiment.ts';

/**
 *   read all ─▶ choose engines ─▶ train each ─▶ table
 *
 * Exit code 1 if a run failed, 2 if what failed was the user's input, 130 if a person stopped it.
 */
export async function run({ words, options, surroundings }: Invocation): Promise<ExitCode> {
  const signal = surroundings.catchInterrupts();
  const asJson = options.json ?? false;
  const say = asJson ? printAside : printLine;

  const threads = countOption(options, 'threads');
  const experiments = readExperiments('exp', words, surroundings);
  const engines = await chooseEngines(experiments);
  const engineOf = ({ experiment }: LoadedExperiment) => engines.get(experiment.engine) as ChosenEngine;
  if (options['dry-run']) return showPlan(experiments, engineOf, asJson, surroundings);
  for (const { engine, why } of engines.values()) say(`engine ${engine.name}: ${why}`);

  const datasets = new Datasets(experiments);
  const jobs = experiments.map(
    (loaded): Job => ({
      loaded,
      chosen: engineOf(loaded),
      datasets,
      runsFolder: resolveRunsFolder(options.runs, surroundings),
      threads,
      signal,
      command: ['siamese', 'exp', ...process.argv.slice(3)],
      directory: surroundings.directory,
    }),
  );
  const { TERM } = surroundings.env;
  const isLive = !asJson && process.stdout.isTTY && TERM !== 'dumb';
  signal.addEventListener('abort', () => {
    if (!isLive) printAside('Stopping after the steps under way; press Ctrl-C again to leave at once.');
  });
  const results = isLive ? await (await import('./live.ts')).runLive(jobs) : await runPlainly(jobs, { sinks: [], say });

  if (asJson) printJson({ runs: results.map(({ cause: _, ...result }) => result) });
  else printLine(`\n${tableOf(results, surroundings)}`);
  tellFailures(results, options.debug ?? false);
  return exitCodeOf(results, signal.aborted);
}

async function runPlainly(jobs: readonly Job[], watcher: Watcher): Promise<JobResult[]> {
  const results: JobResult[] = [];
  for (const job of jobs) {
    results.push(await runExperiment(job, watcher));
  }
  return results;
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

function tableOf(results: readonly JobResult[], surroundings: Surroundings): string {
  const note = results.some(({ isOptimistic, valAccuracy }) => isOptimistic && valAccuracy !== null);
  const table = formatTable(results, [
    { title: 'name', of: ({ name }) => name },
    { title: 'status', of: ({ status }) => status },
    { title: 'epochs', align: 'right', of: ({ epochs, epochsWanted }) => `${epochs}/${epochsWanted}` },
    {
      title: 'val. accuracy',
      align: 'right',
      of: ({ valAccuracy, isOptimistic }) => formatAccuracy(valAccuracy, isOptimistic),
    },
    { title: 'time', align: 'right', of: ({ seconds }) => formatDuration(seconds) },
    { title: 'folder', of: ({ folder }) => (folder === null ? '–' : shortPath(folder, surroundings)) },
  ]);
  return note ? `${table}\n${optimisticNote}` : table;
}

function tellFailures(results: readonly JobResult[], withTrace: boolean): void {
  for (const { name, error, cause } of results) {
    if (error === null) continue;
    printAside(`${name} failed: ${error}`);
    if (withTrace) printAside(`\n${traceOf(cause)}\n`);
  }
}

function exitCodeOf(results: readonly JobResult[], wasInterrupted: boolean): ExitCode {
  if (wasInterrupted && results.some(({ status }) => status === 'stopped' || status === 'not started')) return 130;
  const failures = results.filter(({ status }) => status === 'failed');
  if (failures.length === 0) return 0;
  return failures.every(({ cause }) => cause instanceof InputError) ? 2 : 1;
}
