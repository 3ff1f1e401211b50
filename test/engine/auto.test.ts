/** What `engine: auto` takes, and how engines of GPUs are asked. The machines are invented. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { engineNames, engines } from '../../src/engine/engines.ts';
import { chooseForGpu } from '../../src/engine/host/auto.ts';
import { probe } from '../../src/engine/host/probe.ts';
import type { Availability, Device } from '../../src/engine/index.ts';
import { chooseEngine, describePlace, loadEngine } from '../../src/engine/node.ts';

const card: Device = { name: 'NVIDIA H100', kind: 'gpu' };
const emulator: Device = { name: 'SwiftShader', kind: 'software' };
const processor: Device = { name: 'EPYC', kind: 'cpu' };

/** The choice between two engines, and which of them were asked. */
async function choose(dev: readonly string[] | null, webgpu: Availability, tfjs: Availability) {
  const asked: string[] = [];
  const engine = (name: string, deviceFiles: RegExp, answer: Availability) => ({
    name,
    deviceFiles,
    availability: async () => {
      asked.push(name);
      return answer;
    },
  });
  const engines = [engine('webgpu', /^(dri|nvidia)/, webgpu), engine('tfjs', /^nvidia/, tfjs)];
  return { ...(await chooseForGpu(engines, dev)), asked };
}

describe('auto', () => {
  test('asks webgpu, then tfjs: they are the engines for GPUs', () => {
    expect(engineNames).toEqual(['wasm', 'tfjs', 'webgpu', 'reference']);
    expect(engineNames.map((name) => engines[name].gpu?.order)).toEqual([undefined, 2, 1, undefined]);
  });

  test('takes the first engine that a GPU answers to, and asks no more', async () => {
    expect(await choose(['null', 'nvidia0'], { devices: [card] }, { devices: [card] })).toEqual({
      name: 'webgpu',
      why: 'It runs on NVIDIA H100.',
      asked: ['webgpu'],
    });
  });

  test('says why it passed over the one before', async () => {
    expect(await choose(['nvidia0'], { missing: 'There is no Vulkan driver.' }, { devices: [card] })).toEqual({
      name: 'tfjs',
      why: 'It runs on NVIDIA H100; webgpu: There is no Vulkan driver.',
      asked: ['webgpu', 'tfjs'],
    });
  });

  test('takes wasm before a GPU in software and before a GPU’s library on the processor', async () => {
    expect(await choose(['nvidia0'], { devices: [emulator, card] }, { devices: [processor] })).toEqual({
      name: 'wasm',
      why: 'No GPU answered (webgpu: it finds only SwiftShader; tfjs: it finds only EPYC); wasm is the fastest on a CPU.',
      asked: ['webgpu', 'tfjs'],
    });
  });

  test('asks no engine whose devices show as files where there is none', async () => {
    const missing = { missing: 'Not set up.' };
    expect(await choose(['null', 'tty'], missing, missing)).toEqual({
      name: 'wasm',
      why: 'No GPU is here, and wasm is the fastest on a CPU.',
      asked: [],
    });
    expect((await choose(['null', 'dri'], missing, missing)).asked).toEqual(['webgpu']);
    expect((await choose(null, missing, missing)).asked).toEqual(['webgpu', 'tfjs']);
  });

  test('an engine for GPUs that is asked for by name says that it found none', () => {
    const none = 'It finds no GPU and runs on';
    expect(describePlace('tfjs', [processor])).toBe(`${none} EPYC; wasm is much faster here.`);
    expect(describePlace('webgpu', [emulator])).toBe(
      `${none} SwiftShader, a GPU in software; wasm is much faster here.`,
    );
    expect(describePlace('tfjs', [card])).toBe('It runs on NVIDIA H100.');
    expect(describePlace('wasm', [processor])).toBe('It runs on EPYC.');
  });

  test('takes an engine that runs here', async () => {
    const { engine } = await chooseEngine('auto');
    expect(await engine.availability()).toHaveProperty('devices');
  });
});

describe('probe', () => {
  afterEach(() => vi.unstubAllEnvs());

  test('answers as the engine does', async () => {
    expect(await probe('wasm')).toEqual(await (await loadEngine('wasm')).availability());
  });

  test('a crash there is what is missing here', async () => {
    vi.stubEnv('NODE_OPTIONS', "--import=data:text/javascript,process.kill(process.pid,'SIGSEGV')");
    expect(await probe('wasm')).toEqual({ missing: 'Looking for its devices ended in SIGSEGV.' });
  });

  test('an error there is what is missing here', async () => {
    expect(await probe('cuda')).toEqual({
      missing: expect.stringMatching(/^Looking for its devices failed: There is no engine called cuda;/),
    });
  });
});
