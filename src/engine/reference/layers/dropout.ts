import { type DropoutLayer, elementsOf } from '../../../network/index.ts';
import { dropoutKeeps, dropoutThreshold, purpose, streamKey } from '../../../random/index.ts';
import type { LayerPass } from './layer.ts';

export const dropout: LayerPass<DropoutLayer> = (layer, [x], { rows, mode }) => {
  if (mode.kind === 'inference' || mode.dropout === null) return { y: x, backward: (dy) => [dy] };
  const factors = dropoutFactors(layer, rows, mode.dropout.seed, mode.dropout.step);
  return { y: dropoutForward(x, factors), backward: (dy) => [dropoutBackward(dy, factors)] };
};

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

function dropoutForward(x: Float64Array, factors: Float64Array): Float64Array {
  return x.map((value, i) => value * (factors[i] as number));
}

function dropoutBackward(dy: Float64Array, factors: Float64Array): Float64Array {
  return dy.map((value, i) => value * (factors[i] as number));
}
