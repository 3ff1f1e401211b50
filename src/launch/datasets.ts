/** The data of experiments, open as long as one of them needs it. */
import { type Dataset, loadDataset } from '../data/index.ts';
import type { Experiment, LoadedExperiment } from '../experiment/index.ts';

/** Opens a data set once for all experiments that use it, and forgets it after the last. */
export class Datasets {
  readonly #usesLeft = new Map<string, number>();
  readonly #loaded = new Map<string, Promise<Dataset>>();

  constructor(experiments: readonly LoadedExperiment[] = []) {
    for (const { experiment } of experiments) {
      const key = keyOf(experiment);
      this.#usesLeft.set(key, (this.#usesLeft.get(key) ?? 0) + 1);
    }
  }

  /** How often it will still be asked for the data of an experiment. */
  expect({ experiment }: LoadedExperiment, uses: number): void {
    const key = keyOf(experiment);
    this.#usesLeft.set(key, uses);
    if (uses === 0) this.#loaded.delete(key);
  }

  take({ experiment }: LoadedExperiment): Promise<Dataset> {
    const key = keyOf(experiment);
    const left = (this.#usesLeft.get(key) ?? 1) - 1;
    this.#usesLeft.set(key, left);
    const loading = this.#loaded.get(key) ?? loadDataset(experiment.data);
    this.#loaded.set(key, loading);
    if (left <= 0) this.#loaded.delete(key);
    return loading;
  }
}

/** Experiments with the same key have the same data. */
export const keyOf = (experiment: Experiment): string => JSON.stringify(experiment.data);
