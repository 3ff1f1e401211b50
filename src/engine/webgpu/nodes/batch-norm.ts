/**
 * Batch normalisation. Sums over the whole batch are taken in three: threads, workgroups (one a slice of the pixels),
 * slices; each adds in order.
 */
import { type BatchNormLayer, batchNormEpsilon, batchNormMomentum } from '../../../network/index.ts';
import { type Ending, finish, through } from '../kernels/elementwise.ts';
import {
  bytesOf,
  type Context,
  elementKernel,
  type Kernel,
  kernelOf,
  type Memory,
  partsOf,
  read,
  type Tensor,
  write,
} from '../kernels/kernel.ts';
import { firstInput, type NodeOf, plainEnding } from './kind.ts';

export const batchNorm: NodeOf<BatchNormLayer> = (layer, place) => {
  const { builder } = place;
  const { context, rows } = builder;
  const input = firstInput(layer, place);
  const common = plainEnding(layer, place, place.take('dropout'));
  const { name, gamma, beta } = layer;
  const { vectors } = input.tensor;
  const at = builder.inSlices(2 * vectors);
  const trained = (first: number) => ({
    slices: { first: 4 * first, apart: 0, count: '1u' },
    place: 'local',
    panels: [],
  });
  builder.trained.push({ ...gamma, ...trained(at) }, { ...beta, ...trained(at + vectors) });
  const norm: BatchNorm = {
    name,
    layer,
    input: input.tensor,
    ending: common.ending,
    statistics: builder.allocate(`${name} statistics`, 32 * vectors),
    slices: builder.allocate(`${name} sums`, sliceBytes({ input: input.tensor, rows })),
    weights: builder.weights,
    rows,
  };
  return {
    ...common,
    forward(mode) {
      const statistics =
        mode === 'inference'
          ? [batchNormMoving(context, norm)]
          : [batchNormSums(context, norm), batchNormStatistics(context, norm)];
      return [...statistics, batchNormForward(context, norm)];
    },
    backward() {
      const back: Back = {
        ...norm,
        d: common.gradient,
        before: input.ending,
        to: input.gradient,
        gradients: { memory: builder.slices, at },
      };
      return [
        batchNormBackwardSums(context, back),
        batchNormGradients(context, back),
        batchNormBackward(context, back),
      ];
    },
  };
};
const THREADS = 256;
/** vec4f of channels that a workgroup takes. */
const COLUMNS = 16;
const MAX_SLICES = 128;

interface BatchNorm {
  readonly name: string;
  readonly layer: BatchNormLayer;
  readonly input: Tensor;
  readonly ending: Ending;
  /** [slices, 2, vectors] */
  readonly slices: Memory;
  /** mean, and 1/√(variance + ε): [2, vectors] */
  readonly statistics: Memory;
  /** weights, gamma, beta and moving statistics among them, as f32 */
  readonly weights: Memory;
  readonly rows: number;
}

interface Cut {
  readonly columns: number;
  readonly columnTiles: number;
  readonly runs: number;
  /** pixels of a slice */
  readonly each: number;
}

function cutOf({ input, rows }: Pick<BatchNorm, 'input' | 'rows'>): Cut {
  const { vectors, height, width } = input;
  const columns = Math.min(COLUMNS, 2 ** Math.ceil(Math.log2(vectors)));
  const runs = THREADS / columns;
  const pixels = rows * height * width;
  const slices = Math.min(MAX_SLICES, partsOf(pixels, 4 * runs));
  return { columns, columnTiles: partsOf(vectors, columns), runs, each: partsOf(pixels, slices) };
}

/** Bytes of `slices`. */
function sliceBytes(norm: Pick<BatchNorm, 'input' | 'rows'>): number {
  const { input, rows } = norm;
  return 32 * partsOf(rows * input.height * input.width, cutOf(norm).each) * input.vectors;
}

