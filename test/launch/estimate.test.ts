import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Engine } from '../../src/engine/index.ts';
import { loadEngine } from '../../src/engine/node.ts';
import type { LoadedExperiment } from '../../src/experiment/index.ts';
import { loadExperiments } from '../../src/experiment/node.ts';
import { estimateTimes } from '../../src/launch/index.ts';
import { rules } from '../../src/training/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'estimate-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(
  join(folder, 'tiny.yaml'),
  `name: tiny
data: { source: mnist, limit: { train: 60, test: 40 } }
network: { inputShape: [28, 28, 1], blocks: [{ filters: 1, kernelSize: 2, strides: 4, pool: 2 }], embeddingDim: 2 }
training: { batchSize: 32, epochs: 2 }
engine: reference
`,
);
const tiny = (...overrides: string[]): LoadedExperiment =>
  loadExperiments({ files: ['tiny.yaml'], overrides, rules, cwd: folder })[0] as LoadedExperiment;

/** The reference engine; counts its sessions. */
async function countingMachine() {
  const reference = await loadEngine('reference');
  const machine = { opened: 0, engines: new Map(), threads: undefined };
  const engine: Engine = {
    ...reference,
    open: (...args) => {
      machine.opened++;
      return reference.open(...args);
    },
  };
  machine.engines.set('reference', { engine, why: '' });
  return machine;
}

test('seeds, epochs, learning rates and split change no step’s time: one network is timed', async () => {
  const machine = await countingMachine();
  const changes = ['seed=1', 'training.epochs=7', 'training.optimizer.learningRate=0.1', 'data.seed=5'];
  const estimates = await estimateTimes([tiny(), ...changes.map((change) => tiny(change))], machine);
  expect(machine.opened).toBe(1);
  expect(new Set(estimates.map(({ secondsPerEpoch }) => secondsPerEpoch)).size).toBe(1);
  for (const [i, epochs] of [2, 2, 7, 2, 2].entries()) {
    expect(estimates[i]?.secondsInAll).toBe((estimates[i]?.secondsPerEpoch as number) * epochs);
  }
});

test('steps are counted by images, pairs for each, objective and batch size', async () => {
  const changes = [
    [],
    ['pairs.perImage=2'],
    ['objective.loss=triplet'],
    ['training.batchSize=50'],
    ['data.validation=0.5'],
  ];
  const estimates = await estimateTimes(
    changes.map((change) => tiny(...change)),
    await countingMachine(),
  );
  expect(estimates.map(({ stepsPerEpoch }) => stepsPerEpoch)).toEqual([4, 8, 2, 3, 2]);
});

test('of many networks a dozen are timed, and the others have the pace of the nearest', async () => {
  const machine = await countingMachine();
  // An embedding of n numbers is n multiply-adds beside the 7 · 7 · 2 · 2 of the convolution and the 3 · 3 of the mean.
  const sizes = Array.from({ length: 30 }, (_, i) => 1 + 10 * i);
  const estimates = await estimateTimes(
    sizes.map((size) => tiny(`network.embeddingDim=${size}`)),
    machine,
  );
  expect(machine.opened).toBe(12);
  const operations = sizes.map((size) => 7 * 7 * 2 * 2 + 3 * 3 + size);
  const paces = estimates.map(({ millisecondsPerStep }, i) => millisecondsPerStep / (operations[i] as number));
  expect(new Set(paces.map((pace) => pace.toPrecision(9))).size).toBe(12);
});
