import type { Optimizer } from '../../experiment/index.ts';

/** How many arrays of [plan.trainableSize] the optimizer keeps from step to step. */
export function slotCount(optimizer: Optimizer): number {
  switch (optimizer.name) {
    case 'sgd':
      return optimizer.momentum > 0 ? 1 : 0;
    case 'rmsprop':
      return 1;
    case 'adam':
    case 'adamw':
      return 2;
  }
}
