/**
 * Plans that are no chain. No experiment can ask for one yet, so the plan is made by hand, and the engines' tables are
 * given a kind that adds its inputs: the second convolution's output is added to what it read.
 *
 *   image → blocks/0/conv → blocks/0/elu ─→ blocks/1/conv → add → reduce → embedding
 *                                        └──────────────────┘
 *
 * All after `add` is linear: so embeddings and gradients are the sum of those of two chains, with `blocks/1/conv` and
 * without it, but for what comes of the embedding's bias, which is there once.
 */
import type { Tensor } from '@tensorflow/tfjs';
import { describe, expect, test, vi } from 'vitest';
import { batchOf, memoryStore } from '../../src/data/index.ts';
import type { Engine, SessionOptions } from '../../src/engine/index.ts';
import { loadEngine } from '../../src/engine/node.ts';
import type { LayerPass } from '../../src/engine/reference/layers/layer.ts';
import { towerBackward, towerForward } from '../../src/engine/reference/tower.ts';
import type { StagesOf } from '../../src/engine/tfjs/layers.ts';
import { compileBuild } from '../../src/engine/wasm/host/builds.ts';
import { openInThread } from '../../src/engine/wasm/in-thread.ts';
import type { Tensor as WasmTensor } from '../../src/engine/wasm/memory.ts';
import type { NodeKind, Node as WasmNode } from '../../src/engine/wasm/nodes/node.ts';
import type { Work } from '../../src/engine/wasm/work.ts';
import { through, throughReads } from '../../src/engine/webgpu/kernels/elementwise.ts';
import { elementKernel, read, write } from '../../src/engine/webgpu/kernels/kernel.ts';
import { sumOf } from '../../src/engine/webgpu/kernels/sum-of.ts';
import { type Input, type NodeOf, plainEnding } from '../../src/engine/webgpu/nodes/kind.ts';
import { initialWeights, type Layer, type LayerOf, type Plan } from '../../src/network/index.ts';
import { planOf } from '../../src/objective/index.ts';
import { bitsAt, purpose, streamKey, uniformAt } from '../../src/random/index.ts';
import { block, contrastive, network } from '../network/build.ts';
import { enginesUnderTest } from './engines.ts';

interface AddLayer extends Omit<LayerOf<'normalize'>, 'kind'> {
  readonly kind: 'add';
}

vi.mock('../../src/engine/reference/layers/table.ts', async (original) => {
  const add: LayerPass<AddLayer> = (_, [a, b = a]) => ({
    y: a.map((value, i) => value + (b[i] as number)),
    backward: (dy) => [dy, dy],
  });
  return { layerPasses: { ...(await original<{ layerPasses: object }>()).layerPasses, add } };
});

vi.mock('../../src/engine/tfjs/layers.ts', async (original) => {
  const add: StagesOf<AddLayer> = () => [([a, b]) => a.add(b as Tensor)];
  const module = await original<{ layerStages: object }>();
  return { ...module, layerStages: { ...module.layerStages, add } };
});

vi.mock('../../src/engine/webgpu/nodes/table.ts', async (original) => {
  const add: NodeOf<AddLayer> = ({ name, ...layer }, place) => {
    const { context } = place.builder;
    const inputs = place.inputs as readonly Input[];
    const common = plainEnding({ ...layer, name, kind: 'normalize' }, place, null);
    const { out } = common.ending;
    const vectors = out.rowVectors;
    const addends = inputs.map(({ tensor }) => tensor.memory);
    const back = ({ ending, gradient }: Input) =>
      elementKernel(context, {
        name: `${name} backward`,
        bindings: [
          read('d', common.gradient),
          throughReads(ending) ? read('y', ending.out.memory) : null,
          write('dInput', gradient),
        ],
        vectors,
        declarations: through(ending),
        body: '  dInput[i] = through(d[i], i);',
        work: () => ({ flop: 0, bytes: 0 }),
      });
    return {
      ...common,
      forward: () => [sumOf(context, { name, addends, to: out.memory, vectors })],
      backward: () => inputs.map(back),
    };
  };
  return { nodeKinds: { ...(await original<{ nodeKinds: object }>()).nodeKinds, add } };
});

vi.mock('../../src/engine/wasm/nodes/table.ts', async (original) => {
  const add: NodeKind = ([layer]) => {
    if ((layer?.kind as string) !== 'add') return null;
    return {
      layers: 1,
      layOut: ({ inputs, out, gradient }) => ({
        out,
        gradient,
        columns: out.stride,
        program({ kernels, slot }) {
          const move = (from: WasmTensor, to: WasmTensor, work: Work, add: boolean) =>
            kernels.addTensor({
              images: work.images,
              rows: out.shape.height,
              rowLength: out.shape.width * out.stride,
              x: slot(from, work),
              xRow: from.rowBytes,
              xImage: from.imageBytes,
              y: slot(to, work),
              yRow: to.rowBytes,
              yImage: to.imageBytes,
              add,
            });
          return {
            forward(work) {
              for (const [i, input] of inputs.entries()) move(input.out, out, work, i > 0);
            },
            backward(work) {
              for (const input of inputs) move(gradient, input.gradient as WasmTensor, work, false);
            },
          };
        },
      }),
    };
  };
  const module = await original<{ nodeKinds: readonly NodeKind[] }>();
  return { ...module, nodeKinds: [...module.nodeKinds, add] };
});

