/**
 * node scripts/same-results.ts OTHER [--engine NAME]… [--only NAME]: whether another checkout of this project gives the same results
 * to the bit.
 *
 *   each file of experiments/ and some odd ones, cut short ─▶ trained here and there, on both builds, with 1 and 2 threads ─▶ compared
 *
 * Of wasm both builds are tried, of other engines what they are. OTHER must be ready to run (`npm ci`). Compared are the
 * experiment's hash, the fingerprints, the models, metrics.csv and evaluation.json; times, of course, are not.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    engine: { type: 'string', multiple: true, default: ['wasm'] },
    /** only the cases whose name begins so */
    only: { type: 'string', default: '' },
  },
});
const [other] = positionals;
if (other === undefined || positionals.length > 1) {
  console.error('usage: node scripts/same-results.ts OTHER_CHECKOUT [--engine NAME]… [--only NAME]');
  process.exit(2);
}
const here = fileURLToPath(new URL('..', import.meta.url));
const there = resolve(other);

/** Short enough for a minute or two in all, long enough for a shuffle, a partial batch, a second epoch and its best model. */
const cutShort: Readonly<Record<string, readonly string[]>> = {
  wasm: ['data.limit.train=600', 'data.limit.test=200', 'training.epochs=2'],
  tfjs: ['data.limit.train=200', 'data.limit.test=100', 'training.epochs=1'],
  webgpu: ['data.limit.train=60', 'data.limit.test=40', 'training.epochs=1', 'training.batchSize=32'],
  reference: ['data.limit.train=60', 'data.limit.test=40', 'training.epochs=1', 'training.batchSize=16'],
};

interface Case {
  readonly file: string;
  readonly overrides: readonly string[];
}

/** Each file as it is, and what none of them has: other layers, distances and optimizers. */
const cases: readonly Case[] = [
  ...readdirSync(join(here, 'experiments'))
    .filter((name) => name.endsWith('.yaml'))
    .map((file) => ({ file, overrides: [] })),
  odd('name=odd-blocks', 'objective.distance=manhattan', 'training.optimizer={name: adamw, globalClipNorm: 1}', [
    '{ filters: 5, kernelSize: 3, strides: 2, activation: elu, batchNorm: true }',
    '{ filters: 7, kernelSize: [2, 3], padding: valid, pool: { type: average, size: 2 }, dropout: 0.1 }',
  ]),
  odd(
    'name=odd-tail',
    'network.reduce=globalMax',
    'network.normalize=true',
    'objective={loss: contrastive, margin: 0.7}',
    [
      '{ filters: 9, kernelSize: 3, pool: 2, activation: tanh }',
      '{ filters: 12, kernelSize: 3, activation: sigmoid, batchNorm: true, dropout: 0.2 }',
    ],
  ),
  odd('name=odd-sgd', 'objective={loss: triplet, distance: cosine}', 'network.reduce=flatten', sgd(), [
    '{ filters: 6, kernelSize: 2, pool: 3, activation: leakyRelu }',
    '{ filters: 8, kernelSize: 5, strides: [1, 2], activation: linear }',
  ]),
  odd('name=odd-rmsprop', 'data.validation=0.5', 'pairs.perImage=2', 'training.optimizer=rmsprop', [
    '{ filters: 16, kernelSize: 3, pool: 2, dropout: 0.5 }',
  ]),
];

function odd(...parts: (string | readonly string[])[]): Case {
  const overrides = parts.map((part) => (typeof part === 'string' ? part : `network.blocks=[${part.join(', ')}]`));
  return { file: 'mnist-quick.yaml', overrides };
}

function sgd(): string {
  return 'training.optimizer={name: sgd, learningRate: 0.05, momentum: 0.9, nesterov: true}';
}

interface Variant {
  readonly engine: string;
  readonly threads: number;
  /** of wasm: which build of the kernels */
  readonly build: string | null;
}

const variants = values.engine.flatMap((engine): Variant[] =>
  engine === 'wasm'
    ? ['narrow', 'wide'].flatMap((build) => [1, 2].map((threads) => ({ engine, build, threads })))
    : [{ engine, build: null, threads: 1 }],
);

const work = mkdtempSync(join(tmpdir(), 'same-results-'));
let different = 0;
try {
  for (const one of cases) {
    const name = one.overrides[0]?.replace('name=', '') ?? one.file;
    if (!name.startsWith(values.only)) continue;
    for (const variant of variants) {
      const [ours, theirs] = await Promise.all([results(here, one, variant), results(there, one, variant)]);
      const names = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])];
      const differing = names.filter((name) => ours[name] !== theirs[name]);
      if (differing.length > 0 || names.length === 0) different++;
      const { engine, build, threads } = variant;
      const what = [engine, build, `${threads} thread${threads === 1 ? '' : 's'}`].filter(Boolean).join(' ');
      const verdict =
        differing.length === 0 ? `same   ${ours['weights.bin']?.slice(0, 12)}` : `DIFFER ${differing.join(', ')}`;
      console.log(`${name.padEnd(26)} ${what.padEnd(22)} ${verdict}`);
    }
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
console.log(different === 0 ? 'All results are the same.' : `${different} trainings differ.`);
process.exitCode = different === 0 ? 0 : 1;

/** What a checkout makes of a file: each thing compared, by its digest. */
async function results(
  checkout: string,
  { file, overrides: own }: Case,
  variant: Variant,
): Promise<Record<string, string>> {
  const { engine, build, threads } = variant;
  const runs = mkdtempSync(join(work, 'runs-'));
  const overrides = [...(cutShort[engine] ?? []), `engine=${engine}`, 'sweep=null', ...own];
  const node = join(checkout, 'node_modules', '.bin', 'node');
  const args = ['bin/siamese.js', 'exp', join(here, 'experiments', file), ...overrides];
  await promisify(execFile)(node, [...args, '--runs', runs, '--threads', String(threads)], {
    cwd: checkout,
    env: { ...process.env, ...(build === null ? {} : { SIAMESE_WASM_BUILD: build }), INIT_CWD: checkout },
    maxBuffer: 2 ** 26,
  }).catch((error: { stderr?: string }) => {
    console.error(`${checkout} could not train ${file} ${overrides.join(' ')}:\n${error.stderr?.trim()}`);
    process.exit(1);
  });
  const [folder] = readdirSync(runs).filter((name) => /^\d{4}-/.test(name));
  if (folder === undefined) throw new Error(`${checkout} made no run of ${file}.`);
  const text = (name: string) => readFileSync(join(runs, folder, name), 'utf8');
  const bytes = (name: string) => digest(readFileSync(join(runs, folder, name)));
  const run = JSON.parse(text('run.json')) as Record<string, unknown>;
  return {
    hash: String(run['hash']),
    fingerprints: JSON.stringify(run['fingerprints']),
    measuredOn: JSON.stringify(run['measuredOn']),
    'weights.bin': bytes('model/weights.bin'),
    'model.json': bytes('model/model.json'),
    'verifier.json': bytes('model/verifier.json'),
    'metrics.csv': digest(withoutSeconds(text('metrics.csv'))),
    'evaluation.json': bytes('evaluation.json'),
  };
}

function withoutSeconds(csv: string): string {
  const [header = '', ...rows] = csv.split('\n');
  const seconds = header.split(',').indexOf('seconds');
  return [header, ...rows]
    .map((row) =>
      row
        .split(',')
        .filter((_, column) => column !== seconds)
        .join(),
    )
    .join('\n');
}

function digest(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
