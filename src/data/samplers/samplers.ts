/** The table of samplers: for each kind of examples, what draws an epoch's. */
import type { StreamKey } from '../../random/index.ts';
import type { Examples } from '../types.ts';
import { drawClasses } from './classes.ts';
import { drawPairs } from './pairs.ts';
import { drawTriplets } from './triplets.ts';

export interface Sampler {
  /** examples of each image, where `perImage` is 1 */
  readonly examplesPerImage: number;
  /** labels: of all images    indices [images]: those that are drawn from → [examplesPerImage·perImage·images] */
  draw(labels: Int32Array, indices: Int32Array, perImage: number, key: StreamKey): Examples;
}

export const samplers: Readonly<Record<Examples['kind'], Sampler>> = {
  pairs: { examplesPerImage: 2, draw: drawPairs },
  triplets: { examplesPerImage: 1, draw: drawTriplets },
  classes: { examplesPerImage: 1, draw: drawClasses },
};
