/** What a sweep makes of one experiment file. */

/** One of the experiments of a sweep. */
export interface Trial {
  /** the sweep's name: the file's `name` */
  readonly sweep: string;
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
  readonly max: number;
  readonly monitor: 'valLoss' | 'valAccuracy';
}
