/**
 * Convolutions as products, forward and backward; a dense layer is a convolution of 1×1 pixels.
 *
 *   forward          out [rows · pixels, outputs]   = patches [rows · pixels, depth] · kernel [depth, outputs]
 *   backward input   dInput [rows · pixels, inputs] = patches of d [rows · pixels, taps · outputs] · kernelᵀ [taps · outputs, inputs]
 *   backward kernel  dKernel [depth, outputs]       = patchesᵀ [depth, rows · pixels] · d [rows · pixels, outputs]
 *
 * Nothing of the patches is ever stored: an operand's loader finds them in the image. Under a max-pool the pixels are
 * numbered window by window, so that a thread has a whole window in its registers; it stores the largest and which it
 * was, and on the way back the loader of d puts each window's derivative at its winner. Pixels that the pool leaves out
 * are never computed.
 */
import { type Memory, read, type Tensor } from '../kernel.ts';

/** How a convolution lies: what its three products have in common. */
export interface ConvShape {
  readonly input: ConvInput;
  /** of the convolution, before its pool */
  readonly height: number;
  readonly width: number;
  /** of a window; [1, 1] without a pool */
  readonly pool: readonly [height: number, width: number];
  readonly kernelSize: readonly [height: number, width: number];
  readonly strides: readonly [height: number, width: number];
  readonly padTop: number;
  readonly padLeft: number;
  readonly outputs: number;
  /** of the kernel laid out for products: taps × channels of the input, and that padded to whole vec4f */
  readonly depth: number;
  /** rows of images at most */
  readonly rows: number;
}

/** Either the data set's images, as bytes, of which `indices` names a row's, or another layer's output. */
export type ConvInput =
  | {
      readonly kind: 'images';
      readonly height: number;
      readonly width: number;
      readonly channels: number;
      readonly bytes: Memory;
      readonly indices: Memory;
    }
  | { readonly kind: 'tensor'; readonly tensor: Tensor };

/** The kernel laid out for products, [depth, vectors] and its transpose by taps, [taps · outputs, vectors of inputs], and the bias [vectors]. */
export interface Panels {
  readonly memory: Memory;
  /** in vec4f */
  readonly forward: number;
  readonly backward: number;
  readonly bias: number;
}

/** What a max-pool remembers: for four channels four bytes, each the winner's place in its window. */
export type Winners = Memory;

export const inputOf = ({ input }: ConvShape) => (input.kind === 'images' ? input : input.tensor);
export const windowArea = ({ pool }: ConvShape): number => pool[0] * pool[1];
export const pooledHeight = ({ height, pool }: ConvShape) => Math.floor(height / pool[0]);
export const pooledWidth = ({ width, pool }: ConvShape) => Math.floor(width / pool[1]);
/** pixels a row that count: those in windows */
export const pixelsOf = (conv: ConvShape): number => pooledHeight(conv) * pooledWidth(conv) * windowArea(conv);
export const vectorsOf = (conv: ConvShape): number => Math.ceil(conv.outputs / 4);
/** floats from a pixel of the input to the next */
export const inputStride = ({ input }: Pick<ConvShape, 'input'>): number =>
  input.kind === 'images' ? input.channels : 4 * input.tensor.vectors;
export const depthOf = (stride: number, [height, width]: readonly [number, number]): number =>
  4 * Math.ceil((stride * height * width) / 4);

export const inputBindings = ({ input }: ConvShape) =>
  input.kind === 'images'
    ? [read('images', input.bytes, 'u32'), read('indices', input.indices, 'u32')]
    : [read('x', input.tensor.memory)];

/** Bytes of the input that `rows` rows read. */
export const inputBytes = (conv: ConvShape, rows: number): number => {
  const { height, width } = inputOf(conv);
  return rows * height * width * (conv.input.kind === 'images' ? conv.input.channels : 16 * conv.input.tensor.vectors);
};

