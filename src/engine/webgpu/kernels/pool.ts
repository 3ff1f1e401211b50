/** Pools that are not part of a convolution, global reductions (a pool of one window), and copies for flatten. */
import { type Ending, finish, float, through, throughReads } from './elementwise.ts';
import { bytesOf, type Context, elementKernel, type Kernel, type Memory, read, type Tensor, write } from './kernel.ts';

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
export function poolForward(context: Context, { name, type, size, input, ending, winners }: Pool): Kernel {
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
export function poolBackward(
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

/** Flatten where the channels are padded: the numbers of a row without the padding, and padded at the end. */
export function flattenForward(context: Context, name: string, input: Tensor, out: Tensor): Kernel {
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

export function flattenBackward(
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
