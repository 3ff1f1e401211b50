/**
 * Distances and losses of one chunk, forward and backward, on embeddings in memory. A few thousand operations a step:
 * plain TypeScript, in float64, without allocating.
 *
 * For each distance, `forward` gives d(a, b) and `backward` adds upstream·∂d/∂a and upstream·∂d/∂b to two gradients:
 *   values     the embeddings, of which a and b are `length` floats from `a` and `b` on
 *   gradients  likewise, from `da` and `db` on
 */
import type { Distance, Objective } from '../../experiment/index.ts';
import { euclideanFloor, unitLengthFloor } from '../../network/index.ts';

interface DistanceKernel {
  forward(values: Float32Array, a: number, b: number, length: number): number;
  backward(
    values: Float32Array,
    a: number,
    b: number,
    length: number,
    distance: number,
    upstream: number,
    gradients: Float32Array,
    da: number,
    db: number,
  ): void;
}

const at = (array: Float32Array, index: number): number => array[index] as number;

/** √max(Σ(a-b)², 1e-7), gradient 0 at the clamp. */
const euclidean: DistanceKernel = {
  forward(values, a, b, length) {
    let sum = 0;
    for (let i = 0; i < length; i++) {
      const difference = at(values, a + i) - at(values, b + i);
      sum += difference * difference;
    }
    return Math.sqrt(Math.max(sum, euclideanFloor));
  },
  backward(values, a, b, length, distance, upstream, gradients, da, db) {
    if (distance * distance <= euclideanFloor * (1 + 1e-12)) return;
    const scale = upstream / distance;
    for (let i = 0; i < length; i++) {
      const gradient = scale * (at(values, a + i) - at(values, b + i));
      gradients[da + i] = at(gradients, da + i) + gradient;
      gradients[db + i] = at(gradients, db + i) - gradient;
    }
  },
};

/** Σ|a-b|, derivative 0 at 0. */
const manhattan: DistanceKernel = {
  forward(values, a, b, length) {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += Math.abs(at(values, a + i) - at(values, b + i));
    return sum;
  },
  backward(values, a, b, length, _distance, upstream, gradients, da, db) {
    for (let i = 0; i < length; i++) {
      const gradient = upstream * Math.sign(at(values, a + i) - at(values, b + i));
      gradients[da + i] = at(gradients, da + i) + gradient;
      gradients[db + i] = at(gradients, db + i) - gradient;
    }
  },
};

/** 1 - â·b̂ with â = a / √max(Σa², 1e-12). */
const cosine: DistanceKernel = {
  forward(values, a, b, length) {
    let aa = 0;
    let bb = 0;
    let ab = 0;
    for (let i = 0; i < length; i++) {
      const x = at(values, a + i);
      const y = at(values, b + i);
      aa += x * x;
      bb += y * y;
      ab += x * y;
    }
    return 1 - ab / Math.sqrt(Math.max(aa, unitLengthFloor) * Math.max(bb, unitLengthFloor));
  },
  backward(values, a, b, length, distance, upstream, gradients, da, db) {
    let aa = 0;
    let bb = 0;
    for (let i = 0; i < length; i++) {
      aa += at(values, a + i) ** 2;
      bb += at(values, b + i) ** 2;
    }
    const similarity = 1 - distance;
    const scale = 1 / Math.sqrt(Math.max(aa, unitLengthFloor) * Math.max(bb, unitLengthFloor));
    const alongA = aa > unitLengthFloor ? similarity / aa : 0;
    const alongB = bb > unitLengthFloor ? similarity / bb : 0;
    for (let i = 0; i < length; i++) {
      const x = at(values, a + i);
      const y = at(values, b + i);
      gradients[da + i] = at(gradients, da + i) - upstream * (y * scale - x * alongA);
      gradients[db + i] = at(gradients, db + i) - upstream * (x * scale - y * alongB);
    }
  },
};

const distances: Record<Distance, DistanceKernel> = { euclidean, manhattan, cosine };

/** Sums of one job: a row of `jobSums`. */
export const jobSum = { loss: 0, correct: 1, headKernel: 2, headBias: 3, words: 4 } as const;

export interface Chunk {
  /** examples of this chunk, and the first one's place in the batch */
  readonly examples: number;
  readonly first: number;
  /** examples of the whole batch: the mean is over these */
  readonly batch: number;
  /** 1 = same; of the batch */
  readonly isSame: Uint8Array;
  /** the chunk's embeddings, image by image, `stride` floats apart: all left or anchor images, then the others */
  readonly embeddings: number;
  readonly gradients: number;
  readonly stride: number;
}

