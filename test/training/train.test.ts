import { describe, expect, test } from 'vitest';
import {
  type Dataset,
  distinctImages,
  fingerprintExamples,
  fingerprintSubset,
  trainingExamples,
  validationPairs,
} from '../../src/data/index.ts';
import { InputError, RunError } from '../../src/errors/index.ts';
import { clusteredError, clusterPairs } from '../../src/evaluation/index.ts';
import type { Experiment } from '../../src/experiment/index.ts';
import { initialWeights } from '../../src/network/index.ts';
import { drawingOf, planOf } from '../../src/objective/index.ts';
import { stepsPerGroup, type TrainingEvent, train } from '../../src/training/index.ts';
import { learningRateAt } from '../../src/training/schedule.ts';
import { experimentWith } from '../experiment-with.ts';
import { BookkeepingEngine, collect, figuresOf, type Hooks, lossesOf, tinyDataset, tinyExperiment } from './tiny.ts';

/** 99 training images: 198 pairs, 66 steps of 3 an epoch: a group of 64, then one of 2. */
const dataset = tinyDataset(99, 20);
const experiment = tinyExperiment({ training: { ...tinyExperiment().training, batchSize: 3, epochs: 2 } });

async function failure(running: Promise<unknown>): Promise<Error> {
  const error = await running.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(Error);
  return error as Error;
}
async function booksOf(given: Experiment = experiment, hooks: Hooks = {}, data: Dataset = dataset) {
  const engine = new BookkeepingEngine(hooks);
  const events = await collect(train({ experiment: given, dataset: data, engine }));
  const [session] = engine.sessions;
  if (session === undefined) throw new Error('no session was opened');
  return { events, session };
}

function endOf(events: readonly TrainingEvent[]) {
  const end = events.at(-1);
  if (end?.type !== 'end') throw new Error('no end');
  return end;
}

describe('the stream of events', () => {
  test('is start, then for each epoch its steps, itself and a checkpoint, then the end', async () => {
    const { events, session } = await booksOf();
    const kinds = events.map(({ type }) => type).filter((type, i, all) => type !== all[i - 1]);
    expect(kinds).toEqual(['start', 'steps', 'epoch', 'checkpoint', 'steps', 'epoch', 'checkpoint', 'end']);
    expect(events[0]).toEqual({
      type: 'start',
      epochs: 2,
      stepsPerEpoch: 66,
      trainExamples: 198,
      validationPairs: 40,
      engine: {
        name: 'bookkeeping',
        build: 'paper',
        device: { name: 'paper', kind: 'cpu' },
        arithmetic: 'by hand',
        threads: 1,
        memoryBytes: 1,
      },
      fingerprints: {
        data: 'tiny',
        trainPairs: expect.stringMatching(/^[0-9a-f]{64}$/),
        validationPairs: fingerprintExamples(validationPairs(dataset, 0)),
      },
      measuredOn: {
        pairs: 40,
        images: 20,
        fingerprints: {
          images: await fingerprintSubset(dataset.store, dataset.validationIndices),
          pairs: fingerprintExamples(distinctImages(validationPairs(dataset, 0)).pairs),
        },
      },
    });
    expect(events.at(-1)).toMatchObject({ type: 'end', reason: 'allEpochs', epoch: 2, state: { step: 132 } });
    expect(session.loaded).toBe(dataset.store);
    expect(session.closed).toBe(1);
  });

  test('an epoch tells which pairs were called rightly, and how far apart they lie', async () => {
    const { events } = await booksOf();
    for (const event of events) {
      if (event.type !== 'epoch') continue;
      const { correct, standardError, separation } = event.evaluation;
      expect(correct).toHaveLength(40);
      expect(correct.reduce((a, b) => a + b, 0) / 40).toBe(event.metrics.valAccuracy);
      expect(standardError).toBe(clusteredError(correct, clusterPairs(validationPairs(dataset, 0))));
      expect([separation.same.pairs, separation.different.pairs]).toEqual([20, 20]);
    }
  });

  test('training figures are the means over the epoch', async () => {
    const { events } = await booksOf();
    const figures = figuresOf(events);
    for (const epoch of [1, 2]) {
      const losses = lossesOf(trainingExamples(dataset, drawingOf(experiment), epoch));
      expect(figures[epoch - 1]?.loss).toBeCloseTo(losses.reduce((a, b) => a + b) / 198, 12);
      expect(figures[epoch - 1]?.accuracy).toBe(losses.filter((loss) => loss < 0.5).length / 198);
      expect(figures[epoch - 1]).toMatchObject({ epoch, step: 66 * epoch, learningRate: 0.01 });
    }
    const last = events.findLast((event) => event.type === 'steps');
    expect(last).toMatchObject({ epoch: 2, step: 66, stepsPerEpoch: 66, loss: figures[1]?.loss });
  });

  test('the first weights come from the seed, slots are zero, and the state counts steps over all epochs', async () => {
    const { events } = await booksOf();
    const plan = planOf(experiment.network, experiment.objective);
    const epochs = events.filter((event) => event.type === 'epoch');
    expect(epochs.map(({ state }) => state.step)).toEqual([66, 132]);
    expect(epochs[0]?.state.weights).toEqual(initialWeights(plan, experiment.seed)); // this engine never moves them
    expect(epochs[0]?.state.slots).toEqual([new Float32Array(plan.trainableSize)]);
  });
});

