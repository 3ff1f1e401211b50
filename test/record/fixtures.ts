/** A small experiment and the events of its training, made up by hand. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { separationOf } from '../../src/evaluation/index.ts';
import { type Experiment, hashExperiment, type LoadedExperiment, type Objective } from '../../src/experiment/index.ts';
import { initialWeights } from '../../src/network/index.ts';
import { planOf } from '../../src/objective/index.ts';
import type { Checkpoint } from '../../src/record/checkpoint.ts';
import { createRunFolder, type EpochEvaluation, type Run } from '../../src/record/index.ts';
import { markProcess } from '../../src/record/machine.ts';
import type { ProcessMark } from '../../src/record/run.ts';
import type { RunFolderRequest } from '../../src/record/run-folder.ts';
import type {
  CheckpointEvent,
  EndEvent,
  EpochEvent,
  EpochMetrics,
  PairEvaluation,
  ResumePoint,
  StartEvent,
} from '../../src/training/index.ts';
import { experimentWith } from '../experiment-with.ts';
import { writeRunJson } from '../run-json.ts';

/** That of a process of this machine that has ended. */
export function markOfDead(): ProcessMark {
  const id = Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }));
  return { ...markProcess(), id, birth: null };
}

/** That of a process elsewhere, which only its heartbeat tells of. */
export const markElsewhere = (): ProcessMark => ({ ...markProcess(), host: 'elsewhere', place: 'elsewhere' });

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'siamese-record-'));

export const experiment: Experiment = experimentWith({
  name: 'small-one',
  description: 'for tests',
  seed: 42,
  data: { source: 'mnist', limit: { train: 100, test: 50 } },
  network: { inputShape: [28, 28, 1], blocks: [{ filters: 4, kernelSize: 2, pool: 2 }], embeddingDim: 3 },
  training: { epochs: 2 },
});

export const loaded: LoadedExperiment = {
  file: '/somewhere/small.yaml',
  directory: '/somewhere',
  source: 'name: small-one # as given\n',
  experiment,
  hash: hashExperiment(experiment),
  trial: null,
};

export const requestIn = (runsFolder: string, change: Partial<RunFolderRequest> = {}): RunFolderRequest => ({
  runsFolder,
  loaded,
  engineChoice: 'The experiment asks for reference. It runs on EPYC.',
  launch: { command: ['siamese', 'exp', 'small.yaml'], directory: runsFolder },
  ...change,
});

/** A run folder with some of its facts replaced; its files may be, too, as no digests are kept. */
export function writeRunIn(
  runsFolder: string,
  folder: string,
  change: Partial<Record<keyof Run, unknown>> = {},
  trained: Experiment = experiment,
): void {
  const elsewhere = temporaryFolder();
  const made = createRunFolder(
    requestIn(elsewhere, { loaded: { ...loaded, experiment: trained, hash: hashExperiment(trained) } }),
  );
  cpSync(made.folder, join(runsFolder, folder), { recursive: true });
  writeRunJson(join(runsFolder, folder), { ...made.run, digests: {}, ...change });
  rmSync(elsewhere, { recursive: true });
}

export const planFor = (objective: Objective = experiment.objective) => planOf(experiment.network, objective);

export const start: StartEvent = {
  type: 'start',
  epochs: 2,
  stepsPerEpoch: 4,
  trainExamples: 200,
  validationPairs: 100,
  engine: {
    name: 'reference',
    build: 'reference',
    device: { name: 'EPYC', kind: 'cpu' },
    arithmetic: 'reference',
    threads: 1,
    memoryBytes: 1000,
  },
  fingerprints: { data: 'd', trainPairs: 't', validationPairs: 'v' },
  measuredOn: { pairs: 100, images: 50, fingerprints: { images: 'i', pairs: 'p' } },
};

export const rowOf = (epoch: number, valAccuracy = 0.7): EpochMetrics => ({
  epoch,
  step: 4 * epoch,
  loss: 0.7 / epoch,
  accuracy: 0.6,
  valLoss: 1 / (3 * epoch),
  valAccuracy,
  learningRate: 0.001,
  seconds: 1.5,
});

/** Of a hundred pairs, another for each epoch. */
export const pairEvaluationOf = (epoch: number): PairEvaluation => {
  const isSame = Uint8Array.from({ length: 100 }, (_, i) => 1 - (i % 2));
  return {
    standardError: 0.05 / epoch,
    correct: Uint8Array.from(isSame, (_, i) => (i % (2 + epoch) === 0 ? 0 : 1)),
    separation: separationOf(
      Float32Array.from(isSame, (same, i) => (i * epoch) / 100 + 1 - same),
      isSame,
    ),
    spread: 0.7,
  };
};

/** What evaluation.json has of an epoch: bits from the first byte's lowest. */
export function epochEvaluationOf(epoch: number): EpochEvaluation {
  const { standardError, correct, separation } = pairEvaluationOf(epoch);
  const bytes = Array.from({ length: 13 }, (_, byte) =>
    Array.from({ length: 8 }, (_, bit) => (correct[8 * byte + bit] ?? 0) * 2 ** bit).reduce((a, b) => a + b),
  );
  const accuracy = rowOf(epoch).valAccuracy;
  const bits = Buffer.from(bytes).toString('base64');
  return { epoch, accuracy, standardError, threshold: null, separation, correct: bits };
}

/** After whole epochs; the best is the first. */
export const evaluatedAfter = (epochs: number): Checkpoint['evaluation'] =>
  epochs === 0 ? null : { last: epochEvaluationOf(epochs), best: epochEvaluationOf(1) };

/** After `step` steps: each with weights and slots of its own. */
export const stateAfter = (step: number) => {
  const weights = initialWeights(planFor(), step);
  return { step, weights, slots: [weights.map((weight) => weight / 3), weights.map((weight) => weight ** 2)] };
};

export const epoch = (number: number, valAccuracy?: number, isBest = true): EpochEvent => ({
  type: 'epoch',
  isBlind: false,
  findings: [],
  metrics: rowOf(number, valAccuracy),
  isBest,
  threshold: null,
  evaluation: pairEvaluationOf(number),
  state: stateAfter(4 * number),
});

const noSums = { loss: 0, correct: 0, examples: 0, seconds: 0 };

/** After whole epochs and some steps more; the best epoch is the first. */
export const pointAfter = (epochs: number, steps = 0): ResumePoint => ({
  position: {
    epoch: epochs + 1,
    stepInEpoch: steps,
    sums: steps === 0 ? noSums : { loss: 0.1 + 0.2, correct: 30 * steps, examples: 50 * steps, seconds: 1 / 3 },
  },
  state: stateAfter(4 * epochs + steps),
  best: epochs === 0 ? null : { epoch: 1, value: 1 / 3, weights: stateAfter(4).weights },
});

export const checkpoint = (epochs: number, steps = 0): CheckpointEvent => ({
  type: 'checkpoint',
  point: pointAfter(epochs, steps),
});

export const end = (epochs: number, reason: EndEvent['reason'] = 'allEpochs', steps = 0): EndEvent => {
  const point = pointAfter(epochs, steps);
  return { type: 'end', reason, epoch: epochs, state: point.state, point };
};

export const checkpointAfter = (epochs: number, steps = 0): Checkpoint => ({
  hash: loaded.hash,
  engine: { name: 'reference', arithmetic: 'reference' },
  fingerprints: start.fingerprints,
  seconds: 12.5,
  epochs: Array.from({ length: epochs }, (_, index) => ({ metrics: rowOf(index + 1), threshold: null })),
  evaluation: evaluatedAfter(epochs),
  point: pointAfter(epochs, steps),
});
