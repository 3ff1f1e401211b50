/**
 * The tower as a TensorFlow.js LayersModel of stock layers: `tf.loadLayersModel` opens it in Node and in a browser.
 *
 * model.json    topology and a manifest of the weights' names and shapes
 * weights.bin   │ the tower's parameters, float32 little-endian, in the manifest's order │ the constants of `normalize` │
 *
 * A layer's name is the plan's with `_` for `/`, as Keras allows no slash. The head is no part of the model.
 */
import { InputError } from '../errors/index.ts';
import { batchNormEpsilon, batchNormMomentum, leakyReluSlope, unitLengthFloor } from './conventions.ts';
import type { ActivationLayer, ConvLayer, Layer, Parameter, Plan } from './plan.ts';

export interface ModelFiles {
  /** content of model.json */
  readonly modelJson: string;
  /** content of weights.bin */
  readonly weightsBin: Uint8Array;
}

const weightsFile = 'weights.bin';
const inputName = 'image';

/** Batch normalisation as the engines compute it, in Keras's words. */
const batchNormConfig = {
  axis: -1,
  momentum: batchNormMomentum,
  epsilon: batchNormEpsilon,
  center: true,
  scale: true,
};

/** TensorFlow.js normalises by √max(Σx², 1e-7), we by √max(Σx², 1e-12): on √1e5·x the two are the same. */
const normalizeScale = Math.sqrt(1e-7 / unitLengthFloor);

/**   weights [plan.size]; what the head holds of them is left out */
export function modelFiles(plan: Plan, weights: Float32Array): ModelFiles {
  if (weights.length !== plan.size) {
    throw new InputError(`There are ${weights.length} weights, but the network has ${plan.size}.`);
  }
  const stored = storedWeights(plan);
  const bytes = new Uint8Array(4 * stored.reduce((sum, { size }) => sum + size, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { size, valueAt } of stored) {
    for (let i = 0; i < size; i++, at += 4) view.setFloat32(at, valueAt(weights, i), true);
  }
  const model = {
    format: 'layers-model',
    generatedBy: 'siamese-lab',
    convertedBy: null,
    modelTopology: topology(plan),
    weightsManifest: [
      { paths: [weightsFile], weights: stored.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })) },
    ],
  };
  return { modelJson: `${JSON.stringify(model, null, 2)}\n`, weightsBin: bytes };
}

/**
 * Reads what `modelFiles` wrote for this plan. → [plan.size]; the head's weights, which are no part of the model, are 0.
 * Throws an InputError where the files are damaged or hold another network.
 */
export function readModel(plan: Plan, files: ModelFiles): Float32Array {
  const model = parseModel(files.modelJson);
  const expectedLayers = topology(plan).config.layers.map(describeLayer);
  const layers = model.layers.map(describeLayer);
  const different = expectedLayers.findIndex((layer, i) => layer !== layers[i]);
  if (different >= 0 || layers.length !== expectedLayers.length) {
    const at = different >= 0 ? different : expectedLayers.length;
    throw new InputError(
      `model.json holds another network: layer ${at} is ${layers[at] ?? 'missing'}, but the experiment's is ${expectedLayers[at] ?? 'none'}.`,
    );
  }

  const stored = storedWeights(plan);
  if (model.weights.length !== stored.length) {
    throw new InputError(`model.json lists ${model.weights.length} weights, but the network stores ${stored.length}.`);
  }
  for (const [i, { name, shape }] of stored.entries()) {
    const found = describeWeight(model.weights[i]);
    const expected = describeWeight({ name, shape, dtype: 'float32' });
    if (found !== expected) throw new InputError(`model.json lists ${found} where ${expected} is expected.`);
  }

  const { weightsBin } = files;
  const bytes = 4 * stored.reduce((sum, { size }) => sum + size, 0);
  if (weightsBin.length !== bytes) {
    throw new InputError(
      `${weightsFile} has ${weightsBin.length} bytes, but model.json lists ${bytes}; the file is damaged or of another model.`,
    );
  }
  const view = new DataView(weightsBin.buffer, weightsBin.byteOffset, weightsBin.byteLength);
  const weights = new Float32Array(plan.size);
  for (const [i, parameter] of towerParameters(plan).entries()) {
    const start = stored.slice(0, i).reduce((sum, { size }) => sum + 4 * size, 0);
    for (let k = 0; k < parameter.size; k++) {
      const value = view.getFloat32(start + 4 * k, true);
      if (!Number.isFinite(value)) {
        throw new InputError(
          `${weightsFile} holds a number that is not finite in ${parameter.name}; the file is damaged.`,
        );
      }
      weights[parameter.offset + k] = value;
    }
  }
  return weights;
}

