/**
 * Distances and losses, forward and backward: a workgroup for each example.
 *   embeddings [rows, vectors]: all left or anchor images, then the others
 * Whether a loss is finite is asked of its bits: WGSL's arithmetic may lose a NaN, and max() does.
 */

import { exampleKinds } from '../../../data/index.ts';
import type { Distance, Objective } from '../../../experiment/index.ts';
import { euclideanFloor, type Head, unitLengthFloor } from '../../../network/index.ts';
import { lossOf } from '../../../objective/index.ts';
import { float } from './elementwise.ts';
import { bytesOf, type Context, type Kernel, kernelOf, type Memory, read, type Tensor, write } from './kernel.ts';
import { workgroupSum } from './sums.ts';

const THREADS = 64;

/** What an example comes to: one vec4f of `results`. */
export const resultLanes = { loss: 'x', correct: 'y', broken: 'z' } as const;

export const finiteText = `fn isFinite(x: f32) -> bool { return (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u; }`;

/** `between(a, b, t)`: the distance d, whether it is broken, and what its gradients are made of (`slope`). */
const distances: Record<Distance, string> = {
  // √max(Σ(a-b)², 1e-7), gradient 0 at the clamp
  euclidean: `fn between(a: u32, b: u32, t: u32) -> Between {
  var part = 0.0;
  for (var i = t; i < VECTORS; i += ${THREADS}u) {
    let difference = x[a + i] - x[b + i];
    part += dot(difference, difference);
  }
  let squares = workgroupSum(part, t);
  let d = sqrt(max(squares, ${euclideanFloor}));
  let slope = select(0.0, 1 / d, squares > ${euclideanFloor});
  return Between(d, !isFinite(squares), vec2f(0), slope);
}`,
  // Σ|a-b|, derivative 0 at 0
  manhattan: `fn between(a: u32, b: u32, t: u32) -> Between {
  var part = 0.0;
  for (var i = t; i < VECTORS; i += ${THREADS}u) { part += dot(abs(x[a + i] - x[b + i]), vec4f(1)); }
  let d = workgroupSum(part, t);
  return Between(d, !isFinite(d), vec2f(0), 0);
}`,
  // 1 - â·b̂ with â = a / √max(Σa², 1e-12)
  cosine: `fn between(a: u32, b: u32, t: u32) -> Between {
  var parts = vec3f(0);
  for (var i = t; i < VECTORS; i += ${THREADS}u) {
    parts += vec3f(dot(x[a + i], x[a + i]), dot(x[b + i], x[b + i]), dot(x[a + i], x[b + i]));
  }
  let aa = workgroupSum(parts.x, t);
  let bb = workgroupSum(parts.y, t);
  let ab = workgroupSum(parts.z, t);
  let scale = 1 / (sqrt(max(aa, ${unitLengthFloor})) * sqrt(max(bb, ${unitLengthFloor})));
  let similarity = ab * scale;
  let along = vec2f(
    select(0.0, similarity / max(aa, ${unitLengthFloor}), aa > ${unitLengthFloor}),
    select(0.0, similarity / max(bb, ${unitLengthFloor}), bb > ${unitLengthFloor}),
  );
  return Between(1 - similarity, !(isFinite(aa) && isFinite(bb)), along, -scale);
}`,
};

/** ∂d/∂one, of what `between` gave: */
function slope(distance: Distance, one: string, other: string, between: string, lane: 'x' | 'y'): string {
  const [own, another] = [`x[${one} + i]`, `x[${other} + i]`];
  if (distance === 'manhattan') return `sign(${own} - ${another})`;
  if (distance === 'euclidean') return `(${own} - ${another}) * ${between}.link`;
  return `(${own} * ${between}.own.${lane} + ${another} * ${between}.link)`;
}

interface Compared {
  readonly objective: Objective;
  readonly head: Head | null;
  readonly embeddings: Tensor;
  readonly weights: Memory;
  /** [rows, vectors] */
  readonly gradient: Memory;
  /** [examples] of `labelsOf`: of pairs 1 = same */
  readonly labels: Memory;
  /** [examples], for triplets d(a,p) and then d(a,n): [2·examples] */
  readonly distances: Memory;
  /** [examples] of `resultLanes` */
  readonly results: Memory;
  /** floats from here on: the head's gradients [examples] of kernel, [examples] of bias, `batchSize` apart */
  readonly headGradients: { readonly memory: Memory; readonly at: number; readonly batchSize: number } | null;
}

/** A loss as WGSL: what a workgroup does with the example `group`, whose parts begin at a, b (and c) in x. */
type LossText = (compared: Compared) => string;

/** `for` the vectors of an example: gradients of its parts. */
const gradients = (...assignments: readonly string[]) => `  for (var i = t; i < VECTORS; i += ${THREADS}u) {
${assignments.map((assignment) => `    ${assignment}`).join('\n')}
  }`;

