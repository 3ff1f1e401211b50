/** Several experiments in a terminal: what would be done, what is being done, and how it ended. */

import type { LoadedExperiment } from '../experiment/index.ts';
import {
  type ForecastRow,
  forecast,
  notStarted,
  runSweep,
  type SweepRequest,
  type SweepWork,
  type TrialResult,
  type Turn,
  titleOf,
} from '../launch/index.ts';
import type { ColumnOf } from '../report/index.ts';
import { formatDuration, formatSetting, plural, quote } from '../text/index.ts';
import type { ExitCode, Options } from './command.ts';
import { isLive, openView } from './open-view.ts';
import { printAside, printJson, printLine } from './print.ts';
import { optimisticNote, printTable } from './print-sheet.ts';
import { endColumns, forScripts, hasOptimistic, tellFailure } from './train-in-view.ts';
import type { ViewContext } from './view.ts';

/** Trains what is not yet done, and shows it. */
export async function trainSweepInView(
  request: SweepRequest,
  experiments: readonly LoadedExperiment[],
  context: ViewContext,
): Promise<TrialResult[]> {
  const view = await openView(experiments.map(titleOf), context);
  try {
    return await runSweep(request, view.sink, view.teller);
  } catch (error) {
    for (const [index, loaded] of experiments.entries()) {
      await view.sink.take({ type: 'closed', index, result: notStarted(loaded) });
    }
    throw error;
  } finally {
    await view.done();
  }
}

/** What would be done, and how long it would take: a table or JSON. Trains no more than what tells the time. */
export async function showWork(
  work: SweepWork,
  machine: Parameters<typeof forecast>[1],
  { options, surroundings }: ViewContext,
): Promise<ExitCode> {
  const { rows, secondsInAll } = await forecast(work, machine);
  if (options.json) {
    printJson({ wouldRun: rows.map(turnForScripts), secondsInAll });
    return 0;
  }
  const axes = axisColumns(rows.map(({ turn }) => turn.loaded));
  printLine('Would do; nothing is trained or written:');
  printTable(
    rows,
    [
      ...columnsOf(axes, ({ turn }: ForecastRow) => turn.loaded),
      { title: 'epochs', align: 'right', cell: epochsOf },
      { title: 'engine', cell: ({ turn }) => turn.engine },
      { title: 'hash', cell: ({ turn }) => turn.loaded.hash.slice(0, 6) },
      { title: 'will', below: 'late', cell: describeDecision },
      { title: 'about', align: 'right', cell: ({ seconds }) => (seconds === null ? '–' : formatDuration(seconds)) },
    ],
    surroundings,
  );
  const done = rows.filter(({ turn }) => turn.decision.do === 'skip' && turn.decision.because === 'completed').length;
  const known = done === 0 ? '' : `, ${done} of them done`;
  printLine(`${plural(rows.length, 'experiment')}${known}: about ${formatDuration(secondsInAll)} in all.`);
  return 0;
}

/** `27`; with a budget, where more may follow, `3 of 27`. */
function epochsOf({ turn, mostEpochs }: ForecastRow): string {
  const { epochs } = turn.loaded.experiment.training;
  return epochs === mostEpochs ? String(epochs) : `${epochs} of ${mostEpochs}`;
}

function describeDecision({ turn: { decision, from, engine }, isDropped }: ForecastRow): string {
  switch (decision.do) {
    case 'skip':
      if (decision.because === 'failed') return 'leave: it has failed';
      return isDropped ? 'skip: others were better' : `skip: it has completed${onAnother(decision.run, engine)}`;
    case 'wait':
      return 'wait: another process is at it';
    case 'resume':
      return `resume after ${plural(from?.epochs ?? 0, 'epoch')}`;
    case 'continue':
    case 'train':
      return from === null ? 'train' : `continue ${nameOf(from)} after ${plural(from.epochs, 'epoch')}`;
  }
}

function onAnother({ run }: Extract<Turn['decision'], { do: 'skip' }>['run'], engine: string): string {
  return run.engine === null || run.engine.name === engine ? '' : ` on ${run.engine.name}`;
}

const nameOf = ({ run, trial }: NonNullable<Turn['from']>): string =>
  run?.folder ?? (trial === null ? '' : titleOf(trial.loaded));

/** For scripts, one word. `leave`: it has failed, and would again. */
function willOf({ decision, from }: Turn): string {
  if (decision.do === 'skip' && decision.because === 'failed') return 'leave';
  return from !== null && decision.do === 'train' ? 'continue' : decision.do;
}

function turnForScripts({ turn, seconds, isDropped }: ForecastRow): object {
  const { loaded, engine, decision, from } = turn;
  const { experiment, file, hash, trial } = loaded;
  return {
    name: experiment.name,
    file,
    hash,
    trial,
    engine,
    will: willOf(turn),
    folder: 'run' in decision ? decision.run.path : null,
    from:
      from === null
        ? null
        : {
            folder: from.run?.path ?? null,
            hash: from.run?.run.hash ?? from.trial?.loaded.hash ?? null,
            epochs: from.epochs,
          },
    isDropped,
    seconds: seconds ?? 0,
    experiment,
  };
}