// ── weights ──────────────────────────────────────────────────────────────────────────────────────────────────

interface StoredWeight {
  /** the layer's name and Keras's name of the weight, e.g. `blocks_0_batchNorm/moving_mean` */
  readonly name: string;
  readonly shape: readonly number[];
  readonly size: number;
  valueAt(weights: Float32Array, i: number): number;
}

/** The tower's parameters in the flat vector's order, then the constants of `normalize`. */
function storedWeights(plan: Plan): StoredWeight[] {
  const parameters = towerParameters(plan).map(
    ({ name, shape, size, offset }): StoredWeight => ({
      name: weightName(name),
      shape,
      size,
      valueAt: (weights, i) => weights[offset + i] as number,
    }),
  );
  if (!isNormalized(plan)) return parameters;
  const n = plan.embeddingDim;
  return [
    ...parameters,
    { name: 'normalize_one/kernel', shape: [n, 1], size: n, valueAt: () => 0 },
    { name: 'normalize_one/bias', shape: [1], size: 1, valueAt: () => 1 },
    {
      name: 'normalize_identity/kernel',
      shape: [1, n * n],
      size: n * n,
      valueAt: (_, i) => (Math.floor(i / n) === i % n ? 1 : 0),
    },
  ];
}

function towerParameters(plan: Plan): Parameter[] {
  return plan.parameters.filter(({ name }) => name !== plan.head?.kernel.name && name !== plan.head?.bias.name);
}

function isNormalized(plan: Plan): boolean {
  return plan.layers.some((layer) => layer.kind === 'normalize');
}

function layerName(name: string): string {
  return name.replaceAll('/', '_');
}

const kerasWeightNames: Readonly<Record<string, string>> = {
  movingMean: 'moving_mean',
  movingVariance: 'moving_variance',
};

function weightName(parameterName: string): string {
  const slash = parameterName.lastIndexOf('/');
  const weight = parameterName.slice(slash + 1);
  return `${layerName(parameterName.slice(0, slash))}/${kerasWeightNames[weight] ?? weight}`;
}

// ── topology ─────────────────────────────────────────────────────────────────────────────────────────────────

/** A layer as Keras writes it: its class, its arguments, and the layers that it takes its input from. */
interface KerasLayer {
  readonly class_name: string;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly inbound_nodes: readonly unknown[];
}

function topology(plan: Plan) {
  const { height, width, channels } = plan.inputShape;
  const shape = [null, height, width, channels];
  const layers = [
    kerasLayer('InputLayer', inputName, { batch_input_shape: shape, dtype: 'float32', sparse: false }, []),
  ];
  const last = () => (layers.at(-1) as KerasLayer).name;
  for (const layer of plan.layers) {
    if (layer.kind === 'normalize') layers.push(...normalizeLayers(plan.embeddingDim, last()));
    else layers.push(plainLayer(layer, last()));
  }
  return {
    class_name: 'Model',
    config: { name: 'tower', layers, input_layers: [[inputName, 0, 0]], output_layers: [[last(), 0, 0]] },
    keras_version: '2.15.0',
    backend: 'tensor_flow.js',
  };
}

function kerasLayer(
  className: string,
  name: string,
  config: Readonly<Record<string, unknown>>,
  inputs: readonly string[],
): KerasLayer {
  const inbound = inputs.length === 0 ? [] : [inputs.map((input) => [input, 0, 0, {}])];
  return { class_name: className, name, config: { name, trainable: true, ...config }, inbound_nodes: inbound };
}

function plainLayer(layer: Exclude<Layer, { kind: 'normalize' }>, input: string): KerasLayer {
  const [className, config] = kerasClass(layer);
  return kerasLayer(className, layerName(layer.name), config, [input]);
}

function kerasClass(layer: Exclude<Layer, { kind: 'normalize' }>): [string, Readonly<Record<string, unknown>>] {
  const image = { data_format: 'channels_last' };
  switch (layer.kind) {
    case 'conv':
      return [
        'Conv2D',
        {
          filters: layer.output.channels,
          kernel_size: layer.kernelSize,
          strides: layer.strides,
          padding: paddingOf(layer),
          dilation_rate: [1, 1],
          activation: 'linear',
          use_bias: true,
          ...image,
        },
      ];
    case 'activation':
      return activationClass[layer.activation];
    case 'pool': {
      const pool = { pool_size: layer.size, strides: layer.size, padding: 'valid', ...image };
      return [layer.type === 'max' ? 'MaxPooling2D' : 'AveragePooling2D', pool];
    }
    case 'batchNorm':
      return ['BatchNormalization', batchNormConfig];
    case 'dropout':
      return ['Dropout', { rate: layer.rate }];
    case 'reduce':
      return [reduceClass[layer.type], image];
    case 'dense':
      return ['Dense', { units: layer.output.channels, activation: 'linear', use_bias: true }];
  }
}

