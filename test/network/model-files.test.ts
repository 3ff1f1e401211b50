import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { memoryStore } from '../../src/data/index.ts';
import { referenceEngine } from '../../src/engine/reference/index.ts';
import { InputError } from '../../src/errors/index.ts';
import type { Network } from '../../src/experiment/index.ts';
import { initialWeights, modelFiles, type Plan } from '../../src/network/index.ts';
import { type ModelFiles, readModel } from '../../src/network/model-files.ts';
import { planOf } from '../../src/objective/index.ts';
import { bitsAt, purpose, streamKey, uniformAt } from '../../src/random/index.ts';
import { block, contrastive, crossentropy, network, tutorial } from './build.ts';

const imageCount = 4;

const networks: Record<string, Network> = {
  'the tutorial': tutorial,
  'leakyRelu, elu, batch normalisation, flatten': network({
    blocks: [
      block({ filters: 4, activation: 'leakyRelu', pool: { type: 'average', size: [2, 2] }, batchNorm: true }),
      block({ filters: 3, activation: 'elu', kernelSize: [2, 4], batchNorm: true, dropout: 0.2 }),
    ],
    reduce: 'flatten',
  }),
  'tanh, sigmoid, valid, strides, globalMax': network({
    inputShape: [17, 14, 3],
    blocks: [
      block({ filters: 5, activation: 'tanh', padding: 'valid', kernelSize: [4, 3], strides: [2, 1] }),
      block({
        filters: 6,
        activation: 'sigmoid',
        padding: 'same',
        kernelSize: [3, 2],
        strides: [1, 2],
        pool: { type: 'max', size: [3, 2] },
      }),
    ],
    reduce: 'globalMax',
  }),
  'linear, normalized': network({
    blocks: [block({ filters: 4, activation: 'linear', kernelSize: [1, 1] })],
    reduce: 'flatten',
    embeddingDim: 7,
    normalize: true,
  }),
  'strides that leave gaps, one embedding number, normalized': network({
    inputShape: [9, 9, 1],
    blocks: [block({ filters: 2, kernelSize: [2, 2], strides: [3, 3] })],
    embeddingDim: 1,
    normalize: true,
  }),
  'more numbers than an identity is written for, normalized': network({
    inputShape: [6, 6, 1],
    blocks: [block({ filters: 2, activation: 'tanh' })],
    reduce: 'flatten',
    embeddingDim: 300,
    normalize: true,
  }),
};

/** Glorot kernels, and everything else away from 0 and 1, so that nothing can be mixed up. */
function someWeights(plan: Plan): Float32Array {
  const weights = initialWeights(plan, 3);
  const key = streamKey(5, purpose.initialWeights, 1000);
  for (const { name, offset, size } of plan.parameters) {
    if (name.endsWith('kernel')) continue;
    for (let i = offset; i < offset + size; i++) {
      weights[i] =
        name.endsWith('Variance') || name.endsWith('gamma') ? 0.5 + uniformAt(key, i) : uniformAt(key, i) - 0.5;
    }
  }
  return weights;
}

/** Noise images: [imageCount, …inputShape] */
function someImages({ inputShape }: Plan): Uint8Array {
  const key = streamKey(9, purpose.limit);
  const size = imageCount * inputShape.height * inputShape.width * inputShape.channels;
  return Uint8Array.from({ length: size }, (_, i) => bitsAt(key, i) >>> 24);
}

async function ourEmbeddings(plan: Plan, weights: Float32Array, bytes: Uint8Array): Promise<Float32Array> {
  const optimizer = { name: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false, globalClipNorm: null } as const;
  const objective = plan.head === null ? contrastive : crossentropy;
  const session = await referenceEngine.open(plan, { objective, optimizer, seed: 0, batchSize: 1 });
  const { height, width, channels } = plan.inputShape;
  await session.load(memoryStore({ shape: [imageCount, height, width, channels], bytes }));
  await session.restore({ step: 0, weights, slots: [] });
  return session.embed(Int32Array.from({ length: imageCount }, (_, i) => i));
}

async function theirEmbeddings(plan: Plan, files: ModelFiles, bytes: Uint8Array): Promise<Float32Array> {
  const { modelTopology, weightsManifest, format } = JSON.parse(files.modelJson);
  const weightData = files.weightsBin.buffer as ArrayBuffer;
  const weightSpecs = weightsManifest[0].weights;
  const model = await tf.loadLayersModel({ load: async () => ({ modelTopology, weightSpecs, weightData, format }) });
  const { height, width, channels } = plan.inputShape;
  const images = tf.tensor4d(
    Float32Array.from(bytes, (byte) => byte / 255),
    [imageCount, height, width, channels],
  );
  const embeddings = model.predict(images) as tf.Tensor;
  expect(embeddings.shape).toEqual([imageCount, plan.embeddingDim]);
  return (await embeddings.data()) as Float32Array;
}

