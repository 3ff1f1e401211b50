/** Unit length, one vector an image. */
import type { Arguments } from '../kernels.ts';
import type { Slots } from '../memory.ts';
import { type Context, type InnerSite, innerSite, type Node, type NodeKind, type NodeProgram } from './node.ts';

export const normalize: NodeKind = ([layer]) =>
  layer?.kind === 'normalize' ? { layers: 1, layOut: (site) => layOut(innerSite(site)) } : null;

function layOut(site: InnerSite): Node {
  const { out, gradient, arena } = site;
  const inverse = arena.slotted(4 * arena.images, true);
  return { out, gradient, columns: out.stride, program: (context) => program(site, inverse, context) };
}

/** inverse: [slots][images] of 1 / ‖x‖ */
function program(
  { input, inputGradient, out, gradient }: InnerSite,
  inverse: Slots,
  { kernels, slot }: Context,
): NodeProgram {
  const length = out.shape.channels;
  const forward: Arguments['normalizeForward'] = {
    images: 0,
    length,
    x: 0,
    xImage: input.imageBytes,
    y: 0,
    yImage: out.imageBytes,
    inverse: 0,
  };
  const backward: Arguments['normalizeBackward'] = {
    images: 0,
    length,
    y: 0,
    yImage: out.imageBytes,
    dy: 0,
    dyImage: gradient.imageBytes,
    inverse: 0,
    dx: 0,
    dxImage: inputGradient.imageBytes,
  };
  return {
    forward(work) {
      forward.images = work.images;
      forward.x = slot(input, work);
      forward.y = slot(out, work);
      forward.inverse = slot(inverse, work);
      kernels.normalizeForward(forward);
    },
    backward(work) {
      backward.images = work.images;
      backward.y = slot(out, work);
      backward.dy = slot(gradient, work);
      backward.inverse = slot(inverse, work);
      backward.dx = slot(inputGradient, work);
      kernels.normalizeBackward(backward);
    },
  };
}
