import type { PoolLayer, ReduceLayer } from '../../../network/index.ts';
import type { LayerPass } from './layer.ts';
import { pool } from './pool.ts';

export const reduce: LayerPass<ReduceLayer> = (layer, inputs, surroundings) => {
  if (layer.type === 'flatten') return { y: inputs[0], backward: (dy) => [dy] };
  return pool(asPool(layer), inputs, surroundings);
};

/** A global reduction is a pool with one window: the whole image. */
function asPool(layer: ReduceLayer): PoolLayer {
  const { height, width } = layer.input;
  return { ...layer, kind: 'pool', type: layer.type === 'globalMax' ? 'max' : 'average', size: [height, width] };
}
