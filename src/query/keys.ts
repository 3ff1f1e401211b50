/** What can be asked of a run by a key: facts with short names, any key of its experiment, any key of run.json. */

import {
  formatMetric,
  isMetricKey,
  type MetricKey,
  metricKeys,
  metricOf,
  validationKeys,
} from '../evaluation/index.ts';
import { allKeyPaths, type Experiment } from '../experiment/index.ts';
import {
  type Evaluation,
  figureAt,
  type JudgedAfter,
  type Moment,
  type ReadRun,
  type Run,
  runStatuses,
} from '../record/index.ts';
import { formatBytes, formatDuration, nearest, valueAt } from '../text/index.ts';
import type { EpochMetrics } from '../training/index.ts';

export interface ListedRun extends ReadRun {
  /** where somebody asks for it; null where it can't be read */
  readonly experiment: Experiment | null;
  /** read when it is asked for; null where the run has none, or a damaged one */
  evaluation(): Evaluation | null;
  /** the same of its epochs' figures: none */
  metrics(): readonly EpochMetrics[];
  /** after which of the two its model was kept */
  kept(): Moment;
}

/** moment: ISO 8601, in UTC; share: 0 to 1 */
export type Kind = 'moment' | 'seconds' | 'bytes' | 'share' | 'number' | 'text';

export interface Key {
  readonly name: string;
  readonly isOfExperiment: boolean;
  /** null: whatever each run has */
  readonly kind: Kind | null;
  /** all that a text can be; null: anything */
  readonly values: readonly string[] | null;
  /** undefined where the run has none; tags are a set */
  readonly valueIn: (run: ListedRun) => unknown;
}

type Fact = (run: ListedRun) => unknown;

/** A figure of a run's result. */
const figureOf =
  (key: MetricKey, after: JudgedAfter): Fact =>
  ({ run: { result }, evaluation, metrics, kept }) => {
    if (result === null) return null;
    const moment = after === 'kept' ? kept() : after;
    const figure = figureAt(key, result, moment, evaluation);
    if (figure !== null || metricOf(key).set === 'validation') return figure;
    const row: Partial<Record<MetricKey, number>> | undefined = metrics()[result[moment].epoch - 1];
    return row?.[key] ?? null; // run.json has training figures of the last epoch alone
  };

const figuresOf = (keys: readonly MetricKey[], after: JudgedAfter, prefix = ''): Record<string, Fact> =>
  Object.fromEntries(keys.map((key) => [`${prefix}${key}`, figureOf(key, after)]));

const facts: Readonly<Record<string, Fact>> = {
  folder: ({ folder }) => folder,
  name: ({ run }) => run.name,
  description: ({ run }) => run.description,
  status: ({ status }) => status,
  reason: ({ run }) => run.reason,
  error: ({ run }) => run.error,
  started: ({ run }) => run.startedAt,
  ended: ({ run }) => run.endedAt,
  age: ({ run }) => Math.max(0, (Date.now() - Date.parse(run.startedAt)) / 1000), // a clock may have been ahead
  time: ({ run }) => run.seconds,
  trainingTime: ({ run, metrics }) =>
    run.result === null ? null : metrics().reduce((sum, { seconds }) => sum + seconds, 0),
  seed: ({ run }) => run.seed,
  hash: ({ run }) => run.hash,
  epoch: ({ run }) => run.result?.last.epoch ?? 0,
  epochs: ({ run }) => run.epochs,
  ...figuresOf(metricKeys, 'kept'),
  'kept.epoch': ({ run, kept }) => run.result?.[kept()].epoch,
  ...figuresOf(metricKeys, 'last', 'last.'),
  'best.epoch': ({ run }) => run.result?.best.epoch,
  ...figuresOf(validationKeys, 'best', 'best.'),
  seconds: ({ run }) => run.seconds, // as in run.json: of the whole run
  sweep: ({ run }) => run.sweep?.name,
  trial: ({ run }) => run.sweep?.trial,
  tag: ({ tags }) => new Set(tags),
  note: ({ tags, notes }) => tags.flatMap((tag) => notes[tag] ?? []).join('; ') || undefined,
  continues: ({ run }) => run.continues?.folder,
  reproduces: ({ run }) => run.reproduces?.folder,
};

/** undefined where no such key is known, and no run has it either. */
export function findKey(name: string, runs: readonly ReadRun[]): Key | undefined {
  const fact = Object.hasOwn(facts, name) ? facts[name] : undefined;
  const of = { name, isOfExperiment: false, kind: kindOf(name, fact !== undefined), values: valuesOf[name] ?? null };
  if (fact !== undefined) return { ...of, valueIn: (run) => fact(run) ?? undefined };
  if (isExperimentKey(name)) {
    return { ...of, isOfExperiment: true, kind: null, valueIn: ({ experiment }) => valueAt(experiment, name) };
  }
  const valueIn = ({ run }: { readonly run: Run }) => valueAt(run, name) ?? undefined;
  return runs.some(({ run }) => mayHold(run, name)) ? { ...of, valueIn } : undefined;
}

