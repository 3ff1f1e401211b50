/** Experiments and their parts given as values, not as files. */
import { InputError } from '../errors/index.ts';
import { complaints, silent } from './check.ts';
import {
  type Validator,
  validateExperiment,
  validateNetwork,
  validateObjective,
  validateOptimizer,
} from './generated/validate.js';
import { type Resolved, resolve } from './resolve.ts';
import type { Rule, Rules } from './rules.ts';
import { definition, experimentFileSchema } from './schema.ts';
import { treeOf } from './tree.ts';
import type { Experiment, Network, Objective, Optimizer } from './types.ts';

/** A whole experiment given as a value, in its resolved form. Throws an InputError with a sentence for each mistake. */
export function resolveExperiment(value: unknown, rules: Rules): Experiment {
  const resolved = resolve(treeOf(value), experimentFileSchema);
  const sentences = sentencesAgainst(resolved, validateExperiment, Object.values(rules), resolved.value);
  if (sentences.length > 0) throw new InputError(sentences.join('\n'));
  return resolved.value as Experiment;
}

interface Fragments {
  network: Network;
  objective: Objective;
  optimizer: Optimizer;
}

const fragments = {
  network: { schema: definition('Network'), validate: validateNetwork },
  objective: { schema: definition('Objective'), validate: validateObjective },
  optimizer: {
    schema: { anyOf: [{ type: 'string', 'x-long': { name: '$' } }, definition('Optimizer')] },
    validate: validateOptimizer,
  },
} satisfies Record<keyof Fragments, { schema: object; validate: Validator }>;

/**
 * A part of an experiment given as a value, in its resolved form: shorthands written out, defaults filled in. Throws
 * an InputError with a sentence for each mistake. Of the rules those are asked that need this part alone.
 */
export function resolveFragment<Name extends keyof Fragments>(
  what: Name,
  value: unknown,
  rules: Rules = {},
): Fragments[Name] {
  const fragment = fragments[what];
  const resolved = resolve(treeOf(value), fragment.schema, what);
  const ruled = Object.values(rules).filter(({ needs }) => needs.every((need) => need.startsWith(`/${what}/`)));
  const sentences = sentencesAgainst(resolved, fragment.validate, ruled, { [what]: resolved.value });
  if (sentences.length > 0) throw new InputError(sentences.join('\n'));
  return resolved.value as Fragments[Name];
}

/** Schema, then the rules where it found nothing; `whole` is the experiment, or as much of it as the rules read. */
function sentencesAgainst(resolved: Resolved, validate: Validator, ruled: readonly Rule[], whole: unknown): string[] {
  const found = complaints(resolved, validate).filter(({ kind }) => kind !== silent);
  const broken = found.length > 0 ? found : ruled.flatMap((rule) => [...rule.check(whole as Experiment)]);
  return broken.map(({ sentence }) => sentence);
}
