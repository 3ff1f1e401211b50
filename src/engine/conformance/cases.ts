/** Case files of conformance, read strictly: JSON, arrays base64 and row-major, little-endian. */
import {
  columnsOf,
  type Examples,
  exampleCount,
  exampleKinds,
  type ImageStore,
  labelsOf,
  memoryStore,
} from '../../data/index.ts';
import { InputError } from '../../errors/index.ts';
import { type Network, type Objective, type Optimizer, resolveFragment } from '../../experiment/index.ts';
import { createPlan, networkRules, type Plan } from '../../network/index.ts';
import { distancesPerExample, lossOf } from '../../objective/index.ts';

export interface TrainingCase {
  readonly kind: 'training';
  readonly file: string;
  readonly name: string;
  readonly plan: Plan;
  readonly objective: Objective;
  readonly optimizer: Optimizer;
  readonly store: ImageStore;
  /** [plan.size] */
  readonly weights: Float32Array;
  /** of each step */
  readonly examples: readonly Examples[];
  readonly expected: {
    /** inference mode, before the first step: [images, embeddingDim] */
    readonly embeddings: Float32Array;
    /** of the first batch, before the first step */
    readonly firstStep: {
      readonly distances: Float32Array;
      readonly probabilities: Float32Array | null;
      readonly loss: number;
      /** [plan.trainableSize] */
      readonly gradients: Float32Array;
    };
    /** each step's */
    readonly losses: readonly number[];
    /** [plan.size] */
    readonly weightsAfter: Float32Array;
    readonly embeddingsAfter: Float32Array;
  };
}

export interface OptimizersCase {
  readonly kind: 'optimizers';
  readonly file: string;
  readonly name: string;
  /** all parameters, one after another */
  readonly weights: Float32Array;
  /** of each step */
  readonly gradients: readonly Float32Array[];
  readonly cases: readonly {
    readonly label: string;
    readonly optimizer: Optimizer;
    readonly weightsAfter: Float32Array;
  }[];
}

export type Case = TrainingCase | OptimizersCase;

/** A case from a file's JSON. Throws an InputError that names the file and the place in it. */
export function caseOf(file: string, content: unknown): Case {
  const root = new Field(file, '', content);
  const format = root.at('format').value;
  if (format !== 1) throw root.at('format').wrong(`is ${JSON.stringify(format)}; this version reads 1`);
  const kind = root.at('kind').value;
  if (kind === 'training') return readTraining(root);
  if (kind === 'optimizers') return readOptimizers(root);
  throw root.at('kind').wrong(`is ${JSON.stringify(kind)}; it must be "training" or "optimizers"`);
}

function readTraining(root: Field): TrainingCase {
  const network = root.at('network').fragment<Network>('network');
  const objective = root.at('objective').fragment<Objective>('objective');
  const optimizer = root.at('optimizer').fragment<Optimizer>('optimizer');
  const plan = createPlan(network, objective);
  const store = readImages(root.at('images'), network.inputShape);
  const count = store.labels.length;
  const batches = root
    .at('batches')
    .items()
    .map((batch) => readExamples(batch, objective, count));
  const [firstBatch] = batches;
  if (firstBatch === undefined) throw root.at('batches').wrong('is empty; at least one is needed');

  const expected = root.at('expected');
  const firstStep = expected.at('firstStep');
  const losses = expected
    .at('losses')
    .items()
    .map((loss) => loss.number());
  if (losses.length !== batches.length) {
    throw expected.at('losses').wrong(`has ${losses.length} numbers, but there are ${batches.length} batches`);
  }
  const distances = distancesPerExample(objective) * exampleCount(firstBatch);
  return {
    kind: 'training',
    file: root.file,
    name: root.at('name').string(),
    plan,
    objective,
    optimizer,
    store,
    weights: readWeights(root.at('weights'), plan, plan.size),
    examples: batches,
    expected: {
      embeddings: expected.at('embeddings').floats(count * plan.embeddingDim),
      firstStep: {
        distances: firstStep.at('distances').floats(distances),
        probabilities: plan.head === null ? null : firstStep.at('probabilities').floats(distances),
        loss: firstStep.at('loss').number(),
        gradients: readWeights(firstStep.at('gradients'), plan, plan.trainableSize),
      },
      losses,
      weightsAfter: readWeights(expected.at('weightsAfter'), plan, plan.size),
      embeddingsAfter: expected.at('embeddingsAfter').floats(count * plan.embeddingDim),
    },
  };
}