describe('steps', () => {
  test("are the epoch's examples in order, the last batch short", async () => {
    const odd = { ...experiment, training: { ...experiment.training, batchSize: 7, epochs: 1 } };
    const { session } = await booksOf(odd);
    const examples = trainingExamples(dataset, drawingOf(odd), 1);
    if (examples.kind !== 'pairs') throw new Error('expected pairs');
    const batches = session.batches.filter((batch) => batch.kind === 'pairs');
    expect(batches.map(({ left }) => left.length)).toEqual([...Array(28).fill(7), 2]);
    expect(batches.flatMap(({ left }) => Array.from(left))).toEqual(Array.from(examples.left));
    expect(batches.flatMap(({ right }) => Array.from(right))).toEqual(Array.from(examples.right));
    expect(batches.flatMap(({ isSame }) => Array.from(isSame))).toEqual(Array.from(examples.isSame));
  });

  test('a triplet loss trains triplets', async () => {
    const objective = { loss: 'triplet', distance: 'euclidean', margin: 1 } as const;
    const { session, events } = await booksOf({ ...experiment, objective });
    expect(new Set(session.batches.map(({ kind }) => kind))).toEqual(new Set(['triplets']));
    expect(events[0]).toMatchObject({ trainExamples: 99, stepsPerEpoch: 33, validationPairs: 40 });
  });

  test('progress is read in groups that no clock decides', async () => {
    const slow = () => new Promise<void>((resolve) => setTimeout(resolve, 60));
    for (const hooks of [{}, { onProgress: slow }]) {
      expect((await booksOf(experiment, hooks)).session.groups).toEqual([64, 2, 64, 2]);
    }
  });

  test('are grouped by the images that they work through: three a triplet, two a pair', async () => {
    const [block] = experiment.network.blocks as [Experiment['network']['blocks'][number]];
    const layer = { ...block, kernelSize: [1, 1] as [number, number], pool: null, filters: 1140 };
    const given: Experiment = {
      ...experiment, // 2.1e7 multiply-adds an image: 3 groups' worth of 120 images each, 2 of 180
      network: { ...experiment.network, blocks: [layer, layer] },
      training: { ...experiment.training, batchSize: 60, epochs: 1 },
    };
    const groupsOf = async (given: Experiment) => {
      const engine = new BookkeepingEngine();
      await collect(train({ experiment: given, dataset: tinyDataset(600, 20), engine }));
      return engine.sessions[0]?.groups;
    };
    expect(await groupsOf(given)).toEqual([3, 3, 3, 3, 3, 3, 2]);
    const objective = { loss: 'triplet', distance: 'euclidean', margin: 1 } as const;
    expect(await groupsOf({ ...given, objective })).toEqual([2, 2, 2, 2, 2]);
  });

  test('tell of themselves within an epoch, each time with what was done since', async () => {
    const slow = () => new Promise<void>((resolve) => setTimeout(resolve, 120)); // events are 100 ms apart
    const given = { ...experiment, training: { ...experiment.training, batchSize: 1, epochs: 1 } };
    const { events } = await booksOf(given, { onProgress: slow });
    const told = events.filter((event) => event.type === 'steps');
    expect(told.map(({ step }) => step)).toEqual([64, 128, 192, 198]);
    const losses = lossesOf(trainingExamples(dataset, drawingOf(given), 1));
    for (const { epoch, step, stepsPerEpoch, loss, millisecondsPerStep } of told) {
      expect([epoch, stepsPerEpoch]).toEqual([1, 198]);
      expect(loss).toBeCloseTo(losses.slice(0, step).reduce((a, b) => a + b) / step, 12);
      expect(millisecondsPerStep).toBeGreaterThan(1);
    }
  });

  test('wait for the engine where it returns a promise, and only there', async () => {
    const order: string[] = [];
    const engine = new BookkeepingEngine({
      room: async (step) => {
        await new Promise((resolve) => setTimeout(resolve, step < 3 ? 5 : 0));
        order.push(`room ${step}`);
      },
      onStep: (step) => {
        order.push(`step ${step}`);
        return 0;
      },
    });
    const given = { ...experiment, training: { ...experiment.training, batchSize: 40, epochs: 1 } };
    await collect(train({ experiment: given, dataset, engine }));
    expect(order).toEqual([0, 1, 2, 3, 4].flatMap((step) => [`step ${step}`, `room ${step}`]));
  });

  test("a group of the tutorial's network is 18 steps, of a huge one a single step, of a tiny one 64", () => {
    const network = (side: number, filters: number) => {
      const block = { filters, kernelSize: 2, pool: 2, dropout: 0.3 };
      return experimentWith({ network: { inputShape: [side, side, 1], blocks: [block, block], embeddingDim: 48 } })
        .network;
    };
    const group = (side: number, filters: number) =>
      stepsPerGroup(planOf(network(side, filters), { loss: 'binaryCrossentropy', distance: 'euclidean' }), 64, 2);
    expect([group(28, 64), group(224, 256), group(4, 2)]).toEqual([18, 1, 64]);
  });

  test('the event loop breathes between steps that an engine does in this thread', async () => {
    const controller = new AbortController();
    const engine = new BookkeepingEngine({
      onStep: (step) => {
        if (step === 0) setTimeout(() => controller.abort(), 10);
        const until = performance.now() + 5;
        while (performance.now() < until); // 64 steps of 5 ms: without a breath the abort would come after the group
        if (step === 63) abortedInGroup = controller.signal.aborted;
        return 0;
      },
    });
    let abortedInGroup = false;
    const events = await collect(train({ experiment, dataset, engine, signal: controller.signal }));
    expect(abortedInGroup).toBe(true);
    expect(events.at(-1)).toMatchObject({ type: 'end', reason: 'stopped' });
  });
});

