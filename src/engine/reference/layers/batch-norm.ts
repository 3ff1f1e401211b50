import { type BatchNormLayer, batchNormEpsilon } from '../../../network/index.ts';
import { type LayerPass, slice } from './layer.ts';

export const batchNorm: LayerPass<BatchNormLayer> = (layer, [x], { mode, weights }) => {
  const { movingMean, movingVariance } = layer;
  const moving = { mean: slice(weights, movingMean), variance: slice(weights, movingVariance) };
  const statistics = mode.kind === 'training' ? batchStatistics(layer, x) : moving;
  const gamma = slice(weights, layer.gamma);
  return {
    y: batchNormForward(layer, x, statistics, gamma, slice(weights, layer.beta)),
    backward(dy, gradients) {
      const by = { dGamma: slice(gradients, layer.gamma), dBeta: slice(gradients, layer.beta) };
      return [batchNormBackward(x, statistics, gamma, dy, by)];
    },
    statistics: [
      { moving: movingMean, batch: statistics.mean },
      { moving: movingVariance, batch: statistics.variance },
    ],
  };
};

/** Of each channel; the variance is the biased one. */
interface BatchStatistics {
  /** [channels] */
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/** Over all rows and positions of the concatenated batch. */
function batchStatistics(layer: BatchNormLayer, x: Float64Array): BatchStatistics {
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
function batchNormForward(
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
function batchNormBackward(
  x: Float64Array,
  { mean, variance }: BatchStatistics,
  gamma: Float64Array,
  dy: Float64Array,
  { dGamma, dBeta }: { dGamma: Float64Array; dBeta: Float64Array },
): Float64Array {
  const channels = gamma.length;
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
