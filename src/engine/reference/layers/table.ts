/** The table of all kinds of layer. */
import type { Layer, LayerOf } from '../../../network/index.ts';
import { activation } from './activation.ts';
import { batchNorm } from './batch-norm.ts';
import { conv } from './conv.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import type { LayerPass } from './layer.ts';
import { normalize } from './normalize.ts';
import { pool } from './pool.ts';
import { reduce } from './reduce.ts';

export const layerPasses: { readonly [Kind in Layer['kind']]: LayerPass<LayerOf<Kind>> } = {
  conv,
  activation,
  pool,
  batchNorm,
  dropout,
  reduce,
  dense,
  normalize,
};
