/**
 * Times the commands that look at many runs, each as a whole process, over folders made up for it: settings × seeds,
 * with curves that look like training's. `node bench/many-runs.ts [COUNT [FOLDER]]`; a FOLDER that is named is kept.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fingerprintExamples, redrawValidationPairs } from '../src/data/index.ts';
import { clusteredError, clusterPairs, protocolOf, separationOf } from '../src/evaluation/index.ts';
import { type LoadedExperiment, toResolvedYaml } from '../src/experiment/index.ts';
import { loadExperiments } from '../src/experiment/node.ts';
import { mix } from '../src/random/index.ts';
import {
  createRunFolder,
  type EpochEvaluation,
  type Evaluation,
  formatMetrics,
  metricsHeader,
  type Run,
  runFiles,
} from '../src/record/index.ts';
import { type EpochMetrics, rules } from '../src/training/index.ts';
import { median, table } from './table.ts';

const project = resolve(import.meta.dirname, '..');

/** What is timed. */
const commands: readonly (readonly string[])[] = [
  ['runs'],
  ['runs', 'status=completed', 'network.embeddingDim>32', 'valAccuracy>0.9'],
  ['compare', '*'],
];
const rounds = 5;

/** Makes `count` runs below a folder, the same each time: all that lists and comparisons read, no models. */
export function makeRuns(folder: string, count: number): void {
  mkdirSync(folder, { recursive: true });
  const template = describeRun();
  for (let i = 0; i < count; i++) {
    const loaded = experimentOf(i);
    const { experiment, hash } = loaded;
    const startedAt = new Date(Date.UTC(2026, 0, 1) + 977_000 * i).toISOString();
    const name = `${startedAt.slice(0, 19).replaceAll(':', '-')}Z-${experiment.name}-${hash.slice(0, 6)}`;
    const done = i % 50 === 7 ? 1 + (i % 4) : experiment.training.epochs; // a few were stopped
    const epochs = curveOf(i, done);
    const last = epochs.at(-1) as EpochMetrics;
    const best = epochs.reduce((a, b) => (b.valLoss < a.valLoss ? b : a));
    const seconds = done * 11.3;
    const run: Run = {
      ...template,
      name: experiment.name,
      description: experiment.description,
      ...(done < experiment.training.epochs ? { status: 'stopped' } : { status: 'completed', reason: 'allEpochs' }),
      startedAt,
      endedAt: new Date(Date.parse(startedAt) + 1000 * seconds).toISOString(),
      seconds,
      seed: experiment.seed,
      hash,
      weightsHash: createHash('sha256').update(`${i}`).digest('hex'),
      epochs: experiment.training.epochs,
      result: { last, best: { epoch: best.epoch, valLoss: best.valLoss, valAccuracy: best.valAccuracy } },
      sweep: { name: experiment.name, trial: `network.embeddingDim=${experiment.network.embeddingDim}` },
    };
    const path = join(folder, name);
    mkdirSync(path);
    const write = (file: string, text: string) => writeFileSync(join(path, file), text);
    write(runFiles.run, `${JSON.stringify(run, null, 2)}\n`);
    write(runFiles.resolved, toResolvedYaml(experiment));
    write(runFiles.experiment, loaded.source);
    write(runFiles.metrics, metricsHeader + epochs.map(formatMetrics).join(''));
    const evaluation: Evaluation = {
      format: 1,
      protocol: protocolOf(experiment.objective),
      measuredOn,
      last: evaluationOf(i, last),
      best: evaluationOf(i, best),
    };
    write(runFiles.evaluation, `${JSON.stringify(evaluation, null, 2)}\n`);
    write(runFiles.log, '');
  }
}

const pairs = await redrawValidationPairs(experimentOf(0).experiment.data);
const clusters = clusterPairs(pairs);
const measuredOn = {
  pairs: clusters.pairs,
  images: clusters.images,
  fingerprints: { images: 'i', pairs: fingerprintExamples(pairs) },
};

/** Which pairs are called rightly depends on the pair and, less, on the run. */
function evaluationOf(i: number, { epoch, valAccuracy }: EpochMetrics): EpochEvaluation {
  const chance = (pair: number) => (0.7 * mix(pair) + 0.3 * mix(40_503 * i + pair)) / 2 ** 32;
  const correct = pairs.isSame.map((_, pair) => (chance(pair) < valAccuracy ? 1 : 0));
  const bytes = new Uint8Array(Math.ceil(correct.length / 8));
  correct.forEach((bit, pair) => {
    bytes[pair >> 3] = (bytes[pair >> 3] as number) | (bit << (pair & 7));
  });
  return {
    epoch,
    accuracy: valAccuracy,
    standardError: clusteredError(correct, clusters),
    threshold: null,
    separation: separationOf(
      Float32Array.from(pairs.isSame, (same, pair) => 1.5 - same + chance(pair)),
      pairs.isSame,
    ),
    correct: Buffer.from(bytes).toString('base64'),
  };
}

