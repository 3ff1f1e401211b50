/** Images on the device, as bytes: of the whole data set, or of a step; a step gathers its own there. */
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import { type ImageShape, type ImageStore, imageBytes } from '../../data/index.ts';
import { dataType, type TensorFlow } from './host/tensorflow.ts';

/**
 * Four bytes make one number: TensorFlow gathers float32 on GPUs, but not uint8, and only moves what it gathers.
 *   tensor [count, ⌈height·width·channels / 4⌉]: float32 for TensorFlow, bytes in order for us; 0 to 3 at a row's end unused
 */
export interface UploadedImages {
  readonly shape: ImageShape;
  readonly tensor: Tensor2D;
}

export async function uploadImages(
  { tf }: TensorFlow,
  store: ImageStore,
  rows: Int32Array,
  step?: number,
): Promise<UploadedImages> {
  const { shape } = store;
  const count = rows.length;
  const size = imageBytes(shape);
  const words = Math.ceil(size / 4);
  const padded = new Uint8Array(4 * count * words);
  await store.read(rows, padded.subarray(0, count * size), step);
  // from the last: none is written over before it has moved
  if (4 * words > size) for (let i = count - 1; i > 0; i--) padded.copyWithin(4 * i * words, i * size, (i + 1) * size);
  const tensor = tf.tensor2d(new Float32Array(padded.buffer), [count, words]);
  tensor.slice([0, 0], [1, 1]).dispose(); // tfjs uploads a tensor when it is first used, and forgets its own copy then
  return { shape, tensor };
}

/** → [indices.length, height, width, channels], byte/255 */
export function gatherImages({ tf, backend }: TensorFlow, images: UploadedImages, indices: Int32Array): Tensor4D {
  const { binding } = backend;
  const { height, width, channels } = images.shape;
  const size = imageBytes(images.shape);
  const { TF_FLOAT, TF_INT32, TF_UINT8, TF_ATTR_BOOL, TF_ATTR_INT } = binding;
  return tf.tidy(() => {
    const rows = backend.executeSingleOutput(
      'GatherV2', // tf.gather would read the indices back to check them
      [
        { name: 'batch_dims', type: TF_ATTR_INT, value: 0 },
        dataType(binding, 'Tparams', TF_FLOAT),
        dataType(binding, 'Tindices', TF_INT32),
        dataType(binding, 'Taxis', TF_INT32),
      ],
      [images.tensor, tf.tensor1d(indices.slice(), 'int32'), tf.scalar(0, 'int32')],
    );
    const bytes = backend.executeSingleOutput(
      'Bitcast',
      [dataType(binding, 'T', TF_FLOAT), dataType(binding, 'type', TF_UINT8)],
      [rows],
    );
    const numbers = backend.executeSingleOutput(
      'Cast',
      [
        dataType(binding, 'SrcT', TF_UINT8),
        dataType(binding, 'DstT', TF_FLOAT),
        { name: 'Truncate', type: TF_ATTR_BOOL, value: false },
      ],
      [bytes],
    );
    const flat = numbers.reshape([indices.length, numbers.size / indices.length]) as Tensor2D;
    const exact = flat.shape[1] === size ? flat : flat.slice([0, 0], [indices.length, size]);
    return exact.reshape([indices.length, height, width, channels]).div(255) as Tensor4D;
  });
}
