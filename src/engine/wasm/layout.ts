/**
 * Where everything lies in the one shared memory of a session.
 *
 *   control │ queue │ weights, slots, gradients │ panels │ tables │ activations and gradients, by slot │ partial sums │ images
 *
 * A step works through chunks of a few examples, each with all its images: a pair's left and right image lie in one
 * chunk, so one worker takes a chunk all the way forward, through the loss, and back, in its own slot of memory that
 * stays in its cache. Chunks belong to jobs; what a job sums goes to the job's own buffer, and the buffers are added
 * in order. Chunks and jobs depend on the batch alone, never on the workers: so the workers' number never changes a bit.
 * Only where a node or the loss looks at the whole batch, as batch normalisation does, each chunk keeps a slot.
 */
import { exampleKinds } from '../../data/index.ts';
import { InputError } from '../../errors/index.ts';
import type { Plan } from '../../network/index.ts';
import { distancesPerExample, lossOf, rowsPerExample } from '../../objective/index.ts';
import { formatGibibytes } from '../../text/index.ts';
import type { SessionOptions } from '../contract/contract.ts';
import { slotCount } from '../contract/optimizers.ts';
import type { Build, Kernels } from './kernels.ts';
import {
  type Arena,
  arenaFrom,
  CHANNEL_MULTIPLE,
  type Division,
  roundUp,
  type Slots,
  type Table,
  type Tensor,
} from './memory.ts';
import type { Node } from './nodes/node.ts';
import { nodeKinds, unitsOf } from './nodes/table.ts';
import { layOutTower } from './tower.ts';

/** Images of a chunk, or the fewest more that are whole examples: a worker's activations stay in its second-level cache. */
const CHUNK_IMAGES = 8;
/** Buffers for sums over the batch. More cost memory and adding; fewer leave workers idle. */
const MAX_JOBS = 16;
/** Steps that may wait in the queue. */
export const QUEUE_LENGTH = 64;
/** Images of one `embed` command. */
export const EMBED_IMAGES = 1024;
const MAX_MEMORY = 2 ** 32 - 65536;

/** Words of the control block, each on a cache line of its own. */
export interface Control {
  /** commands published by the session; commands done */
  readonly published: number;
  readonly done: number;
  /** arrived, phase, next job: see kernels/threads.ts */
  readonly barrier: number;
  /** 1 once a worker has failed */
  readonly failed: number;
}

/** One command in the queue. */
export interface QueueLayout {
  readonly address: number;
  readonly slotBytes: number;
  /** within a slot: int32 kind, step, count; float64 learningRate, lossSum, correct, imagesAt; int32 indices; labels */
  readonly numbers: number;
  readonly indices: number;
  readonly labels: number;
}

export interface Layout extends Division {
  /** all but the images, which follow */
  readonly bytes: number;
  readonly threads: number;
  readonly control: Control;
  readonly queue: QueueLayout;
  readonly weights: number;
  readonly slots: readonly number[];
  readonly gradients: number;
  /** as many zeros as the widest product has columns: the bias of a product without one */
  readonly zeros: number;
  readonly image: Tensor;
  readonly nodes: readonly Node[];
  /** [workers][images] int32: the images of the chunk in work */
  readonly chunkIndices: Slots;
  /** float64 [jobs] each: loss, correct, head kernel's and bias's gradient */
  readonly jobSums: number;
  /** float64, one for each range of parameters: squared norms */
  readonly norms: number;
  /** float32 [distances of an example][batchSize] */
  readonly distances: number;
  /** float32 [EMBED_IMAGES][embedding stride] */
  readonly embedOut: number;
  /** what `open` writes once */
  readonly tables: readonly Table[];
}

/** One worker, and the session that it works in. */
export interface WorkerSetup {
  readonly plan: Plan;
  readonly options: SessionOptions;
  readonly layout: Layout;
  readonly build: Build;
  readonly kernels: Kernels;
  readonly memory: SharedArrayBuffer;
  readonly worker: number;
}

/** Lays out a session's memory. Pure: the session and each worker compute the same. */
export function layOut(plan: Plan, options: SessionOptions, threads: number): Layout {
  const { batchSize } = options;
  const division = divisionOf(options);
  const { imagesPerExample, examplesPerChunk, jobs } = division;
  const images = examplesPerChunk * imagesPerExample;
  const arena = arenaFrom(1024, { images, chunks: Math.ceil(batchSize / examplesPerChunk), jobs, threads });
  const { allocate, slotted } = arena;

  const control: Control = { published: allocate(4), done: allocate(4), barrier: allocate(12), failed: allocate(4) };
  const queue = layOutQueue(options, division, arena);
  const weights = allocate(4 * plan.size);
  const slots = Array.from({ length: slotCount(options.optimizer) }, () => allocate(4 * plan.trainableSize));
  const gradients = allocate(4 * plan.trainableSize);
  const units = unitsOf(plan, nodeKinds);
  const keepsChunks = lossOf(options.objective).looksAt === 'batch' || units.some(({ meets }) => meets);
  const { image, nodes } = layOutTower(plan.inputShape, units, keepsChunks, arena);
  const embedding = nodes.at(-1);
  if (embedding === undefined) throw new Error('a tower ends in its embedding');
  const layout = {
    ...division,
    threads,
    control,
    queue,
    weights,
    slots,
    gradients,
    image,
    nodes,
    zeros: allocate(4 * nodes.reduce((most, { columns }) => Math.max(most, columns), CHANNEL_MULTIPLE)),
    chunkIndices: slotted(4 * images, false),
    jobSums: allocate(8 * 4 * jobs),
    norms: allocate(8 * plan.parameters.reduce((sum, { size, shape }) => sum + size / (shape.at(-1) ?? 1) + 1, 0)),
    distances: allocate(4 * distancesPerExample(options.objective) * batchSize),
    embedOut: allocate(4 * EMBED_IMAGES * embedding.out.stride),
    tables: arena.tables,
  };
  const bytes = roundUp(arena.end(), 65536);
  if (bytes > MAX_MEMORY) {
    throw new InputError(
      `The wasm engine would need ${formatGibibytes(bytes)} for this network at training.batchSize ` +
        `${batchSize}, but WebAssembly has 4 GiB; use a smaller batchSize, fewer filters or larger pools.`,
    );
  }
  return { ...layout, bytes };
}

function divisionOf({ objective, batchSize }: SessionOptions): Division {
  const imagesPerExample = rowsPerExample(objective);
  const examplesPerChunk = Math.ceil(CHUNK_IMAGES / imagesPerExample);
  return {
    imagesPerExample,
    examplesPerChunk,
    jobs: Math.min(Math.ceil(batchSize / examplesPerChunk), MAX_JOBS),
  };
}

function layOutQueue(
  { objective, batchSize }: SessionOptions,
  { imagesPerExample }: Division,
  { allocate }: Arena,
): QueueLayout {
  const indexBytes = 4 * Math.max(imagesPerExample * batchSize, EMBED_IMAGES);
  const labelBytes = exampleKinds[lossOf(objective).examples].LabelArray.BYTES_PER_ELEMENT * batchSize;
  const slotBytes = 64 + roundUp(indexBytes + labelBytes, 64);
  const address = allocate(QUEUE_LENGTH * slotBytes);
  return { address, slotBytes, numbers: 32, indices: 64, labels: 64 + indexBytes };
}
