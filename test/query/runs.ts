/** Four runs of one folder, to be asked for. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Experiment } from '../../src/experiment/index.ts';
import { digestOf } from '../../src/record/digests.ts';
import { addTag, openRun, runFiles } from '../../src/record/index.ts';
import { evaluatedAfter, experiment, rowOf, writeRunIn } from '../record/fixtures.ts';
import { writeRunJson } from '../run-json.ts';

export const withDim = (embeddingDim: number): Experiment => ({
  ...experiment,
  network: { ...experiment.network, embeddingDim },
});
const contrastive: Experiment = {
  ...withDim(64),
  objective: { loss: 'contrastive', distance: 'euclidean', margin: 2 },
};

/** a: the oldest. b: the best. c: stopped before its first epoch. d: of a sweep, and optimistic. */
export function writeRuns(runs: string): void {
  const of = (day: number, embeddingDim: number, valAccuracy: number | null) => ({
    name: `dim-${embeddingDim}`,
    startedAt: `2026-01-0${day}T10:00:00.000Z`,
    status: 'completed',
    process: null,
    seconds: 100 * day,
    seed: day,
    result:
      valAccuracy === null
        ? null
        : { last: rowOf(2, valAccuracy), best: { epoch: 1, valLoss: 0.25, valAccuracy: valAccuracy + 0.01 } },
  });
  writeRunIn(runs, 'a', of(1, 32, 0.9), withDim(32));
  writeRunIn(runs, 'b', { ...of(2, 64, 0.955), git: { commit: 'c0ffee', dirty: true } }, contrastive);
  writeRunIn(runs, 'c', { ...of(3, 64, null), status: 'stopped' }, withDim(64));
  const sweep = { name: 'dims', trial: 'network.embeddingDim=8' };
  writeRunIn(runs, 'd', { ...of(4, 8, 0.8), sweep, accuracyMeans: { isOptimistic: true } }, withDim(8));
  writeEvaluation(join(runs, 'a'), 2);
  writeEvaluation(join(runs, 'b'), 1); // whose last epoch is the second: it was killed between the two files
  addTag(join(runs, 'b'), 'best', 'by far');
  addTag(join(runs, 'b'), 'paper', undefined);
  addTag(join(runs, 'a'), 'old', undefined);
}

function writeEvaluation(folder: string, epochs: number): void {
  const measuredOn = { pairs: 100, images: 50, fingerprints: {} };
  const evaluation = { format: 1, protocol: {}, measuredOn, ...evaluatedAfter(epochs) };
  writeFileSync(join(folder, runFiles.evaluation), JSON.stringify(evaluation));
  const { run } = openRun(folder);
  writeRunJson(folder, { ...run, digests: { [runFiles.evaluation]: digestOf(JSON.stringify(evaluation)) } });
}
