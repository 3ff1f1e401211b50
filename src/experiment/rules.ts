/**
 * What a schema can't say. Each rule is a function on the resolved experiment that yields what breaks it, a sentence
 * each. A rule runs when the parts it needs are sound, whatever is wrong elsewhere. Rules about data and about networks
 * are those rooms' own: whoever loads experiments brings them.
 */
import type { Experiment } from './types.ts';

export interface Broken {
  /** JSON pointer to the value to point at */
  readonly pointer: string;
  readonly sentence: string;
}

export interface Rule {
  /** JSON pointers to the values it reads; `*` is any item */
  readonly needs: readonly string[];
  readonly check: (experiment: Experiment) => Iterable<Broken>;
}

/** Rules by their names, which tell kinds of mistakes apart. */
export type Rules = Readonly<Record<string, Rule>>;

/** A run's folder bears the name, and people copy run folders to Windows. */
export const nameIsAFolderName: Rule = {
  needs: ['/name'],
  *check({ name }) {
    if (name.endsWith('.')) {
      yield { pointer: '/name', sentence: 'name ends with a point, which Windows drops from folder names; remove it.' };
    } else if (/^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i.test(name)) {
      yield { pointer: '/name', sentence: `name is "${name}", which Windows keeps for a device; choose another.` };
    }
  },
};

/** Nesterov's step looks ahead along the momentum: without any it is plain descent. */
export const nesterovHasMomentum: Rule = {
  needs: ['/training/optimizer'],
  *check({ training: { optimizer } }) {
    if (optimizer.name !== 'sgd' || !optimizer.nesterov || optimizer.momentum > 0) return;
    yield {
      pointer: '/training/optimizer/nesterov',
      sentence: 'training.optimizer.nesterov is true, but momentum is 0; set momentum, for example 0.9.',
    };
  },
};

/** A warm-up as long as training would never reach the learning rate. */
export const warmupEndsBeforeTraining: Rule = {
  needs: ['/training/epochs', '/training/schedule'],
  *check({ training: { epochs, schedule } }) {
    if (schedule.warmupEpochs < epochs) return;
    yield {
      pointer: '/training/schedule/warmupEpochs',
      sentence:
        `training.schedule.warmupEpochs is ${schedule.warmupEpochs}, but training.epochs is ${epochs}; ` +
        `use less, for example ${Math.min(1, epochs / 2)}, or train longer.`,
    };
  },
};

/** The rules that need to know nothing but the experiment. */
export const experimentRules: Rules = { nameIsAFolderName, nesterovHasMomentum, warmupEndsBeforeTraining };

/** What stands in an experiment file is kept with each of its runs: no place for a token. */
export const mlflowAddressHasNoQuery: Rule = {
  needs: ['/track/mlflow'],
  *check({ track: { mlflow } }) {
    if (!/[?#][^=]*=/.test(mlflow?.uri ?? '')) return;
    yield {
      pointer: '/track/mlflow/uri',
      sentence:
        'track.mlflow.uri holds a query, and an experiment file is kept with each of its runs; write the address ' +
        'without it, and give a token as MLFLOW_TRACKING_TOKEN in the environment.',
    };
  },
};

/** Rules for what a person gives to be trained, not for runs that were made before there were these rules. */
export const rulesForNew: Rules = { mlflowAddressHasNoQuery };
