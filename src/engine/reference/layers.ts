/**
 * Every layer as plain loops, forward and backward in pairs: what the other engines are tested against.
 *
 * Shapes: x is a layer's input for all rows (images of the concatenated batch), y its output, both row-major
 * [rows, height, width, channels] with the layer's shapes; dx and dy are the loss's derivatives by them.
 * Arithmetic is float64. A backward function returns dx, and adds to the derivatives of its parameters.
 */
import type {
  ActivationLayer,
  BatchNormLayer,
  ConvLayer,
  DenseLayer,
  DropoutLayer,
  PoolLayer,
  ReduceLayer,
  Shape,
} from '../../network/index.ts';
import { batchNormEpsilon, elementsOf, leakyReluSlope, unitLengthFloor } from '../../network/index.ts';
import { dropoutKeeps, dropoutThreshold, purpose, streamKey } from '../../random/index.ts';

// ── convolution ──────────────────────────────────────────────────────────────────────────────────────────────

/**
 * y[row, oy, ox, co] = bias[co] + Σ over ky, kx, ci of x[row, oy·sy + ky - padTop, ox·sx + kx - padLeft, ci] · kernel[ky, kx, ci, co],
 * where x is 0 outside.
 *   kernel [height, width, in, out]    bias [out]
 */
export function convForward(layer: ConvLayer, x: Float64Array, kernel: Float64Array, bias: Float64Array): Float64Array {
  const { rows, inputs, outputs } = extents(layer, x);
  const y = new Float64Array(rows * elementsOf(layer.output));
  for (let at = 0; at < y.length; at += outputs) y.set(bias, at);
  forEachTap(layer, rows, (xAt, kernelAt, yAt) => {
    for (let ci = 0; ci < inputs; ci++) {
      const value = x[xAt + ci] as number;
      const k = kernelAt + ci * outputs;
      for (let co = 0; co < outputs; co++) y[yAt + co] = (y[yAt + co] as number) + value * (kernel[k + co] as number);
    }
  });
  return y;
}

export function convBackward(
  layer: ConvLayer,
  x: Float64Array,
  kernel: Float64Array,
  dy: Float64Array,
  dKernel: Float64Array,
  dBias: Float64Array,
): Float64Array {
  const { rows, inputs, outputs } = extents(layer, x);
  const dx = new Float64Array(x.length);
  for (let at = 0; at < dy.length; at++) dBias[at % outputs] = (dBias[at % outputs] as number) + (dy[at] as number);
  forEachTap(layer, rows, (xAt, kernelAt, yAt) => {
    for (let ci = 0; ci < inputs; ci++) {
      const value = x[xAt + ci] as number;
      const k = kernelAt + ci * outputs;
      let sum = 0;
      for (let co = 0; co < outputs; co++) {
        const d = dy[yAt + co] as number;
        dKernel[k + co] = (dKernel[k + co] as number) + value * d;
        sum += (kernel[k + co] as number) * d;
      }
      dx[xAt + ci] = (dx[xAt + ci] as number) + sum;
    }
  });
  return dx;
}

/** Visits each output position with each kernel position that lies inside the input: offsets of their first channels. */
function forEachTap(layer: ConvLayer, rows: number, visit: (xAt: number, kernelAt: number, yAt: number) => void): void {
  const { input, output, padTop, padLeft } = layer;
  const [kernelHeight, kernelWidth] = layer.kernelSize;
  const [strideY, strideX] = layer.strides;
  for (let row = 0; row < rows; row++) {
    for (let oy = 0; oy < output.height; oy++) {
      for (let ox = 0; ox < output.width; ox++) {
        const yAt = ((row * output.height + oy) * output.width + ox) * output.channels;
        for (let ky = 0; ky < kernelHeight; ky++) {
          const iy = oy * strideY + ky - padTop;
          if (iy < 0 || iy >= input.height) continue;
          for (let kx = 0; kx < kernelWidth; kx++) {
            const ix = ox * strideX + kx - padLeft;
            if (ix < 0 || ix >= input.width) continue;
            const xAt = ((row * input.height + iy) * input.width + ix) * input.channels;
            visit(xAt, (ky * kernelWidth + kx) * input.channels * output.channels, yAt);
          }
        }
      }
    }
  }
}

