/** One experiment → one run folder. */
import type { LoadedDataset } from '../data/index.ts';
import { InputError, RunError, sentenceOf } from '../errors/index.ts';
import type { LoadedExperiment } from '../experiment/index.ts';
import { isOptimistic } from '../objective/index.ts';
import {
  type Beginning,
  type BestResult,
  type Claim,
  createRunFolder,
  keptIn,
  LostError,
  type Outcome,
  type Run,
  type RunFolder,
  type Sink,
} from '../record/index.ts';
import { openPlot } from '../report/index.ts';
import { formatDuration, formatPercent, plural, type Teller } from '../text/index.ts';
import { withoutSecrets, withoutSecretsIn } from '../text/node.ts';
import { openTrackers } from '../track/index.ts';
import {
  type EndEvent,
  type EpochEvent,
  type EpochMetrics,
  type Finding,
  type StartEvent,
  type TrainingEvent,
  train,
} from '../training/index.ts';
import type { Datasets } from './datasets.ts';
import type { ChosenEngine } from './engines.ts';
import { refuseWithoutRoom } from './memory/check.ts';
import { narrate, narrateBeginning, narrateDecoding, narrateStop, titleOf } from './narrate.ts';

export interface Job {
  readonly loaded: LoadedExperiment;
  readonly chosen: ChosenEngine;
  readonly datasets: Datasets;
  /** a new folder below another, made before training starts; or what lies behind a run that has begun */
  readonly folder: NewFolder | Beginning;
  /** that on the experiment, where there is one: looked at before a folder is made */
  readonly claim?: Pick<Claim, 'check'>;
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
  /** after the epoch whose model is kept: the last whole one, or the best */
  readonly valAccuracy: number | null;
  readonly keptEpoch: number | null;
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
  const run = new RunUnderWay(job, teller);
  let outcome: Outcome;
  let cause: unknown;
  try {
    const dataset = await readData(job, teller);
    if (dataset === null) return run.result({ status: 'not started' });
    const reason = await trainInto(run, job, dataset);
    outcome = reason === 'stopped' ? { status: 'stopped' } : { status: 'completed', reason };
  } catch (error) {
    outcome = { status: 'failed', error: withoutSecrets(sentenceOf(error)) };
    cause = error;
  }
  return run.finish(outcome, cause);
}

/** null where a person has stopped it meanwhile. */
async function readData(
  { loaded, chosen, threads, datasets, signal }: Job,
  teller: Teller,
): Promise<LoadedDataset | null> {
  if (signal.aborted) return null;
  await refuseWithoutRoom([loaded], { engineOf: () => chosen, threads, parallel: 1 });
  const take = datasets.take(loaded, { signal, onProgress: narrateDecoding(loaded, teller) });
  const dataset = await take.catch((error: unknown) => {
    if (signal.aborted) return null;
    throw error;
  });
  await turnOfTimers();
  return signal.aborted ? null : dataset;
}

/** → why training ended. */
async function trainInto(run: RunUnderWay, job: Job, dataset: LoadedDataset): Promise<EndEvent['reason']> {
  const { loaded, chosen, threads, signal } = job;
  const point = run.beginning?.point ?? null;
  run.makeFolder();
  for (const line of dataset.warnings) run.warn(line);
  let reason: EndEvent['reason'] = 'stopped';
  const events = train({
    ...{ experiment: loaded.experiment, dataset, engine: chosen.engine, signal },
    ...(threads === undefined ? {} : { threads }),
    ...(point === null ? {} : { from: point }),
  });
  for await (const event of events) {
    if (event.type === 'start') run.open(event);
    if (event.type === 'end') reason = event.reason;
    await run.take(event);
    await turnOfTimers();
  }
  return reason;
}

/** A run, its sinks, and what is told of it. */
class RunUnderWay {
  /** what lies behind it; null for a new run */
  readonly beginning: Beginning | null;
  readonly #job: Job;
  readonly #teller: Teller;
  readonly #started = performance.now();
  #ended: number | null = null;
  #progress: Progress;
  #folder: RunFolder | null = null;
  /** none before training starts */
  #plot: readonly Sink[] = [];
  #trackers: readonly Sink[] = [];
  readonly #warnings: string[] = [];
  /** what has been told of how training goes wrong: each once, unless it passes */
  readonly #found = new Set<Finding['what']>();
  #isTroubleLogged = false;

