import { elementsOf, type PoolLayer } from '../../../network/index.ts';
import { extents, type LayerPass } from './layer.ts';

export const pool: LayerPass<PoolLayer> = (layer, [x]) => {
  const { y, winners } = poolForward(layer, x);
  return { y, backward: (dy) => [poolBackward(layer, x, winners, dy)] };
};

/** winners: for each output of max-pooling the index into x that it came from, the first in row-major order of equals. */
function poolForward(layer: PoolLayer, x: Float64Array): { y: Float64Array; winners: Int32Array } {
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

function poolBackward(layer: PoolLayer, x: Float64Array, winners: Int32Array, dy: Float64Array): Float64Array {
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
