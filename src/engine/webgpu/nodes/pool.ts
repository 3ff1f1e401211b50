/** Pools that are not part of a convolution, and global reductions: a pool of one window. */
import type { PoolLayer, ReduceLayer } from '../../../network/index.ts';
import { type Ending, finish, float, through, throughReads } from '../kernels/elementwise.ts';
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

export const pool: NodeOf<PoolLayer> = (layer, place) => poolNode(layer, place, layer);

/** In windows of `size`, stride = size. */
export function poolNode(
  layer: PoolLayer | ReduceLayer,
  place: Place,
  { type, size }: Pick<PoolLayer, 'type' | 'size'>,
): Node {
  const { builder } = place;
  const { context } = builder;
  const { name } = layer;
  const { tensor: input, ending: before, gradient: to } = firstInput(layer, place);
  const common = plainEnding(layer, place, place.take('dropout'));
  const { ending, gradient: d } = common;
  const winners = type === 'max' ? builder.allocate(`${name} winners`, ending.out.memory.bytes) : null;
  const given = { type, size, input, winners };
  return {
    ...common,
    forward: () => [poolForward(context, { ...given, name, ending })],
    backward: () => [poolBackward(context, { ...given, name: `${name} backward`, output: ending.out, d, before, to })],
  };
}

interface Pool {
  readonly name: string;
  readonly type: 'max' | 'average';
  readonly size: readonly [height: number, width: number];
  readonly input: Tensor;
  readonly ending: Ending;
  /** [rows, rowVectors] of vec4u: each winner's place in its window, row-major */
  readonly winners: Memory | null;
}

/** Stride = size; what is left over at the right and the bottom is dropped. */
function poolForward(context: Context, { name, type, size, input, ending, winners }: Pool): Kernel {
  const { out } = ending;
  const [high, wide] = size;
  const { vectors } = out;
  const isMax = type === 'max';
  return elementKernel(context, {
    name,
    bindings: [
      read('x', input.memory),
      write('out', out.memory),
      winners === null ? null : write('winners', winners, 'vec4u'),
    ],
    vectors: out.rowVectors,
    declarations: finish(ending),
    body: `  let pixel = i / ${vectors}u;
  let row = pixel / ${out.height * out.width}u;
  let top = (pixel % ${out.height * out.width}u) / ${out.width}u * ${high}u;
  let left = pixel % ${out.width}u * ${wide}u;
  let first = row * ${input.rowVectors}u + (top * ${input.width}u + left) * ${vectors}u + i % ${vectors}u;
  var value = ${isMax ? 'x[first]' : 'vec4f(0)'};
  var place = vec4u(0);
  for (var y = 0u; y < ${high}u; y++) {
    for (var column = 0u; column < ${wide}u; column++) {
      let one = x[first + (y * ${input.width}u + column) * ${vectors}u];
${
  isMax
    ? `      let more = one > value;
      value = select(value, one, more);
      place = select(place, vec4u(y * ${wide}u + column), more);`
    : '      value += one;'
}
    }
  }
${winners === null ? '' : '  winners[i] = place;'}
  out[i] = finish(value${isMax ? '' : ` * ${float(1 / (high * wide))}`}, i);`,
    work: ({ rows }) => ({
      flop: 4 * rows * out.rowVectors * high * wide,
      bytes: bytesOf(rows, input.rowVectors + out.rowVectors * (winners === null ? 1 : 2)),
    }),
  });
}

/** Each pixel of the input takes its window's derivative, or its share. */
function poolBackward(
  context: Context,
  given: Omit<Pool, 'ending'> & {
    readonly output: Tensor;
    readonly d: Memory;
    readonly before: Ending;
    readonly to: Memory;
  },
): Kernel {
  const { name, type, size, input, output, winners, d, before, to } = given;
  const [high, wide] = size;
  const { vectors } = input;
  return elementKernel(context, {
    name,
    bindings: [
      read('d', d),
      winners === null ? null : read('winners', winners, 'vec4u'),
      throughReads(before) ? read('y', before.out.memory) : null,
      write('dInput', to),
    ],
    vectors: input.rowVectors,
    declarations: through(before),
    body: `  let pixel = i / ${vectors}u;
  let row = pixel / ${input.height * input.width}u;
  let top = (pixel % ${input.height * input.width}u) / ${input.width}u;
  let left = pixel % ${input.width}u;
  let window = vec2u(top / ${high}u, left / ${wide}u);
  var value = vec4f(0);
  if (window.x < ${output.height}u && window.y < ${output.width}u) {
    let index = row * ${output.rowVectors}u + (window.x * ${output.width}u + window.y) * ${vectors}u + i % ${vectors}u;
${
  type === 'max'
    ? `    let place = vec4u(top % ${high}u * ${wide}u + left % ${wide}u);
    value = select(vec4f(0), d[index], winners[index] == place);`
    : `    value = d[index] * ${float(1 / (high * wide))};`
}
  }
  dInput[i] = through(value, i);`,
    work: ({ rows }) => ({
      flop: 4 * rows * input.rowVectors,
      bytes: bytesOf(
        rows,
        output.rowVectors * (winners === null ? 1 : 2) + input.rowVectors * (throughReads(before) ? 2 : 1),
      ),
    }),
  });
}