  constructor(job: Job, teller: Teller) {
    this.#job = job;
    this.#teller = teller;
    this.beginning = 'begin' in job.folder ? job.folder : null;
    this.#progress = {
      start: null,
      last: this.beginning?.epochs.at(-1)?.metrics ?? null,
      finding: null,
      stepInEpoch: this.beginning?.point?.position.stepInEpoch ?? 0,
    };
  }

  /** A new run's; that of a run that goes on waits for the start of training. */
  makeFolder(): void {
    const { loaded, chosen, folder: given } = this.#job;
    if ('begin' in given) return;
    this.#job.claim?.check();
    this.#folder = createRunFolder({ ...given, loaded, engineChoice: chosen.why, launch: this.#launch });
    logOpening(this.#folder, this.#job);
  }

  open(start: StartEvent): void {
    const { beginning } = this;
    if (beginning !== null) {
      this.#folder = beginning.begin(start, this.#launch);
      logOpening(this.#folder, this.#job);
    }
    const { command, loaded } = this.#job;
    const { experiment } = loaded;
    const before = beginning?.epochs ?? [];
    const tracked = { experiment, folder: this.#folder as RunFolder, before, env: process.env, command };
    const teller = { say: (line: string) => this.#say(line), warn: (line: string) => this.warn(line) };
    this.#plot = [openPlot(tracked, teller)];
    this.#trackers = openTrackers(tracked, teller);
  }

  async take(event: TrainingEvent): Promise<void> {
    if (event.type !== 'steps') this.#folder?.check(); // before any sink writes into it
    const { loaded } = this.#job;
    this.#progress = follow(this.#progress, event);
    for (const sink of this.#sinks()) await sink.take(event);
    const line = narrate(event, loaded, this.#progress.start);
    if (line !== null) this.#say(line);
    if (event.type === 'epoch') this.#tellFindings(event);
    if (event.type === 'start' && this.beginning !== null) this.#say(narrateBeginning(event, this.beginning));
  }

  async finish(outcome: Outcome, cause: unknown): Promise<JobResult> {
    this.#ended = performance.now(); // what comes now may wait for a server
    this.#folder?.stopClock();
    if (this.#folder === null) return this.result(outcome, cause);
    const loss = cause instanceof LostError ? cause : lossOf(this.#folder);
    if (loss !== null) return this.#abandon(loss);
    this.#say(`${titleOf(this.#job.loaded)}: ${this.result(outcome).summary}`);
    let [last, firstCause] = [outcome, cause];
    for (const sink of this.#sinks()) {
      try {
        await sink.finish?.(last);
      } catch (error) {
        // The first failure is the one to tell: a full disk fails the step, and then its end too.
        if (error instanceof LostError) return this.#abandon(error);
        if (last.status !== 'failed') last = { status: 'failed', error: sentenceOf(error) };
        firstCause ??= error;
      }
    }
    return this.result(last, refusalUnderWay(firstCause));
  }

  /** Another process goes on with it: what lies in the folder is that one's. */
  #abandon(cause: LostError): JobResult {
    this.#teller.say(`${titleOf(this.#job.loaded)}: ${cause.message}`);
    for (const sink of this.#sinks()) sink.abandon?.();
    return this.result({ status: 'failed', error: cause.message }, cause);
  }

  result(end: Outcome | { status: 'not started' }, cause?: unknown): JobResult {
    const { loaded } = this.#job;
    const { last } = this.#progress;
    const seconds = this.#folder?.seconds ?? ((this.#ended ?? performance.now()) - this.#started) / 1000;
    const kept = keptIn(end.status, this.#folder?.run.result ?? null, loaded.experiment);
    return {
      name: loaded.experiment.name,
      file: loaded.file,
      status: end.status,
      summary: summarize(end, this.#progress, loaded, { seconds, kept }),
      epochs: last?.epoch ?? 0,
      epochsWanted: loaded.experiment.training.epochs,
      valAccuracy: kept?.valAccuracy ?? null,
      keptEpoch: kept?.epoch ?? null,
      isOptimistic: isOptimistic(loaded.experiment.objective),
      seconds,
      folder: this.#folder?.folder ?? null,
      checkpointStep: end.status === 'completed' ? null : (this.#folder?.checkpointStep ?? null),
      error: end.status === 'failed' ? end.error : null,
      warnings: this.#warnings,
      cause,
    };
  }

  /** The plot before the folder, whose status is to say that all is there; trackers after it, as they send what lies there. */
  #sinks(): Sink[] {
    return [...this.#plot, this.#folder as RunFolder, ...this.#trackers, ...(this.#job.sinks ?? [])];
  }

  #tellFindings({ findings, metrics }: EpochEvent): void {
    if (findings.length === 0 && this.#found.size > 0) {
      this.#found.clear();
      this.warn(`After epoch ${metrics.epoch} there is no such trouble any more.`);
    }
    for (const { what, sentence } of findings) {
      if (this.#found.has(what)) continue;
      this.#found.add(what);
      this.warn(sentence);
    }
  }

  get #launch(): Run['launch'] {
    return { command: withoutSecretsIn(this.#job.command), directory: this.#job.directory };
  }

  #say(line: string): void {
    this.#folder?.log(line);
    this.#teller.say(line);
    const { trouble = null } = this.#teller;
    if (trouble === null || this.#isTroubleLogged || this.#folder === null) return;
    this.#isTroubleLogged = true;
    this.#folder.log(`${trouble} Training goes on; its lines are here alone.`);
  }

  /** What a person should know though training goes on. */
  warn(line: string): void {
    this.#warnings.push(line);
    this.#say(line);
  }
}

/** What the system refuses a run that is under way is no longer a mistake in what the user gave. */
function refusalUnderWay(error: unknown): unknown {
  const isRefused = error instanceof InputError && error.cause instanceof Error && 'syscall' in error.cause;
  return isRefused ? new RunError(error.message, { cause: error.cause }) : error;
}

/** Why nothing more may be written into it; null where all may. */
function lossOf(folder: RunFolder): LostError | null {
  try {
    folder.check();
  } catch (error) {
    if (error instanceof LostError) return error;
  }
  return null;
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
  readonly finding: Finding['what'] | null;
  readonly stepInEpoch: number;
}

function follow(progress: Progress, event: TrainingEvent): Progress {
  switch (event.type) {
    case 'start':
      return { ...progress, start: event };
    case 'steps':
      return { ...progress, stepInEpoch: event.step };
    case 'epoch':
      return { ...progress, last: event.metrics, finding: event.findings[0]?.what ?? null, stepInEpoch: 0 };
    case 'checkpoint':
      return progress;
    case 'end':
      return { ...progress, stepInEpoch: event.point.position.stepInEpoch };
  }
}

/** What goes wrong after the last epoch, behind its accuracy. */
const inShort: Readonly<Record<Finding['what'], string>> = {
  collapse: 'of a network that tells nothing apart',
  restingLoss: 'with a loss as of embeddings all alike',
  guessing: 'no better than guessing',
  fewPairs: 'of too few pairs to tell from guessing',
};

function summarize(
  end: Outcome | { status: 'not started' },
  { start, last, stepInEpoch, finding }: Progress,
  { experiment }: LoadedExperiment,
  { seconds, kept }: { seconds: number; kept: BestResult | null },
): string {
  const { epochs } = experiment.training;
  const whose = kept === null || kept.epoch === last?.epoch ? '' : `, that of epoch ${kept.epoch}, whose model is kept`;
  const trouble = finding === null || whose !== '' ? '' : `, ${inShort[finding]}`;
  const accuracy = kept === null ? '' : `, validation accuracy ${formatPercent(kept.valAccuracy)}${whose}${trouble}`;
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
