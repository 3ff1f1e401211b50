/** What training takes on an engine here: a little of it, timed. */
import {
  batchOf,
  type Dataset,
  distinctImages,
  type Examples,
  exampleCount,
  trainingExamples,
  trainingStore,
  validationPairs,
} from '../../data/index.ts';
import type { Device, Engine, Session } from '../../engine/index.ts';
import type { Experiment } from '../../experiment/index.ts';
import { drawingOf, planOf, rowsPerExample } from '../../objective/index.ts';
import { initialState, stepsPerGroup } from '../../training/index.ts';

/** From a short measurement: other work on the machine, or its warming up, moves it. */
export interface Timing {
  readonly millisecondsPerStep: number;
  /** to embed one, for validation */
  readonly secondsPerImage: number;
}

export interface TimeEstimate {
  readonly stepsPerEpoch: number;
  readonly millisecondsPerStep: number;
  readonly secondsPerEpoch: number;
  readonly secondsInAll: number;
}

export interface MeasuredSpeed extends Timing, TimeEstimate {
  /** of the engine, as a run records it */
  readonly build: string;
  readonly device: Device;
  readonly threads: number;
  readonly memoryBytes: number;
  /** 0 where a whole step would take too long */
  readonly stepsMeasured: number;
  /** examples of the part of a step that was timed in its place; null where whole steps were */
  readonly partOfStep: number | null;
  /** an epoch's */
  readonly examples: number;
}

export interface MeasuringOptions {
  readonly threads: number | undefined;
  /** steps are taken for so long */
  readonly seconds: number;
}

/** Images embedded to tell how long validation takes. */
const embeddedImages = 512;

/** Trains and embeds a little, in a session as training would open it. */
export async function measureSpeed(
  engine: Engine,
  experiment: Experiment,
  dataset: Dataset,
  { threads, seconds }: MeasuringOptions,
): Promise<MeasuredSpeed> {
  const { network, objective, training, seed, data } = experiment;
  const { optimizer, batchSize } = training;
  const plan = planOf(network, objective);
  const session = await engine.open(plan, {
    ...{ objective, optimizer, seed, batchSize },
    ...(threads === undefined ? {} : { threads }),
  });
  try {
    await session.load(trainingStore(dataset, experiment));
    await session.restore(await initialState(session, plan, seed));
    const { drawn, count } = examplesToTime(experiment, dataset);
    const { stepsMeasured, partOfStep, millisecondsPerStep } = await timeSteps(session, experiment, drawn, seconds);
    const { indices } = distinctImages(validationPairs(dataset, data.seed));
    const timing = { millisecondsPerStep, secondsPerImage: await timeEmbedding(session, indices) };
    return {
      build: session.build,
      device: session.device,
      threads: session.threads,
      memoryBytes: session.memoryBytes(),
      stepsMeasured,
      partOfStep,
      examples: count,
      ...timing,
      ...estimateFrom(timing, { examples: count, validationImages: dataset.validationIndices.length }, training),
    };
  } finally {
    await session.close();
  }
}

/** What an epoch's work and all epochs take at this pace. */
export function estimateFrom(
  { millisecondsPerStep, secondsPerImage }: Timing,
  { examples, validationImages }: { readonly examples: number; readonly validationImages: number },
  { batchSize, epochs }: Experiment['training'],
): TimeEstimate {
  const stepsPerEpoch = Math.ceil(examples / batchSize);
  const secondsPerEpoch = (stepsPerEpoch * millisecondsPerStep) / 1000 + validationImages * secondsPerImage;
  return { stepsPerEpoch, millisecondsPerStep, secondsPerEpoch, secondsInAll: secondsPerEpoch * epochs };
}

