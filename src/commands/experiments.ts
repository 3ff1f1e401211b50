/** What commands have in common: from files to experiments, and where runs are. */
import { homedir } from 'node:os';
import { relative, resolve } from 'node:path';
import { InputError } from '../errors/index.ts';
import { type LoadedExperiment, rulesForNew } from '../experiment/index.ts';
import { loadExperiments, readPipes } from '../experiment/node.ts';
import { rules } from '../training/index.ts';
import { needFiles } from './arguments.ts';
import type { Surroundings } from './command.ts';

/** Throws an InputError with every problem of every file. */
export async function readExperiments(
  command: string,
  words: readonly string[],
  { directory }: Surroundings,
): Promise<LoadedExperiment[]> {
  const { files, overrides } = needFiles(command, words);
  const piped = await readPipes(files, directory);
  return loadExperiments({ files, overrides, rules: { ...rules, ...rulesForNew }, cwd: directory, piped });
}

/** Where runs are kept: --runs, else SIAMESE_RUNS, both from where the user stands; else the project's. */
export function resolveRunsFolder(option: string | undefined, { directory, project, env }: Surroundings): string {
  const { SIAMESE_RUNS } = env;
  const [wanted, name] = option === undefined ? [SIAMESE_RUNS, 'SIAMESE_RUNS'] : [option, '--runs'];
  return wanted ? resolve(directory, expandPath(wanted, name, env)) : resolve(project, 'runs');
}

/**
 * A path as a shell would have expanded it: quotes, `--runs=~/x` and files of settings leave `~` and `$HOME` as they are.
 * Throws an InputError where it can't be told what stands for them. `./~` is a folder of that name.
 */
export function expandPath(path: string, name: string, env: Surroundings['env']): string {
  const [start, tilde, braced, plain] = /^(?:(~[^/\\]*)|\$\{(\w+)\}|\$(\w+))/.exec(path) ?? [];
  if (start === undefined) return path;
  const value = tilde === '~' ? homedir() : env[braced ?? plain ?? ''];
  if (value) return `${value}${path.slice(start.length)}`;
  throw new InputError(`${name} is ${path}, and nothing stands for ${start}; write the path in full, or ./${path}.`);
}

/** A path as the user would type it: from where they stand, unless it is far away. */
export function shortPath(path: string, { directory }: Surroundings): string {
  const short = relative(directory, path);
  return short === '' ? '.' : short.startsWith('..') ? path : short;
}
