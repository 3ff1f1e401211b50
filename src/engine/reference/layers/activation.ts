import { type ActivationLayer, leakyReluSlope } from '../../../network/index.ts';
import type { LayerPass } from './layer.ts';

export const activation: LayerPass<ActivationLayer> = (layer, [x]) => {
  const y = activationForward(layer.activation, x);
  return { y, backward: (dy) => [activationBackward(layer.activation, y, dy)] };
};

type Activation = ActivationLayer['activation'];

function activationForward(activation: Activation, x: Float64Array): Float64Array {
  return x.map(activate[activation]);
}

/** All derivatives can be had from y; at 0 they are 0 for relu, the slope for leakyRelu, 1 for elu. */
function activationBackward(activation: Activation, y: Float64Array, dy: Float64Array): Float64Array {
  const derivative = derivativeFromOutput[activation];
  return y.map((value, i) => derivative(value) * (dy[i] as number));
}

const activate: Record<Activation, (x: number) => number> = {
  relu: (x) => Math.max(x, 0),
  leakyRelu: (x) => (x > 0 ? x : leakyReluSlope * x),
  elu: (x) => (x > 0 ? x : Math.expm1(x)),
  tanh: (x) => Math.tanh(x),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
};

const derivativeFromOutput: Record<Activation, (y: number) => number> = {
  relu: (y) => (y > 0 ? 1 : 0),
  leakyRelu: (y) => (y > 0 ? 1 : leakyReluSlope),
  elu: (y) => (y > 0 ? 1 : y + 1),
  tanh: (y) => 1 - y * y,
  sigmoid: (y) => y * (1 - y),
};
