/**
 * The optimizer on all trained weights at once, a thread a weight: adds the slices of its gradient in order, takes the
 * step, and lays the new weight where the products look for it.
 *
 *   collect   slices → gradients, and each workgroup's Σ g²      (where something looks at the gradients before the step)
 *   norm      Σ of those                                         (where gradients are clipped)
 *   update    gradients → weights, slots, panels
 *   advance   slices → weights, slots, panels: collect and update in one
 *   pack      weights → panels
 *
 * The workgroup after the last of `collect` and `advance` sums the step's losses.
 */

import type { Optimizer } from '../../../experiment/index.ts';
import type { Plan } from '../../../network/index.ts';
import { type OptimizerNamed, slotCount } from '../../contract/optimizers.ts';
import { float } from './elementwise.ts';
import { type Context, type Kernel, kernelOf, type Memory, partsOf, read, write } from './kernel.ts';
import { finiteText, resultLanes } from './objective.ts';
import { workgroupSum } from './sums.ts';

const THREADS = 256;

/** Where a parameter's gradient comes from and where its weights go, as WGSL of `local`, the weight's place in it. */
export interface Trained {
  readonly offset: number;
  readonly size: number;
  /** floats: first slice, from a slice to the next */
  readonly slices: { readonly first: number; readonly apart: number; readonly count: string };
  /** place in a slice */
  readonly place: string;
  /** floats of the panels that hold it */
  readonly panels: readonly string[];
}

export interface Training {
  readonly plan: Plan;
  readonly optimizer: Optimizer;
  readonly trained: readonly Trained[];
  /** f32: weights [plan.size], then each slot [plan.trainableSize] */
  readonly weights: Memory;
  /** f32: [plan.trainableSize] */
  readonly gradients: Memory;
  readonly slices: Memory;
  readonly panels: Memory;
  /** f32: [workgroups], then their sum */
  readonly norms: Memory;
  readonly results: Memory;
  /** four words a step: loss and number correct as f32, 1 where something was not finite, nothing */
  readonly sums: Memory;
}

const groupsOf = ({ plan }: Training) => partsOf(plan.trainableSize, THREADS);
/** Floats of `norms`. */
export const normFloats = (plan: Plan): number => partsOf(plan.trainableSize, THREADS) + 1;

/** A chain of cases over the parameters by the weight's number `i`. */
function byParameter(trained: readonly Trained[], each: (one: Trained) => string): string {
  return trained
    .map(
      (one, index) =>
        `${index === 0 ? '' : ' else '}if (i < ${one.offset + one.size}u) {
    let local = i - ${one.offset}u;
    ${each(one)}
  }`,
    )
    .join('');
}

/** Eight at a time, so that the loads of a sum don't wait for one another; always in the same order. */
const collected = ({ trained }: Training) => `fn sumOfSlices(first: u32, apart: u32, count: u32) -> f32 {
  var eight = array<f32, 8>();
  let whole = count / 8 * 8;
  for (var slice = 0u; slice < whole; slice += 8) {
    let at = first + slice * apart;
    eight[0] += slices[at];
    eight[1] += slices[at + apart];
    eight[2] += slices[at + 2 * apart];
    eight[3] += slices[at + 3 * apart];
    eight[4] += slices[at + 4 * apart];
    eight[5] += slices[at + 5 * apart];
    eight[6] += slices[at + 6 * apart];
    eight[7] += slices[at + 7 * apart];
  }
  var rest = 0.0;
  for (var slice = whole; slice < count; slice++) { rest += slices[first + slice * apart]; }
  return ((eight[0] + eight[1]) + (eight[2] + eight[3])) + ((eight[4] + eight[5]) + (eight[6] + eight[7])) + rest;
}
fn collected(i: u32) -> f32 {
  ${byParameter(trained, ({ slices, place }) => `return sumOfSlices(${slices.first}u + ${place}, ${slices.apart}u, ${slices.count});`)}
  return 0;
}`;

const packed = ({ trained }: Training) => `fn pack(i: u32, weight: f32) {
  ${byParameter(trained, ({ panels }) => panels.map((place) => `panels[${place}] = weight;`).join('\n    '))}
}`;

