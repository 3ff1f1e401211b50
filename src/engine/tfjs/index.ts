/**
 * TensorFlow by way of TensorFlow.js: on NVIDIA's GPUs, else on the processor. `npm run setup:tensorflow` installs it.
 *
 *   tensorflow.ts  the library in this process   tower.ts      the plan as tf.layers     images.ts   the data set on the device
 *   session.ts     a step, and what is kept      objective.ts  distances and losses      dropout.ts  the masks
 *   availability.ts, probe.ts  whether it is there          optimizers.ts  as operations on all weights at once
 */
import type { Engine } from '../contract/contract.ts';
import { availability } from './host/availability.ts';
import { loadTensorFlow } from './host/tensorflow.ts';
import { openSession } from './session.ts';

export const tfjsEngine: Engine = {
  name: 'tfjs',
  availability,
  open: async (plan, options) => openSession(loadTensorFlow(options.threads), plan, options),
};
