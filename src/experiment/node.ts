/** Experiments from files: this room's face for Node. */
import { existsSync, globSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, normalize, relative, resolve as resolvePath } from 'node:path';
import { InputError } from '../errors/index.ts';
import { formatCount, nearest, printable } from '../text/index.ts';
import { type LoadedExperiment, type LoadOptions, loadFrom } from './load.ts';
import { isPipeOrSocket, readFile, readPipe } from './pipe/node.ts';
import { Findings } from './problems.ts';
import { mostBytes, type Texts } from './reader.ts';

export interface LoadRequest extends LoadOptions {
  /** paths or globs, relative to `cwd` */
  readonly files: readonly string[];
  /** absolute */
  readonly cwd: string;
  /** what `readPipes` has read of those that are pipes */
  readonly piped?: Piped;
}

/** By absolute path: what a pipe held, or a sentence that says why nothing was read. */
export type Piped = ReadonlyMap<string, Uint8Array | string>;

/** Waits for the pipes among the files that a person names: `siamese exp <(…)`. */
export async function readPipes(files: readonly string[], cwd: string): Promise<Piped> {
  const piped = new Map<string, Uint8Array | string>();
  for (const file of files.map((each) => resolvePath(cwd, each))) {
    if (piped.has(file)) continue;
    try {
      if (isPipeOrSocket(file)) piped.set(file, await readPipe(file, mostBytes));
    } catch (error) {
      piped.set(file, reasonOf(error as NodeJS.ErrnoException, file));
    }
  }
  return piped;
}

/** Loads every file, or throws one ConfigurationError with every problem of all of them. */
export function loadExperiments({ files, cwd, piped = new Map(), ...options }: LoadRequest): LoadedExperiment[] {
  if (files.length === 0)
    throw new InputError('No experiment file was named, for example experiments/mnist-quick.yaml.');
  const findings = new Findings();
  const found = findFiles(files, cwd, findings);
  return loadFrom(filesFrom(cwd, piped), found, options, findings);
}

/** The files that paths and globs name, absolute, each once, in the order given. */
function findFiles(patterns: readonly string[], cwd: string, findings: Findings): string[] {
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

/** Files, named by their absolute paths; shown relative to `cwd`, where the user is, unless that climbs out. */
function filesFrom(cwd: string, piped: Piped): Texts {
  const shown = (file: string): string => {
    const path = relative(cwd, file);
    return printable(path === '' || path.startsWith('..') || isAbsolute(path) ? file : path);
  };
  const beginningOf = (file: string): string => (piped.has(file) || /^\/(dev|proc)\//.test(file) ? cwd : dirname(file));
  return {
    identityOf: realPathOf,
    shown,
    extendedBy: (file, path) => resolvePath(beginningOf(file), path),
    directoryOf: (file) => (file === undefined ? cwd : beginningOf(file)),
    folderAt: (path, folder) => resolvePath(folder, expanded(path)),
    pathBetween,
    read: (file) => readText(file, shown(file), piped.get(file)),
  };
}

/** A relative path is written one way alone, `photos/cats`, so that it decides one hash; `~` is the user's home. */
function pathBetween(path: string, from: string, to: string): string {
  const whole = expanded(path);
  if (isAbsolute(whole)) return normalize(whole);
  return (relative(to, resolvePath(from, whole)) || '.').replaceAll('\\', '/');
}

function expanded(path: string): string {
  return /^~(\/|$)/.test(path) ? join(homedir(), path.slice(1)) : path;
}

function readText(file: string, shown: string, piped: Uint8Array | string | undefined): ReturnType<Texts['read']> {
  try {
    if (piped !== undefined) return textOf(piped, 'more');
    const stat = statSync(file);
    if (stat.isDirectory())
      return { refusal: `This is a folder, not a file. Name its files, for example ${shown}/*.yaml.` };
    if (!stat.isFile()) return { refusal: 'This is not a regular file.' };
    // what a system makes up as it is read has no size beforehand
    return textOf(readFile(file, mostBytes), `${formatCount(Math.ceil(stat.size / 1024))} KiB`);
  } catch (error) {
    return { refusal: reasonOf(error as NodeJS.ErrnoException, file) };
  }
}

/** `size` says how much there is where that is too much. */
function textOf(bytes: Uint8Array | string, size: string): ReturnType<Texts['read']> {
  if (typeof bytes === 'string') return { refusal: bytes };
  if (bytes.length > mostBytes) {
    const refusal = `The file has ${size}; an experiment file has at most ${mostBytes / 1024} KiB. It was not read.`;
    return { refusal };
  }
  const text = decoded(bytes);
  return text === null
    ? { refusal: `Line ${firstBadLine(bytes)} is not UTF-8 text. Save the file as UTF-8.` }
    : { text };
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function firstBadLine(bytes: Uint8Array): number {
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
    const there = [`${file}.yaml`, `${file}.yml`, join(dirname(file), 'experiments', `${basename(file)}.yaml`)];
    const byName = there.find((path) => existsSync(path));
    if (byName !== undefined) return relative(dirname(file), byName);
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
    const path = realpathSync(file);
    return existsSync(path) ? path : file; // a pipe between two processes has none
  } catch {
    return file;
  }
}
