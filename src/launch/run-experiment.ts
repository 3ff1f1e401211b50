/** One experiment → one run folder. */
import { sentenceOf } from '../errors/index.ts';
import type { LoadedExperiment } from '../experiment/index.ts';
import { isOptimistic } from '../objective/index.ts';
import { type Beginning, createRunFolder, type Outcome, type Run, type RunFolder, type Sink } from '../record/index.ts';
import { openPlot } from '../report/index.ts';
import { formatDuration, formatPercent, plural, type Teller } from '../text/index.ts';
import { openTrackers } from '../track/index.ts';
import { type EndEvent, type EpochMetrics, type StartEvent, type TrainingEvent, train } from '../training/index.ts';
import type { Datasets } from './datasets.ts';
import type { ChosenEngine } from './engines.ts';
import { describeBlindness, narrate, narrateBeginning, narrateStop } from './narrate.ts';
import { titleOf } from './title.ts';

export interface Job {
  readonly loaded: LoadedExperiment;
  readonly chosen: ChosenEngine;
  readonly datasets: Datasets;
  /** a new folder below another, made before training starts; or what lies behind a run that has begun */
  readonly folder: NewFolder | Beginning;
  /** lines that belong in its log before all others */
  readonly notes?: readonly string[];
  readonly threads: number | undefined;
  readonly signal: AbortSignal;
  /** that take the events too, after the run folder and the trackers */
  readonly sinks?: readonly Sink[];
  readonly command: readonly string[];
  readonly directory: string;
}

export interface NewFolder {
  readonly runsFolder: string;
  readonly reproduces?: Run['reproduces'];
}

/** How it went, for the table at the end and for scripts. */
export interface JobResult {
  readonly name: string;
  readonly file: string;
  readonly status: Outcome['status'] | 'not started';
  /** whole epochs done, and wanted */
  readonly epochs: number;
  readonly epochsWanted: number;
  /** a line that says how it ended */
  readonly summary: string;
  /** of the last whole epoch */
  readonly valAccuracy: number | null;
  /** at the threshold best for these very pairs */
  readonly isOptimistic: boolean;
  readonly seconds: number;
  /** null where it failed before there was one */
  readonly folder: string | null;
  /** steps done at the checkpoint that it can go on from; null where there is none, and where it has completed */
  readonly checkpointStep: number | null;
  readonly error: string | null;
  /** what a person should know though it did not keep the run from its end, a sentence each */
  readonly warnings: readonly string[];
  /** what --debug shows of a failure */
  readonly cause: unknown;
}

/**
 *   data ─▶ run folder ─▶ training ─▶ every sink, event by event ─▶ outcome, into the folder and back
 *
 * Never throws: a failure is a result. Before the folder is made nothing is left behind. A run that goes on has its
 * folder touched only once training has started, and with it all that could keep it from going on is known.
 * The teller takes the lines that are also in the run's log.
 */
