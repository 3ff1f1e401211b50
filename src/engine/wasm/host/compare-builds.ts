/**
 * Runs both builds on the same problems, in a process of its own: `builds.ts` starts it and keeps what it finds. Prints
 * {"agrees", "narrow", "wide"}: whether the narrow build's product is right and the wide build gives its bits, in that
 * product and in steps of training through every kernel, and the best time of the product in milliseconds.
 */
import v8 from 'node:v8';
import { batchOf, memoryStore } from '../../../data/index.ts';
import { type Network, resolveFragment } from '../../../experiment/index.ts';
import { initialWeights } from '../../../network/index.ts';
import { planOf } from '../../../objective/index.ts';
import { activationCodes, type Build, builds, instantiate } from '../kernels.ts';
import { allowPairing, compileBuild, kernelBytes } from './builds.ts';
import { openSession } from './session.ts';

// Optimised after a call or two: vectors are paired by the optimising compiler alone.
v8.setFlagsFromString('--wasm-tiering-budget=1000');

// C[rows, n] = A[rows, depth] · B[depth, n]
const rows = 196;
const depth = 256;
const columns = 64;
const place = { rowOffsets: 65536, outOffsets: 69632, tap: 73728, bias: 77824, a: 131072, b: 393216, out: 524288 };
const TIMED_RUNS = 30;
const WARM_UP_RUNS = 60;
/** So many that most run optimised code, which is compiled meanwhile. */
const TRAINED_STEPS = 40;

async function run(build: Build): Promise<{ out: Float32Array; milliseconds: number }> {
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true });
  const module = await WebAssembly.compile(await kernelBytes(build));
  const kernels = instantiate(module, memory);
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
    kernels.product({
      rows,
      a: place.a,
      rowOffsets: place.rowOffsets,
      taps: 1,
      tapOffsets: place.tap,
      depth,
      b: place.b,
      panels: columns / build.tileColumns,
      bias: place.bias,
      out: place.out,
      outOffsets: place.outOffsets,
      activation: activationCodes.linear,
    });
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

const pooled = (filters: number, given: object = {}) => ({ filters, kernelSize: 2, pool: 2, dropout: 0.3, ...given });
/** Between them they run every kernel of a tower without branches. */
const networks: readonly Network[] = [
  {
    inputShape: [12, 12, 1],
    blocks: [pooled(32), pooled(32)],
    embeddingDim: 24,
    normalize: true,
  },
  {
    inputShape: [12, 12, 3],
    blocks: [
      pooled(16, { kernelSize: 3, batchNorm: true }),
      pooled(32, { kernelSize: 3 }),
      pooled(16, { strides: 2, activation: 'elu', pool: { type: 'average', size: [2, 1] } }),
    ],
    reduce: 'flatten',
    embeddingDim: 8,
  },
].map((network) => resolveFragment('network', network));

/** The state after some steps, and embeddings. */
async function train(build: Build['name'], network: Network): Promise<Float32Array[]> {
  const objective = { loss: 'contrastive', distance: 'euclidean', margin: 1 } as const;
  const optimizer = {
    name: 'adam',
    learningRate: 0.01,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-7,
    globalClipNorm: 1,
  } as const;
  const plan = planOf(network, objective);
  const session = await openSession(
    plan,
    { objective, optimizer, seed: 1, batchSize: 6 },
    1,
    await compileBuild(build),
  );
  const [height, width, channels] = network.inputShape;
  const images = 8;
  const bytes = Uint8Array.from({ length: images * height * width * channels }, (_, i) => 64 * valueAt(i) + 128);
  await session.load(memoryStore({ shape: [images, height, width, channels], bytes }));
  await session.restore({ ...(await session.state()), weights: initialWeights(plan, 1) });
  const left = Int32Array.of(0, 1, 2, 3, 4, 5);
  const right = Int32Array.of(6, 7, 5, 4, 0, 1);
  const batch = batchOf({ kind: 'pairs', left, right, isSame: Uint8Array.of(1, 0, 1, 0, 1, 0) });
  for (let step = 0; step < TRAINED_STEPS; step++) session.train(batch, 0.01);
  const { weights, slots } = await session.state();
  const embeddings = await session.embed(left);
  await session.close();
  return [weights, ...slots, embeddings];
}

const same = (a: Float32Array, b: Float32Array) => a.every((value, index) => Object.is(value, b[index]));

const narrow = await run(builds.narrow);
const narrowTrained = await Promise.all(networks.map((network) => train('narrow', network)));
allowPairing();
const wide = await run(builds.wide);
const wideTrained = await Promise.all(networks.map((network) => train('wide', network)));
const agrees =
  isRight(narrow.out) &&
  same(wide.out, narrow.out) &&
  wideTrained.flat().every((array, index) => same(array, narrowTrained.flat()[index] as Float32Array));
process.stdout.write(JSON.stringify({ agrees, narrow: narrow.milliseconds, wide: wide.milliseconds }));