// ── activation ───────────────────────────────────────────────────────────────────────────────────────────────

type Activation = ActivationLayer['activation'];

export function activationForward(activation: Activation, x: Float64Array): Float64Array {
  return x.map(activate[activation]);
}

/** All derivatives can be had from y; at 0 they are 0 for relu, the slope for leakyRelu, 1 for elu. */
export function activationBackward(activation: Activation, y: Float64Array, dy: Float64Array): Float64Array {
  const derivative = derivativeFromOutput[activation];
  return y.map((value, i) => derivative(value) * (dy[i] as number));
}

const activate: Record<Activation, (x: number) => number> = {
  relu: (x) => Math.max(x, 0),
  leakyRelu: (x) => (x > 0 ? x : leakyReluSlope * x),
  elu: (x) => (x > 0 ? x : Math.expm1(x)),
  tanh: (x) => Math.tanh(x),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
};

const derivativeFromOutput: Record<Activation, (y: number) => number> = {
  relu: (y) => (y > 0 ? 1 : 0),
  leakyRelu: (y) => (y > 0 ? 1 : leakyReluSlope),
  elu: (y) => (y > 0 ? 1 : y + 1),
  tanh: (y) => 1 - y * y,
  sigmoid: (y) => y * (1 - y),
};

// ── pooling ──────────────────────────────────────────────────────────────────────────────────────────────────

/** winners: for each output of max-pooling the index into x that it came from, the first in row-major order of equals. */
export function poolForward(layer: PoolLayer, x: Float64Array): { y: Float64Array; winners: Int32Array } {
  const { rows } = extents(layer, x);
  const y = new Float64Array(rows * elementsOf(layer.output));
  const winners = new Int32Array(layer.type === 'max' ? y.length : 0);
  const windowArea = layer.size[0] * layer.size[1];
  forEachWindow(layer, rows, (yAt, window) => {
    if (layer.type === 'max') {
      const winner = largest(x, window);
      winners[yAt] = winner;
      y[yAt] = x[winner] as number;
    } else {
      let sum = 0;
      for (const xAt of window) sum += x[xAt] as number;
      y[yAt] = sum / windowArea;
    }
  });
  return { y, winners };
}

export function poolBackward(layer: PoolLayer, x: Float64Array, winners: Int32Array, dy: Float64Array): Float64Array {
  const { rows } = extents(layer, x);
  const dx = new Float64Array(x.length);
  const windowArea = layer.size[0] * layer.size[1];
  forEachWindow(layer, rows, (yAt, window) => {
    if (layer.type === 'max') dx[winners[yAt] as number] = dy[yAt] as number;
    else for (const xAt of window) dx[xAt] = (dy[yAt] as number) / windowArea;
  });
  return dx;
}

/** Visits each output with the indices into x of its window; what is left over at the right and the bottom has none. */
function forEachWindow(layer: PoolLayer, rows: number, visit: (yAt: number, window: Int32Array) => void): void {
  const { input, output } = layer;
  const [poolHeight, poolWidth] = layer.size;
  const window = new Int32Array(poolHeight * poolWidth);
  let yAt = 0;
  for (let row = 0; row < rows; row++) {
    for (let oy = 0; oy < output.height; oy++) {
      for (let ox = 0; ox < output.width; ox++) {
        for (let channel = 0; channel < output.channels; channel++) {
          let n = 0;
          for (let iy = oy * poolHeight; iy < (oy + 1) * poolHeight; iy++) {
            for (let ix = ox * poolWidth; ix < (ox + 1) * poolWidth; ix++) {
              window[n++] = ((row * input.height + iy) * input.width + ix) * input.channels + channel;
            }
          }
          visit(yAt++, window);
        }
      }
    }
  }
}

/** The candidate whose x is largest, the first of equals. */
function largest(x: Float64Array, candidates: Int32Array): number {
  let winner = candidates[0] as number;
  for (const candidate of candidates) if ((x[candidate] as number) > (x[winner] as number)) winner = candidate;
  return winner;
}

// ── batch normalisation ──────────────────────────────────────────────────────────────────────────────────────

