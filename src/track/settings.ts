/** An experiment as a list of settings. */
import type { Experiment } from '../experiment/index.ts';
import { flatten, type Plain } from '../text/index.ts';

/** `network.blocks.0.filters` → 64, in the file's order, without `track`; a list of plain values is one, as JSON. */
export function settingsOf({ track: _, ...experiment }: Experiment): [key: string, value: Plain][] {
  return flatten(experiment);
}
