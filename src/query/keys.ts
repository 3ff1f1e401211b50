/** What can be asked of a run by a key: facts with short names, any key of its experiment, any key of run.json. */

import { formatMetric, isMetricKey, type MetricKey, metricKeys, validationKeys } from '../evaluation/index.ts';
import { allKeyPaths, type Experiment } from '../experiment/index.ts';
import { type Evaluation, figureAt, type Moment, type ReadRun, type Run } from '../record/index.ts';
import { formatDuration, nearest, valueAt } from '../text/index.ts';

export interface ListedRun extends ReadRun {
  /** where somebody asks for it; null where it can't be read */
  readonly experiment: Experiment | null;
  /** read when it is asked for; null where the run has none, or a damaged one */
  evaluation(): Evaluation | null;
}

export interface Key {
  readonly name: string;
  readonly isOfExperiment: boolean;
  /** undefined where the run has none; tags are a set */
  readonly valueIn: (run: ListedRun) => unknown;
}

type Fact = (run: ListedRun) => unknown;

/** A figure of a run's result. */
const figureOf =
  (key: MetricKey, moment: Moment): Fact =>
  ({ run: { result }, evaluation }) =>
    result === null ? null : figureAt(key, result, moment, evaluation);

const figuresOf = (keys: readonly MetricKey[], moment: Moment, prefix = ''): Record<string, Fact> =>
  Object.fromEntries(keys.map((key) => [`${prefix}${key}`, figureOf(key, moment)]));

const facts: Readonly<Record<string, Fact>> = {
  folder: ({ folder }) => folder,
  name: ({ run }) => run.name,
  description: ({ run }) => run.description,
  status: ({ status }) => status,
  reason: ({ run }) => run.reason,
  error: ({ run }) => run.error,
  started: ({ run }) => run.startedAt,
  ended: ({ run }) => run.endedAt,
  time: ({ run }) => run.seconds,
  seed: ({ run }) => run.seed,
  hash: ({ run }) => run.hash,
  epoch: ({ run }) => run.result?.last.epoch ?? 0,
  epochs: ({ run }) => run.epochs,
  ...figuresOf(metricKeys, 'last'),
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
  if (fact !== undefined) return { name, isOfExperiment: false, valueIn: (run) => fact(run) ?? undefined };
  if (isExperimentKey(name)) {
    return { name, isOfExperiment: true, valueIn: ({ experiment }) => valueAt(experiment, name) };
  }
  const valueIn = ({ run }: { readonly run: Run }) => valueAt(run, name) ?? undefined;
  return runs.some(({ run }) => mayHold(run, name)) ? { name, isOfExperiment: false, valueIn } : undefined;
}

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

/** As a person reads it. */
export function formatValue(name: string, value: unknown): string {
  if (value === undefined) return blank.has(name) ? '' : '–';
  if (value instanceof Set) return [...value].join(', ');
  if (typeof value === 'string') return formatText(name, value);
  if (typeof value !== 'number') return JSON.stringify(value);
  const figure = figureAskedBy(name);
  if (figure !== null) return formatMetric(figure, value);
  return name === 'time' ? formatDuration(value) : String(Number(value.toPrecision(6)));
}

/** `best.valAccuracy` → valAccuracy; null for a key of something else. */
export function figureAskedBy(name: string): MetricKey | null {
  const figure = name.slice(name.lastIndexOf('.') + 1);
  return figure !== 'seconds' && isMetricKey(figure) ? figure : null; // seconds: of the whole run, not of an epoch
}

/** Most runs have none of these: a dash for each would hide the few. */
const blank: ReadonlySet<string> = new Set(['trial', 'note']);

function formatText(name: string, text: string): string {
  if (name === 'started' || name === 'ended') return text.slice(0, 19).replace('T', ' '); // 2026-11-23 16:20:05
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
