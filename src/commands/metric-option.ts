/** `--metric`: what runs are ranked by. */
import { InputError } from '../errors/index.ts';
import { type RankedKey, rankedKeys, usualRanking } from '../evaluation/index.ts';
import { didYouMean, eitherOf } from '../text/index.ts';
import type { Options } from './command.ts';

/** Throws an InputError for what is no figure to rank by. */
export function metricFrom({ metric = usualRanking }: Options): RankedKey {
  const known = rankedKeys.find((key) => key === metric);
  if (known !== undefined) return known;
  const hint = didYouMean(metric, rankedKeys);
  throw new InputError(`--metric is ${metric}; it must be ${eitherOf(rankedKeys)}.${hint}`);
}
