/** What the WebGPU engine alone promises: its dispatches, its repeats on one GPU, and its sentences. */
import { existsSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { batchOf, memoryStore } from '../../src/data/index.ts';
import type { Engine, SessionOptions } from '../../src/engine/index.ts';
import type { Adapter, Found } from '../../src/engine/webgpu/adapter.ts';
import { engineOn } from '../../src/engine/webgpu/engine.ts';
import { findAdapter } from '../../src/engine/webgpu/host/adapter.ts';
import { profileSteps, webgpuEngine } from '../../src/engine/webgpu/host/index.ts';
import { layOut, MAX_STEPS } from '../../src/engine/webgpu/layout.ts';
import { assemble, workOf } from '../../src/engine/webgpu/program.ts';
import { InputError, RunError } from '../../src/errors/index.ts';
import { initialWeights } from '../../src/network/index.ts';
import { planOf } from '../../src/objective/index.ts';
import { bitsAt, purpose, streamKey } from '../../src/random/index.ts';
import { block, network } from '../network/build.ts';
import { enginesUnderTest } from './engines.ts';

const here = enginesUnderTest.find(({ name }) => name === 'webgpu');
const reason = here?.engine === null ? `: ${here.reason}` : '';

const objective = { loss: 'binaryCrossentropy', distance: 'euclidean' } as const;
const optimizer = {
  name: 'adam',
  learningRate: 0.001,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-7,
  globalClipNorm: null,
} as const;
const options: SessionOptions = { objective, optimizer, seed: 3, batchSize: 8 };

/** The tutorial's tower, of other sizes. */
function towerOf(filters: number, side: number, embeddingDim: number) {
  const pooled = block({ filters, kernelSize: [2, 2], pool: { type: 'max', size: [2, 2] }, dropout: 0.3 });
  return planOf(network({ inputShape: [side, side, 1], blocks: [pooled, pooled], embeddingDim }), objective);
}

test("a step of the tutorial's network takes 12 dispatches", () => {
  const plan = towerOf(64, 28, 48);
  const given = { ...options, batchSize: 64 };
  const layout = layOut(plan, given);
  const { train, embed } = assemble(plan, given, layout);
  const work = workOf(train, { rows: 128, examples: 64 });
  expect(work.dispatches).toBe(12);
  expect(embed).toHaveLength(4);
  // three products of each convolution and of the dense layer but for the image's gradient, and little beside
  const forward = 128 * plan.layers.reduce((sum, { multiplyAdds }) => sum + 2 * multiplyAdds, 0);
  expect(work.flop / forward).toBeGreaterThan(2.8);
  expect(work.flop / forward).toBeLessThan(3.3);
  expect(Math.max(...train.map(({ bindings }) => bindings.length))).toBeLessThanOrEqual(8);
});

const plan = towerOf(5, 9, 4);
const key = streamKey(1, purpose.limit);
const store = memoryStore({
  shape: [20, 9, 9, 1] as const,
  bytes: Uint8Array.from({ length: 20 * 81 }, (_, i) => bitsAt(key, i) >>> 24),
});
const batch = batchOf({
  kind: 'pairs',
  left: Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7),
  right: Int32Array.of(8, 9, 10, 11, 12, 13, 14, 15),
  isSame: Uint8Array.of(1, 0, 1, 0, 1, 0, 1, 0),
});

/** The machine's GPU, with another description, or a device changed by `change`. */
async function changedAdapter(about: Partial<Adapter>, change: (device: GPUDevice) => void): Promise<Found> {
  const found = await findAdapter();
  if ('missing' in found) return found;
  const { adapter } = found;
  const changed = {
    limits: adapter.limits,
    features: adapter.features,
    async requestDevice(wanted: GPUDeviceDescriptor) {
      const device = await adapter.requestDevice(wanted);
      change(device);
      return device;
    },
  };
  return { ...found, ...about, adapter: changed as GPUAdapter };
}

