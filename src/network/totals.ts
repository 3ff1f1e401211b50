/** What a network comes to, layer by layer and in all. */
import { kindOf, type Layer } from './layers/table.ts';
import type { Plan } from './plan.ts';

export interface LayerFigures {
  readonly name: string;
  readonly output: readonly [height: number, width: number, channels: number];
  readonly parameters: number;
  /** of one image's forward pass */
  readonly multiplyAdds: number;
}

export function figuresOf(layer: Layer): LayerFigures {
  const { name, output, multiplyAdds } = layer;
  const parameters = kindOf(layer)
    .parametersOf(layer)
    .reduce((sum, { size }) => sum + size, 0);
  return { name, output: [output.height, output.width, output.channels], parameters, multiplyAdds };
}

export interface Totals {
  /** the tower's */
  readonly parameters: number;
  readonly trainable: number;
  /** the head's parameters, beside the tower's */
  readonly head: number;
  /** of one image's forward pass */
  readonly multiplyAdds: number;
}

export function totalsOf({ size, trainableSize, head, layers }: Plan): Totals {
  const headSize = head === null ? 0 : head.kernel.size + head.bias.size;
  const multiplyAdds = layers.reduce((sum, layer) => sum + layer.multiplyAdds, 0);
  return { parameters: size - headSize, trainable: trainableSize - headSize, head: headSize, multiplyAdds };
}
