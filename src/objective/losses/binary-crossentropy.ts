/** Binary cross-entropy of the head's logit z: softplus(z) - y·z, y = 1 for same; written so that nothing overflows. */
import type { ExampleLoss } from '../loss.ts';

export function binaryCrossentropy(): ExampleLoss {
  return {
    title: 'binary cross-entropy',
    examples: 'pairs',
    looksAt: 'example',
    needsHead: true,
    threshold: { from: 'head' },
    trainingAccuracy: null,
    // whatever the distance, it judges probabilities
    measures: 'binaryCrossentropy',
    evaluate(example) {
      const logit = example.values[0] as number;
      const { isSame } = example;
      const decay = Math.exp(-Math.abs(logit));
      const probability = logit >= 0 ? 1 / (1 + decay) : decay / (1 + decay);
      example.loss = Math.max(logit, 0) - logit * isSame + Math.log1p(decay);
      example.isCorrect = logit > 0 === (isSame === 1);
      example.slopes[0] = probability - isSame;
      example.isSloped = true;
    },
  };
}
