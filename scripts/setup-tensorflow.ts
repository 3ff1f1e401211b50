/**
 * npm run setup:tensorflow: gives @tensorflow/tfjs-node-gpu today's TensorFlow.
 *
 *   look at the machine ─▶ wheels by pip ─▶ libraries out of them ─▶ compile the binding ─▶ link ─▶ multiply matrices
 *
 * What is made is kept in the user's cache folder: after `npm ci`, which empties node_modules, it is only linked again.
 */
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Listr } from 'listr2';
import type { Device } from '../src/engine/index.ts';
import { probeTensorFlow, wheelsOf } from '../src/engine/tfjs/host/index.ts';
import { InputError, RunError, SiameseError } from '../src/errors/index.ts';
import { cacheFolder } from '../src/text/node.ts';
import { link, linkedFolder, makingFolder, unlink } from './tensorflow/install.ts';
import {
  checkPlatform,
  compileBinding,
  fetchWheels,
  findTools,
  type Kind,
  type Packages,
  recipe,
  requirements,
  stopPrograms,
  type Tools,
  tensorflowVersion,
} from './tensorflow/make.ts';
import { findPackages, installPackages } from './tensorflow/packages.ts';

const help = `npm run setup:tensorflow -- [options]

Lets the engine tfjs run on TensorFlow ${tensorflowVersion}: its libraries come from pip's wheels (download 0.3 GB, on disk 0.9),
the binding is compiled. Linux on x64, with Python 3, pip and a C++ compiler. Kept in the user's cache folder.

  --gpu     the build for NVIDIA GPUs, with CUDA and cuDNN (download 3.4 GB, on disk 5.6); the driver is all it needs
  --check   set nothing up: say what is there, and on which devices TensorFlow runs`;

const options = {
  gpu: { type: 'boolean', default: false },
  check: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

try {
  const asked = readOptions(process.argv.slice(2));
  if (asked.help) console.log(help);
  else if (asked.check) await check();
  else await setUp(asked.gpu ? 'gpu' : 'cpu');
} catch (error) {
  if (!(error instanceof SiameseError) && !isRefusal(error)) throw error;
  console.error(error.message);
  process.exitCode = error instanceof SiameseError ? error.exitCode : 1;
}

/** Of the operating system, to read or write a file: its message says which, and why. */
function isRefusal(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'path' in error;
}

function readOptions(args: string[]) {
  try {
    return parseArgs({ args, options }).values;
  } catch (cause) {
    throw new InputError(`${(cause as Error).message}\n\n${help}`, { cause });
  }
}

/** Says what there is; exit code 1 where it doesn't work. */
async function check(): Promise<void> {
  const found = await probeTensorFlow();
  if ('missing' in found) throw new RunError(found.missing);
  process.stderr.write(found.said);
  const tfjs = findPackages()?.tfjs ?? null; // it may be another package that TensorFlow was found in
  const made = tfjs === null ? null : linkedFolder(tfjs);
  console.log(`TensorFlow ${found.version}${made === null ? '' : `, in ${made}`}`);
  for (const wheel of tfjs === null ? [] : wheelsOf(tfjs)) console.log(`  from ${wheel}`);
  console.log(`It runs on ${found.device.name} (${found.device.kind}), and multiplies matrices rightly.`);
}

async function setUp(kind: Kind): Promise<void> {
  checkPlatform();
  const packages = findPackages() ?? (await install());
  const parent = resolve(cacheFolder(), 'tensorflow');
  const kept = join(parent, `${recipe(kind)}-tfjs-${versionOf(packages.tfjs)}`);
  let good = linkedFolder(packages.tfjs); // what is linked when this process ends, however it ends
  process.on('exit', () => {
    if (linkedFolder(packages.tfjs) === good) return;
    if (good === null) unlink(packages.tfjs);
    else link(packages.tfjs, good);
  });
  let device: Device | null = null;
  if (existsSync(kept)) {
    try {
      device = await tryOut(kept, packages);
    } catch (error) {
      if (!(error instanceof RunError)) throw error;
      console.log(`What is kept in ${kept} does not work; it is made anew.`);
      if (good === kept) good = null;
    }
  }
  device ??= await make(kind, packages, parent, kept);
  if (device === null) return;
  good = kept;
  console.log(`TensorFlow ${tensorflowVersion} is in ${kept} and runs on ${device.name} (${device.kind}).`);
  if (device.kind === 'gpu') return;
  if (kind === 'gpu') {
    console.log(
      "It sees no GPU: NVIDIA's driver is what it needs beside this, 525 or newer; `nvidia-smi` says whether that works. " +
        'With TF_CPP_MIN_LOG_LEVEL=0 before it, `npm run setup:tensorflow -- --check` shows what TensorFlow says of it.',
    );
  } else if (existsSync('/dev/nvidiactl')) {
    console.log("NVIDIA's driver is here: `npm run setup:tensorflow -- --gpu` lets it run on the GPU.");
  }
}

function install(): Promise<Packages> {
  console.log(
    '@tensorflow/tfjs-node-gpu is not installed: npm 10 leaves it out. npm installs it now, without its script.',
  );
  return installPackages();
}

/** Makes it in a folder of its own, and puts it into its place only when it works. → null where it fails, which it says */
async function make(kind: Kind, packages: Packages, parent: string, kept: string): Promise<Device | null> {
  writable(parent);
  const isBroken = existsSync(kept);
  const making = makingFolder(parent);
  process.on('exit', () => {
    stopPrograms();
    rmSync(making, { recursive: true, force: true, maxRetries: 3 });
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));
  const tasks = new Listr<{ tools: Tools; device: Device }>(
    [
      {
        title: 'Look for pip, a compiler and room on the disk',
        task: async (context) => {
          context.tools = await findTools(kind, parent);
          mkdirSync(making);
        },
      },
      {
        title: `Download TensorFlow ${tensorflowVersion}${kind === 'gpu' ? ' for GPUs, CUDA and cuDNN' : ''}`,
        task: ({ tools }, task) =>
          fetchWheels(requirements[kind], making, tools, (line) => {
            task.output = line;
          }),
      },
      {
        title: 'Compile the binding',
        task: ({ tools }) => compileBinding(making, packages, tools),
      },
      {
        title: 'Link it into node_modules, and multiply two matrices on it',
        task: async (context) => {
          context.device = await tryOut(making, packages);
          if (isBroken) rmSync(kept, { recursive: true, force: true });
          if (!existsSync(kept)) renameSync(making, kept); // else another setup was faster
          link(packages.tfjs, kept);
        },
      },
    ],
    { registerSignalListeners: false, fallbackRenderer: 'simple' },
  );
  try {
    return (await tasks.run()).device;
  } catch (error) {
    if (!(error instanceof SiameseError) && !isRefusal(error)) throw error;
    process.exitCode = error instanceof SiameseError ? error.exitCode : 1; // the list shows its sentence
    return null;
  }
}

/** Throws a RunError where it doesn't work. */
async function tryOut(made: string, packages: Packages): Promise<Device> {
  link(packages.tfjs, made);
  const found = await probeTensorFlow();
  if ('missing' in found) throw new RunError(found.missing);
  return found.device;
}

function writable(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw new InputError(
      `${folder}, where it is to be kept, can't be written (${(cause as Error).message}); ` +
        'make it writable, or set SIAMESE_CACHE to a folder that is.',
      { cause },
    );
  }
}

function versionOf(packageFolder: string): string {
  return JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')).version;
}