/** The table or JSON at the end, the sentence of each failure, and the command that goes on. */
export function tellSweep(
  experiments: readonly LoadedExperiment[],
  results: readonly TrialResult[],
  words: readonly string[],
  context: ViewContext,
): void {
  const { options, surroundings } = context;
  const rows = results.map((result, i) => ({ result, loaded: experiments[i] as LoadedExperiment }));
  const isUnfinished = results.some(({ status }) => status === 'stopped' || status === 'not started');
  const goOn = isUnfinished ? typedAgain(words, options) : null;
  if (options.json) {
    const told = rows.map(({ result, loaded: { hash, trial } }) => ({
      ...forScripts(result, surroundings),
      hash,
      trial,
    }));
    printJson({ runs: told, goOn });
  } else {
    const ends: ColumnOf<TrialResult>[] = endColumns(results, surroundings);
    const status = { title: 'status', isWhole: true, cell: describeStatus };
    const how = { title: 'how', isWhole: true, cell: describeHow };
    const columns = [
      ...columnsOf(axisColumns(experiments), (row: (typeof rows)[number]) => row.loaded),
      ...columnsOf(ends.toSpliced(0, 1, status, how), (row: (typeof rows)[number]) => row.result),
    ];
    printLine();
    printTable(rows, columns, surroundings);
    if (hasOptimistic(results)) printLine(optimisticNote);
  }
  if (isLive(context))
    for (const { result, loaded } of rows)
      for (const line of [...result.notes, ...result.warnings]) printAside(`${titleOf(loaded)}: ${line}`);
  for (const { result, loaded } of rows) tellFailure(titleOf(loaded), result, options);
  if (options.json) return;
  const elsewhere = rows.filter(({ result, loaded: { experiment } }) => {
    return result.how === 'skipped' && experiment.engine !== 'auto' && result.engine !== experiment.engine;
  });
  if (elsewhere.length > 0) printLine(tellElsewhere(elsewhere));
  if (results.some(({ how }) => how === 'left')) printLine('What has failed before is tried again with --retry.');
  if (goOn !== null) printLine(`To go on: ${goOn}`);
}

/** One that a budget has dropped says so, though its run has completed. */
const describeStatus = ({ status, rung }: TrialResult): string => (rung?.isDropped ? 'dropped' : status);

function describeHow({ how, from }: TrialResult): string {
  if (from === null) return how;
  return from.epochs === 0 ? how : `${how} after ${from.epochs}`;
}

/** What makes trials different: their names, and the values on a sweep's axes. The number of epochs has its own column. */
export function axisColumns(experiments: readonly LoadedExperiment[]): ColumnOf<LoadedExperiment>[] {
  const keys = new Set(experiments.flatMap(({ trial }) => Object.keys(trial?.values ?? {})));
  const names = new Set(experiments.map(({ experiment }) => experiment.name));
  const shown = [...keys].filter((key) => key !== 'name' && key !== 'training.epochs');
  const hasName = names.size > 1 || shown.length === 0;
  return [
    ...(hasName ? [{ title: 'name', cell: ({ experiment }: LoadedExperiment) => experiment.name }] : []),
    ...shown.map((key) => ({ title: key, cell: ({ trial }: LoadedExperiment) => formatSetting(trial?.values[key]) })),
  ];
}

/** Columns of what a row holds a part of. Scripts don't read them: no fields. */
export const columnsOf = <Part, Row>(columns: readonly ColumnOf<Part>[], part: (row: Row) => Part): ColumnOf<Row>[] =>
  columns.map(({ fields: _, cell, ...column }) => ({ ...column, cell: (row) => cell(part(row)) }));

/** The command as it can be typed once more. With --again it would begin anew. */
function typedAgain(words: readonly string[], options: Options): string {
  const given = Object.entries(options)
    .filter(([name]) => name !== 'again')
    .map(([name, value]) => (value === true ? `--${name}` : `--${name}=${quote(value)}`));
  return ['npm run exp', ...words.map(quote), ...(given.length === 0 ? [] : ['--', ...given])].join(' ');
}

/** Of trials that had completed on another engine than the one that their file asks for by name. */
function tellElsewhere(rows: readonly { readonly result: TrialResult; readonly loaded: LoadedExperiment }[]): string {
  const list = (names: readonly (string | null)[]) => [...new Set(names)].join(', ');
  const was = list(rows.map(({ result }) => result.engine));
  const asked = list(rows.map(({ loaded }) => loaded.experiment.engine));
  const many = plural(rows.length, 'experiment');
  return `${many} had completed on ${was}, which decides no result but by rounding; --again trains on ${asked}.`;
}
