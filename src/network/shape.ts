import type { Shape } from './plan.ts';

/** Floats of one image's activation. */
export function elementsOf(shape: Shape): number {
  return shape.height * shape.width * shape.channels;
}