describe('checkpoints', () => {
  const stepsOf = (events: readonly TrainingEvent[]) =>
    events.flatMap((event) => (event.type === 'checkpoint' ? [event.point.state.step] : []));
  const every = (everySteps: number | null, batchSize = 1): Experiment => ({
    ...experiment,
    checkpoint: { everySteps },
    training: { ...experiment.training, batchSize },
  });

  test('come after each epoch, and at the end of the group in which so many more steps are done', async () => {
    // 198 steps an epoch, in groups that end at 64, 128, 192 and 198
    const ends = [64, 128, 192, 198, 262, 326, 390, 396];
    expect(stepsOf((await booksOf(every(null))).events)).toEqual([198, 396]);
    expect(stepsOf((await booksOf(every(1))).events)).toEqual(ends);
    expect(stepsOf((await booksOf(every(100))).events)).toEqual([128, 198, 262, 326, 396]); // 100, 200, 300
    expect(stepsOf((await booksOf(every(65))).events)).toEqual([128, 192, 198, 262, 326, 390, 396]); // 65, 130, 195 …
    expect(stepsOf((await booksOf(every(1000))).events)).toEqual([198, 396]);
  });

  test('hold the place, the state and the best epoch of their moment', async () => {
    const { events } = await booksOf(every(100));
    const points = events.flatMap((event) => (event.type === 'checkpoint' ? [event.point] : []));
    const examplesAt = points.map(({ position }) => [position.epoch, position.stepInEpoch, position.sums.examples]);
    expect(examplesAt).toEqual([
      [1, 128, 128],
      [2, 0, 0],
      [2, 64, 64],
      [2, 128, 128],
      [3, 0, 0],
    ]);
    const [first] = figuresOf(events);
    expect(points.map(({ best }) => best?.epoch ?? null)).toEqual([null, 1, 1, 1, 1]);
    expect(points[1]?.best?.value).toBe(first?.valLoss);
  });

  test('of weights that are not finite are never made: the run ends with a sentence', async () => {
    const engine = new BookkeepingEngine({ brokenFrom: 100 });
    const seen: TrainingEvent[] = [];
    const running = (async () => {
      for await (const event of train({ experiment: every(1), dataset, engine })) seen.push(event);
    })();
    expect((await failure(running)).message).toMatch(
      /^A weight is no longer a finite number after 128 steps, in epoch 1\. Use a smaller learningRate/,
    );
    expect(stepsOf(seen)).toEqual([64]);
  });
});

