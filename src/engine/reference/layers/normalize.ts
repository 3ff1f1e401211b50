import { type NormalizeLayer, unitLengthFloor } from '../../../network/index.ts';
import type { LayerPass } from './layer.ts';

export const normalize: LayerPass<NormalizeLayer> = (layer, [x]) => {
  const length = layer.output.channels;
  const y = normalizeForward(x, length);
  return { y, backward: (dy) => [normalizeBackward(x, y, dy, length)] };
};

/** Each row to unit length: y = x/√max(Σx², 1e-12).    x, y [rows, length] */
export function normalizeForward(x: Float64Array, length: number): Float64Array {
  const y = new Float64Array(x.length);
  for (let at = 0; at < x.length; at += length) {
    const norm = Math.sqrt(Math.max(sumOfSquares(x, at, length), unitLengthFloor));
    for (let i = at; i < at + length; i++) y[i] = (x[i] as number) / norm;
  }
  return y;
}

/** dx = (dy - y·(y·dy))/‖x‖; only dy/1e-6 where the clamp holds, as the norm is constant there. */
export function normalizeBackward(x: Float64Array, y: Float64Array, dy: Float64Array, length: number): Float64Array {
  const dx = new Float64Array(x.length);
  for (let at = 0; at < x.length; at += length) {
    const squares = sumOfSquares(x, at, length);
    const norm = Math.sqrt(Math.max(squares, unitLengthFloor));
    let along = 0;
    if (squares > unitLengthFloor) for (let i = at; i < at + length; i++) along += (y[i] as number) * (dy[i] as number);
    for (let i = at; i < at + length; i++) dx[i] = ((dy[i] as number) - (y[i] as number) * along) / norm;
  }
  return dx;
}

function sumOfSquares(x: Float64Array, at: number, length: number): number {
  let sum = 0;
  for (let i = at; i < at + length; i++) sum += (x[i] as number) * (x[i] as number);
  return sum;
}
