/** How much an epoch of each experiment works through, counted once for those that are alike. */
import { countWork } from '../data/index.ts';
import type { LoadedExperiment } from '../experiment/index.ts';
import { drawingOf } from '../objective/index.ts';
import { sourceOptionsOf } from './datasets.ts';

export type Work = Awaited<ReturnType<typeof countWork>>;

export class Works {
  readonly #known = new Map<string, Promise<Work>>();

  /** Throws an InputError where the data can't be counted. */
  of(loaded: LoadedExperiment): Promise<Work> {
    const { data, pairs, objective } = loaded.experiment;
    const options = sourceOptionsOf(loaded);
    const key = JSON.stringify([countedOf(data), options, pairs.perImage, objective.loss]);
    const work = this.#known.get(key) ?? countWork(drawingOf(loaded.experiment), options);
    this.#known.set(key, work);
    return work;
  }
}

type Data = LoadedExperiment['experiment']['data'];

/** What counts depend on: on the seed only where it chooses among classes, groups or listed pairs, which differ in size. */
function countedOf(data: Data): Data {
  const isBySeed = data.source === 'pairs' || (data.split !== null && data.split.by !== 'image');
  return isBySeed ? data : { ...data, seed: 0 };
}
