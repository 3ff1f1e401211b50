/** Which runs a person asks for, by names and by filters. */
import { InputError } from '../errors/index.ts';
import type { Experiment } from '../experiment/index.ts';
import {
  type Evaluation,
  keptMoment,
  listRuns,
  type Moment,
  type ReadRun,
  type RunPlaces,
  readEvaluationIfWhole,
  readExperiment,
  readMetrics,
  type Selection,
  selectRuns,
  type UnreadableRun,
} from '../record/index.ts';
import { parseQuantity, plural } from '../text/index.ts';
import type { EpochMetrics } from '../training/index.ts';
import { errorAt, type Place, parseFilter, textAt, type WrittenFilter } from './filter-syntax.ts';
import { describeValues, type Filter, filterOf, matches } from './filters.ts';
import { explainUnknownKey, fieldOf, findKey, isKnownKey, type Key, type ListedRun } from './keys.ts';

export interface Question {
  /** names of runs, as `selectRuns` takes them, and filters, which all must hold */
  readonly words: readonly string[];
  readonly places: RunPlaces;
  /** will be asked of the runs that are found */
  readonly keyNames: readonly string[];
  /** the name of the file that the answer is printed into; null where it goes elsewhere, or nobody knows */
  readonly outputFile: string | null;
  /** runs in the order of the names, those of one name newest first; default: all newest first */
  readonly inOrderOfNames?: boolean;
}

export interface Answer {
  /** in the order that was asked for */
  readonly runs: readonly ListedRun[];
  /** that the names name, whatever the filters */
  readonly named: readonly ListedRun[];
  /** those of which a file that was asked for is damaged, too: so ask for this last */
  readonly unreadable: readonly UnreadableRun[];
  readonly filters: readonly Filter[];
  /** in the order of their names */
  readonly keys: readonly Key[];
}

/** Throws an InputError for a word that means nothing, and for a key that no run has. */
export function askRuns({ words, places, keyNames, outputFile, inOrderOfNames = false }: Question): Answer {
  const written: (readonly [word: string, filter: WrittenFilter])[] = [];
  const names: string[] = [];
  for (const word of words) {
    const filter = parseFilter(word);
    if (filter === null) names.push(word);
    else written.push([word, filter]);
  }
  refuseLooseConnectives(words, written.length > 0);
  refuseEatenFilters(names, outputFile);
  const selection = names.length === 0 ? listAll(places) : select(names, places);
  const { runs, unreadable } = inOrderOfNames ? selection : newestFirst(selection);
  const filters = written.map(([word, filter]) => filterOf(word, filter, (name, place) => keyFor(name, runs, place)));
  const keys = keyNames.map((name) => keyFor(name, runs));

  const problems: UnreadableRun[] = []; // of files that may be read only once a figure is asked for
  const needExperiments = [...keys, ...filters.flatMap(keysIn)].some((key) => key.isOfExperiment);
  const named = runs.map((run) => listed(run, needExperiments ? experimentOf(run, problems) : null, problems));
  return {
    runs: named.filter((run) => filters.every((filter) => matches(filter, run))),
    named,
    get unreadable() {
      return [...unreadable, ...problems];
    },
    filters,
    keys,
  };
}

/** By the first key that differs; a run that lacks it comes last, in either direction. */
export function sortRuns(
  runs: readonly ListedRun[],
  by: readonly { readonly key: Key; readonly descending: boolean }[],
): ListedRun[] {
  const rank = ({ key }: { key: Key }, run: ListedRun) => fieldOf(key.valueIn(run));
  return runs.toSorted((a, b) => {
    for (const sort of by) {
      const [left, right] = [rank(sort, a), rank(sort, b)];
      if (left === right) continue;
      if (left === null || right === null) return left === null ? 1 : -1;
      const order = typeof left === 'number' && typeof right === 'number' ? left - right : left < right ? -1 : 1;
      return sort.descending ? -order : order;
    }
    return 0;
  });
}

/** Where no run has what is asked for: what they have instead. Nothing where there is one, or there are none at all. */
export function explainNone({ runs, named, filters }: Answer): string[] {
  if (runs.length > 0 || named.length === 0) return [];
  const alone = filters.filter((filter) => !named.some((run) => matches(filter, run)));
  const none = `None of ${plural(named.length, 'run')} has ${filters.map(({ word }) => word).join(' and ')}`;
  const [only] = filters.flatMap(({ comparisons }) => comparisons);
  if (only !== undefined && filters.length === 1 && only === filters[0]?.asks)
    return [`${none}: ${describeValues(only, named)}.`];
  const comparisons = alone.flatMap((filter) => filter.comparisons);
  return [`${none}.`, ...comparisons.map((each) => `${textAt(each.place)}: ${describeValues(each, named)}.`)];
}

