/** The parts of a sweep: what its axes are, what a trial of it is. */
import type { Step } from './key-path.ts';
import type { Span } from './text-source.ts';
import type { MapNode, Node } from './tree.ts';
import type { Experiment } from './types.ts';

/** One of the experiments of a sweep. */
export interface Trial {
  /** the sweep's name: the file's `name` */
  readonly sweep: string;
  /** SHA-256 that names the sweep among others of its name */
  readonly sweepHash: string;
  /** key path → value, in the order of the axes */
  readonly values: Readonly<Record<string, unknown>>;
  /** `network.embeddingDim=32 seed=1` */
  readonly label: string;
  /** successive halving over epochs; null: train each whole */
  readonly budget: Budget | null;
}

/** Successive halving: all trials train `min` epochs, the best of each `eta` go on to `eta` times as many, up to `max`. */
export interface Budget {
  readonly eta: number;
  readonly min: number;
  /** each trial's `training.epochs` */
  readonly max: number;
  readonly monitor: 'valLoss' | 'valAccuracy';
}

/** A key path that trials differ in. */
export interface Axis {
  /** `network.blocks.0.filters` */
  readonly key: string;
  /** into the resolved form */
  readonly pointer: string;
  readonly steps: readonly Step[];
  /** where it is listed */
  readonly part: 'grid' | 'zip';
}

export interface Setting {
  readonly axis: Axis;
  readonly value: Node;
}

/** What is set together. */
export type Option = readonly Setting[];

/** What varies together; each option sets all of the axes, in their order. */
export interface Dimension {
  readonly axes: readonly Axis[];
  readonly options: readonly Option[];
}

/** A trial is left out where the option of each dimension named, by its place, is one of these. */
export type Exclusion = readonly (readonly [dimension: number, options: ReadonlySet<Option>])[];

/** A budget as written: `max` is null where it is left to training.epochs. */
export interface WrittenBudget extends Omit<Budget, 'max'> {
  readonly max: number | null;
  readonly maxNode: Node | undefined;
  readonly at: Readonly<Record<'whole' | 'min' | 'monitor', Span>>;
}

export interface Sweep {
  /** the slowest first */
  readonly dimensions: readonly Dimension[];
  readonly exclusions: readonly Exclusion[];
  readonly budget: WrittenBudget | null;
  readonly at: Span;
  /** where the trials to leave out are listed */
  readonly excludeAt: Span;
}

/** A trial before anything is said of it. */
export interface Draft {
  readonly settings: readonly Setting[];
  readonly tree: MapNode;
}

/** A sound one. */
export interface SoundTrial extends Draft {
  readonly experiment: Experiment;
  readonly hash: string;
}
