/** What a page in a browser could use runs in one: bundled without Node, it trains as it does in Node. */
import vm from 'node:vm';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { distanceOf, passes, relative } from '../../src/engine/conformance/quantities.ts';
import { type Engine, tolerances } from '../../src/engine/index.ts';
import { enginesUnderTest } from '../engine/engines.ts';
import { folderWith } from '../experiment/folder.ts';
import { bundleForPage } from './bundle.ts';
import { chromium, inChromium } from './chromium.ts';
import { type Trained, trainHundredSteps } from './hundred-steps.ts';

/** A GPU in software and a browser take their time where others work too. */
vi.setConfig({ testTimeout: 300_000 });

const underTest = (name: string) => enginesUnderTest.find((each) => each.name === name);
const reference = underTest('reference')?.engine ?? null;
const webgpu = underTest('webgpu')?.engine ?? null;

let script: string;
beforeAll(async () => {
  script = await bundleForPage(new URL('./page.ts', import.meta.url));
});

describe('a script without Node', () => {
  test('trains a hundred steps on the reference engine to the bits of Node', async () => {
    const ours = await inNode(reference);
    const theirs: Trained = JSON.parse(await (runAlone('page.trainOnReference()') as Promise<string>));
    expect([ours.steps, ours.losses.length]).toEqual([100, 20]);
    expect(ours.losses.at(-1)).toBeLessThan(0.8 * (ours.losses[0] as number)); // it learns
    expect(theirs).toEqual({ ...ours, device: 'unknown processor' });
  });

  if (chromium === null) {
    test.skipIf(webgpu === null)('trains a hundred steps on the WebGPU that it is given, as Node does', async () => {
      const { create } = await import('webgpu');
      const ours = await inNode(webgpu);
      const gpu = create([]);
      const theirs: Trained = JSON.parse(await (runAlone('page.trainOnWebgpu(gpu)', { gpu }) as Promise<string>));
      expectNear(theirs, ours);
    });
  }

  test('is refused where it needs Node', async () => {
    const folder = folderWith({
      'face.ts': `export { x } from './deep.ts';`,
      'deep.ts': `export const x = () => import('node:fs');`,
    });
    const entry = new URL(`file://${folder}/face.ts`);
    await expect(bundleForPage(entry)).rejects.toThrow(/deep\.ts imports node:fs, which a page lacks/);
  });
});

describe.skipIf(chromium === null)(`a page${chromium === null ? ': chromium is not installed' : ''}`, () => {
  test('trains a hundred steps on the reference engine as Node does, but for the last bits of its own exp and log', async () => {
    const ours = await inNode(reference);
    expectNear(JSON.parse(await inChromium(script, 'page.trainOnReference()')), ours);
  });

  test('trains a hundred steps on its GPU as in Node', async () => {
    const ours = await inNode(webgpu ?? reference);
    expectNear(JSON.parse(await inChromium(script, 'page.trainOnWebgpu(navigator.gpu)')), ours);
  });
});

const trained = new Map<Engine, Promise<Trained>>();

/** What an engine here makes of the hundred steps, trained once. */
function inNode(engine: Engine | null): Promise<Trained> {
  const found = engine as Engine;
  const result = trained.get(found) ?? trainHundredSteps(found);
  trained.set(found, result);
  return result;
}

/** The value of an expression after the script has run, in a context that has JavaScript and these few things of the web. */
function runAlone(expression: string, more: Record<string, unknown> = {}): unknown {
  const web = { TextEncoder, TextDecoder, performance, setTimeout, clearTimeout, atob, btoa };
  const context = vm.createContext({ ...web, ...more });
  expect(vm.runInContext('[typeof process, typeof require, typeof Buffer].join()', context)).toBe(
    'undefined,undefined,undefined',
  );
  return vm.runInContext(`${script};\n${expression}`, context);
}

/** Within the tolerances of golden cases. */
function expectNear(theirs: Trained, ours: Trained): void {
  expect([theirs.hash, theirs.fingerprint]).toEqual([ours.hash, ours.fingerprint]);
  const moved = distanceOf(ours.weightsAfter, ours.weightsBefore);
  for (const quantity of [
    relative('losses', theirs.losses, ours.losses, tolerances.values),
    relative('validationLosses', theirs.validationLosses, ours.validationLosses, tolerances.values),
    {
      name: 'weights',
      error: distanceOf(theirs.weightsAfter, ours.weightsAfter),
      tolerance: tolerances.weightsMoved * moved,
    },
  ]) {
    expect(quantity).toSatisfy(passes);
  }
}
