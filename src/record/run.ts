/** `run.json`: what a run was, on what it ran, and how it ended. */
import type { EpochMetrics, StartEvent } from '../training/index.ts';

/** Raised when a reader of the old format would misread the new one. */
export const runFormat = 1;

/** How a run ends, if its process lives to say so. */
export type Outcome =
  | { readonly status: 'completed'; readonly reason: 'allEpochs' }
  | { readonly status: 'stopped' }
  | { readonly status: 'failed'; readonly error: string };

export interface Run {
  readonly format: typeof runFormat;
  readonly name: string;
  readonly description: string;
  readonly status: 'running' | Outcome['status'];
  /** why it completed */
  readonly reason: 'allEpochs' | null;
  /** why it failed: the sentence that the terminal showed */
  readonly error: string | null;
  /** UTC, ISO 8601 */
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** from start to end, or to the last epoch */
  readonly seconds: number | null;
  readonly seed: number;
  /** SHA-256 of what decides the result, in hexadecimal */
  readonly hash: string;
  /** null until the data is read */
  readonly fingerprints: StartEvent['fingerprints'] | null;
  /** null until the engine has loaded the plan */
  readonly engine: StartEvent['engine'] | null;
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
  readonly versions: { readonly siameseLab: string; readonly node: string };
  /** null where there is no git, or no repository */
  readonly git: Git | null;
  readonly machine: Machine;
  readonly launch: Launch;
  /** null once it has ended */
  readonly process: ProcessMark | null;
}

/** The last whole epoch, and the best by validation accuracy. */
export interface Result {
  readonly last: EpochMetrics;
  readonly best: { readonly epoch: number; readonly valAccuracy: number };
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
  /** the boot and the moment in it when the process began, where the system tells: process ids are used again */
  readonly birth: string | null;
  /** UTC, ISO 8601; renewed every `heartbeatSeconds` */
  readonly heartbeat: string;
}

export const heartbeatSeconds = 10;
/** On another host a process counts as gone after this long without a heartbeat: clocks differ, disks lag. */
const lostAfterSeconds = 300;

/** Whether the process that writes a run is still there. */
export function isAlive(
  mark: ProcessMark,
  here: { host: string; now: number; birthOf(id: number): string | null | 'gone' },
): boolean {
  if (mark.host !== here.host) return here.now - Date.parse(mark.heartbeat) < 1000 * lostAfterSeconds;
  const birth = here.birthOf(mark.id);
  return birth !== 'gone' && (birth === null || mark.birth === null || birth === mark.birth);
}
