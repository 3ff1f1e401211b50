/**
 * Whether run.json and metrics.csv can be right, and agree with one another: what tells damage in runs of before there
 * were digests. Each answer is half a sentence, null where nothing is wrong.
 */
import { epochKeys, firstKeys, type MetricKey, validationKeys, whyImpossible } from '../evaluation/index.ts';
import { isRecord, plural, valueAt } from '../text/index.ts';
import type { EpochMetrics } from '../training/index.ts';
import type { Run } from './run.ts';

type Kind = readonly [is: (value: unknown) => boolean, must: string];
const orNull = ([is, must]: Kind): Kind => [(value) => value === null || is(value), `${must}, or null`];
const text: Kind = [(value) => typeof value === 'string', 'a text'];
const figure: Kind = [Number.isFinite, 'a number'];
const count: Kind = [(value) => Number.isSafeInteger(value) && (value as number) >= 0, 'a whole number, 0 or more'];
const mapping: Kind = [isRecord, 'a mapping'];
const list: Kind = [Array.isArray, 'a list'];
const time: Kind = [(value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)), 'a time'];

/** What run.json may hold where it holds it: an older version has less. */
const facts: readonly (readonly [path: string, kind: Kind])[] = [
  ['description', text],
  ['error', orNull(text)],
  ['startedAt', time],
  ['endedAt', orNull(time)],
  ['seconds', orNull(figure)],
  ['seed', count],
  ['hash', text],
  ['weightsHash', orNull(text)],
  ['fingerprints', orNull(mapping)],
  ['fingerprints.data', text],
  ['fingerprints.trainPairs', text],
  ['fingerprints.validationPairs', text],
  ['engine', orNull(mapping)],
  ['engine.name', text],
  ['engine.build', text],
  ['engine.arithmetic', text],
  ['engine.threads', count],
  ['engineChoice', text],
  ['epochs', count],
  ['steps', orNull(mapping)],
  ['steps.stepsPerEpoch', count],
  ['steps.trainExamples', count],
  ['steps.validationPairs', count],
  ['versions', mapping],
  ['git', orNull(mapping)],
  ['git.commit', text],
  ['machine', mapping],
  ['machine.cpu', text],
  ['launch', mapping],
  ['launch.command', list],
  ['launch.directory', text],
  ['sweep.name', text],
  ['sweep.trial', text],
  ['continues.folder', text],
  ['continues.epochs', count],
  ['reproduces.folder', text],
];

/** Of a run.json in which all is there that there must be. */
export function problemOfRun(run: Run): string | null {
  for (const [path, [is, must]] of facts) {
    const value = valueAt(run, path);
    if (value !== undefined && !is(value)) return describe(path, value, must);
  }
  return run.result === null ? null : problemOfResult(run.result, run.format < 4 ? run.epochs : null);
}

/** `epochs`: as many as it may have; null: its digest vouches for that. */
function problemOfResult({ last, best }: NonNullable<Run['result']>, epochs: number | null): string | null {
  const problem = problemOfRow(last) ?? problemOf(best, ['epoch', 'valLoss', 'valAccuracy'], validationKeys);
  if (problem !== null) return `in its result ${problem}`;
  if (last.epoch < 1 || (epochs !== null && last.epoch > epochs)) return `its last epoch is ${last.epoch} of ${epochs}`;
  return best.epoch < 1 || best.epoch > last.epoch ? `its best epoch is ${best.epoch} of ${last.epoch}` : null;
}

/** Of an epoch's figures. */
export const problemOfRow = (row: EpochMetrics): string | null =>
  problemOf(row, ['epoch', 'step', ...firstKeys], epochKeys);

function problemOf(figures: object, needed: readonly string[], keys: readonly MetricKey[]): string | null {
  const figureOf = (key: string): unknown => (figures as Record<string, unknown>)[key];
  for (const key of ['epoch', 'step']) {
    const [isCount, must] = count;
    const value = figureOf(key);
    if (value === undefined ? needed.includes(key) : !isCount(value)) return describe(key, value, must);
  }
  for (const key of keys) {
    const value = figureOf(key);
    const must = value === undefined && !needed.includes(key) ? null : whyImpossible(key, value);
    if (must !== null) return describe(key, value, must);
  }
  return null;
}

const describe = (path: string, value: unknown, must: string): string =>
  value === undefined ? `${path} is missing` : `${path} is ${JSON.stringify(value)}, and must be ${must}`;

/** Between run.json and the rows of metrics.csv. Where a run hasn't ended, or has failed, rows may have come since. */
export function contradictionOfRows(
  { status, result }: Pick<Run, 'status' | 'result'>,
  rows: number,
  rowOf: (epoch: number) => EpochMetrics,
): string | null {
  const done = result?.last.epoch ?? 0;
  const isAll = status === 'completed' || status === 'stopped';
  if (isAll ? rows !== done : rows < done)
    return `metrics.csv has ${plural(rows, 'epoch')}, and run.json tells of ${done}`;
  if (result === null) return null;
  for (const figures of [result.last, result.best]) {
    const row = rowOf(figures.epoch) as unknown as Record<string, unknown>;
    for (const [key, value] of Object.entries(figures)) {
      if (!Object.is(row[key], value) && (row[key] !== undefined || key in rowKeys))
        return `${key} of epoch ${figures.epoch} is ${row[key] ?? 'missing'} in metrics.csv, and ${value} in run.json`;
    }
  }
  return null;
}

/** Columns of every version. */
const rowKeys = Object.fromEntries(['epoch', 'step', ...firstKeys].map((key) => [key, true]));
