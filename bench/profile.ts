/** Our engine alone: where a step's time goes, and how it grows with threads, batch, image and filters. */
import {
  batchOf,
  exampleCount,
  type ImageStore,
  loadDataset,
  memoryStore,
  trainingExamples,
} from '../src/data/index.ts';
import type { SessionOptions } from '../src/engine/index.ts';
import { type EngineName, loadEngine } from '../src/engine/node.ts';
import { profileSteps } from '../src/engine/wasm/index.ts';
import { profileSteps as profileStepsOnGpu } from '../src/engine/webgpu/host/index.ts';
import type { Experiment } from '../src/experiment/index.ts';
import { initialWeights, type Plan } from '../src/network/index.ts';
import { drawingOf, lossOf, planOf } from '../src/objective/index.ts';
import { bitsAt, purpose, streamKey } from '../src/random/index.ts';
import { median, table } from './table.ts';

/** Engines that can be looked into. */
export const profiledEngines = ['wasm', 'webgpu'] as const satisfies readonly EngineName[];
type Profiled = (typeof profiledEngines)[number];

/** A table of kernels, for batches of MNIST's test images; `threads` for the whole step's speed. */
export async function reportKernels(
  experiment: Experiment,
  engine: Profiled,
  threads: number,
  steps: number,
): Promise<string> {
  const dataset = await loadDataset({ ...experiment.data, validation: { from: 'test' } });
  const { batchSize } = experiment.training;
  const examples = trainingExamples({ ...dataset, trainIndices: dataset.validationIndices }, drawingOf(experiment), 1);
  const batches = Array.from({ length: Math.floor(exampleCount(examples) / batchSize) }, (_, i) =>
    batchOf(examples, i * batchSize, (i + 1) * batchSize),
  );
  const plan = planOf(experiment.network, experiment.objective);
  const options = optionsOf(experiment);
  const report = engine === 'wasm' ? kernelsOfWasm : kernelsOfGpu;
  return report({ experiment, plan, options: { ...options, threads }, store: dataset.store, batches, steps });
}

interface Profiling {
  readonly experiment: Experiment;
  readonly plan: Plan;
  readonly options: SessionOptions & { readonly threads: number };
  readonly store: ImageStore;
  readonly batches: Batches;
  readonly steps: number;
}

async function kernelsOfWasm({ experiment, plan, options, store, batches, steps }: Profiling): Promise<string> {
  const profile = await profileSteps(plan, options, store, batches, steps);
  const step = await millisecondsAStep('wasm', plan, options, store, batches, steps);
  const total = totalOf(profile.kernels);
  const row = (name: string, calls: string, { milliseconds, flop, bytes }: Figures) => [
    name,
    calls,
    milliseconds.toFixed(3),
    share(milliseconds, total.milliseconds),
    flop === 0 ? '–' : (flop / milliseconds / 1e6).toFixed(1),
    bytes === 0 ? '–' : (bytes / 1e6).toFixed(2),
  ];
  const whole = total.flop / step / 1e6;
  const { threads } = options;
  return [
    `${experiment.name}: the kernels of a step, ${profile.build}, on one thread; means of ${steps} steps`,
    table(
      ['', 'calls', 'ms', 'share', 'GFLOP/s of useful work', 'MB'],
      [
        ...profile.kernels.map((kernel) => row(kernel.kernel, kernel.calls.toFixed(0), kernel)),
        row('all kernels', '', total),
      ],
    ),
    '',
    `the whole step on ${threads} threads: ${step.toFixed(2)} ms, ${whole.toFixed(0)} GFLOP/s of useful work; ` +
      `a register tile in the nearest cache reaches ${profile.peak.toFixed(0)} on one thread, ` +
      `so that is ${((100 * whole) / (profile.peak * threads)).toFixed(0)} % of what ${threads} could do`,
  ].join('\n');
}

async function kernelsOfGpu({ experiment, plan, options, store, batches, steps }: Profiling): Promise<string> {
  const { device, dispatches, uploadBytes } = await profileStepsOnGpu(plan, options, store, batches, steps);
  const step = await millisecondsAStep('webgpu', plan, options, store, batches, steps);
  const total = totalOf(dispatches);
  const row = (name: string, workgroups: string, { milliseconds, flop, bytes }: Figures) => [
    name,
    workgroups,
    milliseconds.toFixed(3),
    share(milliseconds, total.milliseconds),
    (flop / 1e6).toFixed(1),
    (flop / milliseconds / 1e6).toFixed(1),
    (bytes / 1e6).toFixed(2),
    (bytes / milliseconds / 1e6).toFixed(1),
  ];
  return [
    `${experiment.name}: the kernels of a step, ${device}; means of ${steps} steps`,
    table(
      ['', 'workgroups', 'ms', 'share', 'MFLOP', 'GFLOP/s', 'MB', 'GB/s'],
      [
        ...dispatches.map((dispatch) => row(dispatch.kernel, String(dispatch.workgroups), dispatch)),
        row('all kernels', '', total),
      ],
    ),
    '',
    `the whole step: ${step.toFixed(2)} ms, in ${dispatches.length} dispatches; it sends ${uploadBytes} bytes to the GPU`,
  ].join('\n');
}