/** Some of an epoch's examples, enough for steps: drawing all may take minutes. count: of all */
function examplesToTime(experiment: Experiment, dataset: Dataset): { drawn: Examples; count: number } {
  const { pairs, training } = experiment;
  const drawOf = (perImage: number) =>
    trainingExamples(dataset, { ...drawingOf(experiment), pairs: { ...pairs, perImage } }, 1);
  const once = drawOf(1);
  const ofOnce = exampleCount(once);
  if (dataset.listed !== undefined) return { drawn: once, count: ofOnce };
  const enough = Math.min(pairs.perImage, Math.ceil(training.batchSize / Math.max(1, ofOnce)));
  return { drawn: enough === 1 ? once : drawOf(enough), count: ofOnce * pairs.perImage };
}

interface TimedSteps {
  readonly stepsMeasured: number;
  readonly partOfStep: number | null;
  readonly millisecondsPerStep: number;
}

/**
 * Real steps on real examples, in groups no larger than training's: an engine may work on several steps at once, and
 * waiting for it takes time. The first ones warm up. They begin with a part of a step, as nobody knows how long a whole
 * one takes; where that would be far longer than timing may go on, the part stands for it.
 */
async function timeSteps(
  session: Session,
  experiment: Experiment,
  examples: Examples,
  seconds: number,
): Promise<TimedSteps> {
  const { network, objective, training } = experiment;
  const { optimizer } = training;
  const batchSize = Math.min(training.batchSize, exampleCount(examples));
  const batches = Math.max(1, Math.floor(exampleCount(examples) / batchSize)); // whole ones, where there are any
  let steps = 0;
  /** milliseconds a step */
  const timeGroup = async (size: number, examplesOfStep = batchSize): Promise<number> => {
    const started = performance.now();
    for (const end = steps + size; steps < end; steps++) {
      const at = (steps % batches) * batchSize;
      await session.train(batchOf(examples, at, at + examplesOfStep), optimizer.learningRate);
    }
    await session.progress();
    return (performance.now() - started) / size;
  };
  for (let part = 1; part < batchSize; part = Math.min(batchSize, 8 * part)) {
    let time = await timeGroup(1, part);
    const next = Math.min(batchSize, 8 * part);
    const isTooLong = () => (time * next) / part > 5000 * seconds;
    if (isTooLong() && time < mostMillisecondsOfPart) time = Math.min(time, await timeGroup(1, part)); // the first may warm up
    if (!isTooLong()) continue;
    return { stepsMeasured: 0, partOfStep: part, millisecondsPerStep: (time * batchSize) / part };
  }
  steps = 0;
  const first = await timeGroup(1);
  if (first > 5000 * seconds) return { stepsMeasured: 1, partOfStep: null, millisecondsPerStep: first };
  const second = await timeGroup(1);
  const most = stepsPerGroup(planOf(network, objective), batchSize, rowsPerExample(objective));
  const size = Math.max(1, Math.min(most, Math.floor((1000 * seconds) / fewestGroups / second)));
  const times: number[] = [];
  for (let left = 1000 * seconds; times.length < fewestGroups || left > 0; ) {
    const time = await timeGroup(size);
    times.push(time);
    left -= time * size;
  }
  // the median: where other programs take the cores, a step may take ten times as long
  return {
    stepsMeasured: steps - 2,
    partOfStep: null,
    millisecondsPerStep: times.toSorted((a, b) => a - b)[times.length >> 1] as number,
  };
}

const fewestGroups = 3;
/** A part that takes longer isn't timed again. */
const mostMillisecondsOfPart = 5000;

async function timeEmbedding(session: Session, indices: Int32Array): Promise<number> {
  const secondsPerImage = async (some: Int32Array): Promise<number> => {
    const started = performance.now();
    await session.embed(some);
    return (performance.now() - started) / 1000 / some.length;
  };
  const alone = await secondsPerImage(indices.subarray(0, 1));
  if (alone > 0.1) return alone;
  const first = await secondsPerImage(indices.subarray(0, 32)); // warms up, where that is quick
  return 32 * first > 0.25 ? first : secondsPerImage(indices.subarray(0, embeddedImages));
}
