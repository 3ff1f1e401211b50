/** Every rule that an experiment must keep: its own, those on its data, its network and its objective. */
import { dataRules } from '../data/index.ts';
import { experimentRules, type Rules } from '../experiment/index.ts';
import { networkRules } from '../network/index.ts';
import { objectiveRules } from '../objective/index.ts';

export const rules: Rules = { ...experimentRules, ...dataRules, ...networkRules, ...objectiveRules };
