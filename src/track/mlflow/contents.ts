/**
 * What MLflow is to hold of a run: all of it is in the run folder, so that it doesn't matter when it is sent, by whom,
 * and in how many attempts.
 */
import { createHash } from 'node:crypto';
import { epochKeys } from '../../evaluation/index.ts';
import type { Experiment } from '../../experiment/index.ts';
import {
  hasFile,
  type ReadRun,
  type Run,
  readExperiment,
  readMetrics,
  runFiles,
  type RunStatus as StatusHere,
} from '../../record/index.ts';
import type { EpochMetrics } from '../../training/index.ts';
import { settingsOf } from '../settings.ts';
import { summaryOf } from '../summary.ts';
import type { LoggedMetric, Pair, RunStatus } from './client.ts';
import { legalKey } from './keys.ts';

export interface Contents {
  /** names the run among all others: by it the server's run is found again */
  readonly id: string;
  readonly name: string;
  /** milliseconds since 1970 */
  readonly startTime: number;
  /** null while it runs */
  readonly endTime: number | null;
  readonly status: RunStatus;
  /** of the experiment as it was when the run began: MLflow lets no parameter change */
  readonly params: readonly Pair[];
  readonly tags: readonly Pair[];
  /** epoch by epoch */
  readonly metrics: readonly LoggedMetric[];
  /** the result at the last epoch, once the run is over; of a run that goes on after that, again then */
  readonly summary: readonly LoggedMetric[];
  /** paths in the run folder, which are those on the server too */
  readonly artifacts: readonly string[];
  /** that it belongs to; `id` names it among others of its name */
  readonly sweep: { readonly name: string; readonly id: string } | null;
}

/** The tags by which our runs are found. */
export const runTag = 'siamese.run';
export const sweepTag = 'siamese.sweep';
export const parentTag = 'mlflow.parentRunId';

/** Throws an InputError where the folder can't be read. */
export function contentsOf(found: ReadRun): Contents {
  const { run, path, status } = found;
  const experiment = readExperiment(found);
  const isOver = status !== 'running';
  const metrics = metricsOf(readMetrics(found), run);
  return {
    id: idOf(run),
    name: run.sweep === null ? run.name : run.sweep.trial,
    startTime: Date.parse(run.startedAt),
    endTime: isOver ? Date.parse(run.endedAt ?? run.process?.heartbeat ?? run.startedAt) : null,
    status: statuses[status],
    params: paramsOf(experiment, run),
    tags: tagsOf(found, experiment),
    metrics,
    summary: isOver ? summaryAt(metrics, found) : [],
    artifacts: (isOver ? artifactsAtTheEnd : artifactsFromTheStart).filter((file) => isWhole(path, file)),
    sweep: run.sweep === null ? null : { name: run.sweep.name, id: idOfSweep(run.sweep) },
  };
}

/** A model without its model.json is one that is being replaced, or was when its process died. */
function isWhole(path: string, file: string): boolean {
  const [first] = [runFiles.model, runFiles.modelBest].filter((folder) => file.startsWith(`${folder}/`));
  return hasFile(path, file) && (first === undefined || hasFile(path, `${first}/model.json`));
}

/** A run whose process is gone has been killed, as far as MLflow has a word for it. */
const statuses: Record<StatusHere, RunStatus> = {
  running: 'RUNNING',
  completed: 'FINISHED',
  failed: 'FAILED',
  stopped: 'KILLED',
  interrupted: 'KILLED',
};

const artifactsFromTheStart: readonly string[] = [runFiles.experiment, runFiles.resolved];

/** The log last, as it grows longest. */
const artifactsAtTheEnd: readonly string[] = [
  ...artifactsFromTheStart,
  runFiles.metrics,
  runFiles.evaluation,
  runFiles.plotSvg,
  runFiles.plotPng,
  runFiles.modelJson,
  runFiles.weights,
  runFiles.verifier,
  runFiles.modelBestJson,
  runFiles.weightsBest,
  runFiles.verifierBest,
  runFiles.log,
];

/** From what a run keeps for its whole life, wherever its folder is moved. */
function idOf({ startedAt, name, seed, sweep, launch, machine }: Run): string {
  const facts = JSON.stringify([startedAt, name, seed, sweep, launch, machine]);
  return createHash('sha256').update(facts).digest('hex').slice(0, 32);
}

/**
 * A name that runs are looked for by: MLflow has no way to write a quote within a text, and what a run folder says may be
 * another's.
 */