describe.skipIf(here?.engine === null)(`a session on a GPU${reason}`, () => {
  const started = async (engine: Engine = webgpuEngine) => {
    const session = await engine.open(plan, options);
    await session.load(store);
    await session.restore({ ...(await session.state()), weights: initialWeights(plan, 5) });
    return session;
  };

  const trained = async (engine: Engine = webgpuEngine) => {
    const session = await started(engine);
    for (let step = 0; step < 20; step++) session.train(batch, 0.01);
    const progress = await session.progress();
    const state = await session.state();
    await session.close();
    return { progress, state };
  };

  test('repeats itself to the bit, in as many steps ahead as there are', async () => {
    const once = await trained();
    expect(once.progress.steps).toBe(20);
    expect(await trained()).toEqual(once);
  });

  test('gives the same bits where Dawn guards every index and clears memory beforehand', async () => {
    expect(await trained(engineOn(() => findAdapter([])))).toEqual(await trained());
  });

  test('is profiled kernel by kernel: what ran, for how long, and how much it had to do', async () => {
    const { device, dispatches, uploadBytes } = await profileSteps(plan, options, store, [batch], 2);
    const { train } = assemble(plan, options, layOut(plan, options));
    expect(device).toContain('webgpu');
    expect(dispatches.map(({ kernel }) => kernel)).toEqual(train.map(({ name }) => name));
    const work = workOf(train, { rows: 16, examples: 8 });
    expect(dispatches.reduce((sum, { flop }) => sum + flop, 0)).toBe(work.flop);
    for (const { milliseconds } of dispatches) expect(milliseconds).toBeGreaterThanOrEqual(0);
    expect(Math.max(...dispatches.map(({ milliseconds }) => milliseconds))).toBeGreaterThan(0);
    expect(uploadBytes).toBeGreaterThan(0);
  });

  test('sums more steps than the GPU keeps the sums of', async () => {
    const session = await started();
    const many = MAX_STEPS + 3;
    const one = batchOf({
      kind: 'pairs',
      left: Int32Array.of(0),
      right: Int32Array.of(8),
      isSame: Uint8Array.of(1),
    });
    for (let step = 0; step < many; step++) session.train(one, 0);
    const { steps, examples, lossSum } = await session.progress();
    expect([steps, examples]).toEqual([many, many]);
    expect(lossSum / examples).toBeGreaterThan(0.3);
    await session.close();
  });

  test('a learning rate that is far too large gives a loss that is not finite', async () => {
    const session = await started();
    for (let step = 0; step < 12; step++) session.train(batch, 1e30);
    expect(Number.isFinite((await session.progress()).lossSum)).toBe(false);
    await session.close();
  });

  test('a lost GPU is a run error that says what to do; the next session opens it anew', async () => {
    const devices: GPUDevice[] = [];
    const engine = engineOn(() => changedAdapter({}, (device) => devices.push(device)));
    const session = await started(engine);
    devices[0]?.destroy();
    session.train(batch, 0.01);
    const failure = session.progress();
    await expect(failure).rejects.toThrow(RunError);
    await expect(failure).rejects.toThrow(/^The GPU \(.+\) was lost: .+ Resume the run from its last checkpoint\.$/);
    await session.close();
    await (await engine.open(plan, options)).close();
    expect(devices).toHaveLength(2);
  });

  test('a network that no buffer can hold is an input error with what would help', async () => {
    const failure = webgpuEngine.open(towerOf(512, 28, 48), { ...options, batchSize: 4000 });
    await expect(failure).rejects.toThrow(InputError);
    await expect(failure).rejects.toThrow(
      /^The webgpu engine can't hold .+ GiB in one buffer, where this GPU allows .+ use a training\.batchSize below 4000/,
    );
  });

  test('a GPU without memory left is an input error with what would help', async () => {
    const full = engineOn(() =>
      changedAdapter({}, (device) => {
        device.popErrorScope = async () => ({ message: 'VK_ERROR_OUT_OF_DEVICE_MEMORY' }) as GPUError;
      }),
    );
    const failure = full.open(plan, options);
    await expect(failure).rejects.toThrow(InputError);
    await expect(failure).rejects.toThrow(/^The GPU \(.+\) has no memory left .+ use a smaller training\.batchSize, /);
  });
});

describe.skipIf(here?.engine === null)(`the check of a GPU's arithmetic${reason}`, () => {
  test('a GPU that computes rightly passes', async () => {
    const engine = engineOn(() => changedAdapter({ name: 'Card', kind: 'gpu' }, () => {}));
    expect(await engine.availability()).toEqual({ devices: [{ name: 'Card', kind: 'gpu' }] });
    await (await engine.open(plan, options)).close();
  });

  test('a GPU that computes wrongly is not used, and says why', async () => {
    const faulty = (device: GPUDevice) => {
      const make = device.createShaderModule.bind(device);
      device.createShaderModule = ({ code, ...rest }) => make({ ...rest, code: code.replace('/ 255.0', '/ 250.0') });
    };
    const engine = engineOn(() => changedAdapter({ name: 'Card', kind: 'gpu' }, faulty));
    const sentence =
      /Card failed the check of its arithmetic: the .+ of a small network are [\d.]+ % off\. Update its driver, or use another engine\.$/;
    expect(await engine.availability()).toEqual({ missing: expect.stringMatching(sentence) });
    const failure = engine.open(plan, options);
    await expect(failure).rejects.toThrow(InputError);
    await expect(failure).rejects.toThrow(sentence);
  });

  test('a GPU that refuses a kernel is not used, and says why', async () => {
    const broken = (device: GPUDevice) => {
      device.createComputePipelineAsync = () => Promise.reject(new Error('no compiler'));
    };
    const engine = engineOn(() => changedAdapter({ name: 'Card', kind: 'gpu' }, broken));
    expect(await engine.availability()).toEqual({
      missing: expect.stringContaining('arithmetic: The GPU (Card) failed: no compiler. Update its driver'),
    });
  });
});

describe('what is missing where no GPU answers', () => {
  afterEach(() => vi.unstubAllEnvs());
  const isLinux = process.platform === 'linux';
  const hasGpu = ['/dev/dri', '/dev/nvidia0', '/dev/dxg'].some((path) => existsSync(path));

  test('is the engine’s sentence too', async () => {
    const engine = engineOn(async () => ({ missing: 'Buy one.' }));
    expect(await engine.availability()).toEqual({ missing: 'Buy one.' });
    await expect(engine.open(towerOf(5, 9, 4), options)).rejects.toThrow(
      new InputError("The webgpu engine can't run here. Buy one."),
    );
  });

  test.skipIf(!isLinux || hasGpu)('no device: nothing is loaded to find out', async () => {
    for (const name of ['VK_ICD_FILENAMES', 'VK_DRIVER_FILES', 'VK_ADD_DRIVER_FILES']) vi.stubEnv(name, undefined);
    expect(await findAdapter()).toEqual({ missing: expect.stringMatching(/^No GPU is here: \/dev has no dri/) });
  });

  test.skipIf(!isLinux || here?.engine === null)('no driver: the packages that have one', async () => {
    vi.stubEnv('VK_DRIVER_FILES', undefined);
    vi.stubEnv('VK_ICD_FILENAMES', '/nowhere.json');
    // a Dawn of its own: it asks for drivers once
    expect(await findAdapter(['disable-dawn-features=timestamp_quantization'])).toEqual({
      missing: expect.stringMatching(/^No GPU answers through Vulkan; install its driver .+mesa-vulkan-drivers/),
    });
  });
});
