/** One experiment → one run folder. */
import { releaseImages } from '../data/index.ts';
import { createRunFolder, type Outcome, type RunFolder, type Sink } from '../record/index.ts';
import type { LoadedExperiment } from '../spec/index.ts';
import { type EpochMetrics, type StartEvent, train } from '../training/index.ts';
import type { ChosenEngine, Datasets } from './experiments.ts';
import { narrate, narrateStop } from './narrate.ts';
import { formatDuration, formatPercent, plural, sentenceOf } from './print.ts';

export interface Job {
  readonly loaded: LoadedExperiment;
  readonly chosen: ChosenEngine;
  readonly datasets: Datasets;
  readonly runsFolder: string;
  readonly threads: number | undefined;
  readonly signal: AbortSignal;
  readonly command: readonly string[];
  readonly directory: string;
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
  readonly error: string | null;
  /** what --debug shows of a failure */
  readonly cause: unknown;
}

/** Who watches beside the run folder. */
export interface Watcher {
  readonly sinks: readonly Sink[];
  /** takes the lines that are also in the run's log */
  say(line: string): void;
}

/**
 *   data ─▶ run folder ─▶ training ─▶ every sink, event by event ─▶ outcome, into the folder and back
 *
 * Never throws: a failure is a result. Before the folder is made nothing is left behind.
 */
export async function runExperiment(job: Job, watcher: Watcher): Promise<JobResult> {
  const { loaded, signal } = job;
  const started = performance.now();
  let progress: Progress = { start: null, last: null, stepInEpoch: 0 };
  let folder: RunFolder | null = null;
  const result = (end: Outcome | { status: 'not started' }, cause?: unknown): JobResult => ({
    name: loaded.experiment.name,
    file: loaded.file,
    status: end.status,
    summary: summarize(end, progress, loaded, secondsSince(started)),
    epochs: progress.last?.epoch ?? 0,
    epochsWanted: loaded.experiment.training.epochs,
    valAccuracy: progress.last?.valAccuracy ?? null,
    isOptimistic: loaded.experiment.objective.loss === 'triplet',
    seconds: secondsSince(started),
    folder: folder?.folder ?? null,
    error: end.status === 'failed' ? end.error : null,
    cause,
  });
  const say = (line: string) => {
    folder?.log(line);
    watcher.say(line);
  };

  let outcome: Outcome;
  let cause: unknown;
  try {
    if (signal.aborted) return result({ status: 'not started' });
    const { dataset, isLastUse } = await job.datasets.take(loaded);
    await turnOfTimers();
    if (signal.aborted) return result({ status: 'not started' });
    folder = createRunFolder({
      runsFolder: job.runsFolder,
      loaded,
      engineChoice: job.chosen.why,
      launch: { command: job.command, directory: job.directory },
    });
    folder.log(job.chosen.why);
    const sinks = [folder, ...watcher.sinks];
    const threads = job.threads === undefined ? {} : { threads: job.threads };
    let reason: 'allEpochs' | 'stopped' = 'stopped';
    for await (const event of train({
      experiment: loaded.experiment,
      dataset,
      engine: job.chosen.engine,
      signal,
      ...threads,
    })) {
      if (event.type === 'start') {
        progress = { ...progress, start: event };
        if (isLastUse) releaseImages(dataset);
      } else if (event.type === 'steps') progress = { ...progress, stepInEpoch: event.step };
      else if (event.type === 'epoch') progress = { ...progress, last: event.metrics, stepInEpoch: 0 };
      else reason = event.reason;
      if (event.type === 'end' && event.position !== undefined) {
        progress = { ...progress, stepInEpoch: event.position.stepInEpoch };
      }
      for (const sink of sinks) await sink.take(event);
      const line = narrate(event, loaded, progress.start);
      if (line !== null) say(line);
      await turnOfTimers();
    }
    outcome = reason === 'allEpochs' ? { status: 'completed', reason } : { status: 'stopped' };
  } catch (error) {
    outcome = { status: 'failed', error: sentenceOf(error) };
    cause = error;
  }
  if (folder === null) return result(outcome, cause);

  say(`${loaded.experiment.name}: ${result(outcome).summary}`);
  for (const sink of [folder, ...watcher.sinks]) {
    try {
      await sink.finish(outcome);
    } catch (error) {
      // The first failure is the one to tell: a full disk fails the step, and then the farewell too.
      if (outcome.status !== 'failed') outcome = { status: 'failed', error: sentenceOf(error) };
      cause ??= error;
    }
  }
  for (const warning of folder.warnings) watcher.say(warning);
  return result(outcome, cause);
}

interface Progress {
  readonly start: StartEvent | null;
  readonly last: EpochMetrics | null;
  readonly stepInEpoch: number;
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
      return `completed ${plural(epochs, 'epoch')} in ${formatDuration(seconds)}${accuracy}`;
    case 'stopped':
      return `stopped ${narrateStop(last?.epoch ?? 0, epochs, stepInEpoch, start?.stepsPerEpoch ?? 0)}${accuracy}`;
    case 'failed':
      return `failed: ${end.error}`;
    case 'not started':
      return 'not started';
  }
}

const secondsSince = (started: number): number => (performance.now() - started) / 1000;

/** Lets signals, timers and the terminal have their turn: an engine may answer without ever leaving this one. */
const turnOfTimers = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
