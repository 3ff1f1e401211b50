/** Vectors brought to unit length: a workgroup for each. */
import { type NormalizeLayer, unitLengthFloor } from '../../../network/index.ts';
import {
  bytesOf,
  type Context,
  type Kernel,
  kernelOf,
  type Memory,
  read,
  type Tensor,
  write,
} from '../kernels/kernel.ts';
import { workgroupSum } from '../kernels/sums.ts';
import { firstInput, type NodeOf, plainEnding } from './kind.ts';

const UNIT_THREADS = 64;

/** Its input has no activation and no dropout: the embedding. */
export const normalize: NodeOf<NormalizeLayer> = (layer, place) => {
  const { context } = place.builder;
  const { tensor, gradient: to } = firstInput(layer, place);
  const common = plainEnding(layer, place, null);
  return {
    ...common,
    forward: () => [normalizeForward(context, layer.name, tensor, common.ending.out)],
    backward: () => [normalizeBackward(context, layer.name, tensor, common.gradient, to)],
  };
};

/** x / √max(Σx², 1e-12) */
function normalizeForward(context: Context, name: string, input: Tensor, out: Tensor): Kernel {
  return kernelOf(context, {
    name,
    bindings: [read('x', input.memory), write('out', out.memory)],
    threads: UNIT_THREADS,
    declarations: workgroupSum(UNIT_THREADS),
    body: `  if (group >= step.rows) { return; }
  let first = group * ${input.vectors}u;
  var square = 0.0;
  for (var i = t; i < ${input.vectors}u; i += ${UNIT_THREADS}u) { square += dot(x[first + i], x[first + i]); }
  let norm = sqrt(max(workgroupSum(square, t), ${unitLengthFloor}));
  for (var i = t; i < ${input.vectors}u; i += ${UNIT_THREADS}u) { out[first + i] = x[first + i] / norm; }`,
    workgroups: ({ rows }) => rows,
    work: ({ rows }) => ({ flop: 12 * rows * input.vectors, bytes: bytesOf(rows, 2 * input.vectors) }),
  });
}

/** (d - y·(y·d))/‖x‖; only d/1e-6 where the clamp holds, as the norm is constant there. */
function normalizeBackward(context: Context, name: string, input: Tensor, d: Memory, to: Memory): Kernel {
  return kernelOf(context, {
    name: `${name} backward`,
    bindings: [read('x', input.memory), read('d', d), write('dInput', to)],
    threads: UNIT_THREADS,
    declarations: workgroupSum(UNIT_THREADS),
    body: `  if (group >= step.rows) { return; }
  let first = group * ${input.vectors}u;
  var square = 0.0;
  var product = 0.0;
  for (var i = t; i < ${input.vectors}u; i += ${UNIT_THREADS}u) {
    square += dot(x[first + i], x[first + i]);
    product += dot(x[first + i], d[first + i]);
  }
  let squares = workgroupSum(square, t);
  let along = select(0.0, workgroupSum(product, t) / max(squares, ${unitLengthFloor}), squares > ${unitLengthFloor});
  let norm = sqrt(max(squares, ${unitLengthFloor}));
  for (var i = t; i < ${input.vectors}u; i += ${UNIT_THREADS}u) {
    dInput[first + i] = (d[first + i] - x[first + i] * along) / norm;
  }`,
    workgroups: ({ rows }) => rows,
    work: ({ rows }) => ({ flop: 24 * rows * input.vectors, bytes: bytesOf(rows, 3 * input.vectors) }),
  });
}
