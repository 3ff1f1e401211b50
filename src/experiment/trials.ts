/**
 * The trials of a sweep:
 *
 *   tree × options of each dimension, less what is excluded → resolved form → schema, rules → hash
 *
 * The file is parsed once; each trial is its tree with the trial's values laid over it as overrides would be.
 */
import { formatCount, printable } from '../text/index.ts';
import { assess, type Mistake, touches } from './assess.ts';
import { checkBudget } from './budget.ts';
import { unquoted } from './check.ts';
import { hashExperiment, hashSweep } from './hash.ts';
import { spanOf } from './key-path.ts';
import { CannotSet, setAt } from './merge.ts';
import type { Findings } from './problems.ts';
import { type PathOf, resolve } from './resolve.ts';
import type { Rules } from './rules.ts';
import { experimentFileSchema } from './schema.ts';
import { mostTrials } from './sweep.ts';
import type { Draft, Exclusion, Option, Setting, SoundTrial, Sweep, Trial } from './sweep-parts.ts';
import type { Source, Span } from './text-source.ts';
import { type MapNode, type Node, plain } from './tree.ts';
import type { Experiment } from './types.ts';

export interface LoadedTrial {
  readonly trial: Trial;
  readonly experiment: Experiment;
  readonly hash: string;
}

/** What loading a file needs. */
export interface Loading {
  readonly findings: Findings;
  readonly rules: Rules;
  readonly pathOf: PathOf;
  /** where to point when nothing nearer was written */
  readonly whole: Span;
}

/** So many mistakes, counted in each trial, more than one in each, and the trials that follow aren't looked at. */
const enoughMistakes = 1000;

/** Every trial, in order: the first axis varies slowest. `base` is the file's tree without its sweep. */
export function loadTrials(base: MapNode, sweep: Sweep, { findings, whole, rules, pathOf }: Loading): LoadedTrial[] {
  const before = findings.size;
  const tree = withLastEpochs(base, sweep);
  const choices = keptChoices(sweep, findings);
  const sound: SoundTrial[] = [];
  const tally = new Tally();
  for (const choice of choices) {
    if (tally.hasEnough) break; // each of them in each of thousands of trials would take minutes
    const settings = choice.flat();
    const draft: Draft = { settings, tree: laidOver(tree, settings, tally, findings) };
    tally.begin(draft);
    const resolved = resolve(draft.tree, experimentFileSchema, '', pathOf);
    const { mistakes, isSound } = assess(resolved, whole, rules);
    for (const mistake of mistakes) tally.add(mistake, draft);
    if (!isSound) continue;
    const experiment = resolved.value as Experiment;
    sound.push({ ...draft, experiment, hash: hashExperiment(experiment) });
  }
  tally.report(findings);
  if (sound.length < choices.length || findings.size > before) return [];
  refuseRepeats(sound, findings, whole);
  const budget = sweep.budget === null ? null : checkBudget(sweep.budget, sound, findings);
  const name = nameOf(base);
  if (name === undefined) {
    const sentence = 'The sweep lacks `name`: sweeping over name gives one to each trial, not to the sweep.';
    findings.add({ at: whole, kind: 'missing name', path: 'name', sentence });
  }
  const keys = sweep.dimensions.flatMap(({ axes }) => axes.map(({ key }) => key));
  const about = { sweep: name ?? '', sweepHash: hashSweep(name ?? '', base, keys), budget };
  return sound.map(({ settings, experiment, hash }) => {
    const values = Object.fromEntries(settings.map(({ axis, value }) => [axis.key, plain(value)]));
    return { trial: { ...about, values, label: labelOf(settings) }, experiment, hash };
  });
}

/** Where a budget says how many epochs the last trials get, that is what every trial asks for. */
function withLastEpochs(base: MapNode, { budget }: Sweep): MapNode {
  if (budget?.maxNode === undefined) return base;
  if (base.entries.get('training')?.value.kind === 'list') return base; // a mistake that is told of each trial
  const steps = ['training', 'epochs'].map((name) => ({ name, at: budget.at.whole }));
  return setAt(base, steps, budget.maxNode, experimentFileSchema) as MapNode;
}

function nameOf({ entries }: MapNode): string | undefined {
  const name = entries.get('name')?.value;
  return name?.kind === 'scalar' && typeof name.value === 'string' ? name.value : undefined;
}

/** `network.embeddingDim=32 seed=1` */
function labelOf(settings: readonly Setting[]): string {
  return printable(settings.map(({ axis, value }) => `${axis.key}=${unquoted(plain(value))}`).join(' '));
}

/** For each trial an option of each dimension, in order. */
function keptChoices(sweep: Sweep, findings: Findings): Option[][] {
  const { dimensions, exclusions } = sweep;
  const choices = choicesOf(sweep, findings);
  const kept = choices.filter((choice) => !exclusions.some((exclusion) => matches(choice, exclusion)));
  if (kept.length === 0 && dimensions.length > 0) {
    const sentence = 'sweep.exclude leaves no trial; exclude less.';
    findings.add({ at: sweep.excludeAt, kind: 'no trial', path: 'sweep.exclude', sentence });
  }
  return kept;
}

