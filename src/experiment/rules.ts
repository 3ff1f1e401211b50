/**
 * What a schema can't say. Each rule is a function on the resolved experiment that yields what breaks it, a sentence
 * each. A rule runs when the parts it needs are sound, whatever is wrong elsewhere.
 */
import { convOutput, poolOutput } from './shapes.ts';
import type { Experiment, Network } from './types.ts';

export interface Broken {
  /** JSON pointer to the value to point at */
  readonly pointer: string;
  readonly sentence: string;
}

export interface Rule {
  /** JSON pointers to the values it reads; `*` is any item */
  readonly needs: readonly string[];
  readonly check: (experiment: Experiment) => Iterable<Broken>;
}

/** A run's folder bears the name, and people copy run folders to Windows. */
export const nameIsAFolderName: Rule = {
  needs: ['/name'],
  *check({ name }) {
    if (name.endsWith('.')) {
      yield { pointer: '/name', sentence: 'name ends with a point, which Windows drops from folder names; remove it.' };
    } else if (/^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i.test(name)) {
      yield { pointer: '/name', sentence: `name is "${name}", which Windows keeps for a device; choose another.` };
    }
  },
};

export const inputShapeFitsTheSource: Rule = {
  needs: ['/data/source', '/network/inputShape'],
  *check({ data, network }) {
    const [height, width, channels] = network.inputShape;
    const [trueHeight, trueWidth, trueChannels] = sources[data.source].shape;
    if (height === trueHeight && width === trueWidth && channels === trueChannels) return;
    yield {
      pointer: '/network/inputShape',
      sentence:
        `network.inputShape is [${network.inputShape.join(', ')}], but the images of ${data.source} are ` +
        `${trueHeight}×${trueWidth} with ${counted(trueChannels, 'channel')}; write [${trueHeight}, ${trueWidth}, ${trueChannels}].`,
    };
  },
};

/** With padding `valid` a kernel must fit into its input; a pool always must. */
export const layersFitTheirInput: Rule = {
  needs: [
    '/network/inputShape',
    ...['kernelSize', 'strides', 'padding', 'pool'].map((key) => `/network/blocks/*/${key}`),
  ],
  *check({ network }) {
    const { misfit } = outputOfBlocks(network);
    if (misfit !== undefined) yield misfit;
  },
};

/** Most weights of a network: 2^28 of them are 1 GiB, and Adam keeps three numbers for each. */
export const mostWeights = 2 ** 28;

export const weightsFitInMemory: Rule = {
  needs: [...layersFitTheirInput.needs, '/network/blocks/*/filters', '/network/reduce', '/network/embeddingDim'],
  *check({ network }) {
    const { misfit, shape } = outputOfBlocks(network);
    if (misfit !== undefined) return;
    let weights = 0;
    let channels = network.inputShape[2];
    for (const [i, block] of network.blocks.entries()) {
      const [height, width] = block.kernelSize;
      const ofThis = (height * width * channels + 1) * block.filters;
      weights += ofThis;
      if (weights > mostWeights) {
        yield {
          pointer: `/network/blocks/${i}/filters`,
          sentence:
            `network.blocks[${i}]'s convolution has ${big(ofThis)} weights (${height}×${width} × ${channels} → ${block.filters} channels), ` +
            `which brings the network above ${big(mostWeights)}; use fewer filters or a smaller kernel.`,
        };
        return;
      }
      channels = block.filters;
    }
    const [height, width] = shape;
    const inputs = network.reduce === 'flatten' ? height * width * channels : channels;
    const ofEmbedding = (inputs + 1) * network.embeddingDim;
    if (weights + ofEmbedding <= mostWeights) return;
    yield network.reduce === 'flatten'
      ? {
          pointer: '/network/reduce',
          sentence:
            `network.reduce is "flatten": ${height}×${width}×${channels} = ${big(inputs)} numbers into ${network.embeddingDim} give ` +
            `${big(ofEmbedding)} weights, above ${big(mostWeights)}; pool more, or use globalAverage.`,
        }
      : {
          pointer: '/network/embeddingDim',
          sentence: `network.embeddingDim is ${network.embeddingDim}: ${big(ofEmbedding)} weights from ${channels} channels, above ${big(mostWeights)}; use fewer.`,
        };
  },
};

/** A limit can't exceed the data set, and must leave two images of each class, to make a pair. */
export const limitsFitTheDataSet: Rule = {
  needs: ['/data/source', '/data/limit'],
  *check({ data }) {
    for (const part of ['train', 'test'] as const) {
      const limit = data.limit[part];
      if (limit === null) continue;
      const { images, rarest } = sources[data.source][part];
      const least = Math.ceil((2 * images) / rarest);
      if (limit > images) {
        yield {
          pointer: `/data/limit/${part}`,
          sentence: `data.limit.${part} is ${limit}, but ${data.source} has ${images} such images; use ${images} or less, or null for all.`,
        };
      } else if (limit < least) {
        yield {
          pointer: `/data/limit/${part}`,
          sentence: `data.limit.${part} is ${limit}, which leaves a class with fewer than two images; use ${least} or more.`,
        };
      }
    }
  },
};