describe('the learning rate', () => {
  test('of every step is the schedule’s, and the row’s is that of the last', async () => {
    const scheduled: Experiment = {
      ...experiment,
      training: { ...experiment.training, schedule: { name: 'cosine', end: 0, warmupEpochs: 0.5 } },
    };
    const { session, events } = await booksOf(scheduled);
    const expected = Array.from({ length: 132 }, (_, step) => learningRateAt(scheduled.training, step, 66));
    expect(session.learningRates).toEqual(expected);
    expect(new Set(expected).size).toBeGreaterThan(100);
    expect(figuresOf(events).map(({ learningRate }) => learningRate)).toEqual([expected[65], expected[131]]);
  });

  test('goes on where it was after a stop', async () => {
    const training = {
      ...experiment.training,
      schedule: { name: 'exponential', factor: 0.5, warmupEpochs: 0 },
    } as const;
    const scheduled = { ...experiment, training };
    const { session, events } = await booksOf(scheduled);
    const engine = new BookkeepingEngine();
    const point = events.find((event) => event.type === 'checkpoint')?.point;
    if (point === undefined) throw new Error('no checkpoint');
    await collect(train({ experiment: scheduled, dataset, engine, from: point }));
    expect(engine.sessions[0]?.learningRates).toEqual(session.learningRates.slice(66));
  });
});

describe('a loss that is no longer finite', () => {
  test.each([
    [66 + 10, Number.NaN, /^The loss stopped being a finite number in epoch 2, between steps 1 and 64 of 66\. /],
    [
      65,
      Number.POSITIVE_INFINITY,
      /^The loss stopped being a finite number in epoch 1, between steps 65 and 66 of 66\./,
    ],
  ])('at step %i ends the run with the steps, and closes the session', async (bad, extra, sentence) => {
    const engine = new BookkeepingEngine({ onStep: (step) => (step === bad ? extra : 0) });
    const error = await failure(collect(train({ experiment, dataset, engine })));
    expect(error).toBeInstanceOf(RunError);
    expect(error.message).toMatch(sentence);
    expect(error.message).toMatch(/Use a smaller learningRate \(training.optimizer.learningRate is 0.01\)/);
    expect(engine.sessions[0]?.closed).toBe(1);
  });

  test('in validation ends the run too', async () => {
    const engine = new BookkeepingEngine({ embedding: Number.NaN });
    const error = await failure(collect(train({ experiment, dataset, engine })));
    expect(error).toBeInstanceOf(RunError);
    expect(error.message).toMatch(/^The validation loss after epoch 1 is not a finite number/);
  });
});

