/**
 * TensorFlow in this process: TensorFlow.js's backend for Node, on the native library that `npm run setup:tensorflow`
 * puts in place. The package's entry exports all of @tensorflow/tfjs, with this backend chosen.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import util from 'node:util';
import type * as Tfjs from '@tensorflow/tfjs';
import { InputError } from '../../../errors/index.ts';
import { plural } from '../../../text/index.ts';
import type { Device } from '../../contract/contract.ts';
import { processor } from '../../processor/node.ts';

export type TF = typeof Tfjs;

export interface TensorFlow {
  readonly tf: TF;
  readonly backend: Backend;
  /** TensorFlow's */
  readonly version: string;
  readonly device: Device;
  /** for `Session.build` and `Session.arithmetic` */
  readonly build: string;
  readonly arithmetic: string;
  /** of its operations on the processor */
  readonly threads: number;
}

/** What tfjs-node's backend has beyond what tfjs asks of one: any operation of TensorFlow's by its name, on any type. */
export interface Backend {
  readonly binding: Binding;
  readonly isUsingGpuDevice: boolean;
  executeSingleOutput(name: string, attributes: readonly Attribute[], inputs: readonly Tfjs.Tensor[]): Tfjs.Tensor;
}

/** TensorFlow's own interface; its numbers name types. */
export interface Binding {
  readonly TF_Version: string;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_UINT8: number;
}

export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** An operation's attribute that says the type of a tensor. */
export function dataType({ TF_ATTR_TYPE }: Binding, name: string, value: number): Attribute {
  return { name, type: TF_ATTR_TYPE, value };
}

/** The packages that hold the backend, and where each has its binding. */
const packages = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'];
const binding = 'lib/napi-v8/tfjs_binding.node';

/** → the folder of the package whose binding has been made, or a sentence where none has. */
export function findPackage(): { folder: string } | { missing: string } {
  const { resolve } = createRequire(import.meta.url);
  for (const name of packages) {
    try {
      const folder = dirname(resolve(`${name}/package.json`));
      if (existsSync(join(folder, binding))) return { folder };
    } catch {
      // not installed: the next
    }
  }
  return {
    missing:
      process.platform === 'linux' && process.arch === 'x64'
        ? 'TensorFlow is not set up; run `npm run setup:tensorflow`, on a machine with an NVIDIA GPU `npm run setup:tensorflow -- --gpu`.'
        : 'TensorFlow is not set up, and we can do so on Linux for x64 alone; `npm install --no-save @tensorflow/tfjs-node` installs an older one.',
  };
}

let loaded: TensorFlow | undefined;

/**
 * Loads TensorFlow, once in a process. Its threads are those of the first call: a process has one TensorFlow.
 * Throws an InputError where it isn't set up or can't be loaded.
 */
export function loadTensorFlow(threads = availableParallelism()): TensorFlow {
  loaded ??= load(threads);
  return loaded;
}

function load(threads: number): TensorFlow {
  const found = findPackage();
  if ('missing' in found) throw new InputError(found.missing);
  setEnvironment(threads);
  const old = util as { isNullOrUndefined?: unknown; isArray?: unknown };
  old.isNullOrUndefined = (value: unknown) => value == null; // gone since Node 23
  old.isArray = Array.isArray; // warns of its age
  let tf: TF;
  try {
    tf = createRequire(import.meta.url)(found.folder) as TF;
  } catch (cause) {
    throw new InputError(
      `TensorFlow can't be loaded from ${found.folder} (${(cause as Error).message}); run \`npm run setup:tensorflow\` again.`,
      { cause },
    );
  }
  const backend = tf.backend() as unknown as Backend;
  const version = backend.binding.TF_Version;
  const device = deviceOf(backend);
  const build = `tfjs ${tf.version.tfjs}, TensorFlow ${version}`;
  const where = device.kind === 'cpu' ? `${device.name}, ${plural(threads, 'thread')}` : device.name;
  return { tf, backend, version, device, build, arithmetic: `${build} on ${where}`, threads };
}

/** What TensorFlow reads when it is loaded; what a person has set stays, but for what decides whether results are right. */
function setEnvironment(threads: number): void {
  const { env } = process;
  env['TF_NUM_INTRAOP_THREADS'] = String(threads);
  env['TF_ENABLE_ONEDNN_OPTS'] = '0'; // wrong where a convolution strides along rows alone into an output of one column
  env['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true'; // else it takes the whole memory of every GPU
  env['CUDA_DEVICE_ORDER'] ??= 'PCI_BUS_ID'; // nvidia-smi's order
  env['TF_DETERMINISTIC_OPS'] ??= '1'; // cuDNN's algorithms that repeat their bits
  env['NVIDIA_TF32_OVERRIDE'] ??= '0'; // float32 as it is: TF32 rounds factors to 10 bits
}

function deviceOf(backend: Backend): Device {
  if (!backend.isUsingGpuDevice) return processor();
  const visible = process.env['CUDA_VISIBLE_DEVICES']?.split(',')[0]?.trim() || '0';
  try {
    const query = ['--query-gpu=name,driver_version', '--format=csv,noheader', '-i', visible];
    const [name, driver] = execFileSync('nvidia-smi', query, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .trim()
      .split(', ');
    return { name: `${name}, driver ${driver}`, kind: 'gpu' };
  } catch {
    return { name: 'NVIDIA GPU', kind: 'gpu' };
  }
}

/** What lies beside the libraries that `npm run setup:tensorflow` took out of wheels: their file names. */
export const wheelsFile = 'wheels.json';

/** The wheels that the libraries come from; empty where they were not set up by us. */
export function wheelsOf(packageFolder: string): readonly string[] {
  try {
    return JSON.parse(readFileSync(join(realpathSync(join(packageFolder, 'deps')), '..', wheelsFile), 'utf8'));
  } catch {
    return [];
  }
}
