/** The kinds of nodes, and how a plan's layers become them: the first kind that takes a layer has it. */
import type { Layer, Plan } from '../../../network/index.ts';
import { batchNorm } from './batch-norm.ts';
import { conv } from './conv.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import type { NodeKind, Unit } from './node.ts';
import { normalize } from './normalize.ts';
import { pool } from './pool.ts';
import { pooledConv } from './pooled-conv/kind.ts';

const kinds: readonly NodeKind[] = [pooledConv, conv, pool, batchNorm, dropout, dense, normalize];

export function unitsOf({ layers }: Plan): (Unit & { readonly last: Layer })[] {
  const units: (Unit & { readonly last: Layer })[] = [];
  for (let index = 0; index < layers.length; ) {
    const unit = unitFrom(layers.slice(index), index === 0);
    index += unit.layers;
    units.push({ ...unit, last: layers[index - 1] as Layer });
  }
  return units;
}

function unitFrom(layers: readonly Layer[], readsImage: boolean): Unit {
  for (const kind of kinds) {
    const unit = kind(layers, readsImage);
    if (unit !== null) return unit;
  }
  throw new Error(`The wasm engine has no node for the layer ${layers[0]?.name}.`);
}
