/** `run.json`: what a run was, on what it ran, and how it ended. */
import type { ValidationKey } from '../evaluation/index.ts';
import type { Experiment } from '../experiment/index.ts';
import type { EpochMetrics, StartEvent } from '../training/index.ts';
import type { Digests } from './digests.ts';

/**
 * Raised when an older version would misread the new one, or spoil it. 2: runs can be resumed. 3: a run may begin with the
 * epochs of another. 4: it holds digests, which a version that goes on with the run must renew.
 */
export const runFormat = 4;

/** How a run ends, if its process lives to say so. */
export type Outcome =
  | { readonly status: 'completed'; readonly reason: 'allEpochs' | 'earlyStopping' }
  | { readonly status: 'stopped' }
  | { readonly status: 'failed'; readonly error: string };

/** Runs of before `device` was recorded have none. */
type RunEngine = Omit<StartEvent['engine'], 'device'> & Partial<Pick<StartEvent['engine'], 'device'>>;

export interface Run {
  readonly format: number;
  readonly name: string;
  readonly description: string;
  readonly status: 'running' | Outcome['status'];
  /** why it completed */
  readonly reason: 'allEpochs' | 'earlyStopping' | null;
  /** why it failed: the sentence that the terminal showed */
  readonly error: string | null;
  /** UTC, ISO 8601 */
  readonly startedAt: string;
  readonly endedAt: string | null;
  /**
   * `time` of tables: from start to the end of training, or to the last epoch; of a resumed run without what was lost and the time between; of one that
   * continues another with what its epochs took there
   */
  readonly seconds: number | null;
  readonly seed: number;
  /** SHA-256 of what decides the result, in hexadecimal */
  readonly hash: string;
  /** SHA-256 of the model's weights, head included, as float32 in the plan's order; null while it runs */
  readonly weightsHash: string | null;
  /** null until the data is read */
  readonly fingerprints: StartEvent['fingerprints'] | null;
  /** null until the engine has loaded the plan; a resume may have had another build and other threads */
  readonly engine: RunEngine | null;
  /** why this engine was taken */
  readonly engineChoice: string;
  readonly epochs: number;
  /** what accuracies count */
  readonly accuracyMeans: {
    readonly training: string;
    readonly validation: string;
    /** the validation's threshold was chosen on the very pairs that it is judged by */
    readonly isOptimistic: boolean;
  };
  /** null until training starts */
  readonly steps: Pick<StartEvent, 'stepsPerEpoch' | 'trainExamples' | 'validationPairs'> | null;
  /** null until an epoch is done */
  readonly result: Result | null;
  /** what its last whole epoch gives reason to say, a sentence each; absent from older runs */
  readonly findings?: readonly string[];
  readonly versions: { readonly siameseLab: string; readonly node: string };
  /** null where there is no git, or no repository */
  readonly git: Git | null;
  readonly machine: Machine;
  readonly launch: Launch;
  /** each time that it went on, in order */
  readonly resumes: readonly Resume[];
  /** the run that this one trains anew, to see whether it gives the same bits */
  readonly reproduces: { readonly folder: string; readonly hash: string } | null;
  /** the sweep that it belongs to, and which of its trials it is: `network.embeddingDim=32 seed=1` */
  readonly sweep: SweepOfRun | null;
  /** the run whose training it continues, instead of training its first epochs anew */
  readonly continues: Continued | null;
  /** of what lies beside it; a file of which there is none isn't known. Behind them, in the file, its own digest */
  readonly digests: Digests;
  /** null once it has ended */
  readonly process: ProcessMark | null;
}

export interface SweepOfRun {
  readonly name: string;
  /** SHA-256 that names it among others of its name; runs from before it came have none */
  readonly hash?: string;
  readonly trial: string;
  /**
   * where a budget lets only the best trials go on: after which numbers of epochs it is decided; a run that has
   * completed with fewer than the last of them was dropped there
   */
  readonly rungs?: readonly number[];
}

export interface Continued {
  /** its name below the runs folder */
  readonly folder: string;
  readonly hash: string;
  /** whole epochs that were taken over */
  readonly epochs: number;
  /** that training them took: part of the run's own */
  readonly seconds: number;
}

/** The last whole epoch, and the best by the metric that early stopping monitors, else by validation loss. */
export interface Result {
  readonly last: EpochMetrics;
  readonly best: BestResult;
}

/** After which epoch a run is judged: its last, or its best by what early stopping monitors, else by validation loss. */
export type Moment = keyof Result;

/** After which epoch a run is judged: `kept`, the one whose weights `model/` holds, is one of the two. */
export type JudgedAfter = Moment | 'kept';

/** The epoch whose weights `model/` holds: early stopping goes back to the best one, unless it is told not to. */
export function keptMoment({ status }: { readonly status: string }, { training }: Experiment): Moment {
  return status === 'completed' && training.earlyStopping?.restoreBest === true ? 'best' : 'last';
}

/** Of the epoch whose model is kept; null where there is no whole one. */
export const keptIn = (status: string, result: Result | null, experiment: Experiment): BestResult | null =>
  result === null ? null : result[keptMoment({ status }, experiment)];

/** Figures of validation alone. */
export type BestResult = Pick<EpochMetrics, 'epoch' | ValidationKey>;

export interface Resume {
  /** UTC, ISO 8601 */
  readonly at: string;
  /** steps and whole epochs that were done, and kept */
  readonly step: number;
  readonly epoch: number;
  readonly engine: RunEngine;
  readonly versions: Run['versions'];
  readonly git: Git | null;
  readonly machine: Machine;
  readonly launch: Launch;
  /** the experiment before it was given more epochs; null where it wasn't */
  readonly extends: { readonly hash: string; readonly epochs: number } | null;
}

export interface Git {
  readonly commit: string;
  /** whether tracked files differ from the commit */
  readonly dirty: boolean;
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly os: string;
}

export interface Launch {
  readonly command: readonly string[];
  readonly directory: string;
}

/** Who writes a run, so that a reader can tell whether it is still at it. */
export interface ProcessMark {
  readonly id: number;
  readonly host: string;
  /**
   * a word for the machine, the boot and the namespace that process ids belong to; null where the system doesn't tell;
   * marks of before it came have none
   */
  readonly place?: string | null;
  /** the boot and the moment in it when the process began, where the system tells: process ids are used again */
  readonly birth: string | null;
  /** UTC, ISO 8601, by its machine's clock; renewed every `heartbeatSeconds` */
  readonly heartbeat: string;
}