const lossTexts: { readonly [Name in Objective['loss']]?: LossText } = {
  binaryCrossentropy: ({ objective: { distance }, head, headGradients }) => {
    if (head === null || headGradients === null) throw new Error('binary cross-entropy needs a head');
    return `  let kernel = weights[${head.kernel.offset}u];
  let pair = between(a, b, t);
  let same = f32(isSame[group]);
  let logit = kernel * pair.d + weights[${head.bias.offset}u];
  let decay = exp(-abs(logit));
  let probability = select(decay / (1 + decay), 1 / (1 + decay), logit >= 0);
  let byLogit = (probability - same) / examples;
  let upstream = byLogit * kernel;
  if (t == 0) {
    // ln(1 + e) = 2·artanh(s), s = e/(2 + e) ≤ 1/3: exact where 1 + e rounds e away, and where a GPU's log is not
    let s = decay / (2 + decay);
    let z = s * s;
    let series = 1 + z * (1.0 / 3 + z * (1.0 / 5 + z * (1.0 / 7 + z * (1.0 / 9 + z * (1.0 / 11 + z / 13)))));
    let loss = max(logit, 0) - logit * same + 2 * s * series;
    let isRight = (logit > 0) == (same == 1);
    results[group] = vec4f(loss, f32(isRight), f32(pair.broken || !isFinite(logit)), 0);
    distances[group] = pair.d;
    headGradients[${headGradients.at}u + group] = byLogit * pair.d;
    headGradients[${headGradients.at + headGradients.batchSize}u + group] = byLogit;
  }
${gradients(
  `gradient[a + i] = upstream * ${slope(distance, 'a', 'b', 'pair', 'x')};`,
  `gradient[b + i] = upstream * ${slope(distance, 'b', 'a', 'pair', 'y')};`,
)}`;
  },

  contrastive: ({ objective }) => {
    const { distance, margin } = objective as Extract<Objective, { loss: 'contrastive' }>;
    return `  let pair = between(a, b, t);
  let isAlike = isSame[group] == 1;
  let miss = select(max(0.0, ${float(margin)} - pair.d), pair.d, isAlike);
  let upstream = select(-2.0, 2.0, isAlike) * miss / examples;
  if (t == 0) {
    let isRight = (pair.d < ${float(margin / 2)}) == isAlike;
    results[group] = vec4f(miss * miss, f32(isRight), f32(pair.broken), 0);
    distances[group] = pair.d;
  }
${gradients(
  `gradient[a + i] = upstream * ${slope(distance, 'a', 'b', 'pair', 'x')};`,
  `gradient[b + i] = upstream * ${slope(distance, 'b', 'a', 'pair', 'y')};`,
)}`;
  },

  triplet: ({ objective }) => {
    const { distance, margin } = objective as Extract<Objective, { loss: 'triplet' }>;
    return `  let c = b + step.examples * VECTORS;
  let near = between(a, b, t);
  let far = between(a, c, t);
  let violation = near.d - far.d + ${float(margin)};
  let upstream = select(0.0, 1 / examples, violation > 0);
  if (t == 0) {
    results[group] = vec4f(max(0.0, violation), f32(near.d < far.d), f32(near.broken || far.broken), 0);
    distances[group] = near.d;
    distances[step.examples + group] = far.d;
  }
${gradients(
  `gradient[a + i] = upstream * (${slope(distance, 'a', 'b', 'near', 'x')} - ${slope(distance, 'a', 'c', 'far', 'x')});`,
  `gradient[b + i] = upstream * ${slope(distance, 'b', 'a', 'near', 'y')};`,
  `gradient[c + i] = -upstream * ${slope(distance, 'c', 'a', 'far', 'y')};`,
)}`;
  },
};

/** null where no kernel has been written for the loss: the session works it out on the host. */
export function compare(context: Context, compared: Compared): Kernel | null {
  const { objective, embeddings, weights, gradient, labels, results, head, headGradients } = compared;
  const textOf = lossTexts[objective.loss];
  const loss = lossOf(objective);
  if (textOf === undefined || loss.looksAt === 'batch') return null;
  const { vectors } = embeddings;
  const { isLabelled } = exampleKinds[loss.examples];
  return kernelOf(context, {
    name: objective.loss,
    bindings: [
      read('x', embeddings.memory),
      head === null ? null : read('weights', weights, 'f32'),
      write('gradient', gradient),
      isLabelled ? read('isSame', labels, 'u32') : null,
      write('distances', compared.distances, 'f32'),
      write('results', results),
      headGradients === null ? null : write('headGradients', headGradients.memory, 'f32'),
    ],
    threads: THREADS,
    declarations: `const VECTORS = ${vectors}u;
struct Between { d: f32, broken: bool, own: vec2f, link: f32 }
${finiteText}
${workgroupSum(THREADS)}
${distances[objective.distance]}`,
    body: `  if (group >= step.examples) { return; }
  let examples = f32(step.examples);
  let a = group * VECTORS;
  let b = a + step.examples * VECTORS;
${textOf(compared)}`,
    workgroups: ({ examples }) => examples,
    work: ({ rows }) => ({ flop: 40 * rows * vectors, bytes: bytesOf(rows, 2 * vectors) }),
  });
}
