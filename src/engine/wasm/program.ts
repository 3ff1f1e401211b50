/**
 * A step as a list of phases. Within a phase workers take jobs in any order; between phases all wait for all.
 *
 *   train    per chunk: images → forward … │ all chunks meet where a node or the loss looks at the batch │ … loss → backward …
 *            per parameter: sum the jobs' gradients, clip, take the optimizer's step; then lay the weights into panels
 *   embed    per chunk: images → forward in inference mode
 *
 * A job is a number; what it computes depends on that number and the batch alone. What a node computes is in its file
 * under nodes/.
 */
import { type ImageProgram, imageProgram } from './images.ts';
import type { Layout, WorkerSetup } from './layout.ts';
import { type LossProgram, lossProgram } from './loss.ts';
import type { Tensor } from './memory.ts';
import type { Context, Meeting, NodeProgram } from './nodes/node.ts';
import { optimizerProgram } from './optimizer.ts';
import { type Command, isInference, overChunks, type Phase, singleJob, type Work } from './work.ts';

export interface Program {
  /** the phases of a command, in order; between two of them all workers meet */
  readonly phases: Readonly<Record<Command['kind'], readonly Phase[]>>;
  /** Σ loss and Σ correct of the last step, added in the jobs' order */
  sums(command: Command): { lossSum: number; correct: number };
}

/** Assembles one worker's program. Every worker assembles the same and differs only in `worker`. */
export function assemble(setup: WorkerSetup): Program {
  const { options, layout } = setup;
  const context = contextOf(setup);
  const images = imageProgram(layout, context);
  const nodes = layout.nodes.map((node) => node.program(context));
  const loss = lossProgram(setup, context);
  const ranges = [...nodes.flatMap((node) => node.ranges ?? []), ...loss.ranges];
  const throughTower = towerPhases(images, nodes, loss, context);
  const { collect, collectAndStep, step } = optimizerProgram(options.optimizer, ranges, layout, context);
  const packing = nodes.flatMap((node) => node.packing ?? []);
  const pack: Phase = { jobs: () => packing.length, run: (job) => (packing[job] as () => void)() };
  return {
    phases: {
      train: [...throughTower, ...collectAndStep, pack],
      inspect: [...throughTower, ...collect],
      apply: [...step, pack],
      embed: embedPhases(images, nodes, layout, context),
      pack: [pack],
    },
    sums: loss.sums,
  };
}

function contextOf({ options, layout, build, kernels, memory, worker }: WorkerSetup): Context {
  return {
    kernels,
    division: layout,
    seed: options.seed,
    floats: new Float32Array(memory),
    doubles: new Float64Array(memory),
    words: new Int32Array(memory),
    zeros: layout.zeros,
    addressOf: (parameter) => layout.weights + 4 * parameter.offset,
    gradientOf: (parameter) => layout.gradients + 4 * parameter.offset,
    panelsOf: (columns) => Math.ceil(columns / build.tileColumns),
    slot: (of, work) => of.origin + of.slotBytes * (of.perChunk && !isInference(work) ? work.chunk : worker),
    ofWorker: (of) => of.origin + of.slotBytes * worker,
  };
}

/** Forward, loss and backward: one phase, cut where a node or the loss looks at the whole batch. */
function towerPhases(
  images: ImageProgram,
  nodes: readonly NodeProgram[],
  loss: LossProgram,
  { division }: Context,
): Phase[] {
  type Step = (work: Work, command: Command) => void;
  const phases: Phase[] = [];
  let steps: Step[] = [];
  const endPhase = () => {
    const run = steps;
    steps = [];
    phases.push(
      overChunks(division, (work, command) => {
        for (const step of run) step(work, command);
      }),
    );
  };
  const meet = (meeting: Meeting | undefined) => {
    if (meeting === undefined) return;
    steps.push(meeting.sum);
    endPhase();
    phases.push(singleJob(meeting.conclude));
  };
  steps.push(images.loadChunk);
  for (const node of nodes) {
    meet(node.meetings?.forward);
    steps.push(node.forward);
  }
  if (loss.compare.of === 'chunk') {
    steps.push(loss.compare.run);
  } else {
    endPhase();
    phases.push(singleJob(loss.compare.run));
  }
  for (const node of nodes.toReversed()) {
    if (node.sumGradient !== undefined) steps.push(node.sumGradient);
    meet(node.meetings?.backward);
    steps.push(node.backward);
  }
  endPhase();
  return phases;
}

function embedPhases(
  images: ImageProgram,
  nodes: readonly NodeProgram[],
  layout: Layout,
  { floats, slot, division }: Context,
): Phase[] {
  const imagesPerChunk = division.examplesPerChunk * division.imagesPerExample;
  const out = layout.nodes.at(-1)?.out as Tensor;
  const work: Work = { chunk: 0, job: 0, isFirst: true, images: 0, mode: 'embed' };
  const embed: Phase = {
    jobs: (command) => Math.ceil(command.count / imagesPerChunk),
    run(job, command) {
      const first = job * imagesPerChunk;
      work.chunk = job;
      work.images = Math.min(imagesPerChunk, command.count - first);
      images.loadImages(work, command, first);
      for (const node of nodes) node.forward(work, command);
      const from = slot(out, work);
      const to = (layout.embedOut + first * 4 * out.stride) >>> 2;
      for (let image = 0; image < work.images; image++) {
        const at = (from + image * out.imageBytes) >>> 2;
        floats.copyWithin(to + image * out.stride, at, at + out.shape.channels);
      }
    },
  };
  const blank = blankPhase(images, nodes);
  return blank === null ? [embed] : [blank, embed];
}

/** What an image gives that has nothing on it, where a drawing on such a ground can use it. */
function blankPhase(images: ImageProgram, nodes: readonly NodeProgram[]): Phase | null {
  const last = nodes.findLastIndex((node) => node.keepBlank !== undefined);
  if (last < 0) return null;
  const upToLast = nodes.slice(0, last + 1);
  const work: Work = { chunk: 0, job: 0, isFirst: true, images: 1, mode: 'blank' };
  return singleJob((command) => {
    images.loadBlank(work, command);
    for (const node of upToLast) {
      node.forward(work, command);
      node.keepBlank?.(work);
    }
  });
}
