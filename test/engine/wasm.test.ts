/** What the wasm engine promises beyond the contract: its builds and its workers' number never change a bit. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Batch, batchOf, memoryStore } from '../../src/data/index.ts';
import type { SessionOptions } from '../../src/engine/index.ts';
import { referenceEngine } from '../../src/engine/reference/index.ts';
import { wasmEngineOf } from '../../src/engine/wasm/index.ts';
import { layOut } from '../../src/engine/wasm/layout.ts';
import type { Block, Objective, Optimizer } from '../../src/experiment/index.ts';
import { initialWeights, type Plan } from '../../src/network/index.ts';
import { planOf } from '../../src/objective/index.ts';
import { integerAt, purpose, streamKey } from '../../src/random/index.ts';
import { block, contrastive, network } from '../network/build.ts';
import { compareEngines } from './random-networks.ts';

const pooled = { pool: { type: 'max', size: [2, 2] }, activation: 'relu', padding: 'same' } satisfies Partial<Block>;
/** The tutorial's network in small, a deep block that needs lists of several passes, and one that meets at batch norms. */
const networks = {
  tutorial: network({
    inputShape: [28, 28, 1],
    blocks: [
      block({ ...pooled, filters: 64, kernelSize: [2, 2], dropout: 0.3 }),
      block({ ...pooled, filters: 64, kernelSize: [2, 2], dropout: 0.3 }),
    ],
    reduce: 'globalAverage',
    embeddingDim: 48,
  }),
  'odd sizes': network({
    inputShape: [19, 15, 3],
    blocks: [
      block({ ...pooled, filters: 32, kernelSize: [3, 5], dropout: 0.2 }),
      block({ ...pooled, filters: 24, kernelSize: [3, 3], padding: 'valid', dropout: 0.5 }),
    ],
    reduce: 'flatten',
    embeddingDim: 7,
    normalize: true,
  }),
  'strides under a pool': network({
    inputShape: [23, 21, 1],
    blocks: [
      block({ ...pooled, filters: 16, kernelSize: [4, 3], strides: [1, 2], dropout: 0 }),
      block({ ...pooled, filters: 20, kernelSize: [2, 3], strides: [2, 1], dropout: 0.3 }),
    ],
    reduce: 'globalMax',
    embeddingDim: 9,
  }),
  'many image channels': network({
    inputShape: [9, 8, 18],
    blocks: [block({ ...pooled, filters: 8, kernelSize: [2, 2], dropout: 0.3 })],
    reduce: 'flatten',
    embeddingDim: 5,
  }),
  'batch norm': network({
    inputShape: [14, 14, 1],
    blocks: [
      block({ ...pooled, filters: 32, kernelSize: [3, 3], batchNorm: true, dropout: 0.3 }),
      block({ ...pooled, filters: 48, kernelSize: [3, 3], batchNorm: true, dropout: 0 }),
    ],
    reduce: 'flatten',
    embeddingDim: 16,
  }),
};
const objectives: Objective[] = [
  { loss: 'binaryCrossentropy', distance: 'euclidean' },
  { loss: 'triplet', distance: 'cosine', margin: 0.5 },
];
const sgd: Optimizer = { name: 'sgd', learningRate: 0.01, momentum: 0.9, nesterov: true, globalClipNorm: null };
const imageCount = 40;

function batchFor(objective: Objective, count: number, seed: number): Batch {
  const draw = (part: number) =>
    Int32Array.from({ length: count }, (_, i) => integerAt(streamKey(seed, purpose.partner, part), i, imageCount));
  if (objective.loss === 'triplet')
    return batchOf({ kind: 'triplets', anchor: draw(0), positive: draw(1), negative: draw(2) });
  const isSame = Uint8Array.from({ length: count }, (_, i) => i & 1);
  return batchOf({ kind: 'pairs', left: draw(0), right: draw(1), isSame });
}

/** Three steps, the last on a partial batch; then everything that a person could see of it, as one hash. */
async function trained(
  plan: Plan,
  objective: Objective,
  build: 'narrow' | 'wide',
  threads: number,
  changes: Partial<SessionOptions> = {},
): Promise<string> {
  const options: SessionOptions = {
    objective,
    optimizer: { name: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, globalClipNorm: 1 },
    seed: 3,
    batchSize: 37,
    threads,
    ...changes,
  };
  const session = await wasmEngineOf(build).open(plan, options);
  try {
    const { height, width, channels } = plan.inputShape;
    const pixels = streamKey(9, purpose.limit);
    const bytes = Uint8Array.from({ length: imageCount * height * width * channels }, (_, i) =>
      integerAt(pixels, i, 256),
    );
    await session.load(memoryStore({ shape: [imageCount, height, width, channels], bytes }));
    await session.restore({ ...(await session.state()), weights: initialWeights(plan, 5) });
    const hash = createHash('sha256');
    for (const [step, count] of [37, 37, 10].entries()) await session.train(batchFor(objective, count, step), 0.01);
    hash.update(JSON.stringify(await session.progress()));
    const { weights, slots } = await session.state();
    for (const array of [weights, ...slots]) hash.update(new Uint8Array(array.buffer));
    hash.update(new Uint8Array((await session.embed(Int32Array.from({ length: imageCount }, (_, i) => i))).buffer));
    return hash.digest('hex');
  } finally {
    await session.close();
  }
}

