/** The training loop: an experiment, its data and an engine → a stream of events. */
import {
  batchOf,
  type Dataset,
  distinctImages,
  drawnExamples,
  type Examples,
  exampleCount,
  fingerprintExamples,
  fingerprintSubset,
  imagesAreAlike,
  type Pairs,
  trainingExamples,
  trainingStore,
  validationPairs,
} from '../data/index.ts';
import type { Engine, Session, TrainingState } from '../engine/index.ts';
import { InputError, RunError } from '../errors/index.ts';
import {
  type Clusters,
  clusteredError,
  clusterPairs,
  embeddingSpread,
  epochFiguresOf,
  separationOf,
  type ValidationFigures,
  validationFigures,
} from '../evaluation/index.ts';
import type { Experiment } from '../experiment/index.ts';
import { initialWeights, type Plan } from '../network/index.ts';
import { drawingOf, planOf, rowsPerExample } from '../objective/index.ts';
import { adviceFor } from './advice.ts';
import { isBestYet, isPatienceOver, monitorOf } from './best.ts';
import type {
  Best,
  CheckpointEvent,
  EndEvent,
  EpochMetrics,
  PairEvaluation,
  Position,
  ResumePoint,
  RunningSums,
  StepsEvent,
  TrainingEvent,
} from './events.ts';
import { differentIn, findingsOf, isExact } from './findings.ts';
import { learningRateAt } from './schedule.ts';

export interface TrainOptions {
  readonly experiment: Experiment;
  readonly dataset: Dataset;
  readonly engine: Engine;
  readonly threads?: number;
  /** stops at the end of the steps under way: see `stepsPerGroup` */
  readonly signal?: AbortSignal;
  /** where to go on; default: from the beginning, with weights from the experiment's seed */
  readonly from?: ResumePoint;
}

/**
 * Trains an experiment.
 *
 *   open, load, restore ─▶ start ─▶ ┌ steps of an epoch ─▶ steps, checkpoint … ─▶ validation ─▶ epoch, checkpoint ┐ ─▶ end
 *                                   └──────────────────────────────────◀────────────────────────────────────────────┘
 *
 * Nothing in the results depends on timing, threads or the listener's pace, nor on how often training was stopped and
 * resumed. At the `start` event the engine holds the images. The session is closed however the stream ends, also
 * where a listener leaves it early.
 * Throws a RunError where a loss or a weight is no longer finite, an InputError where data and network don't fit or
 * `from` belongs to another experiment.
 */
export async function* train(options: TrainOptions): AsyncGenerator<TrainingEvent, void, undefined> {
  const { experiment, dataset, engine, threads, signal } = options;
  const { objective, seed, training } = experiment;
  const plan = planOf(experiment.network, objective);
  checkShape(dataset, plan);
  const session = await engine.open(plan, {
    objective,
    optimizer: training.optimizer,
    seed,
    batchSize: training.batchSize,
    ...(threads === undefined ? {} : { threads }),
  });
  try {
    await session.load(trainingStore(dataset, experiment));
    const from = options.from ?? {
      position: { epoch: 1, stepInEpoch: 0, sums: noSums },
      state: await initialState(session, plan, seed),
      best: null,
    };
    await session.restore(from.state);
    yield* epochs({ experiment, dataset, engine, plan, session, signal }, from);
  } finally {
    await session.close();
  }
}

/** The state that training starts from, of a session just opened: weights from the seed, the optimizer's slots zero. */
export async function initialState(session: Session, plan: Plan, seed: number): Promise<TrainingState> {
  const { slots } = await session.state();
  return { step: 0, weights: initialWeights(plan, seed), slots: slots.map((slot) => slot.fill(0)) };
}

/**
 * Steps between two looks at the engine's progress. Sums of floating-point numbers depend on how they are grouped, so
 * the groups are part of the result: they are counted from the epoch's first step, their size follows from the plan
 * and the batch alone, never from a clock, and training stops and resumes only between two of them. At the size
 * chosen, a group of the tutorial's network is 18 steps, some 150 ms of the wasm engine on two cores: short enough for
 * Ctrl-C, long enough that waiting for it costs well under 1 %.
 */
export function stepsPerGroup(plan: Plan, examplesPerStep: number, imagesPerExample: number): number {
  const forward = plan.layers.reduce((sum, layer) => sum + layer.multiplyAdds, 0);
  const step = 3 * forward * examplesPerStep * imagesPerExample; // backward is twice forward
  return Math.max(1, Math.min(mostStepsPerGroup, Math.floor(multiplyAddsPerGroup / step)));
}

