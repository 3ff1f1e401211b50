/** The same experiment, longer or shorter: what a run that goes on with more epochs asks. */
import { hashExperiment } from './hash.ts';
import type { Rules } from './rules.ts';
import type { Experiment } from './types.ts';
import { resolveExperiment } from './values.ts';

/** The experiment with another number of epochs. Throws an InputError where it can't have so many, or so few. */
export function withEpochs(experiment: Experiment, epochs: number, rules: Rules): Experiment {
  return resolveExperiment({ ...experiment, training: { ...experiment.training, epochs } }, rules);
}

/** The hash of the experiment with another number of epochs, whether or not it can have so many. */
export function hashWithEpochs(experiment: Experiment, epochs: number): string {
  return hashExperiment({ ...experiment, training: { ...experiment.training, epochs } });
}

/** Whether an epoch is trained otherwise where more of them follow. If not, the first epochs of a longer run are those of a shorter one. */
export function dependsOnEpochCount({ training }: Experiment): boolean {
  return training.schedule.name === 'cosine';
}
