/** The table of all kinds of layer. */
import type { Layer, LayerOf } from '../../../network/index.ts';
import { batchNorm } from './batch-norm.ts';
import { conv, dense } from './conv.ts';
import type { NodeOf } from './kind.ts';
import { normalize } from './normalize.ts';
import { pool } from './pool.ts';
import { reduce } from './reduce.ts';

/** Activations and dropout are always part of another layer's node. */
const inAnEnding: NodeOf<Layer> = ({ name }) => {
  throw new Error(`${name} stands where no layer of its kind can.`);
};

export const nodeKinds: { readonly [Kind in Layer['kind']]: NodeOf<LayerOf<Kind>> } = {
  conv,
  activation: inAnEnding,
  pool,
  batchNorm,
  dropout: inAnEnding,
  reduce,
  dense,
  normalize,
};
