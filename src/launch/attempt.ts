/** One trial, whatever other processes do the same: trained by one of them, once. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, sentenceOf } from '../errors/index.ts';
import type { LoadedExperiment } from '../experiment/index.ts';
import { isOptimistic } from '../objective/index.ts';
import {
  ChangedError,
  type Claim,
  claimExperiment,
  describeRunning,
  HeldError,
  keptIn,
  LostError,
  listRuns,
  openRun,
  prepareContinuation,
  prepareResume,
  type ReadRun,
  runFiles,
} from '../record/index.ts';
import type { Teller } from '../text/index.ts';
import { type ChosenEngine, chooseEngineToResume } from './engines.ts';
import { type Job, type JobResult, runExperiment } from './run-experiment.ts';
import { decideSoundly } from './sound.ts';
import { begin, type Decision, type Wishes } from './turns.ts';

/** What a worker is to do: a trial, and all that it needs but data and a signal, as it may be another process. */
export interface Task {
  readonly loaded: LoadedExperiment;
  readonly chosen: ChosenEngine;
  readonly runsFolder: string;
  readonly wishes: Wishes;
  readonly threads: number | undefined;
  readonly command: readonly string[];
  readonly directory: string;
}

/** How a trial stands at the end, for the table and for scripts. */
export interface TrialResult extends JobResult {
  readonly how: How;
  /** that it was trained on; null where it never came so far */
  readonly engine: string | null;
  /** what could not be gone on with, a sentence each */
  readonly notes: readonly string[];
  /** the run that its first epochs come from, its own included; null where it trained them itself, or nothing */
  readonly from: { readonly folder: string; readonly epochs: number } | null;
  /** with a budget: how far it came, of which rungs, and whether it ended there since others were better */
  readonly rung: { readonly epochs: number; readonly of: readonly number[]; readonly isDropped: boolean } | null;
}

/** What this command did for it. `skipped`: it had completed; `left`: skipped, as it had failed. */
export type How = 'trained' | 'resumed' | 'continued' | 'skipped' | 'left' | 'not started';

/** Another process trains it: a sentence. */
export interface Held {
  readonly held: string;
}

/**
 *   claim ─▶ what lies in the runs folder? ─▶ resume, else continue another run, else train anew
 *
 * What can't be gone on with, damaged or made on other data, is told and left behind: the next best is taken. Never
 * throws: a failure is a result.
 */
export async function attempt(
  task: Task,
  job: Pick<Job, 'datasets' | 'signal' | 'sinks'>,
  teller: Teller,
): Promise<TrialResult | Held> {
  const { loaded, runsFolder, wishes } = task;
  let claim: Claim | null = null;
  try {
    if (job.signal.aborted) return notStarted(loaded);
    claim = claimExperiment(runsFolder, loaded.hash);
    const entries = listRuns(runsFolder);
    const candidate = { loaded, engine: task.chosen.engine.name };
    const { decision, runs, damages } = decideSoundly(candidate, entries, wishes);
    if (decision.do === 'wait') return { held: describeHolder(decision.run) };
    if (decision.do === 'skip') return resultOfRun(loaded, decision);
    const result = await takeFirst(waysTo(decision, task, runs), task, { ...job, claim, damages }, teller);
    return result.cause instanceof LostError ? { held: result.cause.message } : result;
  } catch (error) {
    if (error instanceof HeldError) return { held: error.message };
    return { ...notStarted(loaded), status: 'failed', error: sentenceOf(error), cause: error };
  } finally {
    claim?.release();
  }
}

const describeHolder = ({ folder, run, silence }: ReadRun): string =>
  `${folder} is being run by ${describeRunning(run.process, silence)}.`;

/** One way to train a trial; preparing it may throw an InputError, and then there is the next. */
interface Way {
  readonly how: How;
  /** the run that it begins with */
  readonly source: ReadRun | null;
  prepare(): Promise<Prepared>;
}

interface Prepared extends Pick<Job, 'loaded' | 'chosen' | 'folder'> {
  release?(): void;
}

/** The best first. The last always can be prepared. */
function waysTo(decision: Decision, task: Task, runs: readonly ReadRun[]): Way[] {
  const { loaded, chosen, runsFolder, wishes } = task;
  switch (decision.do) {
    case 'resume': {
      const { run: source } = decision;
      const next = waysTo(begin({ loaded, engine: chosen.engine.name }, runs, wishes), task, runs);
      const failedAtOnce = source.status === 'failed' && !existsSync(join(source.path, runFiles.checkpoint));
      return failedAtOnce ? next : [{ how: 'resumed', source, prepare: () => resume(decision, task) }, ...next];
    }
    case 'continue':
      return [
        ...decision.runs.map((source): Way => ({ how: 'continued', source, prepare: () => goOn(source, task) })),
        ...waysTo({ do: 'train' }, task, runs),
      ];
    default:
      return [{ how: 'trained', source: null, prepare: async () => ({ loaded, chosen, folder: { runsFolder } }) }];
  }
}

