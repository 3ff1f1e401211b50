/**
 * The trials of a sweep:
 *
 *   tree × options of each dimension, less what is excluded → resolved form → schema, rules → hash
 *
 * The file is parsed once; each trial is its tree with the trial's values laid over it as overrides would be.
 */
import { assess, type Mistake, touches } from './assess.ts';
import { checkBudget } from './budget.ts';
import { inline, unquoted } from './check.ts';
import { hashExperiment } from './hash.ts';
import { spanOf } from './key-path.ts';
import { CannotSet, setAt } from './merge.ts';
import type { Override } from './overrides.ts';
import type { Findings } from './problems.ts';
import { type Resolved, resolve } from './resolve.ts';
import { experimentFileSchema } from './schema.ts';
import type { Span } from './source.ts';
import { type Dimension, isWithin, mostTrials, type Setting, type Sweep, type Trial } from './sweep.ts';
import { type MapNode, type Node, plain } from './tree.ts';
import type { Experiment } from './types.ts';

export interface LoadedTrial {
  readonly trial: Trial;
  readonly experiment: Experiment;
  readonly hash: string;
  /** what was written, the trial's values laid over it */
  readonly tree: MapNode;
}

/** A trial before anything is said of it. */
interface Draft {
  readonly settings: readonly Setting[];
  readonly tree: MapNode;
}

/** A sound one. */
export interface SoundTrial extends Draft {
  readonly resolved: Resolved;
  readonly experiment: Experiment;
  readonly hash: string;
}

/** Every trial, in order: the first axis varies slowest. `base` is the file's tree without its sweep. */
export function loadTrials(base: MapNode, sweep: Sweep, findings: Findings, whole: Span): LoadedTrial[] {
  const before = findings.size;
  const drafts = draftsOf(withLastEpochs(base, sweep), sweep, findings);
  const sound: SoundTrial[] = [];
  const tally = new Tally(drafts, whole);
  for (const draft of drafts) {
    const resolved = resolve(draft.tree, experimentFileSchema);
    const { mistakes, isSound } = assess(resolved, whole);
    for (const mistake of mistakes) tally.add(mistake, draft);
    if (!isSound) continue;
    const experiment = resolved.value as Experiment;
    sound.push({ ...draft, resolved, experiment, hash: hashExperiment(experiment) });
  }
  tally.report(findings);
  if (sound.length < drafts.length || findings.size > before) return [];
  refuseRepeats(sound, findings);
  const budget = sweep.budget === null ? null : checkBudget(sweep.budget, sound, findings);
  const name = nameOf(base);
  if (name === undefined) {
    const sentence = 'The sweep lacks `name`: sweeping over name gives one to each trial, not to the sweep.';
    findings.add({ at: whole, kind: 'missing name', path: 'name', sentence });
  }
  return sound.map(({ settings, experiment, hash, tree }) => {
    const values = Object.fromEntries(settings.map(({ axis, value }) => [axis.key, plain(value)]));
    return { trial: { sweep: name ?? '', values, label: labelOf(settings), budget }, experiment, hash, tree };
  });
}

/** Where a budget says how many epochs the last trials get, that is what every trial asks for. */
function withLastEpochs(base: MapNode, { budget }: Sweep): MapNode {
  if (budget?.maxNode === undefined) return base;
  const steps = ['training', 'epochs'].map((name) => ({ name, at: budget.at.whole }));
  return setAt(base, steps, budget.maxNode, experimentFileSchema) as MapNode;
}

function nameOf({ entries }: MapNode): string | undefined {
  const name = entries.get('name')?.value;
  return name?.kind === 'scalar' && typeof name.value === 'string' ? name.value : undefined;
}

/** `network.embeddingDim=32 seed=1` */
function labelOf(settings: readonly Setting[]): string {
  return settings.map(({ axis, value }) => `${axis.key}=${unquoted(plain(value))}`).join(' ');
}

/** Each key path is laid once over all the trials below it. */
function draftsOf(base: MapNode, sweep: Sweep, findings: Findings): Draft[] {
  const { dimensions, exclusions } = sweep;
  const count = dimensions.reduce((product, { options }) => product * options.length, 1);
  if (count > mostTrials) {
    const product = dimensions.map(({ options }) => options.length).join(' × ');
    const sentence = `The sweep has ${product} = ${count.toLocaleString('en')} trials; ${mostTrials.toLocaleString('en')} are the most. List fewer values, or split it into several files.`;
    findings.add({ at: sweep.at, kind: 'too many', path: 'sweep', sentence });
  }
  const drafts: Draft[] = [];
  const visit = (tree: MapNode, chosen: readonly (readonly Setting[])[], choose: Choice): void => {
    const dimension = dimensions[chosen.length];
    if (dimension === undefined) {
      const isExcluded = exclusions.some((exclusion) => exclusion.every((options, i) => options.has(chosen[i] ?? [])));
      if (!isExcluded) drafts.push({ settings: chosen.flat(), tree });
      return;
    }
    for (const option of choose(dimension)) visit(laidOver(tree, option, findings), [...chosen, option], choose);
  };
  if (count <= mostTrials) visit(base, [], ({ options }) => options);
  else {
    // not all, but each value once: enough to see what is wrong with it
    const longest = Math.max(...dimensions.map(({ options }) => options.length));
    for (let i = 0; i < Math.min(longest, mostTrials); i++) {
      visit(base, [], ({ options }) => options.slice(i % options.length, (i % options.length) + 1));
    }
  }
  if (drafts.length === 0) {
    const sentence = 'sweep.exclude leaves no trial; exclude less.';
    findings.add({ at: sweep.excludeAt, kind: 'no trial', path: 'sweep.exclude', sentence });
  }
  return drafts;
}

