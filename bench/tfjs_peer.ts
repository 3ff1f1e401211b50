/**
 * A plain script on TensorFlow.js's backend for Node, as a peer of the bench (see common.py): its own layers, optimizer and
 * dropout, two inputs through one tower, `trainOnBatch`, and TensorFlow as it comes.
 */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import util from 'node:util';
import type * as Tfjs from '@tensorflow/tfjs';
import { allRows, batchOf, exampleCount, imageBytes, loadDataset, trainingExamples } from '../src/data/index.ts';
import type { Block, Experiment } from '../src/experiment/index.ts';
import { drawingOf } from '../src/objective/index.ts';

const { experiment, threads } = JSON.parse(readFileSync(process.argv[2] as string, 'utf8')) as {
  experiment: Experiment;
  threads: number;
};
process.env['TF_NUM_INTRAOP_THREADS'] = String(threads);
Object.assign(util, { isNullOrUndefined: (value: unknown) => value == null, isArray: Array.isArray }); // gone since Node 23
const tf = createRequire(import.meta.url)('@tensorflow/tfjs-node-gpu') as typeof Tfjs;

const { network, objective, training } = experiment;
const { optimizer, batchSize } = training;
if (objective.loss !== 'binaryCrossentropy' || objective.distance !== 'euclidean' || optimizer.name !== 'adam') {
  throw new Error('The plain script is the tutorial’s: binary cross-entropy of Euclidean distances, by Adam.');
}
/** Steps whose batches are drawn beforehand, and used again. */
const distinctSteps = 100;

class Euclidean extends tf.layers.Layer {
  static readonly className = 'Euclidean';
  override computeOutputShape(): Tfjs.Shape {
    return [null, 1];
  }
  override call(inputs: Tfjs.Tensor | Tfjs.Tensor[]): Tfjs.Tensor {
    const [left, right] = inputs as [Tfjs.Tensor, Tfjs.Tensor];
    return tf.tidy(() => tf.sqrt(tf.maximum(left.sub(right).square().sum(1, true), 1e-7)));
  }
}

const { tower, model } = build();
const batches = await drawBatches();
const all = tf.concat(batches.map(({ left }) => left));
await train(3);
await embed(512);
const { TF_Version } = (tf.backend() as unknown as { binding: { TF_Version: string } }).binding;
say({ ready: `plain tfjs-node ${tf.version.tfjs}, TensorFlow ${TF_Version}` });

for await (const line of createInterface({ input: process.stdin })) {
  const ask = JSON.parse(line) as { do: 'train'; steps: number } | { do: 'embed'; images: number };
  const start = performance.now();
  const loss = ask.do === 'train' ? await train(ask.steps) : await embed(ask.images);
  say({ seconds: (performance.now() - start) / 1000, ...(loss === undefined ? {} : { loss }) });
}
say({ peakBytes: process.resourceUsage().maxRSS * 1024 });

function build() {
  const tower = tf.sequential();
  for (const [i, block] of network.blocks.entries())
    addBlock(tower, block, i === 0 ? [...network.inputShape] : undefined);
  if (network.reduce === 'globalAverage') tower.add(tf.layers.globalAveragePooling2d({}));
  else tower.add(network.reduce === 'flatten' ? tf.layers.flatten() : tf.layers.globalMaxPooling2d({}));
  tower.add(tf.layers.dense({ units: network.embeddingDim }));
  const inputs = [0, 1].map(() => tf.input({ shape: [...network.inputShape] }));
  const embeddings = inputs.map((input) => tower.apply(input) as Tfjs.SymbolicTensor);
  const distance = new Euclidean().apply(embeddings) as Tfjs.SymbolicTensor;
  const outputs = tf.layers.dense({ units: 1, activation: 'sigmoid' }).apply(distance) as Tfjs.SymbolicTensor;
  const model = tf.model({ inputs, outputs });
  const { learningRate } = optimizer;
  model.compile({ optimizer: tf.train.adam(learningRate), loss: 'binaryCrossentropy', metrics: ['accuracy'] });
  return { tower, model };
}

function addBlock(tower: Tfjs.Sequential, block: Block, inputShape: number[] | undefined): void {
  const { filters, kernelSize, strides, padding, activation, pool, batchNorm, dropout } = block;
  const isLeaky = activation === 'leakyRelu';
  tower.add(
    tf.layers.conv2d({
      ...{ filters, padding, kernelSize: [...kernelSize], strides: [...strides] },
      ...{ activation: isLeaky ? 'linear' : activation, ...(inputShape && { inputShape }) },
    }),
  );
  if (isLeaky) tower.add(tf.layers.leakyReLU({ alpha: 0.2 }));
  const poolSize: [number, number] = [...(pool?.size ?? [1, 1])];
  if (pool?.type === 'max') tower.add(tf.layers.maxPooling2d({ poolSize }));
  if (pool?.type === 'average') tower.add(tf.layers.averagePooling2d({ poolSize }));
  if (batchNorm) tower.add(tf.layers.batchNormalization());
  if (dropout > 0) tower.add(tf.layers.dropout({ rate: dropout }));
}

async function drawBatches() {
  const dataset = await loadDataset({ ...experiment.data, validation: { from: 'test' } });
  const examples = trainingExamples({ ...dataset, trainIndices: dataset.validationIndices }, drawingOf(experiment), 1);
  const { store } = dataset;
  const { height, width, channels } = store.shape;
  const size = imageBytes(store.shape);
  const bytes = new Uint8Array(store.labels.length * size);
  await store.read(allRows(store), bytes);
  const floats = (indices: Int32Array) => {
    const values = new Float32Array(indices.length * size);
    for (const [row, index] of indices.entries()) {
      for (let i = 0; i < size; i++) values[row * size + i] = (bytes[index * size + i] as number) / 255;
    }
    return tf.tensor4d(values, [indices.length, height, width, channels]);
  };
  const whole = Math.min(distinctSteps, Math.floor(exampleCount(examples) / batchSize));
  return Array.from({ length: whole }, (_, step) => {
    const { rows, compared } = batchOf(examples, step * batchSize, (step + 1) * batchSize);
    if (compared.kind !== 'pairs') throw new Error('The plain script compares pairs.');
    const isSame = tf.tensor2d(Float32Array.from(compared.isSame), [batchSize, 1]);
    return { left: floats(rows.subarray(0, batchSize)), right: floats(rows.subarray(batchSize)), isSame };
  });
}

/** → loss of the last step */
async function train(steps: number): Promise<number> {
  let loss = Number.NaN;
  for (let step = 0; step < steps; step++) {
    const { left, right, isSame } = batches[step % batches.length] as (typeof batches)[number];
    [loss] = (await model.trainOnBatch([left, right], isSame)) as [number, number];
  }
  return loss;
}

async function embed(images: number): Promise<undefined> {
  for (let at = 0; at < images; at += 256) {
    const embeddings = tf.tidy(() => tower.predict(all.slice(at % (all.shape[0] - 256), 256)) as Tfjs.Tensor);
    await embeddings.data();
    embeddings.dispose();
  }
}

function say(answer: object): void {
  console.log(`bench:${JSON.stringify(answer)}`);
}
