/** Trains tiny experiments here, and keeps what was told of them. */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoadedExperiment } from '../../src/experiment/index.ts';
import { loadExperiments } from '../../src/experiment/node.ts';
import {
  type ChosenEngine,
  chooseEngines,
  runSweep,
  type SweepRequest,
  type TrialEvent,
  type TrialResult,
  type Wishes,
  workOfSweep,
} from '../../src/launch/index.ts';
import { listRuns, openRun, type ReadRun, readMetrics, runFiles } from '../../src/record/index.ts';
import { tellerOf } from '../../src/text/index.ts';
import { rules } from '../../src/training/index.ts';

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'siamese-launch-'));

/** Everything that taking over could lose: slots, moving statistics, fresh pairs, dropout, a schedule, the best epoch. */
export const tiny = `
name: tiny
data: { source: mnist, limit: { train: 60, test: 40 } }
pairs: { refresh: epoch }
network:
  inputShape: [28, 28, 1]
  blocks:
    - { filters: 2, kernelSize: 2, strides: 2, pool: 2, batchNorm: true, dropout: 0.2 }
  embeddingDim: 3
training:
  schedule: { name: exponential, factor: 0.9, warmupEpochs: 0.5 }
  batchSize: 32
  epochs: 2
engine: reference
`;

/** Experiments from one file, each with overrides of its own. */
export function load(folder: string, ...overrides: readonly (readonly string[])[]): LoadedExperiment[] {
  const file = join(folder, 'tiny.yaml');
  writeFileSync(file, tiny);
  return overrides.flatMap((each) => loadExperiments({ files: [file], overrides: each, rules, cwd: folder }));
}

/** `epochs-3` and so on. */
export const withEpochs = (folder: string, epochs: readonly number[], ...more: readonly string[]): LoadedExperiment[] =>
  load(folder, ...epochs.map((count) => [`name=epochs-${count}`, `training.epochs=${count}`, ...more]));

export interface Told {
  readonly results: readonly TrialResult[];
  /** what a person would see, also while it went on */
  readonly lines: readonly string[];
  /** what became of each trial, event by event */
  readonly events: readonly TrialEvent[];
}

export interface Sweep extends Partial<Pick<SweepRequest, 'maxFailures' | 'signal' | 'parallel'>> {
  readonly runsFolder: string;
  readonly wishes?: Partial<Wishes>;
  /** takes each line as it is said */
  readonly hear?: (line: string) => void;
}

export async function sweep(experiments: readonly LoadedExperiment[], options: Sweep): Promise<Told> {
  const { runsFolder, maxFailures = null, parallel = 1, signal = new AbortController().signal, hear } = options;
  const wishes = { again: false, retry: false, fresh: false, since: Date.now(), ...options.wishes };
  const engines = await chooseEngines(experiments);
  const engineOf = ({ experiment }: LoadedExperiment) => engines.get(experiment.engine) as ChosenEngine;
  const candidates = experiments.map((loaded, index) => ({ index, loaded, engine: engineOf(loaded).engine.name }));
  const lines: string[] = [];
  const events: TrialEvent[] = [];
  const say = (line: string) => {
    lines.push(line);
    hear?.(line);
  };
  const work = workOfSweep(candidates, runsFolder, wishes);
  const launch = { runsFolder, threads: 1, command: ['siamese', 'exp'], directory: import.meta.dirname };
  const results = await runSweep(
    { ...launch, work, wishes, maxFailures, parallel, signal, engineOf },
    {
      take(event) {
        events.push(event);
        if (event.type === 'waiting') say(event.why);
      },
    },
    tellerOf(say),
  );
  return { results, lines, events };
}

/** Newest first. */
export const readRuns = (runsFolder: string): ReadRun[] => listRuns(runsFolder).filter((entry) => entry.kind === 'run');

/** Everything that a training gives, in words that can be compared: all but the time that it took. */
export function bitsOf(folder: string | null): object {
  if (folder === null) throw new Error('There is no folder.');
  const file = (name: string) => readFileSync(join(folder, name));
  const rows = readMetrics(openRun(folder));
  return {
    weightsHash: openRun(folder).run.weightsHash,
    reason: openRun(folder).run.reason,
    rows: rows.map(({ seconds: _, ...figures }) => figures),
    files: [runFiles.weights, runFiles.verifier, runFiles.weightsBest, runFiles.verifierBest, runFiles.evaluation].map(
      (name) => file(name).toString('base64'),
    ),
  };
}

export const foldersIn = (runsFolder: string): string[] =>
  readdirSync(runsFolder).filter((name) => !name.startsWith('.'));
