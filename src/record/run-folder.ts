/** Writes a run folder while the run goes on. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { accuracyMeaning } from '../evaluation/index.ts';
import { createPlan, modelFiles } from '../network/index.ts';
import { type LoadedExperiment, type Objective, toResolvedYaml } from '../spec/index.ts';
import type { EpochMetrics, TrainingEvent } from '../training/index.ts';
import type { ChartRequest } from './chart.ts';
import { explainWriteFailure, runFiles, unfinishedPrefix, writeAll, writeAtomically } from './files.ts';
import { describeMachine, markProcess, readGit } from './machine.ts';
import { formatMetrics, metricsHeader } from './metrics.ts';
import { heartbeatSeconds, type Launch, type Outcome, type Result, type Run, runFormat } from './run.ts';
import type { Sink } from './sink.ts';
import { createVerifier } from './verifier.ts';

/** Given back at the end, so that a run on a disk that has filled up can still say how it ended. */
const reserveFile = `${unfinishedPrefix}reserve`;
const reserveBytes = 16_384;

export interface RunFolderRequest {
  /** the folder that holds all runs; made where it isn't there */
  readonly runsFolder: string;
  readonly loaded: LoadedExperiment;
  readonly engineChoice: string;
  readonly launch: Launch;
}

/**
 * Makes the folder, with status `running`: it appears under its name whole. Throws an InputError or a RunError
 * where it can't be written; then nothing is left of it.
 */
