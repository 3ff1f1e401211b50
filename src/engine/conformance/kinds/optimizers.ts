/** Optimizers alone, on given gradients: the weights after some steps of each. */

import { type Network, type Objective, type Optimizer, resolveFragment } from '../../../experiment/index.ts';
import { planOf } from '../../../objective/index.ts';
import type { Engine } from '../../contract/contract.ts';
import type { Case } from '../case.ts';
import type { Field } from '../field.ts';
import { type Quantity, relative, tolerances } from '../quantities.ts';

interface OptimizersCase {
  /** all parameters, one after another */
  readonly weights: Float32Array;
  /** of each step */
  readonly gradients: readonly Float32Array[];
  readonly cases: readonly {
    readonly label: string;
    readonly optimizer: Optimizer;
    readonly weightsAfter: Float32Array;
  }[];
}

export function readOptimizers(root: Field): Case {
  const optimizers = optimizersOf(root);
  return { file: root.file, name: root.at('name').string(), run: (engine) => runOptimizers(engine, optimizers) };
}

function optimizersOf(root: Field): OptimizersCase {
  const names = Object.keys(root.at('weights').object());
  const flat = (node: Field): Float32Array => {
    const parts = names.map((name) => node.at(name).floats(null));
    return Float32Array.from(parts.flatMap((part) => [...part]));
  };
  const weights = flat(root.at('weights'));
  const sized = (node: Field): Float32Array => {
    const values = flat(node);
    if (values.length !== weights.length) {
      throw node.wrong(`holds ${values.length} numbers, but the weights are ${weights.length}`);
    }
    return values;
  };
  return {
    weights,
    gradients: root.at('gradients').items().map(sized),
    cases: root
      .at('cases')
      .items()
      .map((one) => ({
        label: JSON.stringify(one.at('optimizer').value).replaceAll(/["{}]/g, '').replace('name:', ''),
        optimizer: one.at('optimizer').fragment<Optimizer>('optimizer'),
        weightsAfter: sized(one.at('weightsAfter')),
      })),
  };
}

/** A session of a network with enough parameters takes the place of the case's; the parameters left over stay 0. */
async function runOptimizers(engine: Engine, one: OptimizersCase): Promise<Quantity[]> {
  const objective: Objective = { loss: 'contrastive', distance: 'euclidean', margin: 1 };
  const plan = planOf(networkWithAtLeast(one.weights.length), objective);
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
