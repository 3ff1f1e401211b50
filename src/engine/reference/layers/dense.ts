import type { DenseLayer } from '../../../network/index.ts';
import { extents, type LayerPass, slice } from './layer.ts';

export const dense: LayerPass<DenseLayer> = (layer, [x], { weights }) => {
  const kernel = slice(weights, layer.kernel);
  return {
    y: denseForward(layer, x, kernel, slice(weights, layer.bias)),
    backward(dy, gradients) {
      const by = { dKernel: slice(gradients, layer.kernel), dBias: slice(gradients, layer.bias) };
      return [denseBackward(layer, x, kernel, dy, by)];
    },
  };
};

/** y[row, out] = bias[out] + Σ over in of x[row, in] · kernel[in, out] */
function denseForward(layer: DenseLayer, x: Float64Array, kernel: Float64Array, bias: Float64Array): Float64Array {
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

function denseBackward(
  layer: DenseLayer,
  x: Float64Array,
  kernel: Float64Array,
  dy: Float64Array,
  { dKernel, dBias }: { dKernel: Float64Array; dBias: Float64Array },
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
