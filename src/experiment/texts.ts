/** Experiments from texts at hand: as from files, where there are none. */
import { nearest, printable } from '../text/index.ts';
import { type LoadedExperiment, type LoadOptions, loadFrom } from './load.ts';
import { Findings } from './problems.ts';
import type { Texts } from './reader.ts';

export interface TextsRequest extends LoadOptions {
  /** the YAML of each file, by its name; a name may have folders, divided by `/` */
  readonly texts: Readonly<Record<string, string>>;
  /** the names of those to load; default: all. The others are there to be extended. */
  readonly files?: readonly string[];
}

/** Loads texts, or throws one ConfigurationError with every problem of all of them. */
export function experimentsFromTexts({ texts, files, ...options }: TextsRequest): LoadedExperiment[] {
  return loadFrom(textsAtHand(texts), files ?? Object.keys(texts), options, new Findings());
}

function textsAtHand(texts: Readonly<Record<string, string>>): Texts {
  return {
    identityOf: (file) => file,
    shown: printable,
    extendedBy: (file, path) => normalized([...file.split('/').slice(0, -1), ...path.split('/')]),
    directoryOf: (file = '') => normalized(file.split('/').slice(0, -1)),
    folderAt: (path, folder) => normalized([...stepsOf(folder), ...stepsOf(path)]),
    pathBetween: (path, from, to) =>
      from === to ? path : normalized([...stepsUp(to), ...stepsOf(from), ...stepsOf(path)]),
    read(file) {
      const text = Object.hasOwn(texts, file) ? texts[file] : undefined;
      if (text !== undefined) return { text };
      const similar = nearest(file, Object.keys(texts));
      const hint = similar === undefined ? '' : ` Did you mean \`${similar}\`?`;
      return { refusal: `There is no such file.${hint}` };
    },
  };
}

const stepsOf = (path: string): string[] => (path === '' ? [] : path.split('/'));

const stepsUp = (folder: string): string[] => stepsOf(folder).map(() => '..');

/** The steps of a path as a path, without `.`, and without `..` where it can be followed. */
function normalized(steps: readonly string[]): string {
  const kept: string[] = [];
  for (const step of steps) {
    if (step === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (step !== '.') kept.push(step);
  }
  return kept.join('/');
}
