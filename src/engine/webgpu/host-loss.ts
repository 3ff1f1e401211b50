/** A loss that has no kernel: the host works it out between the way forward and the way back. */
import type { Batch } from '../../data/index.ts';
import type { Head, Plan } from '../../network/index.ts';
import { type Compared, compareBatch, type HeadWeights } from '../../objective/index.ts';
import type { SessionOptions } from '../contract/contract.ts';
import type { Buffers } from './buffers.ts';
import type { Load } from './kernels/kernel.ts';
import type { Layout } from './layout.ts';
import type { Node } from './nodes/kind.ts';

/** Embeddings are read back, and what the loss's kernel would have written is written from here. */
export async function compareOnHost(
  { plan, options, layout, buffers }: Given,
  { compared }: Batch,
  load: Load,
): Promise<Compared> {
  const { embeddingDim, head } = plan;
  const { ending, gradient } = layout.nodes.at(-1) as Node;
  const { memory, vectors } = ending.out;
  const embeddings = unpadded(await buffers.read(memory, 4 * vectors * load.rows), embeddingDim, 4 * vectors);
  const headWeights = head === null ? null : await readHead(buffers, layout, head);
  const result = compareBatch(options.objective, { embeddings, embeddingDim, compared, head: headWeights });
  buffers.write(gradient, padded(result.gradients, embeddingDim, 4 * vectors));
  const sums = new Float32Array(4 * load.examples); // all of it in the first example's place
  sums.set([result.lossSum, result.correct, Number.isFinite(result.lossSum) ? 0 : 1]);
  buffers.write(layout.results, sums);
  if (head !== null) {
    for (const [index, derivative] of [result.byHead.kernel, result.byHead.bias].entries()) {
      const slices = new Float32Array(load.examples);
      slices[0] = derivative;
      buffers.write(layout.slices, slices, layout.headGradients + index * options.batchSize);
    }
  }
  return result;
}

interface Given {
  readonly plan: Plan;
  readonly options: SessionOptions;
  readonly layout: Layout;
  readonly buffers: Buffers;
}

async function readHead(buffers: Buffers, { weights }: Layout, { kernel, bias }: Head): Promise<HeadWeights> {
  const [first] = await buffers.read(weights, 1, kernel.offset);
  const [second] = await buffers.read(weights, 1, bias.offset);
  return { kernel: first as number, bias: second as number };
}

/** [rows, stride] → [rows, length] */
function unpadded(floats: Float32Array, length: number, stride: number): Float32Array {
  const rows = floats.length / stride;
  const dense = new Float32Array(rows * length);
  for (let row = 0; row < rows; row++) dense.set(floats.subarray(row * stride, row * stride + length), row * length);
  return dense;
}

/** [rows, length] → [rows, stride], zeros between */
function padded(values: Float64Array, length: number, stride: number): Float32Array {
  const rows = values.length / length;
  const floats = new Float32Array(rows * stride);
  for (let row = 0; row < rows; row++) floats.set(values.subarray(row * length, (row + 1) * length), row * stride);
  return floats;
}
