/** The default engine, interrupted wherever a checkpoint is and resumed with other threads: the same bits. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { loadEngine } from '../../src/engine/node.ts';
import type { Experiment } from '../../src/experiment/index.ts';
import { type EndEvent, type ResumePoint, type TrainingEvent, train } from '../../src/training/index.ts';
import { collect, figuresOf, tinyDataset, tinyExperiment } from './tiny.ts';

const engine = await loadEngine('wasm');
/** 320 pairs, or 160 triplets. In steps of 2: 160 an epoch, in groups that end at 64, 128 and 160. */
const dataset = tinyDataset(160, 30);
const tiny = tinyExperiment({ checkpoint: { everySteps: 40 } });
const [block] = tiny.network.blocks as [Experiment['network']['blocks'][0]];
const noClip = { globalClipNorm: null };

const experiments: Record<string, Experiment> = {
  'binary cross-entropy, adam': tiny,
  'contrastive, new pairs each epoch, cosine after a warm-up, momentum, batch normalisation': {
    ...tiny,
    pairs: { perImage: 1, refresh: 'epoch' },
    network: { ...tiny.network, blocks: [{ ...block, batchNorm: true }] },
    objective: { loss: 'contrastive', distance: 'euclidean', margin: 1 },
    training: {
      ...tiny.training,
      optimizer: { name: 'sgd', learningRate: 0.05, momentum: 0.9, nesterov: true, ...noClip },
      schedule: { name: 'cosine', end: 0.1, warmupEpochs: 0.7 },
    },
  },
  'triplets, new ones each epoch, steps, rmsprop, clipped': {
    ...tiny,
    pairs: { perImage: 2, refresh: 'epoch' },
    objective: { loss: 'triplet', distance: 'cosine', margin: 0.5 },
    training: {
      ...tiny.training,
      optimizer: { name: 'rmsprop', learningRate: 0.01, rho: 0.9, epsilon: 1e-7, globalClipNorm: 0.5 },
      schedule: { name: 'step', every: 1, factor: 0.5, warmupEpochs: 0 },
    },
  },
  'images changed by every kind of augmentation': {
    ...tiny,
    data: {
      ...tiny.data,
      augment: {
        ...{ shift: [-0.2, 0.2], rotate: [-20, 20], scale: [-0.2, 0.3], shear: [-5, 5], flip: 'both' },
        ...{ brightness: [-0.1, 0.1], contrast: [-0.2, 0.2], blur: [0, 1], noise: [0, 0.1], erase: [0, 0.3] },
      },
    },
  },
  // the first epoch stays the best, so that patience is over after the third of six
  'stopped early, the best epoch restored, adamw, exponential': {
    ...tiny,
    training: {
      ...tiny.training,
      epochs: 6,
      optimizer: {
        ...{ name: 'adamw', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0.01 },
        ...noClip,
      },
      schedule: { name: 'exponential', factor: 0.8, warmupEpochs: 0.3 },
      earlyStopping: { monitor: 'valAccuracy', patience: 2, minDelta: 1, restoreBest: true },
    },
  },
};

const stoppedEarly = experiments['stopped early, the best epoch restored, adamw, exponential'] as Experiment;

test.each(Object.entries(experiments))(
  'resumed from every second of its checkpoints, with other threads, a training ends with the same bits: %s',
  async (_, experiment) => {
    const events = await collect(train({ experiment, dataset, engine, threads: 1 }));
    const points = pointsOf(events);
    expect(points.length).toBeGreaterThanOrEqual(2 * 3); // within epochs too
    for (const [i, from] of points.entries()) {
      if (i % 2 === 1) continue; // the others are within both epochs, and at the end of the first
      const threads = i % 4 === 0 ? 2 : 3;
      const rest = await collect(train({ experiment, dataset, engine, threads, from }));
      expect([...figuresOf(events).slice(0, from.position.epoch - 1), ...figuresOf(rest)]).toEqual(figuresOf(events));
      expect(outcomeOf(rest)).toEqual(outcomeOf(events));
      // and leaves the same places behind it
      expect(pointsOf(rest).map(digestOf)).toEqual(points.slice(i + 1).map(digestOf));
    }
  },
);

