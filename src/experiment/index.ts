/** The experiment file: YAML text → validated, resolved and hashed experiments, or every problem at once. */
export { type Rung, rungEpochs, rungsOf } from './budget.ts';
export { describedWith } from './changes.ts';
export { unquoted } from './check.ts';
export { dependsOnEpochCount, hashWithEpochs, withEpochs } from './epochs.ts';
export { type Deciding, deciding, hashExperiment, nonDefaults, toResolvedYaml } from './hash.ts';
export type { LoadedExperiment, LoadOptions } from './load.ts';
export { ConfigurationError, type Problem } from './problems.ts';
export { readResolved } from './read-resolved.ts';
export { type Broken, experimentRules, type Rule, type Rules, rulesForNew } from './rules.ts';
export { allKeyPaths } from './schema.ts';
export { standaloneFile } from './standalone.ts';
export { starterFile } from './starter.ts';
export type { Budget, Trial } from './sweep-parts.ts';
export { experimentsFromTexts, type TextsRequest } from './texts.ts';
export type * from './types.ts';
export { resolveFragment } from './values.ts';
