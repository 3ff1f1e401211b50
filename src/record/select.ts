/** Which runs a person means by a word. */
import { existsSync, globSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, matchesGlob, resolve } from 'node:path';
import { InputError } from '../errors/index.ts';
import { nearest } from '../text/index.ts';
import { runFiles } from './files.ts';
import { listRuns, type ReadRun, readable, readRun, type UnreadableRun } from './read.ts';

export interface RunPlaces {
  readonly runsFolder: string;
  /** where the user stands; absolute */
  readonly directory: string;
}

export interface Selection {
  /** each once, in the words' order; those of one word newest first */
  readonly runs: readonly ReadRun[];
  readonly unreadable: readonly UnreadableRun[];
}

/**
 * All runs that words mean. A word is `latest`, a folder, a glob over folders or over names in the runs folder (of
 * folders, sweeps and experiments), a whole name there, the name of a sweep, that of an experiment, a tag, or else a
 * part of names. Throws one InputError with a
 * sentence for each word that means nothing.
 */
export function selectRuns(words: readonly string[], places: RunPlaces): Selection {
  const library = new Library(places);
  const found = new Map<string, Entry>();
  const problems: string[] = [];
  for (const word of words) {
    const { entries } = library.find(word);
    if (entries.length === 0) problems.push(library.explainNothing(word));
    for (const entry of entries) {
      const identity = realPathOf(entry.path);
      if (!found.has(identity)) found.set(identity, entry);
    }
  }
  if (problems.length > 0) throw new InputError(problems.join('\n'));
  const all = [...found.values()];
  return {
    runs: all.filter((entry) => entry.kind === 'run'),
    unreadable: all.filter((entry) => entry.kind === 'unreadable'),
  };
}

export interface RunName extends RunPlaces {
  /** as for `selectRuns`, but one that means a single run */
  readonly word: string;
}

/** The run that a person means. Throws an InputError where it can't be told, or can't be read. */
export function findRun({ word, ...places }: RunName): ReadRun {
  const library = new Library(places);
  const { entries, how } = library.find(word);
  const [first, second] = entries;
  if (first === undefined) throw new InputError(library.explainNothing(word));
  if (second === undefined) return readable(first);
  const some = entries.slice(0, mostNamed).map(({ folder }) => `\n  ${folder}`);
  const more = entries.length > mostNamed ? `\n  and ${entries.length - mostNamed} more` : '';
  throw new InputError(`${entries.length} runs ${how}; name one of them:${some.join('')}${more}`);
}

/** A run that began later than this is one of a wrong clock. */
const clocksDiffer = 60_000;

/**
 * The newest, but for those that began in the future, which a clock that was ahead left: else one of them would be the
 * latest for as long. Where there are no others, the newest of those.
 */
function latestOf(newestFirst: readonly ReadRun[]): ReadRun[] {
  const now = Date.now();
  const [first] = newestFirst;
  const latest = newestFirst.find(({ run }) => Date.parse(run.startedAt) <= now + clocksDiffer) ?? first;
  return latest === undefined ? [] : [latest];
}

/** Of the runs that a word might mean. */
const mostNamed = 5;

type Entry = ReadRun | UnreadableRun;

interface Found {
  readonly entries: readonly Entry[];
  /** what they have in common, as in `3 runs …` */
  readonly how: string;
}

/** The runs below a folder, read when a word first needs them. */
class Library {
  readonly #places: RunPlaces;
  #listed: Entry[] | undefined;

  constructor(places: RunPlaces) {
    this.#places = places;
  }