/** The files of a normalized network as every version before wrote them, whatever the embedding's size. */
function byIdentity(plan: Plan, weights: Float32Array): ModelFiles {
  const files = modelFiles(plan, weights);
  const model = JSON.parse(files.modelJson);
  const n = plan.embeddingDim;
  const layer = (className: string, name: string, config: object, ...inputs: string[]) => ({
    class_name: className,
    name,
    config: { name, trainable: true, ...config },
    inbound_nodes: [inputs.map((input) => [input, 0, 0, {}])],
  });
  const dense = { activation: 'linear' };
  const isOfNormalize = ({ name }: { name: string }) => name.startsWith('normalize');
  const { config } = model.modelTopology;
  config.layers = [
    ...config.layers.filter((each: { name: string }) => !isOfNormalize(each)),
    layer('Dense', 'normalize_one', { ...dense, units: 1, use_bias: true }, 'embedding'),
    layer('Dense', 'normalize_identity', { ...dense, units: n * n, use_bias: false }, 'normalize_one'),
    layer('Reshape', 'normalize_rows', { target_shape: [n, n] }, 'normalize_identity'),
    layer('Rescaling', 'normalize_scaled', { scale: Math.sqrt(1e5), offset: 0 }, 'embedding'),
    layer('Dot', 'normalize', { axes: [1, 2], normalize: true }, 'normalize_scaled', 'normalize_rows'),
  ];
  const [group] = model.weightsManifest;
  const listed = (name: string, shape: number[]) => ({ name, shape, dtype: 'float32' });
  group.weights = [
    ...group.weights.filter((each: { name: string }) => !isOfNormalize(each)),
    listed('normalize_one/kernel', [n, 1]),
    listed('normalize_one/bias', [1]),
    listed('normalize_identity/kernel', [1, n * n]),
  ];
  const constants = [...Array(n).fill(0), 1, ...Array.from({ length: n * n }, (_, i) => Number(i % (n + 1) === 0))];
  const bytes = [weights, Float32Array.from(constants)].map((array) => new Uint8Array(array.buffer));
  return { modelJson: JSON.stringify(model), weightsBin: Buffer.concat(bytes) };
}

/** largest |ours - theirs| as a share of the largest of ours */
function difference(ours: Float32Array, theirs: Float32Array): number {
  const largest = ours.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return ours.reduce((most, value, i) => Math.max(most, Math.abs(value - (theirs[i] as number))), 0) / largest;
}

beforeAll(async () => {
  tf.env().set('PROD', true); // no hint to install tfjs-node
  await tf.setBackend('cpu');
});

describe('modelFiles', () => {
  for (const [name, given] of Object.entries(networks)) {
    test(`TensorFlow.js opens ${name} and gives our embeddings to 1e-5`, async () => {
      const plan = planOf(given, crossentropy);
      const weights = someWeights(plan);
      const bytes = someImages(plan);
      const ours = await ourEmbeddings(plan, weights, bytes);
      const theirs = await theirEmbeddings(plan, modelFiles(plan, weights), bytes);
      expect(difference(ours, theirs)).toBeLessThan(1e-5);
    });
  }

  for (const name of ['linear, normalized', 'more numbers than an identity is written for, normalized']) {
    test(`an embedding of nearly no length, or of much, is normalized as ours is: ${name}`, async () => {
      const plan = planOf(networks[name] as Network, contrastive);
      for (const scale of [1e9, 1e4, 1e-4, 1e-6, 1e-8]) {
        // 1e-4: above TensorFlow.js's own clamp's reach; 1e-6: about our clamp; 1e-8: far below it
        const embedding = plan.parameters.filter(({ name }) => name.startsWith('embedding/'));
        const weights = someWeights(plan);
        for (const { offset, size } of embedding)
          for (let i = offset; i < offset + size; i++) weights[i] = (weights[i] as number) * scale;
        const bytes = someImages(plan);
        const ours = await ourEmbeddings(plan, weights, bytes);
        const theirs = await theirEmbeddings(plan, modelFiles(plan, weights), bytes);
        expect(difference(ours, theirs)).toBeLessThan(1e-5);
      }
    });
  }

  test('normalizing adds a few numbers to the files for each one of the embedding, not for each two', () => {
    const bytes = (embeddingDim: number, normalize: boolean) => {
      const plan = planOf(
        network({ inputShape: [4, 4, 1], blocks: [block({ filters: 1 })], embeddingDim, normalize }),
        contrastive,
      );
      return modelFiles(plan, new Float32Array(plan.size)).weightsBin.length;
    };
    for (const dim of [257, 1000, 16384]) expect(bytes(dim, true) - bytes(dim, false)).toBe(4 * (3 * dim + 3));
  });

  test('weights of another size are refused', () => {
    const plan = planOf(tutorial, contrastive);
    expect(() => modelFiles(plan, new Float32Array(3))).toThrow('There are 3 weights, but the network has 19888.');
  });
});