const workgroupsOf = (norm: Pick<BatchNorm, 'input' | 'rows'>) => {
  const { each, columnTiles } = cutOf(norm);
  return ({ rows }: { rows: number }) => partsOf(rows * norm.input.height * norm.input.width, each) * columnTiles;
};

/** WGSL: what a workgroup of a slice works on. */
const slicePrologue = ({ input }: BatchNorm, { columns, columnTiles, each }: Cut) => `
  let vector = group % ${columnTiles}u * ${columns}u + t % ${columns}u;
  let slice = group / ${columnTiles}u;
  let begin = slice * ${each}u;
  let pixels = step.rows * ${input.height * input.width}u;
  if (begin >= pixels) { return; }
  let last = min(begin + ${each}u, pixels);
  let isMine = vector < ${input.vectors}u;`;

/**
 * Mean and Σ (x - mean)² of each slice. A thread sums about its first value, which lies among the others, so that
 * nothing cancels; means and sums of squares are then joined as Chan, Golub & LeVeque 1979.
 */
function batchNormSums(context: Context, norm: BatchNorm): Kernel {
  const { name, input, slices } = norm;
  const cut = cutOf(norm);
  const { columns, runs } = cut;
  const { vectors } = input;
  return kernelOf(context, {
    name: `${name} sums`,
    bindings: [read('x', input.memory), write('slices', slices)],
    threads: THREADS,
    declarations: `var<workgroup> means: array<vec4f, ${THREADS}>;
var<workgroup> squares: array<vec4f, ${THREADS}>;`,
    body: `${slicePrologue(norm, cut)}
  var about = vec4f(0);
  var sum = vec4f(0);
  var square = vec4f(0);
  var count = 0.0;
  let start = begin + t / ${columns}u;
  if (isMine && start < last) { about = x[start * ${vectors}u + vector]; }
  for (var pixel = start; pixel < last && isMine; pixel += ${runs}u) {
    let value = x[pixel * ${vectors}u + vector] - about;
    sum += value;
    square = fma(value, value, square);
    count += 1;
  }
  means[t] = about + sum / max(count, 1);
  squares[t] = square - sum * sum / max(count, 1);
  workgroupBarrier();
  if (t < ${columns}u && isMine) {
    var mean = means[t];
    var spread = squares[t];
    var counted = f32((last - begin + ${runs - 1}u) / ${runs}u);
    for (var run = 1u; run < ${runs}u && begin + run < last; run++) {
      let more = f32((last - begin - run + ${runs - 1}u) / ${runs}u);
      let delta = means[run * ${columns}u + t] - mean;
      spread += squares[run * ${columns}u + t] + delta * delta * (counted * more / (counted + more));
      mean += delta * (more / (counted + more));
      counted += more;
    }
    slices[slice * ${2 * vectors}u + vector] = mean;
    slices[slice * ${2 * vectors}u + ${vectors}u + vector] = spread;
  }`,
    workgroups: workgroupsOf(norm),
    work: ({ rows }) => ({ flop: 16 * rows * input.rowVectors, bytes: bytesOf(rows, input.rowVectors) }),
  });
}