/** A run.json as training writes it. */
function describeRun(): Run {
  const runsFolder = mkdtempSync(join(tmpdir(), 'siamese-many-'));
  const launch = { command: ['siamese', 'exp', 'experiments/mnist-baseline.yaml'], directory: project };
  const folder = createRunFolder({ runsFolder, loaded: experimentOf(0), engineChoice: 'The fastest here.', launch });
  const hash = createHash('sha256').update('').digest('hex');
  folder.take({
    type: 'start',
    epochs: 1,
    stepsPerEpoch: 1875,
    trainExamples: 120_000,
    validationPairs: 20_000,
    engine: {
      name: 'wasm',
      build: 'wide',
      device: { name: 'EPYC', kind: 'cpu' },
      arithmetic: 'fused',
      threads: 2,
      memoryBytes: 132e6,
    },
    fingerprints: { data: hash, trainPairs: hash, validationPairs: hash },
    measuredOn,
  });
  const run = JSON.parse(readFileSync(join(folder.folder, runFiles.run), 'utf8')) as Run;
  rmSync(runsFolder, { recursive: true });
  return { ...run, process: null };
}

/** Every one another: 5 seeds of settings that go round at different paces. */
function experimentOf(i: number): LoadedExperiment {
  const at = Math.floor(i / 5);
  const pick = <T>(values: readonly T[], pace: number): T => values[Math.floor(at / pace) % values.length] as T;
  const overrides = [
    `seed=${1 + (i % 5)}`,
    `network.embeddingDim=${pick([8, 16, 32, 48, 64], 1)}`,
    `network.blocks.1.filters=${pick([16, 32, 64, 128], 5)}`,
    `network.blocks.0.dropout=${pick([0, 0.3], 20)}`,
    `training.optimizer={name: adam, learningRate: ${pick([0.0003, 0.001, 0.003], 40)}}`,
    `training.epochs=${pick([20, 50, 100], 3)}`,
    `objective=${pick(['{loss: binaryCrossentropy}', '{loss: contrastive}'], 120)}`,
    `name=${pick(['embeddings', 'filters', 'dropout', 'rates'], 50)}`,
  ];
  const files = ['experiments/mnist-baseline.yaml'];
  const [loaded] = loadExperiments({ files, overrides, rules, cwd: project }) as [LoadedExperiment];
  return loaded;
}

/** Rises quickly, then slowly, with noise. */
function curveOf(i: number, epochs: number): EpochMetrics[] {
  const noise = (epoch: number, what: number) => mix(7919 * i + 31 * epoch + what) / 2 ** 32 - 0.5;
  const ceiling = 0.86 + 0.1 * (mix(Math.floor(i / 5)) / 2 ** 32);
  return Array.from({ length: epochs }, (_, index) => {
    const epoch = index + 1;
    const valAccuracy = ceiling - 0.15 / epoch ** 0.7 + 0.01 * noise(epoch, 1);
    const accuracy = valAccuracy - 0.02 + 0.002 * noise(epoch, 2);
    return {
      epoch,
      step: 1875 * epoch,
      loss: 2.2 * (1 - accuracy) + 0.01 * noise(epoch, 3),
      accuracy,
      valLoss: 2.1 * (1 - valAccuracy) + 0.01 * noise(epoch, 4),
      valAccuracy,
      learningRate: 0.001,
      seconds: 11.3 + noise(epoch, 5),
    };
  });
}

if (import.meta.main) {
  const [count = '1000', kept] = process.argv.slice(2);
  const folder = kept === undefined ? mkdtempSync(join(tmpdir(), 'siamese-many-')) : resolve(kept);
  makeRuns(folder, Number(count));
  const rows = commands.map((words) => [words.join(' '), ...timesOf([...words, '--runs', folder])]);
  console.log(`${count} runs in ${basename(folder)}; each a whole process\n`);
  console.log(table(['siamese …', 'first, s', `median of ${rounds} more, s`], rows));
  if (kept === undefined) rmSync(folder, { recursive: true });
}

function timesOf(words: readonly string[]): string[] {
  const [first, ...more] = Array.from({ length: 1 + rounds }, () => {
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, [join(project, 'bin/siamese.js'), ...words], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`siamese ${words.join(' ')} ended with ${status}: ${stderr}`);
    return (performance.now() - start) / 1000;
  });
  return [first as number, median(more)].map((seconds) => seconds.toFixed(2));
}