/** A fraction must leave two images of each class on both sides. */
export const validationFractionLeavesPairs: Rule = {
  needs: ['/data/source', '/data/limit/train', '/data/validation'],
  *check({ data }) {
    const { validation, limit, source } = data;
    if (validation.from !== 'train') return;
    const { images, rarest } = sources[source].train;
    const used = limit.train ?? images;
    if (used > images || used < Math.ceil((2 * images) / rarest)) return; // said by limitsFitTheDataSet
    const perClass = Math.floor((used * rarest) / images);
    const inValidation = perClass * validation.fraction;
    if (inValidation >= 2 && perClass - inValidation >= 2) return;
    const where = inValidation < 2 ? 'validation' : 'training';
    const bounds = `${roundUp(2 / perClass)} to ${roundDown(1 - 2 / perClass)}`;
    yield {
      pointer: '/data/validation/fraction',
      sentence:
        `data.validation keeps ${validation.fraction} of ${used} images, which leaves ${where} a class with fewer than two; ` +
        (perClass < 4 ? 'use more images.' : `use a fraction from ${bounds}, or more images.`),
    };
  },
};

/** Nesterov's step looks ahead along the momentum: without any it is plain descent. */
export const nesterovHasMomentum: Rule = {
  needs: ['/training/optimizer'],
  *check({ training: { optimizer } }) {
    if (optimizer.name !== 'sgd' || !optimizer.nesterov || optimizer.momentum > 0) return;
    yield {
      pointer: '/training/optimizer/nesterov',
      sentence: 'training.optimizer.nesterov is true, but momentum is 0; set momentum, for example 0.9.',
    };
  },
};

/** A warm-up as long as training would never reach the learning rate. */
export const warmupEndsBeforeTraining: Rule = {
  needs: ['/training/epochs', '/training/schedule'],
  *check({ training: { epochs, schedule } }) {
    if (schedule.warmupEpochs < epochs) return;
    yield {
      pointer: '/training/schedule/warmupEpochs',
      sentence:
        `training.schedule.warmupEpochs is ${schedule.warmupEpochs}, but training.epochs is ${epochs}; ` +
        `use less, for example ${Math.min(1, epochs / 2)}, or train longer.`,
    };
  },
};

/** Every rule; tests hold each to an example that breaks it. */
export const rules: Readonly<Record<string, Rule>> = {
  nameIsAFolderName,
  inputShapeFitsTheSource,
  layersFitTheirInput,
  weightsFitInMemory,
  limitsFitTheDataSet,
  validationFractionLeavesPairs,
  nesterovHasMomentum,
  warmupEndsBeforeTraining,
};

/** What is known of a source without reading it: an image's shape, and of each part the images and the rarest class. */
const sources = {
  // digit 5 is the rarest in both parts
  mnist: { shape: [28, 28, 1], train: { images: 60_000, rarest: 5_421 }, test: { images: 10_000, rarest: 892 } },
} as const;

/** What the last block gives [height, width], or the first layer that doesn't fit. */
function outputOfBlocks({ inputShape, blocks }: Network): { shape: [number, number]; misfit?: Broken } {
  let [height, width] = inputShape;
  for (const [i, { kernelSize, strides, padding, pool }] of blocks.entries()) {
    const path = `network.blocks[${i}]`;
    if (padding === 'valid' && (kernelSize[0] > height || kernelSize[1] > width)) {
      const sentence =
        `${path}.kernelSize is ${size(kernelSize)}, but its input is ${height}×${width}; ` +
        `use ${most(kernelSize, height, width)}, or padding: same.`;
      return { shape: [height, width], misfit: { pointer: `/network/blocks/${i}/kernelSize`, sentence } };
    }
    height = convOutput(height, kernelSize[0], strides[0], padding);
    width = convOutput(width, kernelSize[1], strides[1], padding);
    if (pool === null) continue;
    if (pool.size[0] > height || pool.size[1] > width) {
      const remedy =
        height === 1 && width === 1
          ? 'nothing is left to pool: remove this pool, or pool less before it.'
          : `use ${most(pool.size, height, width)}, or pool less before it.`;
      const sentence = `${path}.pool is ${size(pool.size)}, but its input is ${height}×${width}; ${remedy}`;
      return { shape: [height, width], misfit: { pointer: `/network/blocks/${i}/pool`, sentence } };
    }
    height = poolOutput(height, pool.size[0]);
    width = poolOutput(width, pool.size[1]);
  }
  return { shape: [height, width] };
}

/** A size as it is usually written: one number for a square. */
function size([height, width]: readonly [number, number]): string {
  return height === width ? String(height) : `${height}×${width}`;
}

function most([height, width]: readonly [number, number], mostHeight: number, mostWidth: number): string {
  return height === width ? `${Math.min(mostHeight, mostWidth)} or less` : `at most [${mostHeight}, ${mostWidth}]`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function big(count: number): string {
  return count.toLocaleString('en');
}

function roundUp(share: number): number {
  return Math.ceil(share * 1e4) / 1e4;
}

function roundDown(share: number): number {
  return Math.floor(share * 1e4) / 1e4;
}
