/** What `exp`, `resume` and `reproduce` have in common: training shown while it goes on, and its result. */
import { basename, dirname } from 'node:path';
import { InputError, traceOf } from '../errors/index.ts';
import { type Job, type JobResult, runExperiment, shownTo } from '../launch/index.ts';
import type { ColumnOf } from '../report/index.ts';
import { formatDuration, quote } from '../text/index.ts';
import type { ExitCode, Options, Surroundings } from './command.ts';
import { resolveRunsFolder, shortPath } from './experiments.ts';
import { isLive, openView } from './open-view.ts';
import { printAside, printJson, printLine } from './print.ts';
import { formatAccuracy, optimisticNote, printTable } from './print-sheet.ts';
import type { ViewContext } from './view.ts';

/** Trains one experiment, and shows it. */
export async function trainInView(job: Job, context: ViewContext): Promise<JobResult> {
  const view = await openView([job.loaded.experiment.name], context);
  const { sink, teller } = view;
  const ofTraining = shownTo((event) => sink.take({ type: 'training', index: 0, event }));
  await sink.take({ type: 'opened', index: 0 });
  const result = await runExperiment({ ...job, sinks: [...(job.sinks ?? []), ofTraining] }, teller);
  await sink.take({ type: 'closed', index: 0, result });
  await view.done();
  return result;
}

/** The result, as a table or as JSON, and what to do about a run that didn't complete. */
export function tellResult(result: JobResult, context: ViewContext): void {
  const { options, surroundings } = context;
  const told = forScripts(result, surroundings);
  if (options.json) printJson({ runs: [told] });
  else tellInTable(result, surroundings);
  if (isLive(context)) for (const warning of result.warnings) printAside(warning);
  tellFailure(result.name, result, options);
  if (!options.json && told.resume !== null) printLine(`To go on with ${result.name}: ${told.resume}`);
}

/** A result as JSON, with the command that goes on with it; null where there is none. */
export function forScripts<Result extends JobResult>(
  { cause: _, checkpointStep, ...result }: Result,
  surroundings: Surroundings,
): Omit<Result, 'cause' | 'checkpointStep'> & { resume: string | null } {
  const { folder } = result;
  return { ...result, resume: checkpointStep === null || folder === null ? null : resumeCommand(folder, surroundings) };
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

function tellInTable(result: JobResult, surroundings: Surroundings): void {
  printLine();
  printTable(
    [result],
    [{ title: 'name', cell: ({ name }) => name }, ...endColumns([result], surroundings)],
    surroundings,
  );
  if (hasOptimistic([result])) printLine(optimisticNote);
}

/** How trainings ended. */
export const endColumns = (results: readonly JobResult[], surroundings: Surroundings): ColumnOf<JobResult>[] => [
  { title: 'status', isWhole: true, cell: ({ status }) => status },
  { title: 'epochs', align: 'right', cell: ({ epochs, epochsWanted }) => `${epochs}/${epochsWanted}` },
  {
    title: 'val. accuracy',
    align: 'right',
    cell: ({ valAccuracy, isOptimistic }) => formatAccuracy(valAccuracy, isOptimistic),
  },
  {
    title: 'kept epoch',
    align: 'right',
    isHidden: results.every(({ keptEpoch, epochs }) => (keptEpoch ?? epochs) === epochs),
    cell: ({ keptEpoch }) => String(keptEpoch ?? '–'),
  },
  { title: 'time', align: 'right', cell: ({ seconds }) => formatDuration(seconds) },
  {
    title: 'folder',
    isWhole: true,
    below: 'late',
    cell: ({ folder }) => (folder === null ? '–' : shortPath(folder, surroundings)),
  },
];

/** Whether the table needs `optimisticNote`. */
export const hasOptimistic = (results: readonly JobResult[]): boolean =>
  results.some(({ isOptimistic, valAccuracy }) => isOptimistic && valAccuracy !== null);

/** The sentence of a failure, if it is one; with --debug where it came from. */
export function tellFailure(title: string, { error, cause }: JobResult, { debug }: Options): void {
  if (error === null) return;
  printAside(`${title} failed: ${error}`);
  if (debug) printAside(`\n${traceOf(cause)}\n`);
}