/** The end of a name tells, in run.json too: `startedAt`, `machine.memoryBytes`. */
function kindOf(name: string, isFact: boolean): Kind | null {
  const figure = figureAskedBy(name);
  if (figure !== null) return metricOf(figure).unit === 'share' ? 'share' : 'number';
  if (/^(started|ended)$|At$|(^|\.)(at|heartbeat)$/.test(name)) return 'moment';
  if (/(^|training)time$|^age$|seconds$/i.test(name)) return 'seconds';
  if (/bytes$/i.test(name)) return 'bytes';
  if (!isFact) return null;
  return /^(seed|epochs?)$|\.epoch$/.test(name) ? 'number' : 'text';
}

const valuesOf: Readonly<Record<string, readonly string[]>> = {
  status: runStatuses,
  reason: ['allEpochs', 'earlyStopping'] satisfies Run['reason'][],
};

/** Whether it is a key, whatever the runs. */
export const isKnownKey = (name: string): boolean => Object.hasOwn(facts, name) || isExperimentKey(name);

/** A sentence about a key that is none. */
export function explainUnknownKey(name: string): string {
  const paths = allKeyPaths().map((path) => path.replaceAll('[]', '.0'));
  const meant = new Map(paths.map((path) => [path.slice(path.lastIndexOf('.') + 1), path]));
  for (const known of [...paths, ...Object.keys(facts)]) meant.set(known, known);
  const found = nearest(name, [...meant.keys()]);
  const hint = found === undefined ? '' : ` Did you mean ${meant.get(found)}?`;
  return (
    `${name} is no key of a run.${hint} Keys are those of the experiment file, e.g. network.embeddingDim, ` +
    `those of run.json, and ${Object.keys(facts).join(', ')}.`
  );
}

/** As a table shows it; the epochs as `2/100`, done and wanted. */
export function showIn(key: Key, run: ListedRun): string {
  const text = formatValue(key.name, key.valueIn(run));
  return key.name === 'epochs' ? `${run.run.result?.last.epoch ?? 0}/${text}` : text;
}

/** As a person reads it. */
export function formatValue(name: string, value: unknown): string {
  if (value === undefined) return blank.has(name) ? '' : '–';
  if (value instanceof Set) return [...value].join(', ');
  if (typeof value === 'string') return formatText(name, value);
  if (typeof value !== 'number') return JSON.stringify(value);
  const figure = figureAskedBy(name);
  if (figure !== null) return formatMetric(figure, value);
  const kind = isExperimentKey(name) ? null : kindOf(name, false);
  if (name === 'age') return formatAge(value);
  if (kind === 'seconds') return formatDuration(value);
  return kind === 'bytes' ? formatBytes(value) : String(Number(value.toPrecision(6)));
}

/** `3 d 4 h`; of less than a day as a duration */
function formatAge(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  return days === 0 ? formatDuration(seconds) : `${days} d ${Math.floor((seconds % 86_400) / 3600)} h`;
}

/** `best.valAccuracy` → valAccuracy; null for a key of something else. */
export function figureAskedBy(name: string): MetricKey | null {
  const figure = name.slice(name.lastIndexOf('.') + 1);
  return figure !== 'seconds' && isMetricKey(figure) ? figure : null; // seconds: of the whole run, not of an epoch
}

/** Most runs have none of these: a dash for each would hide the few. */
const blank: ReadonlySet<string> = new Set(['trial', 'note']);

function formatText(name: string, text: string): string {
  if (kindOf(name, false) === 'moment') return text.slice(0, 19).replace('T', ' '); // 2026-11-23 16:20:05
  return /hash$/i.test(name) ? text.slice(0, 8) : text;
}

/** As a script reads it: figures in full. */
export function fieldOf(value: unknown): string | number | boolean | null {
  if (value === undefined || value === null) return null;
  if (value instanceof Set) return [...value].join(' ');
  return typeof value === 'object' ? JSON.stringify(value) : (value as string | number | boolean);
}

function isExperimentKey(name: string): boolean {
  experimentKeys ??= new Set(allKeyPaths());
  return experimentKeys.has(name.replace(/\.\d+(?=\.|$)|\[\d+\]/g, '[]'));
}
let experimentKeys: Set<string> | undefined;

/** Whether there is a value, or null above it: `git.dirty` of a run without git. */
function mayHold(value: unknown, path: string): boolean {
  const parts = path.split('.');
  return parts.some((_, i) => {
    const held = valueAt(value, parts.slice(0, i + 1).join('.'));
    return i === parts.length - 1 ? held !== undefined : held === null;
  });
}
