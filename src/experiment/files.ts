/** Experiment files: finding them, reading them, following `extends`. */
import { globSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, relative, resolve as resolvePath } from 'node:path';
import { merge } from './merge.ts';
import { nearest } from './nearest.ts';
import type { Findings } from './problems.ts';
import { experimentFileSchema } from './schema.ts';
import { printable, type Source, type Span } from './text-source.ts';
import { type MapNode, parseTree } from './tree.ts';

/** Largest file that is read: a hundred times what an experiment needs, and what parses in a second. */
const mostBytes = 256 * 1024;

/** A file's text, and its tree with those it extends beneath it; `tree` is null where it can't be checked further. */
export interface ExperimentText {
  /** absolute */
  readonly file: string;
  readonly source: Source;
  readonly tree: MapNode | null;
}

/** The files that paths and globs name, absolute, each once, in the order given. */
export function findFiles(patterns: readonly string[], cwd: string, findings: Findings): string[] {
  const files = new Map<string, string>();
  for (const pattern of patterns) {
    const path = resolvePath(cwd, pattern);
    const isGlob = /[*?[\]{}]/.test(pattern) && statOf(path) === undefined;
    const matches = isGlob
      ? globSync(pattern, { cwd })
          .map((match) => resolvePath(cwd, match))
          .filter((match) => statOf(match)?.isDirectory() !== true)
          .sort((a, b) => (a < b ? -1 : 1))
      : [path];
    if (matches.length === 0) {
      findings.add({ at: pattern, kind: 'glob', sentence: 'No file matches this pattern.' });
    }
    for (const match of matches) {
      const identity = realPathOf(match);
      if (!files.has(identity)) files.set(identity, match);
    }
  }
  return [...files.values()];
}

/** Reads files, each once, however many extend it. */
export class Reader {
  readonly #cwd: string;
  readonly #findings: Findings;
  readonly #read = new Map<string, ExperimentText>();

  constructor(cwd: string, findings: Findings) {
    this.#cwd = cwd;
    this.#findings = findings;
  }

  /** `chain`: the files that led here by `extends`, outermost first; `at`: the place that named this one. */
  read(file: string, chain: readonly string[] = [], at?: Span): ExperimentText | null {
    const identity = realPathOf(file);
    if (chain.includes(identity)) {
      const cycle = [...chain.slice(chain.indexOf(identity)), identity].map((each) => this.#shown(each));
      const sentence = `Files extend one another in a circle: ${cycle.join(' → ')}. One of them must stand alone.`;
      this.#findings.add({ at: at ?? this.#shown(file), kind: 'extends', path: 'extends', sentence });
      return null;
    }
    const known = this.#read.get(identity);
    if (known !== undefined) return known;
    const text = this.#textOf(file, chain, at);
    if (text === null) return null;
    const source: Source = { kind: 'file', name: this.#shown(file), text };
    const own = this.#treeOf(source);
    const tree = own === null ? null : this.#extended(own, file, [...chain, identity]);
    const result = { file, source, tree };
    this.#read.set(identity, result);
    return result;
  }

  #treeOf(source: Source): MapNode | null {
    const findings = this.#findings;
    const hasContent = source.text.split('\n').some((line) => /^\s*[^\s#]/.test(line));
    if (!hasContent) {
      const what = source.text.trim() === '' ? 'is empty' : 'holds only comments';
      const sentence = `The file ${what}. An experiment needs at least name, data and network; \`npm run init NAME\` writes one to start from.`;
      findings.add({ at: source.name, kind: 'empty', sentence });
      return null;
    }
    const tree = parseTree(source, findings);
    if (tree === null || tree.kind === 'map') return tree;
    const sentence = 'An experiment file is a mapping of keys, `name: …`, `network: …`.';
    findings.add({ at: tree.at ?? source.name, kind: 'root', sentence });
    return null;
  }

  #extended(own: MapNode, file: string, chain: readonly string[]): MapNode | null {
    const entry = own.entries.get('extends');
    if (entry === undefined) return own;
    const { value } = entry;
    const at = value.at ?? entry.key ?? undefined;
    if (value.kind !== 'scalar' || typeof value.value !== 'string' || value.value === '') {
      const sentence = 'extends must be the path of one experiment file, relative to this one.';
      this.#findings.add({ at: at ?? this.#shown(file), kind: 'extends', path: 'extends', sentence });
      return null;
    }
    const base = this.read(resolvePath(dirname(file), value.value), chain, at);
    if (base === null || base.tree === null) return null;
    const rest: MapNode = { ...own, entries: new Map([...own.entries].filter(([key]) => key !== 'extends')) };
    return merge(base.tree, rest, experimentFileSchema) as MapNode;
  }

  #textOf(file: string, chain: readonly string[], at: Span | undefined): string | null {
    const shown = this.#shown(file);
    const refuse = (sentence: string): null => {
      const trail = chain.map((each) => this.#shown(each)).join(' extends ');
      if (at === undefined) this.#findings.add({ at: shown, kind: 'file', sentence: `${sentence}` });
      else {
        const whole = `${trail} extends ${shown}: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
        this.#findings.add({ at, kind: 'extends', path: 'extends', sentence: whole });
      }
      return null;
    };
    try {
      const stat = statSync(file);
      if (stat.isDirectory())
        return refuse(`This is a folder, not a file. Name its files, for example ${shown}/*.yaml.`);
      if (!stat.isFile()) return refuse('This is not a regular file.');
      if (stat.size > mostBytes) {
        const size = `${Math.ceil(stat.size / 1024).toLocaleString('en')} KiB`;
        return refuse(`The file has ${size}; an experiment file has at most ${mostBytes / 1024} KiB. It was not read.`);
      }
      const bytes = readFileSync(file);
      const text = decoded(bytes);
      return text ?? refuse(`Line ${firstBadLine(bytes)} is not UTF-8 text. Save the file as UTF-8.`);
    } catch (error) {
      return refuse(reasonOf(error as NodeJS.ErrnoException, file));
    }
  }

  /** Relative to where the user is, unless that climbs out. */
  #shown(file: string): string {
    const path = relative(this.#cwd, file);
    return printable(path === '' || path.startsWith('..') || isAbsolute(path) ? file : path);
  }
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function firstBadLine(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const newline = bytes.indexOf(10, start);
    const end = newline < 0 ? bytes.length : newline + 1;
    if (decoded(bytes.subarray(start, end)) === null) return line;
    start = end;
  }
  return 1;
}

function reasonOf(error: NodeJS.ErrnoException, file: string): string {
  switch (error.code) {
    case 'ENOENT':
    case 'ENOTDIR': {
      const similar = similarFile(file);
      return similar === undefined ? 'There is no such file.' : `There is no such file. Did you mean \`${similar}\`?`;
    }
    case 'EACCES':
    case 'EPERM':
      return 'You have no permission to read this file.';
    default:
      return `The file can't be read (${error.code ?? error.message}).`;
  }
}

/** A file of nearly this name in its folder. */
function similarFile(file: string): string | undefined {
  try {
    const names = readdirSync(dirname(file)).filter((name) => /\.ya?ml$/.test(name));
    const bare = basename(file).replace(/\.ya?ml$/, '');
    const found = nearest(
      bare,
      names.map((name) => name.replace(/\.ya?ml$/, '')),
    );
    return names.find((name) => name.replace(/\.ya?ml$/, '') === found);
  } catch {
    return undefined;
  }
}

function statOf(path: string): ReturnType<typeof statSync> {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function realPathOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}
