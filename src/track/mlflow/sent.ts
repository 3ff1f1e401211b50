/** `mlflow.json` in the run folder: where the run goes, and how much of it has arrived. Without any credentials. */
import { join } from 'node:path';
import type { Experiment } from '../../experiment/index.ts';
import { readIn, runFiles, writeAtomically } from '../../record/index.ts';
import { formatJson, isRecord } from '../../text/index.ts';
import { asksForMlflow, type Destination, destinationOf, type Environment, isPlainAddress } from './destination.ts';

/** Raised when a reader of the old format would misread the new one. */
const sentFormat = 1;

export interface Sent extends Destination {
  readonly format: number;
  readonly experimentId: string | null;
  /** MLflow's id of the run; null where it isn't known to be there */
  readonly runId: string | null;
  /** whether all parameters have arrived */
  readonly params: boolean;
  /** SHA-256 of the tags that have; null: none */
  readonly tags: string | null;
  /** the figures of so many epochs */
  readonly epochs: number;
  /** the summary after so many */
  readonly summary: number;
  /** path → SHA-256 */
  readonly artifacts: Readonly<Record<string, string>>;
  /** the last status that was set; null: none */
  readonly status: string | null;
}

export const nothingSent = ({ uri, experiment }: Destination): Sent => ({
  format: sentFormat,
  uri,
  experiment,
  experimentId: null,
  runId: null,
  params: false,
  tags: null,
  epochs: 0,
  summary: 0,
  artifacts: {},
  status: null,
});

/** null where nothing has been noted. What is damaged counts as nothing: the server itself is asked then. */
export function readSent(folder: string): Sent | null {
  let value: unknown;
  try {
    value = JSON.parse(readIn(folder, runFiles.mlflow).toString());
  } catch {
    return null;
  }
  const isWhole =
    isRecord<Sent>(value) &&
    value.format === sentFormat &&
    typeof value.uri === 'string' &&
    isPlainAddress(value.uri) &&
    typeof value.experiment === 'string' &&
    typeof value.epochs === 'number' &&
    isRecord(value.artifacts);
  return isWhole ? (value as unknown as Sent) : null;
}

/**
 * Where a run goes: where the command line says, else where it has been before, else where its experiment or the
 * environment says, else where it was to go. null: nowhere. Throws an InputError where what is said is no address of a
 * server.
 */
export function whereTo(
  folder: string,
  experiment: Experiment,
  env: Environment,
  onCommandLine: string | null = null,
): Destination | null {
  const noted = readSent(folder);
  if (onCommandLine === null && noted !== null && noted.runId !== null) return noted;
  const isAsked = onCommandLine !== null || asksForMlflow(experiment, env);
  return isAsked ? destinationOf(experiment, env, onCommandLine) : noted;
}

export function writeSent(folder: string, sent: Sent): void {
  writeAtomically(join(folder, runFiles.mlflow), formatJson(sent));
}
