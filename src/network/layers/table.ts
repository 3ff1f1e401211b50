/** The table of all kinds of layer. */
import { type ActivationLayer, activation } from './activation.ts';
import { type BatchNormLayer, batchNorm } from './batch-norm.ts';
import { type ConvLayer, conv } from './conv.ts';
import { type DenseLayer, dense } from './dense.ts';
import { type DropoutLayer, dropout } from './dropout.ts';
import type { LayerKind } from './layer.ts';
import { type NormalizeLayer, normalize } from './normalize.ts';
import { type PoolLayer, pool } from './pool.ts';
import { type ReduceLayer, reduce } from './reduce.ts';

export type Layer =
  | ConvLayer
  | ActivationLayer
  | PoolLayer
  | BatchNormLayer
  | DropoutLayer
  | ReduceLayer
  | DenseLayer
  | NormalizeLayer;

/** A layer of this kind. */
export type LayerOf<Kind extends Layer['kind']> = Extract<Layer, { kind: Kind }>;

const kinds: { readonly [Kind in Layer['kind']]: LayerKind<LayerOf<Kind>> } = {
  conv,
  activation,
  pool,
  batchNorm,
  dropout,
  reduce,
  dense,
  normalize,
};

export function kindOf<L extends Layer>(layer: L): LayerKind<L> {
  return kinds[layer.kind] as LayerKind<Layer>;
}