const keysIn = ({ comparisons }: Filter): Key[] => comparisons.map(({ key }) => key);

function listAll({ runsFolder }: RunPlaces): Selection {
  const listed = listRuns(runsFolder);
  return {
    runs: listed.filter((entry) => entry.kind === 'run'),
    unreadable: listed.filter((entry) => entry.kind === 'unreadable'),
  };
}

/** `status:failed`, `seed in [1,2]`: the key that a word begins with. */
const keyIn = (word: string): string => /^[\w.[\]]+/.exec(word)?.[0] ?? '';

/** A name that means no run, but is a key, was to be a filter. */
function select(names: readonly string[], places: RunPlaces): Selection {
  try {
    return selectRuns(names, places);
  } catch (error) {
    const word = names.find((name) => isKnownKey(keyIn(name)));
    if (word === undefined || !(error instanceof InputError)) throw error;
    throw new InputError(`${error.message}\n${describeFilter(keyIn(word))}`, { cause: error });
  }
}

const newestFirst = ({ runs, unreadable }: Selection): Selection => ({
  runs: runs.toSorted((a, b) => Number(a.run.startedAt < b.run.startedAt) - Number(a.run.startedAt > b.run.startedAt)),
  unreadable,
});

const describeFilter = (key: string): string => `${key} is a key: to ask what it holds, write '${key}=…' in quotes.`;

/**
 * Unquoted, `valAccuracy>0.9` is to a shell the word valAccuracy, and a file called 0.9 for what is printed. Throws an
 * InputError where it looks so.
 */
function refuseEatenFilters(names: readonly string[], outputFile: string | null): void {
  const key = names.find(isKnownKey);
  if (key === undefined || outputFile === null) return;
  const isValue = /^(=.*|\d{4}(-\d\d){1,2})$/.test(outputFile) || parseQuantity(outputFile) !== null;
  if (!isValue) return;
  throw new InputError(
    `The shell took the > behind ${key} for itself, and what is printed goes into a file called ${outputFile}: delete that, ` +
      `and quote the filter: '${key}>${outputFile}'.`,
  );
}

/** Unquoted, `status=failed or status=stopped` are three words. Throws an InputError where it looks so. */
function refuseLooseConnectives(words: readonly string[], hasFilters: boolean): void {
  const loose = words.find((word) => /^(or|and|\||\|\||&&)$/i.test(word));
  if (loose === undefined || !hasFilters) return;
  throw new InputError(
    `${loose} stands alone: a filter is one word to a shell, so quote it whole, '${words.join(' ')}'.`,
  );
}

function keyFor(name: string, runs: readonly ReadRun[], place?: Place): Key {
  const key = findKey(name, runs);
  if (key !== undefined) return key;
  const sentence = explainUnknownKey(name);
  throw place === undefined ? new InputError(sentence) : errorAt(place, sentence);
}

function listed(run: ReadRun, experiment: Experiment | null, problems: UnreadableRun[]): ListedRun {
  let evaluation: Evaluation | null | undefined;
  let metrics: readonly EpochMetrics[] | undefined;
  let kept: Moment | undefined;
  return {
    ...run,
    experiment,
    evaluation() {
      if (evaluation === undefined)
        evaluation = readEvaluationIfWhole(run, (problem) => tellOf(run, problem, problems));
      return evaluation;
    },
    metrics: () => (metrics ??= unlessDamaged(() => readMetrics(run)) ?? []),
    kept: () => (kept ??= momentKept(run, experiment)),
  };
}

/** An experiment is read only where it decides. */
function momentKept(found: ReadRun, experiment: Experiment | null): Moment {
  const { result } = found.run;
  if (result === null || result.best.epoch === result.last.epoch) return 'last';
  const trained = experiment ?? unlessDamaged(() => readExperiment(found));
  return trained === null ? 'last' : keptMoment(found.run, trained);
}

function unlessDamaged<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

function tellOf({ folder, path }: ReadRun, problem: string, problems: UnreadableRun[]): void {
  problems.push({ kind: 'unreadable', folder, path, problem });
}

function experimentOf(run: ReadRun, problems: UnreadableRun[]): Experiment | null {
  try {
    return readExperiment(run);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    tellOf(run, error.message, problems);
    return null;
  }
}
