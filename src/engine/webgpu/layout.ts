/**
 * What a session keeps on the GPU, and the plan's layers as the nodes that kernels are written for.
 *
 *   step      │ numbers of a step │ images' indices │ labels │    the one thing that each step brings along
 *   weights   │ weights │ slots │       panels │ kernels as the products read them, there and back, and biases │
 *   slices    gradients of the weights, each in as many parts as its sum was cut into
 *   images    the data set's bytes
 *   and for each node its output and the loss's gradient by it, [rows, pixels, vec4f of channels]
 *
 * A node takes in what can be done at once: a convolution with its activation, a small max-pool and dropout; others with
 * their dropout. Its gradient is kept as of before all that: whoever makes it takes it back `through`.
 */
import type { BatchNormLayer, ConvLayer, DenseLayer, DropoutLayer, Layer, Plan, Shape } from '../../network/index.ts';
import { rowsPerExample } from '../../objective/index.ts';
import type { SessionOptions } from '../contract/contract.ts';
import { slotCount } from '../contract/optimizers.ts';
import {
  type ConvInput,
  type ConvShape,
  depthOf,
  forwardParts,
  inputStride,
  type Panels,
  type Slices,
  slicesOf,
  slicesText,
  windowArea,
} from './kernels/conv.ts';
import type { Ending } from './kernels/elementwise.ts';
import { type Memory, partsOf, stepWords, type Tensor } from './kernels/kernel.ts';
import { batchNormSliceBytes } from './kernels/norm.ts';
import { normFloats, type Trained } from './kernels/optimizer.ts';

/** Steps whose sums may wait for `progress`. */
export const MAX_STEPS = 256;
/** What an offset into a buffer must be a multiple of, for WebGPU. */
const ALIGNMENT = 256;

interface NodeBase {
  readonly name: string;
  readonly ending: Ending;
  /** [rows, rowVectors of the ending's output] */
  readonly gradient: Memory;
  /** of the node before; null where that is the image */
  readonly before: { readonly ending: Ending; readonly gradient: Memory } | null;
}
export interface ConvNode extends NodeBase {
  readonly kind: 'conv';
  readonly conv: ConvShape;
  readonly panels: Panels;
  readonly slices: Slices;
  readonly winners: Memory | null;
  /** where the sum is taken in parts */
  readonly parts: Memory | null;
}
export interface PoolNode extends NodeBase {
  readonly kind: 'pool';
  readonly type: 'max' | 'average';
  readonly size: readonly [height: number, width: number];
  readonly input: Tensor;
  readonly winners: Memory | null;
}
export interface BatchNormNode extends NodeBase {
  readonly kind: 'batchNorm';
  readonly layer: BatchNormLayer;
  readonly input: Tensor;
  readonly statistics: Memory;
  readonly sums: Memory;
  /** of gamma and beta, in `slices`, in vec4f */
  readonly gradients: number;
}
export interface FlattenNode extends NodeBase {
  readonly kind: 'flatten';
  readonly input: Tensor;
}
export interface NormalizeNode extends NodeBase {
  readonly kind: 'normalize';
  readonly input: Tensor;
}
export type Node = ConvNode | PoolNode | BatchNormNode | FlattenNode | NormalizeNode;

export interface Layout {
  /** images of a step at most */
  readonly rows: number;
  readonly nodes: readonly Node[];
  readonly trained: readonly Trained[];
  readonly step: Memory;
  readonly stepNumbers: Memory;
  readonly indices: Memory;
  readonly labels: Memory;
  readonly weights: Memory;
  readonly gradients: Memory;
  readonly panels: Memory;
  readonly slices: Memory;
  readonly norms: Memory;
  readonly results: Memory;
  readonly distances: Memory;
  readonly sums: Memory;
  /** of no size until `load` */
  readonly images: Memory;
  /** floats of `slices` from here on: the head's gradients, an example each; `batchSize` apart */
  readonly headGradients: number;
  readonly memories: readonly Memory[];
}

