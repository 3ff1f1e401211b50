/** The plan: the tower as an ordered list of layers with every shape and parameter worked out. */
import type { Activation } from '../experiment/index.ts';

/** An activation's shape; a vector is 1 × 1 × its length. */
export interface Shape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** One array of weights, and where it lies in the flat vector of all of them. */
export interface Parameter {
  /** `blocks/0/conv/kernel`, `blocks/0/batchNorm/gamma`, `embedding/bias`, `head/kernel` … */
  readonly name: string;
  /** convolution kernels [height, width, in, out], dense kernels [in, out], all else [n] */
  readonly shape: readonly number[];
  /** first float in the flat vector */
  readonly offset: number;
  /** floats */
  readonly size: number;
  readonly trainable: boolean;
  readonly initializer:
    | { readonly kind: 'glorotUniform'; readonly fanIn: number; readonly fanOut: number }
    | { readonly kind: 'zeros' | 'ones' };
}

interface LayerBase {
  /** `blocks/0/conv`, `blocks/0/relu`, `blocks/0/pool`, `reduce`, `embedding`, `normalize` … */
  readonly name: string;
  readonly input: Shape;
  readonly output: Shape;
  /** multiply-adds of one image's forward pass; 0 for layers that only move or compare */
  readonly multiplyAdds: number;
}
export interface ConvLayer extends LayerBase {
  readonly kind: 'conv';
  readonly kernelSize: readonly [height: number, width: number];
  readonly strides: readonly [height: number, width: number];
  /** rows and columns of zeros before the first; what follows the last comes from the shapes */
  readonly padTop: number;
  readonly padLeft: number;
  readonly kernel: Parameter;
  readonly bias: Parameter;
}
export interface ActivationLayer extends LayerBase {
  readonly kind: 'activation';
  readonly activation: Exclude<Activation, 'linear'>;
}
/** Stride = size, padding valid: what is left over at the right and the bottom is dropped. */
export interface PoolLayer extends LayerBase {
  readonly kind: 'pool';
  readonly type: 'max' | 'average';
  readonly size: readonly [height: number, width: number];
}
export interface BatchNormLayer extends LayerBase {
  readonly kind: 'batchNorm';
  readonly gamma: Parameter;
  readonly beta: Parameter;
  readonly movingMean: Parameter;
  readonly movingVariance: Parameter;
}
export interface DropoutLayer extends LayerBase {
  readonly kind: 'dropout';
  readonly rate: number;
  /** counts the plan's dropout layers from 0: part of the masks' random stream */
  readonly index: number;
}
export interface ReduceLayer extends LayerBase {
  readonly kind: 'reduce';
  readonly type: 'globalAverage' | 'globalMax' | 'flatten';
}
export interface DenseLayer extends LayerBase {
  readonly kind: 'dense';
  readonly kernel: Parameter;
  readonly bias: Parameter;
}
/** Unit length: x / √max(Σx², 1e-12). */
export interface NormalizeLayer extends LayerBase {
  readonly kind: 'normalize';
}
export type Layer =
  | ConvLayer
  | ActivationLayer
  | PoolLayer
  | BatchNormLayer
  | DropoutLayer
  | ReduceLayer
  | DenseLayer
  | NormalizeLayer;

/** Distance → logit `kernel·d + bias`: present where the loss is binary cross-entropy. */
export interface Head {
  readonly kernel: Parameter;
  readonly bias: Parameter;
}

export interface Plan {
  readonly inputShape: Shape;
  readonly embeddingDim: number;
  /** in order of application; linear activations and dropout of rate 0 are left out */
  readonly layers: readonly Layer[];
  readonly head: Head | null;
  /** in the flat vector's order: the trainable ones first */
  readonly parameters: readonly Parameter[];
  /** floats of the flat vector that are trained: [0, trainableSize) */
  readonly trainableSize: number;
  /** floats of the flat vector */
  readonly size: number;
}
