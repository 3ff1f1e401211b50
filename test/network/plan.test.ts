import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/errors/index.ts';
import { elementsOf, initialWeights, type Layer } from '../../src/network/index.ts';
import { planOf } from '../../src/objective/index.ts';
import { block, contrastive, crossentropy, network, tutorial } from './build.ts';

const shapeOf = ({ output }: Layer) => [output.height, output.width, output.channels];

describe('a plan', () => {
  test("the tutorial's tower has 19,888 parameters and its head 2", () => {
    const plan = planOf(tutorial, crossentropy);
    expect(plan.size).toBe(19_890);
    expect(plan.trainableSize).toBe(19_890);
    expect(planOf(tutorial, contrastive).size).toBe(19_888);
  });

  test('lists the layers in the order of application, with names and shapes', () => {
    const plan = planOf(tutorial, crossentropy);
    expect(plan.layers.map((layer) => [layer.name, shapeOf(layer)])).toEqual([
      ['blocks/0/conv', [28, 28, 64]],
      ['blocks/0/relu', [28, 28, 64]],
      ['blocks/0/pool', [14, 14, 64]],
      ['blocks/0/dropout', [14, 14, 64]],
      ['blocks/1/conv', [14, 14, 64]],
      ['blocks/1/relu', [14, 14, 64]],
      ['blocks/1/pool', [7, 7, 64]],
      ['blocks/1/dropout', [7, 7, 64]],
      ['reduce', [1, 1, 64]],
      ['embedding', [1, 1, 48]],
    ]);
    const [conv] = plan.layers;
    expect(conv?.multiplyAdds).toBe(28 * 28 * 64 * 2 * 2);
  });

  test("each layer reads the one before it, the first the image, and its input is that one's output", () => {
    const plan = planOf(
      network({
        blocks: [block({ filters: 4, batchNorm: true, pool: { type: 'average', size: [2, 3] } })],
        normalize: true,
      }),
      crossentropy,
    );
    let before = { name: 'image', output: plan.inputShape };
    for (const layer of plan.layers) {
      expect(layer.inputs).toEqual([before.name]);
      expect(layer.input).toEqual(before.output);
      before = layer;
    }
    expect(elementsOf(before.output)).toBe(plan.embeddingDim);
  });

  test('leaves out linear activations and dropout of rate 0, and numbers the dropout layers from 0', () => {
    const plan = planOf(
      network({
        blocks: [
          block({ filters: 2, activation: 'linear' }),
          block({ filters: 3, dropout: 0.5 }),
          block({ filters: 3, dropout: 0.1 }),
        ],
      }),
      contrastive,
    );
    expect(plan.layers.map((layer) => layer.name)).toEqual([
      'blocks/0/conv',
      'blocks/1/conv',
      'blocks/1/relu',
      'blocks/1/dropout',
      'blocks/2/conv',
      'blocks/2/relu',
      'blocks/2/dropout',
      'reduce',
      'embedding',
    ]);
    const indices = plan.layers.flatMap((layer) => (layer.kind === 'dropout' ? [layer.index] : []));
    expect(indices).toEqual([0, 1]);
  });

  test('puts the trainable parameters first and the moving statistics last, without gaps', () => {
    const plan = planOf(
      network({ blocks: [block({ filters: 4, batchNorm: true }), block({ filters: 3, batchNorm: true })] }),
      crossentropy,
    );
    let offset = 0;
    for (const parameter of plan.parameters) {
      expect(parameter.offset).toBe(offset);
      expect(parameter.trainable).toBe(offset < plan.trainableSize);
      expect(parameter.size).toBe(parameter.shape.reduce((a, b) => a * b, 1));
      offset += parameter.size;
    }
    expect(plan.size).toBe(offset);
    expect(plan.parameters.slice(-5).map((parameter) => parameter.name)).toEqual([
      'head/bias',
      'blocks/0/batchNorm/movingMean',
      'blocks/0/batchNorm/movingVariance',
      'blocks/1/batchNorm/movingMean',
      'blocks/1/batchNorm/movingVariance',
    ]);
    for (const layer of plan.layers) {
      if (layer.kind === 'batchNorm') expect(plan.parameters).toContain(layer.movingMean);
    }
  });

  test('pads same with the smaller half first', () => {
    const plan = planOf(
      network({ inputShape: [7, 8, 1], blocks: [block({ filters: 1, kernelSize: [4, 3], strides: [1, 2] })] }),
      contrastive,
    );
    // rows: total 3 = 1 + 2; columns: (4 - 1)·2 + 3 - 8 = 1 = 0 + 1
    expect(plan.layers[0]).toMatchObject({ padTop: 1, padLeft: 0, output: { height: 7, width: 4 } });
  });

  test('a valid kernel larger than its input is an error that names the block and the room', () => {
    const tooLarge = network({
      inputShape: [8, 6, 1],
      blocks: [
        block({ filters: 1, pool: { type: 'max', size: [2, 2] } }),
        block({ filters: 1, kernelSize: [3, 5], padding: 'valid' }),
      ],
    });
    const failure = () => planOf(tooLarge, contrastive);
    expect(failure).toThrow(InputError);
    expect(failure).toThrow(
      'network.blocks[1].kernelSize is 3×5, but its input is 4×3; use at most [4, 3], or padding: same.',
    );
  });

  test('a pool that leaves nothing is an error', () => {
    const empty = network({
      inputShape: [5, 5, 1],
      blocks: [block({ filters: 1, pool: { type: 'max', size: [6, 2] } })],
    });
    expect(() => planOf(empty, contrastive)).toThrow(
      'network.blocks[0].pool is 6×2, but its input is 5×5; use at most [5, 5], or pool less before it.',
    );
  });
});

