/** The best epoch, and when to stop waiting for a better one. As Keras's EarlyStopping. */
import { isBetter } from '../evaluation/index.ts';
import type { EarlyStopping, Experiment } from '../experiment/index.ts';
import type { Best, EpochMetrics } from './events.ts';

/** What decides which epoch is the best: the metric that early stopping monitors, else validation loss. */
export type Monitor = Pick<EarlyStopping, 'monitor' | 'minDelta'>;

export function monitorOf({ earlyStopping }: Experiment['training']): Monitor {
  return earlyStopping ?? { monitor: 'valLoss', minDelta: 0 };
}

/** Whether an epoch beats the best before it by more than minDelta. The first always does. */
export function isBestYet({ monitor, minDelta }: Monitor, metrics: EpochMetrics, best: Best | null): boolean {
  return best === null || isBetter(monitor, metrics[monitor], best.value, minDelta);
}

/** Whether the last `patience` epochs were all no better than the best before them. */
export function isPatienceOver(earlyStopping: EarlyStopping | null, best: Best | null, epochsDone: number): boolean {
  return earlyStopping !== null && best !== null && epochsDone - best.epoch >= earlyStopping.patience;
}
