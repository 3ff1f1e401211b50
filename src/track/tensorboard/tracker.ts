/**
 * A run for TensorBoard, in three folders, since it lays over one another what has the same tag in different folders:
 *
 *   tensorboard/             hyper-parameters and how it ended; at the end the summary and the plot
 *   tensorboard/train/       the training set's figures: loss, accuracy, learningRate, seconds
 *   tensorboard/validation/  validation's: loss, accuracy, and the distances of same and different pairs as histograms
 *
 * A step there is an epoch: one event an epoch. A run that goes on has its files written anew up to where it goes on.
 */
import { basename, join } from 'node:path';
import { epochKeys, figureIn, type Metric, metricOf } from '../../evaluation/index.ts';
import { hasFile, type Outcome, readIn, runFiles, type Sink } from '../../record/index.ts';
import type { EpochEvent, EpochMetrics, TrainingEvent } from '../../training/index.ts';
import { settingsOf } from '../settings.ts';
import { summaryOf } from '../summary.ts';
import type { TrackedRun } from '../tracked-run.ts';
import { EventFile, readEvents } from './event-file.ts';
import { histogram, png, scalar, sessionEnds, sessionStarts, summaryEvent } from './events.ts';

export function openTensorboard({ experiment, folder: runFolder, before }: TrackedRun): Sink | null {
  if (!experiment.track.tensorboard) return null;
  const { folder, run } = runFolder;
  const root = join(folder, runFiles.tensorboard);
  const rows = before.map(({ metrics }) => metrics);
  const settings = settingsOf(experiment);
  const session = new EventFile(root, [
    summaryEvent({ time: now(), step: 0 }, sessionStarts(settings, Date.parse(run.startedAt) / 1000)),
  ]);
  const train = goOn(join(root, 'train'), rows, trainScalars);
  const validation = goOn(join(root, 'validation'), rows, validationScalars);
  let epoch = rows.length;
  return {
    take(event: TrainingEvent) {
      if (event.type !== 'epoch') return;
      const { metrics } = event;
      epoch = metrics.epoch;
      const when = { time: now(), step: epoch };
      train.append(summaryEvent(when, ...trainScalars(metrics)));
      validation.append(summaryEvent(when, ...validationScalars(metrics), ...distances(event)));
    },
    finish({ status }: Outcome) {
      const isSuccess = status === 'stopped' ? null : status === 'completed';
      session.append(summaryEvent({ time: now(), step: 0 }, sessionEnds(isSuccess, now())));
      const { run } = runFolder; // as it is by now
      const ended = { folder: basename(folder), path: folder, status: run.status, run };
      const figures = run.result === null ? [] : summaryOf(ended, run.result);
      const values = figures.map(([key, value]) => scalar(key, value));
      if (hasFile(folder, runFiles.plotPng)) values.push(png('plot', readIn(folder, runFiles.plotPng)));
      if (values.length > 0) session.append(summaryEvent({ time: now(), step: epoch }, ...values));
    },
  };
}

/** The epochs behind it: as they were written if they were, else what is known of them. */
function goOn(folder: string, rows: readonly EpochMetrics[], scalars: (metrics: EpochMetrics) => Buffer[]): EventFile {
  const written = readEvents(folder);
  const events = rows.map(
    (metrics) => written.get(metrics.epoch) ?? summaryEvent({ time: now(), step: metrics.epoch }, ...scalars(metrics)),
  );
  return new EventFile(folder, events);
}

/** A set's figures of an epoch, each under the name that its counterpart of the other set has too. */
const scalarsOf = (set: Metric['set'], row: EpochMetrics): Buffer[] =>
  epochKeys.flatMap((key) => {
    const { set: own, quantity } = metricOf(key);
    const value = figureIn(row, key);
    return own === set && value !== null ? [scalar(quantity, value)] : [];
  });
const trainScalars = (row: EpochMetrics): Buffer[] => scalarsOf('training', row);
const validationScalars = (row: EpochMetrics): Buffer[] => scalarsOf('validation', row);

const distances = ({ evaluation: { separation } }: EpochEvent): Buffer[] => [
  histogram('distance/same', separation, 'same'),
  histogram('distance/different', separation, 'different'),
];

const now = (): number => Date.now() / 1000;
