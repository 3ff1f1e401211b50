/** A training told in plain lines, one an epoch: for pipes and for the run's log. */
import type { OpenOptions } from '../data/index.ts';
import { describeDevice } from '../engine/index.ts';
import type { LoadedExperiment, Objective } from '../experiment/index.ts';
import { accuracyMeaning, exampleNoun } from '../objective/index.ts';
import type { Beginning, Continuation } from '../record/index.ts';
import {
  formatCount,
  formatDuration,
  formatFigure,
  formatMegabytes,
  formatMilliseconds,
  plural,
  type Teller,
} from '../text/index.ts';
import type { EpochMetrics, StartEvent, TrainingEvent } from '../training/index.ts';

/** What people call an experiment: its name, and of a trial which one it is, e.g. `widths network.embeddingDim=32`. */
export const titleOf = ({ experiment, trial }: Pick<LoadedExperiment, 'experiment' | 'trial'>): string =>
  trial === null || trial.label === '' ? experiment.name : `${experiment.name} ${trial.label}`;

/** The line for an event; null for those that need none. */
export function narrate(event: TrainingEvent, loaded: LoadedExperiment, start: StartEvent | null): string | null {
  const { experiment } = loaded;
  switch (event.type) {
    case 'start':
      return [
        `${titleOf(loaded)}: ${describeWork(event, experiment.objective)}; ${describeEngine(event.engine)}, ${formatMegabytes(event.engine.memoryBytes)}`,
        ...describeAccuracy(experiment.objective),
      ].join('\n');
    case 'epoch':
      return narrateEpoch(event.metrics, experiment.training.epochs, start?.stepsPerEpoch ?? 1);
    case 'steps':
    case 'checkpoint':
    case 'end':
      return null;
  }
}

function describeWork(
  { epochs, stepsPerEpoch, trainExamples, validationPairs }: StartEvent,
  objective: Objective,
): string {
  const examples = plural(trainExamples, exampleNoun(objective));
  return `${plural(epochs, 'epoch')} of ${examples} in ${plural(stepsPerEpoch, 'step')}, ${plural(validationPairs, 'validation pair')}`;
}

function describeAccuracy(objective: Objective): string[] {
  const { training, validation } = accuracyMeaning(objective);
  if (training === validation) return [`accuracy: ${training}`];
  return [`accuracy: ${training}`, `validation accuracy: ${validation}`];
}

/** E.g. `wasm fused wide on AMD EPYC, 2 threads`. */
export function describeEngine({
  build,
  device,
  threads,
}: Pick<StartEvent['engine'], 'build' | 'device' | 'threads'>): string {
  const where = `${build} on ${describeDevice(device)}`;
  return device.kind === 'cpu' ? `${where}, ${plural(threads, 'thread')}` : where;
}

function narrateEpoch(row: EpochMetrics, epochs: number, stepsPerEpoch: number): string {
  const epoch = `epoch ${String(row.epoch).padStart(String(epochs).length)}/${epochs}`;
  const training = `loss ${formatFigure(row.loss)}  accuracy ${row.accuracy.toFixed(4)}`;
  const validation = `validation loss ${formatFigure(row.valLoss)}  validation accuracy ${row.valAccuracy.toFixed(4)}`;
  const pace = `${formatDuration(row.seconds)}  ${formatMilliseconds((1000 * row.seconds) / stepsPerEpoch)} ms/step`;
  return `${epoch}  ${training}  ${validation}  ${pace}`;
}

/** Where a run goes on, e.g. `going on after epoch 3 of 100 and 412 of 1,875 steps of the next`. */
export function narrateBeginning({ epochs, stepsPerEpoch }: StartEvent, beginning: Beginning | Continuation): string {
  const { point } = beginning;
  if (point === null) return 'starting from the beginning: no checkpoint had been written';
  const { epoch, stepInEpoch } = point.position;
  const where = `going on ${narrateStop(epoch - 1, epochs, stepInEpoch, stepsPerEpoch)}`;
  return 'continues' in beginning ? `begun by ${beginning.continues.folder}: ${where}` : where;
}

/** How far a run came when it was stopped, e.g. `after epoch 3 of 100 and 412 of 1,875 steps of the next`. */
export function narrateStop(wholeEpochs: number, epochs: number, stepsInNext: number, stepsPerEpoch: number): string {
  const whole = wholeEpochs === 0 ? 'in the first epoch' : `after epoch ${wholeEpochs} of ${epochs}`;
  if (stepsInNext === 0) return whole;
  const steps = `${formatCount(stepsInNext)} of ${formatCount(stepsPerEpoch)} steps`;
  return wholeEpochs === 0 ? `${whole}, after ${steps}` : `${whole} and ${steps} of the next`;
}

/** Between two lines that tell how many images are decoded; what is done sooner is told nothing of. */
const millisecondsBetweenLines = 10_000;

export function narrateDecoding(loaded: LoadedExperiment, { say }: Teller): NonNullable<OpenOptions['onProgress']> {
  let toldAt = performance.now();
  return ({ done, total }) => {
    if (performance.now() - toldAt < millisecondsBetweenLines) return;
    toldAt = performance.now();
    say(`${titleOf(loaded)}: ${formatCount(done)} of ${formatCount(total)} images are decoded`);
  };
}
