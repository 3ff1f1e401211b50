/** What commands have in common: from files to experiments, and where runs are. */
import { relative, resolve } from 'node:path';
import type { LoadedExperiment } from '../experiment/index.ts';
import { loadExperiments } from '../experiment/node.ts';
import { rules } from '../training/index.ts';
import { needFiles } from './arguments.ts';
import type { Surroundings } from './command.ts';

/** Throws an InputError with every problem of every file. */
export function readExperiments(
  command: string,
  words: readonly string[],
  { directory }: Surroundings,
): LoadedExperiment[] {
  const { files, overrides } = needFiles(command, words);
  return loadExperiments({ files, overrides, rules, cwd: directory });
}

/** Where runs are kept: --runs, else SIAMESE_RUNS, both from where the user stands; else the project's. */
export function resolveRunsFolder(option: string | undefined, { directory, project, env }: Surroundings): string {
  const { SIAMESE_RUNS } = env;
  const wanted = option ?? SIAMESE_RUNS;
  return wanted ? resolve(directory, wanted) : resolve(project, 'runs');
}

/** A path as the user would type it: from where they stand, unless it is far away. */
export function shortPath(path: string, { directory }: Surroundings): string {
  const short = relative(directory, path);
  return short === '' ? '.' : short.startsWith('..') ? path : short;
}