const activationClass: Record<ActivationLayer['activation'], [string, Readonly<Record<string, unknown>>]> = {
  relu: ['Activation', { activation: 'relu' }],
  leakyRelu: ['LeakyReLU', { alpha: leakyReluSlope }],
  elu: ['ELU', { alpha: 1 }],
  tanh: ['Activation', { activation: 'tanh' }],
  sigmoid: ['Activation', { activation: 'sigmoid' }],
};

const reduceClass = {
  globalAverage: 'GlobalAveragePooling2D',
  globalMax: 'GlobalMaxPooling2D',
  flatten: 'Flatten',
} as const;

/** Where both would give the output's shape, neither adds zeros. */
export function paddingOf({ input, output, strides }: ConvLayer): 'same' | 'valid' {
  const rows = Math.ceil(input.height / strides[0]);
  const columns = Math.ceil(input.width / strides[1]);
  return output.height === rows && output.width === columns ? 'same' : 'valid';
}

/**
 * Unit length from stock layers: a normalising Dot of the embedding with the rows of the identity. A model has no
 * constants, so a dense layer with kernel 0 and bias 1 makes a one of the embedding, and a second dense layer,
 * whose kernel is the identity, makes the rows of that.
 *   embedding [n] → one [1] → identity [n·n] → rows [n, n];  embedding → scaled [n];  Dot → [n]
 */
function normalizeLayers(n: number, embedding: string): KerasLayer[] {
  const dense = { activation: 'linear' };
  return [
    kerasLayer('Dense', 'normalize_one', { ...dense, units: 1, use_bias: true }, [embedding]),
    kerasLayer('Dense', 'normalize_identity', { ...dense, units: n * n, use_bias: false }, ['normalize_one']),
    kerasLayer('Reshape', 'normalize_rows', { target_shape: [n, n] }, ['normalize_identity']),
    kerasLayer('Rescaling', 'normalize_scaled', { scale: normalizeScale, offset: 0 }, [embedding]),
    kerasLayer('Dot', 'normalize', { axes: [1, 2], normalize: true }, ['normalize_scaled', 'normalize_rows']),
  ];
}

// ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────

interface ParsedModel {
  readonly layers: readonly unknown[];
  readonly weights: readonly unknown[];
}

function parseModel(modelJson: string): ParsedModel {
  let model: unknown;
  try {
    model = JSON.parse(modelJson);
  } catch (cause) {
    throw new InputError(`model.json is not JSON: ${(cause as Error).message}.`, { cause });
  }
  const format = lookUp(model, 'format');
  if (format !== 'layers-model') {
    throw new InputError(`model.json's format is ${JSON.stringify(format) ?? 'missing'}; it must be "layers-model".`);
  }
  const layers = lookUp(model, 'modelTopology', 'config', 'layers');
  if (!Array.isArray(layers)) throw new InputError('model.json has no list modelTopology.config.layers.');
  const groups = lookUp(model, 'weightsManifest');
  const [group] = Array.isArray(groups) ? groups : [];
  const weights = lookUp(group, 'weights');
  if (!Array.isArray(groups) || groups.length !== 1 || !Array.isArray(weights)) {
    throw new InputError(`model.json's weightsManifest must have one group of weights, those of ${weightsFile}.`);
  }
  return { layers, weights };
}

/** The value at a path of keys, or undefined. */
function lookUp(value: unknown, ...keys: string[]): unknown {
  let found = value;
  for (const key of keys) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}

/** Class, name and arguments: what decides what the layer computes. */
function describeLayer(layer: unknown): string {
  const config = JSON.stringify(lookUp(layer, 'config'));
  return `${lookUp(layer, 'class_name')} ${lookUp(layer, 'name')} ${config}`;
}

function describeWeight(weight: unknown): string {
  const shape = lookUp(weight, 'shape');
  return `${lookUp(weight, 'name')} [${Array.isArray(shape) ? shape.join(', ') : '?'}] ${lookUp(weight, 'dtype')}`;
}