export async function runExperiment(job: Job, teller: Teller): Promise<JobResult> {
  const { loaded, signal, sinks = [] } = job;
  const launch = { command: job.command, directory: job.directory };
  const beginning = 'begin' in job.folder ? job.folder : null;
  const started = performance.now();
  let ended: number | null = null;
  const seconds = () => ((ended ?? performance.now()) - started) / 1000;
  let progress: Progress = {
    start: null,
    last: beginning?.epochs.at(-1)?.metrics ?? null,
    stepInEpoch: beginning?.point?.position.stepInEpoch ?? 0,
  };
  let folder: RunFolder | null = null;
  let plot: readonly Sink[] = []; // none before training starts
  let trackers: readonly Sink[] = [];
  /** The plot before the folder, whose status is to say that all is there; trackers after it, as they send what lies there. */
  const allSinks = (own: RunFolder): Sink[] => [...plot, own, ...trackers, ...sinks];
  const warnings: string[] = [];
  const result = (end: Outcome | { status: 'not started' }, cause?: unknown): JobResult => ({
    name: loaded.experiment.name,
    file: loaded.file,
    status: end.status,
    summary: summarize(end, progress, loaded, seconds()),
    epochs: progress.last?.epoch ?? 0,
    epochsWanted: loaded.experiment.training.epochs,
    valAccuracy: progress.last?.valAccuracy ?? null,
    isOptimistic: isOptimistic(loaded.experiment.objective),
    seconds: seconds(),
    folder: folder?.folder ?? null,
    checkpointStep: end.status === 'completed' ? null : (folder?.checkpointStep ?? null),
    error: end.status === 'failed' ? end.error : null,
    warnings,
    cause,
  });
  const say = (line: string) => {
    folder?.log(line);
    teller.say(line);
  };
  const warn = (line: string) => {
    warnings.push(line);
    say(line);
  };

  let isBlindnessTold = false;
  let outcome: Outcome;
  let cause: unknown;
  try {
    if (signal.aborted) return result({ status: 'not started' });
    const dataset = await job.datasets.take(loaded);
    await turnOfTimers();
    if (signal.aborted) return result({ status: 'not started' });
    if (!('begin' in job.folder)) {
      folder = createRunFolder({ ...job.folder, loaded, engineChoice: job.chosen.why, launch });
      logOpening(folder, job);
    }
    const options = { experiment: loaded.experiment, dataset, engine: job.chosen.engine, signal };
    const threads = job.threads === undefined ? {} : { threads: job.threads };
    const from = beginning?.point == null ? {} : { from: beginning.point };
    let reason: EndEvent['reason'] = 'stopped';
    for await (const event of train({ ...options, ...threads, ...from })) {
      if (event.type === 'start' && beginning !== null) {
        folder = beginning.begin(event, launch);
        logOpening(folder, job);
      }
      if (event.type === 'start') {
        const { experiment } = loaded;
        const before = beginning?.epochs ?? [];
        const tracked = { experiment, folder: folder as RunFolder, before, env: process.env };
        plot = [openPlot(tracked, { warn })];
        trackers = openTrackers(tracked, { say, warn });
      }
      progress = follow(progress, event);
      if (event.type === 'end') reason = event.reason;
      for (const sink of allSinks(folder as RunFolder)) await sink.take(event);
      const line = narrate(event, loaded, progress.start);
      if (line !== null) say(line);
      if (event.type === 'epoch' && event.isBlind && !isBlindnessTold) {
        warn(describeBlindness(event, loaded));
        isBlindnessTold = true;
      }
      if (event.type === 'start' && beginning !== null) say(narrateBeginning(event, beginning));
      await turnOfTimers();
    }
    outcome = reason === 'stopped' ? { status: 'stopped' } : { status: 'completed', reason };
  } catch (error) {
    outcome = { status: 'failed', error: sentenceOf(error) };
    cause = error;
  }
  ended = performance.now(); // what comes now may wait for a server
  if (folder === null) return result(outcome, cause);

  say(`${titleOf(loaded)}: ${result(outcome).summary}`);
  for (const sink of allSinks(folder)) {
    try {
      await sink.finish?.(outcome);
    } catch (error) {
      // The first failure is the one to tell: a full disk fails the step, and then its end too.
      if (outcome.status !== 'failed') outcome = { status: 'failed', error: sentenceOf(error) };
      cause ??= error;
    }
  }
  return result(outcome, cause);
}

/** What is to be told before training starts, and was told in the terminal before there was a log. */
function logOpening(folder: RunFolder, { folder: given, chosen, notes = [] }: Job): void {
  const warnings = 'begin' in given ? given.warnings : [];
  const isNew = !('path' in given);
  for (const line of [...notes, ...warnings, ...(isNew ? [chosen.why] : [])]) folder.log(line);
}

interface Progress {
  readonly start: StartEvent | null;
  readonly last: EpochMetrics | null;
  readonly stepInEpoch: number;
}

function follow(progress: Progress, event: TrainingEvent): Progress {
  switch (event.type) {
    case 'start':
      return { ...progress, start: event };
    case 'steps':
      return { ...progress, stepInEpoch: event.step };
    case 'epoch':
      return { ...progress, last: event.metrics, stepInEpoch: 0 };
    case 'checkpoint':
      return progress;
    case 'end':
      return { ...progress, stepInEpoch: event.point.position.stepInEpoch };
  }
}

function summarize(
  end: Outcome | { status: 'not started' },
  { start, last, stepInEpoch }: Progress,
  { experiment }: LoadedExperiment,
  seconds: number,
): string {
  const { epochs } = experiment.training;
  const accuracy = last === null ? '' : `, validation accuracy ${formatPercent(last.valAccuracy)}`;
  switch (end.status) {
    case 'completed':
      return end.reason === 'earlyStopping'
        ? `completed in ${formatDuration(seconds)}: early stopping ended it after epoch ${last?.epoch ?? 0} of ${epochs}${accuracy}`
        : `completed ${plural(epochs, 'epoch')} in ${formatDuration(seconds)}${accuracy}`;
    case 'stopped':
      return `stopped ${narrateStop(last?.epoch ?? 0, epochs, stepInEpoch, start?.stepsPerEpoch ?? 0)}${accuracy}`;
    case 'failed':
      return `failed: ${end.error}`;
    case 'not started':
      return 'not started';
  }
}

/** Lets signals, timers and the terminal have their turn: an engine may answer without ever leaving this one. */
const turnOfTimers = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