/** One workgroup's: Σ loss and Σ correct over the examples. A weight that is not finite has spoiled the step's loss. */
const summedLosses = `fn sumLosses(t: u32) {
  var sum = vec4f(0);
  for (var example = t; example < step.examples; example += ${THREADS}u) { sum += results[example]; }
  let loss = workgroupSum(sum.${resultLanes.loss}, t);
  let correct = workgroupSum(sum.${resultLanes.correct}, t);
  let broken = workgroupSum(sum.${resultLanes.broken}, t);
  if (t == 0) {
    atomicStore(&sums[4 * step.slot], bitcast<u32>(loss));
    atomicStore(&sums[4 * step.slot + 1], bitcast<u32>(correct));
    if (broken > 0) { atomicMax(&sums[4 * step.slot + 2], 1); }
  }
}
fn watch(weight: f32) {
  if (!isFinite(weight)) { atomicMax(&sums[4 * step.slot + 2], 1); }
}`;

/** WGSL that gives the new weight of `w` and its gradient `g`; `slot(0)` … are the optimizer's own numbers of it. */
type Formula<Settings> = (optimizer: Settings, slot: (index: number) => string) => string;

const formulas: { readonly [Name in Optimizer['name']]: Formula<OptimizerNamed<Name>> } = {
  sgd(sgd, slot) {
    if (sgd.momentum === 0) return '  return w - step.rate * g;';
    const momentum = float(sgd.momentum);
    const move = sgd.nesterov ? `${momentum} * velocity - step.rate * g` : 'velocity';
    return `  let velocity = ${momentum} * ${slot(0)} - step.rate * g;
  ${slot(0)} = velocity;
  return w + (${move});`;
  },
  rmsprop: ({ rho, epsilon }, slot) => `  let square = ${float(rho)} * ${slot(0)} + ${float(1 - rho)} * (g * g);
  ${slot(0)} = square;
  return w - step.rate * g / sqrt(square + ${float(epsilon)});`,
  adam: adamFormula,
  adamw: adamFormula,
};

function adamFormula(
  { beta1, beta2, epsilon }: OptimizerNamed<'adam' | 'adamw'>,
  slot: (index: number) => string,
): string {
  return `  let first = ${float(beta1)} * ${slot(0)} + ${float(1 - beta1)} * g;
  let second = ${float(beta2)} * ${slot(1)} + ${float(1 - beta2)} * (g * g);
  ${slot(0)} = first;
  ${slot(1)} = second;
  return w - step.decay * w - step.rate * first / (sqrt(second) + ${float(epsilon)});`;
}

function updated({ plan, optimizer }: Training): string {
  const slot = (index: number) => `weights[${plan.size + index * plan.trainableSize}u + i]`;
  const formula = formulas[optimizer.name] as Formula<Optimizer>;
  return `fn updated(i: u32, w: f32, g: f32) -> f32 {
${formula(optimizer, slot)}
}`;
}

/** Σ g² of a workgroup. */
const storeNorm = `  let norm = workgroupSum(g * g, t);
  if (t == 0) { norms[group] = norm; }`;

const work = ({ plan, optimizer }: Training, arrays: number) => {
  const slots = slotCount(optimizer);
  return () => ({ flop: 16 * plan.trainableSize, bytes: 4 * plan.trainableSize * (arrays + 2 * slots) });
};

/** Gradients from their slices; with `norms`, ready for clipping. */
export function collect(context: Context, training: Training): Kernel {
  const { plan, slices, gradients, norms, results, sums, weights } = training;
  const groups = groupsOf(training);
  return kernelOf(context, {
    name: 'collect',
    bindings: [
      read('slices', slices, 'f32'),
      write('gradients', gradients, 'f32'),
      write('norms', norms, 'f32'),
      read('weights', weights, 'f32'),
      read('results', results),
      write('sums', sums, 'atomic<u32>'),
    ],
    threads: THREADS,
    declarations: `${finiteText}\n${workgroupSum(THREADS)}\n${collected(training)}\n${summedLosses}`,
    body: `  if (group >= ${groups}u) {
    if (group == ${groups}u) { sumLosses(t); }
    return;
  }
  let i = group * ${THREADS}u + t;
  var g = 0.0;
  if (i < ${plan.trainableSize}u) {
    g = collected(i);
    gradients[i] = g;
    watch(weights[i]);
  }
${storeNorm}`,
    workgroups: () => groups + 1,
    work: () => ({ flop: 0, bytes: 8 * plan.trainableSize }),
  });
}