const multiplyAddsPerGroup = 2.4e10;
/** For networks so small that a step is mostly overhead. */
const mostStepsPerGroup = 64;
/** Between two `steps` events; the terminal needs no more. */
const millisecondsPerStepsEvent = 100;
/** An engine may do its steps in this thread: then signals are heard between them, this often. */
const millisecondsPerPause = 100;
/** Lets what waits for this thread have its turn. A page has no setImmediate; its setTimeout may take 4 ms. */
const pause = () => new Promise<void>((resolve) => (globalThis.setImmediate ?? setTimeout)(resolve));

interface Loop {
  readonly experiment: Experiment;
  readonly dataset: Dataset;
  readonly engine: Engine;
  readonly plan: Plan;
  readonly session: Session;
  readonly signal: AbortSignal | undefined;
  readonly stepsPerEpoch: number;
}

async function* epochs(
  opened: Omit<Loop, 'stepsPerEpoch'>,
  from: ResumePoint,
): AsyncGenerator<TrainingEvent, void, undefined> {
  const { experiment, dataset, engine, plan, session, signal } = opened;
  const { batchSize, epochs, earlyStopping } = experiment.training;
  const monitor = monitorOf(experiment.training);
  const drawn = drawnExamples(dataset, drawingOf(experiment), 1);
  const trainExamples = exampleCount(drawn);
  const stepsPerEpoch = Math.ceil(trainExamples / batchSize);
  const loop: Loop = { ...opened, stepsPerEpoch };
  const different = drawn.kind === 'pairs' ? differentIn(drawn.isSame) : 0;
  const validation = validationPairs(dataset, experiment.data.seed);
  const distinct = distinctImages(validation);
  const clusters = clusterPairs(distinct.pairs);
  checkPosition(from, stepsPerEpoch, epochs);

  yield {
    type: 'start',
    epochs,
    stepsPerEpoch,
    trainExamples,
    validationPairs: exampleCount(validation),
    engine: {
      name: engine.name,
      build: session.build,
      device: session.device,
      arithmetic: session.arithmetic,
      threads: session.threads,
      memoryBytes: session.memoryBytes(),
    },
    fingerprints: {
      data: dataset.store.fingerprint,
      trainPairs: fingerprintExamples(drawn),
      validationPairs: fingerprintExamples(validation),
    },
    measuredOn: {
      pairs: exampleCount(validation),
      images: distinct.indices.length,
      fingerprints: {
        images: await fingerprintSubset(dataset.store, distinct.indices),
        pairs: fingerprintExamples(distinct.pairs),
      },
    },
  };

  let { position, best } = from;
  while (position.epoch <= epochs && !isPatienceOver(earlyStopping, best, position.epoch - 1)) {
    const { epoch } = position;
    const clock = startClock(position.sums.seconds);
    const examples = trainingExamples(dataset, drawingOf(experiment), epoch);
    position = yield* steps(loop, { examples, best, clock }, position);
    if (position.stepInEpoch < stepsPerEpoch) break; // stopped
    const { sums } = position;
    const state = await soundState(loop, epoch);
    const figures = await validate(loop, distinct, epoch, state.weights);
    const learningRate = learningRateAt(experiment.training, state.step - 1, stepsPerEpoch);
    const seconds = clock();
    const { isSame } = distinct.pairs;
    const evaluation = evaluate(figures, isSame, clusters);
    const { separation } = evaluation;
    const measured = { training: sums, validation: { ...figures, isSame }, separation, learningRate, seconds };
    const metrics: EpochMetrics = { epoch, step: state.step, ...epochFiguresOf(measured) };
    const isBest = isBestYet(monitor, metrics, best);
    if (isBest) best = { epoch, value: metrics[monitor.monitor], weights: state.weights };
    position = { epoch: epoch + 1, stepInEpoch: 0, sums: noSums };
    const { threshold } = figures;
    const isLast = epoch >= epochs || isPatienceOver(earlyStopping, best, epoch);
    const { weights } = state;
    const areAlike = isExact(evaluation.spread) && (await imagesAreAlike(dataset.store, distinct.indices));
    const judged = { experiment, plan, metrics, evaluation, isSame, different, stepsPerEpoch, isLast, weights };
    const findings = findingsOf({ ...judged, imagesAreAlike: areAlike });
    const isBlind = findings.some(({ what }) => what === 'collapse');
    yield { type: 'epoch', metrics, threshold, evaluation, isBest, isBlind, findings, state };
    yield { type: 'checkpoint', point: { position, state, best } };
    if (signal?.aborted === true) break;
  }
  yield endEvent(experiment, { position, state: await soundState(loop, position.epoch), best });
}

