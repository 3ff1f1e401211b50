/** What a network comes to. */
import type { Plan } from './plan.ts';

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