async function resume({ run, epochs }: Decision & { do: 'resume' }, task: Task): Promise<Prepared> {
  const resumption = prepareResume({ found: run, epochs });
  try {
    const { release } = resumption;
    const loaded = { ...resumption.loaded, trial: task.loaded.trial };
    return { loaded, chosen: await chooseEngineToResume(resumption), folder: resumption, release };
  } catch (error) {
    resumption.release();
    throw error;
  }
}

async function goOn(source: ReadRun, { loaded, chosen, runsFolder }: Task): Promise<Prepared> {
  return { loaded, chosen, folder: prepareContinuation(source, { runsFolder, loaded, engineChoice: chosen.why }) };
}

async function takeFirst(
  ways: readonly Way[],
  task: Task,
  { damages, ...job }: Pick<Job, 'datasets' | 'signal' | 'sinks' | 'claim'> & { readonly damages: readonly string[] },
  teller: Teller,
): Promise<TrialResult> {
  const { threads, command, directory, loaded } = task;
  const notes: string[] = [];
  const tell = (note: string) => {
    notes.push(note);
    teller.say(note);
  };
  for (const damage of damages) tell(damage);
  let changed: ReadRun | null = null;
  for (const { how, source, prepare } of ways) {
    if (changed !== null && source !== null && isAlike(source, changed)) continue;
    let prepared: Prepared;
    try {
      prepared = await prepare();
    } catch (error) {
      if (!(error instanceof InputError) || error instanceof HeldError) throw error;
      tell(error.message);
      continue;
    }
    const { warnings = [], epochs = [] } = 'begin' in prepared.folder ? prepared.folder : {};
    for (const warning of warnings) teller.say(warning); // the log gets them from where they are
    try {
      const result = await runExperiment({ ...job, ...prepared, notes, threads, command, directory }, teller);
      if (result.folder === null && result.cause instanceof ChangedError) {
        tell(result.cause.message);
        changed = source;
        continue;
      }
      const from = source === null || result.folder === null ? null : { folder: source.folder, epochs: epochs.length };
      const seconds = secondsRecorded(result.folder) ?? result.seconds;
      return {
        ...result,
        file: loaded.file,
        how: result.status === 'not started' ? 'not started' : how,
        engine: prepared.chosen.engine.name,
        notes: [...notes, ...warnings],
        from,
        rung: null,
        seconds,
      };
    } finally {
      prepared.release?.();
    }
  }
  throw new TypeError('Training anew is always possible.');
}

/** All that a run has taken; null where it has no folder, or somebody has removed it. */
function secondsRecorded(folder: string | null): number | null {
  try {
    return folder === null ? null : openRun(folder).run.seconds;
  } catch (error) {
    if (error instanceof InputError) return null; // how training ended is told all the same
    throw error;
  }
}

/** Trained on the same data by the same arithmetic: where one doesn't fit, the other doesn't. */
function isAlike(a: ReadRun, b: ReadRun): boolean {
  const [first, second] = [a, b].map(({ run }) => JSON.stringify([run.engine?.arithmetic, run.fingerprints]));
  return first === second;
}

/** The result of a trial that somebody has run, perhaps long ago. */
export function resultOfRun(
  loaded: LoadedExperiment,
  { because, run: { path, run } }: Decision & { do: 'skip' },
): TrialResult {
  const isDone = because === 'completed';
  const last = run.result?.last ?? null;
  const kept = keptIn(run.status, run.result, loaded.experiment);
  return {
    ...notStarted(loaded),
    status: isDone ? 'completed' : 'failed',
    how: isDone ? 'skipped' : 'left',
    engine: run.engine?.name ?? null,
    summary: isDone ? 'completed before' : `failed before: ${run.error}`,
    epochs: last?.epoch ?? 0,
    valAccuracy: kept?.valAccuracy ?? null,
    keptEpoch: kept?.epoch ?? null,
    seconds: run.seconds ?? 0,
    folder: path,
    error: isDone ? null : run.error,
  };
}

export function notStarted({ experiment, file }: LoadedExperiment): TrialResult {
  return {
    name: experiment.name,
    file,
    status: 'not started',
    how: 'not started',
    engine: null,
    notes: [],
    from: null,
    rung: null,
    epochs: 0,
    epochsWanted: experiment.training.epochs,
    summary: 'not started',
    valAccuracy: null,
    keptEpoch: null,
    isOptimistic: isOptimistic(experiment.objective),
    seconds: 0,
    folder: null,
    checkpointStep: null,
    error: null,
    warnings: [],
    cause: undefined,
  };
}
