/** Where a training begins that has something behind it: a run that goes on, or one that continues another. */
import { InputError } from '../errors/index.ts';
import type { ResumePoint, StartEvent } from '../training/index.ts';
import type { Checkpoint, EpochRecord } from './checkpoint.ts';
import type { Launch, Run } from './run.ts';
import type { RunFolder } from './run-folder.ts';

/** Data, pairs or arithmetic are not those of before, so that the rest would have other bits than the beginning. */
export class ChangedError extends InputError {
  override readonly name: string = 'ChangedError';
}

export interface Beginning {
  /** null: from the first step, as no checkpoint had been written */
  readonly point: ResumePoint | null;
  /** the whole epochs that are kept */
  readonly epochs: readonly EpochRecord[];
  /** a sentence each */
  readonly warnings: readonly string[];
  /**
   * Sets the run going, once the engine has started. Throws a ChangedError where the rest would have other bits:
   * then no folder has changed.
   */
  begin(start: StartEvent, launch: Launch): RunFolder;
}

/** Everything that would make other bits of the rest than of the beginning, a line each. */
export function changesSince(
  then: { readonly engine: Checkpoint['engine'] | null; readonly fingerprints: Run['fingerprints'] },
  now: StartEvent,
): string[] {
  const { engine, fingerprints: prints } = then;
  const changes: string[] = [];
  const compare = (what: string, was: string | undefined, is: string, shown = (text: string) => text) => {
    if (was !== undefined && was !== is) changes.push(`  ${what}: ${shown(was)} then, ${shown(is)} now`);
  };
  compare('the engine', engine?.name, now.engine.name);
  compare('the arithmetic of the engine on this machine', engine?.arithmetic, now.engine.arithmetic);
  compare('the images or their labels', prints?.data, now.fingerprints.data, short);
  compare('the training pairs', prints?.trainPairs, now.fingerprints.trainPairs, short);
  compare('the validation pairs', prints?.validationPairs, now.fingerprints.validationPairs, short);
  return changes;
}

export const short = (hash: string): string => hash.slice(0, 8);
