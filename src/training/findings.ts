/** What an epoch's figures say of a training that goes wrong, in sentences. */
import { collapseOf, guessOf } from '../evaluation/index.ts';
import type { Experiment } from '../experiment/index.ts';
import { glorotLimit, type Plan } from '../network/index.ts';
import { accuracyMeaning, isOptimistic, lossOf } from '../objective/index.ts';
import { formatFigure, formatPercent, plural } from '../text/index.ts';
import { adviceFor, type Symptom } from './advice.ts';
import type { EpochMetrics, Finding, PairEvaluation } from './events.ts';

export interface JudgedEpoch {
  readonly experiment: Experiment;
  readonly plan: Plan;
  readonly metrics: EpochMetrics;
  readonly evaluation: PairEvaluation;
  /** [validation pairs] 1 = same class */
  readonly isSame: Uint8Array;
  /** share of the pairs trained on that are of different classes; of other examples 0 */
  readonly different: number;
  readonly stepsPerEpoch: number;
  /** whether the validation images themselves are alike; asked for where embeddings are */
  readonly imagesAreAlike: boolean;
  /** whether training ends with it */
  readonly isLast: boolean;
  /** [plan.size] */
  readonly weights: Float32Array;
}

/** The gravest one that there is: those behind it follow from it. */
export function findingsOf(epoch: JudgedEpoch): Finding[] {
  const finding = collapseIn(epoch) ?? restingLossIn(epoch) ?? guessingIn(epoch);
  return finding === null ? [] : [finding];
}

/** Whether all embeddings are alike: more epochs seldom mend that. */
function collapseIn(epoch: JudgedEpoch): Finding | null {
  const { metrics, evaluation, experiment } = epoch;
  const collapse = collapseOf(evaluation.spread, evaluation.separation);
  if (collapse === null) return null;
  const { spread, distance } = collapse;
  const growth = growthOf(epoch);
  const how =
    distance !== null
      ? `the network tells no pair from another: all validation distances are ${Number(distance.toPrecision(4))}`
      : `the network gives all images nearly the same embedding: they vary by ${formatShare(spread)} of their length, ` +
        `and validation accuracy is ${formatPercent(metrics.valAccuracy)}`;
  const advice = epoch.imagesAreAlike
    ? 'The validation images themselves are alike, all pixels of them: look at the files, and at what their decoding leaves of them.'
    : `More epochs seldom mend that. ${adviceFor(experiment, { ...symptomOf(epoch, 'collapse'), growth, isExact: isExact(spread) })}`;
  return { what: 'collapse', sentence: `After epoch ${metrics.epoch} ${how}.${describeGrowth(growth)} ${advice}` };
}

/** Whether embeddings of such a spread are alike but for float32's rounding. */
export const isExact = (spread: number): boolean => spread < 1e-6;

/** Whether the loss is that of a network whose embeddings are all alike, in training and after it. */
function restingLossIn(epoch: JudgedEpoch): Finding | null {
  const { metrics, experiment } = epoch;
  const { whenAlike } = lossOf(experiment.objective);
  if (whenAlike === undefined) return null;
  const isNear = (loss: number, { value }: { value: number }) => Math.abs(loss - value) <= nearlyResting * value;
  const resting = whenAlike(epoch.different);
  if (!isNear(metrics.loss, resting) || !isNear(metrics.valLoss, whenAlike(differentIn(epoch.isSame)))) return null;
  return {
    what: 'restingLoss',
    sentence:
      `The loss of epoch ${metrics.epoch}, ${formatFigure(metrics.loss)}, is within 2 % of ${resting.rule}, ` +
      `${formatFigure(resting.value)}: what it is where all images have the same embedding. ` +
      adviceFor(experiment, { ...symptomOf(epoch, 'restingLoss'), growth: growthOf(epoch) }),
  };
}

const nearlyResting = 0.02;

