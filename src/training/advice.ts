/** What to change where a training goes wrong: the settings of its experiment that most likely make it so. */
import type { Experiment } from '../experiment/index.ts';
import { formatCount, formatPercent, plural } from '../text/index.ts';
import { learningRateAt } from './schedule.ts';

/** What is seen of a training that goes wrong. */
export interface Symptom {
  /** a loss or a weight that isn't finite; embeddings all alike; a loss as of such; an accuracy of guessing */
  readonly what: 'notFinite' | 'collapse' | 'restingLoss' | 'guessing';
  /** done, since the start of training */
  readonly steps: number;
  readonly stepsPerEpoch: number;
  /** the kernels' root mean square, as a multiple of what it was before the first step; null where it isn't known */
  readonly growth?: number | null;
  /** the median of validation pairs of different classes; null where it isn't known */
  readonly distance?: number | null;
  /** whether embeddings are alike but for rounding */
  readonly isExact?: boolean;
  /** whether the head gives pairs that are farther apart a higher probability of same */
  readonly isHeadInverted?: boolean;
  /** in training, where it counts what validation counts; null elsewhere */
  readonly trainingAccuracy?: number | null;
}

/** A symptom with what follows from the schedule: learning rates of the steps done. */
interface Seen extends Symptom {
  readonly rates: { readonly highest: number; readonly mean: number };
}

/**
 * A cause that the experiment's settings may show: what to do about it, as a phrase with the setting's key and value;
 * null where they show none.
 */
type Cause = (experiment: Experiment, seen: Seen) => string | null;

/** Causes by the setting that they are about: advice names each once. */
type Causes = readonly (readonly [setting: string, cause: Cause])[];

