/**
 * From experiment files to experiments:
 *
 *   paths, globs → files → trees, each over the one it extends → overrides → trials → resolved form → schema, rules → hash
 *
 * Every step adds what it finds wrong; nothing is thrown before the end, so that all mistakes are told at once.
 */
import { InputError } from '../errors/index.ts';
import { assess } from './assess.ts';
import { findFiles, Reader } from './files.ts';
import { hashExperiment } from './hash.ts';
import { applyOverrides, parseOverrides, refuseLostOverrides } from './overrides.ts';
import { ConfigurationError, Findings } from './problems.ts';
import { resolve } from './resolve.ts';
import { experimentFileSchema } from './schema.ts';
import { readSweep } from './sweep.ts';
import type { Trial } from './sweep-parts.ts';
import { positionOf, type Span } from './text-source.ts';
import type { MapNode, Node } from './tree.ts';
import { type LoadedTrial, loadTrials } from './trials.ts';
import type { Experiment } from './types.ts';

export interface LoadRequest {
  /** paths or globs, relative to `cwd` */
  readonly files: readonly string[];
  /** `key.path=value`; laid over every file */
  readonly overrides: readonly string[];
  /** absolute */
  readonly cwd: string;
}

export interface LoadedExperiment {
  /** absolute */
  readonly file: string;
  /** the YAML as given */
  readonly source: string;
  readonly experiment: Experiment;
  /** SHA-256 in hexadecimal of what decides the result */
  readonly hash: string;
  /** null: the file has no sweep */
  readonly trial: Trial | null;
}

/** Loads every file, or throws one ConfigurationError with every problem of all of them. */
export function loadExperiments({ files, overrides, cwd }: LoadRequest): LoadedExperiment[] {
  if (files.length === 0)
    throw new InputError('No experiment file was named, for example experiments/mnist-quick.yaml.');
  const findings = new Findings();
  const paths = findFiles(files, cwd, findings);
  const changes = parseOverrides(overrides, findings);
  const reader = new Reader(cwd, findings);
  const loaded: LoadedExperiment[] = [];
  for (const path of paths) {
    const text = reader.read(path);
    if (text === null || text.tree === null) continue;
    const { file, source } = text;
    const whole: Span = { source, start: 0, end: 1 };
    const { sweep: sweepNode, base } = withoutSweep(applyOverrides(text.tree, changes, findings));
    const sweep = sweepNode === undefined ? null : readSweep(sweepNode, findings, whole);
    if (sweep !== null) refuseLostOverrides(changes, sweep, source.name, findings);
    const trials = sweep === null ? loadAlone(base, findings, whole) : loadTrials(base, sweep, findings, whole);
    for (const { tree, ...rest } of trials) {
      const result = { file, source: source.text, ...rest };
      trees.set(result, tree);
      loaded.push(result);
    }
  }
  if (findings.size > 0) throw new ConfigurationError(findings.sorted());
  return loaded;
}

function withoutSweep(tree: MapNode): { sweep: Node | undefined; base: MapNode } {
  const rest = [...tree.entries].filter(([key]) => key !== 'sweep');
  return { sweep: tree.entries.get('sweep')?.value, base: { ...tree, entries: new Map(rest) } };
}

/** The one experiment of a file without a sweep; none where something is wrong with it. */
function loadAlone(tree: MapNode, findings: Findings, whole: Span): (Omit<LoadedTrial, 'trial'> & { trial: null })[] {
  const resolved = resolve(tree, experimentFileSchema);
  const { mistakes, isSound } = assess(resolved, whole);
  for (const { concerns: _, ...mistake } of mistakes) findings.add(mistake);
  if (!isSound) return [];
  const experiment = resolved.value as Experiment;
  return [{ trial: null, experiment, hash: hashExperiment(experiment), tree }];
}

/** What each was made of. */
const trees = new WeakMap<LoadedExperiment, MapNode>();

/** Where a value was written. */
export type Origin =
  | { readonly kind: 'file'; readonly file: string; readonly line: number; readonly column: number }
  | { readonly kind: 'argument'; readonly argument: string; readonly column: number }
  | { readonly kind: 'default' };

/**
 * Where a value of a loaded experiment comes from, through `extends` and overrides. `pointer` is a JSON pointer into
 * the resolved form, e.g. `/network/blocks/0/filters`; undefined where there is no such value.
 */
export function originOf(loaded: LoadedExperiment, pointer: string): Origin | undefined {
  const tree = trees.get(loaded);
  const trace = tree === undefined ? undefined : resolve(tree, experimentFileSchema).traces.get(pointer);
  if (trace === undefined) return undefined;
  if (trace.isDefault || trace.place === null) return { kind: 'default' };
  const { line, column } = positionOf(trace.place);
  const { kind, name } = trace.place.source;
  return kind === 'file' ? { kind, file: name, line, column } : { kind, argument: name, column };
}
