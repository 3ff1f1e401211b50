/** Every rule that an experiment must keep: its own, those on its data, and those on its network. */
import { dataRules } from '../data/index.ts';
import { experimentRules, type Rules } from '../experiment/index.ts';
import { networkRules } from '../network/index.ts';

export const rules: Rules = { ...experimentRules, ...dataRules, ...networkRules };
