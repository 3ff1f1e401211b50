/**
 * Begins a run with the epochs of another: the same experiment with fewer of them.
 *
 *   checkpoint of the other ─▶ (engine and data are loaded) ─▶ same as then? ─▶ a new folder with its epochs and state
 *
 * The other run's folder is only read.
 */
import { InputError } from '../errors/index.ts';
import { hashWithEpochs } from '../experiment/index.ts';
import { type Beginning, ChangedError, changesSince } from './beginning.ts';
import { findCheckpoint } from './checkpoint.ts';
import type { ReadRun } from './read.ts';
import { hashesOf } from './resume.ts';
import type { Continued } from './run.ts';
import { createRunFolder, type RunFolderRequest } from './run-folder.ts';

export interface Continuation extends Beginning {
  /** the run that is continued, and how much of it */
  readonly continues: Continued;
}

/** Throws an InputError where the run has nothing to continue from. */
export function prepareContinuation(
  { folder, path, run }: ReadRun,
  request: Omit<RunFolderRequest, 'launch' | 'continues'>,
): Continuation {
  const { experiment } = request.loaded;
  const refuse = (why: string): never => {
    throw new InputError(`${folder} can't be continued: ${why}.`);
  };
  if (hashWithEpochs(experiment, run.epochs) !== run.hash) refuse('it differs in more than the number of epochs');
  const kept = findCheckpoint(path) ?? refuse('it has no checkpoint');
  const { checkpoint, warning } = kept;
  if (!hashesOf(run).includes(checkpoint.hash)) refuse('its checkpoint belongs to another experiment');
  const { epochs, point, seconds } = checkpoint;
  const isLonger = epochs.length + (point.position.stepInEpoch > 0 ? 1 : 0) > experiment.training.epochs;
  if (isLonger) refuse(`its checkpoint is already after epoch ${epochs.length}`);
  const continues: Continued = { folder, hash: run.hash, epochs: epochs.length, seconds };
  return {
    continues,
    point,
    epochs,
    warnings: warning === null ? [] : [`${folder}: ${warning}`],
    begin(start, launch) {
      const changes = changesSince(checkpoint, start);
      if (changes.length > 0) {
        throw new ChangedError(
          `${folder} can't be continued to the same result, for this has changed:\n${changes.join('\n')}`,
        );
      }
      return createRunFolder({ ...request, launch, continues: { run: continues, checkpoint } });
    },
  };
}