/** Of given gradients, what `collect` says of its own. */
export function measure(context: Context, training: Training): Kernel {
  const { plan, gradients, norms } = training;
  return kernelOf(context, {
    name: 'measure',
    bindings: [read('gradients', gradients, 'f32'), write('norms', norms, 'f32')],
    threads: THREADS,
    declarations: workgroupSum(THREADS),
    body: `  if (group >= ${groupsOf(training)}u) { return; }
  let i = group * ${THREADS}u + t;
  var g = 0.0;
  if (i < ${plan.trainableSize}u) { g = gradients[i]; }
${storeNorm}`,
    workgroups: () => groupsOf(training),
    work: () => ({ flop: 2 * plan.trainableSize, bytes: 4 * plan.trainableSize }),
  });
}

export function norm(context: Context, training: Training): Kernel {
  const groups = groupsOf(training);
  return kernelOf(context, {
    name: 'norm',
    bindings: [write('norms', training.norms, 'f32')],
    threads: THREADS,
    declarations: workgroupSum(THREADS),
    body: `  var part = 0.0;
  for (var i = t; i < ${groups}u; i += ${THREADS}u) { part += norms[i]; }
  let sum = workgroupSum(part, t);
  if (t == 0) { norms[${groups}u] = sum; }`,
    workgroups: () => 1,
    work: () => ({ flop: groups, bytes: 4 * groups }),
  });
}

/** From gradients that are there: clipped, where the optimizer clips, as tf.clip_by_global_norm: g·clip / max(‖g‖, clip). */
export function update(context: Context, training: Training): Kernel {
  const { plan, optimizer, weights, gradients, norms, panels } = training;
  const clip = optimizer.globalClipNorm;
  return kernelOf(context, {
    name: optimizer.name,
    bindings: [
      write('weights', weights, 'f32'),
      read('gradients', gradients, 'f32'),
      clip === null ? null : read('norms', norms, 'f32'),
      write('panels', panels, 'f32'),
    ],
    threads: THREADS,
    declarations: `${updated(training)}\n${packed(training)}`,
    body: `  let i = group * ${THREADS}u + t;
  if (i >= ${plan.trainableSize}u) { return; }
  let scale = ${clip === null ? '1.0' : `${float(clip)} / max(sqrt(norms[${groupsOf(training)}u]), ${float(clip)})`};
  let w = updated(i, weights[i], gradients[i] * scale);
  weights[i] = w;
  pack(i, w);`,
    workgroups: () => groupsOf(training),
    work: work(training, 5),
  });
}

/** `collect` and `update` in one: for an optimizer that does not clip. */
export function advance(context: Context, training: Training): Kernel {
  const { plan, optimizer, weights, slices, panels, results, sums } = training;
  const groups = groupsOf(training);
  return kernelOf(context, {
    name: optimizer.name,
    bindings: [
      write('weights', weights, 'f32'),
      read('slices', slices, 'f32'),
      write('panels', panels, 'f32'),
      read('results', results),
      write('sums', sums, 'atomic<u32>'),
    ],
    threads: THREADS,
    declarations: `${finiteText}
${workgroupSum(THREADS)}
${collected(training)}
${updated(training)}
${packed(training)}
${summedLosses}`,
    body: `  if (group >= ${groups}u) {
    if (group == ${groups}u) { sumLosses(t); }
    return;
  }
  let i = group * ${THREADS}u + t;
  if (i >= ${plan.trainableSize}u) { return; }
  watch(weights[i]);
  let w = updated(i, weights[i], collected(i));
  weights[i] = w;
  pack(i, w);`,
    workgroups: () => groups + 1,
    work: work(training, 5),
  });
}

export function pack(context: Context, training: Training): Kernel {
  const { plan, weights, panels } = training;
  return kernelOf(context, {
    name: 'pack',
    bindings: [read('weights', weights, 'f32'), write('panels', panels, 'f32')],
    threads: THREADS,
    declarations: packed(training),
    body: `  let i = group * ${THREADS}u + t;
  if (i < ${plan.trainableSize}u) { pack(i, weights[i]); }`,
    workgroups: () => groupsOf(training),
    work: () => ({ flop: 0, bytes: 12 * plan.trainableSize }),
  });
}
