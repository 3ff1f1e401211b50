/** Writes a run folder while the run goes on. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { protocolOf, validationFiguresIn } from '../evaluation/index.ts';
import { type LoadedExperiment, rungEpochs, standaloneFile, type Trial, toResolvedYaml } from '../experiment/index.ts';
import { accuracyMeaning, isOptimistic } from '../objective/index.ts';
import { escapeControls, formatJson } from '../text/index.ts';
import { makeFolders, withoutSecrets } from '../text/node.ts';
import type { Best, ResumePoint, StartEvent, TrainingEvent } from '../training/index.ts';
import { type Checkpoint, type EpochRecord, writeCheckpoint } from './checkpoint.ts';
import { type Claim, holdNewRun, LostError, lossTo } from './claim.ts';
import { type Digests, digestOf, formatWithDigest, GrowingDigest } from './digests.ts';
import { type Evaluated, type Evaluation, evaluationFormat, evaluationOf } from './evaluation.ts';
import {
  appendIn,
  explainWriteFailure,
  flushFolder,
  isThere,
  removeRemains,
  runFiles,
  unfinishedPrefix,
  writeAtomically,
  writeChecked,
} from './files.ts';
import { readWritten } from './json.ts';
import { heartbeatSeconds } from './liveness.ts';
import { describeMachine, isOwnMark, markProcess, readGit } from './machine.ts';
import { formatMetrics, metricsOf } from './metrics.ts';
import { writeModel } from './models.ts';
import { placeFolder } from './move.ts';
import { type Continued, type Launch, type Outcome, type Result, type Run, runFormat, type SweepOfRun } from './run.ts';
import type { Sink } from './sink.ts';
import type { ChosenThreshold } from './verifier.ts';

/** Given back at the end, so that a run on a disk that has filled up can still say how it ended. */
const reserveFile = `${unfinishedPrefix}reserve`;
const reserveBytes = 16_384;

export interface RunFolderRequest {
  /** the folder that holds all runs; made where it isn't there */
  readonly runsFolder: string;
  readonly loaded: LoadedExperiment;
  readonly engineChoice: string;
  readonly launch: Launch;
  /** the run that this one trains anew */
  readonly reproduces?: Run['reproduces'];
  /** what it begins with of a run that it continues */
  readonly continues?: { readonly run: Continued; readonly checkpoint: Checkpoint };
}

/**
 * Makes the folder, with status `running`: it appears under its name whole. Throws an InputError or a RunError
 * where it can't be written; then nothing is left of it.
 */