/** The slices' statistics joined; the moving ones moved, where the step moves them. */
function batchNormStatistics(context: Context, norm: BatchNorm): Kernel {
  const { name, layer, input, slices, statistics, weights } = norm;
  const { each } = cutOf(norm);
  const { vectors, channels, height, width } = input;
  const moving = (offset: number, value: string) =>
    `        weights[${offset}u + channel] = ${batchNormMomentum} * weights[${offset}u + channel] + ${1 - batchNormMomentum} * ${value};`;
  return kernelOf(context, {
    name: `${name} statistics`,
    bindings: [read('slices', slices), write('statistics', statistics), write('weights', weights, 'f32')],
    threads: 64,
    body: `  let vector = group * 64 + t;
  if (vector >= ${vectors}u) { return; }
  let pixels = step.rows * ${height * width}u;
  var mean = slices[vector];
  var spread = slices[${vectors}u + vector];
  var counted = f32(min(pixels, ${each}u));
  for (var begin = ${each}u; begin < pixels; begin += ${each}u) {
    let slice = begin / ${each}u;
    let more = f32(min(pixels - begin, ${each}u));
    let delta = slices[slice * ${2 * vectors}u + vector] - mean;
    spread += slices[slice * ${2 * vectors}u + ${vectors}u + vector] + delta * delta * (counted * more / (counted + more));
    mean += delta * (more / (counted + more));
    counted += more;
  }
  let variance = max(spread / counted, vec4f(0));
  statistics[vector] = mean;
  statistics[${vectors}u + vector] = 1 / sqrt(variance + ${batchNormEpsilon});
  if (step.moves == 1) {
    for (var lane = 0u; lane < 4; lane++) {
      let channel = 4 * vector + lane;
      if (channel < ${channels}u) {
${moving(layer.movingMean.offset, 'mean[lane]')}
${moving(layer.movingVariance.offset, 'variance[lane]')}
      }
    }
  }`,
    workgroups: () => partsOf(vectors, 64),
    work: ({ rows }) => ({ flop: 0, bytes: 32 * vectors * partsOf(rows * height * width, each) }),
  });
}

/** For inference: the moving statistics. */
function batchNormMoving(context: Context, norm: BatchNorm): Kernel {
  const { name, layer, input, statistics, weights } = norm;
  const { vectors, channels } = input;
  return kernelOf(context, {
    name: `${name} moving`,
    bindings: [read('weights', weights, 'f32'), write('statistics', statistics, 'f32')],
    threads: 64,
    body: `  let channel = group * 64 + t;
  if (channel >= ${channels}u) { return; }
  statistics[channel] = weights[${layer.movingMean.offset}u + channel];
  statistics[${4 * vectors}u + channel] = 1 / sqrt(weights[${layer.movingVariance.offset}u + channel] + ${batchNormEpsilon});`,
    workgroups: () => partsOf(channels, 64),
    work: () => ({ flop: 0, bytes: 16 * channels }),
  });
}

/** Four channels' numbers among the weights; 0 for the padding. */
const four = (name: string, offset: number, channels: number) => `fn ${name}(vector: u32) -> vec4f {
  var value = vec4f(0);
  for (var lane = 0u; lane < 4; lane++) {
    if (4 * vector + lane < ${channels}u) { value[lane] = weights[${offset}u + 4 * vector + lane]; }
  }
  return value;
}`;

/** gamma · (x - mean)/√(variance + ε) + beta */
function batchNormForward(context: Context, norm: BatchNorm): Kernel {
  const { name, layer, input, ending, statistics, weights } = norm;
  const { vectors, channels } = input;
  return elementKernel(context, {
    name,
    bindings: [
      read('x', input.memory),
      read('statistics', statistics),
      read('weights', weights, 'f32'),
      write('out', ending.out.memory),
    ],
    vectors: input.rowVectors,
    declarations: `${finish(ending)}
${four('gamma', layer.gamma.offset, channels)}
${four('beta', layer.beta.offset, channels)}`,
    body: `  let vector = i % ${vectors}u;
  let scale = statistics[${vectors}u + vector] * gamma(vector);
  out[i] = finish((x[i] - statistics[vector]) * scale + beta(vector), i);`,
    work: ({ rows }) => ({ flop: 12 * rows * input.rowVectors, bytes: bytesOf(rows, 2 * input.rowVectors) }),
  });
}

interface Back extends BatchNorm {
  readonly d: Memory;
  readonly before: Ending;
  readonly to: Memory;
  /** [2, vectors] from here on, in vec4f: the gradients of gamma and of beta */
  readonly gradients: { readonly memory: Memory; readonly at: number };
}

