/** Mutants loaded one after another, and what must hold of each. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SiameseError } from '../../src/errors/index.ts';
import { allKeyPaths, type LoadedExperiment } from '../../src/experiment/index.ts';
import { loadExperiments } from '../../src/experiment/node.ts';
import { rules } from '../../src/training/index.ts';
import { type Corpus, type Mutant, mutantOf } from './mutate.ts';
import { unknownKeysOf, unknownKeysOfOverride, unknownKeysOfTrial } from './oracle.ts';

export interface Outcome {
  readonly seed: number;
  readonly tried: number;
  readonly accepted: number;
  /** a line each: the number of the mutant, and what it did */
  readonly failures: readonly string[];
  readonly slowest: { readonly nth: number; readonly milliseconds: number };
  /** the process's most, in bytes */
  readonly mostMemory: number;
}

/** A mutant takes no longer of a processor, whatever it holds. */
const mostMilliseconds = 1000;
/** Longest report of what is wrong: a few screens. */
const longestReport = 100_000;

/** Mutants `from` to `to` of a seed. */
export function tryMutants(seed: number, from: number, to: number): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'mutants-'));
  try {
    const corpus = corpusIn(folder);
    const failures: string[] = [];
    let accepted = 0;
    let slowest = { nth: from, milliseconds: 0 };
    for (let nth = from; nth < to; nth++) {
      const mutant = mutantOf(seed, nth, corpus);
      for (const [name, text] of Object.entries(mutant.files)) writeFileSync(join(folder, name), text);
      const started = process.cpuUsage(); // and not the clock: others may have the processor
      const { loaded, problem } = loadMutant(mutant, folder);
      const { user, system } = process.cpuUsage(started);
      const milliseconds = (user + system) / 1000;
      if (milliseconds > slowest.milliseconds) slowest = { nth, milliseconds };
      if (loaded.length > 0) accepted++;
      const found = [
        problem,
        milliseconds > mostMilliseconds ? `took ${Math.round(milliseconds)} ms` : null,
        loaded.length === 0 ? null : unknownAccepted(mutant, loaded, folder),
      ];
      failures.push(...found.filter((each) => each !== null).map((each) => `${nth}: ${each}`));
    }
    return { seed, tried: to - from, accepted, failures, slowest, mostMemory: process.resourceUsage().maxRSS * 1024 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The files of experiments/, laid into a folder, and one with every key. */
function corpusIn(folder: string): Corpus {
  const experiments = new URL('../../experiments/', import.meta.url);
  const texts = readdirSync(experiments).map((name) => {
    const text = readFileSync(new URL(name, experiments), 'utf8');
    writeFileSync(join(folder, name), text);
    return text;
  });
  return { texts: [...texts, richFile], keyPaths: allKeyPaths() };
}

/** A mutant alone, to look at. */
export function mutantAlone(seed: number, nth: number): Mutant {
  const folder = mkdtempSync(join(tmpdir(), 'mutants-'));
  try {
    return mutantOf(seed, nth, corpusIn(folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function loadMutant(
  { file, overrides }: Mutant,
  cwd: string,
): { loaded: readonly LoadedExperiment[]; problem: string | null } {
  try {
    return { loaded: loadExperiments({ files: [file], overrides, cwd, rules }), problem: null };
  } catch (error) {
    return { loaded: [], problem: complaintAbout(error) };
  }
}

function complaintAbout(error: unknown): string | null {
  if (!(error instanceof SiameseError)) return `threw ${error instanceof Error ? error.stack : String(error)}`;
  const { message } = error;
  if (error.exitCode !== 2) return `exit code ${error.exitCode}`;
  if (message.length > longestReport) return `a report of ${message.length} characters`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it looks for them
  const foreign = /\[object |\bundefined\b|^\s+at .*:\d+:\d+|[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/m;
  const found = foreign.exec(message);
  return found === null
    ? null
    : `says ${JSON.stringify(message.slice(Math.max(0, found.index - 80), found.index + 80))}`;
}

function unknownAccepted(
  { files, overrides }: Mutant,
  loaded: readonly LoadedExperiment[],
  folder: string,
): string | null {
  const texts = Object.keys(files).map((name) => readFileSync(join(folder, name), 'utf8'));
  const unknown = [
    ...texts.flatMap(unknownKeysOf),
    ...overrides.flatMap(unknownKeysOfOverride),
    ...loaded.flatMap(({ trial }) => unknownKeysOfTrial(trial?.values ?? {})),
  ];
  return unknown.length === 0 ? null : `accepted ${unknown.slice(0, 5).join(', ')}`;
}

const richFile = `name: rich
description: Every key.
seed: 7
data: { source: mnist, seed: 1, validation: { from: train, fraction: 0.2 }, limit: { train: 5000, test: null } }
pairs: { perImage: 2, refresh: epoch }
network:
  inputShape: [28, 28, 1]
  blocks:
    - { filters: 8, kernelSize: [2, 3], strides: [1, 2], padding: valid, activation: elu, pool: { type: average, size: 2 } }
    - { filters: 16, kernelSize: 3, strides: 1, padding: same, activation: relu, pool: 2, batchNorm: true, dropout: 0.3 }
  reduce: globalMax
  embeddingDim: 16
  normalize: true
objective: { loss: triplet, distance: euclidean, margin: 0.5 }
training:
  optimizer: { name: adamw, learningRate: 0.01, weightDecay: 0.01, globalClipNorm: 1 }
  batchSize: 32
  epochs: 12
  schedule: { name: step, every: 3, factor: 0.5, warmupEpochs: 1 }
  earlyStopping: { monitor: valLoss, patience: 3, minDelta: 0.01, restoreBest: false }
engine: wasm
checkpoint: { everySteps: 100 }
track: { tensorboard: true }
sweep: { grid: { seed: [1, 2], network.embeddingDim: [8, 16] }, exclude: [{ seed: 1, network.embeddingDim: 8 }] }
`;
