/** Sentences that more than one view needs. */
import type { Run } from '../record/index.ts';

export const bestIsOptimistic = 'The best epoch was picked by its figures on these very pairs: they are optimistic.';

export const keptMeans =
  'Kept is the epoch whose weights the model has: where early stopping restores the best, that one; else the last.';

export const imagesUnknown = (why: string): string =>
  `What other validation images would change can't be told: ${why.replace(/\.$/, '')}.`;

export const enginesDifferInRounding =
  'Engines differ in rounding alone, which training magnifies: on the same experiment more than noise between them would ' +
  'be a fault of one.';

/** What goes wrong in a run, as far as its last epoch shows it. `name`: what the view calls it. */
export const findingsOf = (name: string, { findings = [] }: Run): string[] =>
  findings.map((sentence) => `${name}: ${sentence}`);
