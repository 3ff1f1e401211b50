/**
 * Numbers that every engine must read alike, each once. The kernels of the wasm engine import this file too: so it
 * holds constants that AssemblyScript can read, numbers under plain names, and imports nothing.
 */

/** Moving statistics of batch normalisation: moving = momentum·moving + (1 - momentum)·batch. Keras's default. */
export const batchNormMomentum = 0.99;
/** Added to batch normalisation's variance under the root. Keras's default. */
export const batchNormEpsilon = 1e-3;

/** leakyRelu's slope below 0, and its derivative at 0: the default of Keras 3's `leaky_relu`. */
export const leakyReluSlope = 0.2;

/** Smallest sum of squares that a vector is divided by the root of: that of `tf.math.l2_normalize` and Keras's `UnitNormalization`. */
export const unitLengthFloor = 1e-12;

/** Smallest squared Euclidean distance, so that its root has a derivative everywhere: the tutorial's, Keras's `epsilon()`. */
export const euclideanFloor = 1e-7;