function endEvent({ training }: Experiment, point: ResumePoint): EndEvent {
  const { position, state, best } = point;
  const { epochs, earlyStopping } = training;
  const epoch = position.epoch - 1;
  const reason =
    epoch >= epochs ? 'allEpochs' : isPatienceOver(earlyStopping, best, epoch) ? 'earlyStopping' : 'stopped';
  const isRestored = earlyStopping?.restoreBest === true && best !== null && reason !== 'stopped';
  return { type: 'end', reason, epoch, state: isRestored ? { ...state, weights: best.weights } : state, point };
}

/** What an epoch trains, and what its checkpoints keep beside the state. */
interface EpochWork {
  readonly examples: Examples;
  /** before it */
  readonly best: Best | null;
  /** → seconds since the epoch began */
  readonly clock: () => number;
}

/** Trains the rest of an epoch, group by group; returns where it came: the epoch's end, or short of it if stopped. */
async function* steps(
  loop: Loop,
  { examples, best, clock }: EpochWork,
  from: Position,
): AsyncGenerator<StepsEvent | CheckpointEvent, Position, undefined> {
  const { experiment, plan, session, signal, stepsPerEpoch } = loop;
  const { training, checkpoint } = experiment;
  const { batchSize } = training;
  const groupSize = stepsPerGroup(plan, batchSize, rowsPerExample(experiment.objective));
  const { epoch } = from;
  const stepsBefore = (epoch - 1) * stepsPerEpoch;
  let { stepInEpoch, sums } = from;
  /** what the listener is told while the engine works on the next group */
  let pending: (StepsEvent | CheckpointEvent)[] = [];
  let eventTime = performance.now();
  let eventStep = stepInEpoch;
  let lastPause = eventTime;

  while (stepInEpoch < stepsPerEpoch && signal?.aborted !== true) {
    const groupEnd = Math.min(stepsPerEpoch, (Math.floor(stepInEpoch / groupSize) + 1) * groupSize);
    for (let step = stepInEpoch; step < groupEnd; step++) {
      if (performance.now() - lastPause > millisecondsPerPause) {
        await pause();
        lastPause = performance.now();
      }
      const batch = batchOf(examples, step * batchSize, (step + 1) * batchSize);
      const waiting = session.train(batch, learningRateAt(training, stepsBefore + step, stepsPerEpoch));
      if (waiting !== undefined) await waiting;
    }
    yield* pending;
    pending = [];
    const progress = await session.progress();
    if (!Number.isFinite(progress.lossSum)) {
      throw new RunError(lossSentence(experiment, epoch, { first: stepInEpoch + 1, last: groupEnd, stepsPerEpoch }));
    }
    const now = performance.now();
    sums = {
      loss: sums.loss + progress.lossSum,
      correct: sums.correct + progress.correct,
      examples: sums.examples + progress.examples,
      seconds: clock(),
    };
    const isDue = passesMultiple(checkpoint.everySteps, stepsBefore + stepInEpoch, stepsBefore + groupEnd);
    stepInEpoch = groupEnd;
    if (now - eventTime >= millisecondsPerStepsEvent || stepInEpoch === stepsPerEpoch) {
      pending.push({
        type: 'steps',
        epoch,
        step: stepInEpoch,
        stepsPerEpoch,
        loss: sums.loss / sums.examples,
        accuracy: sums.correct / sums.examples,
        millisecondsPerStep: (now - eventTime) / (stepInEpoch - eventStep),
      });
      eventTime = now;
      eventStep = stepInEpoch;
    }
    if (isDue && stepInEpoch < stepsPerEpoch) {
      const point = { position: { epoch, stepInEpoch, sums }, state: await soundState(loop, epoch), best };
      pending.push({ type: 'checkpoint', point });
    }
  }
  yield* pending;
  return { epoch, stepInEpoch, sums };
}

/** Whether one of the steps after `from`, up to `to`, is a multiple of `every`. */
function passesMultiple(every: number | null, from: number, to: number): boolean {
  return every !== null && Math.floor(to / every) > Math.floor(from / every);
}

