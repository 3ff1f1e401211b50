/**
 * Whether a GPU computes rightly: a small network trained on it for two steps, twice, must end with the same bits, and
 * near what the reference engine makes of it. Drivers have bugs, and a network that trains badly would not show them.
 */
import { allRows, type Batch, batchOf, memoryStore } from '../../data/index.ts';
import { SiameseError } from '../../errors/index.ts';
import { type Network, type Objective, type Optimizer, resolveFragment } from '../../experiment/index.ts';
import { initialWeights } from '../../network/index.ts';
import { planOf } from '../../objective/index.ts';
import { bitsAt, purpose, streamKey } from '../../random/index.ts';
import { distanceOf, normOf } from '../conformance/quantities.ts';
import type { Session, SessionOptions } from '../contract/contract.ts';
import { ReferenceSession } from '../reference/index.ts';
import type { Gpu } from './gpu.ts';
import { openSession } from './session.ts';

/** A thousand times what rounding comes to; a fault comes to more. */
const TOLERANCE = 1e-3;

const objective = resolveFragment('objective', {}) as Objective;
const plan = planOf(
  resolveFragment('network', {
    inputShape: [11, 12, 1],
    blocks: [
      { filters: 20, pool: 2, dropout: 0.3 },
      { filters: 36, kernelSize: 2, activation: 'elu', batchNorm: true },
    ],
    embeddingDim: 6,
  }) as Network,
  objective,
);
const options: SessionOptions = {
  objective,
  // an epsilon that leaves small gradients small: else Adam would make much of their rounding
  optimizer: resolveFragment('optimizer', { name: 'adam', learningRate: 0.01, epsilon: 1e-3 }) as Optimizer,
  seed: 7,
  batchSize: 6,
};
const pixelKey = streamKey(1, purpose.limit);
const store = memoryStore({
  shape: [12, 11, 12, 1],
  bytes: Uint8Array.from({ length: 12 * 11 * 12 }, (_, i) => bitsAt(pixelKey, i) >>> 24),
});
const pairs = (left: number[], right: number[], isSame: number[]): Batch =>
  batchOf({
    kind: 'pairs',
    left: Int32Array.from(left),
    right: Int32Array.from(right),
    isSame: Uint8Array.from(isSame),
  });
const batches = [pairs([0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11], [1, 0, 1, 0, 1, 0]), pairs([3, 8], [0, 5], [0, 1])];

/** What is wrong with this GPU, as a sentence; null where nothing is. */
export async function selfCheck(gpu: Gpu): Promise<string | null> {
  const fault = await faultOf(gpu).catch((error) => {
    if (!(error instanceof SiameseError)) throw error;
    return error.message.replace(/\.$/, '');
  });
  if (fault === null) return null;
  return `${gpu.about.name} failed the check of its arithmetic: ${fault}. Update its driver, or use another engine.`;
}

async function faultOf(gpu: Gpu): Promise<string | null> {
  const theirs = await trained(new ReferenceSession(plan, options));
  const session = await openSession(plan, options, gpu);
  try {
    const ours = await trained(session);
    const again = await trained(session);
    if (Object.keys(ours).some((name) => distanceOf(again[name] as Floats, ours[name] as Floats) !== 0)) {
      return 'the same training steps, repeated, gave another result';
    }
    for (const [name, wanted] of Object.entries(theirs)) {
      const off = distanceOf(ours[name] as Floats, wanted) / normOf(wanted);
      if (!(off <= TOLERANCE)) return `the ${name} of a small network are ${(100 * off).toPrecision(2)} % off`;
    }
    return null;
  } finally {
    await session.close();
  }
}

type Floats = ArrayLike<number>;

/** What two steps come to, and an embedding of each image after them. */
async function trained(session: Session): Promise<Record<string, Floats>> {
  await session.load(store);
  const weights = initialWeights(plan, 5);
  const slots = Array.from({ length: 2 }, () => new Float32Array(plan.trainableSize));
  await session.restore({ step: 0, weights, slots });
  for (const batch of batches) await session.train(batch, options.optimizer.learningRate);
  const { lossSum } = await session.progress();
  const after = (await session.state()).weights;
  return {
    losses: [lossSum],
    'steps of the weights': after.map((weight, i) => weight - (weights[i] as number)),
    embeddings: await session.embed(allRows(store)),
  };
}
