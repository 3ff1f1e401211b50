/**
 * Holds an engine to recorded cases: forward values, gradients, losses and weights after some steps, made by
 * another implementation (`test/golden` holds Keras's).
 */
import { allRows, type Batch, batchOf, exampleCount } from '../../data/index.ts';
import { SiameseError } from '../../errors/index.ts';
import { type Network, type Objective, resolveFragment } from '../../experiment/index.ts';
import { createPlan } from '../../network/index.ts';
import type { Engine } from '../contract/contract.ts';
import type { Case, OptimizersCase, TrainingCase } from './cases.ts';
import { distanceOf, gradientQuantities, passes, type Quantity, relative, tolerances } from './quantities.ts';

export interface CaseResult {
  readonly file: string;
  readonly name: string;
  readonly engine: string;
  readonly quantities: readonly Quantity[];
  /** why the engine could not run the case; null where it did */
  readonly problem: string | null;
  readonly passed: boolean;
}

export async function runCase(engine: Engine, one: Case): Promise<CaseResult> {
  const about = { file: one.file, name: one.name, engine: engine.name };
  try {
    const quantities = one.kind === 'training' ? await runTraining(engine, one) : await runOptimizers(engine, one);
    return { ...about, quantities, problem: null, passed: quantities.every(passes) };
  } catch (error) {
    if (!(error instanceof SiameseError)) throw error;
    return { ...about, quantities: [], problem: error.message, passed: false };
  }
}

/** One line: the errors as shares of their tolerances, the worst of the gradients for all; above 1 misses. */
export function formatCase(result: CaseResult): string {
  const verdict = result.passed ? 'pass' : 'MISS';
  if (result.problem !== null) return `${verdict}  ${result.name}  ${result.problem}`;
  const shown = new Map<string, Quantity>();
  for (const quantity of result.quantities) {
    const [kind] = quantity.name.split(' ') as [string];
    const before = shown.get(kind);
    if (before === undefined || !(shareOf(quantity) <= shareOf(before))) shown.set(kind, quantity);
  }
  const figures = [...shown].map(([kind, quantity]) => {
    const named = passes(quantity) ? kind : quantity.name;
    return `${named} ${formatShare(shareOf(quantity))}`;
  });
  return `${verdict}  ${result.name}  ${figures.join('  ')}`;
}

/** The worst error as a share of its tolerance; a case that missed says so. */
export function formatWorst({ quantities, problem, passed }: CaseResult): string {
  if (problem !== null) return 'MISS';
  const worst = quantities.map(shareOf).reduce((a, b) => (a >= b ? a : b)); // a share that is no number stays
  return `${passed ? '' : 'MISS '}${formatShare(worst)}`;
}

// ── running ──────────────────────────────────────────────────────────────────────────────────────────────────

async function runTraining(engine: Engine, one: TrainingCase): Promise<Quantity[]> {
  const { plan, objective, optimizer, store, examples, expected } = one;
  const batchSize = Math.max(...examples.map(exampleCount));
  const batches = examples.map((some) => batchOf(some));
  const session = await engine.open(plan, { objective, optimizer, seed: 0, batchSize });
  try {
    await session.load(store);
    await session.restore({ ...(await session.state()), weights: one.weights });
    const all = allRows(store);

    const embeddings = await session.embed(all);
    const first = await session.inspect(batches[0] as Batch);
    const losses: number[] = [];
    for (const batch of batches) {
      await session.train(batch, optimizer.learningRate);
      const { lossSum, examples } = await session.progress();
      losses.push(lossSum / examples);
    }
    const weightsAfter = (await session.state()).weights;
    const embeddingsAfter = await session.embed(all);

    const { firstStep } = expected;
    const { distances, probabilities } = firstStep;
    return [
      relative('embeddings', embeddings, expected.embeddings, tolerances.values),
      relative('distances', first.distances, distances, tolerances.distances),
      ...(probabilities === null
        ? []
        : [relative('probabilities', probabilitiesOf(one, first.distances), probabilities, tolerances.values)]),
      relative('loss', [first.loss], [firstStep.loss], tolerances.values),
      ...gradientQuantities(plan, first.gradients, firstStep.gradients),
      relative('losses', losses, expected.losses, tolerances.values),
      {
        name: 'weightsAfter',
        error: distanceOf(weightsAfter, expected.weightsAfter),
        tolerance: tolerances.weightsMoved * distanceOf(expected.weightsAfter, one.weights),
      },
      relative('embeddingsAfter', embeddingsAfter, expected.embeddingsAfter, tolerances.values),
    ];
  } finally {
    await session.close();
  }
}

/** From the engine's distances and the case's head. */
function probabilitiesOf({ plan, weights }: TrainingCase, distances: Float32Array): Float64Array {
  const [kernel, bias] = plan.head === null ? [0, 0] : [plan.head.kernel.offset, plan.head.bias.offset];
  return Float64Array.from(distances, (d) => 1 / (1 + Math.exp(-((weights[kernel] ?? 0) * d + (weights[bias] ?? 0)))));
}

/** A session of a network with enough parameters takes the place of the case's; the parameters left over stay 0. */
async function runOptimizers(engine: Engine, one: OptimizersCase): Promise<Quantity[]> {
  const objective: Objective = { loss: 'contrastive', distance: 'euclidean', margin: 1 };
  const plan = createPlan(networkWithAtLeast(one.weights.length), objective);
  const padded = (values: Float32Array, size: number) => {
    const flat = new Float32Array(size);
    flat.set(values);
    return flat;
  };
  const quantities: Quantity[] = [];
  for (const { label, optimizer, weightsAfter } of one.cases) {
    const session = await engine.open(plan, { objective, optimizer, seed: 0, batchSize: 1 });
    try {
      await session.restore({ ...(await session.state()), weights: padded(one.weights, plan.size) });
      for (const gradients of one.gradients) {
        await session.applyGradients(padded(gradients, plan.trainableSize), optimizer.learningRate);
      }
      const ours = (await session.state()).weights.subarray(0, one.weights.length);
      quantities.push(relative(label, ours, weightsAfter, tolerances.optimizedWeights));
    } finally {
      await session.close();
    }
  }
  return quantities;
}

/** A pixel, one convolution of 2 parameters, and an embedding of as many as are missing. */
function networkWithAtLeast(parameters: number): Network {
  const network = resolveFragment('network', {
    inputShape: [1, 1, 1],
    blocks: [{ filters: 1, kernelSize: 1, activation: 'linear' }],
    reduce: 'flatten',
    embeddingDim: 1,
  });
  return { ...network, embeddingDim: Math.max(1, Math.ceil((parameters - 2) / 2)) };
}

function shareOf({ error, tolerance }: Quantity): number {
  return error === 0 ? 0 : error / tolerance;
}

function formatShare(share: number): string {
  if (!Number.isFinite(share)) return String(share);
  return share < 0.001 && share > 0 ? '<0.001' : share.toFixed(3);
}