function idOfSweep({ hash, name }: NonNullable<Run['sweep']>): string {
  const id = hash ?? name;
  return /^[\w. -]+$/.test(id) ? id : createHash('sha256').update(id).digest('hex');
}

/** MAX_PARAM_VAL_LENGTH of MLflow 3. */
const longestParam = 6000;

function paramsOf(experiment: Experiment, run: Run): Pair[] {
  const [extended] = run.resumes.flatMap((resume) => resume.extends ?? []);
  const epochs = extended?.epochs ?? experiment.training.epochs;
  const begun = { ...experiment, training: { ...experiment.training, epochs } };
  return settingsOf(begun).map(([key, value]) => ({
    key: legalKey(key),
    value: shorten(String(value), longestParam),
  }));
}

/** Less than MAX_TAG_VAL_LENGTH of MLflow 3, which is 8000; older ones take this much. */
const longestTag = 5000;

/** MAX_ENTITY_KEY_LENGTH of MLflow 3. */
const longestKey = 250;

function tagsOf({ folder, status, run }: ReadRun, { track }: Experiment): Pair[] {
  const { engine, fingerprints, git, result } = run;
  const ours: Record<string, string | number | boolean | null | undefined> = {
    [runTag]: idOf(run),
    'siamese.folder': folder,
    'siamese.status': status,
    'siamese.reason': run.reason,
    'siamese.error': run.error,
    'siamese.hash': run.hash,
    'siamese.epochs': run.epochs,
    'siamese.weightsHash': run.weightsHash,
    'siamese.fingerprint.data': fingerprints?.data,
    'siamese.fingerprint.trainPairs': fingerprints?.trainPairs,
    'siamese.fingerprint.validationPairs': fingerprints?.validationPairs,
    'siamese.engine': engine?.name,
    'siamese.engine.build': engine?.build,
    'siamese.engine.device': engine?.device?.name,
    'siamese.engine.arithmetic': engine?.arithmetic,
    'siamese.engine.threads': engine?.threads,
    ...Object.fromEntries(Object.entries(result?.best ?? {}).map(([key, value]) => [`siamese.best.${key}`, value])),
    'siamese.accuracy': run.accuracyMeans.validation,
    'siamese.version': run.versions.siameseLab,
    'siamese.node': run.versions.node,
    'siamese.git.dirty': git?.dirty,
    [sweepTag]: run.sweep?.name,
    'siamese.sweep.hash': run.sweep?.hash,
    'siamese.trial': run.sweep?.trial,
    'siamese.continues': run.continues?.folder,
    'siamese.reproduces': run.reproduces?.folder,
    'mlflow.source.git.commit': git?.commit,
    'mlflow.source.name': run.launch.command.join(' '),
    'mlflow.source.type': 'LOCAL',
    'mlflow.note.content': run.description || null,
  };
  const theirs = Object.entries(track.mlflow?.tags ?? {}).map(
    ([key, value]) => [legalKey(key).slice(0, longestKey), value] as const,
  );
  const all = new Map([
    ...theirs,
    ...Object.entries(ours).filter(([, value]) => value !== null && value !== undefined),
  ]);
  return [...all].map(([key, value]) => ({ key, value: shorten(String(value), longestTag) }));
}

/** What a figure is called there: as in metrics.csv. The epoch is MLflow's step. */
const figures = [...epochKeys, 'step'] as const;

/**
 * The time of an epoch's figures is that of training: the run's start and what its epochs took. The same whenever they
 * are sent, so that MLflow knows a figure that it already has.
 */
function metricsOf(rows: readonly EpochMetrics[], { startedAt, continues }: Run): LoggedMetric[] {
  let time = Date.parse(startedAt) - 1000 * (continues?.seconds ?? 0);
  return rows.flatMap((row) => {
    time += 1000 * row.seconds;
    const timestamp = Math.round(time);
    return figures.flatMap((key) => {
      const value = row[key];
      return value === undefined ? [] : [{ key, value: numberOf(value), timestamp, step: row.epoch }];
    });
  });
}

/** At the step and time of the last epoch; MLflow shows the latest. */
function summaryAt(metrics: readonly LoggedMetric[], found: ReadRun): LoggedMetric[] {
  const { result } = found.run;
  const at = metrics.find(({ step }) => step === result?.last.epoch);
  if (at === undefined || result === null) return [];
  return summaryOf(found, result).map(([key, value]) => ({ ...at, key, value: numberOf(value) }));
}

/** As protocol buffers write in JSON what it has no number for. */
export const numberOf = (value: number): number | string => (Number.isFinite(value) ? value : String(value));

const shorten = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1).toWellFormed()}…` : text;
