/** What training says while it goes on: one stream that the run folder, the terminal and the trackers all read. */
import type { Device, TrainingState } from '../engine/index.ts';
import type { EpochFigures, Separation } from '../evaluation/index.ts';

/** The figures of one epoch, as the table of metrics has them: a row of metrics.csv. */
export type EpochMetrics = EpochPlace & EpochFigures;

export interface EpochPlace {
  /** from 1 */
  readonly epoch: number;
  /** steps done since the start of training */
  readonly step: number;
}

/** Sums over the part of an epoch that is done: what its figures are made from. */
export interface RunningSums {
  /** Σ of the examples' losses */
  readonly loss: number;
  readonly correct: number;
  readonly examples: number;
  /** time spent */
  readonly seconds: number;
}

/** Where training stands. */
export interface Position {
  /** under way, from 1; epochs + 1 when all are done */
  readonly epoch: number;
  /** steps done in it */
  readonly stepInEpoch: number;
  readonly sums: RunningSums;
}

/**
 * The best epoch so far, by the metric that early stopping monitors, else by validation loss. With early stopping an
 * epoch must beat it by more than minDelta to take its place.
 */
export interface Best {
  readonly epoch: number;
  /** of the monitored metric */
  readonly value: number;
  /** [plan.size] */
  readonly weights: Float32Array;
}

/** Everything that training needs to go on with the same bits as if it had never stopped. */
export interface ResumePoint {
  readonly position: Position;
  readonly state: TrainingState;
  /** null before the first epoch is done */
  readonly best: Best | null;
}

/** Once, before the first step. */
export interface StartEvent {
  readonly type: 'start';
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  /** pairs or triplets an epoch */
  readonly trainExamples: number;
  readonly validationPairs: number;
  readonly engine: {
    readonly name: string;
    readonly build: string;
    readonly device: Device;
    /** runs of the same arithmetic repeat each other exactly */
    readonly arithmetic: string;
    readonly threads: number;
    readonly memoryBytes: number;
  };
  /** SHA-256 of the images and labels, and of the pairs, in hexadecimal */
  readonly fingerprints: { readonly data: string; readonly trainPairs: string; readonly validationPairs: string };
  readonly measuredOn: MeasuredOn;
}

/** What each epoch is measured on, whatever it is trained on. */
export interface MeasuredOn {
  readonly pairs: number;
  /** distinct ones in the pairs */
  readonly images: number;
  /** SHA-256 of the validation images and labels, and of the pairs as places among them, in hexadecimal */
  readonly fingerprints: { readonly images: string; readonly pairs: string };
}

/** Several times a second while an epoch goes on. */
export interface StepsEvent {
  readonly type: 'steps';
  readonly epoch: number;
  /** steps done in this epoch */
  readonly step: number;
  readonly stepsPerEpoch: number;
  /** running means since the epoch began */
  readonly loss: number;
  readonly accuracy: number;
  /** of the steps since the last such event */
  readonly millisecondsPerStep: number;
}

/** What the validation pairs tell besides loss and accuracy. */
export interface PairEvaluation {
  /** of valAccuracy, clustered by image */
  readonly standardError: number;
  /** [validation pairs] 1 = called rightly */
  readonly correct: Uint8Array;
  readonly separation: Separation;
  /** of the embeddings: √(mean ‖e - mean e‖² / mean ‖e‖²) */
  readonly spread: number;
}

/** That a training goes wrong, as far as an epoch's figures show it. */
export interface Finding {
  /**
   * all embeddings alike; a loss as of such ones; an accuracy no better than guessing; too few pairs to tell. Each is
   * told once
   */
  readonly what: 'collapse' | 'restingLoss' | 'guessing' | 'fewPairs';
  /** with what may help */
  readonly sentence: string;
}

/** After each epoch and its validation. */
export interface EpochEvent {
  readonly type: 'epoch';
  readonly metrics: EpochMetrics;
  /** for triplets: the distance with the best accuracy on the validation pairs; null for losses that have their own */
  readonly threshold: number | null;
  readonly evaluation: PairEvaluation;
  /** all embeddings or all distances are alike: the network tells nothing apart */
  readonly isBlind: boolean;
  /** what a person should know of it; none where all goes well */
  readonly findings: readonly Finding[];
  /** whether it is the best so far */
  readonly isBest: boolean;
  /** the listener's to keep: neither side writes to it any more */
  readonly state: TrainingState;
}

/**
 * A place to resume from: after each epoch, just behind its `epoch` event, and within an epoch where another
 * `checkpoint.everySteps` steps since the start of training are done, at the end of their group.
 */
export interface CheckpointEvent {
  readonly type: 'checkpoint';
  /** the listener's to keep: neither side writes to it any more */
  readonly point: ResumePoint;
}

/** Last. */
export interface EndEvent {
  readonly type: 'end';
  readonly reason: 'allEpochs' | 'earlyStopping' | 'stopped';
  /** whole epochs done */
  readonly epoch: number;
  /**
   * the run's result: of the last step; where early stopping restores the best epoch, with the weights of that one,
   * as Keras does, unless the run was stopped
   */
  readonly state: TrainingState;
  /** where a resume starts: after the last step done */
  readonly point: ResumePoint;
}

export type TrainingEvent = StartEvent | StepsEvent | EpochEvent | CheckpointEvent | EndEvent;
