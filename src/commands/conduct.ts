/** What `exp`, `resume` and `reproduce` have in common: training shown, and a farewell. */
import { basename, dirname } from 'node:path';
import { InputError } from '../errors/index.ts';
import { type Job, type JobResult, runExperiment } from '../launch/index.ts';
import type { Sink } from '../record/index.ts';
import type { ExitCode, Options, Surroundings } from './command.ts';
import { resolveRunsFolder, shortPath } from './experiments.ts';
import {
  formatAccuracy,
  formatDuration,
  formatTable,
  optimisticNote,
  printAside,
  printJson,
  printLine,
  quote,
  traceOf,
} from './print.ts';

export interface Stage {
  readonly options: Options;
  readonly surroundings: Surroundings;
  readonly interrupts: AbortSignal;
  /** listen too */
  readonly sinks?: readonly Sink[];
}

/** Trains one job after another: with a live line in a terminal, else in plain lines. */
export async function conduct(jobs: readonly Job[], stage: Stage): Promise<JobResult[]> {
  const { options, surroundings, interrupts, sinks = [] } = stage;
  const { TERM } = surroundings.env;
  const isLive = !options.json && process.stdout.isTTY && TERM !== 'dumb';
  interrupts.addEventListener('abort', () => {
    if (!isLive) printAside('Stopping after the steps under way; press Ctrl-C again to leave at once.');
  });
  if (isLive) return (await import('./live.ts')).runLive(jobs, { interrupts, sinks });
  const results: JobResult[] = [];
  for (const job of jobs) results.push(await runExperiment(job, { sinks, say: sayFor(options) }));
  return results;
}

/** Where lines for people go: beside the JSON, if that is asked for. */
export const sayFor = ({ json }: Options): ((line: string) => void) => (json ? printAside : printLine);

/** The results, as a table or as JSON, and what to do about runs that didn't complete. */
export function tellResults(results: readonly JobResult[], { options, surroundings }: Stage): void {
  const told = results.map(({ cause: _, checkpointStep, ...result }) => ({
    ...result,
    resume: checkpointStep === null || result.folder === null ? null : resumeCommand(result.folder, surroundings),
  }));
  if (options.json) printJson({ runs: told });
  else printLine(`\n${tableOf(results, surroundings)}`);
  tellFailures(results, options.debug ?? false);
  if (options.json) return;
  for (const { name, resume } of told) if (resume !== null) printLine(`To go on with ${name}: ${resume}`);
}

/** 0, 1 if a run failed, 2 if what failed was the user's input, 130 if a person stopped it. */
export function exitCodeOf(results: readonly JobResult[], wasInterrupted: boolean): ExitCode {
  if (wasInterrupted && results.some(({ status }) => status === 'stopped' || status === 'not started')) return 130;
  const failures = results.filter(({ status }) => status === 'failed');
  if (failures.length === 0) return 0;
  return failures.every(({ cause }) => cause instanceof InputError) ? 2 : 1;
}

/** What goes on with a run, from where the user stands. */
function resumeCommand(folder: string, surroundings: Surroundings): string {
  const isUsual = dirname(folder) === resolveRunsFolder(undefined, surroundings);
  return `npm run resume ${quote(isUsual ? basename(folder) : shortPath(folder, surroundings))}`;
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
