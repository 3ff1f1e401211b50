/** The kinds of nodes, and how a plan's layers become them. */
import { imageName, type Layer, type Plan, readersOf } from '../../../network/index.ts';
import { batchNorm } from './batch-norm.ts';
import { conv } from './conv.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import type { NodeKind, Unit } from './node.ts';
import { normalize } from './normalize.ts';
import { pool } from './pool.ts';
import { pooledConv } from './pooled-conv/kind.ts';

/** The first that takes a layer has it. */
export const nodeKinds: readonly NodeKind[] = [pooledConv, conv, pool, batchNorm, dropout, dense, normalize];

export interface NamedUnit extends Unit {
  /** what it reads, and what reads it finds: names of layers, or the image */
  readonly inputs: readonly string[];
  readonly output: Layer;
}

/** Layers become units in the order of their first layers. */
export function unitsOf(plan: Plan, kinds: readonly NodeKind[]): NamedUnit[] {
  const readers = readersOf(plan);
  const taken = new Set<Layer>();
  const units: NamedUnit[] = [];
  for (const layer of plan.layers) {
    if (taken.has(layer)) continue;
    const chain = chainFrom(layer, readers);
    const unit = unitFrom(chain, kinds);
    const own = chain.slice(0, unit.layers);
    for (const each of own) taken.add(each);
    units.push({ ...unit, inputs: layer.inputs, output: own.at(-1) as Layer });
  }
  return units;
}

/** The layer and those after it of which each reads the one before alone, and alone does. */
function chainFrom(first: Layer, readers: ReadonlyMap<string, readonly Layer[]>): Layer[] {
  const chain = [first];
  for (let last = first; ; ) {
    const [reader, ...others] = readers.get(last.name) ?? [];
    if (reader === undefined || others.length > 0 || reader.inputs.length > 1) return chain;
    chain.push(reader);
    last = reader;
  }
}

function unitFrom(chain: readonly Layer[], kinds: readonly NodeKind[]): Unit {
  const readsImage = chain[0]?.inputs[0] === imageName;
  for (const kind of kinds) {
    const unit = kind(chain, readsImage);
    if (unit !== null) return unit;
  }
  throw new Error(`The wasm engine has no node for the layer ${chain[0]?.name}.`);
}