describe('readModel', () => {
  const plan = planOf(networks['leakyRelu, elu, batch normalisation, flatten'] as Network, crossentropy);
  const weights = someWeights(plan);
  const files = modelFiles(plan, weights);

  test('gives back the same bits, but for the head, which the model leaves out', () => {
    for (const given of Object.values(networks)) {
      const onePlan = planOf(given, crossentropy);
      const expected = someWeights(onePlan);
      const read = readModel(onePlan, modelFiles(onePlan, expected));
      for (const parameter of [onePlan.head?.kernel, onePlan.head?.bias]) expected[parameter?.offset as number] = 0;
      expect(read).toEqual(expected);
    }
  });

  test('reads what earlier versions wrote of large normalized embeddings: the identity, in numbers', () => {
    const plan = planOf(networks['more numbers than an identity is written for, normalized'] as Network, contrastive);
    const expected = someWeights(plan);
    expect(readModel(plan, byIdentity(plan, expected))).toEqual(expected);
  });

  test('reads a weights.bin that lies at an odd place in a larger buffer', () => {
    const larger = new Uint8Array(files.weightsBin.length + 3);
    larger.set(files.weightsBin, 3);
    expect(readModel(plan, { ...files, weightsBin: larger.subarray(3) })).toEqual(readModel(plan, files));
  });

  const corrupt: Record<string, [ModelFiles, RegExp]> = {
    'a torn model.json': [{ ...files, modelJson: files.modelJson.slice(0, 500) }, /^model\.json is not JSON: .+\.$/],
    'another JSON file': [
      { ...files, modelJson: '[]' },
      /^model\.json's format is missing; it must be "layers-model"\.$/,
    ],
    'a model without layers': [
      { ...files, modelJson: '{"format":"layers-model","modelTopology":null}' },
      /^model\.json has no list modelTopology\.config\.layers\.$/,
    ],
    'a model without weights': [
      { ...files, modelJson: files.modelJson.replace('weightsManifest', 'weights') },
      /weightsManifest must have one group/,
    ],
    "another network's model": [
      modelFiles(planOf(tutorial, crossentropy), new Float32Array(19890)),
      /holds another network: layer 0 is InputLayer image .+, but the experiment's is InputLayer image/,
    ],
    'another activation': [
      { ...files, modelJson: files.modelJson.replace('"alpha": 0.2', '"alpha": 0.3') },
      /holds another network: layer 2 is LeakyReLU blocks_0_leakyRelu .*0\.3.*, but the experiment's is .*0\.2/,
    ],
    'a weight without a name': [
      { ...files, modelJson: files.modelJson.replace('"name": "blocks_1_conv/bias",', '') },
      /^model\.json lists \(no name\) \[3\] float32 where blocks_1_conv\/bias \[3\] float32 is expected\.$/,
    ],
    'a weight of another shape': [
      { ...files, modelJson: files.modelJson.replace('blocks_1_conv/bias', 'blocks_1_conv/basis') },
      /^model\.json lists blocks_1_conv\/basis \[3\] float32 where blocks_1_conv\/bias \[3\] float32 is expected\.$/,
    ],
    'a truncated weights.bin': [
      { ...files, weightsBin: files.weightsBin.subarray(0, 100) },
      /^weights\.bin has 100 bytes, but model\.json lists \d+; the file is damaged or of another model\.$/,
    ],
    'a weight that is not finite': [
      { ...files, weightsBin: new Uint8Array(files.weightsBin.length).fill(255) },
      /^weights\.bin holds a number that is not finite in blocks\/0\/conv\/kernel; the file is damaged\.$/,
    ],
  };
  for (const [what, [damaged, sentence]] of Object.entries(corrupt)) {
    test(`${what} is refused with a sentence`, () => {
      expect(() => readModel(plan, damaged)).toThrow(InputError);
      expect(() => readModel(plan, damaged)).toThrow(sentence);
    });
  }
});
