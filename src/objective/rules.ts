/** Which objectives can be met: rules on what an experiment asks for, each with a sentence for what breaks it. */
import type { Rule, Rules } from '../experiment/index.ts';
import { distances } from './distances.ts';

/**
 * A margin that no distance reaches: different images can't be as far apart as asked for, whatever is learnt, and half
 * of such a margin may tell no pair from another.
 */
const marginIsWithinReach: Rule = {
  needs: ['/objective', '/network/normalize', '/network/embeddingDim'],
  *check({ objective, network }) {
    if (objective.loss === 'binaryCrossentropy') return; // beside which a margin is an unknown key
    const farthest = distances[objective.distance].farthest(network);
    if (objective.margin <= farthest) return;
    const most = Math.floor(100 * farthest) / 100;
    const embeddings = objective.distance === 'cosine' ? 'embeddings' : 'embeddings of length 1 (network.normalize)';
    yield {
      pointer: '/objective/margin',
      sentence:
        `objective.margin is ${objective.margin}, but two ${embeddings} have a ${objective.distance} distance of ${most} at most, ` +
        `which no training can exceed; use ${most} or less, for example ${objective.loss === 'triplet' ? 0.3 : 1}.`,
    };
  },
};

export const objectiveRules: Rules = { marginIsWithinReach };
