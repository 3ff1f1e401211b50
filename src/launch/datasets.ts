/** The data of experiments, opened once for those that share it. */
import { type LoadedDataset, loadDataset, type OpenOptions, type SourceOptions } from '../data/index.ts';
import type { Experiment, LoadedExperiment } from '../experiment/index.ts';

/** Most data sets kept open: classes and split of each image, a megabyte for MNIST. A sweep may have one for each seed. */
const mostOpen = 16;

/** Opens a data set when it is first asked for; forgets the one asked for longest ago where there are too many. */
export class Datasets {
  readonly #open = new Map<string, Promise<LoadedDataset>>();

  /** Who asks first is told of the images that are decoded, and may end that by its signal. */
  take(loaded: LoadedExperiment, open: OpenOptions = {}): Promise<LoadedDataset> {
    const { data } = loaded.experiment;
    const options = sourceOptionsOf(loaded);
    const key = JSON.stringify([data, options]);
    const dataset = this.#open.get(key) ?? this.#load(key, data, { ...options, ...open });
    this.#open.delete(key); // to the end: Map keeps its keys in the order in which they were set
    this.#open.set(key, dataset);
    const [oldest] = this.#open.keys();
    if (this.#open.size > mostOpen && oldest !== undefined) this.#open.delete(oldest);
    return dataset;
  }

  /** What couldn't be opened is tried again when it is asked for again. */
  #load(key: string, data: Experiment['data'], options: SourceOptions): Promise<LoadedDataset> {
    const loading = loadDataset(data, options);
    loading.catch(() => this.#open.delete(key));
    return loading;
  }
}

/** What an experiment's source has to know besides its own settings. */
export function sourceOptionsOf({ directory, experiment }: LoadedExperiment): SourceOptions {
  const [height, width, channels] = experiment.network.inputShape;
  return { directory, shape: { height, width, channels } };
}
