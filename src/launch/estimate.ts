/** How long training will take on this machine: a few steps of it, timed. */
import {
  countWork,
  type Dataset,
  distinctImages,
  exampleCount,
  sliceExamples,
  trainingExamples,
  validationPairs,
} from '../data/index.ts';
import type { Engine, Session } from '../engine/index.ts';
import { createPlan, totalsOf } from '../network/index.ts';
import type { Experiment, LoadedExperiment } from '../spec/index.ts';
import { initialState } from '../training/index.ts';
import { Datasets } from './datasets.ts';
import type { ChosenEngine } from './engines.ts';

/** Timing goes on for so many seconds or steps, whichever comes first. */
export interface TimingLimits {
  readonly seconds: number;
  readonly steps: number;
}

/** From a short measurement: other work on the machine, or its warming up, moves it. */
export interface Timing {
  readonly stepsMeasured: number;
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

export interface Machine {
  readonly engines: ReadonlyMap<Experiment['engine'], ChosenEngine>;
  readonly threads: number | undefined;
}

/** For many networks at once: what a step takes is known well enough. */
const briefly: TimingLimits = { seconds: 0.2, steps: 20 };
/** Most networks that are timed; the others' steps are scaled from these by their arithmetic. */
const mostTimed = 12;
/** Images embedded to tell how long validation takes. */
const embeddedImages = 512;

/**
 * An estimate for each experiment, in order.
 *
 *   experiments ─▶ groups whose steps are alike ─▶ a few groups timed, one experiment of each ─▶ epochs of all
 *
 * Seeds, epochs and learning rates change no step's time, so that a sweep over them times one network.
 */
export async function estimateTimes(
  experiments: readonly LoadedExperiment[],
  machine: Machine,
): Promise<TimeEstimate[]> {
  const works = new Map<string, Work>();
  const groups = new Map<string, Group>();
  const groupOf: Group[] = [];
  const workOf: Work[] = [];
  for (const loaded of experiments) {
    const { data, pairs, objective } = loaded.experiment;
    // no number of images hangs on the seed
    const workKey = JSON.stringify([{ ...data, seed: 0 }, pairs.perImage, objective.loss]);
    const work = works.get(workKey) ?? (await countWork(loaded.experiment));
    works.set(workKey, work);
    const groupKey = stepKeyOf(loaded.experiment, work.examples);
    const group = groups.get(groupKey) ?? { loaded, operations: operationsOf(loaded.experiment, work.examples) };
    groups.set(groupKey, group);
    groupOf.push(group);
    workOf.push(work);
  }
  const timings = await timeGroups([...groups.values()], machine);
  return experiments.map(({ experiment: { training } }, i) => {
    const { examples, validationImages } = workOf[i] as Work;
    const { millisecondsPerStep, secondsPerImage } = timings.get(groupOf[i] as Group) as Timing;
    const stepsPerEpoch = Math.ceil(examples / training.batchSize);
    const secondsPerEpoch = (stepsPerEpoch * millisecondsPerStep) / 1000 + validationImages * secondsPerImage;
    return { stepsPerEpoch, millisecondsPerStep, secondsPerEpoch, secondsInAll: secondsPerEpoch * training.epochs };
  });
}

type Work = Awaited<ReturnType<typeof countWork>>;

/** Experiments whose steps take the same time: one of them, and what a step works out. */
interface Group {
  readonly loaded: LoadedExperiment;
  /** multiply-adds */
  readonly operations: { readonly ofStep: number; readonly ofImage: number };
}

function stepKeyOf({ engine, network, objective, training }: Experiment, examples: number): string {
  const { learningRate: _, ...optimizer } = training.optimizer;
  return JSON.stringify([engine, network, objective, optimizer, Math.min(training.batchSize, examples)]);
}

function operationsOf({ network, objective, training }: Experiment, examples: number): Group['operations'] {
  const ofImage = totalsOf(createPlan(network, objective)).multiplyAdds;
  const images = Math.min(training.batchSize, examples) * (objective.loss === 'triplet' ? 3 : 2);
  return { ofStep: images * ofImage, ofImage };
}

/** A few groups from the smallest to the largest are timed; each other one has the nearest one's pace. */
async function timeGroups(groups: readonly Group[], machine: Machine): Promise<Map<Group, Timing>> {
  const bySize = groups.toSorted((a, b) => a.operations.ofStep - b.operations.ofStep);
  const count = Math.min(mostTimed, bySize.length);
  const places = Array.from({ length: count }, (_, i) =>
    Math.round((i * (bySize.length - 1)) / Math.max(1, count - 1)),
  );
  const chosen = places.map((place) => bySize[place] as Group);
  const datasets = new Datasets(chosen.map(({ loaded }) => loaded));
  const timed = new Map<Group, Timing>();
  for (const group of chosen) timed.set(group, await timeAlone(group.loaded, datasets, machine));

  const all = new Map(timed);
  for (const group of bySize) {
    if (timed.has(group)) continue;
    const ratioTo = (other: Group) => group.operations.ofStep / other.operations.ofStep;
    const distanceTo = (other: Group) => Math.abs(Math.log(ratioTo(other)));
    const alike = chosen.filter(({ loaded }) => loaded.experiment.engine === group.loaded.experiment.engine);
    const near = (alike.length > 0 ? alike : chosen).reduce((a, b) => (distanceTo(b) < distanceTo(a) ? b : a));
    const { stepsMeasured, millisecondsPerStep, secondsPerImage } = timed.get(near) as Timing;
    all.set(group, {
      stepsMeasured,
      millisecondsPerStep: millisecondsPerStep * ratioTo(near),
      secondsPerImage: (secondsPerImage * group.operations.ofImage) / near.operations.ofImage,
    });
  }
  return all;
}

async function timeAlone(loaded: LoadedExperiment, datasets: Datasets, { engines, threads }: Machine): Promise<Timing> {
  const { experiment } = loaded;
  const { engine } = engines.get(experiment.engine) as ChosenEngine;
  const { dataset } = await datasets.take(loaded);
  const session = await openSession(engine, experiment, threads);
  try {
    await session.load(dataset.images);
    return await timeSession(session, experiment, dataset, briefly);
  } finally {
    await session.close();
  }
}

/** A session as training would open it. */
export function openSession(
  engine: Engine,
  { network, objective, training, seed }: Experiment,
  threads: number | undefined,
): Promise<Session> {
  const { optimizer, batchSize } = training;
  const options = { objective, optimizer, seed, batchSize, ...(threads === undefined ? {} : { threads }) };
  return engine.open(createPlan(network, objective), options);
}

/** Trains and embeds a little on a session that has the data set's images; its weights are spent after that. */
export async function timeSession(
  session: Session,
  experiment: Experiment,
  dataset: Dataset,
  limits: TimingLimits,
): Promise<Timing> {
  const { network, objective, seed, data } = experiment;
  await session.restore(await initialState(session, createPlan(network, objective), seed));
  const { stepsMeasured, millisecondsPerStep } = await timeSteps(session, experiment, dataset, limits);
  const { indices } = distinctImages(validationPairs(dataset, data.seed));
  return { stepsMeasured, millisecondsPerStep, secondsPerImage: await timeEmbedding(session, indices) };
}

/** Real steps on real examples. The first ones warm up, unless one alone takes far longer than timing may go on. */
async function timeSteps(
  session: Session,
  experiment: Experiment,
  dataset: Dataset,
  limits: TimingLimits,
): Promise<Omit<Timing, 'secondsPerImage'>> {
  const { batchSize, optimizer } = experiment.training;
  const examples = trainingExamples(dataset, experiment, 1);
  const batches = Math.max(1, Math.floor(exampleCount(examples) / batchSize)); // whole ones, where there are any
  const timeStep = async (step: number): Promise<number> => {
    const at = (step % batches) * batchSize;
    const started = performance.now();
    session.train(sliceExamples(examples, at, at + batchSize), optimizer.learningRate);
    await session.progress();
    return performance.now() - started;
  };
  const first = await timeStep(0);
  if (first > 5000 * limits.seconds) return { stepsMeasured: 1, millisecondsPerStep: first };
  await timeStep(1);
  const times: number[] = [];
  let milliseconds = 0;
  while (times.length < limits.steps && (times.length < 3 || milliseconds < 1000 * limits.seconds)) {
    const time = await timeStep(2 + times.length);
    times.push(time);
    milliseconds += time;
  }
  // the median: where other programs take the cores, a step may take ten times as long
  const median = times.toSorted((a, b) => a - b)[times.length >> 1] as number;
  return { stepsMeasured: times.length, millisecondsPerStep: median };
}

/** Seconds an image. */
async function timeEmbedding(session: Session, indices: Int32Array): Promise<number> {
  const some = indices.subarray(0, embeddedImages);
  await session.embed(some.subarray(0, 32));
  const started = performance.now();
  await session.embed(some);
  return (performance.now() - started) / 1000 / some.length;
}
