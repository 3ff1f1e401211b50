/** How long training will take on this machine: a few steps of it, timed. */
import type { Experiment, LoadedExperiment } from '../../experiment/index.ts';
import { totalsOf } from '../../network/index.ts';
import { planOf, rowsPerExample } from '../../objective/index.ts';
import { Datasets } from '../datasets.ts';
import type { ChosenEngine } from '../engines.ts';
import { type Work, Works } from '../works.ts';
import { estimateFrom, measureSpeed, type TimeEstimate, type Timing } from './measure.ts';

export interface Machine {
  readonly engines: ReadonlyMap<Experiment['engine'], ChosenEngine>;
  readonly threads: number | undefined;
}

/** Timing goes on for so long. For many networks at once: what a step takes is known well enough. */
const secondsOfTiming = 0.1;
/** Most networks that are timed; the others' steps are scaled from these by their arithmetic. */
const mostTimed = 12;

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
  const works = new Works();
  const groups = new Map<string, Group>();
  const groupOf: Group[] = [];
  const workOf: Work[] = [];
  for (const loaded of experiments) {
    const work = await works.of(loaded);
    const groupKey = stepKeyOf(loaded.experiment, work.examples);
    const group = groups.get(groupKey) ?? { loaded, operations: operationsOf(loaded.experiment, work.examples) };
    groups.set(groupKey, group);
    groupOf.push(group);
    workOf.push(work);
  }
  const timings = await timeGroups([...groups.values()], machine);
  return experiments.map(({ experiment: { training } }, i) => {
    return estimateFrom(timings.get(groupOf[i] as Group) as Timing, workOf[i] as Work, training);
  });
}

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
  const ofImage = totalsOf(planOf(network, objective)).multiplyAdds;
  const images = Math.min(training.batchSize, examples) * rowsPerExample(objective);
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
  const datasets = new Datasets();
  const timed = new Map<Group, Timing>();
  for (const group of chosen) timed.set(group, await timeAlone(group.loaded, datasets, machine));

  const all = new Map(timed);
  for (const group of bySize) {
    if (timed.has(group)) continue;
    const ratioTo = (other: Group) => group.operations.ofStep / other.operations.ofStep;
    const distanceTo = (other: Group) => Math.abs(Math.log(ratioTo(other)));
    const alike = chosen.filter(({ loaded }) => loaded.experiment.engine === group.loaded.experiment.engine);
    const near = (alike.length > 0 ? alike : chosen).reduce((a, b) => (distanceTo(b) < distanceTo(a) ? b : a));
    const { millisecondsPerStep, secondsPerImage } = timed.get(near) as Timing;
    all.set(group, {
      millisecondsPerStep: millisecondsPerStep * ratioTo(near),
      secondsPerImage: (secondsPerImage * group.operations.ofImage) / near.operations.ofImage,
    });
  }
  return all;
}

async function timeAlone(loaded: LoadedExperiment, datasets: Datasets, { engines, threads }: Machine): Promise<Timing> {
  const { engine } = engines.get(loaded.experiment.engine) as ChosenEngine;
  const dataset = await datasets.take(loaded);
  return measureSpeed(engine, loaded.experiment, dataset, { threads, seconds: secondsOfTiming });
}