const inputShape: [number, number, number] = [6, 5, 2];
const chain = planOf(
  network({
    inputShape,
    blocks: [block({ filters: 3, kernelSize: [2, 3], activation: 'elu' }), block({ filters: 3, activation: 'linear' })],
    embeddingDim: 4,
  }),
  contrastive,
);
const [firstConv, elu, secondConv, reduce, embedding] = chain.layers as [Layer, Layer, Layer, Layer, LayerOf<'dense'>];
const withoutSecond: Plan = { ...chain, layers: [firstConv, elu, { ...reduce, inputs: [elu.name] }, embedding] };
const add: AddLayer = { ...elu, kind: 'add', name: 'add', inputs: [elu.name, secondConv.name] };
const residual: Plan = {
  ...chain,
  layers: [firstConv, elu, secondConv, add as unknown as Layer, { ...reduce, inputs: [add.name] }, embedding],
};

const weights = initialWeights(chain, 3).map((weight) => weight + 0.1);
const imageCount = 6;
const pixelKey = streamKey(1, purpose.limit);
const bytes = Uint8Array.from({ length: imageCount * 60 }, (_, i) => bitsAt(pixelKey, i) >>> 24);

describe('in the reference', () => {
  const upstreamKey = streamKey(2, purpose.limit);
  const upstream = Float64Array.from({ length: imageCount * 4 }, (_, i) => uniformAt(upstreamKey, i) - 0.5);
  const through = (plan: Plan) => {
    const images = Float64Array.from(bytes, (byte) => byte / 255);
    const mode = { kind: 'training', dropout: null } as const;
    const { embeddings, traces } = towerForward(plan, Float64Array.from(weights), images, mode);
    const gradients = new Float64Array(plan.size);
    towerBackward(traces, upstream, gradients);
    return { embeddings, gradients };
  };
  const [whole, longer, shorter] = [residual, chain, withoutSecond].map(through) as [Passed, Passed, Passed];
  const { offset, size } = embedding.bias;

  test('a layer reads the layers that it names', () => {
    const expected = longer.embeddings.map(
      (value, i) => value + at(shorter.embeddings, i) - at(weights, offset + (i % size)),
    );
    expectClose(whole.embeddings, expected, 1e-14);
  });

  test("the derivatives by a layer's output add up over the layers that read it", () => {
    const isBias = (i: number) => i >= offset && i < offset + size;
    const expected = longer.gradients.map((value, i) => (isBias(i) ? value : value + at(shorter.gradients, i)));
    expectClose(whole.gradients, expected, 1e-12);
  });
});

interface Passed {
  readonly embeddings: Float64Array;
  readonly gradients: Float64Array;
}

const options: SessionOptions = {
  objective: contrastive,
  optimizer: { name: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false, globalClipNorm: null },
  seed: 1,
  batchSize: 3,
};
const batch = batchOf({
  kind: 'pairs',
  left: Int32Array.of(0, 1, 2),
  right: Int32Array.of(3, 4, 5),
  isSame: Uint8Array.of(1, 0, 1),
});

async function inspected(engine: Engine) {
  const session = await engine.open(residual, options);
  await session.load(memoryStore({ shape: [imageCount, ...inputShape], bytes }));
  await session.restore({ step: 0, weights, slots: [] });
  const { gradients } = await session.inspect(batch);
  const embeddings = await session.embed(Int32Array.from({ length: imageCount }, (_, i) => i));
  await session.close();
  return { gradients, embeddings };
}

for (const name of ['tfjs', 'webgpu']) {
  const { engine, reason } = enginesUnderTest.find((one) => one.name === name) as (typeof enginesUnderTest)[number];
  test.skipIf(engine === null)(`${name} has the embeddings and gradients of the reference ${reason}`, async () => {
    const theirs = await inspected(await loadEngine('reference'));
    const ours = await inspected(engine as Engine);
    expectClose(ours.embeddings, theirs.embeddings, 1e-5 * largest(theirs.embeddings));
    expectClose(ours.gradients, theirs.gradients, 1e-4 * largest(theirs.gradients));
  });
}

// the workers' programs in this thread: others would not know of the layer
test('wasm has the embeddings and gradients of the reference, by 1 and by 2 workers', async () => {
  const theirs = await inspected(await loadEngine('reference'));
  for (const workers of [1, 2]) {
    const { layout, memory, load, run } = openInThread(residual, options, await compileBuild('narrow'), { workers });
    await load(memoryStore({ shape: [imageCount, ...inputShape], bytes }));
    new Float32Array(memory.buffer, layout.weights, residual.size).set(weights);
    run('pack', {});
    run('inspect', batch);
    const gradients = new Float32Array(memory.buffer, layout.gradients, residual.trainableSize);
    expectClose(gradients, theirs.gradients, 1e-5 * largest(theirs.gradients));
    run('embed', { rows: Int32Array.from({ length: imageCount }, (_, i) => i) });
    const { stride } = (layout.nodes.at(-1) as WasmNode).out;
    const padded = new Float32Array(memory.buffer, layout.embedOut, imageCount * stride);
    const embeddings = theirs.embeddings.map((_, i) => at(padded, Math.floor(i / 4) * stride + (i % 4)));
    expectClose(embeddings, theirs.embeddings, 1e-5 * largest(theirs.embeddings));
  }
});

function expectClose(ours: ArrayLike<number>, theirs: ArrayLike<number>, tolerance: number): void {
  expect(ours.length).toBe(theirs.length);
  for (let i = 0; i < ours.length; i++) expect(Math.abs(at(ours, i) - at(theirs, i))).toBeLessThan(tolerance);
}

function largest(numbers: Float32Array): number {
  return Math.max(...numbers.map(Math.abs));
}

function at(numbers: ArrayLike<number>, i: number): number {
  return numbers[i] as number;
}
