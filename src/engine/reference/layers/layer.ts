/**
 * What a kind of layer is to the reference: plain loops, its backward pass under its forward pass.
 *
 * Shapes: x is a layer's input for all rows (images of the concatenated batch), y its output, both row-major
 * [rows, height, width, channels] with the layer's shapes; dx and dy are the loss's derivatives by them.
 * Arithmetic is float64. A backward function returns dx, and adds to the derivatives of its parameters.
 */
import type { Parameter, Shape } from '../../../network/index.ts';
import { elementsOf } from '../../../network/index.ts';

/** training: batch statistics, and dropout's masks where they are given; inference: moving statistics, no dropout. */
export type Mode =
  | { readonly kind: 'training'; readonly dropout: { readonly seed: number; readonly step: number } | null }
  | { readonly kind: 'inference' };

/** What a layer's forward pass sees beside its inputs. */
export interface Surroundings {
  readonly rows: number;
  readonly mode: Mode;
  /** [plan.size] */
  readonly weights: Float64Array;
}

/** A layer's forward pass, done. */
export interface Pass {
  readonly y: Float64Array;
  /** Adds to the derivatives by the layer's parameters in `gradients` [plan.size]. → dx of each of its inputs */
  backward(dy: Float64Array, gradients: Float64Array): readonly Float64Array[];
  /** what a step of training moves the moving statistics towards */
  readonly statistics?: readonly { readonly moving: Parameter; readonly batch: Float64Array }[];
}

/** `inputs`: x of each of the layer's inputs, in their order */
export type LayerPass<L> = (
  layer: L,
  inputs: readonly [Float64Array, ...Float64Array[]],
  surroundings: Surroundings,
) => Pass;

/** A view of one parameter in a flat vector. */
export function slice(flat: Float64Array, { offset, size }: Parameter): Float64Array {
  return flat.subarray(offset, offset + size);
}

export function extents(layer: { input: Shape; output: Shape }, x: Float64Array) {
  return {
    rows: x.length / elementsOf(layer.input),
    inputs: layer.input.channels,
    outputs: layer.output.channels,
  };
}
