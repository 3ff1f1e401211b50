/** Global reductions, which are pools of one window, and flatten. */
import type { ReduceLayer } from '../../../network/index.ts';
import { type Ending, through, throughReads } from '../kernels/elementwise.ts';
import {
  bytesOf,
  type Context,
  elementKernel,
  type Kernel,
  type Memory,
  read,
  type Tensor,
  write,
} from '../kernels/kernel.ts';
import { firstInput, type Node, type NodeOf, type Place, plainEnding } from './kind.ts';
import { poolNode } from './pool.ts';

export const reduce: NodeOf<ReduceLayer> = (layer, place) => {
  const { type, input, output } = layer;
  if (type !== 'flatten') {
    return poolNode(layer, place, {
      type: type === 'globalMax' ? 'max' : 'average',
      size: [input.height, input.width],
    });
  }
  if (input.channels % 4 !== 0 || place.isShared) return flattenNode(layer, place);
  const { tensor } = firstInput(layer, place);
  return { ...tensor, height: 1, width: 1, channels: output.channels, vectors: tensor.rowVectors };
};

function flattenNode(layer: ReduceLayer, place: Place): Node {
  const { context } = place.builder;
  const { name } = layer;
  const { tensor: input, ending: before, gradient: to } = firstInput(layer, place);
  const common = plainEnding(layer, place, null);
  const output = common.ending.out;
  const d = common.gradient;
  return {
    ...common,
    forward: () => [flattenForward(context, name, input, output)],
    backward: () => [flattenBackward(context, { name: `${name} backward`, input, output, d, before, to })],
  };
}

/** Flatten where the channels are padded: the numbers of a row without the padding, and padded at the end. */
function flattenForward(context: Context, name: string, input: Tensor, out: Tensor): Kernel {
  return elementKernel(context, {
    name,
    bindings: [read('x', input.memory, 'f32'), write('out', out.memory)],
    vectors: out.rowVectors,
    body: `  let row = i / ${out.rowVectors}u;
  var value = vec4f(0);
  for (var lane = 0u; lane < 4; lane++) {
    let number = i % ${out.rowVectors}u * 4 + lane;
    if (number < ${out.channels}u) {
      value[lane] = x[row * ${4 * input.rowVectors}u + number / ${input.channels}u * ${4 * input.vectors}u + number % ${input.channels}u];
    }
  }
  out[i] = value;`,
    work: ({ rows }) => ({ flop: 0, bytes: bytesOf(rows, input.rowVectors + out.rowVectors) }),
  });
}

function flattenBackward(
  context: Context,
  given: { name: string; input: Tensor; output: Tensor; d: Memory; before: Ending; to: Memory },
): Kernel {
  const { name, input, output, d, before, to } = given;
  return elementKernel(context, {
    name,
    bindings: [read('d', d, 'f32'), throughReads(before) ? read('y', before.out.memory) : null, write('dInput', to)],
    vectors: input.rowVectors,
    declarations: through(before),
    body: `  let row = i / ${input.rowVectors}u;
  let pixel = i % ${input.rowVectors}u / ${input.vectors}u;
  let first = i % ${input.vectors}u * 4;
  var value = vec4f(0);
  for (var lane = 0u; lane < 4; lane++) {
    if (first + lane < ${input.channels}u) {
      value[lane] = d[row * ${4 * output.rowVectors}u + pixel * ${input.channels}u + first + lane];
    }
  }
  dInput[i] = through(value, i);`,
    work: ({ rows }) => ({ flop: 0, bytes: bytesOf(rows, input.rowVectors + output.rowVectors) }),
  });
}