interface Figures {
  readonly milliseconds: number;
  readonly flop: number;
  readonly bytes: number;
}

function totalOf(all: readonly Figures[]): Figures {
  const sum = (of: (figures: Figures) => number) => all.reduce((total, figures) => total + of(figures), 0);
  return {
    milliseconds: sum(({ milliseconds }) => milliseconds),
    flop: sum(({ flop }) => flop),
    bytes: sum(({ bytes }) => bytes),
  };
}

const share = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;

/** Tables of ms a step over threads, batch size, image size and filters, one changed at a time, on random images. */
export async function reportScaling(
  experiment: Experiment,
  engine: Profiled,
  threads: number,
  steps: number,
): Promise<string> {
  const [, , channels] = experiment.network.inputShape;
  const { batchSize } = experiment.training;
  const measure = async (change: { threads?: number; batchSize?: number; side?: number; filters?: number }) => {
    const side = change.side ?? experiment.network.inputShape[0];
    const batch = change.batchSize ?? batchSize;
    const blocks = experiment.network.blocks.map((block) => ({ ...block, filters: change.filters ?? block.filters }));
    const plan = planOf({ ...experiment.network, inputShape: [side, side, channels], blocks }, experiment.objective);
    const options = { ...optionsOf(experiment), batchSize: batch, threads: change.threads ?? threads };
    const store = randomImages(4 * batch, side, channels);
    const batches = [randomBatch(experiment, store.labels.length, batch)];
    const wanted = Math.max(3, Math.round((steps * batchSize) / batch));
    const milliseconds = await millisecondsAStep(engine, plan, options, store, batches, wanted);
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
    `${experiment.name} on ${engine}: batches of ${batchSize} and ${threads} threads where not said otherwise, random images`,
    ...(engine === 'wasm' ? [await series('threads', counts, (value) => ({ threads: value }))] : []),
    await series('batch', [16, 32, 64, 128, 256, 512, 1024], (value) => ({ batchSize: value })),
    await series('image', [28, 56, 84, 112], (value) => ({ side: value })),
    await series('filters', [16, 32, 64, 128, 256], (value) => ({ filters: value })),
  ].join('\n\n');
}

function optionsOf({ objective, seed, training }: Experiment): SessionOptions {
  return { objective, optimizer: training.optimizer, seed, batchSize: training.batchSize };
}

type Batches = readonly ReturnType<typeof batchOf>[];

/** Median of five goes. */
async function millisecondsAStep(
  engine: Profiled,
  plan: Plan,
  options: SessionOptions,
  store: ImageStore,
  batches: Batches,
  steps: number,
): Promise<number> {
  const session = await (await loadEngine(engine)).open(plan, options);
  try {
    await session.load(store);
    await session.restore({ ...(await session.state()), weights: initialWeights(plan, options.seed) });
    const times: number[] = [];
    for (let attempt = -1; attempt < 5; attempt++) {
      const start = performance.now();
      for (let step = 0; step < steps; step++) {
        await session.train(batches[step % batches.length] as Batches[number], options.optimizer.learningRate);
      }
      await session.progress();
      if (attempt >= 0) times.push((performance.now() - start) / steps);
    }
    return median(times);
  } finally {
    await session.close();
  }
}

function randomImages(count: number, side: number, channels: number): ImageStore {
  const key = streamKey(1, purpose.limit);
  const bytes = Uint8Array.from({ length: count * side * side * channels }, (_, i) => bitsAt(key, i) >>> 24);
  return memoryStore({ shape: [count, side, side, channels], bytes });
}

function randomBatch({ objective }: Experiment, images: number, count: number): Batches[number] {
  const part = (first: number) => Int32Array.from({ length: count }, (_, i) => (first * count + i) % images);
  const alternating = Int32Array.from({ length: count }, (_, i) => i & 1);
  const examples = {
    pairs: { kind: 'pairs', left: part(0), right: part(1), isSame: Uint8Array.from(alternating) },
    triplets: { kind: 'triplets', anchor: part(0), positive: part(1), negative: part(2) },
    classes: { kind: 'classes', image: part(0), label: alternating },
  } as const;
  return batchOf(examples[lossOf(objective).examples]);
}