/** An option of each dimension, for each trial. */
function choicesOf({ dimensions, at }: Sweep, findings: Findings): Option[][] {
  const counts = dimensions.map(({ options }) => options.length);
  const count = counts.reduce((product, each) => product * each, 1);
  if (count <= mostTrials) {
    return dimensions.reduce<Option[][]>(
      (choices, { options }) => choices.flatMap((choice) => options.map((option) => [...choice, option])),
      [[]],
    );
  }
  const sentence =
    `The sweep has ${counts.join(' × ')} = ${formatCount(count)} trials; ${formatCount(mostTrials)} are the most. ` +
    'List fewer values, or split it into several files.';
  findings.add({ at, kind: 'too many', path: 'sweep', sentence });
  // Each option once is enough to see what is wrong with it.
  return Array.from({ length: Math.min(mostTrials, Math.max(...counts)) }, (_, i) =>
    dimensions.map(({ options }) => options[i % options.length] as Option),
  );
}

function matches(choice: readonly Option[], exclusion: Exclusion): boolean {
  return exclusion.every(([dimension, options]) => options.has(choice[dimension] as Option));
}

function laidOver(tree: MapNode, settings: readonly Setting[], tally: Tally, findings: Findings): MapNode {
  let result: Node = tree;
  for (const { axis, value } of settings) {
    try {
      result = setAt(result, axis.steps, value, experimentFileSchema);
    } catch (error) {
      if (!(error instanceof CannotSet)) throw error;
      tally.count();
      findings.add({ at: error.at, kind: 'key path', path: axis.key, sentence: printable(error.message) });
    }
  }
  return result as MapNode;
}

/**
 * The mistakes of trials, each told once. One that every trial with the value makes is the value's, or the file's.
 * One that only some make is told at a value of theirs, with the first of them.
 */
class Tally {
  #trials = 0;
  #mistakes = 0;
  readonly #uses = new Map<Node, number>();
  readonly #sources = new Map<Source, number>();
  readonly #counted = new Map<
    string,
    { mistake: Mistake; carrier: Setting | undefined; first: Draft; count: number }
  >();

  get hasEnough(): boolean {
    return this.#mistakes > Math.max(enoughMistakes, this.#trials);
  }

  /** A mistake that is told elsewhere. */
  count(): void {
    this.#mistakes++;
  }

  /** Before the mistakes of a trial. */
  begin({ settings }: Draft): void {
    this.#trials++;
    for (const { value } of settings) this.#uses.set(value, (this.#uses.get(value) ?? 0) + 1);
  }

  add(mistake: Mistake, draft: Draft): void {
    this.#mistakes++;
    const { source, start, end } = mistake.at;
    const key = `${this.#numberOf(source)}:${start}:${end} ${mistake.kind}`;
    const known = this.#counted.get(key);
    if (known !== undefined) known.count++;
    else {
      const carrier = draft.settings.find(({ value }) => value.at !== null && contains(value.at, mistake.at));
      this.#counted.set(key, { mistake, carrier, first: draft, count: 1 });
    }
  }

  /** Of a text: an argument may be long. */
  #numberOf(source: Source): number {
    const number = this.#sources.get(source) ?? this.#sources.size;
    this.#sources.set(source, number);
    return number;
  }

  report(findings: Findings): void {
    for (const { mistake, carrier, first, count } of this.#counted.values()) {
      const { concerns, ...finding } = mistake;
      const share = carrier === undefined ? this.#trials : this.#uses.get(carrier.value);
      if (count === share) {
        findings.add(finding);
        continue;
      }
      const isConcerned = ({ axis }: Setting) => concerns.some((each) => touches(each, axis.pointer));
      const isOfSweep =
        carrier !== undefined || first.settings.some(({ axis }) => contains(spanOf(axis.steps), mistake.at));
      const suspect = isOfSweep ? undefined : first.settings.findLast(isConcerned);
      const trials = count === 1 ? 'In the trial' : `In ${formatCount(count)} trials, the first of them`;
      const sentence = `${finding.sentence} ${trials} ${labelOf(first.settings)}.`;
      findings.add({ ...finding, at: suspect?.value.at ?? mistake.at, sentence });
    }
  }
}

function contains(outer: Span, inner: Span): boolean {
  return outer.source === inner.source && outer.start <= inner.start && inner.end <= outer.end;
}

/** Two trials that are one experiment: one of them would never be trained. */
function refuseRepeats(trials: readonly SoundTrial[], findings: Findings, whole: Span): void {
  const byHash = new Map<string, SoundTrial>();
  for (const trial of trials) {
    const first = byHash.get(trial.hash);
    if (first === undefined) {
      byHash.set(trial.hash, trial);
      continue;
    }
    const at = trial.settings.findLast(({ value }, i) => value !== first.settings[i]?.value)?.value.at;
    const sentence = `The trials ${labelOf(first.settings)} and ${labelOf(trial.settings)} are the same experiment: their hashes agree. Leave one out.`;
    findings.add({ at: at ?? whole, kind: 'repeat', path: 'sweep', sentence });
  }
}
