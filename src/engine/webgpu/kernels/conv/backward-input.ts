/** The gradient of a convolution's input. */
import { type Ending, through, throughReads } from '../elementwise.ts';
import { type Context, type Kernel, kernelOf, type Memory, partsOf, read, write } from '../kernel.ts';
import {
  chooseTile,
  forEachNumber,
  lines,
  PRODUCT_THREADS,
  productAlongDepth,
  tileColumns,
  tileDeclarations,
  tileRows,
} from '../product.ts';
import {
  type ConvShape,
  type Derivative,
  derivativeBindings,
  derivativeBytes,
  type Panels,
  pixelsOf,
  pooledHeight,
  pooledWidth,
  vectorsOf,
  windowArea,
  won,
} from './shape.ts';

/**
 * Each pixel of the input gathers what its value went into: output (y + padTop - ky) / stride for each tap ky that
 * divides. Pixels of one residue of the stride have the same taps and make a product of their own, a phase.
 * What it gathers goes on through dropout and activation of the layer before.
 */
export function convBackwardInput(
  context: Context,
  given: { name: string; conv: ConvShape; panels: Panels; derivative: Derivative; before: Ending; to: Memory },
): Kernel {
  const { name, conv, panels, derivative, before, to } = given;
  const { kernelSize, strides, pool } = conv;
  if (conv.input.kind === 'images') throw new Error('images have no gradient');
  const { height, width, channels, vectors: inputVectors } = conv.input.tensor;
  const vectors = vectorsOf(conv);
  const outputs = 4 * vectors;
  const vertical = phasesOf(height, kernelSize[0], strides[0], conv.padTop);
  const horizontal = phasesOf(width, kernelSize[1], strides[1], conv.padLeft);
  const phases = vertical.length * horizontal.length;
  const most = (all: readonly Phase[], of: (phase: Phase) => number) => Math.max(...all.map(of));
  const pixels = most(vertical, (phase) => phase.pixels) * most(horizontal, (phase) => phase.pixels);
  const depth = outputs * most(vertical, (phase) => phase.taps) * most(horizontal, (phase) => phase.taps);
  const tile = chooseTile(conv.rows * pixels * phases, depth, channels);
  const columnTiles = partsOf(channels, tileColumns(tile));
  const quarters = tile.depth / 4;
  const [windowsHigh, windowsWide] = [pooledHeight(conv), pooledWidth(conv)];
  const choose = (all: readonly Phase[], index: string) =>
    all
      .slice(1)
      .reduce(
        (chosen, phase, i) => `select(${chosen}, ${phaseText(phase)}, ${index} == ${i + 1}u)`,
        phaseText(all[0] as Phase),
      );
  const look =
    derivative.winners === null
      ? `  return d[at.start + (u32(y) * ${conv.width}u + u32(x)) * ${vectors}u + c / 4];`
      : `  let inWindow = vec2u(u32(y), u32(x));
  let window = inWindow / vec2u(${pool[0]}, ${pool[1]});
  let place = inWindow % vec2u(${pool[0]}, ${pool[1]});
  if (window.x >= ${windowsHigh}u || window.y >= ${windowsWide}u) { return vec4f(0); }
  return won(at.start + (window.x * ${windowsWide}u + window.y) * ${vectors}u + c / 4, place.x * ${pool[1]}u + place.y);`;
  return kernelOf(context, {
    name,
    bindings: [
      ...derivativeBindings(derivative),
      read('panels', panels.memory),
      throughReads(before) ? read('y', before.out.memory) : null,
      write('dInput', to),
    ],
    threads: PRODUCT_THREADS,
    declarations: `${won(derivative)}
${through(before)}
${tileDeclarations(tile)}
// of the phase in the vertical and in the horizontal: its pixels, its taps, its first pixel, the output under that one's first tap
struct Phase { vertical: vec4i, horizontal: vec4i, pixels: u32, depth: u32 }
fn phaseOf(number: u32) -> Phase {
  let vertical = ${choose(vertical, `number / ${horizontal.length}u`)};
  let horizontal = ${choose(horizontal, `number % ${horizontal.length}u`)};
  return Phase(vertical, horizontal, u32(vertical.x * horizontal.x), u32(vertical.y * horizontal.y) * ${outputs}u);
}
struct Origin { start: u32, y: i32, x: i32 }
fn origin(phase: Phase, m: u32) -> Origin {
  if (m >= step.rows * phase.pixels) { return Origin(0, -1000000, 0); }
  let row = m / phase.pixels;
  let pixel = m % phase.pixels;
  let wide = u32(phase.horizontal.x);
  return Origin(
    row * ${(pixelsOf(conv) / windowArea(conv)) * vectors}u,
    phase.vertical.w + i32(pixel / wide),
    phase.horizontal.w + i32(pixel % wide),
  );
}
fn patchAt(phase: Phase, at: Origin, k: u32) -> vec4f {
  let tap = k / ${outputs}u;
  let c = k % ${outputs}u;
  let y = at.y - i32(tap / u32(phase.horizontal.y));
  let x = at.x - i32(tap % u32(phase.horizontal.y));
  if (k >= phase.depth || y < 0 || y >= ${conv.height} || x < 0 || x >= ${conv.width}) { return vec4f(0); }
${look}
}
fn panelAt(phase: Phase, first: vec2u, k: u32, n: u32) -> vec4f {
  if (k >= phase.depth || n >= ${inputVectors}u) { return vec4f(0); }
  let tap = k / ${outputs}u;
  let ky = first.x + ${strides[0]}u * (tap / u32(phase.horizontal.y));
  let kx = first.y + ${strides[1]}u * (tap % u32(phase.horizontal.y));
  return panels[${panels.backward}u + ((ky * ${kernelSize[1]}u + kx) * ${outputs}u + k % ${outputs}u) * ${inputVectors}u + n];
}`,
    body: `  let firstColumn = group % ${columnTiles}u * ${tileColumns(tile) / 4}u;
  let number = group / ${columnTiles}u % ${phases}u;
  let phase = phaseOf(number);
  let firstTap = vec2u(number / ${horizontal.length}u, number % ${horizontal.length}u);
  let firstRow = group / ${columnTiles * phases}u * ${tileRows(tile)}u;
  if (firstRow >= step.rows * phase.pixels) { return; }
${lines(4, (i) => `  let origin${i} = origin(phase, firstRow + 4 * (t / ${quarters}u) + ${i}u);`)}
${productAlongDepth({
  tile,
  from: '0u',
  to: 'phase.depth',
  a: (i, k) => `patchAt(phase, origin${i}, ${k})`,
  b: (k, n) => `panelAt(phase, firstTap, ${k}, firstColumn + ${n})`,
})}
${forEachNumber(
  tile,
  (value) => `    if (row < step.rows * phase.pixels && vector < ${inputVectors}u) {
      let pixel = row % phase.pixels;
      let y = u32(phase.vertical.z) + ${strides[0]}u * (pixel / u32(phase.horizontal.x));
      let x = u32(phase.horizontal.z) + ${strides[1]}u * (pixel % u32(phase.horizontal.x));
      let index = (((row / phase.pixels) * ${height}u + y) * ${width}u + x) * ${inputVectors}u + vector;
      dInput[index] = through(${value}, index);
    }`,
)}`,
    workgroups: ({ rows }) => partsOf(rows * pixels, tileRows(tile)) * columnTiles * phases,
    work: ({ rows }) => ({
      flop: 2 * rows * pixelsOf(conv) * kernelSize[0] * kernelSize[1] * channels * conv.outputs,
      bytes:
        derivativeBytes(conv, derivative, rows) +
        16 * outputs * kernelSize[0] * kernelSize[1] * inputVectors +
        16 * rows * height * width * inputVectors * (throughReads(before) ? 2 : 1),
    }),
  });
}

/** Along one side: pixels at first, first + stride …, and taps residue, residue + stride …; `output` is under the first of both. */
interface Phase {
  readonly pixels: number;
  readonly taps: number;
  readonly first: number;
  readonly output: number;
}
const phaseText = ({ pixels, taps, first, output }: Phase) => `vec4i(${pixels}, ${taps}, ${first}, ${output})`;

function phasesOf(size: number, kernel: number, stride: number, pad: number): Phase[] {
  return Array.from({ length: stride }, (_, residue) => {
    const first = (((residue - pad) % stride) + stride) % stride;
    return {
      pixels: Math.max(0, partsOf(size - first, stride)),
      taps: Math.max(0, partsOf(kernel - residue, stride)),
      first,
      output: (first + pad - residue) / stride,
    };
  });
}
