/** What nodes are laid out with: memory as they ask for it, and the places of their weights and gradients. */
import type { Shape } from '../../network/index.ts';
import { type Context, type Memory, partsOf, type Tensor } from './kernels/kernel.ts';
import type { Trained } from './kernels/optimizer.ts';

export interface Builder {
  readonly context: Context;
  /** images of a step at most */
  readonly rows: number;
  /** the data set's bytes; of no size until `load` */
  readonly images: Memory;
  /** which of them a step's rows are */
  readonly indices: Memory;
  /** f32: weights, then slots */
  readonly weights: Memory;
  readonly panels: Memory;
  readonly slices: Memory;
  /** all memory, and what is trained: filled as nodes are laid out */
  readonly memories: readonly Memory[];
  readonly trained: Trained[];
  allocate(label: string, bytes: number): Memory;
  /** for all rows */
  tensor(label: string, shape: Shape): Tensor;
  /** Room for so many vec4f. → where, in vec4f */
  inPanels(vectors: number): number;
  inSlices(vectors: number): number;
}

/** `indices` are a part of what each step brings along. */
export function createBuilder(
  { context, rows }: Pick<Builder, 'context' | 'rows'>,
  indices: Memory,
  weightFloats: number,
): Builder {
  const panels = { label: 'panels', bytes: 0 };
  const slices = { label: 'slices', bytes: 0 };
  const memories: Memory[] = [panels, slices];
  const allocate = (label: string, bytes: number): Memory => {
    const memory = { label, bytes: Math.max(16, 4 * Math.ceil(bytes / 4)) };
    memories.push(memory);
    return memory;
  };
  const grow = (memory: { bytes: number }, vectors: number): number => {
    const first = memory.bytes / 16;
    memory.bytes += 16 * vectors;
    return first;
  };
  return {
    context,
    rows,
    images: allocate('images', 0),
    indices,
    weights: allocate('weights', 4 * weightFloats),
    panels,
    slices,
    memories,
    trained: [],
    allocate,
    tensor(label, { height, width, channels }) {
      const vectors = partsOf(channels, 4);
      const rowVectors = height * width * vectors;
      return { height, width, channels, vectors, rowVectors, memory: allocate(label, 16 * rows * rowVectors) };
    },
    inPanels: (vectors) => grow(panels, vectors),
    inSlices: (vectors) => grow(slices, vectors),
  };
}