describe('the same bits', () => {
  for (const [name, network] of Object.entries(networks)) {
    for (const objective of objectives) {
      test(`of ${name} with ${objective.loss} on both builds, on 1, 2, 3 and 8 threads, of images that are kept or brought`, async () => {
        const plan = planOf(network, objective);
        const once = await trained(plan, objective, 'narrow', 1);
        const others = [];
        for (const build of ['narrow', 'wide'] as const) {
          for (const threads of [1, 2, 3, 8])
            others.push([build, threads, await trained(plan, objective, build, threads)]);
          others.push([build, 'brought', await trained(plan, objective, build, 3, { residentBytes: 0 })]);
        }
        expect(others).toEqual(others.map(([build, threads]) => [build, threads, once]));
      });
    }
  }

  test('of a session with more than 2 GiB and of a small one', async () => {
    const [objective] = objectives as [Objective];
    const blocks = [
      block({ filters: 32, kernelSize: [3, 3], batchNorm: true, dropout: 0.3 }),
      block({ ...pooled, filters: 32, kernelSize: [2, 2], batchNorm: true, dropout: 0.3 }),
    ];
    const plan = planOf(network({ inputShape: [16, 16, 1], blocks, embeddingDim: 5 }), objective);
    const threads = 2;
    const batchSize = 6000; // memory for so many, most of it never touched
    const options = { objective, optimizer: sgd, seed: 3, batchSize, threads };
    expect(layOut(plan, options, threads).bytes).toBeGreaterThan(2 ** 31);
    const large = await trained(plan, objective, 'narrow', threads, { batchSize });
    expect(large).toBe(await trained(plan, objective, 'narrow', threads));
  });
});

describe('pooled blocks', () => {
  for (const build of ['narrow', 'wide'] as const) {
    for (const [name, network] of Object.entries(networks)) {
      test(`of ${name} agree with the reference on the ${build} build`, async () => {
        await compareEngines(wasmEngineOf(build), referenceEngine, {
          network,
          objective: { loss: 'contrastive', distance: 'euclidean', margin: 1 },
          optimizer: sgd,
          seed: 8,
          imageCount: 12,
          batchSizes: [9, 5],
        });
      });
    }
  }
});

describe('drawings on an even ground', () => {
  const ground = 7;
  /** A few dots on each image; all on the same ground but for the first image's first pixel. */
  const drawings = (plan: Plan, firstPixel: number) => {
    const { height, width, channels } = plan.inputShape;
    const bytes = new Uint8Array(imageCount * height * width * channels).fill(ground);
    const key = streamKey(11, purpose.limit);
    for (let image = 0; image < imageCount; image++) {
      for (let dot = 0; dot < 6; dot++) {
        const at = integerAt(key, 6 * image + dot, height * width * channels);
        bytes[image * height * width * channels + at] = 40 * dot;
      }
    }
    bytes[0] = firstPixel;
    return { shape: [imageCount, height, width, channels] as const, bytes };
  };
  const embedded = async (plan: Plan, build: 'narrow' | 'wide', firstPixel: number, changes = {}) => {
    const [objective] = objectives as [Objective];
    const session = await wasmEngineOf(build).open(plan, {
      objective,
      optimizer: sgd,
      seed: 3,
      batchSize: 8,
      threads: 2,
      ...changes,
    });
    try {
      await session.load(memoryStore(drawings(plan, firstPixel)));
      await session.restore({ ...(await session.state()), weights: initialWeights(plan, 5) });
      return await session.embed(Int32Array.from({ length: imageCount - 1 }, (_, i) => i + 1));
    } finally {
      await session.close();
    }
  };
  // what is taken from an image with nothing on it can only be taken where the first pixel is the ground
  for (const build of ['narrow', 'wide'] as const) {
    for (const name of ['tutorial', 'batch norm', 'many image channels', 'odd sizes'] as const) {
      test(`embed to the bits that they have without that, ${name} on the ${build} build`, async () => {
        const plan = planOf(networks[name], objectives[0] as Objective);
        const alone = await embedded(plan, build, ground + 1);
        expect(await embedded(plan, build, ground)).toEqual(alone);
        expect(await embedded(plan, build, ground, { residentBytes: 0 })).toEqual(alone);
        expect(new Set(alone).size).toBeGreaterThan(imageCount);
      });
    }
  }
});

test('a flatten of more pixels than a call takes arguments has a layout', () => {
  const [objective] = objectives as [Objective];
  const blocks = [block({ filters: 1, kernelSize: [1, 1] })];
  const plan = planOf(network({ inputShape: [512, 512, 1], blocks, reduce: 'flatten', embeddingDim: 1 }), objective);
  expect(layOut(plan, { objective, optimizer: sgd, seed: 0, batchSize: 1 }, 1).bytes).toBeLessThan(2 ** 30);
});