/** Of each channel; the variance is the biased one. */
export interface BatchStatistics {
  /** [channels] */
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/** Over all rows and positions of the concatenated batch. */
export function batchStatistics(layer: BatchNormLayer, x: Float64Array): BatchStatistics {
  const { channels } = layer.input;
  const count = x.length / channels;
  const mean = new Float64Array(channels);
  const variance = new Float64Array(channels);
  for (const [i, value] of x.entries()) mean[i % channels] = (mean[i % channels] as number) + value / count;
  for (const [i, value] of x.entries()) {
    const deviation = value - (mean[i % channels] as number);
    variance[i % channels] = (variance[i % channels] as number) + (deviation * deviation) / count;
  }
  return { mean, variance };
}

/** y = gamma·x̂ + beta with x̂ = (x - mean)/√(variance + 1e-3). Ioffe & Szegedy 2015. */
export function batchNormForward(
  layer: BatchNormLayer,
  x: Float64Array,
  { mean, variance }: BatchStatistics,
  gamma: Float64Array,
  beta: Float64Array,
): Float64Array {
  const { channels } = layer.input;
  return x.map((value, i) => {
    const c = i % channels;
    const centred = value - (mean[c] as number);
    const scale = (gamma[c] as number) / Math.sqrt((variance[c] as number) + batchNormEpsilon);
    return centred * scale + (beta[c] as number);
  });
}

/** Where mean and variance are those of x itself: dx = gamma/√(variance + ε) · (dy - mean(dy) - x̂·mean(dy·x̂)). */
export function batchNormBackward(
  layer: BatchNormLayer,
  x: Float64Array,
  { mean, variance }: BatchStatistics,
  gamma: Float64Array,
  dy: Float64Array,
  dGamma: Float64Array,
  dBeta: Float64Array,
): Float64Array {
  const { channels } = layer.input;
  const count = x.length / channels;
  const dx = new Float64Array(x.length);
  for (let c = 0; c < channels; c++) {
    const inverse = 1 / Math.sqrt((variance[c] as number) + batchNormEpsilon);
    let sum = 0;
    let sumWithNormalized = 0;
    for (let i = c; i < x.length; i += channels) {
      const normalized = ((x[i] as number) - (mean[c] as number)) * inverse;
      sum += dy[i] as number;
      sumWithNormalized += (dy[i] as number) * normalized;
    }
    dGamma[c] = (dGamma[c] as number) + sumWithNormalized;
    dBeta[c] = (dBeta[c] as number) + sum;
    for (let i = c; i < x.length; i += channels) {
      const normalized = ((x[i] as number) - (mean[c] as number)) * inverse;
      const centred = (dy[i] as number) - sum / count - (normalized * sumWithNormalized) / count;
      dx[i] = (gamma[c] as number) * inverse * centred;
    }
  }
  return dx;
}

// ── dropout ──────────────────────────────────────────────────────────────────────────────────────────────────

/** What every element is multiplied by: 0, or 1/(1 - rate) where it is kept. → [rows, height, width, channels] */
export function dropoutFactors(layer: DropoutLayer, rows: number, seed: number, step: number): Float64Array {
  const size = elementsOf(layer.output);
  const threshold = dropoutThreshold(layer.rate);
  const factors = new Float64Array(rows * size);
  for (let row = 0; row < rows; row++) {
    const key = streamKey(seed, purpose.dropout, step, layer.index, row);
    for (let element = 0; element < size; element++) {
      if (dropoutKeeps(key, element, threshold)) factors[row * size + element] = 1 / (1 - layer.rate);
    }
  }
  return factors;
}

export function dropoutForward(x: Float64Array, factors: Float64Array): Float64Array {
  return x.map((value, i) => value * (factors[i] as number));
}

export function dropoutBackward(dy: Float64Array, factors: Float64Array): Float64Array {
  return dy.map((value, i) => value * (factors[i] as number));
}

// ── reduce ───────────────────────────────────────────────────────────────────────────────────────────────────

/** y [rows, features]; winners as in `poolForward`, for globalMax. */
export function reduceForward(layer: ReduceLayer, x: Float64Array): { y: Float64Array; winners: Int32Array } {
  if (layer.type === 'flatten') return { y: x, winners: new Int32Array(0) };
  return poolForward(asPool(layer), x);
}

export function reduceBackward(
  layer: ReduceLayer,
  x: Float64Array,
  winners: Int32Array,
  dy: Float64Array,
): Float64Array {
  if (layer.type === 'flatten') return dy;
  return poolBackward(asPool(layer), x, winners, dy);
}

/** A global reduction is a pool with one window: the whole image. */
function asPool(layer: ReduceLayer): PoolLayer {
  const { height, width } = layer.input;
  return { ...layer, kind: 'pool', type: layer.type === 'globalMax' ? 'max' : 'average', size: [height, width] };
}

// ── dense ────────────────────────────────────────────────────────────────────────────────────────────────────

/** y[row, out] = bias[out] + Σ over in of x[row, in] · kernel[in, out] */
export function denseForward(
  layer: DenseLayer,
  x: Float64Array,
  kernel: Float64Array,
  bias: Float64Array,
): Float64Array {
  const { rows, inputs, outputs } = extents(layer, x);
  const y = new Float64Array(rows * outputs);
  for (let row = 0; row < rows; row++) {
    y.set(bias, row * outputs);
    for (let i = 0; i < inputs; i++) {
      const value = x[row * inputs + i] as number;
      for (let o = 0; o < outputs; o++) {
        y[row * outputs + o] = (y[row * outputs + o] as number) + value * (kernel[i * outputs + o] as number);
      }
    }
  }
  return y;
}

export function denseBackward(
  layer: DenseLayer,
  x: Float64Array,
  kernel: Float64Array,
  dy: Float64Array,
  dKernel: Float64Array,
  dBias: Float64Array,
): Float64Array {
  const { rows, inputs, outputs } = extents(layer, x);
  const dx = new Float64Array(x.length);
  for (let row = 0; row < rows; row++) {
    for (let o = 0; o < outputs; o++) dBias[o] = (dBias[o] as number) + (dy[row * outputs + o] as number);
    for (let i = 0; i < inputs; i++) {
      const value = x[row * inputs + i] as number;
      let sum = 0;
      for (let o = 0; o < outputs; o++) {
        const d = dy[row * outputs + o] as number;
        const k = i * outputs + o;
        dKernel[k] = (dKernel[k] as number) + value * d;
        sum += (kernel[k] as number) * d;
      }
      dx[row * inputs + i] = sum;
    }
  }
  return dx;
}

// ── unit length ──────────────────────────────────────────────────────────────────────────────────────────────

/** Each row to unit length: y = x/√max(Σx², 1e-12).    x, y [rows, length] */
export function normalizeForward(x: Float64Array, length: number): Float64Array {
  const y = new Float64Array(x.length);
  for (let at = 0; at < x.length; at += length) {
    const norm = Math.sqrt(Math.max(sumOfSquares(x, at, length), unitLengthFloor));
    for (let i = at; i < at + length; i++) y[i] = (x[i] as number) / norm;
  }
  return y;
}

/** dx = (dy - y·(y·dy))/‖x‖; only dy/1e-6 where the clamp holds, as the norm is constant there. */
export function normalizeBackward(x: Float64Array, y: Float64Array, dy: Float64Array, length: number): Float64Array {
  const dx = new Float64Array(x.length);
  for (let at = 0; at < x.length; at += length) {
    const squares = sumOfSquares(x, at, length);
    const norm = Math.sqrt(Math.max(squares, unitLengthFloor));
    let along = 0;
    if (squares > unitLengthFloor) for (let i = at; i < at + length; i++) along += (y[i] as number) * (dy[i] as number);
    for (let i = at; i < at + length; i++) dx[i] = ((dy[i] as number) - (y[i] as number) * along) / norm;
  }
  return dx;
}

// ── helpers ──────────────────────────────────────────────────────────────────────────────────────────────────

function sumOfSquares(x: Float64Array, at: number, length: number): number {
  let sum = 0;
  for (let i = at; i < at + length; i++) sum += (x[i] as number) * (x[i] as number);
  return sum;
}

function extents(layer: { input: Shape; output: Shape }, x: Float64Array) {
  return {
    rows: x.length / elementsOf(layer.input),
    inputs: layer.input.channels,
    outputs: layer.output.channels,
  };
}
