/** What people call an experiment: its name, and of a trial which one it is, e.g. `widths network.embeddingDim=32`. */
import type { LoadedExperiment } from '../experiment/index.ts';

export const titleOf = ({ experiment, trial }: Pick<LoadedExperiment, 'experiment' | 'trial'>): string =>
  trial === null || trial.label === '' ? experiment.name : `${experiment.name} ${trial.label}`;
