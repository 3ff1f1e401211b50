/**
 * Operations that TensorFlow.js lacks, or whose derivative it puts together from many: here TensorFlow has both as one.
 * x, y [rows, …]; dy is the loss's derivative by y.
 */
import type { Tensor, Tensor1D, Tensor2D, Variable } from '@tensorflow/tfjs';
import { unitLengthFloor } from '../../network/index.ts';
import { dataType, type TensorFlow } from './host/tensorflow.ts';

/** max(x, 0); its derivative at 0 is 0. */
export function relu({ tf, backend }: TensorFlow, x: Tensor): Tensor {
  return tf.customGrad((given, save) => {
    const y = tf.relu(given as Tensor);
    (save as (saved: Tensor[]) => void)([y]);
    return {
      value: y,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const { binding } = backend;
        return backend.executeSingleOutput('ReluGrad', [dataType(binding, 'T', binding.TF_FLOAT)], [dy, ...saved]);
      },
    };
  })(x);
}

/** Each row to unit length: x/√max(Σx², 1e-12).    x [rows, length] */
export function unitLength({ tf }: TensorFlow, x: Tensor2D): Tensor2D {
  return x.div(tf.sqrt(tf.maximum(x.square().sum(1, true), unitLengthFloor)));
}

/** Σ|x| over the columns; the derivative at 0 is 0, which tf.abs would make -1.    x [rows, length] → [rows] */
export function absoluteSum({ tf }: TensorFlow, x: Tensor2D): Tensor1D {
  return x.mul(tf.sign(x)).sum(1);
}

/** A variable of zeros; the tensor that it is made of goes. */
export function zeroVariable({ tf }: TensorFlow, shape: number[]): Variable {
  return tf.tidy(() => tf.variable(tf.zeros(shape)));
}
