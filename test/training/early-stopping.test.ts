import { describe, expect, test } from 'vitest';
import { loadEngine } from '../../src/engine/node.ts';
import type { EarlyStopping, Experiment } from '../../src/experiment/index.ts';
import { isBestYet, isPatienceOver } from '../../src/training/best.ts';
import { type Best, type EpochMetrics, type TrainingEvent, train } from '../../src/training/index.ts';
import { BookkeepingEngine, collect, figuresOf, tinyDataset, tinyExperiment } from './tiny.ts';

const dataset = tinyDataset(20, 12);
const base = tinyExperiment();
const rule: EarlyStopping = { monitor: 'loss', patience: 2, minDelta: 0, restoreBest: true };
const experimentWith = (earlyStopping: EarlyStopping | null, epochs = 8): Experiment => ({
  ...base,
  training: { ...base.training, epochs, earlyStopping },
});

/** 40 pairs of 2 an epoch; each epoch's training loss is raised by the given amount over the same figure. */
async function withLosses(raisedBy: readonly number[], earlyStopping: EarlyStopping | null) {
  const engine = new BookkeepingEngine({ onStep: (step) => 2 * (raisedBy[Math.floor(step / 20)] as number) });
  const events = await collect(train({ experiment: experimentWith(earlyStopping, raisedBy.length), dataset, engine }));
  return { events, end: endOf(events), best: bestOf(events) };
}

function endOf(events: readonly TrainingEvent[]) {
  const end = events.at(-1);
  if (end?.type !== 'end') throw new Error('no end');
  return end;
}
const bestOf = (events: readonly TrainingEvent[]) =>
  events.flatMap((event) => (event.type === 'epoch' && event.isBest ? [event.metrics.epoch] : []));

describe('training ends', () => {
  test('after `patience` epochs in a row that are no better than the best', async () => {
    const { end, best } = await withLosses([5, 3, 4, 2, 2, 2.5, 1, 0], rule);
    expect(end).toMatchObject({ reason: 'earlyStopping', epoch: 6 });
    expect(best).toEqual([1, 2, 4]);
    expect(end.point.best?.epoch).toBe(4);
  });

  test('not before: a better epoch ends the wait', async () => {
    const { end, best } = await withLosses([5, 6, 4, 5, 3, 4, 2, 3], rule);
    expect(end).toMatchObject({ reason: 'allEpochs', epoch: 8 });
    expect(best).toEqual([1, 3, 5, 7]);
  });

  test('where improvements stay within minDelta, the best keeping its place', async () => {
    const { end, best } = await withLosses([5, 4.75, 4.5, 4, 3, 2, 1, 0], { ...rule, minDelta: 0.5 });
    expect(best).toEqual([1]); // 4.5 is not better than 5 by more than 0.5, and 4 comes too late
    expect(end).toMatchObject({ reason: 'earlyStopping', epoch: 3 });
  });

  test('as having trained all epochs where patience runs out in the last', async () => {
    const { end } = await withLosses([1, 2, 3], rule);
    expect(end).toMatchObject({ reason: 'allEpochs', epoch: 3, point: { best: { epoch: 1 } } });
  });

  test('never early without it; the best is then that of validation loss', async () => {
    const { events, end } = await withLosses([1, 2, 3, 4, 5], null);
    expect(end).toMatchObject({ reason: 'allEpochs', epoch: 5 });
    expect(end.point.best).toMatchObject({ epoch: 1, value: figuresOf(events)[0]?.valLoss });
  });
});

describe('better', () => {
  const metrics: EpochMetrics = {
    epoch: 2,
    step: 2,
    loss: 4,
    accuracy: 0.5,
    valLoss: 3,
    valAccuracy: 0.75,
    learningRate: 1,
    seconds: 1,
  };
  const best = (value: number): Best => ({ epoch: 1, value, weights: new Float32Array() });
  test.each<[EarlyStopping['monitor'], worse: number, better: number]>([
    ['loss', 4.01, 3.99],
    ['valLoss', 3.01, 2.99],
    ['accuracy', 0.49, 0.51],
    ['valAccuracy', 0.74, 0.76],
  ])('%s: losses by falling, accuracies by rising, never by staying', (monitor, low, high) => {
    expect(isBestYet({ monitor, minDelta: 0 }, metrics, best(low))).toBe(true);
    expect(isBestYet({ monitor, minDelta: 0 }, metrics, best(high))).toBe(false);
    expect(isBestYet({ monitor, minDelta: 0 }, metrics, best(metrics[monitor]))).toBe(false);
    expect(isBestYet({ monitor, minDelta: 0.5 }, metrics, best(low))).toBe(false);
    expect(isBestYet({ monitor, minDelta: 9 }, metrics, null)).toBe(true);
  });

  test('patience counts epochs since the best', () => {
    const waits = [1, 2, 3, 4].map((epochsDone) => isPatienceOver(rule, best(1), epochsDone));
    expect(waits).toEqual([false, false, true, true]);
    expect(isPatienceOver(null, best(1), 99)).toBe(false);
    expect(isPatienceOver(rule, null, 0)).toBe(false);
  });
});

describe('the result', () => {
  const weightsAfter = (events: readonly TrainingEvent[], epoch: number) =>
    events.flatMap((event) =>
      event.type === 'epoch' && event.metrics.epoch === epoch ? [event.state.weights] : [],
    )[0];
  // no improvement is above minDelta, so that the first epoch stays the best
  const stubborn = { ...rule, minDelta: 100 };

  test('has the best epoch’s weights where early stopping restores it, and a resume still goes on from the last', async () => {
    const engine = await loadEngine('reference');
    const events = await collect(train({ experiment: experimentWith(stubborn), dataset, engine }));
    const end = endOf(events);
    expect(end).toMatchObject({ reason: 'earlyStopping', epoch: 3 });
    expect(end.state.weights).toEqual(weightsAfter(events, 1));
    expect(end.point.state.weights).toEqual(weightsAfter(events, 3));
    expect(end.point.state.weights).not.toEqual(end.state.weights);
  });

  test('has them too where all epochs were trained, as with Keras', async () => {
    const engine = await loadEngine('reference');
    const events = await collect(train({ experiment: experimentWith(stubborn, 2), dataset, engine }));
    expect(endOf(events).reason).toBe('allEpochs');
    expect(endOf(events).state.weights).toEqual(weightsAfter(events, 1));
  });

  test.each([
    ['restoreBest is false', { ...stubborn, restoreBest: false }, false],
    ['there is no early stopping', null, false],
    ['training was stopped', stubborn, true],
  ])('has the last weights where %s', async (_, earlyStopping, stops) => {
    const engine = await loadEngine('reference');
    const controller = new AbortController();
    const events: TrainingEvent[] = [];
    const experiment = experimentWith(earlyStopping, 3);
    for await (const event of train({ experiment, dataset, engine, signal: controller.signal })) {
      events.push(event);
      if (stops && event.type === 'epoch' && event.metrics.epoch === 2) controller.abort();
    }
    const end = endOf(events);
    expect(end).toMatchObject(stops ? { reason: 'stopped', epoch: 2 } : { epoch: 3 });
    expect(end.state.weights).toEqual(weightsAfter(events, end.epoch));
    expect(end.state.weights).not.toEqual(weightsAfter(events, 1));
  });
});
