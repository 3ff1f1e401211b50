/**
 * What a session keeps on the GPU, and the plan's layers as nodes: see nodes/kind.ts.
 *
 *   step      │ numbers of a step │ images' indices │ labels │    the one thing that each step brings along
 *   weights   │ weights │ slots │       panels │ kernels as the products read them, there and back, and biases │
 *   slices    gradients of the weights, each in as many parts as its sum was cut into
 *   images    the data set's bytes
 *   and for each node its output and the loss's gradient by it, [rows, pixels, vec4f of channels]
 */
import { imageName, type Layer, type LayerOf, type Plan, readersOf } from '../../network/index.ts';
import { rowsPerExample } from '../../objective/index.ts';
import type { SessionOptions } from '../contract/contract.ts';
import { slotCount } from '../contract/optimizers.ts';
import { type Builder, createBuilder } from './builder.ts';
import { type Context, type Memory, partsOf, stepWords } from './kernels/kernel.ts';
import { normFloats, type Trained } from './kernels/optimizer.ts';
import { sumOf } from './kernels/sum-of.ts';
import type { Input, Node, NodeOf, Place } from './nodes/kind.ts';
import { nodeKinds } from './nodes/table.ts';

/** Steps whose sums may wait for `progress`. */
export const MAX_STEPS = 256;
/** What an offset into a buffer must be a multiple of, for WebGPU. */
const ALIGNMENT = 256;

export interface Layout {
  readonly context: Context;
  /** images of a step at most */
  readonly rows: number;
  /** the last gives the embeddings */
  readonly nodes: readonly [Node, ...Node[]];
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
  const context: Context = { dropoutLayers: plan.layers.filter(({ kind }) => kind === 'dropout').length };
  const step = layOutStep(context, rows, batchSize);
  const builder = createBuilder({ context, rows }, step.indices, plan.size + slotCount(optimizer) * plan.trainableSize);
  const { allocate, trained, weights, panels, slices, images, memories } = builder;
  const nodes = nodesOf(plan, builder);
  const headGradients = layOutHead(plan, builder, batchSize);
  return {
    context,
    rows,
    nodes,
    trained: trained.toSorted((a, b) => a.offset - b.offset),
    ...step,
    weights,
    gradients: allocate('gradients', 4 * plan.trainableSize),
    panels,
    slices,
    norms: allocate('norms', 4 * normFloats(plan)),
    results: allocate('results', 16 * batchSize),
    distances: allocate('distances', 8 * batchSize),
    sums: allocate('sums', 16 * (MAX_STEPS + 1)),
    images,
    headGradients,
    memories: [step.step, ...memories],
  };
}

/** The one memory that each step brings along, and its parts. */
function layOutStep(
  { dropoutLayers }: Context,
  rows: number,
  batchSize: number,
): Pick<Layout, 'step' | 'stepNumbers' | 'indices' | 'labels'> {
  const aligned = (bytes: number) => ALIGNMENT * Math.ceil(bytes / ALIGNMENT);
  const numberBytes = aligned(4 * stepWords.keys + 16 * Math.max(1, dropoutLayers));
  const indexBytes = aligned(4 * rows);
  const labelBytes = aligned(4 * batchSize);
  const step: Memory = { label: 'step', bytes: numberBytes + indexBytes + labelBytes };
  const part = (label: string, offset: number, bytes: number): Memory => ({
    label,
    bytes,
    within: { memory: step, offset },
  });
  return {
    step,
    stepNumbers: part('numbers', 0, numberBytes),
    indices: part('indices', numberBytes, indexBytes),
    labels: part('labels', numberBytes + indexBytes, labelBytes),
  };
}

/** → where in `slices`, in floats, the head's gradients come */
function layOutHead({ head }: Plan, builder: Builder, batchSize: number): number {
  const at = 4 * builder.inSlices(partsOf(2 * batchSize, 4));
  if (head === null) return at;
  const given = (first: number) => ({
    slices: { first, apart: 1, count: 'step.examples' },
    place: 'local',
    panels: [],
  });
  builder.trained.push({ ...head.kernel, ...given(at) }, { ...head.bias, ...given(at + batchSize) });
  return at;
}

/** What a layer gives to those that read it; where they are several, each writes a gradient of its own. */
interface Output extends Input {
  readonly gradients: Memory[] | null;
}

/** Layer by layer, in the plan's order, but for those that a node has taken in. */
function nodesOf(plan: Plan, builder: Builder): [Node, ...Node[]] {
  const readers = readersOf(plan);
  const isShared = ({ name }: Layer) => (readers.get(name)?.length ?? 0) > 1;
  const outputs = new Map<string, Output>();
  const inputOf = (name: string): Input | null => {
    if (name === imageName) return null;
    const { gradients, ...input } = outputs.get(name) as Output;
    if (gradients === null) return input;
    const gradient = builder.allocate(`${name} gradient ${gradients.length + 1}`, input.gradient.bytes);
    gradients.push(gradient);
    return { ...input, gradient };
  };

  const nodes: Node[] = [];
  const takenIn = new Set<Layer>();
  for (const layer of plan.layers) {
    if (takenIn.has(layer)) continue;
    let last = layer;
    const place: Place = {
      builder,
      inputs: [inputOf(layer.inputs[0]), ...layer.inputs.slice(1).map(inputOf)],
      isShared: isShared(layer),
      take(kind, suits = () => true) {
        const [next] = readers.get(last.name) ?? [];
        if (next === undefined || isShared(last) || !isOfKind(next, kind) || !suits(next)) return null;
        takenIn.add(next);
        last = next;
        return next;
      },
    };
    const made = (nodeKinds[layer.kind] as NodeOf<Layer>)(layer, place);
    if ('memory' in made) {
      outputs.set(last.name, { ...(place.inputs[0] as Input), tensor: made, gradients: null });
      continue;
    }
    const { ending, gradient } = made;
    const gradients = isShared(last) ? [] : null;
    outputs.set(last.name, { tensor: ending.out, ending, gradient, gradients });
    nodes.push(gradients === null ? made : withSum(builder.context, layer.name, made, gradients));
  }
  return nodes as [Node, ...Node[]];
}

function isOfKind<Kind extends Layer['kind']>(layer: Layer, kind: Kind): layer is LayerOf<Kind> {
  return layer.kind === kind;
}

/** The node, which first adds the gradients that its readers wrote. */
function withSum(context: Context, name: string, node: Node, gradients: readonly Memory[]): Node {
  const { ending, gradient, backward } = node;
  const sum = () =>
    sumOf(context, { name: `${name} gradient`, addends: gradients, to: gradient, vectors: ending.out.rowVectors });
  return { ...node, backward: () => [sum(), ...backward()] };
}