/** The session's state, fit to be kept: a checkpoint of weights that aren't finite would bury the last good one. */
async function soundState({ session, experiment, stepsPerEpoch }: Loop, epoch: number): Promise<TrainingState> {
  const state = await session.state();
  for (const weight of state.weights) {
    if (!Number.isFinite(weight)) {
      throw new RunError(
        `A weight is no longer a finite number after ${state.step} steps, in epoch ${epoch}. ` +
          adviceFor(experiment, { what: 'notFinite', steps: state.step, stepsPerEpoch }),
      );
    }
  }
  return state;
}

/** What validation tells of an epoch, with what `embeddingSpread` does. */
type Validated = ValidationFigures & Pick<PairEvaluation, 'spread'>;

/** Embeds each distinct validation image once, and measures the pairs. */
async function validate(
  { experiment, dataset, plan, session, stepsPerEpoch }: Loop,
  { indices, pairs }: { readonly indices: Int32Array; readonly pairs: Pairs },
  epoch: number,
  weights: Float32Array,
): Promise<Validated> {
  const { embeddingDim } = plan;
  const { objective } = experiment;
  const embeddings = await session.embed(indices);
  const figures = validationFigures({
    embeddings,
    embeddingDim,
    pairs,
    objective,
    head: plan.head === null ? null : headOf(plan.head, weights),
    labels: indices.map((image) => dataset.store.labels[image] as number),
    batchSize: experiment.training.batchSize,
  });
  if (!Number.isFinite(figures.loss)) {
    throw new RunError(
      `The validation loss after epoch ${epoch} is not a finite number: the weights have grown too large. ` +
        adviceFor(experiment, { what: 'notFinite', steps: epoch * stepsPerEpoch, stepsPerEpoch }),
    );
  }
  return { ...figures, spread: embeddingSpread(embeddings, embeddingDim, objective.distance) };
}

function evaluate({ correct, distances, spread }: Validated, isSame: Uint8Array, clusters: Clusters): PairEvaluation {
  return {
    standardError: clusteredError(correct, clusters),
    correct,
    separation: separationOf(distances, isSame),
    spread,
  };
}

function headOf(head: NonNullable<Plan['head']>, weights: Float32Array): { kernel: number; bias: number } {
  return { kernel: weights[head.kernel.offset] as number, bias: weights[head.bias.offset] as number };
}

const noSums: RunningSums = { loss: 0, correct: 0, examples: 0, seconds: 0 };

function checkShape({ store }: Dataset, plan: Plan): void {
  const { height, width, channels } = store.shape;
  const input = plan.inputShape;
  if (height === input.height && width === input.width && channels === input.channels) return;
  throw new InputError(
    `network.inputShape is [${input.height}, ${input.width}, ${input.channels}], but the images are ` +
      `[${height}, ${width}, ${channels}]; write network.inputShape: [${height}, ${width}, ${channels}].`,
  );
}

function checkPosition({ position, state }: ResumePoint, stepsPerEpoch: number, epochs: number): void {
  const { epoch, stepInEpoch } = position;
  const step = (epoch - 1) * stepsPerEpoch + stepInEpoch;
  if (step !== state.step || stepInEpoch > stepsPerEpoch) {
    throw new InputError(
      `The state to go on from has done ${state.step} steps, but its position (epoch ${epoch}, step ` +
        `${stepInEpoch} of ${stepsPerEpoch}) is after ${step}; it belongs to another experiment.`,
    );
  }
  if (step > epochs * stepsPerEpoch) {
    throw new InputError(
      `The state to go on from is in epoch ${epoch}, step ${stepInEpoch}, but training.epochs is ${epochs}; ` +
        `use ${stepInEpoch > 0 ? epoch : epoch - 1} or more.`,
    );
  }
}

function lossSentence(
  experiment: Experiment,
  epoch: number,
  { first, last, stepsPerEpoch }: { readonly first: number; readonly last: number; readonly stepsPerEpoch: number },
): string {
  const where = first === last ? `at step ${first}` : `between steps ${first} and ${last}`;
  return (
    `The loss stopped being a finite number in epoch ${epoch}, ${where} of ${stepsPerEpoch}. ` +
    adviceFor(experiment, { what: 'notFinite', steps: (epoch - 1) * stepsPerEpoch + last, stepsPerEpoch })
  );
}

/** Seconds from now on, with those spent before. */
function startClock(before: number): () => number {
  const started = performance.now();
  return () => before + (performance.now() - started) / 1000;
}
