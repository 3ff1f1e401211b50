/** The learning rate of each step. */
import type { Experiment } from '../experiment/index.ts';

/**
 * The learning rate of the step after `step` others: a pure function, so that a resumed run can't differ.
 *
 *   e = step / stepsPerEpoch, epochs done    w = warmupEpochs    base = the optimizer's learningRate
 *   e < w        base · e/w
 *   else, with t = e - w:
 *   constant     base
 *   step         base · factor^⌊t/every⌋
 *   exponential  base · factor^t
 *   cosine       base · (end + (1 - end) · ½(1 + cos(π · t/(epochs - w))))
 *
 * As Keras's schedules, which give the rate after so many steps: ExponentialDecay, with and without staircase, and
 * CosineDecay with alpha = end and warmup_target = base. Cosine: Loshchilov & Hutter 2017, without restarts.
 */
export function learningRateAt(training: Experiment['training'], step: number, stepsPerEpoch: number): number {
  const { schedule, epochs } = training;
  const base = training.optimizer.learningRate;
  const { warmupEpochs } = schedule;
  const epochsDone = step / stepsPerEpoch;
  if (epochsDone < warmupEpochs) return rounded((base * epochsDone) / warmupEpochs);
  const t = epochsDone - warmupEpochs;
  switch (schedule.name) {
    case 'constant':
      return base;
    case 'step':
      return rounded(base * schedule.factor ** Math.floor(t / schedule.every));
    case 'exponential':
      return rounded(base * schedule.factor ** t);
    case 'cosine': {
      const left = (1 + Math.cos((Math.PI * t) / (epochs - warmupEpochs))) / 2;
      return rounded(base * (schedule.end + (1 - schedule.end) * left));
    }
    default:
      return schedule satisfies never;
  }
}

/** To 12 digits: a power or cosine of another system's mathematical library differs in the sixteenth. */
function rounded(rate: number): number {
  return Number(rate.toPrecision(12));
}
