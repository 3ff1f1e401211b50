/** The data set on the device, as bytes; a step gathers its images there. */
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import type { Images } from '../../data/index.ts';
import { dataType, type TensorFlow } from './tensorflow.ts';

/** [count, height, width, channels] of uint8, a type that TensorFlow has and TensorFlow.js doesn't: for `gatherImages` alone. */
export function uploadImages({ backend }: TensorFlow, { shape, bytes }: Images): Tensor {
  const { binding } = backend;
  const id = binding.createTensor([...shape], binding.TF_UINT8, bytes);
  return backend.createOutputTensor({ id, shape: [...shape], dtype: binding.TF_UINT8 });
}

/** → [indices.length, height, width, channels], byte/255 */
export function gatherImages({ tf, backend }: TensorFlow, images: Tensor, indices: Int32Array): Tensor4D {
  const { binding } = backend;
  return tf.tidy(() => {
    const bytes = backend.executeSingleOutput(
      'GatherV2',
      [
        { name: 'batch_dims', type: binding.TF_ATTR_INT, value: 0 },
        dataType(binding, 'Tparams', binding.TF_UINT8),
        dataType(binding, 'Tindices', binding.TF_INT32),
        dataType(binding, 'Taxis', binding.TF_INT32),
      ],
      [images, tf.tensor1d(indices.slice(), 'int32'), tf.scalar(0, 'int32')],
    );
    const floats = backend.executeSingleOutput(
      'Cast',
      [
        dataType(binding, 'SrcT', binding.TF_UINT8),
        dataType(binding, 'DstT', binding.TF_FLOAT),
        { name: 'Truncate', type: binding.TF_ATTR_BOOL, value: false },
      ],
      [bytes],
    );
    return floats.div(255) as Tensor4D;
  });
}