describe('initialWeights', () => {
  const plan = planOf(network({ blocks: [block({ filters: 32, batchNorm: true })], embeddingDim: 64 }), crossentropy);

  test('kernels are uniform within ±√(6/(fanIn + fanOut)), with that spread', () => {
    const weights = initialWeights(plan, 7);
    const limits = {
      'blocks/0/conv/kernel': Math.sqrt(6 / (9 * 2 + 9 * 32)),
      'embedding/kernel': Math.sqrt(6 / (32 + 64)),
    };
    for (const [name, limit] of Object.entries(limits)) {
      const parameter = plan.parameters.find((one) => one.name === name);
      if (parameter === undefined) throw new Error(name);
      const values = [...weights.subarray(parameter.offset, parameter.offset + parameter.size)];
      expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(Math.fround(limit));
      expect(Math.max(...values)).toBeGreaterThan(0.95 * limit);
      expect(Math.min(...values)).toBeLessThan(-0.95 * limit);
      const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length;
      // of a uniform distribution limit²/3; its own standard error is √(4/45)·limit²/√n: five of them
      const allowed = (5 * Math.sqrt(4 / 45)) / Math.sqrt(values.length);
      expect(Math.abs(variance / limit ** 2 - 1 / 3)).toBeLessThan(allowed);
    }
  });

  test("the head's kernel lies within ±√3", () => {
    const { head } = plan;
    if (head === null) throw new Error('no head');
    const kernels = Array.from({ length: 200 }, (_, seed) => initialWeights(plan, seed)[head.kernel.offset] as number);
    expect(Math.max(...kernels.map(Math.abs))).toBeLessThanOrEqual(Math.fround(Math.sqrt(3)));
    expect(Math.max(...kernels.map(Math.abs))).toBeGreaterThan(1.6);
  });

  test('biases, beta and moving means are 0, gamma and moving variances 1', () => {
    const weights = initialWeights(plan, 7);
    const zeros = ['bias', 'beta', 'movingMean'];
    const ones = ['gamma', 'movingVariance'];
    for (const { name, offset, size } of plan.parameters) {
      const kind = name.split('/').at(-1) as string;
      const values = new Set(weights.subarray(offset, offset + size));
      if (zeros.includes(kind)) expect(values).toEqual(new Set([0]));
      if (ones.includes(kind)) expect(values).toEqual(new Set([1]));
    }
  });

  test("the tutorial's are these, for ever: another stream or another draw would change every result", () => {
    const weights = initialWeights(planOf(tutorial, crossentropy), 42);
    expect(createHash('sha256').update(weights).digest('hex')).toBe(
      '6ff62dd77fa65887c70dad0fef2d9b0909543eace964dee01fc5e2708853f916',
    );
  });

  test('the same seed gives the same weights, another seed others, and no two kernels share a stream', () => {
    expect(initialWeights(plan, 7)).toEqual(initialWeights(plan, 7));
    expect(initialWeights(plan, 8)).not.toEqual(initialWeights(plan, 7));
    const square = planOf(
      network({ inputShape: [5, 5, 4], blocks: [block({ filters: 4 }), block({ filters: 4 })] }),
      contrastive,
    );
    const weights = initialWeights(square, 1);
    const [first, second] = square.parameters.filter(({ name }) => name.endsWith('conv/kernel'));
    const values = (p: typeof first) => weights.slice(p?.offset, (p?.offset ?? 0) + (p?.size ?? 0));
    expect(values(first)).not.toEqual(values(second));
  });
});
