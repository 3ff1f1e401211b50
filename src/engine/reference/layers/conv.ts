import { type ConvLayer, elementsOf } from '../../../network/index.ts';
import { extents, type LayerPass, slice } from './layer.ts';

export const conv: LayerPass<ConvLayer> = (layer, [x], { weights }) => {
  const kernel = slice(weights, layer.kernel);
  return {
    y: convForward(layer, x, kernel, slice(weights, layer.bias)),
    backward(dy, gradients) {
      const by = { dKernel: slice(gradients, layer.kernel), dBias: slice(gradients, layer.bias) };
      return [convBackward(layer, x, kernel, dy, by)];
    },
  };
};

/**
 * y[row, oy, ox, co] = bias[co] + Σ over ky, kx, ci of x[row, oy·sy + ky - padTop, ox·sx + kx - padLeft, ci] · kernel[ky, kx, ci, co],
 * where x is 0 outside.
 *   kernel [height, width, in, out]    bias [out]
 */
function convForward(layer: ConvLayer, x: Float64Array, kernel: Float64Array, bias: Float64Array): Float64Array {
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

function convBackward(
  layer: ConvLayer,
  x: Float64Array,
  kernel: Float64Array,
  dy: Float64Array,
  { dKernel, dBias }: { dKernel: Float64Array; dBias: Float64Array },
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