export function createRunFolder(request: RunFolderRequest): RunFolder {
  const { runsFolder, loaded } = request;
  const before = request.continues?.checkpoint ?? null;
  const startedAt = new Date();
  const unfinished = join(runsFolder, `${unfinishedPrefix}${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    makeFolders(runsFolder);
    mkdirSync(unfinished);
    const contents = {
      [runFiles.experiment]: withoutSecrets(standaloneFile(loaded)),
      [runFiles.resolved]: toResolvedYaml(loaded.experiment, loaded.directory),
      [runFiles.metrics]: metricsOf(before?.epochs ?? []),
    };
    for (const [file, text] of Object.entries(contents)) writeAtomically(join(unfinished, file), text);
    const digests = Object.fromEntries(Object.entries(contents).map(([file, text]) => [file, digestOf(text)]));
    const run: Run = { ...describeStart(request, startedAt), digests };
    if (before !== null) writeCheckpoint(unfinished, { ...before, hash: loaded.hash });
    writeAtomically(join(unfinished, runFiles.log), '');
    writeAtomically(join(unfinished, runFiles.run), formatWithDigest(run));
    reserve(unfinished);
    flushFolder(unfinished); // a loss of power leaves it whole, or none of it
    const folder = renameToFreeName(unfinished, join(runsFolder, nameRunFolder(startedAt, loaded)));
    flushFolder(runsFolder);
    return new RunFolder({ folder, loaded, run, claim: holdNewRun(folder), before });
  } catch (error) {
    removeRemains(unfinished);
    throw explainWriteFailure(error, runsFolder);
  }
}

/** What a run has behind it when it goes on. */
export interface Before {
  readonly epochs: readonly EpochRecord[];
  readonly evaluation: Evaluated | null;
  /** null where it begins anew, having left no checkpoint */
  readonly point: ResumePoint | null;
  readonly seconds: number;
}

export interface WrittenRun {
  readonly folder: string;
  readonly loaded: LoadedExperiment;
  readonly run: Run;
  /** given back once the run has ended */
  readonly claim: Claim;
  /** null for a new run */
  readonly before: Before | null;
}

/**
 * A sink: takes events as they come, and leaves the folder true at every moment. Where another process has taken the
 * run over meanwhile, as this one was frozen, nothing more is written, and a LostError thrown.
 */
export class RunFolder implements Sink {
  readonly folder: string;
  readonly #loaded: LoadedExperiment;
  readonly #claim: Claim;
  readonly #renewal: NodeJS.Timeout;
  /** both by the clock that nobody sets */
  readonly #began = performance.now();
  #ended: number | null = null;
  readonly #before: Before | null;
  readonly #epochs: EpochRecord[];
  readonly #metrics = new GrowingDigest();
  #run: Run;
  #start: StartEvent | null = null;
  #weights: Float32Array | null;
  #best: Pick<Best, 'epoch' | 'weights'> | null;
  #evaluation: Evaluated | null;
  #checkpointStep: number | null;
  #hasModels = false;
  #renewedAt = performance.now();
  #loss: LostError | null = null;

  constructor({ folder, loaded, run, claim, before }: WrittenRun) {
    this.folder = folder;
    this.#loaded = loaded;
    this.#run = run;
    this.#claim = claim;
    this.#before = before;
    this.#epochs = [...(before?.epochs ?? [])];
    this.#metrics.add(metricsOf(this.#epochs));
    this.#weights = before?.point?.state.weights ?? null;
    this.#best = before?.point?.best ?? null;
    this.#evaluation = before?.evaluation ?? null;
    this.#checkpointStep = before?.point?.state.step ?? null;
    this.#renewal = setInterval(() => this.#renew(), 1000 * heartbeatSeconds).unref();
    const resume = run.resumes.at(-1);
    readGit((resume ?? run).launch.directory).then((git) => {
      const resumes = this.#run.resumes.slice(0, -1);
      this.#run =
        resume === undefined ? { ...this.#run, git } : { ...this.#run, resumes: [...resumes, { ...resume, git }] };
    });
  }

  get run(): Run {
    return this.#run;
  }

  /** Steps done at the last checkpoint; null where there is none to go on from. */
  get checkpointStep(): number | null {
    return this.#checkpointStep;
  }

  /** A line that the terminal shows. Never fails: a full disk is told of where figures are written. */
  log(line: string): void {
    try {
      this.check();
      appendIn(this.folder, runFiles.log, `${escapeControls(withoutSecrets(line))}\n`);
    } catch {}
  }

  /** Throws a LostError where another process has taken the run over: whoever writes into its folder asks first. */
  check(): void {
    if (this.#loss !== null) throw this.#loss;
    try {
      this.#claim.check();
      this.#checkMark();
    } catch (error) {
      if (error instanceof LostError) this.#loss = error;
      throw error;
    }
  }

  /** Whoever took the run over may have ended it by now, with no claim left: then run.json names another process, or none. */
  #checkMark(): void {
    const { run: file } = runFiles;
    const read = readWritten<Run>(this.folder, file, runFormat);
    if ('what' in read) return; // the next write tells what is wrong
    const { process } = read.value;
    if (!isOwnMark(process)) throw lossTo(this.folder, process);
  }

  take(event: TrainingEvent): void {
    switch (event.type) {
      case 'start': {
        this.#start = event;
        const { fingerprints, stepsPerEpoch, trainExamples, validationPairs } = event;
        const engine = this.#run.engine ?? event.engine;
        this.#writeEvaluation();
        this.#update({ engine, fingerprints, steps: { stepsPerEpoch, trainExamples, validationPairs } });
        break;
      }
      case 'steps':
        if (performance.now() - this.#renewedAt >= 1000 * heartbeatSeconds) this.#renew(); // in case timers starve
        break;
      case 'epoch': {
        const { metrics, threshold, state, isBest } = event;
        this.#weights = state.weights;
        if (isBest) this.#best = { epoch: metrics.epoch, weights: state.weights };
        this.#epochs.push({ metrics, threshold });
        const evaluation = evaluationOf(event);
        this.#evaluation = { last: evaluation, best: isBest ? evaluation : (this.#evaluation?.best ?? null) };
        this.check();
        const row = formatMetrics(metrics);
        appendFlushed(this.folder, runFiles.metrics, row);
        this.#metrics.add(row);
        this.#writeEvaluation();
        this.#update({
          result: summarize(this.#epochs, this.#best?.epoch),
          findings: event.findings.map(({ sentence }) => sentence),
          seconds: this.seconds,
        });
        break;
      }
      case 'checkpoint':
        this.#weights = event.point.state.weights;
        this.#keep(event.point);
        break;
      case 'end':
        this.#weights = event.state.weights;
        if (event.point.state.step !== this.#checkpointStep) this.#keep(event.point);
        this.#writeModels();
        break;
    }
  }

  /**
   * The status comes last: `completed` says that all else is there. A training that failed leaves its models only now;
   * where they can't be written, the reason is thrown.
   */
  finish(outcome: Outcome): void {
    clearInterval(this.#renewal);
    this.check();
    let trouble: Error | null = null;
    try {
      this.#writeModels();
    } catch (error) {
      if (error instanceof LostError) throw error;
      trouble = error as Error;
    }
    removeRemains(join(this.folder, reserveFile));
    const error = outcome.status === 'failed' ? outcome.error : (trouble?.message ?? null);
    flushFolder(this.folder); // what run.json says is there outlives a loss of power before it does
    this.#update({
      status: error === null ? outcome.status : 'failed',
      reason: error === null && outcome.status === 'completed' ? outcome.reason : null,
      error,
      endedAt: new Date().toISOString(),
      seconds: this.seconds,
      weightsHash: this.#weights === null ? null : hashWeights(this.#weights),
      process: null,
    });
    this.#claim.release();
    if (trouble !== null) throw trouble;
  }

  /** What its training has taken in all is told from now on: drawing and sending what it left is none of it. */
  stopClock(): void {
    this.#ended ??= performance.now();
  }

  get seconds(): number {
    return (this.#before?.seconds ?? 0) + ((this.#ended ?? performance.now()) - this.#began) / 1000;
  }

  #update(change: Partial<Run>): void {
    const digests = { ...this.#run.digests, [runFiles.metrics]: this.#metrics.now };
    this.#run = { ...this.#run, digests, process: markProcess(), ...change };
    this.#renewedAt = performance.now();
    writeChecked(join(this.folder, runFiles.run), formatWithDigest(this.#run), () => this.check());
  }

  #renew(): void {
    try {
      this.#update({});
    } catch {} // the next figures will meet the same trouble, and say so
    if (this.#loss !== null) clearInterval(this.#renewal);
  }

  /** Of a run that goes on, what came after its checkpoint is taken back. */
  #writeEvaluation(): void {
    const file = join(this.folder, runFiles.evaluation);
    if (this.#evaluation === null) {
      this.check();
      rmSync(file, { force: true });
      this.#keepDigests({ [runFiles.evaluation]: undefined });
      return;
    }
    if (this.#start === null) throw new TypeError('An epoch came before training had started.');
    const { objective } = this.#loaded.experiment;
    const evaluation: Evaluation = {
      format: evaluationFormat,
      protocol: protocolOf(objective),
      measuredOn: this.#start.measuredOn,
      ...this.#evaluation,
    };
    const text = formatJson(evaluation);
    writeChecked(file, text, () => this.check());
    flushFolder(this.folder); // run.json, which holds its digest, isn't to outlive a loss of power without it
    this.#keepDigests({ [runFiles.evaluation]: digestOf(text) });
  }

  /** For when run.json is written next. */
  #keepDigests(digests: Digests): void {
    this.#run = { ...this.#run, digests: { ...this.#run.digests, ...digests } };
  }

  #keep(point: ResumePoint): void {
    if (this.#start === null) throw new TypeError('A checkpoint came before training had started.');
    const { engine, fingerprints } = this.#start;
    const checkpoint: Checkpoint = {
      hash: this.#run.hash,
      engine: { name: engine.name, arithmetic: engine.arithmetic },
      fingerprints,
      seconds: this.seconds,
      epochs: this.#epochs,
      evaluation: this.#evaluation,
      point,
    };
    writeCheckpoint(this.folder, checkpoint, () => this.check());
    this.#checkpointStep = point.state.step;
  }

  /** Once: at the end of training, or of the run. */
  #writeModels(): void {
    if (this.#hasModels) return;
    const { experiment } = this.#loaded;
    const isResumed = this.#before !== null;
    const write = (name: Parameters<typeof writeModel>[1], weights: Float32Array, epoch: number | undefined) => {
      this.check();
      const model = { weights, threshold: this.#thresholdAfter(epoch) };
      this.#keepDigests(writeModel(this.folder, name, model, experiment, isResumed));
    };
    const [weights, best] = [this.#weights, this.#best];
    if (weights !== null) {
      const isBest = best !== null && equal(weights, best.weights); // early stopping may have gone back to it
      write(runFiles.model, weights, isBest ? best.epoch : this.#epochs.length);
    }
    if (best !== null) write(runFiles.modelBest, best.weights, best.epoch);
    this.#hasModels = true;
  }

  #thresholdAfter(epoch: number | undefined): ChosenThreshold | null {
    const value = this.#epochs[(epoch ?? 0) - 1]?.threshold ?? null;
    return value === null || epoch === undefined ? null : { value, epoch };
  }
}

/** The last whole epoch and the best one, if there is any. */
export function summarize(epochs: readonly EpochRecord[], bestEpoch: number | undefined): Result | null {
  const last = epochs.at(-1)?.metrics;
  if (last === undefined) return null;
  const best = epochs[(bestEpoch ?? 0) - 1]?.metrics ?? last;
  return { last, best: { epoch: best.epoch, ...validationFiguresIn(best) } };
}

/** Room that the run gives back at its end. */
export function reserve(folder: string): void {
  writeFileSync(join(folder, reserveFile), randomBytes(reserveBytes), { flag: 'wx' }); // through no link
}

function describeStart(request: RunFolderRequest, startedAt: Date): Omit<Run, 'digests'> {
  const { loaded, engineChoice, launch, reproduces, continues } = request;
  const { trial } = loaded;
  const { epochs: done = [], point = null, seconds = null } = continues?.checkpoint ?? {};
  const { name, description, seed, training, objective } = loaded.experiment;
  return {
    format: runFormat,
    name,
    description,
    status: 'running',
    reason: null,
    error: null,
    startedAt: startedAt.toISOString(),
    endedAt: null,
    seconds,
    seed,
    hash: loaded.hash,
    weightsHash: null,
    fingerprints: null,
    engine: null,
    engineChoice,
    epochs: training.epochs,
    accuracyMeans: { ...accuracyMeaning(objective), isOptimistic: isOptimistic(objective) },
    steps: null,
    result: summarize(done, point?.best?.epoch),
    findings: [],
    versions: { siameseLab: ownVersion(), node: process.version },
    git: null,
    machine: describeMachine(),
    launch,
    resumes: [],
    reproduces: reproduces ?? null,
    sweep: trial === null ? null : sweepOf(trial),
    continues: continues?.run ?? null,
    process: markProcess(),
  };
}

function sweepOf({ sweep: name, sweepHash: hash, label, budget }: Trial): SweepOfRun {
  return { name, hash, trial: label, ...(budget === null ? {} : { rungs: rungEpochs(budget) }) };
}

/** The version in our package.json. */
export function ownVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** `2026-11-23T16-20-05Z-mnist-baseline-3f9c2a` */
function nameRunFolder(startedAt: Date, { experiment, hash }: LoadedExperiment): string {
  const time = startedAt
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');
  const name = experiment.name.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 80);
  return `${time}-${name}-${hash.slice(0, 6)}`;
}

/** A folder doesn't replace another one that holds something, so that only one process gets a name. */
function renameToFreeName(unfinished: string, wanted: string): string {
  for (let attempt = 1; ; attempt++) {
    const target = attempt === 1 ? wanted : `${wanted}-${attempt}`;
    try {
      placeFolder(unfinished, target);
      return target;
    } catch (error) {
      if (!isThere(target)) throw error;
    }
  }
}

function appendFlushed(runFolder: string, name: string, text: string): void {
  try {
    appendIn(runFolder, name, text, true);
  } catch (error) {
    throw explainWriteFailure(error, join(runFolder, name));
  }
}

const bytesOf = (array: Float32Array): Uint8Array => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
/** SHA-256 as `weightsHash` has it. */
export const hashWeights = (weights: Float32Array): string =>
  createHash('sha256').update(bytesOf(weights)).digest('hex');
const equal = (a: Float32Array, b: Float32Array): boolean => Buffer.compare(bytesOf(a), bytesOf(b)) === 0;
