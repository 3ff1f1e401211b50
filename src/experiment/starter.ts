/** The file that `init` writes. */
import { InputError } from '../errors/index.ts';
import { expectation, experimentFileSchema, propertyOf } from './schema.ts';

/** A commented experiment file to start from, for a folder beside `schemas/`. Throws an InputError for a name that can't be one. */
export function starterFile(name: string): string {
  const schema = propertyOf(experimentFileSchema, 'name') ?? {};
  if (!new RegExp(schema.pattern ?? '', 'u').test(name)) {
    throw new InputError(`"${name}" can't name an experiment; a name must be ${expectation(schema)}.`);
  }
  const written = /^[A-Za-z]/.test(name) && !/^(true|false|null)$/i.test(name) ? name : `'${name}'`;
  return `# yaml-language-server: $schema=../schemas/experiment.schema.json
# Train it:        npm run exp experiments/${name}.yaml
# Only check it:   npm run validate experiments/${name}.yaml
# Change a value for one run:   npm run exp experiments/${name}.yaml training.epochs=2
# Every key is explained in docs/experiment.md.
name: ${written}
description: What this experiment is to show.
seed: 1                           # another seed: other initial weights, pairs, order and dropout

data:
  source: mnist                   # handwritten digits, 28×28
  validation: 0.1                 # measure on a tenth of the training images; test: on the test images
  limit: { train: 10000 }         # fewer images while you try things out; remove for all 60,000
pairs:
  perImage: 1                     # pairs of the same class, and as many of different ones, for each image
  refresh: epoch                  # new pairs each epoch; never: drawn once

network:
  inputShape: [28, 28, 1]         # height, width, channels
  blocks:                         # convolution, relu, max-pooling, dropout
    - { filters: 32, kernelSize: 3, pool: 2 }
    - { filters: 64, kernelSize: 3, pool: 2, dropout: 0.2 }
  reduce: flatten                 # globalAverage | globalMax | flatten
  embeddingDim: 32                # numbers that describe an image

objective:
  loss: contrastive               # binaryCrossentropy | contrastive | triplet
  distance: euclidean             # euclidean | manhattan | cosine
  margin: 1                       # how far apart different classes shall be

training:
  optimizer: adam                 # or { name: adam, learningRate: 0.0005 }
  batchSize: 64
  epochs: 5
  # schedule: cosine              # the learning rate over training: constant | step | exponential | cosine
  # earlyStopping: { patience: 3 }    # end when the validation loss no longer falls
`;
}