function readOptimizers(root: Field): OptimizersCase {
  const names = Object.keys(root.at('weights').object());
  const flat = (node: Field): Float32Array => {
    const parts = names.map((name) => node.at(name).floats(null));
    return Float32Array.from(parts.flatMap((part) => [...part]));
  };
  const weights = flat(root.at('weights'));
  const sized = (node: Field): Float32Array => {
    const values = flat(node);
    if (values.length !== weights.length) {
      throw node.wrong(`holds ${values.length} numbers, but the weights are ${weights.length}`);
    }
    return values;
  };
  return {
    kind: 'optimizers',
    file: root.file,
    name: root.at('name').string(),
    weights,
    gradients: root.at('gradients').items().map(sized),
    cases: root
      .at('cases')
      .items()
      .map((one) => ({
        label: JSON.stringify(one.at('optimizer').value).replaceAll(/["{}]/g, '').replace('name:', ''),
        optimizer: one.at('optimizer').fragment<Optimizer>('optimizer'),
        weightsAfter: sized(one.at('weightsAfter')),
      })),
  };
}

function readImages(node: Field, inputShape: Network['inputShape']): ImageStore {
  const shape = node
    .at('shape')
    .items()
    .map((size) => size.number());
  if (shape.length !== 4 || shape.slice(1).join() !== inputShape.join()) {
    throw node.at('shape').wrong(`is [${shape}]; after the count it must be network.inputShape, [${inputShape}]`);
  }
  const bytes = node.at('uint8').bytes();
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  if (bytes.length !== size) throw node.at('uint8').wrong(`holds ${bytes.length} bytes, but the shape needs ${size}`);
  return memoryStore({ shape: shape as [number, number, number, number], bytes });
}

function readExamples(node: Field, objective: Objective, imageCount: number): Examples {
  const examples = exampleReaders[lossOf(objective).examples](node, imageCount);
  const columns = columnsOf(examples);
  const count = exampleCount(examples);
  if (count === 0) throw node.wrong('is empty');
  if (
    [...columns, ...(exampleKinds[examples.kind].isLabelled ? [labelsOf(examples)] : [])].some(
      ({ length }) => length !== count,
    )
  ) {
    throw node.wrong('has lists of different lengths');
  }
  return examples;
}

const exampleReaders: Readonly<Record<Examples['kind'], (node: Field, imageCount: number) => Examples>> = {
  pairs: (node, imageCount) => ({
    kind: 'pairs',
    left: node.at('left').integersBelow(imageCount),
    right: node.at('right').integersBelow(imageCount),
    isSame: Uint8Array.from(node.at('isSame').integersBelow(2)),
  }),
  triplets: (node, imageCount) => ({
    kind: 'triplets',
    anchor: node.at('anchor').integersBelow(imageCount),
    positive: node.at('positive').integersBelow(imageCount),
    negative: node.at('negative').integersBelow(imageCount),
  }),
  classes: (node, imageCount) => ({
    kind: 'classes',
    image: node.at('image').integersBelow(imageCount),
    label: node.at('label').integersBelow(2 ** 31),
  }),
};

/** The parameters below `size` in the flat vector, each by its name. → [size] */
function readWeights(node: Field, plan: Plan, size: number): Float32Array {
  const flat = new Float32Array(size);
  const expected = plan.parameters.filter((parameter) => parameter.offset < size);
  const unknown = Object.keys(node.object()).find((name) => !expected.some((parameter) => parameter.name === name));
  if (unknown !== undefined) throw node.at(unknown).wrong('is not a parameter of this network');
  for (const parameter of expected) flat.set(node.at(parameter.name).floats(parameter.size), parameter.offset);
  return flat;
}

/** A value in a case file that knows its place, for errors. */
class Field {
  readonly file: string;
  readonly path: string;
  readonly value: unknown;

  constructor(file: string, path: string, value: unknown) {
    this.file = file;
    this.path = path;
    this.value = value;
  }

  wrong(what: string): InputError {
    return new InputError(`${this.file}: ${this.path || 'the file'} ${what}.`);
  }

  object(): Record<string, unknown> {
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value)) {
      throw this.wrong('must be an object');
    }
    return this.value as Record<string, unknown>;
  }

  /** Throws where the key is missing. */
  at(key: string): Field {
    const node = new Field(this.file, this.path === '' ? key : `${this.path}.${key}`, this.object()[key]);
    if (node.value === undefined) throw node.wrong('is missing');
    return node;
  }

  items(): Field[] {
    if (!Array.isArray(this.value)) throw this.wrong('must be a list');
    return this.value.map((item, i) => new Field(this.file, `${this.path}[${i}]`, item));
  }

  string(): string {
    if (typeof this.value !== 'string') throw this.wrong('must be a string');
    return this.value;
  }

  number(): number {
    if (typeof this.value !== 'number') throw this.wrong('must be a number');
    return this.value;
  }

  integerBelow(limit: number): number {
    const value = this.number();
    if (Number.isInteger(value) && value >= 0 && value < limit) return value;
    throw this.wrong(`is ${value}; it must be a whole number from 0 to ${limit - 1}`);
  }

  integersBelow(limit: number): Int32Array {
    return Int32Array.from(this.items(), (item) => item.integerBelow(limit));
  }

  /** of base64 */
  bytes(): Uint8Array<ArrayBuffer> {
    let text: string;
    try {
      text = atob(this.string());
    } catch {
      throw this.wrong('is not base64');
    }
    return Uint8Array.from(text, (character) => character.charCodeAt(0));
  }

  /** `{ shape, float32 }`, of `size` numbers, or of any where that is null. */
  floats(size: number | null): Float32Array {
    const shape = this.at('shape')
      .items()
      .map((dimension) => dimension.number());
    const shapeSize = shape.reduce((product, dimension) => product * dimension, 1);
    if (size !== null && shapeSize !== size)
      throw this.at('shape').wrong(`is [${shape}], but ${size} numbers are needed`);
    const bytes = this.at('float32').bytes();
    if (bytes.length !== 4 * shapeSize) {
      throw this.at('float32').wrong(`holds ${bytes.length} bytes, but the shape [${shape}] needs ${4 * shapeSize}`);
    }
    return new Float32Array(bytes.buffer); // little-endian, as every machine that runs Node
  }

  /** Long form with the defaults filled in. */
  fragment<T>(what: 'network' | 'objective' | 'optimizer'): T {
    try {
      return resolveFragment(what, this.value, networkRules) as T;
    } catch (cause) {
      if (!(cause instanceof InputError)) throw cause;
      throw new InputError(`${this.file}: ${this.path} is not valid. ${cause.message}`, { cause });
    }
  }
}