/** Loss of a chunk's examples, and its gradient with respect to their embeddings: added to zeros. */
export type ObjectiveKernel = (
  memory: Float32Array,
  chunk: Chunk,
  embeddingDim: number,
  headKernel: number,
  headBias: number,
  sums: Float64Array,
  sumsAt: number,
  found: Float32Array,
) => void;

/** The objective as one function on a chunk; `found` receives the distances (for triplets: all d(a,p), then all d(a,n)). */
export function objectiveKernel(objective: Objective): ObjectiveKernel {
  const distance = distances[objective.distance];
  const add = (sums: Float64Array, index: number, value: number) => {
    sums[index] = (sums[index] as number) + value;
  };
  switch (objective.loss) {
    // mean of softplus(z) - y·z with z = w·d + b
    case 'binaryCrossentropy':
      return (memory, chunk, length, headKernel, headBias, sums, sumsAt, found) => {
        for (let i = 0; i < chunk.examples; i++) {
          const a = chunk.embeddings + i * chunk.stride;
          const b = a + chunk.examples * chunk.stride;
          const d = distance.forward(memory, a, b, length);
          const same = chunk.isSame[chunk.first + i] as number;
          const logit = headKernel * d + headBias;
          const decay = Math.exp(-Math.abs(logit));
          const probability = logit >= 0 ? 1 / (1 + decay) : decay / (1 + decay);
          const slope = (probability - same) / chunk.batch;
          found[chunk.first + i] = d;
          add(sums, sumsAt + jobSum.loss, Math.max(logit, 0) - logit * same + Math.log1p(decay));
          add(sums, sumsAt + jobSum.correct, logit > 0 === (same === 1) ? 1 : 0);
          add(sums, sumsAt + jobSum.headKernel, slope * d);
          add(sums, sumsAt + jobSum.headBias, slope);
          const da = chunk.gradients + i * chunk.stride;
          distance.backward(
            memory,
            a,
            b,
            length,
            d,
            slope * headKernel,
            memory,
            da,
            da + chunk.examples * chunk.stride,
          );
        }
      };
    // mean of y·d² + (1-y)·max(0, margin-d)²
    case 'contrastive':
      return (memory, chunk, length, _headKernel, _headBias, sums, sumsAt, found) => {
        for (let i = 0; i < chunk.examples; i++) {
          const a = chunk.embeddings + i * chunk.stride;
          const b = a + chunk.examples * chunk.stride;
          const d = distance.forward(memory, a, b, length);
          const same = chunk.isSame[chunk.first + i] === 1;
          const miss = same ? d : Math.max(0, objective.margin - d);
          found[chunk.first + i] = d;
          add(sums, sumsAt + jobSum.loss, miss * miss);
          add(sums, sumsAt + jobSum.correct, d < objective.margin / 2 === same ? 1 : 0);
          const da = chunk.gradients + i * chunk.stride;
          const upstream = ((same ? 2 : -2) * miss) / chunk.batch;
          distance.backward(memory, a, b, length, d, upstream, memory, da, da + chunk.examples * chunk.stride);
        }
      };
    // mean of max(0, d(a,p) - d(a,n) + margin)
    case 'triplet':
      return (memory, chunk, length, _headKernel, _headBias, sums, sumsAt, found) => {
        for (let i = 0; i < chunk.examples; i++) {
          const a = chunk.embeddings + i * chunk.stride;
          const p = a + chunk.examples * chunk.stride;
          const n = p + chunk.examples * chunk.stride;
          const toPositive = distance.forward(memory, a, p, length);
          const toNegative = distance.forward(memory, a, n, length);
          const violation = toPositive - toNegative + objective.margin;
          found[chunk.first + i] = toPositive;
          found[chunk.batch + chunk.first + i] = toNegative;
          add(sums, sumsAt + jobSum.loss, Math.max(0, violation));
          add(sums, sumsAt + jobSum.correct, toPositive < toNegative ? 1 : 0);
          if (!(violation > 0)) continue;
          const da = chunk.gradients + i * chunk.stride;
          const dp = da + chunk.examples * chunk.stride;
          const dn = dp + chunk.examples * chunk.stride;
          distance.backward(memory, a, p, length, toPositive, 1 / chunk.batch, memory, da, dp);
          distance.backward(memory, a, n, length, toNegative, -1 / chunk.batch, memory, da, dn);
        }
      };
  }
}
