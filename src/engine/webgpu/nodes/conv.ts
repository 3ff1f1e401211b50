/** A convolution with its activation, a small max-pool and dropout; a dense layer is a convolution of one pixel. */
import type { ConvLayer, DenseLayer, DropoutLayer, Shape } from '../../../network/index.ts';
import type { Builder } from '../builder.ts';
import { convBackwardInput } from '../kernels/conv/backward-input.ts';
import { convBackwardKernel, type Slices, slicesOf, slicesText } from '../kernels/conv/backward-kernel.ts';
import { convForward, convParts, convSum, forwardParts } from '../kernels/conv/forward.ts';
import {
  type ConvInput,
  type ConvShape,
  depthOf,
  inputStride,
  type Panels,
  windowArea,
} from '../kernels/conv/shape.ts';
import type { Ending } from '../kernels/elementwise.ts';
import { partsOf } from '../kernels/kernel.ts';
import { endingOf, type Node, type NodeOf, type Place } from './kind.ts';

export const conv: NodeOf<ConvLayer> = (layer, place) => {
  const activation = place.take('activation')?.activation ?? 'linear';
  // a window that a thread of the convolution can hold: its eight rows are whole windows
  const pool = place.take('pool', ({ type, size }) => type === 'max' && 8 % (size[0] * size[1]) === 0);
  const dropout = place.take('dropout');
  return productNode(layer, place, { activation, pool: pool?.size, dropout, output: pool?.output ?? layer.output });
};

export const dense: NodeOf<DenseLayer> = (layer, place) =>
  productNode(layer, place, { activation: 'linear', pool: undefined, dropout: null, output: layer.output });

interface Taken {
  readonly activation: Ending['activation'];
  readonly pool: ConvShape['pool'] | undefined;
  readonly dropout: DropoutLayer | null;
  /** after the pool */
  readonly output: Shape;
}

function productNode(layer: ConvLayer | DenseLayer, place: Place, { activation, pool, dropout, output }: Taken): Node {
  const { builder } = place;
  const { context, rows } = builder;
  const { name } = layer;
  const conv = convShape(layer, place, pool ?? [1, 1]);
  const { panels, slices } = placesOf(layer, builder, conv);
  const vectors = partsOf(conv.outputs, 4);
  const count = forwardParts(conv);
  const common = endingOf(name, builder, { out: builder.tensor(name, output), activation, dropout });
  const winners =
    windowArea(conv) > 1
      ? builder.allocate(`${name} winners`, 4 * rows * output.height * output.width * vectors)
      : null;
  const parts = count > 1 ? builder.allocate(`${name} parts`, 16 * count * rows * vectors) : null;
  const product = { name, conv, panels, ending: common.ending, winners };
  return {
    ...common,
    forward() {
      if (parts === null) return [convForward(context, product)];
      return [convParts(context, product, parts), convSum(context, { ...product, name: `${name} sum` }, parts)];
    },
    backward() {
      const derivative = { memory: common.gradient, winners };
      const kernel = convBackwardKernel(context, { name: `${name} backward kernel`, conv, derivative, slices });
      const [input] = place.inputs;
      if (input === null) return [kernel];
      const { ending: before, gradient: to } = input;
      return [
        convBackwardInput(context, { name: `${name} backward input`, conv, panels, derivative, before, to }),
        kernel,
      ];
    },
  };
}

function convShape(layer: ConvLayer | DenseLayer, { builder, inputs }: Place, pool: ConvShape['pool']): ConvShape {
  const [first] = inputs;
  const input: ConvInput =
    first === null
      ? { kind: 'images', ...layer.input, bytes: builder.images, indices: builder.indices }
      : { kind: 'tensor', tensor: first.tensor };
  const { kernelSize, strides, padTop, padLeft } = layer.kind === 'conv' ? layer : onePixel;
  return {
    input,
    height: layer.output.height,
    width: layer.output.width,
    pool,
    kernelSize,
    strides,
    padTop,
    padLeft,
    outputs: layer.output.channels,
    depth: depthOf(inputStride({ input }), kernelSize),
    rows: builder.rows,
  };
}

const onePixel = { kernelSize: [1, 1], strides: [1, 1], padTop: 0, padLeft: 0 } as const;

/** Where kernel and bias lie for the products, where their gradients come, and what the optimizer must know of both. */
function placesOf(
  layer: ConvLayer | DenseLayer,
  builder: Builder,
  conv: ConvShape,
): { panels: Panels; slices: Slices } {
  const { input, kernelSize, outputs, depth } = conv;
  const stride = inputStride(conv);
  const vectors = partsOf(outputs, 4);
  const taps = kernelSize[0] * kernelSize[1];
  const isOnImages = input.kind === 'images';
  const panels: Panels = {
    memory: builder.panels,
    forward: builder.inPanels(depth * vectors),
    backward: isOnImages ? 0 : builder.inPanels(taps * vectors * stride),
    bias: builder.inPanels(vectors),
  };
  const sliceCount = slicesOf(conv, builder.rows);
  const slices: Slices = {
    memory: builder.slices,
    kernel: builder.inSlices(sliceCount * depth * vectors),
    bias: builder.inSlices(sliceCount * vectors),
  };

  // WGSL of a weight's tap, input and output, by its place `local` in [taps, inputs, outputs]
  const inputs = layer.input.channels;
  const tap = `(local / ${inputs * outputs}u)`;
  const channel = `(local / ${outputs}u % ${inputs}u)`;
  const output = `local % ${outputs}u`;
  const place = `(${tap} * ${stride}u + ${channel}) * ${4 * vectors}u + ${output}`;
  const transposed = `(${tap} * ${4 * vectors}u + ${output}) * ${stride}u + ${channel}`;
  const count = slicesText(conv);
  builder.trained.push(
    {
      ...layer.kernel,
      slices: { first: 4 * slices.kernel, apart: 4 * depth * vectors, count },
      place,
      panels: [`${4 * panels.forward}u + ${place}`, ...(isOnImages ? [] : [`${4 * panels.backward}u + ${transposed}`])],
    },
    {
      ...layer.bias,
      slices: { first: 4 * slices.bias, apart: 4 * vectors, count },
      place: 'local',
      panels: [`${4 * panels.bias}u + local`],
    },
  );
  return { panels, slices };
}