/**
 * `origin(m)`: of pixel m the start of its row's image (in vec4f, or bytes), and the input's row and column under the
 * kernel's first tap. `patchAt(origin, k)`: the vec4f of its patch from depth k on; what lies outside is 0.
 */
export function patches(conv: ConvShape): string {
  const { pool, kernelSize, strides, padTop, padLeft, depth } = conv;
  const { height, width } = inputOf(conv);
  const stride = inputStride(conv);
  const area = windowArea(conv);
  const windows = pooledHeight(conv) * pooledWidth(conv);
  const imageStart =
    conv.input.kind === 'images'
      ? `indices[row] * ${height * width * stride}u`
      : `row * ${(height * width * stride) / 4}u`;
  const origin = `struct Origin { start: u32, y: i32, x: i32 }
fn origin(m: u32) -> Origin {
  if (m >= step.rows * ${windows * area}u) { return Origin(0, -1000000, 0); }
  let window = m / ${area}u;
  let place = m % ${area}u;
  let row = window / ${windows}u;
  let pixel = window % ${windows}u;
  let y = (pixel / ${pooledWidth(conv)}u) * ${pool[0]}u + place / ${pool[1]}u;
  let x = (pixel % ${pooledWidth(conv)}u) * ${pool[1]}u + place % ${pool[1]}u;
  return Origin(${imageStart}, i32(y * ${strides[0]}u) - ${padTop}, i32(x * ${strides[1]}u) - ${padLeft});
}`;
  // no branches: a compiler may write the loader out many times
  const isInside = `(u32(y) < ${height}u) & (u32(x) < ${width}u)`;
  const tap = `  let tap = k / ${stride}u;
  let c = k % ${stride}u;
  let y = at.y + i32(tap / ${kernelSize[1]}u);
  let x = at.x + i32(tap % ${kernelSize[1]}u);`;
  if (conv.input.kind === 'tensor') {
    return `${origin}
fn patchAt(at: Origin, k: u32) -> vec4f {
${tap}
  let isInside = (k < ${depth}u) & ${isInside};
  let index = at.start + (u32(y) * ${width}u + u32(x)) * ${stride / 4}u + c / 4u;
  return select(vec4f(0), x_at(select(0u, index, isInside)), isInside);
}
fn x_at(index: u32) -> vec4f { return x[index]; }`;
  }
  return `${origin}
fn number(at: Origin, k: u32) -> f32 {
${tap}
  let isInside = (k < ${stride * kernelSize[0] * kernelSize[1]}u) & ${isInside};
  let byte = select(0u, at.start + (u32(y) * ${width}u + u32(x)) * ${stride}u + c, isInside);
  return select(0.0, f32((images[byte >> 2] >> ((byte & 3) * 8)) & 255) / 255.0, isInside);
}
fn patchAt(at: Origin, k: u32) -> vec4f {
  return vec4f(number(at, k), number(at, k + 1), number(at, k + 2), number(at, k + 3));
}`;
}

/** The loss's derivative by a convolution's sums: at its pixels, or where there is a pool, at each window's winner. */
export interface Derivative {
  readonly memory: Memory;
  readonly winners: Winners | null;
}

export const derivativeBindings = ({ memory, winners }: Derivative) => [
  read('d', memory),
  winners === null ? null : read('winners', winners, 'u32'),
];
export const derivativeBytes = (conv: ConvShape, { winners }: Derivative, rows: number): number =>
  (rows * pixelsOf(conv) * vectorsOf(conv) * (winners === null ? 16 : 20)) / windowArea(conv);

/** `won(index, place)`: what of the window's derivative at `index` belongs to the pixel in this place. */
export const won = (derivative: Derivative) =>
  derivative.winners === null
    ? ''
    : `fn won(index: u32, place: u32) -> vec4f {
  let winner = (vec4u(winners[index]) >> vec4u(0, 8, 16, 24)) & vec4u(255);
  return select(vec4f(0), d[index], winner == vec4u(place));
}`;