export function layOut(plan: Plan, { objective, optimizer, batchSize }: SessionOptions): Layout {
  const rows = batchSize * rowsPerExample(objective);
  const memories: Memory[] = [];
  const allocate = (label: string, bytes: number): Memory => {
    const memory = { label, bytes: Math.max(16, 4 * Math.ceil(bytes / 4)) };
    memories.push(memory);
    return memory;
  };
  const aligned = (bytes: number) => ALIGNMENT * Math.ceil(bytes / ALIGNMENT);
  const tensor = (label: string, { height, width, channels }: Shape): Tensor => {
    const vectors = partsOf(channels, 4);
    const rowVectors = height * width * vectors;
    return { height, width, channels, vectors, rowVectors, memory: allocate(label, 16 * rows * rowVectors) };
  };

  // ── the step's own ───────────────────────────────────────────────────────────────────────────────────────────
  const dropoutLayers = plan.layers.filter(({ kind }) => kind === 'dropout').length;
  const numberBytes = aligned(4 * stepWords.keys + 16 * Math.max(1, dropoutLayers));
  const indexBytes = aligned(4 * rows);
  const step = allocate('step', numberBytes + indexBytes + aligned(4 * batchSize));
  const part = (label: string, offset: number, bytes: number): Memory => ({
    label,
    bytes,
    within: { memory: step, offset },
  });
  const stepNumbers = part('numbers', 0, numberBytes);
  const indices = part('indices', numberBytes, indexBytes);
  const labels = part('labels', numberBytes + indexBytes, aligned(4 * batchSize));
  const images = allocate('images', 0);

  // ── panels and slices, in vec4f ──────────────────────────────────────────────────────────────────────────────
  const panelMemory = { label: 'panels', bytes: 0 };
  const sliceMemory = { label: 'slices', bytes: 0 };
  /** Where so many more lie. */
  const grow = (memory: { bytes: number }, vectors: number): number => {
    const first = memory.bytes / 16;
    memory.bytes += 16 * vectors;
    return first;
  };
  const inPanels = (vectors: number) => grow(panelMemory, vectors);
  const inSlices = (vectors: number) => grow(sliceMemory, vectors);
  const trained: Trained[] = [];

  // ── nodes ────────────────────────────────────────────────────────────────────────────────────────────────────
  const nodes: Node[] = [];
  const beforeNext = () => {
    const last = nodes.at(-1);
    return last === undefined ? null : { ending: last.ending, gradient: last.gradient };
  };
  /** a view of the last node's output, where flatten needs no copy */
  let flattened: Tensor | null = null;
  const inputTensor = (): Tensor => {
    const last = nodes.at(-1);
    if (last === undefined) throw new Error('the first layer is a convolution');
    return flattened ?? last.ending.out;
  };
  const base = (layer: Layer, ending: Ending): NodeBase => ({
    name: layer.name,
    ending,
    gradient: allocate(`${layer.name} gradient`, ending.out.memory.bytes),
    before: beforeNext(),
  });

  const convNode = (
    layer: ConvLayer | DenseLayer,
    activation: Ending['activation'],
    pool: readonly [number, number],
    output: Shape,
    dropout: DropoutLayer | null,
  ): ConvNode => {
    const isConv = layer.kind === 'conv';
    const input: ConvInput =
      nodes.length === 0
        ? { kind: 'images', ...layer.input, bytes: images, indices }
        : { kind: 'tensor', tensor: inputTensor() };
    const kernelSize = isConv ? layer.kernelSize : ([1, 1] as const);
    const outputs = layer.output.channels;
    const shape = {
      input,
      height: layer.output.height,
      width: layer.output.width,
      pool,
      kernelSize,
      strides: isConv ? layer.strides : ([1, 1] as const),
      padTop: isConv ? layer.padTop : 0,
      padLeft: isConv ? layer.padLeft : 0,
      outputs,
      rows,
    };
    const stride = inputStride({ input });
    const conv: ConvShape = { ...shape, depth: depthOf(stride, kernelSize) };
    const vectors = partsOf(outputs, 4);
    const taps = kernelSize[0] * kernelSize[1];
    const inputVectors = stride / 4;
    const panels: Panels = {
      memory: panelMemory,
      forward: inPanels(conv.depth * vectors),
      backward: input.kind === 'images' ? 0 : inPanels(taps * 4 * vectors * inputVectors),
      bias: inPanels(vectors),
    };
    const slices: Slices = {
      memory: sliceMemory,
      kernel: inSlices(slicesOf(conv, rows) * conv.depth * vectors),
      bias: inSlices(slicesOf(conv, rows) * vectors),
    };
    const inputs = layer.input.channels;
    const tap = `(local / ${inputs * outputs}u)`;
    const channel = `(local / ${outputs}u % ${inputs}u)`;
    const output4 = `local % ${outputs}u`;
    const place = `(${tap} * ${stride}u + ${channel}) * ${4 * vectors}u + ${output4}`;
    const count = slicesText(conv);
    trained.push(
      {
        ...layer.kernel,
        slices: { first: 4 * slices.kernel, apart: 4 * conv.depth * vectors, count },
        place,
        panels: [
          `${4 * panels.forward}u + ${place}`,
          ...(input.kind === 'images'
            ? []
            : [`${4 * panels.backward}u + (${tap} * ${4 * vectors}u + ${output4}) * ${stride}u + ${channel}`]),
        ],
      },
      {
        ...layer.bias,
        slices: { first: 4 * slices.bias, apart: 4 * vectors, count },
        place: 'local',
        panels: [`${4 * panels.bias}u + local`],
      },
    );
    const parts = forwardParts(conv);
    return {
      kind: 'conv',
      ...base(layer, { out: tensor(layer.name, output), activation, dropout }),
      conv,
      panels,
      slices,
      winners:
        windowArea(conv) > 1
          ? allocate(`${layer.name} winners`, 4 * rows * output.height * output.width * vectors)
          : null,
      parts: parts > 1 ? allocate(`${layer.name} parts`, 16 * parts * rows * vectors) : null,
    };
  };

  /** A pool's window that a convolution's thread can hold: its eight rows are whole windows. */
  const isInRegisters = (layer: Layer | undefined) =>
    layer?.kind === 'pool' && layer.type === 'max' && 8 % (layer.size[0] * layer.size[1]) === 0;

  for (let index = 0; index < plan.layers.length; index++) {
    const layer = plan.layers[index] as Layer;
    const next = () => plan.layers[index + 1];
    /** the next layer, where it is of this kind: this node takes it in */
    const taken = <Kind extends Layer['kind']>(kind: Kind): Extract<Layer, { kind: Kind }> | null => {
      const following = next();
      if (following?.kind !== kind) return null;
      index++;
      return following as Extract<Layer, { kind: Kind }>;
    };
    switch (layer.kind) {
      case 'conv': {
        const activation = taken('activation')?.activation ?? 'linear';
        const pool = isInRegisters(next()) ? taken('pool') : null;
        const dropout = taken('dropout');
        nodes.push(convNode(layer, activation, pool?.size ?? [1, 1], pool?.output ?? layer.output, dropout));
        break;
      }
      case 'dense':
        nodes.push(convNode(layer, 'linear', [1, 1], layer.output, null));
        flattened = null;
        break;
      case 'pool':
      case 'reduce': {
        const input = inputTensor();
        if (layer.kind === 'reduce' && layer.type === 'flatten') {
          const { channels } = layer.output;
          if (layer.input.channels % 4 === 0) {
            flattened = { ...input, height: 1, width: 1, channels, vectors: input.rowVectors };
          } else {
            const ending: Ending = { out: tensor(layer.name, layer.output), activation: 'linear', dropout: null };
            nodes.push({ kind: 'flatten', ...base(layer, ending), input });
          }
          break;
        }
        const isMax = layer.kind === 'pool' ? layer.type === 'max' : layer.type === 'globalMax';
        const size = layer.kind === 'pool' ? layer.size : ([layer.input.height, layer.input.width] as const);
        const dropout = taken('dropout');
        const out = tensor(layer.name, layer.output);
        nodes.push({
          kind: 'pool',
          ...base(layer, { out, activation: 'linear', dropout }),
          type: isMax ? 'max' : 'average',
          size,
          input,
          winners: isMax ? allocate(`${layer.name} winners`, out.memory.bytes) : null,
        });
        break;
      }
      case 'batchNorm': {
        const input = inputTensor();
        const dropout = taken('dropout');
        const out = tensor(layer.name, layer.output);
        const gradients = inSlices(2 * input.vectors);
        const of = (first: number) => ({
          slices: { first: 4 * first, apart: 0, count: '1u' },
          place: 'local',
          panels: [],
        });
        trained.push({ ...layer.gamma, ...of(gradients) }, { ...layer.beta, ...of(gradients + input.vectors) });
        nodes.push({
          kind: 'batchNorm',
          ...base(layer, { out, activation: 'linear', dropout }),
          layer,
          input,
          statistics: allocate(`${layer.name} statistics`, 32 * input.vectors),
          sums: allocate(`${layer.name} sums`, batchNormSliceBytes({ input, rows })),
          gradients,
        });
        break;
      }
      case 'normalize': {
        const input = inputTensor();
        const out = tensor(layer.name, layer.output);
        nodes.push({ kind: 'normalize', ...base(layer, { out, activation: 'linear', dropout: null }), input });
        break;
      }
      default:
        throw new Error(`${layer.name} stands where no layer of its kind can.`);
    }
  }

  const headGradients = 4 * inSlices(partsOf(2 * batchSize, 4));
  if (plan.head !== null) {
    const of = (first: number) => ({
      slices: { first, apart: 1, count: 'step.examples' },
      place: 'local',
      panels: [],
    });
    trained.push(
      { ...plan.head.kernel, ...of(headGradients) },
      { ...plan.head.bias, ...of(headGradients + batchSize) },
    );
  }
  memories.push(panelMemory, sliceMemory);
  return {
    rows,
    nodes,
    trained: trained.toSorted((a, b) => a.offset - b.offset),
    step,
    stepNumbers,
    indices,
    labels,
    weights: allocate('weights', 4 * (plan.size + slotCount(optimizer) * plan.trainableSize)),
    gradients: allocate('gradients', 4 * plan.trainableSize),
    panels: panelMemory,
    slices: sliceMemory,
    norms: allocate('norms', 4 * normFloats(plan)),
    results: allocate('results', 16 * batchSize),
    distances: allocate('distances', 8 * batchSize),
    sums: allocate('sums', 16 * (MAX_STEPS + 1)),
    images,
    headGradients,
    memories,
  };
}
