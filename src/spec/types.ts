// Stand-in for the generated types: same names, same shape.
export type Size = [height: number, width: number];
export type Activation = 'linear' | 'relu' | 'leakyRelu' | 'elu' | 'tanh' | 'sigmoid';
export interface Pool {
  type: 'max' | 'average';
  size: Size;
}
export interface Block {
  filters: number;
  kernelSize: Size;
  strides: Size;
  padding: 'same' | 'valid';
  activation: Activation;
  pool: Pool | null;
  batchNorm: boolean;
  dropout: number;
}
export interface Network {
  inputShape: [height: number, width: number, channels: number];
  blocks: Block[];
  reduce: 'globalAverage' | 'globalMax' | 'flatten';
  embeddingDim: number;
  normalize: boolean;
}
export type Distance = 'euclidean' | 'manhattan' | 'cosine';
export type Objective =
  | { loss: 'binaryCrossentropy'; distance: Distance }
  | { loss: 'contrastive'; distance: Distance; margin: number }
  | { loss: 'triplet'; distance: Distance; margin: number };
export type Optimizer =
  | { name: 'sgd'; learningRate: number; momentum: number; nesterov: boolean; globalClipNorm: number | null }
  | { name: 'rmsprop'; learningRate: number; rho: number; epsilon: number; globalClipNorm: number | null }
  | { name: 'adam'; learningRate: number; beta1: number; beta2: number; epsilon: number; globalClipNorm: number | null }
  | {
      name: 'adamw';
      learningRate: number;
      beta1: number;
      beta2: number;
      epsilon: number;
      weightDecay: number;
      globalClipNorm: number | null;
    };
export type Validation = { from: 'test' } | { from: 'train'; fraction: number };
export interface Experiment {
  name: string;
  description: string;
  seed: number;
  data: { source: 'mnist'; seed: number; validation: Validation; limit: { train: number | null; test: number | null } };
  pairs: { perImage: number; refresh: 'never' | 'epoch' };
  network: Network;
  objective: Objective;
  training: { optimizer: Optimizer; batchSize: number; epochs: number };
  engine: 'auto' | 'wasm' | 'reference';
}
