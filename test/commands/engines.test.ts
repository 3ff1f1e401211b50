import { rmSync } from 'node:fs';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { engineNames } from '../../src/engine/node.ts';
import type { LoadedExperiment } from '../../src/experiment/index.ts';
import { loadExperiments } from '../../src/experiment/node.ts';
import { type MeasuredSpeed, measureSpeedApart } from '../../src/launch/index.ts';
import { rules } from '../../src/training/index.ts';
import { siamese, temporaryFolder, writeExperiment } from './siamese.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('engines', () => {
  it('lists every engine with its devices or what it lacks, and what auto takes', async () => {
    const { code, stdout, stderr } = await siamese(['engines', '--seconds', '0']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^engine +runs on$/m);
    expect(stdout).toMatch(/^wasm +\S.*$/m);
    for (const name of engineNames) expect(stdout).toMatch(new RegExp(`^${name} +(\\S.*|–)$`, 'm'));
    const missing = [...stdout.matchAll(/^(\w+) +–$/gm)].map(([, name]) => name);
    for (const name of missing) expect(stdout).toMatch(new RegExp(`^${name} can't run here\\. [A-Z].*\\.$`, 'm'));
    expect(stdout).toMatch(/^engine: auto takes \w+\. .*\.$/m);
  });

  it("measures the program's own experiment, wherever the user stands", async () => {
    const { code, stdout } = await siamese(['engines', '--seconds', '0', '--json'], { directory: folder });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).experiment).toBe('mnist-baseline');
  });

  it('gives scripts the same, without measuring what is not asked for', async () => {
    const { code, stdout } = await siamese(['engines', '--seconds', '0', '--json']);
    expect(code).toBe(0);
    const { engines, auto } = JSON.parse(stdout);
    expect(engines.map(({ name }: { name: string }) => name)).toEqual(engineNames);
    for (const { devices, missing, measured, problem } of engines) {
      expect(devices.length > 0).toBe(missing === null);
      expect([measured, problem]).toEqual([null, null]);
    }
    expect(engineNames).toContain(auto.engine);
  });

  it('measures what runs here: both images of each pair count', async () => {
    const { code, stdout } = await siamese(['engines', '--seconds', '0.01', '--json']);
    expect(code).toBe(0);
    const measured = JSON.parse(stdout).engines.flatMap((engine: { measured: object | null }) => engine.measured ?? []);
    expect(measured.length).toBeGreaterThan(0);
    for (const { imagesPerSecond, millisecondsPerStep } of measured)
      expect((imagesPerSecond * millisecondsPerStep) / 1000).toBeCloseTo(2 * 64); // the baseline has batches of 64 pairs
  });

  it('refuses a time that is none, and words', async () => {
    const time = await siamese(['engines', '--seconds', 'ten']);
    expect([time.code, time.stderr]).toEqual([2, '--seconds is ten; it must be a number from 0 to 3600.\n']);
    const word = await siamese(['engines', 'wasm']);
    expect([word.code, word.stderr]).toEqual([2, expect.stringContaining('wasm is one too many')]);
  });
});

describe('a measurement apart', () => {
  const files = [writeExperiment(folder, 'tiny')];
  const [loaded] = loadExperiments({ files, overrides: [], rules, cwd: folder }) as [LoadedExperiment];
  const options = { threads: 1, seconds: 0.02 };
  afterEach(() => vi.unstubAllEnvs());

  it('tells what steps and epochs take, and on which build', async () => {
    const measured = await measureSpeedApart({ engine: 'wasm', loaded, options });
    expect(measured).toMatchObject({ build: expect.stringMatching(/^wasm /), threads: 1, stepsPerEpoch: 4 });
    const { stepsMeasured, millisecondsPerStep, secondsPerEpoch, secondsInAll } = measured as MeasuredSpeed;
    expect(stepsMeasured).toBeGreaterThanOrEqual(3);
    expect(secondsPerEpoch).toBeGreaterThan((4 * millisecondsPerStep) / 1000);
    expect(secondsInAll).toBe(2 * secondsPerEpoch);
  });

  it('that an engine refuses is its sentence', async () => {
    const network = { ...loaded.experiment.network, inputShape: [27, 27, 1] as [number, number, number] };
    const changed = { ...loaded, experiment: { ...loaded.experiment, network } };
    expect(await measureSpeedApart({ engine: 'wasm', loaded: changed, options })).toEqual({
      problem: 'network.inputShape is [27, 27, 1], but the images of mnist are [28, 28, 1]; write that.',
    });
  });

  it('that crashes is a sentence', async () => {
    vi.stubEnv('NODE_OPTIONS', "--import=data:text/javascript,process.kill(process.pid,'SIGSEGV')");
    expect(await measureSpeedApart({ engine: 'wasm', loaded, options })).toEqual({
      problem: 'Its process died (killed by SIGSEGV).',
    });
  });
});