  find(word: string): Found {
    if (word === 'latest') return { entries: latestOf(this.#runs()), how: 'are the latest' };
    if (word === '') return { entries: [], how: '' };
    const path = resolve(this.#places.directory, word);
    if (existsSync(join(path, runFiles.run))) return { entries: [this.#namedBy(path)], how: '' };
    const exact = this.#list().filter(({ folder }) => folder === word);
    if (exact.length > 0) return { entries: exact, how: '' };
    const trials = this.#runs().filter(({ run }) => run.sweep?.name === word);
    if (trials.length > 0) return { entries: trials, how: `are of the sweep ${word}` };
    const named = this.#runs().filter(({ run }) => run.name === word);
    if (named.length > 0) return { entries: named, how: `are called ${word}` };
    const tagged = this.#runs().filter(({ tags }) => tags.includes(word));
    if (tagged.length > 0) return { entries: tagged, how: `have the tag ${word}` };
    if (isGlob(word)) return { entries: this.#matching(word), how: `match ${word}` };
    const alike = this.#list().filter(({ folder }) => folder.includes(word));
    if (alike.length === 0 && existsSync(path)) return { entries: [notARun(path)], how: '' };
    return { entries: alike, how: `have ${word} in their names` };
  }

  /** A link that a person names is followed, to the folder itself, but for one among the runs. */
  #namedBy(path: string): Entry {
    const isAmongRuns = realPathOf(dirname(path)) === realPathOf(this.#places.runsFolder);
    const folder = isAmongRuns ? path : realPathOf(path);
    return readRun(folder, basename(folder));
  }

  explainNothing(word: string): string {
    const { runsFolder } = this.#places;
    if (word === 'latest') return `There is no run yet in ${runsFolder}; npm run exp trains one.`;
    const isEmpty = this.#list().length === 0;
    const seeList = isEmpty ? `There is none yet in ${runsFolder}.` : `npm run runs lists those in ${runsFolder}.`;
    if (isGlob(word)) return `No run's folder, name or sweep matches ${word}. ${seeList}`;
    const names = this.#runs().flatMap(({ folder, run, tags }) => [...namesOf(run), ...tags, folder]);
    const meant = nearest(basename(word), [...new Set(names)]);
    const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
    return `No run is called ${word === '' ? "''" : word} or has that in its name.${hint} ${seeList}`;
  }

  #matching(glob: string): Entry[] {
    const { directory } = this.#places;
    const paths = globSync(glob, { cwd: directory }).map((match) => resolve(directory, match));
    const folders = paths.filter((path) => statOf(path)?.isDirectory() && !basename(path).startsWith('.'));
    const listed = this.#list();
    const byPath = new Map(listed.map((entry) => [entry.path, entry]));
    const elsewhere = folders.filter((path) => !byPath.has(path)).sort();
    const chosen = new Set(folders);
    const isForNames = !/[/\\]/.test(glob); // what else has such a name where the user stands is not meant
    const isCalledSo = (entry: Entry) => [entry.folder, ...namesIn(entry)].some((name) => matchesGlob(name, glob));
    const found = [
      ...listed.filter((entry) => chosen.has(entry.path) || isCalledSo(entry)),
      ...elsewhere.map((path) => readRun(path, basename(path))).filter(({ kind }) => kind === 'run' || !isForNames),
    ];
    if (found.length > 0) return found;
    return listed.filter(({ folder }) => matchesGlob(`runs/${folder}`, glob)); // as documented, wherever they are kept
  }

  #list(): Entry[] {
    this.#listed ??= listRuns(this.#places.runsFolder);
    return this.#listed;
  }

  #runs(): ReadRun[] {
    return this.#list().filter((entry) => entry.kind === 'run');
  }
}

/** Of its experiment, and of its sweep. */
const namesOf = ({ name, sweep }: ReadRun['run']): string[] => (sweep === null ? [name] : [name, sweep.name]);
const namesIn = (entry: Entry): string[] => (entry.kind === 'run' ? namesOf(entry.run) : []);

function notARun(path: string): UnreadableRun {
  const why = !statOf(path)?.isDirectory()
    ? "it is a file; name the run's folder"
    : globSync(`*/${runFiles.run}`, { cwd: path }).length > 0
      ? `it is a folder of runs; '${join(path, '*')}' names them all`
      : `there is no ${runFiles.run} in it`;
  return { kind: 'unreadable', folder: basename(path), path, problem: `Not a run: ${why}.` };
}

/** Whether a word may mean many names. */
export const isGlob = (word: string): boolean => /[*?[\]{}]/.test(word);

function statOf(path: string): ReturnType<typeof statSync> {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