test('images that no memory of 4 GiB holds are read step by step', async () => {
  const blocks = [block({ filters: 1, kernelSize: [1, 1], strides: [64, 64] })];
  const plan = planOf(network({ inputShape: [512, 512, 1], blocks, embeddingDim: 1 }), contrastive);
  const options = { objective: contrastive, optimizer: sgd, seed: 0, batchSize: 1, threads: 1 };
  const session = await wasmEngineOf('narrow').open(plan, options);
  const rows: number[] = [];
  await session.load({
    shape: { height: 512, width: 512, channels: 1 },
    labels: new Int32Array(2 ** 14 + 1), // 4 GiB and an image
    fingerprint: '',
    async read(some, into) {
      rows.push(...some);
      into.fill(0);
    },
  });
  expect(session.memoryBytes()).toBeLessThan(2 ** 30);
  expect(await session.embed(Int32Array.of(2 ** 14))).toHaveLength(1);
  expect(rows).toEqual([2 ** 14]);
  await session.close();
});

test('a batch is divided into chunks of 8 images or the fewest more, and these among 16 jobs at most: sums depend on it', () => {
  const plan = planOf(network({ blocks: [block({ filters: 2 })] }), contrastive);
  const divisionOf = (objective: Objective, batchSize: number) => {
    const { imagesPerExample, examplesPerChunk, jobs } = layOut(
      plan,
      { objective, optimizer: sgd, seed: 0, batchSize },
      1,
    );
    return [imagesPerExample, examplesPerChunk, jobs];
  };
  const triplet = { loss: 'triplet', distance: 'euclidean', margin: 1 } as const;
  expect([1, 10, 61, 6000].map((batchSize) => divisionOf(contrastive, batchSize))).toEqual([
    [2, 4, 1],
    [2, 4, 3],
    [2, 4, 16],
    [2, 4, 16],
  ]);
  expect(divisionOf(triplet, 10)).toEqual([3, 3, 4]);
});

test('a worker that dies ends whoever waits, then and later, with a sentence', async () => {
  const [objective] = objectives as [Objective];
  const plan = planOf(networks['batch norm'], objective);
  const session = await wasmEngineOf('narrow').open(plan, {
    objective,
    optimizer: sgd,
    seed: 0,
    batchSize: 4,
    threads: 2,
  });
  await session.load(memoryStore({ shape: [2, 14, 14, 1], bytes: new Uint8Array(2 * 14 * 14) }));
  const nowhere = Int32Array.of(0, 1, 10_000_000, 1); // far beyond all memory
  session.train(batchOf({ kind: 'pairs', left: nowhere, right: nowhere, isSame: new Uint8Array(4) }), 0.01);
  await expect(session.progress()).rejects.toThrow(/^A worker of the wasm engine failed: /);
  await expect(session.state()).rejects.toThrow(/^A worker of the wasm engine failed: /);
  await session.close();
});

describe('the choice of a build', () => {
  const cache = () => mkdtempSync(join(tmpdir(), 'siamese-cache-'));
  const chooseAnew = async () => {
    vi.resetModules();
    return (await import('../../src/engine/wasm/host/builds.ts')).chooseBuild();
  };
  afterEach(() => vi.unstubAllEnvs());

  test('is tried once and kept in the cache', async () => {
    const folder = cache();
    vi.stubEnv('SIAMESE_CACHE', '');
    vi.stubEnv('XDG_CACHE_HOME', folder);
    const verdict = await chooseAnew();
    const [file] = readdirSync(join(folder, 'siamese-lab'));
    expect(JSON.parse(readFileSync(join(folder, 'siamese-lab', `${file}`), 'utf8'))).toEqual(verdict);
    const other = { build: verdict.build === 'wide' ? 'narrow' : 'wide', why: 'the cache says so' };
    writeFileSync(join(folder, 'siamese-lab', `${file}`), JSON.stringify(other));
    expect(await chooseAnew()).toEqual(other);
    writeFileSync(join(folder, 'siamese-lab', `${file}`), '{"build": "wid');
    expect((await chooseAnew()).why).not.toBe(other.why);
    rmSync(folder, { recursive: true });
  });

  test('needs no cache', async () => {
    vi.stubEnv('SIAMESE_CACHE', '/dev/null/nowhere');
    expect(['narrow', 'wide']).toContain((await chooseAnew()).build);
    expect(existsSync('/dev/null/nowhere')).toBe(false);
  });

  test('can be overruled', async () => {
    vi.stubEnv('SIAMESE_WASM_BUILD', 'narrow');
    expect((await chooseAnew()).build).toBe('narrow');
    vi.stubEnv('SIAMESE_WASM_BUILD', 'broad');
    await expect(chooseAnew()).rejects.toThrow('SIAMESE_WASM_BUILD is broad; it knows narrow and wide.');
  });
});
