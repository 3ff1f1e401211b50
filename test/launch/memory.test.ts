/** What has no room is refused before any of it is taken. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadDataset, trainingExamples } from '../../src/data/index.ts';
import { loadEngine } from '../../src/engine/node.ts';
import { lackOfAddresses } from '../../src/engine/wasm/host/addresses.ts';
import { type Experiment, experimentsFromTexts } from '../../src/experiment/index.ts';
import { measureSpeed } from '../../src/launch/index.ts';
import { needsOf, whyItDoesNotFit } from '../../src/launch/memory/needs.ts';
import { planOf } from '../../src/objective/index.ts';
import { rules } from '../../src/training/index.ts';

const cli = join(import.meta.dirname, '../../src/cli.ts');
const text = (more: string) => `name: x
data: { source: mnist, limit: { train: 400, test: 200 } }
network: { inputShape: [28, 28, 1], blocks: [{ filters: 8, pool: 4 }], embeddingDim: 8 }
engine: reference
${more}`;
const experimentWith = (more: string): Experiment =>
  experimentsFromTexts({ texts: { 'x.yaml': text(more) }, overrides: [], rules })[0]?.experiment as Experiment;
const work = { examples: 120_000, validationImages: 10_000 };

async function whyNot(more: string, examples: number, room: number): Promise<string | null> {
  const engine = await loadEngine('wasm');
  const trained = { experiment: experimentWith(more), work: { ...work, examples }, engine, threads: undefined };
  return whyItDoesNotFit(needsOf(trained), { bytes: room, why: 'are free here' });
}

describe('memory', () => {
  test('of pairs, embeddings, weights and activations is worked out beforehand, and the sentence says what would fit', async () => {
    expect(await whyNot('', 120_000, 500e6)).toBeNull();
    expect(await whyNot('pairs: { perImage: 1000 }', 120e6, 2e9)).toMatch(
      /^It would take about 4\.\d GB of memory, 4\.4 GB for 120,000,000 pairs, but 2\.0 GB are free here: pairs\.perImage is 1000; use 4\d\d or less\.$/,
    );
    expect(await whyNot('training: { batchSize: 65536 }', 120_000, 30e6)).toMatch(
      /for weights and activations at training\.batchSize 65536, but 30 MB are free here: training\.batchSize is 65536; use \d+ or less\.$/,
    );
  });

  test('of the wasm engine is what its session holds', async () => {
    const engine = await loadEngine('wasm');
    const { network, objective, training, seed } = experimentWith('training: { batchSize: 512 }');
    const options = { objective, optimizer: training.optimizer, seed, batchSize: 512, threads: 2 };
    const plan = planOf(network, objective);
    const session = await engine.open(plan, options);
    onTestFinished(() => session.close());
    expect(engine.memoryNeeded?.(plan, options)).toBe(session.memoryBytes());
  });

  test('of what is drawn is no less than what drawing takes', async () => {
    const dataset = await loadDataset(experimentWith('').data);
    const before = process.memoryUsage().arrayBuffers;
    const perImage = Math.ceil(1e6 / dataset.trainIndices.length);
    const drawing = { seed: 1, pairs: { perImage, refresh: 'never' as const }, examples: 'pairs' as const };
    const pairs = trainingExamples(dataset, drawing, 1);
    const taken = process.memoryUsage().arrayBuffers - before;
    expect(pairs.kind).toBe('pairs');
    const [need] = needsOf({
      experiment: experimentWith(`pairs: { perImage: 500 }`),
      work: { ...work, examples: 2 * perImage * dataset.trainIndices.length },
      engine: await loadEngine('reference'),
      threads: undefined,
    });
    expect(need?.what).toMatch(/pairs$/);
    expect(need?.bytes).toBeGreaterThan(taken);
  });
});

test.skipIf(process.platform !== 'linux')(
  'a limit on addresses is told in a sentence, and nothing is left behind',
  () => {
    expect(lackOfAddresses(2, null)).toBeNull();
    expect(lackOfAddresses(2, 64 * 2 ** 30)).toBeNull();
    const folder = mkdtempSync(join(tmpdir(), 'limits-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(import.meta.dirname, '../../experiments/mnist-quick.yaml');
    const command = `ulimit -v 8000000; "${process.execPath}" "${cli}" exp "${file}" engine=wasm --runs "${folder}/runs"`;
    const { stderr, status } = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
    expect(stderr).toMatch(
      /^The engine wasm can't run here\. ulimit -v allows this process 7\.6 GiB of addresses;.*\n$/,
    );
    expect(status).toBe(2);
    expect(existsSync(join(folder, 'runs'))).toBe(false);
  },
);

describe('measuring', () => {
  test('takes a part of a step for the whole where that would take too long', async () => {
    const experiment = experimentWith('training: { batchSize: 64 }\npairs: { perImage: 1000 }');
    const dataset = await loadDataset(experimentWith('').data);
    const measured = await measureSpeed(await loadEngine('reference'), experiment, dataset, {
      threads: undefined,
      seconds: 1e-6,
    });
    expect(measured).toMatchObject({ stepsMeasured: 0, partOfStep: 1 });
    expect(measured.examples).toBe(2000 * dataset.trainIndices.length); // all are counted, few are drawn
  });
});
