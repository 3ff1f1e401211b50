/** The whole tower: every layer in order, and back. */
import { elementsOf, imageName, type Layer, type Plan } from '../../network/index.ts';
import type { LayerPass, Mode, Pass } from './layers/layer.ts';
import { layerPasses } from './layers/table.ts';

/** A layer and its forward pass, which knows the way back. */
export interface Trace {
  readonly layer: Layer;
  readonly pass: Pass;
}

/**
 *   weights [plan.size]    images [rows, height, width, channels] in [0, 1]
 * → embeddings [rows, embeddingDim], the last layer's y, and the traces in the layers' order
 */
export function towerForward(
  plan: Plan,
  weights: Float64Array,
  images: Float64Array,
  mode: Mode,
): { embeddings: Float64Array; traces: Trace[] } {
  const surroundings = { rows: images.length / elementsOf(plan.inputShape), mode, weights };
  const outputs = new Map([[imageName as string, images]]);
  const outputOf = (name: string) => outputs.get(name) as Float64Array;
  const traces = plan.layers.map((layer): Trace => {
    const [first, ...others] = layer.inputs;
    const run = layerPasses[layer.kind] as LayerPass<Layer>;
    const pass = run(layer, [outputOf(first), ...others.map(outputOf)], surroundings);
    outputs.set(layer.name, pass.y);
    return { layer, pass };
  });
  return { embeddings: (traces.at(-1) as Trace).pass.y, traces };
}

/** Adds the derivatives by every parameter of the tower to `gradients` [plan.size]. */
export function towerBackward(traces: readonly Trace[], dEmbeddings: Float64Array, gradients: Float64Array): void {
  const derivatives = new Map([[(traces.at(-1) as Trace).layer.name, dEmbeddings]]);
  for (const { layer, pass } of traces.toReversed()) {
    const dy = derivatives.get(layer.name);
    if (dy === undefined) continue; // no other layer reads it
    for (const [i, dx] of pass.backward(dy, gradients).entries()) {
      const name = layer.inputs[i] as string;
      const others = derivatives.get(name); // of the layers after this one that read the same
      derivatives.set(name, others === undefined ? dx : dx.map((value, k) => value + (others[k] as number)));
    }
    derivatives.delete(layer.name);
  }
}
