/** What happens to one vec4f wherever it is made: activation, dropout, and their derivatives. */

import type { Activation } from '../../../experiment/index.ts';
import { type DropoutLayer, leakyReluSlope } from '../../../network/index.ts';
import { dropoutThreshold } from '../../../random/index.ts';
import type { Tensor } from './kernel.ts';

/** NaN passes through relu: a comparison with it is false. */
const forwards: Record<Activation, string> = {
  linear: 'return x;',
  relu: 'return select(x, vec4f(0), x < vec4f(0));',
  leakyRelu: `return select(${leakyReluSlope} * x, x, x > vec4f(0));`,
  elu: 'return select(exp(min(x, vec4f(0))) - 1, x, x > vec4f(0));',
  // from exp of a negative number: never too large; near 0 the series, where 1 - e would cancel
  tanh: `let size = abs(x);
  let e = exp(-2 * size);
  let square = size * size;
  let near = size * (1 - square * (1.0 / 3.0 - square * (2.0 / 15.0)));
  return sign(x) * select((1 - e) / (1 + e), near, size < vec4f(0.05));`,
  sigmoid: `let e = exp(-abs(x));
  return select(e / (1 + e), 1 / (1 + e), x >= vec4f(0));`,
};

/** From the output; at 0: relu 0, leakyRelu its slope, elu 1. */
const derivatives: Record<Activation, string> = {
  linear: 'return vec4f(1);',
  relu: 'return select(vec4f(0), vec4f(1), y > vec4f(0));',
  leakyRelu: `return select(vec4f(${leakyReluSlope}), vec4f(1), y > vec4f(0));`,
  elu: 'return select(y + 1, vec4f(1), y > vec4f(0));',
  tanh: 'return 1 - y * y;',
  sigmoid: 'return y * (1 - y);',
};

export const activate = (activation: Activation): string => `fn activate(x: vec4f) -> vec4f {
  ${forwards[activation]}
}`;

/**
 * `dropped(index)`: what dropout multiplies the vec4f at `index` of the tensor by, 0 or 1/(1 - rate): the mask of
 * src/random's dropoutKeeps, where the element's number counts channels without their padding.
 */
export function dropped(layer: DropoutLayer, tensor: Tensor): string {
  const { rowVectors, vectors, channels } = tensor;
  return `fn mix(given: u32, b: u32) -> u32 {
  var x = given ^ (given >> 16);
  x = (x * 0x7feb352du) ^ b;
  x ^= x >> 15;
  x *= 0x846ca68bu;
  return x ^ (x >> 16);
}
fn dropped(index: u32) -> vec4f {
  let row = index / ${rowVectors}u;
  let within = index % ${rowVectors}u;
  let first = (within / ${vectors}u) * ${channels}u + (within % ${vectors}u) * 4u;
  let stream = step.keys[${layer.index}].xy;
  let a = mix(stream.x + row, stream.y);
  let b = mix(stream.y ^ row, a);
  ${
    channels % 2 === 0
      ? `let low = mix(a + (first >> 1), b);
  let high = mix(a + (first >> 1) + 1, b);
  let bits = vec4u(low & 0xffff, low >> 16, high & 0xffff, high >> 16);`
      : `var bits: vec4u;
  for (var lane = 0u; lane < 4; lane++) {
    let element = first + lane;
    bits[lane] = (mix(a + (element >> 1), b) >> ((element & 1) * 16)) & 0xffff;
  }`
  }
  return select(vec4f(0), vec4f(${scaleOf(layer)}), bits >= vec4u(${dropoutThreshold(layer.rate)}));
}`;
}

/** 1 / (1 - rate), as WGSL writes it. */
const scaleOf = ({ rate }: DropoutLayer): string => float(1 / (1 - rate));

/** A number as a literal of WGSL. */
export function float(value: number): string {
  const text = String(Math.fround(value));
  return /[.e]/.test(text) ? `${text}f` : `${text}.0f`;
}

/** Where a value comes from: what happened to it after its sum, the last last. */
export interface Ending {
  readonly out: Tensor;
  readonly activation: Activation;
  readonly dropout: DropoutLayer | null;
}

/** `finish(x, index)`: dropout, where there is, of what is to stand at `index` of `out`. */
export function finish({ dropout, out }: Ending): string {
  if (dropout === null) return 'fn finish(x: vec4f, index: u32) -> vec4f { return x; }';
  return `${dropped(dropout, out)}
fn finish(x: vec4f, index: u32) -> vec4f {
  if (step.masked == 0) { return x; }
  return x * dropped(index);
}`;
}

/**
 * `through(d, index)`: the loss's derivative by what stands at `index` of `out`, taken back through dropout and
 * activation. `y` names the binding of `out`, which it reads where `throughReads`.
 */
export function through({ dropout, activation, out }: Ending, y = 'y'): string {
  if (dropout === null && activation === 'linear') {
    return 'fn through(d: vec4f, index: u32) -> vec4f { return d; }';
  }
  const derivative = (body: string) => `fn derivative(y: vec4f) -> vec4f {
  ${derivatives[activation]}
}
fn through(d: vec4f, index: u32) -> vec4f {
${body}
}`;
  if (dropout === null) return derivative(`  return d * derivative(${y}[index]);`);
  // what relu or dropout made 0 is 0 now: no mask is needed
  if (activation === 'relu') {
    return derivative(`  return d * derivative(${y}[index]) * select(1.0, ${scaleOf(dropout)}, step.masked == 1);`);
  }
  if (activation === 'linear') {
    return `${dropped(dropout, out)}
fn through(d: vec4f, index: u32) -> vec4f {
  if (step.masked == 0) { return d; }
  return d * dropped(index);
}`;
  }
  return `${dropped(dropout, out)}
${derivative(`  if (step.masked == 0) { return d * derivative(${y}[index]); }
  return d * dropped(index) * derivative(${y}[index] * ${float(1 - dropout.rate)});`)}`;
}

export const throughReads = ({ activation }: Ending): boolean => activation !== 'linear';
