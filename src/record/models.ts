/** Writes a model: tower and verifier in a folder of their own, three files or none. */
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Experiment } from '../experiment/index.ts';
import { modelFiles } from '../network/index.ts';
import { planOf } from '../objective/index.ts';
import { formatJson } from '../text/index.ts';
import { explainWriteFailure, runFiles, unfinishedPrefix, writeAtomically } from './files.ts';
import { type ChosenThreshold, createVerifier } from './verifier.ts';

export interface Model {
  /** [plan.size] */
  readonly weights: Float32Array;
  /** needed where the loss knows no threshold of its own */
  readonly threshold: ChosenThreshold | null;
}

/**
 * `name` is one of run folder's model folders. Where a resumed run has a model of the moment when it was stopped, the
 * new one takes its place; else a folder that stands there is not ours, and stays.
 */
export function writeModel(
  runFolder: string,
  name: typeof runFiles.model | typeof runFiles.modelBest,
  { weights, threshold }: Model,
  { network, objective }: Experiment,
  replaces: boolean,
): void {
  const plan = planOf(network, objective);
  const { modelJson, weightsBin } = modelFiles(plan, weights);
  const verifier = formatJson(createVerifier(plan, objective, weights, threshold));
  const target = join(runFolder, name);
  const unfinished = join(runFolder, `${unfinishedPrefix}${name}`);
  const old = join(runFolder, `${unfinishedPrefix}old-${name}`);
  const inside = (file: string) => join(unfinished, basename(file));
  try {
    mkdirSync(unfinished);
    writeAtomically(inside(runFiles.modelJson), modelJson);
    writeAtomically(inside(runFiles.weights), weightsBin);
    writeAtomically(inside(runFiles.verifier), verifier);
    if (replaces) moveAside(target, old); // a folder can't be renamed onto another
    renameSync(unfinished, target);
    rmSync(old, { recursive: true, force: true });
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw explainWriteFailure(error, target);
  }
}

function moveAside(folder: string, to: string): void {
  try {
    renameSync(folder, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
