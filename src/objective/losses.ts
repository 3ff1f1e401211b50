/** The table of losses: by name, what makes a loss from its settings. */
import type { Objective } from '../experiment/index.ts';
import type { Loss } from './loss.ts';
import { binaryCrossentropy } from './losses/binary-crossentropy.ts';
import { contrastive } from './losses/contrastive.ts';
import { triplet } from './losses/triplet.ts';

type Named<Name extends Objective['loss']> = Extract<Objective, { loss: Name }>;

export const losses: { [Name in Objective['loss']]: (objective: Named<Name>) => Loss } = {
  binaryCrossentropy,
  contrastive,
  triplet,
};

export function lossOf(objective: Objective): Loss {
  const create = losses[objective.loss] as (objective: Objective) => Loss;
  return create(objective);
}
