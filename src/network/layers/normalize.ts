/** A vector brought to unit length. */
import { unitLengthFloor } from '../conventions.ts';
import { kerasLayer } from './keras.ts';
import { type KerasForm, type LayerBase, type LayerKind, type Place, withoutParameters } from './layer.ts';

/** Unit length: x / √max(Σx², 1e-12). */
export interface NormalizeLayer extends LayerBase {
  readonly kind: 'normalize';
}

export function normalizeLayer({ parameters: _, ...place }: Place): NormalizeLayer {
  return { kind: 'normalize', ...place, output: place.input, multiplyAdds: 2 * place.input.channels };
}

/** TensorFlow.js normalises by √max(Σx², 1e-7), we by √max(Σx², 1e-12): on √1e5·x the two are the same. */
const scale = Math.sqrt(1e-7 / unitLengthFloor);
const linear = { activation: 'linear' };

/**
 * Unit length from stock layers: a normalising Dot of the vector with the rows of the identity. A model has no
 * constants, so a dense layer with kernel 0 and bias 1 makes a one of the vector, and a second dense layer,
 * whose kernel is the identity, makes the rows of that. Grows with n².
 *   vector [n] → one [1] → identity [n·n] → rows [n, n];  vector → scaled [n];  Dot → [n]
 */
const byIdentity: KerasForm<NormalizeLayer> = {
  keras({ output }, name, inputs) {
    const n = output.channels;
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

/** Of a last component this small, the square is lost in rounding beside 1e-7, the least that Dot divides by. */
const small = 2 ** -26;

/**
 * The same by one number, the reciprocal of the length. The vector gets a small last component, and a normalising Dot
 * with the unit vector along that component gives small / √max(Σ(scale·x)², 1e-7), by which the vector is multiplied.
 * Dense layers with kernel 0 make the constants, their biases.
 *   vector [n] → small [1];  vector → scaled [n];  both → longer [n + 1];  small → axis [n + 1] = 0 … 0 1
 *   Dot of longer and axis → reciprocal [1];  vector → enlarged [n] = x · scale / small;  product → [n]
 */
const byReciprocal: KerasForm<NormalizeLayer> = {
  keras({ output }, name, inputs) {
    const longer = output.channels + 1;
    return [
      kerasLayer('Dense', `${name}_small`, { ...linear, units: 1, use_bias: true }, inputs),
      kerasLayer('Dense', `${name}_axis`, { ...linear, units: longer, use_bias: true }, [`${name}_small`]),
      kerasLayer('Rescaling', `${name}_scaled`, { scale, offset: 0 }, inputs),
      kerasLayer('Concatenate', `${name}_longer`, { axis: -1 }, [`${name}_scaled`, `${name}_small`]),
      kerasLayer('Dot', `${name}_reciprocal`, { axes: [1, 1], normalize: true }, [`${name}_longer`, `${name}_axis`]),
      kerasLayer('Rescaling', `${name}_enlarged`, { scale: scale / small, offset: 0 }, inputs),
      kerasLayer('Multiply', name, {}, [`${name}_enlarged`, `${name}_reciprocal`]),
    ];
  },
  kerasConstants({ output }, name) {
    const n = output.channels;
    return [
      { name: `${name}_small/kernel`, shape: [n, 1], valueAt: () => 0 },
      { name: `${name}_small/bias`, shape: [1], valueAt: () => small },
      { name: `${name}_axis/kernel`, shape: [1, n + 1], valueAt: () => 0 },
      { name: `${name}_axis/bias`, shape: [n + 1], valueAt: (i) => (i === n ? 1 : 0) },
    ];
  },
};

/** Up to 256 KiB the identity is written as ever, so that the files of usual networks stay what they were. */
const mostByIdentity = 256;

export const normalize: LayerKind<NormalizeLayer> = {
  ...withoutParameters,
  ...bySize((n) => (n <= mostByIdentity ? byIdentity : byReciprocal)),
  formerly: byIdentity,
};

function bySize(formFor: (n: number) => KerasForm<NormalizeLayer>): KerasForm<NormalizeLayer> {
  return {
    keras: (layer, ...names) => formFor(layer.output.channels).keras(layer, ...names),
    kerasConstants: (layer, name) => formFor(layer.output.channels).kerasConstants?.(layer, name) ?? [],
  };
}
