/** Triplet loss: max(0, d(a,p) - d(a,n) + margin). Schroff, Kalenichenko & Philbin 2015, with distances not squared. */
import type { Objective } from '../../experiment/index.ts';
import type { ExampleLoss } from '../loss.ts';

export function triplet({ distance, margin }: Extract<Objective, { loss: 'triplet' }>): ExampleLoss {
  return {
    title: 'triplet loss',
    examples: 'triplets',
    looksAt: 'example',
    needsHead: false,
    threshold: { from: 'validation' },
    trainingAccuracy: 'share of triplets whose anchor is nearer to the positive than to the negative',
    whenAlike: () => ({ value: margin, rule: 'the margin' }),
    measures: `triplet, ${distance}, margin ${margin}`,
    evaluate(example) {
      const toPositive = example.values[0] as number;
      const toNegative = example.values[1] as number;
      const violation = toPositive - toNegative + margin;
      example.loss = Math.max(0, violation);
      example.isCorrect = toPositive < toNegative;
      example.slopes[0] = 1;
      example.slopes[1] = -1;
      example.isSloped = violation > 0;
    },
  };
}