describe('stopping', () => {
  /** Aborts during the given progress call, counted from 0. */
  async function stoppedIn(call: number) {
    const controller = new AbortController();
    let calls = 0;
    const engine = new BookkeepingEngine({
      onProgress: async () => {
        if (calls++ === call) controller.abort();
      },
    });
    const events = await collect(train({ experiment, dataset, engine, signal: controller.signal }));
    return { events, end: endOf(events), session: engine.sessions[0] };
  }

  test('ends the steps under way and says how far it came', async () => {
    const { end, session } = await stoppedIn(2);
    expect(end).toMatchObject({
      reason: 'stopped',
      epoch: 1,
      state: { step: 66 + 64 },
      point: { position: { epoch: 2, stepInEpoch: 64, sums: { examples: 192 } }, state: { step: 66 + 64 } },
    });
    expect(session?.closed).toBe(1);
  });

  test('in the last steps of an epoch still validates it', async () => {
    const { end, events } = await stoppedIn(1);
    expect(figuresOf(events)).toHaveLength(1);
    expect(end).toMatchObject({ reason: 'stopped', epoch: 1, point: { position: { epoch: 2, stepInEpoch: 0 } } });
  });

  test('in the very last steps is no stop at all', async () => {
    const { end } = await stoppedIn(3);
    expect(end).toMatchObject({ reason: 'allEpochs', epoch: 2 });
  });

  test('before the first step leaves the first weights', async () => {
    const engine = new BookkeepingEngine();
    const events = await collect(train({ experiment, dataset, engine, signal: AbortSignal.abort() }));
    expect(events.map(({ type }) => type)).toEqual(['start', 'end']);
    expect(events[1]).toMatchObject({ reason: 'stopped', epoch: 0, state: { step: 0 } });
  });

  test('and going on from there gives the figures of a run that never stopped, to the bit', async () => {
    const whole = figuresOf((await booksOf()).events);
    for (const call of [0, 1, 2]) {
      const { end, events } = await stoppedIn(call);
      const rest = await collect(train({ experiment, dataset, engine: new BookkeepingEngine(), from: end.point }));
      expect([...figuresOf(events), ...figuresOf(rest)]).toEqual(whole);
    }
  });

  test('a state that does not belong to its position is refused', async () => {
    const { end } = await stoppedIn(0);
    const from = { ...end.point, state: { ...end.point.state, step: 7 } };
    const engine = new BookkeepingEngine();
    const error = await failure(collect(train({ experiment, dataset, engine, from })));
    expect(error.message).toMatch(/has done 7 steps, but its position \(epoch 1, step 64 of 66\) is after 64/);
    expect(engine.sessions[0]?.closed).toBe(1);
  });

  test('a state beyond the last epoch is refused', async () => {
    const { end } = await stoppedIn(2);
    const shorter = { ...experiment, training: { ...experiment.training, epochs: 1 } };
    const running = collect(train({ experiment: shorter, dataset, engine: new BookkeepingEngine(), from: end.point }));
    expect((await failure(running)).message).toBe(
      'The state to go on from is in epoch 2, step 64, but training.epochs is 1; use 2 or more.',
    );
  });

  test('a state at the end of the last epoch ends at once, and goes on where there are more', async () => {
    const { events } = await booksOf();
    const { point } = endOf(events);
    expect(point.position).toMatchObject({ epoch: 3, stepInEpoch: 0 });
    const again = await collect(train({ experiment, dataset, engine: new BookkeepingEngine(), from: point }));
    expect(again.map(({ type }) => type)).toEqual(['start', 'end']);
    expect(endOf(again)).toMatchObject({ reason: 'allEpochs', epoch: 2, point });
    const longer = { ...experiment, training: { ...experiment.training, epochs: 3 } };
    const more = await collect(train({ experiment: longer, dataset, engine: new BookkeepingEngine(), from: point }));
    expect(figuresOf(more)).toEqual(figuresOf((await booksOf(longer)).events).slice(2));
  });
});

describe('the session is closed', () => {
  test.each(['start', 'steps', 'epoch'])('where a listener leaves at %s', async (leaveAt) => {
    const engine = new BookkeepingEngine();
    let seen: TrainingEvent | undefined;
    for await (const event of train({ experiment, dataset, engine })) {
      seen = event;
      if (event.type === leaveAt) break;
    }
    expect(seen?.type).toBe(leaveAt);
    expect(engine.sessions[0]?.closed).toBe(1);
  });

  test('where the engine, or a read of images, fails: the error passes through', async () => {
    const engine = new BookkeepingEngine({ onProgress: () => Promise.reject(new RunError('The worker died.')) });
    expect((await failure(collect(train({ experiment, dataset, engine })))).message).toBe('The worker died.');
    expect(engine.sessions[0]?.closed).toBe(1);
    const reading = new BookkeepingEngine({
      room: (step) => (step === 5 ? Promise.reject(new InputError('The images are gone.')) : Promise.resolve()),
    });
    const error = await failure(collect(train({ experiment, dataset, engine: reading })));
    expect([error.message, error instanceof InputError]).toEqual(['The images are gone.', true]);
    expect(reading.sessions[0]?.closed).toBe(1);
  });
});

describe('data that does not fit is refused before a session opens', () => {
  test('images of another shape than the network', async () => {
    const engine = new BookkeepingEngine();
    const network = { ...experiment.network, inputShape: [8, 8, 3] as [number, number, number] };
    const error = await failure(collect(train({ experiment: { ...experiment, network }, dataset, engine })));
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toBe(
      'network.inputShape is [8, 8, 3], but the images are [4, 4, 1]; write network.inputShape: [4, 4, 1].',
    );
    expect(engine.sessions).toHaveLength(0);
  });
});
