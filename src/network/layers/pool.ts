/** The largest or the mean of each window. */
import type { Pool } from '../../experiment/index.ts';
import { imageConfig, kerasLayer } from './keras.ts';
import { type LayerBase, type LayerKind, type Place, withoutParameters } from './layer.ts';
import { type Extent, elementsOf, roomText, type Shape, sizeText } from './shape.ts';

/** Stride = size, padding valid: what is left over at the right and the bottom is dropped. */
export interface PoolLayer extends LayerBase {
  readonly kind: 'pool';
  readonly type: 'max' | 'average';
  readonly size: readonly [height: number, width: number];
}

/** A window must fit into its input: see `poolMisfit`. */
export function poolLayer({ parameters: _, ...place }: Place, { type, size }: Readonly<Pool>): PoolLayer {
  const { input } = place;
  const output: Shape = { ...poolExtent(input, size), channels: input.channels };
  const multiplyAdds = type === 'average' ? elementsOf(output) * size[0] * size[1] : 0;
  return { kind: 'pool', ...place, output, multiplyAdds, type, size };
}

/** Height and width of the output. */
export function poolExtent({ height, width }: Extent, size: PoolLayer['size']): Extent {
  return { height: poolOutput(height, size[0]), width: poolOutput(width, size[1]) };
}

/** Output of a pool along one axis, stride = its size, padding valid: ⌊size/pool⌋; what is left over is dropped. */
export function poolOutput(size: number, pool: number): number {
  return Math.floor(size / pool);
}

/** A sentence where a window is larger than its input; `path` names its block. */
export function poolMisfit({ height, width }: Extent, size: PoolLayer['size'], path: string): string | null {
  if (size[0] <= height && size[1] <= width) return null;
  const remedy =
    height === 1 && width === 1
      ? 'nothing is left to pool: remove this pool, or pool less before it.'
      : `use ${roomText(size, { height, width })}, or pool less before it.`;
  return `${path}.pool is ${sizeText(size)}, but its input is ${height}×${width}; ${remedy}`;
}

export const pool: LayerKind<PoolLayer> = {
  ...withoutParameters,
  keras({ type, size }, name, inputs) {
    const config = { pool_size: size, strides: size, padding: 'valid', ...imageConfig };
    return [kerasLayer(type === 'max' ? 'MaxPooling2D' : 'AveragePooling2D', name, config, inputs)];
  },
};
