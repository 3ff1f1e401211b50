/** What `exp` and `validate` have in common: from files to experiments, their engines and their data. */
import { relative, resolve } from 'node:path';
import { type Dataset, loadDataset } from '../data/index.ts';
import { chooseEngine, type Engine, engineNames } from '../engine/index.ts';
import { InputError } from '../errors/index.ts';
import type { Experiment, LoadedExperiment } from '../spec/index.ts';
import { loadExperiments } from '../spec/index.ts';
import { needFiles } from './arguments.ts';
import type { Surroundings } from './command.ts';

/** Throws an InputError with every problem of every file. */
export function readExperiments(
  command: string,
  words: readonly string[],
  { directory }: Surroundings,
): LoadedExperiment[] {
  const { files, overrides } = needFiles(command, words);
  return loadExperiments({ files, overrides, cwd: directory });
}

export interface ChosenEngine {
  readonly engine: Engine;
  readonly why: string;
}

/** Each engine is chosen once. Throws an InputError where one that is asked for by name can't run here. */
export async function chooseEngines(
  experiments: readonly LoadedExperiment[],
): Promise<Map<Experiment['engine'], ChosenEngine>> {
  const names = new Set(experiments.map(({ experiment }) => experiment.engine));
  const chosen = new Map<Experiment['engine'], ChosenEngine>();
  for (const name of names) chosen.set(name, await chooseEngine(name));
  return chosen;
}

/** The engine that a run has used, which must be there. `why` says what for. */
export async function chooseEngineOf(name: string, why: string): Promise<ChosenEngine> {
  const known = (['auto', ...engineNames] as const).find((each) => each === name);
  if (known === undefined) {
    throw new InputError(
      `The run was trained on the engine ${name}, which this version doesn't have (it has ${engineNames.join(', ')}); ` +
        'another would give other bits.',
    );
  }
  const chosen = await chooseEngine(known);
  return known === 'auto' ? chosen : { ...chosen, why };
}

/** Reads a data set once for all experiments that use it, and forgets it after the last. */
export class Datasets {
  readonly #usesLeft = new Map<string, number>();
  readonly #loaded = new Map<string, Promise<Dataset>>();

  constructor(experiments: readonly LoadedExperiment[]) {
    for (const { experiment } of experiments) {
      const key = keyOf(experiment);
      this.#usesLeft.set(key, (this.#usesLeft.get(key) ?? 0) + 1);
    }
  }

  /** `isLastUse`: nobody will ask for it again, so its images may be released once an engine has them. */
  async take({ experiment }: LoadedExperiment): Promise<{ dataset: Dataset; isLastUse: boolean }> {
    const key = keyOf(experiment);
    const left = (this.#usesLeft.get(key) ?? 1) - 1;
    this.#usesLeft.set(key, left);
    const loading = this.#loaded.get(key) ?? loadDataset(experiment.data);
    this.#loaded.set(key, loading);
    if (left === 0) this.#loaded.delete(key);
    return { dataset: await loading, isLastUse: left === 0 };
  }
}

const keyOf = (experiment: Experiment): string => JSON.stringify(experiment.data);

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