/** Σ d·x̂ and Σ d of each slice, x̂ = (x - mean)/√(variance + ε). */
function batchNormBackwardSums(context: Context, norm: Back): Kernel {
  const { name, input, slices, statistics, d } = norm;
  const cut = cutOf(norm);
  const { columns, runs } = cut;
  const { vectors } = input;
  return kernelOf(context, {
    name: `${name} backward sums`,
    bindings: [read('x', input.memory), read('d', d), read('statistics', statistics), write('slices', slices)],
    threads: THREADS,
    declarations: `var<workgroup> products: array<vec4f, ${THREADS}>;
var<workgroup> sums: array<vec4f, ${THREADS}>;`,
    body: `${slicePrologue(norm, cut)}
  var product = vec4f(0);
  var sum = vec4f(0);
  for (var pixel = begin + t / ${columns}u; pixel < last && isMine; pixel += ${runs}u) {
    let index = pixel * ${vectors}u + vector;
    product += d[index] * ((x[index] - statistics[vector]) * statistics[${vectors}u + vector]);
    sum += d[index];
  }
  products[t] = product;
  sums[t] = sum;
  workgroupBarrier();
  if (t < ${columns}u && isMine) {
    for (var run = 1u; run < ${runs}u; run++) {
      product += products[run * ${columns}u + t];
      sum += sums[run * ${columns}u + t];
    }
    slices[slice * ${2 * vectors}u + vector] = product;
    slices[slice * ${2 * vectors}u + ${vectors}u + vector] = sum;
  }`,
    workgroups: workgroupsOf(norm),
    work: ({ rows }) => ({ flop: 20 * rows * input.rowVectors, bytes: bytesOf(rows, 2 * input.rowVectors) }),
  });
}

/** The slices added: the gradients of gamma and beta. */
function batchNormGradients(context: Context, norm: Back): Kernel {
  const { name, input, slices, gradients } = norm;
  const { each } = cutOf(norm);
  const { vectors, height, width } = input;
  return kernelOf(context, {
    name: `${name} gradients`,
    bindings: [read('slices', slices), write('gradients', gradients.memory)],
    threads: 64,
    body: `  let i = group * 64 + t;
  if (i >= ${2 * vectors}u) { return; }
  let count = (step.rows * ${height * width}u + ${each - 1}u) / ${each}u;
  var sum = slices[i];
  for (var slice = 1u; slice < count; slice++) { sum += slices[slice * ${2 * vectors}u + i]; }
  gradients[${gradients.at}u + i] = sum;`,
    workgroups: () => partsOf(2 * vectors, 64),
    work: ({ rows }) => ({ flop: 0, bytes: 32 * vectors * partsOf(rows * height * width, each) }),
  });
}

/** gamma/√(variance + ε) · (d - mean(d) - x̂·mean(d·x̂)) */
function batchNormBackward(context: Context, norm: Back): Kernel {
  const { name, layer, input, statistics, weights, d, before, to, gradients } = norm;
  const { vectors, channels, height, width } = input;
  return elementKernel(context, {
    name: `${name} backward`,
    bindings: [
      read('d', d),
      read('x', input.memory),
      read('statistics', statistics),
      read('gradients', gradients.memory),
      read('weights', weights, 'f32'),
      write('dInput', to),
    ],
    vectors: input.rowVectors,
    declarations: `${through(before, 'x')} // x is the layer before's output
${four('gamma', layer.gamma.offset, channels)}`,
    body: `  let vector = i % ${vectors}u;
  let count = f32(step.rows * ${height * width}u);
  let inverse = statistics[${vectors}u + vector];
  let unit = (x[i] - statistics[vector]) * inverse;
  let centred = d[i] - gradients[${gradients.at + vectors}u + vector] / count - unit * gradients[${gradients.at}u + vector] / count;
  dInput[i] = through(gamma(vector) * inverse * centred, i);`,
    work: ({ rows }) => ({ flop: 28 * rows * input.rowVectors, bytes: bytesOf(rows, 3 * input.rowVectors) }),
  });
}
