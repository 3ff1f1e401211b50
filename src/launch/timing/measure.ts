/** What training takes on an engine here: a little of it, timed. */
import {
  batchOf,
  type Dataset,
  distinctImages,
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
  readonly stepsMeasured: number;
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
    const { stepsMeasured, millisecondsPerStep } = await timeSteps(session, experiment, dataset, seconds);
    const { indices } = distinctImages(validationPairs(dataset, data.seed));
    const timing = { millisecondsPerStep, secondsPerImage: await timeEmbedding(session, indices) };
    const examples = exampleCount(trainingExamples(dataset, drawingOf(experiment), 1));
    return {
      build: session.build,
      device: session.device,
      threads: session.threads,
      memoryBytes: session.memoryBytes(),
      stepsMeasured,
      ...timing,
      ...estimateFrom(timing, { examples, validationImages: dataset.validationIndices.length }, training),
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

/**
 * Real steps on real examples, in groups no larger than training's: an engine may work on several steps at once, and
 * waiting for it takes time. The first ones warm up, unless one alone takes far longer than timing may go on.
 */
async function timeSteps(
  session: Session,
  experiment: Experiment,
  dataset: Dataset,
  seconds: number,
): Promise<{ stepsMeasured: number; millisecondsPerStep: number }> {
  const { network, objective, training } = experiment;
  const { batchSize, optimizer } = training;
  const examples = trainingExamples(dataset, drawingOf(experiment), 1);
  const batches = Math.max(1, Math.floor(exampleCount(examples) / batchSize)); // whole ones, where there are any
  let steps = 0;
  /** milliseconds a step */
  const timeGroup = async (size: number): Promise<number> => {
    const started = performance.now();
    for (const end = steps + size; steps < end; steps++) {
      const at = (steps % batches) * batchSize;
      await session.train(batchOf(examples, at, at + batchSize), optimizer.learningRate);
    }
    await session.progress();
    return (performance.now() - started) / size;
  };
  const first = await timeGroup(1);
  if (first > 5000 * seconds) return { stepsMeasured: 1, millisecondsPerStep: first };
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
    millisecondsPerStep: times.toSorted((a, b) => a - b)[times.length >> 1] as number,
  };
}

const fewestGroups = 3;

async function timeEmbedding(session: Session, indices: Int32Array): Promise<number> {
  const secondsPerImage = async (some: Int32Array): Promise<number> => {
    const started = performance.now();
    await session.embed(some);
    return (performance.now() - started) / 1000 / some.length;
  };
  const first = await secondsPerImage(indices.subarray(0, 32)); // warms up, where that is quick
  return 32 * first > 0.25 ? first : secondsPerImage(indices.subarray(0, embeddedImages));
}
