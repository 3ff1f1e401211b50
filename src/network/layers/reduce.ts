/** From an image of features to one vector. */
import type { Network } from '../../experiment/index.ts';
import { imageConfig, kerasLayer } from './keras.ts';
import { type LayerBase, type LayerKind, type Place, withoutParameters } from './layer.ts';
import { elementsOf, vectorShape } from './shape.ts';

export interface ReduceLayer extends LayerBase {
  readonly kind: 'reduce';
  readonly type: Network['reduce'];
}

export function reduceLayer({ parameters: _, ...place }: Place, type: ReduceLayer['type']): ReduceLayer {
  const { input } = place;
  const output = vectorShape(type === 'flatten' ? elementsOf(input) : input.channels);
  return { kind: 'reduce', ...place, output, multiplyAdds: type === 'globalAverage' ? elementsOf(input) : 0, type };
}

const kerasClass = {
  globalAverage: 'GlobalAveragePooling2D',
  globalMax: 'GlobalMaxPooling2D',
  flatten: 'Flatten',
} as const;

export const reduce: LayerKind<ReduceLayer> = {
  ...withoutParameters,
  keras: ({ type }, name, inputs) => [kerasLayer(kerasClass[type], name, imageConfig, inputs)],
};