export function createRunFolder(request: RunFolderRequest): RunFolder {
  const { runsFolder, loaded } = request;
  const startedAt = new Date();
  const run = describeStart(request, startedAt);
  const unfinished = join(runsFolder, `${unfinishedPrefix}${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    mkdirSync(runsFolder, { recursive: true });
    mkdirSync(unfinished);
    writeAtomically(join(unfinished, runFiles.experiment), loaded.source);
    writeAtomically(join(unfinished, runFiles.resolved), toResolvedYaml(loaded.experiment));
    writeAtomically(join(unfinished, runFiles.metrics), metricsHeader);
    writeAtomically(join(unfinished, runFiles.log), '');
    writeAtomically(join(unfinished, runFiles.run), formatJson(run));
    writeFileSync(join(unfinished, reserveFile), randomBytes(reserveBytes));
    const folder = renameToFreeName(unfinished, join(runsFolder, nameRunFolder(startedAt, loaded)));
    return new RunFolder(folder, loaded, run);
  } catch (error) {
    try {
      rmSync(unfinished, { recursive: true, force: true });
    } catch {} // e.g. below a file: there is nothing to remove
    throw explainWriteFailure(error, runsFolder);
  }
}

/** A sink: takes events as they come, and leaves the folder true at every moment. */
export class RunFolder implements Sink {
  readonly folder: string;
  /** what went wrong without harm to the run, a sentence each */
  readonly warnings: string[] = [];
  readonly #loaded: LoadedExperiment;
  readonly #metrics: EpochMetrics[] = [];
  readonly #heart: NodeJS.Timeout;
  #run: Run;
  #weights: Float32Array | null = null;
  #beaten = Date.now();

  constructor(folder: string, loaded: LoadedExperiment, run: Run) {
    this.folder = folder;
    this.#loaded = loaded;
    this.#run = run;
    this.#heart = setInterval(() => this.#beat(), 1000 * heartbeatSeconds).unref();
    readGit(run.launch.directory).then((git) => {
      this.#run = { ...this.#run, git };
    });
  }

  get run(): Run {
    return this.#run;
  }

  /** A line that the terminal shows. Never fails: a disk that is full speaks up where figures are written. */
  log(line: string): void {
    try {
      appendFileSync(join(this.folder, runFiles.log), `${line}\n`);
    } catch {}
  }

  take(event: TrainingEvent): void {
    switch (event.type) {
      case 'start': {
        const { engine, fingerprints, stepsPerEpoch, trainExamples, validationPairs } = event;
        this.#update({ engine, fingerprints, steps: { stepsPerEpoch, trainExamples, validationPairs } });
        break;
      }
      case 'steps':
        if (Date.now() - this.#beaten >= 1000 * heartbeatSeconds) this.#beat(); // in case timers starve
        break;
      case 'epoch':
        this.#weights = event.state.weights;
        this.#metrics.push(event.metrics);
        appendFlushed(join(this.folder, runFiles.metrics), formatMetrics(event.metrics));
        this.#update({ result: summarize(event.metrics, this.#run.result), seconds: this.#elapsed() });
        break;
      case 'end':
        this.#weights = event.state.weights;
        break;
    }
  }

  /**
   * Model and plot first, then the status: `completed` says that all of it is there. Where they can't be written the
   * status is `failed`, and the reason is thrown.
   */
  async finish(outcome: Outcome): Promise<void> {
    clearInterval(this.#heart);
    let trouble: Error | null = null;
    try {
      if (this.#weights !== null) this.#writeModel(this.#weights);
      if (this.#metrics.length > 0) await this.#drawPlot();
    } catch (error) {
      trouble = error as Error;
    }
    rmSync(join(this.folder, reserveFile), { force: true });
    const error = outcome.status === 'failed' ? outcome.error : (trouble?.message ?? null);
    this.#update({
      status: error === null ? outcome.status : 'failed',
      reason: error === null && outcome.status === 'completed' ? outcome.reason : null,
      error,
      endedAt: new Date().toISOString(),
      seconds: this.#elapsed(),
      process: null,
    });
    if (trouble !== null) throw trouble;
  }

  #elapsed(): number {
    return (Date.now() - Date.parse(this.#run.startedAt)) / 1000;
  }

  #update(change: Partial<Run>): void {
    this.#run = { ...this.#run, process: markProcess(), ...change };
    this.#beaten = Date.now();
    writeAtomically(join(this.folder, runFiles.run), formatJson(this.#run));
  }

  #beat(): void {
    try {
      this.#update({});
    } catch {} // the next figures will meet the same trouble, and say so
  }

  /** All three files or none: they appear as one folder. */
  #writeModel(weights: Float32Array): void {
    const { network, objective } = this.#loaded.experiment;
    const plan = createPlan(network, objective);
    const { modelJson, weightsBin } = modelFiles(plan, weights);
    const verifier = formatJson(createVerifier(plan, objective, weights));
    const unfinished = join(this.folder, `${unfinishedPrefix}${runFiles.model}`);
    const inside = (file: string) => join(unfinished, file.slice(runFiles.model.length));
    try {
      mkdirSync(unfinished);
      writeAtomically(inside(runFiles.modelJson), modelJson);
      writeAtomically(inside(runFiles.weights), weightsBin);
      writeAtomically(inside(runFiles.verifier), verifier);
      renameSync(unfinished, join(this.folder, runFiles.model));
    } catch (error) {
      rmSync(unfinished, { recursive: true, force: true });
      throw explainWriteFailure(error, join(this.folder, runFiles.model));
    }
  }

  async #drawPlot(): Promise<void> {
    const { name, objective } = this.#loaded.experiment;
    const request = { name, ...describeFigures(objective), metrics: this.#metrics };
    const error = await drawInAnotherProcess(
      request,
      join(this.folder, runFiles.plotSvg),
      join(this.folder, runFiles.plotPng),
    );
    if (error === null) return;
    const sentence = `The plot could not be drawn: ${error}`;
    this.warnings.push(sentence);
    this.log(sentence);
  }
}

function describeStart({ loaded, engineChoice, launch }: RunFolderRequest, startedAt: Date): Run {
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
    seconds: null,
    seed,
    hash: loaded.hash,
    fingerprints: null,
    engine: null,
    engineChoice,
    epochs: training.epochs,
    accuracyMeans: { ...accuracyMeaning(objective), isOptimistic: objective.loss === 'triplet' },
    steps: null,
    result: null,
    versions: { siameseLab: ownVersion(), node: process.version },
    git: null,
    machine: describeMachine(),
    launch,
    process: markProcess(),
  };
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
      renameSync(unfinished, target);
      return target;
    } catch (error) {
      if (!existsSync(target)) throw error;
    }
  }
}

function appendFlushed(file: string, text: string): void {
  try {
    const descriptor = openSync(file, 'a');
    try {
      writeAll(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw explainWriteFailure(error, file);
  }
}

function summarize(last: EpochMetrics, before: Result | null): Result {
  const { epoch, valAccuracy } = last;
  return {
    last,
    best: before !== null && before.best.valAccuracy >= valAccuracy ? before.best : { epoch, valAccuracy },
  };
}

function describeFigures({ loss }: Objective): Pick<ChartRequest, 'lossTitle' | 'accuracyNote'> {
  const accuracyNote = loss === 'triplet' ? 'at the threshold best for these very pairs: optimistic' : null;
  const titles = {
    binaryCrossentropy: 'binary cross-entropy',
    contrastive: 'contrastive loss',
    triplet: 'triplet loss',
  };
  return { lossTitle: titles[loss], accuracyNote };
}

/** → null, or why not, as a sentence. */
function drawInAnotherProcess(request: ChartRequest, svgFile: string, pngFile: string): Promise<string | null> {
  const script = join(import.meta.dirname, 'draw.ts');
  return new Promise((resolve) => {
    const options = { timeout: 120_000, windowsHide: true };
    const child = execFile(process.execPath, [script, svgFile, pngFile], options, (error, _, complaint) => {
      if (error === null) return resolve(null);
      const reason = /^\w*Error(?: \[\w+\])?: (.*)$/m.exec(complaint)?.[1];
      resolve(
        reason ??
          (error.killed ? 'it took longer than two minutes.' : `its process ended with ${error.code ?? error.signal}.`),
      );
    });
    child.stdin?.on('error', () => {}); // it ended before it had read all: its exit says why
    child.stdin?.end(JSON.stringify(request));
  });
}

function formatJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
