/** Inverted dropout, in training alone: kept values are divided by 1 - rate. */
import { kerasLayer } from './keras.ts';
import { type LayerBase, type LayerKind, type Place, withoutParameters } from './layer.ts';

export interface DropoutLayer extends LayerBase {
  readonly kind: 'dropout';
  readonly rate: number;
  /** counts the plan's dropout layers from 0: part of the masks' random stream */
  readonly index: number;
}

export function dropoutLayer({ parameters: _, ...place }: Place, rate: number, index: number): DropoutLayer {
  return { kind: 'dropout', ...place, output: place.input, multiplyAdds: 0, rate, index };
}

export const dropout: LayerKind<DropoutLayer> = {
  ...withoutParameters,
  keras: ({ rate }, name, inputs) => [kerasLayer('Dropout', name, { rate }, inputs)],
};
