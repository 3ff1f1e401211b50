/** Runs to compare, made up in memory: a small experiment on MNIST's real labels, so that its pairs can be drawn again. */
import { fingerprintExamples, type Pairs, redrawValidationPairs } from '../../src/data/index.ts';
import { clusteredError, clusterPairs, protocolOf, separationOf } from '../../src/evaluation/index.ts';
import { type Experiment, hashExperiment } from '../../src/experiment/index.ts';
import type { DetailedRun, EpochEvaluation, Evaluation, Run, RunStatus } from '../../src/record/index.ts';
import type { EpochMetrics } from '../../src/training/index.ts';
import { experiment as small } from '../record/fixtures.ts';

export const experiment: Experiment = { ...small, seed: 1, training: { ...small.training, epochs: 3 } };

/** 100 pairs of 50 images. */
export const pairs = await redrawValidationPairs(experiment.data);
export const clusters = clusterPairs(pairs);

export interface RunParts {
  readonly experiment?: Experiment;
  readonly seed?: number;
  readonly status?: RunStatus;
  /** of its start; later is newer */
  readonly minute?: number;
  /** of each epoch; the last is the result */
  readonly accuracies?: readonly number[];
  readonly losses?: readonly number[];
  /** of the last epoch and the best: which pairs were called rightly. Without it, as a run of an earlier version */
  readonly correct?: (pair: number) => boolean;
  /** what the evaluation says that it was measured on */
  readonly images?: string;
  readonly drawn?: Pairs;
  readonly run?: Partial<Run>;
}

let made = 0;

export function runOf(parts: RunParts = {}): DetailedRun {
  const {
    seed = 1,
    status = 'completed',
    minute = 0,
    correct,
    drawn = pairs,
    images = 'images of data.seed 0',
  } = parts;
  const trained: Experiment = { ...(parts.experiment ?? experiment), seed };
  const right = correct === undefined ? null : Uint8Array.from(drawn.isSame, (_, pair) => (correct(pair) ? 1 : 0));
  const share = right === null ? 0.5 : right.reduce((a, b) => a + b, 0) / right.length;
  const accuracies = parts.accuracies ?? [share - 0.1, share - 0.05, share];
  const rows = accuracies.map((valAccuracy, i): EpochMetrics => {
    const valLoss = parts.losses?.[i] ?? 1 - valAccuracy;
    const [loss, accuracy] = [0.9 * valLoss, valAccuracy - 0.01];
    return { epoch: i + 1, step: 4 * (i + 1), loss, accuracy, valLoss, valAccuracy, learningRate: 0.001, seconds: 2 };
  });
  const best = rows.reduce<EpochMetrics | undefined>(
    (best, row) => (best === undefined || row.valLoss < best.valLoss ? row : best),
    undefined,
  );
  const last = rows.at(-1);
  const name = `run-${made++}`;
  const { limit, seed: dataSeed } = trained.data;
  const run: Run = {
    ...({} as Run),
    format: 3,
    name: trained.name,
    description: '',
    status: status === 'interrupted' ? 'running' : status,
    reason: status === 'completed' ? 'allEpochs' : null,
    error: status === 'failed' ? 'The disk was full.' : null,
    startedAt: new Date(60_000 * minute).toISOString(),
    seconds: 6,
    seed,
    hash: hashExperiment(trained),
    fingerprints: {
      data: `data ${JSON.stringify(limit)}`,
      trainPairs: `${seed}`,
      validationPairs: `${limit.train} ${dataSeed}`,
    },
    engine: { name: 'wasm', build: 'wide', arithmetic: 'fused', threads: 2, memoryBytes: 1 },
    epochs: trained.training.epochs,
    steps: { stepsPerEpoch: 4, trainExamples: 200, validationPairs: drawn.left.length },
    result: last === undefined || best === undefined ? null : { last, best },
    machine: { cpu: 'a processor', cores: 2, memoryBytes: 1, os: 'linux' },
    ...parts.run,
  };
  const evaluated = (row: EpochMetrics): EpochEvaluation => ({
    epoch: row.epoch,
    accuracy: row.valAccuracy,
    standardError: clusteredError(right as Uint8Array, clusterPairs(drawn)),
    threshold: null,
    separation: separationOf(
      Float32Array.from(drawn.isSame, (same, i) => 1 - same + i / 100),
      drawn.isSame,
    ),
    correct: packed(right as Uint8Array),
  });
  const evaluation = (): Evaluation | null =>
    right === null || last === undefined || best === undefined
      ? null
      : {
          format: 1,
          protocol: protocolOf(trained.objective),
          measuredOn: {
            pairs: drawn.left.length,
            images: 50,
            fingerprints: { images, pairs: fingerprintExamples(drawn) },
          },
          last: evaluated(last),
          best: evaluated(best),
        };
  return {
    kind: 'run',
    folder: name,
    path: `/runs/${name}`,
    status,
    run,
    experiment: trained,
    tags: [],
    notes: {},
    tagsProblem: null,
    metrics: () => rows,
    evaluation: evaluation(),
  };
}

/** A run for each seed from 1, with these accuracies after its last epoch. */
export const seedsOf = (accuracies: readonly number[], parts: RunParts = {}): DetailedRun[] =>
  accuracies.map((accuracy, i) => runOf({ seed: i + 1, accuracies: [0.5, 0.6, accuracy], ...parts }));

/** The experiment with some of its network's keys changed. */
export const withNetwork = (change: Partial<Experiment['network']>): Experiment => ({
  ...experiment,
  network: { ...experiment.network, ...change },
});

function packed(right: Uint8Array): string {
  const bytes = new Uint8Array(Math.ceil(right.length / 8));
  right.forEach((bit, i) => {
    bytes[i >> 3] = (bytes[i >> 3] as number) + (bit << (i & 7));
  });
  return Buffer.from(bytes).toString('base64');
}
