/** The plan: the tower as an ordered list of layers with every shape and parameter worked out. Plain data. */

import type { Parameter, ParameterLayout } from './layers/parameters.ts';
import type { Shape } from './layers/shape.ts';
import type { Layer } from './layers/table.ts';

/** Distance → logit `kernel·d + bias`: present where the loss judges logits. */
export interface Head {
  readonly kernel: Parameter;
  readonly bias: Parameter;
}

export interface Plan extends ParameterLayout {
  readonly inputShape: Shape;
  readonly embeddingDim: number;
  /**
   * Each after all that it reads; the last gives the embedding. Linear activations and dropout of rate 0 are left out.
   */
  readonly layers: readonly Layer[];
  readonly head: Head | null;
}

/** Of each layer, and of `image`, the layers that read it, in their order; of one that none reads there is no entry. */
export function readersOf({ layers }: Plan): ReadonlyMap<string, readonly Layer[]> {
  const readers = new Map<string, Layer[]>();
  for (const layer of layers) {
    for (const name of new Set(layer.inputs)) readers.set(name, [...(readers.get(name) ?? []), layer]);
  }
  return readers;
}
