/**
 * Dropout's masks: the same as every engine's, since the wasm engine's kernel writes them. They are made on the
 * processor and uploaded, 4 bytes an element: TensorFlow multiplies 32-bit integers on a GPU's host alone, and in 64
 * bits a mask would take some thirteen passes over the elements.
 */
import type { Tensor } from '@tensorflow/tfjs';
import { type DropoutLayer, elementsOf, type Plan } from '../../network/index.ts';
import { dropoutThreshold, purpose, streamKey } from '../../random/index.ts';
import { kernelBytes } from '../wasm/host/builds.ts';
import { builds, instantiate } from '../wasm/kernels.ts';
import type { TF } from './host/tensorflow.ts';

const PAGE = 65536;
const MAX_PAGES = 65536;
/** The kernel writes eight floats at a time. */
const OVERRUN = 32;

export interface Masks {
  /** What each element of a dropout layer's input is multiplied by: 0, or 1/(1 - rate). → [rows, height, width, channels] */
  draw(layer: DropoutLayer, rows: number, step: number): Tensor;
}

/**
 *   memory  │ the kernels' own │ keys [rows] of two words │ ones [largest image] │ factors [rows, largest image] │
 */
export async function openMasks(tf: TF, plan: Plan, rows: number, seed: number): Promise<Masks | null> {
  const largest = Math.max(
    0,
    ...plan.layers.filter(({ kind }) => kind === 'dropout').map(({ output }) => elementsOf(output)),
  );
  if (largest === 0) return null;
  const module = await WebAssembly.compile(await kernelBytes(builds.narrow));
  const memory = new WebAssembly.Memory({ initial: 1, maximum: MAX_PAGES, shared: true });
  const kernels = instantiate(module, memory);
  const keys = memory.buffer.byteLength;
  const ones = keys + 8 * rows;
  const factors = ones + 4 * largest + OVERRUN;
  memory.grow(Math.ceil((factors + 4 * rows * largest + OVERRUN - keys) / PAGE));
  const words = new Uint32Array(memory.buffer, keys, 2 * rows);
  new Float32Array(memory.buffer, ones, largest + OVERRUN / 4).fill(1);
  return {
    draw(layer, count, step) {
      const { height, width, channels } = layer.output;
      const size = elementsOf(layer.output);
      for (let row = 0; row < count; row++) {
        const { a, b } = streamKey(seed, purpose.dropout, step, layer.index, row);
        words[2 * row] = a;
        words[2 * row + 1] = b;
      }
      const scale = 1 / (1 - layer.rate);
      // an image as one row of one column, whose channels are all its elements
      kernels.dropout({
        images: count,
        rows: 1,
        columns: 1,
        channels: size,
        stride: size,
        keys,
        threshold: dropoutThreshold(layer.rate),
        scale,
        x: ones,
        xRow: 0,
        xImage: 0,
        out: factors,
        outRow: 0,
        outImage: 4 * size,
      });
      return tf.tensor4d(new Float32Array(new Float32Array(memory.buffer, factors, count * size)), [
        count,
        height,
        width,
        channels,
      ]);
    },
  };
}
