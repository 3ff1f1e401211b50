/**
 * From experiment files to experiments:
 *
 *   paths, globs → files → trees, each over the one it extends → overrides → resolved form → schema, rules → hash
 *
 * Every step adds what it finds wrong; nothing is thrown before the end, so that all mistakes are told at once.
 */
import { InputError } from '../errors/index.ts';
import { complaints, silent } from './check.ts';
import { findFiles, Reader } from './files.ts';
import {
  type Validator,
  validateExperiment,
  validateNetwork,
  validateObjective,
  validateOptimizer,
} from './generated/validate.js';
import { hashExperiment } from './hash.ts';
import { applyOverrides, parseOverrides } from './overrides.ts';
import { ConfigurationError, Findings } from './problems.ts';
import { type Resolved, resolve, type Traces } from './resolve.ts';
import { type Rule, rules } from './rules.ts';
import { definition, experimentFileSchema } from './schema.ts';
import { positionOf, type Span } from './source.ts';
import type { Trial } from './sweep.ts';
import { treeOf } from './tree.ts';
import type { Experiment, Network, Objective, Optimizer } from './types.ts';

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
    const tree = applyOverrides(text.tree, changes, findings);
    const resolved = resolve(tree, experimentFileSchema);
    const isSound = check(resolved, findings, { source, start: 0, end: 1 });
    if (!isSound) continue;
    const experiment = resolved.value as Experiment;
    const result = { file, source: source.text, experiment, hash: hashExperiment(experiment), trial: null };
    origins.set(result, resolved.traces);
    loaded.push(result);
  }
  if (findings.size > 0) throw new ConfigurationError(findings.sorted());
  return loaded;
}

/** Schema, then the rules whose parts are sound. `whole` is where to point when nothing nearer was written. */
function check(resolved: Resolved, findings: Findings, whole: Span): boolean {
  const found = complaints(resolved, validateExperiment);
  for (const { at, spoils: _, ...complaint } of found) {
    if (complaint.kind !== silent) findings.add({ at: at ?? whole, ...complaint });
  }
  const spoiled = found.flatMap(({ spoils }) => spoils ?? []);
  let isSound = found.length === 0;
  for (const [kind, rule] of Object.entries(rules)) {
    if (rule.needs.some((need) => spoiled.some((pointer) => touches(need, pointer)))) continue;
    for (const { pointer, sentence } of rule.check(resolved.value as Experiment)) {
      const trace = resolved.traces.get(pointer);
      findings.add({ at: trace?.place ?? whole, kind, path: trace?.path ?? '', sentence });
      isSound = false;
    }
  }
  return isSound;
}

/** Whether one of two JSON pointers lies within the other; `*` in the first stands for any item. */
function touches(need: string, pointer: string): boolean {
  const a = need.split('/');
  const b = pointer.split('/');
  return a.slice(0, b.length).every((part, i) => part === '*' || part === b[i]);
}

const origins = new WeakMap<LoadedExperiment, Traces>();

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
  const trace = origins.get(loaded)?.get(pointer);
  if (trace === undefined) return undefined;
  if (trace.isDefault || trace.place === null) return { kind: 'default' };
  const { line, column } = positionOf(trace.place);
  const { kind, name } = trace.place.source;
  return kind === 'file' ? { kind, file: name, line, column } : { kind, argument: name, column };
}

/** A whole experiment given as a value, in its resolved form. Throws an InputError with a sentence for each mistake. */
export function resolveExperiment(value: unknown): Experiment {
  const resolved = resolve(treeOf(value), experimentFileSchema);
  const sentences = sentencesAgainst(resolved, validateExperiment, Object.values(rules), resolved.value);
  if (sentences.length > 0) throw new InputError(sentences.join('\n'));
  return resolved.value as Experiment;
}

interface Fragments {
  network: Network;
  objective: Objective;
  optimizer: Optimizer;
}

const fragments = {
  network: {
    schema: definition('Network'),
    validate: validateNetwork,
    rules: ['layersFitTheirInput', 'weightsFitInMemory'],
  },
  objective: { schema: definition('Objective'), validate: validateObjective, rules: [] },
  optimizer: {
    schema: { anyOf: [{ type: 'string', 'x-long': { name: '$' } }, definition('Optimizer')] },
    validate: validateOptimizer,
    rules: [],
  },
} satisfies Record<keyof Fragments, { schema: object; validate: Validator; rules: (keyof typeof rules)[] }>;

/**
 * A part of an experiment given as a value, in its resolved form: shorthands written out, defaults filled in. Throws
 * an InputError with a sentence for each mistake.
 */
export function resolveFragment<Name extends keyof Fragments>(what: Name, value: unknown): Fragments[Name] {
  const fragment = fragments[what];
  const resolved = resolve(treeOf(value), fragment.schema, what);
  const ruled = fragment.rules.map((name) => rules[name] as Rule);
  const sentences = sentencesAgainst(resolved, fragment.validate, ruled, { [what]: resolved.value });
  if (sentences.length > 0) throw new InputError(sentences.join('\n'));
  return resolved.value as Fragments[Name];
}

/** Schema, then the rules where it found nothing; `whole` is the experiment, or as much of it as the rules read. */
function sentencesAgainst(resolved: Resolved, validate: Validator, ruled: readonly Rule[], whole: unknown): string[] {
  const found = complaints(resolved, validate).filter(({ kind }) => kind !== silent);
  const broken = found.length > 0 ? found : ruled.flatMap((rule) => [...rule.check(whole as Experiment)]);
  return broken.map(({ sentence }) => sentence);
}
