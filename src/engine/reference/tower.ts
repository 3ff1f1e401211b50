/** The whole tower: every layer in order, and back. */
import { elementsOf, type Layer, type Parameter, type Plan } from '../../network/index.ts';
import {
  activationBackward,
  activationForward,
  type BatchStatistics,
  batchNormBackward,
  batchNormForward,
  batchStatistics,
  convBackward,
  convForward,
  denseBackward,
  denseForward,
  dropoutBackward,
  dropoutFactors,
  dropoutForward,
  normalizeBackward,
  normalizeForward,
  poolBackward,
  poolForward,
  reduceBackward,
  reduceForward,
} from './layers.ts';

/** training: batch statistics, and dropout's masks where they are given; inference: moving statistics, no dropout. */
export type Mode =
  | { readonly kind: 'training'; readonly dropout: { readonly seed: number; readonly step: number } | null }
  | { readonly kind: 'inference' };

/** What a layer's backward pass needs of its forward pass. */
export interface Trace {
  readonly layer: Layer;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** of max-pooling and globalMax */
  readonly winners?: Int32Array;
  /** of batch normalisation */
  readonly statistics?: BatchStatistics;
  /** of dropout; absent where it did nothing */
  readonly factors?: Float64Array;
}

/**
 *   weights [plan.size]    images [rows, height, width, channels] in [0, 1]
 * → embeddings [rows, embeddingDim], the last trace's y, and the traces in the layers' order
 */
export function towerForward(
  plan: Plan,
  weights: Float64Array,
  images: Float64Array,
  mode: Mode,
): { embeddings: Float64Array; traces: Trace[] } {
  const rows = images.length / elementsOf(plan.inputShape);
  const traces: Trace[] = [];
  let x = images;
  for (const layer of plan.layers) {
    const trace = layerForward(layer, weights, x, rows, mode);
    traces.push(trace);
    x = trace.y;
  }
  return { embeddings: x, traces };
}

/** Adds the derivatives by every parameter of the tower to `gradients` [plan.size]. */
export function towerBackward(
  weights: Float64Array,
  traces: readonly Trace[],
  dEmbeddings: Float64Array,
  gradients: Float64Array,
): void {
  let dy = dEmbeddings;
  for (const trace of traces.toReversed()) dy = layerBackward(trace, weights, dy, gradients);
}

function layerForward(layer: Layer, weights: Float64Array, x: Float64Array, rows: number, mode: Mode): Trace {
  const of = (parameter: Parameter) => slice(weights, parameter);
  switch (layer.kind) {
    case 'conv':
      return { layer, x, y: convForward(layer, x, of(layer.kernel), of(layer.bias)) };
    case 'activation':
      return { layer, x, y: activationForward(layer.activation, x) };
    case 'pool':
      return { layer, x, ...poolForward(layer, x) };
    case 'batchNorm': {
      const moving = { mean: of(layer.movingMean), variance: of(layer.movingVariance) };
      const statistics = mode.kind === 'training' ? batchStatistics(layer, x) : moving;
      return { layer, x, statistics, y: batchNormForward(layer, x, statistics, of(layer.gamma), of(layer.beta)) };
    }
    case 'dropout': {
      if (mode.kind === 'inference' || mode.dropout === null) return { layer, x, y: x };
      const factors = dropoutFactors(layer, rows, mode.dropout.seed, mode.dropout.step);
      return { layer, x, factors, y: dropoutForward(x, factors) };
    }
    case 'reduce':
      return { layer, x, ...reduceForward(layer, x) };
    case 'dense':
      return { layer, x, y: denseForward(layer, x, of(layer.kernel), of(layer.bias)) };
    case 'normalize':
      return { layer, x, y: normalizeForward(x, layer.output.channels) };
  }
}

function layerBackward(trace: Trace, weights: Float64Array, dy: Float64Array, gradients: Float64Array): Float64Array {
  const { layer, x, y, winners = new Int32Array(0), statistics, factors } = trace;
  const of = (parameter: Parameter) => slice(weights, parameter);
  const by = (parameter: Parameter) => slice(gradients, parameter);
  switch (layer.kind) {
    case 'conv':
      return convBackward(layer, x, of(layer.kernel), dy, by(layer.kernel), by(layer.bias));
    case 'activation':
      return activationBackward(layer.activation, y, dy);
    case 'pool':
      return poolBackward(layer, x, winners, dy);
    case 'batchNorm': {
      if (statistics === undefined) throw new Error(`${layer.name} has no statistics in its trace.`);
      return batchNormBackward(layer, x, statistics, of(layer.gamma), dy, by(layer.gamma), by(layer.beta));
    }
    case 'dropout':
      return factors === undefined ? dy : dropoutBackward(dy, factors);
    case 'reduce':
      return reduceBackward(layer, x, winners, dy);
    case 'dense':
      return denseBackward(layer, x, of(layer.kernel), dy, by(layer.kernel), by(layer.bias));
    case 'normalize':
      return normalizeBackward(x, y, dy, layer.output.channels);
  }
}

/** A view of one parameter in a flat vector. */
function slice(flat: Float64Array, { offset, size }: Parameter): Float64Array {
  return flat.subarray(offset, offset + size);
}
