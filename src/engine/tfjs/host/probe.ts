/**
 * Loads TensorFlow and multiplies two matrices on it, in a process of its own: one that can't be loaded may end the
 * process that tries. Prints {"version", "device", "product"}; or, on standard error, what is wrong.
 */
import { loadTensorFlow } from './tensorflow.ts';

try {
  const { tf, version, device } = loadTensorFlow();
  const [left, right] = [tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2])];
  const product = [...tf.matMul(left, right).dataSync()];
  console.log(JSON.stringify({ version, device, product }));
} catch (error) {
  const { message, cause } = error as Error;
  console.error((cause instanceof Error ? cause.message : message).replaceAll('\n', ' '));
  process.exitCode = 1;
}
