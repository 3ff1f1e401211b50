/**
 * Runs both builds on one problem, in a process of its own: `builds.ts` starts it and keeps the verdict. Prints
 * {"agrees", "narrow", "wide"}: whether the wide build's bits are the narrow one's and the narrow one's are right, and
 * the best time of each in milliseconds.
 */
import { allowPairing, kernelBytes } from './builds.ts';
import { type Build, builds, type Kernels } from './kernels.ts';

// C[rows, n] = A[rows, depth] · B[depth, n]
const rows = 196;
const depth = 256;
const columns = 64;
const place = { rowOffsets: 65536, outOffsets: 69632, tap: 73728, bias: 77824, a: 131072, b: 393216, out: 524288 };
const TIMED_RUNS = 30;
const WARM_UP_RUNS = 60;

async function run(build: Build): Promise<{ out: Float32Array; milliseconds: number }> {
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true });
  const module = await WebAssembly.compile(await kernelBytes(build));
  const kernels = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels;
  const words = new Int32Array(memory.buffer);
  const floats = new Float32Array(memory.buffer);
  for (let row = 0; row < rows; row++) {
    words[(place.rowOffsets >> 2) + row] = row * depth * 4;
    words[(place.outOffsets >> 2) + row] = row * columns * 4;
  }
  for (let i = 0; i < rows * depth; i++) floats[(place.a >> 2) + i] = valueAt(i);
  for (let k = 0; k < depth; k++) {
    for (let n = 0; n < columns; n++) {
      const panel = Math.floor(n / build.tileColumns);
      floats[(place.b >> 2) + (panel * depth + k) * build.tileColumns + (n % build.tileColumns)] = valueAt(
        7 * k + 3 * n,
      );
    }
  }
  const once = () =>
    kernels.product(
      rows,
      place.a,
      place.rowOffsets,
      1,
      place.tap,
      depth,
      place.b,
      columns / build.tileColumns,
      place.bias,
      place.out,
      place.outOffsets,
      0,
    );
  for (let i = 0; i < WARM_UP_RUNS; i++) once();
  let milliseconds = Number.POSITIVE_INFINITY;
  for (let i = 0; i < TIMED_RUNS; i++) {
    const start = performance.now();
    once();
    milliseconds = Math.min(milliseconds, performance.now() - start);
  }
  return { out: floats.slice(place.out >> 2, (place.out >> 2) + rows * columns), milliseconds };
}

/** Sixteenths in [-2, 2): products and sums of 256 of them are exact, so that the right result is known to the bit. */
const valueAt = (i: number) => (((i * 2654435761) >>> 7) % 64) / 16 - 2;

function isRight(out: Float32Array): boolean {
  return out.every((value, index) => {
    const row = Math.floor(index / columns);
    const n = index % columns;
    let sum = 0;
    for (let k = 0; k < depth; k++) sum += valueAt(row * depth + k) * valueAt(7 * k + 3 * n);
    return value === sum;
  });
}

const narrow = await run(builds.narrow);
allowPairing();
const wide = await run(builds.wide);
const agrees = isRight(narrow.out) && wide.out.every((value, index) => value === narrow.out[index]);
process.stdout.write(JSON.stringify({ agrees, narrow: narrow.milliseconds, wide: wide.milliseconds }));
