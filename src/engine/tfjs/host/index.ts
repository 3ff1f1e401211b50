/** TensorFlow on this machine, for those who set it up or look for it. */
export { probeTensorFlow } from './availability.ts';
export { findPackage, wheelsFile, wheelsOf } from './tensorflow.ts';
