/** A vector brought to unit length. */
import { unitLengthFloor } from '../conventions.ts';
import { kerasLayer } from './keras.ts';
import { type LayerBase, type LayerKind, type Place, withoutParameters } from './layer.ts';

/** Unit length: x / √max(Σx², 1e-12). */
export interface NormalizeLayer extends LayerBase {
  readonly kind: 'normalize';
}

export function normalizeLayer({ parameters: _, ...place }: Place): NormalizeLayer {
  return { kind: 'normalize', ...place, output: place.input, multiplyAdds: 2 * place.input.channels };
}

/** TensorFlow.js normalises by √max(Σx², 1e-7), we by √max(Σx², 1e-12): on √1e5·x the two are the same. */
const scale = Math.sqrt(1e-7 / unitLengthFloor);

/**
 * Unit length from stock layers: a normalising Dot of the vector with the rows of the identity. A model has no
 * constants, so a dense layer with kernel 0 and bias 1 makes a one of the vector, and a second dense layer,
 * whose kernel is the identity, makes the rows of that.
 *   vector [n] → one [1] → identity [n·n] → rows [n, n];  vector → scaled [n];  Dot → [n]
 */
export const normalize: LayerKind<NormalizeLayer> = {
  ...withoutParameters,
  keras({ output }, name, inputs) {
    const n = output.channels;
    const linear = { activation: 'linear' };
    return [
      kerasLayer('Dense', `${name}_one`, { ...linear, units: 1, use_bias: true }, inputs),
      kerasLayer('Dense', `${name}_identity`, { ...linear, units: n * n, use_bias: false }, [`${name}_one`]),
      kerasLayer('Reshape', `${name}_rows`, { target_shape: [n, n] }, [`${name}_identity`]),
      kerasLayer('Rescaling', `${name}_scaled`, { scale, offset: 0 }, inputs),
      kerasLayer('Dot', name, { axes: [1, 2], normalize: true }, [`${name}_scaled`, `${name}_rows`]),
    ];
  },
  kerasConstants({ output }, name) {
    const n = output.channels;
    return [
      { name: `${name}_one/kernel`, shape: [n, 1], valueAt: () => 0 },
      { name: `${name}_one/bias`, shape: [1], valueAt: () => 1 },
      {
        name: `${name}_identity/kernel`,
        shape: [1, n * n],
        valueAt: (i) => (Math.floor(i / n) === i % n ? 1 : 0),
      },
    ];
  },
};
