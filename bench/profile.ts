/** Our engine alone: where a step's time goes, and how it grows with threads, batch, image and filters. */
import { exampleCount, type Images, loadDataset, sliceExamples, trainingExamples } from '../src/data/index.ts';
import { loadEngine, type SessionOptions } from '../src/engine/index.ts';
import { profileSteps } from '../src/engine/wasm/profile.ts';
import { createPlan, initialWeights, type Plan } from '../src/network/index.ts';
import { bitsAt, purpose, streamKey } from '../src/random/index.ts';
import type { Experiment } from '../src/spec/index.ts';
import { median, table } from './table.ts';

/** A table of kernels, for batches of MNIST's test images; `threads` for the whole step's speed. */
export async function reportKernels(experiment: Experiment, threads: number, steps: number): Promise<string> {
  const dataset = await loadDataset({ ...experiment.data, validation: { from: 'test' } });
  const { batchSize } = experiment.training;
  const examples = trainingExamples({ ...dataset, trainIndices: dataset.validationIndices }, experiment, 1);
  const batches = Array.from({ length: Math.floor(exampleCount(examples) / batchSize) }, (_, i) =>
    sliceExamples(examples, i * batchSize, (i + 1) * batchSize),
  );
  const plan = createPlan(experiment.network, experiment.objective);
  const options = optionsOf(experiment);
  const profile = await profileSteps(plan, options, dataset.images, batches, steps);
  const step = await millisecondsAStep(plan, { ...options, threads }, dataset.images, batches, steps);

  const total = profile.kernels.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const flop = profile.kernels.reduce((sum, kernel) => sum + kernel.flop, 0);
  const bytes = profile.kernels.reduce((sum, kernel) => sum + kernel.bytes, 0);
  const row = (name: string, calls: string, milliseconds: number, flops: number, moved: number) => [
    name,
    calls,
    milliseconds.toFixed(3),
    `${((100 * milliseconds) / total).toFixed(1)} %`,
    flops === 0 ? '–' : (flops / milliseconds / 1e6).toFixed(1),
    moved === 0 ? '–' : (moved / 1e6).toFixed(2),
  ];
  const whole = flop / step / 1e6;
  const peak = profile.peak * threads;
  return [
    `${experiment.name}: the kernels of a step, ${profile.build}, on one thread; means of ${steps} steps`,
    table(
      ['', 'calls', 'ms', 'share', 'GFLOP/s of useful work', 'MB'],
      [
        ...profile.kernels.map((kernel) =>
          row(kernel.kernel, kernel.calls.toFixed(0), kernel.milliseconds, kernel.flop, kernel.bytes),
        ),
        row('all kernels', '', total, flop, bytes),
      ],
    ),
    '',
    `the whole step on ${threads} threads: ${step.toFixed(2)} ms, ${whole.toFixed(0)} GFLOP/s of useful work; ` +
      `a register tile in the nearest cache reaches ${profile.peak.toFixed(0)} on one thread, ` +
      `so that is ${((100 * whole) / peak).toFixed(0)} % of what ${threads} could do`,
  ].join('\n');
}

/** Tables of ms a step over threads, batch size, image size and filters, one changed at a time, on random images. */
export async function reportScaling(experiment: Experiment, threads: number, steps: number): Promise<string> {
  const [, , channels] = experiment.network.inputShape;
  const { batchSize } = experiment.training;
  const measure = async (change: { threads?: number; batchSize?: number; side?: number; filters?: number }) => {
    const side = change.side ?? experiment.network.inputShape[0];
    const batch = change.batchSize ?? batchSize;
    const blocks = experiment.network.blocks.map((block) => ({ ...block, filters: change.filters ?? block.filters }));
    const plan = createPlan(
      { ...experiment.network, inputShape: [side, side, channels], blocks },
      experiment.objective,
    );
    const options = { ...optionsOf(experiment), batchSize: batch, threads: change.threads ?? threads };
    const images = randomImages(4 * batch, side, channels);
    const batches = [randomBatch(experiment, images.shape[0], batch)];
    const wanted = Math.max(3, Math.round((steps * batchSize) / batch));
    const milliseconds = await millisecondsAStep(plan, options, images, batches, wanted);
    const perStep = batch * (experiment.objective.loss === 'triplet' ? 3 : 2);
    return [milliseconds.toFixed(2), Math.round((1000 * perStep) / milliseconds).toLocaleString('en')];
  };
  const series = async <T>(
    title: string,
    values: readonly T[],
    change: (value: T) => Parameters<typeof measure>[0],
  ) => {
    const rows: string[][] = [];
    for (const value of values) rows.push([String(value), ...(await measure(change(value)))]);
    return table([title, 'ms a step', 'images/s'], rows);
  };
  const counts = Array.from({ length: threads }, (_, i) => i + 1);
  return [
    `${experiment.name}: batches of ${batchSize} and ${threads} threads where not said otherwise, random images`,
    await series('threads', counts, (value) => ({ threads: value })),
    await series('batch', [16, 32, 64, 128, 256, 512, 1024], (value) => ({ batchSize: value })),
    await series('image', [28, 56, 84, 112], (value) => ({ side: value })),
    await series('filters', [16, 32, 64, 128, 256], (value) => ({ filters: value })),
  ].join('\n\n');
}

function optionsOf({ objective, seed, training }: Experiment): SessionOptions {
  return { objective, optimizer: training.optimizer, seed, batchSize: training.batchSize };
}

type Batches = readonly ReturnType<typeof sliceExamples>[];

/** Median of five goes. */
async function millisecondsAStep(
  plan: Plan,
  options: SessionOptions,
  images: Images,
  batches: Batches,
  steps: number,
): Promise<number> {
  const session = await (await loadEngine('wasm')).open(plan, options);
  try {
    await session.load(images);
    await session.restore({ ...(await session.state()), weights: initialWeights(plan, options.seed) });
    const times: number[] = [];
    for (let attempt = -1; attempt < 5; attempt++) {
      const start = performance.now();
      for (let step = 0; step < steps; step++) {
        session.train(batches[step % batches.length] as Batches[number], options.optimizer.learningRate);
      }
      await session.progress();
      if (attempt >= 0) times.push((performance.now() - start) / steps);
    }
    return median(times);
  } finally {
    await session.close();
  }
}

function randomImages(count: number, side: number, channels: number): Images {
  const key = streamKey(1, purpose.limit);
  const bytes = Uint8Array.from({ length: count * side * side * channels }, (_, i) => bitsAt(key, i) >>> 24);
  return { shape: [count, side, side, channels], bytes };
}

function randomBatch({ objective }: Experiment, images: number, count: number): Batches[number] {
  const part = (first: number) => Int32Array.from({ length: count }, (_, i) => (first * count + i) % images);
  if (objective.loss === 'triplet') return { kind: 'triplets', anchor: part(0), positive: part(1), negative: part(2) };
  return { kind: 'pairs', left: part(0), right: part(1), isSame: Uint8Array.from({ length: count }, (_, i) => i & 1) };
}
