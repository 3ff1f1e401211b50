/**
 * Contrastive loss: y·d² + (1-y)·max(0, margin-d)², y = 1 for same.
 * Hadsell, Chopra & LeCun 2006, without their ½ and with y = 1 for same.
 */
import type { Objective } from '../../experiment/index.ts';
import { formatPercent } from '../../text/index.ts';
import type { ExampleLoss } from '../loss.ts';

export function contrastive({ distance, margin }: Extract<Objective, { loss: 'contrastive' }>): ExampleLoss {
  return {
    title: 'contrastive loss',
    examples: 'pairs',
    looksAt: 'example',
    needsHead: false,
    threshold: { from: 'loss', value: margin / 2, rule: 'half the margin' },
    trainingAccuracy: null,
    whenAlike: (different) => ({
      value: different * margin ** 2,
      rule: `${different === 0.5 ? 'half' : formatPercent(different)} of the margin's square`,
    }),
    measures: `contrastive, ${distance}, margin ${margin}`,
    evaluate(example) {
      const d = example.values[0] as number;
      const isSame = example.isSame === 1;
      const miss = isSame ? d : Math.max(0, margin - d);
      example.loss = miss * miss;
      example.isCorrect = d < margin / 2 === isSame;
      example.slopes[0] = (isSame ? 2 : -2) * miss;
      example.isSloped = true;
    },
  };
}
