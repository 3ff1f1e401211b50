/** Trainings led astray by one setting each, with each loss and several seeds: none goes unmentioned, each names the setting. */
import { expect, test } from 'vitest';
import { referenceEngine } from '../../src/engine/reference/index.ts';
import { train } from '../../src/training/index.ts';
import { experimentWith } from '../experiment-with.ts';
import { tinyDataset } from './tiny.ts';

const dataset = tinyDataset(60, 200);
const seeds = [1, 2];
const losses = ['binaryCrossentropy', 'contrastive', 'triplet'] as const;
/** From this on a network has learned something all the same, as the interval of 400 pairs has half below it. */
const learned = 0.56;

interface Astray {
  readonly training?: object;
  readonly margin?: number;
  readonly loss: (typeof losses)[number];
  readonly seed: number;
}

/** What was told, and the last accuracy. */
async function trained({ training, margin = 0.5, loss, seed }: Astray): Promise<{ said: string; accuracy: number }> {
  const experiment = experimentWith({
    name: 'astray',
    seed,
    network: {
      inputShape: [4, 4, 1],
      blocks: [{ filters: 4, kernelSize: 2, activation: seed % 2 === 1 ? 'relu' : 'leakyRelu' }],
      reduce: 'flatten',
      embeddingDim: 3,
    },
    objective: loss === 'binaryCrossentropy' ? { loss } : { loss, margin },
    training: { batchSize: 4, epochs: 4, ...training },
  } as Parameters<typeof experimentWith>[0]);
  const said: string[] = [];
  let accuracy = Number.NaN;
  try {
    for await (const event of train({ experiment, dataset, engine: referenceEngine })) {
      if (event.type !== 'epoch') continue;
      accuracy = event.metrics.valAccuracy;
      said.push(...event.findings.map(({ sentence }) => sentence));
    }
  } catch (error) {
    said.push((error as Error).message);
  }
  return { said: said.join('\n'), accuracy };
}

const settings: [string, object, RegExp][] = [
  ['weightDecay 1e6', { optimizer: { name: 'adamw', weightDecay: 1e6 } }, /weightDecay/],
  ['weightDecay 300', { optimizer: { name: 'adamw', weightDecay: 300 } }, /weightDecay/],
  ['sgd at 1e6', { optimizer: { name: 'sgd', learningRate: 1e6 } }, /smaller learningRate/],
  ['rmsprop at 5', { optimizer: { name: 'rmsprop', learningRate: 5 } }, /smaller learningRate/],
  ['adam at 1e-9', { optimizer: { name: 'adam', learningRate: 1e-9 } }, /larger learningRate/],
  ['momentum', { optimizer: { name: 'sgd', learningRate: 0.5, momentum: 0.9999 } }, /momentum/],
  ['rho', { optimizer: { name: 'rmsprop', rho: 0.9999999, learningRate: 0.01 } }, /rho/],
  ['epsilon', { optimizer: { name: 'rmsprop', epsilon: 1e4 } }, /epsilon/],
  ['globalClipNorm', { optimizer: { name: 'sgd', globalClipNorm: 1e-7 } }, /globalClipNorm/],
  ['a factor above 1', { schedule: { name: 'step', every: 1, factor: 100 } }, /factor/],
  ['a factor near 0', { schedule: { name: 'exponential', factor: 1e-6 } }, /factor/],
  ['beta1', { optimizer: { name: 'adam', beta1: 0.99999 } }, /beta1/],
];

test.each(settings)('%s', async (_, training, named) => {
  for (const loss of losses)
    for (const seed of seeds) {
      const { said, accuracy } = await trained({ training, loss, seed });
      if (said === '') expect(accuracy, `${loss}, seed ${seed}, went unmentioned`).toBeGreaterThan(learned);
      else expect(said, `${loss}, seed ${seed}`).toMatch(named);
    }
});

test.each([1e-12, 50, 1e8, 1e30, 1e160, 1e300])('a margin of %d', async (margin) => {
  for (const loss of ['contrastive', 'triplet'] as const)
    for (const name of ['sgd', 'adam']) {
      const { said, accuracy } = await trained({ training: { optimizer: name }, margin, loss, seed: 1 });
      if (!/margin/.test(said)) expect(accuracy, `${loss} by ${name}: ${said}`).toBeGreaterThan(learned);
    }
});
