/**
 * Goes on with a run.
 *
 *   claim ─▶ run.json, resolved.yaml, checkpoint: may it? ─▶ (engine and data are loaded) ─▶ same as then? ─▶ running again
 *
 * Up to the last arrow nothing in the folder has changed but for the claim, so that a refusal costs nothing.
 */
import { readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../errors/index.ts';
import {
  dependsOnEpochCount,
  describedWith,
  type Experiment,
  hashExperiment,
  type LoadedExperiment,
  standaloneFile,
  toResolvedYaml,
  withEpochs,
} from '../experiment/index.ts';
import { loadExperiments } from '../experiment/node.ts';
import { kindOf, withoutSecrets } from '../text/node.ts';
import { rules, type StartEvent } from '../training/index.ts';
import { type Beginning, ChangedError, changesSince, short } from './beginning.ts';
import { type Checkpoint, type FoundCheckpoint, findCheckpoint } from './checkpoint.ts';
import { type Claim, claimRun } from './claim.ts';
import { type Digests, digestOf, formatWithDigest } from './digests.ts';
import {
  explainWriteFailure,
  flushFolder,
  hasFile,
  isThere,
  lstatOf,
  readIn,
  runFiles,
  unfinishedPrefix,
  writeAtomically,
  writeChecked,
} from './files.ts';
import { describeRunning } from './liveness.ts';
import { describeMachine, markProcess } from './machine.ts';
import { readEvaluation, readMetrics } from './measured.ts';
import { metricsOf } from './metrics.ts';
import { openRun, type ReadRun } from './read.ts';
import { type Launch, type Resume, type Run, runFormat } from './run.ts';
import { ownVersion, RunFolder, reserve, summarize } from './run-folder.ts';

export interface ResumeRequest {
  readonly found: ReadRun;
  /** as many in all; null: as many as the run was given */
  readonly epochs: number | null;
}

/** A run that may go on, claimed by this process. */
export interface Resumption extends Beginning {
  readonly path: string;
  readonly loaded: LoadedExperiment;
  /** the engine that the run has used; null where it never came so far */
  readonly engine: string | null;
  /** Gives the claim back; for when `begin` was never reached. */
  release(): void;
}

/** Throws an InputError where the run can't go on. */
export function prepareResume({ found, epochs }: ResumeRequest): Resumption {
  refuseEnded(found, epochs); // the likely refusals first, without a claim
  const claim = claimRun(found.path);
  try {
    const current = openRun(found.path); // now nobody else changes it
    refuseEnded(current, epochs);
    refuseOddities(current);
    const before = loadResolved(current);
    const loaded = extend(before, current, epochs);
    const kept = findCheckpoint(current.path);
    refuseUnkept(current, kept);
    return describeResumption(current, loaded, kept, claim);
  } catch (error) {
    claim.release();
    throw error;
  }
}

/** The experiment of a run, from its folder alone. Throws an InputError where it isn't what the run trained. */
export function loadResolved({ folder, path, run }: ReadRun): LoadedExperiment {
  const file = join(path, runFiles.resolved);
  if (!hasFile(path, runFiles.resolved)) {
    const how = isThere(file) ? "can't be read in" : 'is gone from';
    throw new InputError(`${runFiles.resolved} ${how} ${folder}, so nobody knows what it trained.`);
  }
  const [loaded] = loadExperiments({ files: [file], overrides: [], rules, cwd: path }) as [LoadedExperiment];
  if (loaded.hash === run.hash) {
    const contradiction = contradictionOf(loaded.experiment, run);
    if (contradiction === null) return loaded;
    throw new InputError(
      `${runFiles.resolved} and ${runFiles.run} of ${folder} contradict each other: ${contradiction}.`,
    );
  }
  if (loaded.hash === run.resumes.at(-1)?.extends?.hash) {
    // The power went between run.json and resolved.yaml.
    const experiment = withEpochs(loaded.experiment, run.epochs, rules);
    const hash = hashExperiment(experiment);
    if (hash === run.hash) return { ...loaded, experiment, hash };
  }
  throw new InputError(
    `${runFiles.resolved} is not what ${folder} has trained: its hash is ${short(loaded.hash)}, the run's is ` +
      `${short(run.hash)}. Was it edited, or written by another version? Undo that, or train it as a new run with ` +
      `npm run exp ${file}.`,
  );
}

/** Throws an InputError where something else stands in the place of a file or a folder, as it would be written to. */
function refuseOddities({ folder, path }: ReadRun): void {
  for (const name of Object.values(runFiles)) {
    const expected = ownFolders.has(name) ? 'a folder' : 'a file';
    const odd = oddityAt(path, name, expected);
    if (odd === null) continue;
    throw new InputError(
      `${folder} can't go on: ${odd.at} in it is ${odd.kind} in the place of ${odd.expected}. ` +
        'Move it away, or put there what belongs there.',
    );
  }
}

/** What they hold comes after them in `runFiles`. */
const ownFolders: ReadonlySet<string> = new Set([
  runFiles.model,
  runFiles.modelBest,
  runFiles.checkpoint,
  runFiles.tensorboard,
]);

interface Oddity {
  readonly at: string;
  readonly kind: string;
  readonly expected: string;
}

/** At a name; in a folder, what is neither file nor folder. */
function oddityAt(path: string, name: string, expected: 'a folder' | 'a file' | null): Oddity | null {
  const stat = lstatOf(join(path, name));
  if (stat === undefined) return null;
  const kind = kindOf(stat);
  const isExpected = expected === null ? kind === 'a file' || kind === 'a folder' : kind === expected;
  if (!isExpected) return { at: name, kind, expected: expected ?? 'a file' };
  if (kind !== 'a folder') return null;
  for (const below of readdirSync(join(path, name))) {
    const odd = oddityAt(path, join(name, below), null);
    if (odd !== null) return odd;
  }
  return null;
}

/** Between run.json of before there were digests and the experiment of its hash; null where they agree. */
export function contradictionOf({ seed, training }: Experiment, run: Run): string | null {
  if (run.format >= 4) return null;
  if (seed !== run.seed) return `the seed is ${seed} there, and ${run.seed} here`;
  return training.epochs === run.epochs ? null : `the epochs are ${training.epochs} there, and ${run.epochs} here`;
}

/** What is damaged of the figures so far: a checkpoint holds them too, so that they are written anew. */
function damagesToMend(found: ReadRun): string[] {
  return [readMetrics, readEvaluation].flatMap((read) => {
    try {
      read(found);
      return [];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return [`${error.message} Its epochs are written anew, from what the checkpoint holds.`];
    }
  });
}

/** How a run stands in a sentence that refuses to go on with it. */
function refuseEnded({ folder, path, status, silence, run }: ReadRun, epochs: number | null): void {
  const anew = `npm run exp ${join(path, runFiles.resolved)}`;
  if (run.format < 2) {
    throw new InputError(
      `${folder} was made by a version that left no checkpoint, so it can't go on; train it anew with ${anew}.`,
    );
  }
  if (status === 'running') {
    const who = describeRunning(run.process, silence);
    throw new InputError(
      `${folder} is still running, by ${who}; wait until it has ended, or stop it with Ctrl-C there.`,
    );
  }
  if (epochs !== null && epochs < run.epochs) {
    throw new InputError(
      `training.epochs=${epochs} is less than the ${run.epochs} epochs of ${folder}; a run can be given more, not fewer. ` +
        `Train it as a new run: ${anew} training.epochs=${epochs}`,
    );
  }
  if (status !== 'completed') return;
  if (run.reason === 'earlyStopping') {
    throw new InputError(
      `${folder} has completed: early stopping ended it after epoch ${run.result?.last.epoch ?? 0}, and would again.`,
    );
  }
  if (epochs === null || epochs === run.epochs) {
    const done = run.epochs === 1 ? 'its one epoch' : `all ${run.epochs} epochs`;
    throw new InputError(
      `${folder} has completed ${done}; to train more: npm run resume ${folder} training.epochs=${run.epochs + 1}`,
    );
  }
}

function extend(loaded: LoadedExperiment, { folder, path, run }: ReadRun, epochs: number | null): LoadedExperiment {
  if (epochs === null || epochs === run.epochs) return loaded;
  if (dependsOnEpochCount(loaded.experiment)) {
    throw new InputError(
      `The learning rate of ${folder} is scheduled over all its ${run.epochs} epochs, so that with ${epochs} every epoch ` +
        `would have been another. Train it as a new run: npm run exp ${join(path, runFiles.resolved)} ` +
        `training.epochs=${epochs}`,
    );
  }
  const longer = withEpochs(loaded.experiment, epochs, rules);
  const override = `training.epochs=${epochs}`;
  const experiment = { ...longer, description: describedWith(longer.description, [override]) };
  const changes = { extended: [], overrides: [override] };
  return { ...loaded, experiment, hash: hashExperiment(experiment), changes };
}

/** What experiment.yaml is to be where it gives another experiment, as before more epochs; null where it is right. */
function rightFile(path: string, loaded: LoadedExperiment): string | null {
  const file = join(path, runFiles.experiment);
  let source = '';
  try {
    if (hasFile(path, runFiles.experiment)) source = readIn(path, runFiles.experiment).toString();
    const [given] = loadExperiments({ files: [file], overrides: [], rules, cwd: path });
    if (given?.hash === loaded.hash) return null;
  } catch {} // gone or damaged: the new one is neither
  return withoutSecrets(standaloneFile({ ...loaded, file, source, trial: null }));
}

function refuseUnkept({ folder, path, status, run }: ReadRun, kept: FoundCheckpoint | null): void {
  if (kept === null) {
    const epochs = run.result?.last.epoch ?? 0;
    if (status === 'interrupted' && epochs < 2) return; // before its first checkpoint: from the beginning
    const why =
      epochs > 1 ? ', though it must have had one' : status === 'failed' ? ': it failed before the first' : '';
    throw new InputError(
      `${folder} has no checkpoint to go on from${why}; ` +
        `train it anew with npm run exp ${join(path, runFiles.resolved)}.`,
    );
  }
  if (!hashesOf(run).includes(kept.checkpoint.hash)) {
    throw new InputError(
      `The checkpoint in ${folder} belongs to another experiment (${short(kept.checkpoint.hash)}, not ` +
        `${short(run.hash)}), so the run can't go on from it.`,
    );
  }
}

/** Its own, and those that it had before it was given more epochs. */
export const hashesOf = (run: Run): (string | undefined)[] => [
  run.hash,
  ...run.resumes.map((resume) => resume.extends?.hash),
];

function describeResumption(
  found: ReadRun,
  loaded: LoadedExperiment,
  kept: FoundCheckpoint | null,
  claim: Claim,
): Resumption {
  const { path, run } = found;
  const checkpoint = kept?.checkpoint ?? null;
  const epochs = checkpoint?.epochs ?? [];
  const point = checkpoint?.point ?? null;
  return {
    path,
    loaded,
    engine: checkpoint?.engine.name ?? run.engine?.name ?? null,
    point,
    epochs,
    warnings: [...(kept?.warning == null ? [] : [kept.warning]), ...damagesToMend(found)],
    release: () => claim.release(),
    begin(start, launch) {
      refuseChanges(found, checkpoint, start);
      const resumed = describeResumed(run, loaded, start, launch, checkpoint);
      claim.check();
      const isExtended = resumed.resumes.some((resume) => resume.extends !== null);
      const resolved = isExtended ? toResolvedYaml(loaded.experiment, loaded.directory) : null;
      const given = isExtended ? rightFile(path, loaded) : null;
      const unchanged: Digests = {
        [runFiles.experiment]: given === null ? run.digests[runFiles.experiment] : undefined,
        [runFiles.resolved]: isExtended ? undefined : run.digests[runFiles.resolved],
      };
      try {
        sweep(path);
        if (kept?.isFallback) renameSync(join(path, runFiles.checkpointPrevious), join(path, runFiles.checkpointLast));
        const record = formatWithDigest({ ...resumed, digests: unchanged });
        writeChecked(join(path, runFiles.run), record, () => claim.check());
        flushFolder(path); // files that no longer have their old digest aren't to outlive a loss of power without it
        if (resolved !== null) writeAtomically(join(path, runFiles.resolved), resolved);
        if (given !== null) writeAtomically(join(path, runFiles.experiment), given);
        writeAtomically(join(path, runFiles.metrics), metricsOf(epochs));
        reserve(path);
      } catch (error) {
        throw explainWriteFailure(error, path);
      }
      const evaluation = checkpoint?.evaluation ?? null;
      const digests = {
        ...unchanged,
        ...(resolved !== null && { [runFiles.resolved]: digestOf(resolved) }),
        ...(given !== null && { [runFiles.experiment]: digestOf(given) }),
      };
      const before = { epochs, evaluation, point, seconds: resumed.seconds ?? 0 };
      return new RunFolder({ folder: path, loaded, run: { ...resumed, digests }, claim, before });
    },
  };
}

function refuseChanges({ folder, path, run }: ReadRun, checkpoint: Checkpoint | null, now: StartEvent): void {
  const then = checkpoint ?? run;
  const changes = changesSince(then, now);
  if (changes.length === 0) return;
  throw new ChangedError(
    `${folder} can't go on to the same result, for this has changed:\n${changes.join('\n')}\n` +
      `Undo that, or train it as a new run: npm run exp ${join(path, runFiles.resolved)}`,
  );
}

function describeResumed(
  run: Run,
  loaded: LoadedExperiment,
  start: StartEvent,
  launch: Launch,
  checkpoint: Checkpoint | null,
): Run {
  const { point = null, epochs = [], seconds = 0 } = checkpoint ?? {};
  const resume: Resume = {
    at: new Date().toISOString(),
    step: point?.state.step ?? 0,
    epoch: epochs.length,
    engine: start.engine,
    versions: { siameseLab: ownVersion(), node: process.version },
    git: null,
    machine: describeMachine(),
    launch,
    extends: loaded.hash === run.hash ? null : { hash: run.hash, epochs: run.epochs },
  };
  return {
    ...run,
    format: runFormat,
    description: loaded.experiment.description,
    status: 'running',
    reason: null,
    error: null,
    endedAt: null,
    seconds,
    hash: loaded.hash,
    weightsHash: null,
    epochs: loaded.experiment.training.epochs,
    result: summarize(epochs, point?.best?.epoch),
    resumes: [...run.resumes, resume],
    process: markProcess(),
  };
}

/** What processes leave behind that were killed while they wrote. */
function sweep(path: string): void {
  for (const name of ['.', runFiles.checkpoint, runFiles.model, runFiles.modelBest]) {
    const folder = join(path, name);
    if (!isFolder(folder)) continue;
    for (const file of readdirSync(folder)) {
      if (file.startsWith(unfinishedPrefix)) rmSync(join(folder, file), { recursive: true, force: true });
    }
  }
}

/** And no link to one. */
const isFolder = (path: string): boolean => lstatOf(path)?.isDirectory() ?? false;
