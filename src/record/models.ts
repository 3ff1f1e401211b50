/**
 * Writes a model: tower and verifier in a folder of their own. model.json comes last: where it is, all three are there,
 * and belong together.
 */
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { RunError } from '../errors/index.ts';
import type { Experiment } from '../experiment/index.ts';
import { modelFiles } from '../network/index.ts';
import { planOf } from '../objective/index.ts';
import { formatJson } from '../text/index.ts';
import { type Digests, digestOf } from './digests.ts';
import { explainWriteFailure, flushFolder, makeOwnFolder, removeRemains, replaceTogether, runFiles } from './files.ts';
import { type ChosenThreshold, createVerifier } from './verifier.ts';

export interface Model {
  /** [plan.size] */
  readonly weights: Float32Array;
  /** needed where the loss knows no threshold of its own */
  readonly threshold: ChosenThreshold | null;
}

/**
 * `name` is one of run folder's model folders. Where a resumed run has a model of the moment when it was stopped, the
 * new one takes its place, file by file: not every system renames folders. Else a folder that stands there is not ours,
 * and stays. → the files' digests.
 */
export function writeModel(
  runFolder: string,
  name: typeof runFiles.model | typeof runFiles.modelBest,
  { weights, threshold }: Model,
  { network, objective }: Experiment,
  replaces: boolean,
): Digests {
  const plan = planOf(network, objective);
  const { modelJson, weightsBin } = modelFiles(plan, weights);
  const verifier = formatJson(createVerifier(plan, objective, weights, threshold));
  const last = { name: basename(runFiles.modelJson), content: modelJson };
  const others = [
    { name: basename(runFiles.weights), content: weightsBin },
    { name: basename(runFiles.verifier), content: verifier },
  ];
  const folder = join(runFolder, name);
  if (replaces) makeOwnFolder(folder);
  else makeNewFolder(folder);
  try {
    replaceTogether(folder, others, last);
    flushFolder(runFolder);
  } catch (error) {
    if (!replaces) removeRemains(folder); // for the next attempt, at the end of the run
    throw error;
  }
  return Object.fromEntries([...others, last].map((each) => [`${name}/${each.name}`, digestOf(each.content)]));
}

function makeNewFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw explainWriteFailure(error, folder);
    throw new RunError(`${folder} is there already, and not from this run: it stays as it is. Move it away.`);
  }
}