type Choice = (dimension: Dimension) => Dimension['options'];

function laidOver(tree: MapNode, option: readonly Setting[], findings: Findings): MapNode {
  let result: Node = tree;
  for (const { axis, value } of option) {
    try {
      result = setAt(result, axis.steps, value, experimentFileSchema);
    } catch (error) {
      if (!(error instanceof CannotSet)) throw error;
      findings.add({ at: error.at, kind: 'key path', path: axis.key, sentence: error.message });
    }
  }
  return result as MapNode;
}

/**
 * The mistakes of all trials, each told once. One that every trial with the value makes is the value's, or the file's.
 * One that only some make is told at a value of theirs, with the first of them.
 */
class Tally {
  readonly #all: number;
  readonly #uses = new Map<Node, number>();
  readonly #counted = new Map<
    string,
    { mistake: Mistake; carrier: Setting | undefined; first: Draft; count: number }
  >();
  readonly #whole: Span;

  constructor(drafts: readonly Draft[], whole: Span) {
    this.#all = drafts.length;
    this.#whole = whole;
    for (const { settings } of drafts) {
      for (const { value } of settings) this.#uses.set(value, (this.#uses.get(value) ?? 0) + 1);
    }
  }

  add(mistake: Mistake, draft: Draft): void {
    const { source, start, end } = mistake.at;
    const key = [source.name, start, end, mistake.kind].join('\n');
    const known = this.#counted.get(key);
    if (known !== undefined) known.count++;
    else {
      const carrier = draft.settings.find(({ value }) => value.at !== null && contains(value.at, mistake.at));
      this.#counted.set(key, { mistake, carrier, first: draft, count: 1 });
    }
  }

  report(findings: Findings): void {
    for (const { mistake, carrier, first, count } of this.#counted.values()) {
      const { concerns, ...finding } = mistake;
      const share = carrier === undefined ? this.#all : this.#uses.get(carrier.value);
      if (count === share) {
        findings.add(finding);
        continue;
      }
      const isConcerned = ({ axis }: Setting) => concerns.some((each) => touches(each, axis.pointer));
      const isOfSweep =
        carrier !== undefined || first.settings.some(({ axis }) => contains(spanOf(axis.steps), mistake.at));
      const suspect = isOfSweep ? undefined : first.settings.findLast(isConcerned);
      const trials = count === 1 ? 'In the trial' : `In ${count.toLocaleString('en')} trials, the first of them`;
      const sentence = `${finding.sentence} ${trials} ${labelOf(first.settings)}.`;
      findings.add({ ...finding, at: suspect?.value.at ?? mistake.at ?? this.#whole, sentence });
    }
  }
}

function contains(outer: Span, inner: Span): boolean {
  return outer.source === inner.source && outer.start <= inner.start && inner.end <= outer.end;
}

/** Two trials that are one experiment: one of them would never be trained. */
function refuseRepeats(trials: readonly SoundTrial[], findings: Findings): void {
  const byHash = new Map<string, SoundTrial>();
  for (const trial of trials) {
    const first = byHash.get(trial.hash);
    if (first === undefined) {
      byHash.set(trial.hash, trial);
      continue;
    }
    const at = trial.settings.findLast(({ value }, i) => value !== first.settings[i]?.value)?.value.at;
    const sentence = `The trials ${labelOf(first.settings)} and ${labelOf(trial.settings)} are the same experiment: their hashes agree. Leave one out.`;
    if (at != null) findings.add({ at, kind: 'repeat', path: 'sweep', sentence });
  }
}

/** Overrides that no trial would see, because the sweep sets the same key. `file` is the sweep's. */
export function refuseLostOverrides(
  overrides: readonly Override[],
  sweep: Sweep,
  file: string,
  findings: Findings,
): void {
  for (const { steps, value } of overrides) {
    const path = steps.map(({ name }) => name).join('.');
    const lose = (key: string, by: string, remedy: string) => {
      const sentence = `${isWithin(key, path) ? path : key} would be lost: ${by} of ${file} sets it in every trial. ${remedy}`;
      findings.add({ at: spanOf(steps), kind: `lost ${key}`, path, sentence });
    };
    for (const axis of sweep.dimensions.flatMap(({ axes }) => axes)) {
      if (!sets(path, value, axis.key)) continue;
      const list = axis.key === path ? `[${inline(plain(value))}]` : '[…]';
      const remedy =
        axis.part === 'grid'
          ? `Write 'sweep.grid.${axis.key}=${list}' to have other values, or sweep=null to have no sweep.`
          : "Write 'sweep.zip=[…]' to have other values, or sweep=null to have no sweep.";
      lose(axis.key, `sweep.${axis.part === 'grid' ? `grid.${axis.key}` : 'zip'}`, remedy);
    }
    if (sweep.budget?.maxNode !== undefined && sets(path, value, 'training.epochs')) {
      const epochs = path === 'training.epochs' ? inline(plain(value)) : '…';
      lose(
        'training.epochs',
        'sweep.budget.max',
        `Write sweep.budget.max=${epochs}, or sweep.budget=null to train every trial whole.`,
      );
    }
  }
}

/** Whether setting `path` to `value` says something of `key`, or of a part of it. */
function sets(path: string, value: Node, key: string): boolean {
  if (isWithin(key, path)) return true;
  if (!key.startsWith(`${path}.`)) return false;
  let node: Node | undefined = value;
  for (const name of key.slice(path.length + 1).split('.')) {
    node = node?.kind === 'map' ? node.entries.get(name)?.value : undefined;
  }
  return node !== undefined;
}