test('stopped by a signal again and again, and resumed each time, a training ends with the same bits', async () => {
  const experiment = stoppedEarly;
  const events = await collect(train({ experiment, dataset, engine }));
  const figures: unknown[] = [];
  let last: readonly TrainingEvent[] = [];
  let parts = 0;
  do {
    const controller = new AbortController();
    const part: TrainingEvent[] = [];
    const from = parts === 0 ? {} : { from: endOf(last).point };
    for await (const event of train({
      ...{ experiment, dataset, engine, signal: controller.signal, threads: 1 + (parts % 3) },
      ...from,
    })) {
      part.push(event);
      if (event.type === 'checkpoint') controller.abort();
    }
    figures.push(...figuresOf(part));
    last = part;
    parts++;
  } while (endOf(last).reason === 'stopped');
  expect(figures).toEqual(figuresOf(events));
  expect(outcomeOf(last)).toEqual(outcomeOf(events));
  expect(parts).toBeGreaterThan(3);
});

test('checkpoints change nothing, however many', async () => {
  const ends = [null, 1].map(async (everySteps) => {
    const events = await collect(train({ experiment: { ...tiny, checkpoint: { everySteps } }, dataset, engine }));
    return { figures: figuresOf(events), outcome: outcomeOf(events), points: pointsOf(events).length };
  });
  const [few, many] = await Promise.all(ends);
  expect(many).toMatchObject({ figures: few?.figures, outcome: few?.outcome });
  expect([few?.points, many?.points]).toEqual([2, 6]);
});

test.each([
  ['a constant rate', {}],
  [
    'steps and early stopping',
    {
      schedule: { name: 'step', every: 1, factor: 0.7, warmupEpochs: 0.5 },
      earlyStopping: { monitor: 'valLoss', patience: 3, minDelta: 1, restoreBest: false },
    },
  ],
] as [string, Partial<Experiment['training']>][])(
  'two epochs and then two more are four at once: %s',
  async (_, changes) => {
    const trainFor = (epochs: number, from?: ResumePoint) => {
      const experiment = { ...tiny, training: { ...tiny.training, ...changes, epochs } };
      return collect(train({ experiment, dataset, engine, ...(from === undefined ? {} : { from }) }));
    };
    const whole = await trainFor(4);
    const half = await trainFor(2);
    const rest = await trainFor(4, endOf(half).point);
    expect([...figuresOf(half), ...figuresOf(rest)]).toEqual(figuresOf(whole));
    expect(figuresOf(whole)).toHaveLength(4);
    expect(outcomeOf(rest)).toEqual(outcomeOf(whole));
    expect(outcomeOf(half)).not.toEqual(outcomeOf(whole));
  },
);

test('what early stopping has ended stays ended', async () => {
  const experiment = stoppedEarly;
  const events = await collect(train({ experiment, dataset, engine }));
  expect(endOf(events)).toMatchObject({ reason: 'earlyStopping', epoch: 3 });
  const again = await collect(train({ experiment, dataset, engine, from: endOf(events).point }));
  expect(again.map(({ type }) => type)).toEqual(['start', 'end']);
  expect(outcomeOf(again)).toEqual(outcomeOf(events));
});

function endOf(events: readonly TrainingEvent[]): EndEvent {
  const end = events.at(-1);
  if (end?.type !== 'end') throw new Error('no end');
  return end;
}

function pointsOf(events: readonly TrainingEvent[]): ResumePoint[] {
  return events.flatMap((event) => (event.type === 'checkpoint' ? [event.point] : []));
}

/** How a training ended, its numbers hashed: the result, and where a resume would go on. */
function outcomeOf(events: readonly TrainingEvent[]) {
  const { reason, epoch, state, point } = endOf(events);
  return { reason, epoch, weights: hashOf([state.weights]), point: digestOf(point) };
}

/** All of a point but the time. */
function digestOf({ position, state, best }: ResumePoint) {
  const { seconds: _, ...sums } = position.sums;
  return {
    position: { ...position, sums },
    step: state.step,
    numbers: hashOf([state.weights, ...state.slots]),
    best: best === null ? null : { epoch: best.epoch, value: best.value, weights: hashOf([best.weights]) },
  };
}

function hashOf(arrays: readonly Float32Array[]): string {
  const hash = createHash('sha256');
  for (const array of arrays) hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  return hash.digest('hex');
}
