/** A convolution with its bias, without activation. */
import type { Block } from '../../experiment/index.ts';
import { imageConfig, kerasLayer } from './keras.ts';
import type { LayerBase, LayerKind, Place } from './layer.ts';
import type { Parameter } from './parameters.ts';
import { type Extent, elementsOf, roomText, type Shape, sizeText } from './shape.ts';

export interface ConvLayer extends LayerBase {
  readonly kind: 'conv';
  readonly kernelSize: readonly [height: number, width: number];
  readonly strides: readonly [height: number, width: number];
  /** rows and columns of zeros before the first; what follows the last comes from the shapes */
  readonly padTop: number;
  readonly padLeft: number;
  /** [height, width, in, out] */
  readonly kernel: Parameter;
  /** [out] */
  readonly bias: Parameter;
}

type Settings = Readonly<Pick<Block, 'filters' | 'kernelSize' | 'strides' | 'padding'>>;

/** The kernel must fit into its input: see `kernelMisfit`. */
export function convLayer({ parameters, ...place }: Place, settings: Settings): ConvLayer {
  const { name, input } = place;
  const { filters, kernelSize, strides, padding } = settings;
  const output: Shape = { ...convExtent(input, settings), channels: filters };
  const taps = kernelSize[0] * kernelSize[1];
  return {
    kind: 'conv',
    ...place,
    output,
    multiplyAdds: elementsOf(output) * taps * input.channels,
    kernelSize,
    strides,
    padTop: padding === 'same' ? samePadding(input.height, kernelSize[0], strides[0]).before : 0,
    padLeft: padding === 'same' ? samePadding(input.width, kernelSize[1], strides[1]).before : 0,
    kernel: parameters.kernel(`${name}/kernel`, [...kernelSize, input.channels, filters], taps),
    bias: parameters.vector(`${name}/bias`, filters, 'zeros'),
  };
}

/** Height and width of the output. */
export function convExtent(
  { height, width }: Extent,
  { kernelSize, strides, padding }: Omit<Settings, 'filters'>,
): Extent {
  return {
    height: convOutput(height, kernelSize[0], strides[0], padding),
    width: convOutput(width, kernelSize[1], strides[1], padding),
  };
}

/** Output of a convolution along one axis: ⌈size/stride⌉ for `same`, ⌊(size - kernel)/stride⌋ + 1 for `valid`. */
export function convOutput(size: number, kernel: number, stride: number, padding: 'same' | 'valid'): number {
  if (padding === 'same') return Math.ceil(size / stride);
  return kernel > size ? 0 : Math.floor((size - kernel) / stride) + 1;
}

/**
 * Zeros that `same` adds before and after one axis: max((⌈size/stride⌉ - 1)·stride + kernel - size, 0) in all,
 * the smaller half before.
 */
export function samePadding(size: number, kernel: number, stride: number): { before: number; after: number } {
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + kernel - size, 0);
  const before = Math.floor(total / 2);
  return { before, after: total - before };
}

/** A sentence where padding `valid` leaves a kernel that is larger than its input no place; `path` names its block. */
export function kernelMisfit(
  { height, width }: Extent,
  { kernelSize, padding }: Pick<Settings, 'kernelSize' | 'padding'>,
  path: string,
): string | null {
  if (padding === 'same' || (kernelSize[0] <= height && kernelSize[1] <= width)) return null;
  return (
    `${path}.kernelSize is ${sizeText(kernelSize)}, but its input is ${height}×${width}; ` +
    `use ${roomText(kernelSize, { height, width })}, or padding: same.`
  );
}

/** Where both would give the output's shape, neither adds zeros. */
export function paddingOf({ input, output, strides }: ConvLayer): 'same' | 'valid' {
  const rows = Math.ceil(input.height / strides[0]);
  const columns = Math.ceil(input.width / strides[1]);
  return output.height === rows && output.width === columns ? 'same' : 'valid';
}

export const conv: LayerKind<ConvLayer> = {
  parametersOf: ({ kernel, bias }) => [kernel, bias],
  keras(layer, name, inputs) {
    const config = {
      filters: layer.output.channels,
      kernel_size: layer.kernelSize,
      strides: layer.strides,
      padding: paddingOf(layer),
      dilation_rate: [1, 1],
      activation: 'linear',
      use_bias: true,
      ...imageConfig,
    };
    return [kerasLayer('Conv2D', name, config, inputs)];
  },
};