/** A sentence of the likeliest one or two: settings that stand out, and what helps mostly where none does. */
export function adviceFor(experiment: Experiment, symptom: Symptom): string {
  const seen: Seen = { ...symptom, rates: ratesOf(experiment, symptom) };
  const found = phrasesOf(unusual, experiment, seen);
  const phrases = found.length > 0 ? found : phrasesOf(usual[symptom.what], experiment, seen);
  const sentence = phrases.slice(0, 2).join(', or ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

function phrasesOf(causes: Causes, experiment: Experiment, seen: Seen): string[] {
  const phrases = new Map<string, string>();
  for (const [setting, cause] of causes) {
    const phrase = phrases.has(setting) ? null : cause(experiment, seen);
    if (phrase !== null) phrases.set(setting, phrase);
  }
  return [...phrases.values()];
}

/** Over at most `samples` of the steps done, the last among them. */
function ratesOf({ training }: Experiment, { steps, stepsPerEpoch }: Symptom): Seen['rates'] {
  const samples = Math.max(1, Math.min(256, steps));
  const rates = Array.from({ length: samples }, (_, i) =>
    learningRateAt(training, Math.max(0, Math.ceil(((i + 1) * steps) / samples) - 1), stepsPerEpoch),
  );
  return { highest: Math.max(...rates), mean: rates.reduce((sum, rate) => sum + rate, 0) / samples };
}

const figure = (value: number): string => {
  const short = Number(value.toPrecision(4));
  return short < 1e6 ? String(short) : short.toExponential().replace('e+', 'e');
};
const times = (factor: number): string =>
  factor < 10 || factor >= 1e6 ? figure(factor) : formatCount(Math.round(factor));

// ── settings far from what is usual, the most telling first ─────────────────────────────────────────────────────

/** Keras's. */
const usualDecay = 0.004;

const weightDecay: Cause = ({ training: { optimizer } }, { what, rates, growth }) => {
  if (optimizer.name !== 'adamw') return null;
  const { weightDecay } = optimizer;
  const perStep = rates.highest * weightDecay;
  const hasShrunk = growth != null && growth < 0.1 && weightDecay > usualDecay;
  // AdamW's step is the learning rate at most, so weights stay below about 1/weightDecay
  const isTooLarge = what === 'notFinite' ? perStep > 1 : hasShrunk || weightDecay > 250 * usualDecay;
  if (!isTooLarge) return null;
  const effect =
    perStep > 1
      ? `each step takes away ${times(perStep)} times every weight`
      : `weights can't grow beyond about ${figure(1 / weightDecay)}`;
  return `use a smaller weightDecay (training.optimizer.weightDecay is ${weightDecay}: ${effect}; ${usualDecay} is usual)`;
};

const risingSchedule: Cause = ({ training: { schedule, optimizer } }, { rates }) => {
  if (!('factor' in schedule) || schedule.factor <= 1 || rates.highest < 2 * optimizer.learningRate) return null;
  const grown = `${optimizer.learningRate} to ${figure(rates.highest)}`;
  return `use a training.schedule.factor below 1 (it is ${schedule.factor}, by which the learning rate has risen from ${grown})`;
};

const vanishingSchedule: Cause = ({ training: { schedule, optimizer } }, { what, rates }) => {
  if (what === 'notFinite' || !('factor' in schedule) || schedule.factor >= 1) return null;
  if (rates.mean > 0.15 * optimizer.learningRate) return null;
  return `use a training.schedule.factor nearer to 1 (it is ${schedule.factor}, which makes the learning rate ${figure(rates.mean)} in the mean)`;
};

const longWarmup: Cause = ({ training: { schedule } }, { what, steps, stepsPerEpoch }) => {
  const isLong = schedule.warmupEpochs > steps / stepsPerEpoch / 2;
  if (what === 'notFinite' || !isLong) return null;
  return `use a shorter warm-up (training.schedule.warmupEpochs is ${schedule.warmupEpochs}, half of what is trained or more)`;
};

const momentum: Cause = ({ training: { optimizer } }) => {
  if (optimizer.name !== 'sgd' || optimizer.momentum <= 0.98) return null;
  const longer = times(1 / (1 - optimizer.momentum));
  return `use a smaller momentum (training.optimizer.momentum is ${optimizer.momentum}, which makes steps ${longer} times as long; 0.9 is usual)`;
};

/** Adam diverges where beta1 ≥ √beta2 (Reddi, Kale & Kumar 2018); Keras's are 0.9 and 0.999. */
const betas: Cause = ({ training: { optimizer } }) => {
  if (optimizer.name !== 'adam' && optimizer.name !== 'adamw') return null;
  const { beta1, beta2 } = optimizer;
  if (beta1 > 0.98) return `use a smaller beta1 (training.optimizer.beta1 is ${beta1}; 0.9 is usual)`;
  if (beta1 < Math.sqrt(beta2)) return null;
  return `use a larger beta2 (training.optimizer.beta2 is ${beta2}, and must be above beta1², ${figure(beta1 ** 2)}; 0.999 is usual)`;
};

/** Early on a mean square that hardly takes up the present makes steps 1/√(1 - rho) times as long. */
const rho: Cause = ({ training: { optimizer } }) => {
  if (optimizer.name !== 'rmsprop' || optimizer.rho <= 0.9995) return null;
  const longer = times(1 / Math.sqrt(1 - optimizer.rho));
  return `use a smaller rho (training.optimizer.rho is ${optimizer.rho}, which makes first steps ${longer} times as long; 0.9 is usual)`;
};

/** Far above the gradients, which it is added to as a divisor. */
const epsilon: Cause = ({ training: { optimizer } }, { what }) => {
  if (!('epsilon' in optimizer) || optimizer.epsilon < 0.1 || what === 'notFinite') return null;
  return `use a smaller epsilon (training.optimizer.epsilon is ${optimizer.epsilon}, which every step is divided by; 1e-7 is usual)`;
};

const clipping: Cause = ({ training: { optimizer } }, { what }) => {
  const { globalClipNorm, name } = optimizer;
  // adaptive steps don't depend on the gradient's scale until epsilon outweighs it
  if (globalClipNorm === null || what === 'notFinite' || globalClipNorm > (name === 'sgd' ? 1e-2 : 1e-4)) return null;
  return `use a larger globalClipNorm (training.optimizer.globalClipNorm is ${globalClipNorm}, which leaves little of any gradient; 1 is usual)`;
};

/** A margin far beyond the distances that there are, or far within them. */
const margin: Cause = ({ objective }, { what, distance = null }) => {
  if (!('margin' in objective)) return null;
  const { margin } = objective;
  const now = distance === null ? '' : `, where images of different classes are ${figure(distance)} apart`;
  const isVast = what === 'notFinite' ? margin > 100 : margin > 5 && (distance === null || margin > 10 * distance);
  if (isVast) return `use a smaller margin (objective.margin is ${margin}${now}; 1 is usual)`;
  const isTiny = what !== 'notFinite' && (margin < 1e-3 || (distance !== null && margin < 1e-3 * distance));
  return isTiny ? `use a larger margin (objective.margin is ${margin}${now}; 1 is usual)` : null;
};

/** Keras's. */
const usualRate = (name: Experiment['training']['optimizer']['name']): number => (name === 'sgd' ? 0.01 : 0.001);
const rateIs = ({ training: { optimizer } }: Experiment): string =>
  `training.optimizer.learningRate is ${optimizer.learningRate}`;
const besideUsual = (experiment: Experiment): string =>
  `${rateIs(experiment)}; ${usualRate(experiment.training.optimizer.name)} is usual`;

const highRate: Cause = (experiment, { growth }) => {
  const { name, learningRate } = experiment.training.optimizer;
  const isHigh = learningRate > 20 * usualRate(name) || (growth != null && growth > 5);
  return isHigh && learningRate > usualRate(name) ? `use a smaller learningRate (${besideUsual(experiment)})` : null;
};

const lowRate: Cause = (experiment, { what }) => {
  const { name, learningRate } = experiment.training.optimizer;
  const isLow = what !== 'notFinite' && what !== 'collapse' && learningRate < usualRate(name) / 20;
  return isLow ? `use a larger learningRate (${besideUsual(experiment)})` : null;
};

const dropout: Cause = ({ network: { blocks } }, { what }) => {
  const at = blocks.findIndex(({ dropout }) => dropout > 0.8);
  if (at < 0 || what === 'notFinite') return null;
  return `use less dropout (network.blocks[${at}].dropout is ${blocks[at]?.dropout}; 0.3 is usual)`;
};

const narrow: Cause = ({ network: { embeddingDim, blocks } }, { what }) => {
  if (what !== 'guessing') return null;
  if (embeddingDim < 3) return `use a larger embeddingDim (network.embeddingDim is ${embeddingDim}; 48 is usual)`;
  const at = blocks.findIndex(({ filters }) => filters < 3);
  return at < 0 ? null : `use more filters (network.blocks[${at}].filters is ${blocks[at]?.filters}; 32 is usual)`;
};

/** Statistics of so few images tell the batch more than the image. */
const smallBatches: Cause = ({ network: { blocks }, training: { batchSize } }) => {
  if (batchSize > 4 || !blocks.some(({ batchNorm }) => batchNorm)) return null;
  return `use a larger batchSize (training.batchSize is ${batchSize}, too few for batchNorm; 64 is usual)`;
};

/** Validation uses moving statistics, which keep 0.99 of what they were at each step: a few hundred till they are near. */
const laggingStatistics: Cause = ({ network: { blocks }, training: { epochs } }, { what, steps }) =>
  what === 'guessing' && steps < 500 && blocks.some(({ batchNorm }) => batchNorm)
    ? `train for more epochs (training.epochs is ${epochs}; after ${plural(steps, 'step')} batchNorm's moving statistics, which validation uses, lag behind)`
    : null;

const learntByHeart: Cause = ({ pairs }, { what, trainingAccuracy = null }) => {
  if (what !== 'guessing' || trainingAccuracy === null || trainingAccuracy < 0.65) return null;
  const refresh = pairs.refresh === 'never' ? 'pairs.refresh: epoch' : 'more dropout';
  return `use more images or ${refresh} (training accuracy is ${formatPercent(trainingAccuracy)}: it learns its pairs by heart)`;
};

/** A head begins with either sign; the wrong one draws different classes together before it turns, if it does. */
const invertedHead: Cause = ({ seed }, { what, isHeadInverted = false }) =>
  what === 'guessing' && isHeadInverted
    ? `use another seed (seed is ${seed}, with which the head still takes a larger distance for same)`
    : null;

/** Embeddings alike but for rounding come from features that are all 0: of relus that no input reaches any more. */
const deadRelus: Cause = ({ network: { blocks } }, { what, isExact = false }) =>
  what === 'collapse' && isExact && blocks.at(-1)?.activation === 'relu'
    ? 'use another seed or activation: leakyRelu in the blocks, whose relus are probably dead'
    : null;

const unusual: Causes = [
  ['weightDecay', weightDecay],
  ['schedule', risingSchedule],
  ['schedule', vanishingSchedule],
  ['schedule', longWarmup],
  ['momentum', momentum],
  ['beta', betas],
  ['rho', rho],
  ['epsilon', epsilon],
  ['globalClipNorm', clipping],
  ['margin', margin],
  ['learningRate', highRate],
  ['learningRate', lowRate],
  ['dropout', dropout],
  ['batchSize', smallBatches],
  ['width', narrow],
  ['images', laggingStatistics],
  ['images', learntByHeart],
  ['activation', deadRelus],
  ['seed', invertedHead],
];

// ── what helps mostly, where no setting stands out ──────────────────────────────────────────────────────────────

const smallerRate: Cause = (experiment) => `use a smaller learningRate (${rateIs(experiment)})`;
const otherRate: Cause = (experiment) => `use another learningRate (${rateIs(experiment)})`;
const clipGradients: Cause = ({ training: { optimizer } }) =>
  optimizer.globalClipNorm === null ? 'limit the gradients with globalClipNorm: 1' : null;

const livelierActivation: Cause = ({ network: { blocks } }) => {
  const saturating = blocks.find(({ activation }) => activation === 'sigmoid' || activation === 'tanh');
  if (saturating !== undefined) return `use activation: leakyRelu in place of ${saturating.activation}`;
  const hasRelu = blocks.some(({ activation }) => activation === 'relu');
  return hasRelu ? 'use another seed or activation: leakyRelu in the blocks' : 'use another seed';
};

const batchNorm: Cause = ({ network: { blocks } }) =>
  blocks.some(({ batchNorm }) => batchNorm) ? null : 'use batchNorm: true in the blocks';

const fewSteps: Cause = ({ training: { epochs } }, { steps }) => {
  if (steps >= 500) return null;
  return `train for more epochs (training.epochs is ${epochs}; ${plural(steps, 'step')} are few)`;
};

const smallerMargin: Cause = ({ objective }) =>
  'margin' in objective ? `use a smaller margin (objective.margin is ${objective.margin})` : null;

const usual: Readonly<Record<Symptom['what'], Causes>> = {
  notFinite: [
    ['learningRate', smallerRate],
    ['globalClipNorm', clipGradients],
  ],
  collapse: [
    ['learningRate', smallerRate],
    ['activation', livelierActivation],
  ],
  restingLoss: [
    ['epochs', fewSteps],
    ['margin', smallerMargin],
    ['learningRate', otherRate],
  ],
  guessing: [
    ['epochs', fewSteps],
    ['learningRate', otherRate],
    ['batchNorm', batchNorm],
  ],
};
