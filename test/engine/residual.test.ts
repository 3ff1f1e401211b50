/**
 * Plans that are no chain. No experiment can ask for one yet, so the plan is made by hand, and the tests bring along
 * the kind that adds its inputs: the second convolution's output is added to what it read.
 *
 *   image → blocks/0/conv → blocks/0/elu ─→ blocks/1/conv → add → reduce → embedding
 *                                        └──────────────────┘
 *
 * All after `add` is linear: so embeddings and gradients are the sum of those of two chains, with `blocks/1/conv` and
 * without it, but for what comes of the embedding's bias, which is there once.
 */
import type { Tensor, Variable } from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { loadEngine } from '../../src/engine/node.ts';
import { layerPasses } from '../../src/engine/reference/layers/index.ts';
import type { LayerPass } from '../../src/engine/reference/layers/layer.ts';
import { towerBackward, towerForward } from '../../src/engine/reference/tower.ts';
import { loadTensorFlow } from '../../src/engine/tfjs/host/tensorflow.ts';
import { layerStages } from '../../src/engine/tfjs/layers.ts';
import { assembleTower } from '../../src/engine/tfjs/tower.ts';
import { createPlan, initialWeights, isChain, type Layer, type LayerOf, type Plan } from '../../src/network/index.ts';
import { purpose, streamKey, uniformAt } from '../../src/random/index.ts';
import { block, contrastive, network } from '../network/build.ts';
import { type EngineUnderTest, enginesUnderTest } from './engines.ts';

const inputShape: [number, number, number] = [6, 5, 2];
const rows = 3;
const chain = createPlan(
  network({
    inputShape,
    blocks: [block({ filters: 3, kernelSize: [2, 3], activation: 'elu' }), block({ filters: 3, activation: 'linear' })],
    embeddingDim: 4,
  }),
  contrastive,
);
const [firstConv, elu, secondConv, reduce, embedding] = chain.layers as [Layer, Layer, Layer, Layer, Layer];
const withoutSecond: Plan = {
  ...chain,
  layers: [firstConv, elu, { ...reduce, inputs: [elu.name] }, embedding],
};

interface AddLayer extends Omit<LayerOf<'normalize'>, 'kind'> {
  readonly kind: 'add';
}
const add: AddLayer = { ...elu, kind: 'add', name: 'add', inputs: [elu.name, secondConv.name] };
const residual: Plan = {
  ...chain,
  layers: [firstConv, elu, secondConv, add as unknown as Layer, { ...reduce, inputs: [add.name] }, embedding],
};

const weights = Float64Array.from(initialWeights(chain, 3), (weight) => weight + 0.1);
const numbers = (count: number, seed: number) => {
  const key = streamKey(seed, purpose.limit);
  return Float64Array.from({ length: count }, (_, i) => uniformAt(key, i) - 0.5);
};
const images = numbers(rows * 6 * 5 * 2, 1);
const upstream = numbers(rows * 4, 2);

const addPass: LayerPass<AddLayer> = (_, [a, b = a]) => ({
  y: a.map((value, i) => value + (b[i] as number)),
  backward: (dy) => [dy, dy],
});

function reference(plan: Plan) {
  const passes = { ...layerPasses, add: addPass };
  const { embeddings, traces } = towerForward(plan, weights, images, { kind: 'training', dropout: null }, passes);
  const gradients = new Float64Array(plan.size);
  towerBackward(traces, upstream, gradients);
  return { embeddings, gradients };
}

/** What the two chains come to together, where the embedding's bias and its gradient are there once. */
function together(of: 'embeddings' | 'gradients', once: (i: number) => number): Float64Array {
  const second = reference(withoutSecond)[of];
  return reference(chain)[of].map((value, i) => value + (second[i] as number) - once(i));
}

function expectClose(ours: ArrayLike<number>, theirs: ArrayLike<number>, tolerance: number): void {
  expect(ours.length).toBe(theirs.length);
  for (let i = 0; i < ours.length; i++) {
    expect(Math.abs((ours[i] as number) - (theirs[i] as number))).toBeLessThan(tolerance);
  }
}

const { bias } = embedding as LayerOf<'dense'>;
const biasAt = (i: number) => weights[bias.offset + (i % bias.size)] as number;
const ofBias = reference(chain).gradients;
const biasGradientAt = (i: number) => (i >= bias.offset && i < bias.offset + bias.size ? (ofBias[i] as number) : 0);

test('a plan with a layer of two inputs is no chain', () => {
  expect([chain, withoutSecond, residual].map(isChain)).toEqual([true, true, false]);
});

test('an engine that knows chains alone refuses it with a sentence', async () => {
  const wasm = await loadEngine('wasm');
  const optimizer = { name: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false, globalClipNorm: null } as const;
  const opened = wasm.open(residual, { objective: contrastive, optimizer, seed: 1, batchSize: 1 });
  await expect(opened).rejects.toThrow(
    'The wasm engine runs networks in which each layer reads the one before it; this one branches.',
  );
});

describe('in the reference', () => {
  test('a layer reads the layers that it names', () => {
    expectClose(reference(residual).embeddings, together('embeddings', biasAt), 1e-14);
  });

  test("the derivatives by a layer's output add up over the layers that read it", () => {
    expectClose(reference(residual).gradients, together('gradients', biasGradientAt), 1e-13);
  });
});

const { engine, reason } = enginesUnderTest.find(({ name }) => name === 'tfjs') as EngineUnderTest;

describe.skipIf(engine === null)(`in tfjs${engine === null ? `: ${reason}` : ''}`, () => {
  test('embeddings and gradients are those of the reference', () => {
    const tensorflow = loadTensorFlow();
    const { tf } = tensorflow;
    const addStages = () => [([a, b]: readonly Tensor[]) => (a as Tensor).add(b as Tensor)];
    const tower = assembleTower(tensorflow, residual, { ...layerStages, add: addStages });
    const parameters = residual.parameters.map((parameter) => {
      const variable = tower.variables.get(parameter.name) as Variable;
      const values = weights.subarray(parameter.offset, parameter.offset + parameter.size);
      tf.tidy(() => variable.assign(tf.tensor([...values], variable.shape)));
      return variable;
    });
    const theirs = reference(residual);
    tf.tidy(() => {
      const shape: [number, number, number, number] = [rows, ...inputShape];
      const embed = () => tower.apply(tf.tensor4d([...images], shape), { training: true, maskOf: null });
      const { grads } = tf.variableGrads(
        () =>
          embed()
            .mul(tf.tensor2d([...upstream], [rows, 4]))
            .sum(),
        parameters,
      );
      const gradients = parameters.flatMap(({ name }) => [...(grads[name] as Tensor).dataSync()]);
      expectClose(embed().dataSync(), theirs.embeddings, 1e-6);
      expectClose(gradients, theirs.gradients, 1e-5);
    });
    tower.dispose();
  });
});
