/**
 * The tower as a TensorFlow.js LayersModel of stock layers: `tf.loadLayersModel` opens it in Node and in a browser.
 *
 * model.json    topology and a manifest of the weights' names and shapes
 * weights.bin   │ the tower's parameters, float32 little-endian, in the manifest's order │ constants of Keras's layers │
 *
 * How a kind of layer is written stands in its file, as its `keras`. The head is no part of the model.
 */
import { InputError } from '../errors/index.ts';
import { kerasLayer, kerasName } from './layers/keras.ts';
import { imageName, type KerasForm } from './layers/layer.ts';
import type { Parameter } from './layers/parameters.ts';
import { kindOf, type Layer } from './layers/table.ts';
import type { Plan } from './plan.ts';

export interface ModelFiles {
  /** content of model.json */
  readonly modelJson: string;
  /** content of weights.bin */
  readonly weightsBin: Uint8Array;
}

const weightsFile = 'weights.bin';

/** How a layer is written: earlier versions wrote some otherwise. */
type FormOf = (layer: Layer) => KerasForm<Layer>;
const presentForm: FormOf = kindOf;
const formerForm: FormOf = (layer) => kindOf(layer).formerly ?? kindOf(layer);

/**   weights [plan.size]; what the head holds of them is left out */
export function modelFiles(plan: Plan, weights: Float32Array): ModelFiles {
  if (weights.length !== plan.size) {
    throw new InputError(`There are ${weights.length} weights, but the network has ${plan.size}.`);
  }
  const stored = storedWeights(plan, presentForm);
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
    modelTopology: topology(plan, presentForm),
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
  const stored = storedWeights(plan, formOfLayers(plan, model.layers));
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

/** Which form the layers were written in: the one of today, or that of earlier versions. */
function formOfLayers(plan: Plan, found: readonly unknown[]): FormOf {
  const layers = found.map(describeLayer);
  const misfitOf = (formOf: FormOf) => {
    const expected = topology(plan, formOf).config.layers.map(describeLayer);
    const different = expected.findIndex((layer, i) => layer !== layers[i]);
    if (different < 0 && layers.length === expected.length) return null;
    const at = different >= 0 ? different : expected.length;
    return `layer ${at} is ${layers[at] ?? 'missing'}, but the experiment's is ${expected[at] ?? 'none'}`;
  };
  const misfit = misfitOf(presentForm);
  if (misfit === null) return presentForm;
  if (misfitOf(formerForm) === null) return formerForm;
  throw new InputError(`model.json holds another network: ${misfit}.`);
}

// ── weights ──────────────────────────────────────────────────────────────────────────────────────────────────

interface StoredWeight {
  /** the layer's name and Keras's name of the weight, e.g. `blocks_0_batchNorm/moving_mean` */
  readonly name: string;
  readonly shape: readonly number[];
  readonly size: number;
  valueAt(weights: Float32Array, i: number): number;
}

/** The tower's parameters in the flat vector's order, then what Keras's layers hold beside them. */
function storedWeights(plan: Plan, formOf: FormOf): StoredWeight[] {
  const parameters = towerParameters(plan).map(
    ({ name, shape, size, offset }): StoredWeight => ({
      name: weightName(name),
      shape,
      size,
      valueAt: (weights, i) => weights[offset + i] as number,
    }),
  );
  const constants = plan.layers
    .flatMap((layer) => formOf(layer).kerasConstants?.(layer, kerasName(layer.name)) ?? [])
    .map(({ name, shape, valueAt }): StoredWeight => {
      const size = shape.reduce((product, dimension) => product * dimension, 1);
      return { name, shape, size, valueAt: (_, i) => valueAt(i) };
    });
  return [...parameters, ...constants];
}

function towerParameters(plan: Plan): Parameter[] {
  return plan.parameters.filter(({ name }) => name !== plan.head?.kernel.name && name !== plan.head?.bias.name);
}

const kerasWeightNames: Readonly<Record<string, string>> = {
  movingMean: 'moving_mean',
  movingVariance: 'moving_variance',
};

function weightName(parameterName: string): string {
  const slash = parameterName.lastIndexOf('/');
  const weight = parameterName.slice(slash + 1);
  return `${kerasName(parameterName.slice(0, slash))}/${kerasWeightNames[weight] ?? weight}`;
}

// ── topology ─────────────────────────────────────────────────────────────────────────────────────────────────

function topology({ inputShape, layers }: Plan, formOf: FormOf) {
  const { height, width, channels } = inputShape;
  const image = { batch_input_shape: [null, height, width, channels], dtype: 'float32', sparse: false };
  const embedding = kerasName((layers.at(-1) as Layer).name);
  return {
    class_name: 'Model',
    config: {
      name: 'tower',
      layers: [
        kerasLayer('InputLayer', imageName, image, []),
        ...layers.flatMap((layer) => formOf(layer).keras(layer, kerasName(layer.name), layer.inputs.map(kerasName))),
      ],
      input_layers: [[imageName, 0, 0]],
      output_layers: [[embedding, 0, 0]],
    },
    keras_version: '2.15.0',
    backend: 'tensor_flow.js',
  };
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
  return `${textAt(layer, 'class_name')} ${textAt(layer, 'name')} ${textAt(layer, 'config')}`;
}

function describeWeight(weight: unknown): string {
  const shape = lookUp(weight, 'shape');
  return `${textAt(weight, 'name')} [${Array.isArray(shape) ? shape.map(textOf).join(', ') : '?'}] ${textAt(weight, 'dtype')}`;
}

const textAt = (value: unknown, key: string): string => textOf(lookUp(value, key) ?? `(no ${key})`);

/** Of any value, one that a text can't be made of too. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
