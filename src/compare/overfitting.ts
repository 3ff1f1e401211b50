/** Whether a run learns its training pairs rather than the task. */
import type { Experiment } from '../experiment/index.ts';
import { accuracyMeaning } from '../objective/index.ts';
import { formatFigure, formatPercent } from '../text/index.ts';
import type { EpochMetrics } from '../training/index.ts';
import type { Overfitting } from './types.ts';

/** `epochs`: one at least. */
export function overfittingOf(experiment: Experiment, epochs: readonly EpochMetrics[]): Overfitting {
  const last = epochs.at(-1) as EpochMetrics;
  const least = epochs.reduce((least, row) => (row.valLoss < least.valLoss ? row : least));
  const figures = {
    accuracyGap: countTheSame(experiment) ? last.accuracy - last.valAccuracy : null,
    lossGap: last.valLoss - last.loss,
    leastValLossEpoch: least.epoch,
    valLossRise: last.valLoss - least.valLoss,
    dropout: experiment.network.blocks.map(({ dropout }) => dropout).filter((rate) => rate > 0),
  };
  return { ...figures, sentence: inWords(figures, last, least) };
}

/** Whether both accuracies do. Triplet loss's training accuracy counts triplets, for instance. */
function countTheSame({ objective }: Experiment): boolean {
  const { training, validation } = accuracyMeaning(objective);
  return training === validation;
}

/** A rise that is no more than the jitter of a loss isn't worth a word. */
const worthAWord = 0.02;

function inWords(
  { accuracyGap, valLossRise, dropout }: Omit<Overfitting, 'sentence'>,
  last: EpochMetrics,
  least: EpochMetrics,
): string {
  const sentences: string[] = [];
  const rises = valLossRise > worthAWord * Math.abs(least.valLoss);
  if (rises && last.loss < least.loss) {
    sentences.push(
      `It overfits: validation loss was least after epoch ${least.epoch} and has risen by ${formatFigure(valLossRise)} ` +
        'since, while training loss fell.',
    );
  } else if (rises) {
    sentences.push(
      `Validation loss was least after epoch ${least.epoch} and has risen by ${formatFigure(valLossRise)} since, ` +
        'but training loss has not fallen: that is no overfitting.',
    );
  } else {
    sentences.push('Validation loss has not risen: no overfitting to see.');
  }
  if (accuracyGap !== null)
    sentences.push(
      `Accuracy is ${formatPercent(last.accuracy)} in training, ${formatPercent(last.valAccuracy)} in validation.`,
    );
  sentences.push(
    dropout.length > 0
      ? `Training is measured with dropout (${dropout.join(', ')}) at work and while it still learns, validation without and ` +
          'after: so validation may be above, and the gap looks smaller than it is.'
      : 'Training is measured while it still learns, validation after the epoch.',
  );
  return sentences.join(' ');
}