/** The share of pairs of different classes.  isSame [pairs] */
export function differentIn(isSame: Uint8Array): number {
  return isSame.reduce((sum, same) => sum + 1 - same, 0) / isSame.length;
}

/** From this epoch on it is told, and of shorter trainings after the last. */
const patientEpochs = 10;
/** A training of fewer has hardly begun. */
const fewestSteps = 30;

/** Whether accuracy is no better than that of calling all pairs the same, or too few pairs tell. */
function guessingIn(epoch: JudgedEpoch): Finding | null {
  const { metrics, evaluation, experiment, isSame, isLast } = epoch;
  if (metrics.step < fewestSteps || (!isLast && metrics.epoch < patientEpochs)) return null;
  const { standardError, separation } = evaluation;
  const { valAccuracy: accuracy } = metrics;
  const guess = guessOf({ accuracy, standardError, isSame, isOptimistic: isOptimistic(experiment.objective) });
  if (guess.verdict === 'better' || (guess.verdict === 'unknown' && !isLast)) return null;
  const [low, high] = [guess.low, guess.high].map(formatPercent);
  const measured = `validation accuracy is ${formatPercent(accuracy)} after ${plural(metrics.epoch, 'epoch')}`;
  if (guess.verdict === 'unknown') {
    const pairs = plural(isSame.length, 'validation pair');
    return {
      what: 'fewPairs',
      sentence: Number.isNaN(standardError)
        ? `Of ${pairs} it can't be told whether accuracy is better than guessing. Measure on more images.`
        : `Of ${pairs} it can't be told whether accuracy is better than guessing: it is ${formatPercent(accuracy)}, ` +
          `with a 95 % interval from ${low} to ${high}. Measure on more images.`,
    };
  }
  const parts =
    separation.auc < partsPairs
      ? ''
      : ` Its distances do part pairs, with an AUC of ${separation.auc.toFixed(2)}, but not ${thresholdOf(experiment)}.`;
  return {
    what: 'guessing',
    sentence:
      `No better than guessing: ${measured}, with a 95 % interval from ${low} to ${high}, and calling all pairs alike gives ` +
      `${formatPercent(guess.guessed)}.${parts} ${adviceFor(experiment, { ...symptomOf(epoch, 'guessing'), growth: growthOf(epoch) })}`,
  };
}

/** From this AUC on it is the threshold that is to blame. */
const partsPairs = 0.65;

const thresholdOf = ({ objective }: Experiment): string =>
  accuracyMeaning(objective).validation.replace('share of pairs called rightly ', '');

function symptomOf(epoch: JudgedEpoch, what: Symptom['what']): Symptom {
  const { experiment, plan, metrics, evaluation, stepsPerEpoch, weights } = epoch;
  const { training, validation } = accuracyMeaning(experiment.objective);
  return {
    ...{ what, stepsPerEpoch, steps: metrics.step },
    distance: evaluation.separation.different.quantiles[2],
    trainingAccuracy: training === validation ? metrics.accuracy : null,
    isHeadInverted: plan.head !== null && (weights[plan.head.kernel.offset] as number) > 0,
  };
}

/** The tower's kernels' root mean square, as a multiple of what it was: of uniform numbers in ±limit it is limit/√3. */
function growthOf({ plan, weights }: JudgedEpoch): number {
  let [now, before] = [0, 0];
  for (const { name, offset, size, initializer } of plan.parameters) {
    if (initializer.kind !== 'glorotUniform' || name === plan.head?.kernel.name) continue;
    for (let i = offset; i < offset + size; i++) now += (weights[i] as number) ** 2;
    before += (size * glorotLimit(initializer) ** 2) / 3;
  }
  return Math.sqrt(now / before);
}

function describeGrowth(growth: number): string {
  if (growth > 10)
    return ` Its weights have grown to ${growth < 1e4 ? Math.round(growth) : growth.toExponential(0)} times what they were.`;
  if (growth < 0.1) return ` Its weights have shrunk to ${formatShare(growth)} of what they were.`;
  return '';
}

const formatShare = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;
