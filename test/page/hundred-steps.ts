/** A hundred steps of training as a page would do them: from a text and images in memory, with no file and no Node. */
import { type Dataset, memoryStore } from '../../src/data/index.ts';
import type { Engine } from '../../src/engine/index.ts';
import { RunError } from '../../src/errors/index.ts';
import { experimentRules, experimentsFromTexts, type LoadedExperiment } from '../../src/experiment/index.ts';
import { initialWeights, networkRules } from '../../src/network/index.ts';
import { planOf } from '../../src/objective/index.ts';
import { bitsAt, purpose, streamKey } from '../../src/random/index.ts';
import { sha256 } from '../../src/text/index.ts';
import { train } from '../../src/training/index.ts';

/** What the steps came to, as JSON can carry it to the bit. */
export interface Trained {
  readonly hash: string;
  readonly fingerprint: string;
  readonly steps: number;
  /** of each epoch, five steps: [20] */
  readonly losses: readonly number[];
  readonly validationLosses: readonly number[];
  readonly weightsBefore: readonly number[];
  readonly weightsAfter: readonly number[];
  readonly weightsDigest: string;
  readonly device: string;
}

/** Of 16 images 128 pairs: 20 epochs of 5 steps, the last of which is smaller. Everything is in it that an engine keeps or draws. */
const text = `
name: page
data: { source: mnist }
pairs: { refresh: epoch, perImage: 4 }
network:
  inputShape: [8, 8, 1]
  blocks:
    - { filters: 4, kernelSize: 2, pool: 2, dropout: 0.2 }
    - { filters: 6, kernelSize: 2, batchNorm: true, activation: elu }
  embeddingDim: 5
training: { epochs: 20, batchSize: 28, optimizer: { name: adam, learningRate: 0.01 } }
`;
const side = 8;
const classes = 4;
const trainImages = 16;
const images = 24;

/** Not those on data: the images are none of the source's. */
const rules = { ...experimentRules, ...networkRules };

export async function trainHundredSteps(engine: Engine): Promise<Trained> {
  const [loaded] = experimentsFromTexts({ texts: { 'page.yaml': text }, overrides: ['seed=3'], rules });
  const { experiment, hash } = loaded as LoadedExperiment;
  const dataset = barsDataset();
  const losses: number[] = [];
  const validationLosses: number[] = [];
  let device = '';
  for await (const event of train({ experiment, dataset, engine, threads: 1 })) {
    if (event.type === 'start') device = event.engine.device.name;
    if (event.type === 'epoch') {
      losses.push(event.metrics.loss);
      validationLosses.push(event.metrics.valLoss);
    }
    if (event.type === 'end') {
      const { weights, step } = event.state;
      return {
        hash,
        fingerprint: dataset.store.fingerprint,
        steps: step,
        losses,
        validationLosses,
        weightsBefore: [...initialWeights(planOf(experiment.network, experiment.objective), experiment.seed)],
        weightsAfter: [...weights],
        weightsDigest: sha256().update(weights).hex(),
        device,
      };
    }
  }
  throw new RunError('Training ended without saying so.');
}

/** A bright bar of a class's own two rows, in noise. */
function barsDataset(): Dataset {
  const labels = Int32Array.from({ length: images }, (_, i) => i % classes);
  const key = streamKey(1, purpose.limit);
  const bytes = Uint8Array.from({ length: images * side * side }, (_, pixel) => {
    const row = Math.floor(pixel / side) % side;
    const label = labels[Math.floor(pixel / (side * side))] as number;
    const isBar = row >> 1 === label;
    return (isBar ? 120 : 0) + (bitsAt(key, pixel) >>> 25);
  });
  const indices = Int32Array.from({ length: images }, (_, i) => i);
  return {
    store: memoryStore({ shape: [images, side, side, 1], bytes }, labels),
    trainIndices: indices.subarray(0, trainImages),
    validationIndices: indices.subarray(trainImages),
  };
}
