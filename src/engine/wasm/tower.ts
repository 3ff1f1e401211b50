/**
 * The nodes of a tower, one after the other in memory, and what each reads. Where several nodes read what one gives,
 * each writes a gradient of its own, and its backward pass begins with their sum.
 */
import { imageName, type Shape } from '../../network/index.ts';
import type { Arguments } from './kernels.ts';
import { type Arena, type Border, CHANNEL_MULTIPLE, noBorder, roundUp, type Tensor } from './memory.ts';
import type { Context, Node, Source } from './nodes/node.ts';
import type { NamedUnit } from './nodes/table.ts';
import type { Work } from './work.ts';

/** What a layer gives, and a gradient for each unit that reads it; none for the image. */
interface Output {
  readonly out: Tensor;
  readonly gradients: (Tensor | null)[];
}

/** Lays out the image and the nodes, each with its activations and their gradient, then what its kind needs. */
export function layOutTower(
  inputShape: Shape,
  units: readonly NamedUnit[],
  keepsChunks: boolean,
  arena: Arena,
): { image: Tensor; nodes: readonly Node[] } {
  const ofImage = unitsReading(imageName, units);
  const image = arena.tensor(inputShape, {
    stride: inputShape.channels,
    border: widestBorder(ofImage),
    perChunk: keepsChunks,
  });
  const outputs = new Map<string, Output>([[imageName, { out: image, gradients: ofImage.map(() => null) }]]);
  /** For each of its readers in turn, the gradient that is its to write. */
  const sourceOf = (name: string): Source => {
    const { out, gradients } = outputs.get(name) as Output;
    return { out, gradient: gradients.shift() ?? null };
  };
  const nodes = units.map((unit) => {
    const { name, output } = unit.output;
    const readers = unitsReading(name, units);
    const stride = roundUp(output.channels, CHANNEL_MULTIPLE);
    const gathersBatch = unit.gathersBatch === true;
    const out = arena.tensor(output, {
      stride,
      border: widestBorder(readers),
      perChunk: keepsChunks || gathersBatch || readers.some((reader) => reader.gathersBatch),
    });
    const gradient = arena.tensor(output, {
      stride,
      border: (unit.inputs[0] === imageName ? undefined : unit.gradientBorder) ?? noBorder,
      perChunk: keepsChunks || gathersBatch,
    });
    const parts =
      readers.length < 2
        ? [gradient]
        : readers.map(() => arena.tensor(output, { stride, border: noBorder, perChunk: keepsChunks }));
    outputs.set(name, { out, gradients: [...parts] });
    const inputs = unit.inputs.map(sourceOf);
    const [{ out: input, gradient: inputGradient }] = inputs as [Source];
    const node = unit.layOut({ input, inputGradient, inputs, out, gradient, keepsChunks, arena });
    return parts.length < 2 ? node : summed(node, parts);
  });
  return { image, nodes };
}

/** The units that read a layer, once for each of their inputs that it is. */
function unitsReading(name: string, units: readonly NamedUnit[]): NamedUnit[] {
  return units.flatMap((unit) => unit.inputs.filter((input) => input === name).map(() => unit));
}

function widestBorder(readers: readonly NamedUnit[]): Border {
  const sides = { ...noBorder };
  for (const { inputBorder = noBorder } of readers) {
    for (const side of ['top', 'left', 'bottom', 'right'] as const) {
      sides[side] = Math.max(sides[side], inputBorder[side]);
    }
  }
  return sides;
}

/** The node, its gradient summed from those of its readers before its backward pass. */
function summed(node: Node, parts: readonly Tensor[]): Node {
  return {
    ...node,
    program: (context) => ({ ...node.program(context), sumGradient: gradientSum(node, parts, context) }),
  };
}

function gradientSum({ gradient }: Node, parts: readonly Tensor[], { kernels, slot }: Context) {
  const { shape, stride, rowBytes, imageBytes } = gradient;
  const calls = parts.map((part, index) => {
    const call: Arguments['addTensor'] = {
      images: 0,
      rows: shape.height,
      rowLength: shape.width * stride,
      x: 0,
      xRow: part.rowBytes,
      xImage: part.imageBytes,
      y: 0,
      yRow: rowBytes,
      yImage: imageBytes,
      add: index > 0,
    };
    return { part, call };
  });
  return (work: Work) => {
    for (const { part, call } of calls) {
      call.images = work.images;
      call.x = slot(part, work);
      call.y = slot(gradient, work);
      kernels.addTensor(call);
    }
  };
}
