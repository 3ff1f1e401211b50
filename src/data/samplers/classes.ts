/** Images with their classes: each image in turn, for losses that compare whatever lies in one batch. */
import type { Classes } from '../types.ts';

/** Each image in order, `perImage` times: [perImage·images]. */
export function drawClasses(labels: Int32Array, indices: Int32Array, perImage: number): Classes {
  const image = new Int32Array(indices.length * perImage);
  for (let row = 0; row < image.length; row++) image[row] = indices[Math.floor(row / perImage)] as number;
  return { kind: 'classes', image, label: image.map((index) => labels[index] as number) };
}
