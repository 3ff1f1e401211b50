/**
 * From experiment files to experiments:
 *
 *   texts → trees, each over the one it extends → overrides → trials → resolved form → schema, rules → hash
 *
 * Every step adds what it finds wrong; nothing is thrown before the end, so that all mistakes are told at once.
 */
import { assess } from './assess.ts';
import { type Changes, describedWith } from './changes.ts';
import { decidingKeys } from './deciding-keys.ts';
import { hashExperiment } from './hash.ts';
import { spanOf } from './key-path.ts';
import { refuseLostOverrides, refuseLostSettings, refuseReplacedOverrides } from './lost-overrides.ts';
import { applyOverrides, type Override, parseOverrides } from './overrides.ts';
import { ConfigurationError, type Findings } from './problems.ts';
import { Reader, type Texts } from './reader.ts';
import { type PathOf, resolve } from './resolve.ts';
import type { Rules } from './rules.ts';
import { experimentFileSchema } from './schema.ts';
import { readSweep } from './sweep.ts';
import type { Trial } from './sweep-parts.ts';
import type { MapNode, Node } from './tree.ts';
import { type LoadedTrial, type Loading, loadTrials } from './trials.ts';
import type { Experiment } from './types.ts';

/** How experiments are loaded, wherever their texts are. */
export interface LoadOptions {
  /** `key.path=value`; laid over every file */
  readonly overrides: readonly string[];
  /** what an experiment must keep besides the schema */
  readonly rules: Rules;
}

export interface LoadedExperiment {
  /** its absolute path; of a text at hand its name */
  readonly file: string;
  /** where its relative paths begin: where it says, else in its folder; of a pipe where the user stands */
  readonly directory: string;
  /** the YAML as given */
  readonly source: string;
  readonly experiment: Experiment;
  /** SHA-256 in hexadecimal of what decides the result */
  readonly hash: string;
  /** null: the file has no sweep */
  readonly trial: Trial | null;
  /** absent where nothing is known of any */
  readonly changes?: Changes;
}

/**
 * Loads these files, or throws one ConfigurationError with every problem of all of them, and with those that `findings`
 * holds already.
 */
export function loadFrom(
  texts: Texts,
  files: readonly string[],
  { overrides, rules }: LoadOptions,
  findings: Findings,
): LoadedExperiment[] {
  const changes = parseOverrides(overrides, findings, texts.directoryOf());
  refuseReplacedOverrides(changes, findings);
  const reader = new Reader(texts, findings);
  const loaded: LoadedExperiment[] = [];
  for (const path of files) {
    const text = reader.read(path);
    if (text === null || text.tree === null) continue;
    const { file, source, extended } = text;
    const { directory = texts.directoryOf(file) } = source;
    const pathOf: PathOf = (path, { directory: from = directory } = source) => texts.pathBetween(path, from, directory);
    const loading: Loading = { findings, rules, pathOf, whole: { source, start: 0, end: 1 } };
    const { sweep: sweepNode, base } = withoutSweep(applyOverrides(text.tree, changes, findings));
    const sweep = sweepNode === undefined ? null : readSweep(sweepNode, findings, loading.whole);
    if (sweep !== null) {
      refuseLostOverrides(changes, sweep, source.name, findings);
      refuseLostSettings(base, sweep, findings);
    }
    const trials = sweep === null ? loadAlone(base, loading) : loadTrials(base, sweep, loading);
    const about = { file, directory, source: source.text, changes: { extended, overrides } };
    const said = changesSaid(changes);
    for (const each of trials) loaded.push({ ...about, ...each, experiment: described(each, said) });
  }
  if (findings.size > 0) throw new ConfigurationError(findings.sorted());
  return loaded;
}

/** The overrides that decide a result, unless one of them says what it is for. */
function changesSaid(changes: readonly Override[]): string[] {
  const keys = changes.map(({ steps }) => steps[0]?.name ?? '');
  if (keys.includes('description')) return [];
  const isDeciding = (key: string) => (decidingKeys as readonly string[]).includes(key);
  return changes.flatMap(({ steps }, i) => (isDeciding(keys[i] as string) ? [spanOf(steps).source.text] : []));
}

function described({ experiment, trial }: Pick<LoadedExperiment, 'experiment' | 'trial'>, said: readonly string[]) {
  const description = describedWith(experiment.description, trial === null ? said : [trial.label, ...said]);
  return { ...experiment, description };
}

function withoutSweep(tree: MapNode): { sweep: Node | undefined; base: MapNode } {
  const rest = [...tree.entries].filter(([key]) => key !== 'sweep');
  return { sweep: tree.entries.get('sweep')?.value, base: { ...tree, entries: new Map(rest) } };
}

/** The one experiment of a file without a sweep; none where something is wrong with it. */
function loadAlone(
  tree: MapNode,
  { findings, whole, rules, pathOf }: Loading,
): (Omit<LoadedTrial, 'trial'> & { trial: null })[] {
  const resolved = resolve(tree, experimentFileSchema, '', pathOf);
  const { mistakes, isSound } = assess(resolved, whole, rules);
  for (const { concerns: _, ...mistake } of mistakes) findings.add(mistake);
  if (!isSound) return [];
  const experiment = resolved.value as Experiment;
  return [{ trial: null, experiment, hash: hashExperiment(experiment) }];
}
