/**
 * An engine trains a plan. This file is the whole contract: it imports no implementation, and
 * `conformance` holds every implementation to it.
 */
import type { Batch, ImageStore } from '../../data/index.ts';
import type { Objective, Optimizer } from '../../experiment/index.ts';
import type { Plan } from '../../network/index.ts';

export interface Engine {
  readonly name: string;
  /** What it would run on here, or why it can't run here. Opens nothing that lasts. */
  availability(): Promise<Availability>;
  /** Loads a plan. Weights start at zero: `restore` gives them. Throws an InputError where the engine can't run here. */
  open(plan: Plan, options: SessionOptions): Promise<Session>;
  /**
   * Bytes of this machine's memory that a session would hold, images aside: worked out, with nothing taken. None where
   * that isn't known, as of an engine whose arrays lie on a GPU. Throws as `open` does.
   */
  memoryNeeded?(plan: Plan, options: SessionOptions): number;
}

export type Availability =
  /** it would take the first */
  | { readonly devices: readonly [Device, ...Device[]] }
  /** a sentence or two: what is missing, how to get it */
  | { readonly missing: string };

export interface Device {
  readonly name: string;
  /** `software`: a GPU's interface, worked off by the processor */
  readonly kind: 'gpu' | 'cpu' | 'software';
}

export interface SessionOptions {
  readonly objective: Objective;
  readonly optimizer: Optimizer;
  /** of dropout's masks */
  readonly seed: number;
  /** the most examples a step will have */
  readonly batchSize: number;
  /** workers; default: the machine's cores. Never changes a bit of any result. */
  readonly threads?: number;
  /** images of more bytes than this aren't kept: see `load`; default: no limit but the engine's own. Nor does this change a bit. */
  readonly residentBytes?: number;
}

/** One plan loaded on an engine. Methods are called one at a time; indices are rows of the store given to `load`. */
export interface Session {
  /** the engine and the build of its kernels, e.g. `wasm fused wide`: recorded in the run */
  readonly build: string;
  /** what it runs on: recorded too */
  readonly device: Device;
  /** what decides the bits of results, e.g. `wasm fused`: sessions of the same arithmetic repeat each other exactly */
  readonly arithmetic: string;
  readonly threads: number;
  /** what the session holds, images included */
  memoryBytes(): number;
  /**
   * Takes a store in place of an earlier one. Where its images fit, reads every row once and keeps them, as bytes, where
   * it computes. Else each step and each `embed` reads those that it needs when it needs them.
   */
  load(store: ImageStore): Promise<void>;
  /** A copy of everything a resume needs. */
  state(): Promise<TrainingState>;
  restore(state: TrainingState): Promise<void>;
  /**
   * Starts one step; may run ahead of the work. Its dropout masks are those of `state.step` before it. Where it returns
   * a promise, the next call waits for that: for room, or for what the step needs from this thread.
   */
  train(batch: Batch, learningRate: number): void | Promise<void>;
  /** Waits for all steps started, then returns their sums since the last call. */
  progress(): Promise<Progress>;
  /** One step in training mode, without dropout, that changes nothing: what conformance and tests look at. */
  inspect(batch: Batch): Promise<Inspection>;
  /**
   * One step of the optimizer alone, on given gradients [plan.trainableSize], exactly as `train` takes it after
   * its backward pass: clips, updates weights and slots, adds one to the step. What holds the optimizers to Keras's.
   */
  applyGradients(gradients: Float32Array, learningRate: number): Promise<void>;
  /** Inference mode. → [indices.length, embeddingDim] */
  embed(indices: Int32Array): Promise<Float32Array>;
  close(): Promise<void>;
}

/** Everything that changes while training. */
export interface TrainingState {
  /** steps done */
  readonly step: number;
  /** [plan.size] */
  readonly weights: Float32Array;
  /** the optimizer's, [plan.trainableSize] each: sgd with momentum [velocity], rmsprop [meanSquare], adam and adamw [m, v], else none */
  readonly slots: readonly Float32Array[];
}

export interface Progress {
  readonly steps: number;
  readonly examples: number;
  /** Σ over examples of their loss; not finite as soon as one was not */
  readonly lossSum: number;
  /** examples that the loss counts as right: see `src/objective` */
  readonly correct: number;
}

export interface Inspection {
  /** mean over the batch */
  readonly loss: number;
  /** [examples]; for triplets d(a,p) then d(a,n): [2·examples]; none where the loss looks at the whole batch */
  readonly distances: Float32Array;
  /** of the loss, before clipping: [plan.trainableSize] */
  readonly gradients: Float32Array;
}
