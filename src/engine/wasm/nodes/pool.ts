/** Pooling, and the reduction over a whole image as a pool of its size. */
import type { Arguments } from '../kernels.ts';
import { type Context, type InnerSite, innerSite, type Node, type NodeKind, type NodeProgram } from './node.ts';

interface Pool {
  readonly isMax: boolean;
  readonly size: readonly [height: number, width: number];
}

export const pool: NodeKind = ([layer]) => {
  if (layer?.kind === 'pool') {
    const { type, size } = layer;
    return { layers: 1, layOut: (site) => layOut({ isMax: type === 'max', size }, innerSite(site)) };
  }
  if (layer?.kind === 'reduce' && layer.type !== 'flatten') {
    const size = [layer.input.height, layer.input.width] as const;
    const isMax = layer.type === 'globalMax';
    return { layers: 1, layOut: (site) => layOut({ isMax, size }, innerSite(site)) };
  }
  return null;
};

function layOut(pool: Pool, site: InnerSite): Node {
  const { out, gradient } = site;
  return { out, gradient, columns: out.stride, program: (context) => program(pool, site, context) };
}

function program(pool: Pool, site: InnerSite, { kernels, slot }: Context): NodeProgram {
  const { input, inputGradient, out, gradient } = site;
  const forward: Arguments['poolForward'] = {
    isMax: pool.isMax,
    images: 0,
    rows: out.shape.height,
    columns: out.shape.width,
    stride: input.stride,
    height: pool.size[0],
    width: pool.size[1],
    x: 0,
    xRow: input.rowBytes,
    xImage: input.imageBytes,
    y: 0,
    yRow: out.rowBytes,
    yImage: out.imageBytes,
  };
  const backward: Arguments['poolBackward'] = {
    ...forward,
    dy: 0,
    dyRow: gradient.rowBytes,
    dyImage: gradient.imageBytes,
    dx: 0,
    dxRow: inputGradient.rowBytes,
    dxImage: inputGradient.imageBytes,
  };
  return {
    forward(work) {
      forward.images = work.images;
      forward.x = slot(input, work);
      forward.y = slot(out, work);
      kernels.poolForward(forward);
    },
    backward(work) {
      backward.images = work.images;
      backward.x = slot(input, work);
      backward.y = slot(out, work);
      backward.dy = slot(gradient, work);
      backward.dx = slot(inputGradient, work);
      kernels.poolBackward(backward);
    },
  };
}
