/** A small experiment and the events of its training, made up by hand. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPlan, initialWeights } from '../../src/network/index.ts';
import type { RunFolderRequest } from '../../src/record/index.ts';
import type { Experiment, LoadedExperiment, Objective } from '../../src/spec/index.ts';
import type { EndEvent, EpochEvent, EpochMetrics, StartEvent } from '../../src/training/index.ts';

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'siamese-record-'));

export const experiment: Experiment = {
  name: 'small one',
  description: 'for tests',
  seed: 42,
  data: { source: 'mnist', seed: 0, validation: { from: 'test' }, limit: { train: 100, test: 50 } },
  pairs: { perImage: 1, refresh: 'never' },
  network: {
    inputShape: [28, 28, 1],
    blocks: [
      {
        filters: 4,
        kernelSize: [2, 2],
        strides: [1, 1],
        padding: 'same',
        activation: 'relu',
        pool: { type: 'max', size: [2, 2] },
        batchNorm: false,
        dropout: 0,
      },
    ],
    reduce: 'globalAverage',
    embeddingDim: 3,
    normalize: false,
  },
  objective: { loss: 'binaryCrossentropy', distance: 'euclidean' },
  training: {
    optimizer: { name: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, globalClipNorm: null },
    batchSize: 64,
    epochs: 2,
  },
  engine: 'reference',
};

export const loaded: LoadedExperiment = {
  file: '/somewhere/small.yaml',
  source: 'name: small one # as given\n',
  experiment,
  hash: '3f9c2a'.padEnd(64, '0'),
};

export const requestIn = (runsFolder: string, change: Partial<RunFolderRequest> = {}): RunFolderRequest => ({
  runsFolder,
  loaded,
  engineChoice: 'The experiment asks for reference.',
  launch: { command: ['siamese', 'exp', 'small.yaml'], directory: runsFolder },
  ...change,
});

export const planFor = (objective: Objective = experiment.objective) => createPlan(experiment.network, objective);

export const start: StartEvent = {
  type: 'start',
  epochs: 2,
  stepsPerEpoch: 4,
  trainExamples: 200,
  validationPairs: 100,
  engine: { name: 'reference', build: 'reference', threads: 1, memoryBytes: 1000 },
  fingerprints: { data: 'd', trainPairs: 't', validationPairs: 'v' },
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

const state = (epoch: number) => ({ step: 4 * epoch, weights: initialWeights(planFor(), 42), slots: [] });

export const epoch = (number: number, valAccuracy?: number): EpochEvent => ({
  type: 'epoch',
  metrics: rowOf(number, valAccuracy),
  state: state(number),
});

export const end = (number: number, reason: EndEvent['reason'] = 'allEpochs'): EndEvent => ({
  type: 'end',
  reason,
  epoch: number,
  state: state(number),
});
